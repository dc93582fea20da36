//! What citizens do, as the screens offer it.

use super::Citizen;
use isoloir_shared::api::ids::{CandidateId, Tracker};
use isoloir_shared::api::types::Lang;
use isoloir_shared::view::{BallotView, Block, Intent, Place, ScreenId};

impl Citizen {
    /// Signs in by e-mail and the code that a demonstration shows, and gets on the roll.
    ///
    /// # Panics
    /// If the screens lead elsewhere.
    pub async fn join(&mut self, email: &str) {
        self.choose(Intent::Open(Place::SignIn)).await;
        self.expect(ScreenId::SignIn);
        self.submit(email).await;
        self.expect(ScreenId::Code);
        let code = self.verbatim().into_iter().find(|text| text.len() == 6).expect("a demonstration shows the code");
        self.submit(&code).await;
        self.register().await;
    }

    /// Answers what the registration asks: yes, yes, a place, yes.
    ///
    /// # Panics
    /// If it asks for more.
    pub async fn register(&mut self) {
        self.choose(Intent::Open(Place::Register)).await;
        for _ in 0..6 {
            let screen = self.screen();
            if screen.id != ScreenId::Register {
                return;
            }
            match screen.input {
                Some(_) => self.submit("Orsay").await,
                None => self.choose(Intent::Choose(0)).await,
            }
        }
        panic!("the registration does not end: {}", self.shown());
    }

    /// Declares oneself a candidate, step by step, and signs the charter.
    pub async fn declare(&mut self, name: &str) {
        self.choose(Intent::Open(Place::Declare)).await;
        self.submit(name).await;
        self.submit("Une ligne de moi").await;
        self.submit("Ce que je propose,\nen deux lignes.").await;
        self.choose(Intent::Skip).await;
        for _ in 0..3 {
            if self.screen().id == ScreenId::Declare {
                self.choose(Intent::Choose(0)).await;
            }
        }
        self.expect(ScreenId::Candidacy);
    }

    /// Puts somebody forward by their name.
    pub async fn nominate(&mut self, name: &str) {
        self.choose(Intent::Open(Place::Nominate)).await;
        self.submit(name).await;
        self.choose(Intent::Choose(0)).await;
    }

    /// Answers whether one goes on as a candidate. True if one was asked.
    pub async fn answer(&mut self, yes: bool) -> bool {
        self.choose(Intent::Open(Place::Candidacy)).await;
        let asked = self.screen().intents().contains(&Intent::Confirm(yes));
        for _ in 0..2 {
            if self.screen().intents().contains(&Intent::Confirm(yes)) {
                self.choose(Intent::Confirm(yes)).await;
            }
        }
        asked
    }

    /// Supports a candidate; at the limit in the place of another.
    pub async fn support(&mut self, candidate: CandidateId, instead_of: Option<CandidateId>) {
        self.choose(Intent::Open(Place::Candidate(candidate))).await;
        self.choose(Intent::Support(candidate)).await;
        if let Some(other) = instead_of {
            self.expect(ScreenId::Replace);
            self.choose(Intent::Replace(other)).await;
        }
    }

    /// The ballot on the screen.
    pub fn ballot(&self) -> Option<BallotView> {
        self.screen().body.into_iter().find_map(|block| match block {
            Block::Ballot(ballot) => Some(ballot),
            _ => None,
        })
    }

    /// Opens a lot, or the final, and grades everybody on it.
    ///
    /// # Panics
    /// If no ballot is shown.
    pub async fn grade(&mut self, place: Place, grade: impl Fn(CandidateId) -> u8) {
        self.choose(Intent::Open(place)).await;
        if self.screen().id == ScreenId::Promise {
            self.choose(Intent::Understood).await;
        }
        self.fill(grade).await;
    }

    async fn fill(&mut self, grade: impl Fn(CandidateId) -> u8) {
        loop {
            let ballot = self.ballot().unwrap_or_else(|| panic!("no ballot: {}", self.shown()));
            let open = ballot.rows.iter().find(|row| row.choices.iter().all(|choice| !choice.chosen));
            let Some(row) = open else { return };
            let wanted = Some(grade(row.candidate));
            let choice = row.choices.iter().find(|choice| choice.grade == wanted).expect("a grade of the scale");
            self.choose(choice.intent).await;
        }
    }

    /// Reads the graded ballot again and casts it.
    pub async fn cast(&mut self) {
        self.choose_like(|intent| matches!(intent, Intent::Review { .. })).await;
        self.choose_like(|intent| matches!(intent, Intent::Cast { .. })).await;
    }

    /// On a ballot that is being changed: grades whoever has no answer, and casts.
    pub async fn cast_again(&mut self, grade: impl Fn(CandidateId) -> u8) {
        self.fill(grade).await;
        self.cast().await;
    }

    /// Grades, reads again, casts: what the receipt says.
    pub async fn vote(&mut self, place: Place, grade: impl Fn(CandidateId) -> u8) -> Tracker {
        self.grade(place, grade).await;
        self.cast().await;
        self.tracker()
    }

    /// The tracker of the receipt on the screen.
    ///
    /// # Panics
    /// If there is none.
    pub fn tracker(&self) -> Tracker {
        self.expect(ScreenId::Receipt);
        Tracker(self.verbatim().into_iter().next().expect("a receipt shows its tracker"))
    }

    /// Chooses the first offered intent that fits.
    ///
    /// # Panics
    /// If none does.
    pub async fn choose_like(&mut self, fits: impl Fn(&Intent) -> bool) {
        let found = self.screen().intents().into_iter().find(fits);
        let intent = found.unwrap_or_else(|| panic!("not offered: {}", self.shown()));
        self.choose(intent).await;
    }

    /// Texts to keep to the letter.
    pub fn verbatim(&self) -> Vec<String> {
        let texts = self.screen().body.into_iter().filter_map(|block| match block {
            Block::Verbatim { text, .. } => Some(text),
            _ => None,
        });
        texts.collect()
    }

    /// The toast in words.
    pub fn toast(&self) -> String {
        self.screen().toast.map(|toast| toast.text.resolve(Lang::Fr)).unwrap_or_default()
    }
}
