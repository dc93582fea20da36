//! What people do in more than one journey, as the pages offer it.

use super::{Person, Seen};
use crate::receipt::written;

impl Person {
    /// Signs in by e-mail and the code that a demonstration shows.
    ///
    /// # Panics
    /// If the pages lead elsewhere.
    pub async fn signs_in(&mut self, email: &str) {
        self.choose("Me connecter par e-mail", "adresse").await;
        self.say(email).await;
        let page = self.until(|seen| code(&seen.body).is_some()).await;
        self.say(&code(&page.body).expect("a demonstration shows the code")).await;
    }

    /// Gets on the roll.
    pub async fn registers(&mut self) {
        // Whoever signs in for the first time is asked at once.
        self.reads("au moins").await;
        self.say("oui").await;
        self.reads("droits civiques").await;
        self.say("oui").await;
        self.reads("Où habitez-vous").await;
        self.say("Orsay").await;
        self.reads("charte").await;
        self.choose("J’accepte", "Inscription faite").await;
    }
}

impl Person {
    /// Opens the lot or the final, reads what is promised if asked to, answers for each candidate in turn, reads again
    /// and casts. The receipt's number.
    ///
    /// # Panics
    /// If the pages lead elsewhere.
    pub async fn votes(&mut self, grades: &[&str]) -> String {
        let ballot = |seen: &Seen| seen.kind == "message" && (graded(&seen.body).is_some() || promise(&seen.body));
        if !ballot(&self.page) {
            self.until(ballot).await;
        }
        if promise(&self.page.body) {
            self.choose("J’ai compris", "Quelle mention pour").await;
        }
        let mut grades = grades.iter().chain(std::iter::repeat(grades.last().expect("a grade")));
        loop {
            let (done, all) = graded(&self.page.body).unwrap_or_else(|| panic!("no ballot:\n{}", self.story));
            if done == all {
                break;
            }
            self.say(grades.next().expect("no end")).await;
            self.until(|seen| graded(&seen.body).is_some_and(|(now, _)| now == done + 1)).await;
        }
        self.takes("Relire", "Relisez").await;
        let receipt = self.choose("Voter", "Numéro de reçu").await;
        written(&receipt.body).unwrap_or_else(|| panic!("no tracker: {}", receipt.body))
    }
}

fn promise(text: &str) -> bool {
    text.contains("J’ai compris")
}

/// `Mentions données : 2 sur 5`.
fn graded(text: &str) -> Option<(usize, usize)> {
    let (done, all) = text.lines().find_map(|line| line.strip_prefix("Mentions données : "))?.split_once(" sur ")?;
    Some((done.parse().ok()?, all.trim().parse().ok()?))
}

/// Six digits that stand alone.
fn code(text: &str) -> Option<String> {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.find(|word| word.len() == 6 && word.bytes().all(|it| it.is_ascii_digit())).map(str::to_owned)
}
