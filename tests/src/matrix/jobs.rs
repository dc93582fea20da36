//! What people do in more than one journey, as the pages offer it.

use super::Person;

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
        self.choose("J’accepte", "").await;
    }
}

/// Six digits that stand alone.
fn code(text: &str) -> Option<String> {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.find(|word| word.len() == 6 && word.bytes().all(|it| it.is_ascii_digit())).map(str::to_owned)
}
