//! What people do again and again, with the words and buttons that they are shown in French.

use super::{Person, Shown};
use crate::receipt::written;

impl Person {
    /// Presses, and waits until what is shown is another.
    pub async fn taps(&self, label: &str) -> Shown {
        let before = self.until(&format!("a button [ {label} ]"), |it| it.offers(label)).await;
        self.press_on(&before, label).await;
        self.until(&format!("something new after [ {label} ]"), |it| differs(it, &before)).await
    }

    /// Writes, and waits for what comes below it.
    pub async fn writes(&self, text: &str) -> Shown {
        let written = self.says(text);
        self.until(&format!("an answer to {text:?}"), |it| it.id > written).await
    }

    /// Asks again and again, as people do who wait for something to open.
    ///
    /// # Panics
    /// If it never does.
    pub async fn writes_until(&self, text: &str, wanted: impl Fn(&Shown) -> bool) -> Shown {
        for _ in 0..200 {
            let shown = self.writes(text).await;
            if wanted(&shown) {
                return shown;
            }
        }
        panic!("never shown:\n{}", self.transcript());
    }

    /// Signs in with the code that a demonstration shows.
    pub async fn signs_in(&self, email: &str) -> Shown {
        self.taps("Me connecter par e-mail").await;
        let asked = self.writes(email).await;
        let shown = if asked.text.contains("code") { asked } else { self.sees("code à six chiffres").await };
        let shown = if digits(&shown.text).is_some() {
            shown
        } else {
            self.until("the code", |it| digits(&it.text).is_some()).await
        };
        self.writes(&digits(&shown.text).expect("six digits")).await;
        self.sees("vous voilà dans votre compte").await
    }

    /// Gets on the roll.
    pub async fn registers(&self) -> Shown {
        self.registers_from("Orsay").await
    }

    /// The same, from that place.
    pub async fn registers_from(&self, place: &str) -> Shown {
        self.taps("M’inscrire pour voter").await;
        self.taps("Oui").await;
        self.taps("Oui").await;
        self.writes(place).await;
        self.taps("J’accepte la charte").await;
        self.sees("Inscription faite").await
    }

    /// From a lot's first candidate to its receipt: the receipt's number.
    pub async fn grades_and_casts(&self, grades: &[&str]) -> String {
        for grade in grades {
            self.sees("Quelle mention pour").await;
            self.taps(grade).await;
        }
        // A final holds more than five where candidates share the fifth place: the last grade is for those too.
        while !self.last().expect("a ballot").offers("Relire mon bulletin") {
            self.taps(grades.last().expect("a grade")).await;
        }
        self.taps("Relire mon bulletin").await;
        self.taps("Voter").await;
        let receipt = self.sees("A voté").await;
        written(&receipt.text).unwrap_or_else(|| panic!("no tracker: {}", receipt.text))
    }
}

/// Anything on the message has changed.
fn differs(one: &Shown, other: &Shown) -> bool {
    (one.id, &one.text, &one.buttons) != (other.id, &other.text, &other.buttons)
}

/// Six digits that stand alone.
pub fn digits(text: &str) -> Option<String> {
    let mut words = text.split(|c: char| !c.is_ascii_digit());
    words.find(|word| word.len() == 6).map(str::to_owned)
}
