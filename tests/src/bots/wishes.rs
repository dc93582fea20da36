//! What people want, as the next thing that they do on what they see: none once they have it. Nothing else is remembered,
//! so whoever wants something gets on from whatever page a restart leaves them on.

use super::Person;
use super::person::{ballot, verbatim};
use isoloir_bots::engine::Doing;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::view::{Block, Intent, Place, Screen, ScreenId};

/// The next thing that somebody does with this address; none once they have what they want.
pub type Wish = fn(&Person, &str) -> Option<Doing>;

/// Whom [`Person::supports`] supports, then no more.
pub const ONE: CandidateId = CandidateId(1);
/// Whom it goes on supporting.
pub const TWO: CandidateId = CandidateId(2);
/// Whom [`Person::nominates`] puts forward.
pub const NOMINEE: &str = "Zoé Nommée";

impl Person {
    fn presses(&self, intent: Intent) -> Option<Doing> {
        let press = format!("{}/x", self.chat.chat);
        Some(Doing::Press { code: intent.to_string(), press, message: String::new() })
    }

    /// On the way into an account; none once they are in.
    fn way_in(&self, screen: &Screen, email: &str) -> Option<Doing> {
        let offers = |intent| screen.intents().contains(&intent);
        match screen.id {
            ScreenId::SignIn => Some(Doing::Text(email.to_owned())),
            ScreenId::Code => {
                let code = verbatim(screen).into_iter().find(|text| text.len() == 6);
                Some(Doing::Text(code.expect("a demonstration shows the code")))
            }
            ScreenId::Register if screen.input.is_some() => Some(Doing::Text("Orsay".into())),
            ScreenId::Register => self.presses(Intent::Choose(0)),
            _ if offers(Intent::Open(Place::SignIn)) => self.presses(Intent::Open(Place::SignIn)),
            _ if offers(Intent::Open(Place::Register)) => self.presses(Intent::Open(Place::Register)),
            _ => None,
        }
    }

    /// The page, and the way into an account before anything else.
    fn before(&self, email: &str) -> Result<Screen, Doing> {
        let Some(screen) = self.seen().screen else { return Err(Doing::Start(String::new())) };
        match self.way_in(&screen, email) {
            Some(doing) => Err(doing),
            None => Ok(screen),
        }
    }

    /// To be in one's account, registered.
    pub fn enters(&self, email: &str) -> Option<Doing> {
        self.before(email).err()
    }

    /// To cast a ballot in this place, and hold its receipt.
    ///
    /// # Panics
    /// On a page from which there is no way.
    pub fn casts(&self, place: Place, email: &str, grade: impl Fn(CandidateId) -> u8) -> Option<Doing> {
        let screen = match self.before(email) {
            Ok(screen) => screen,
            Err(doing) => return Some(doing),
        };
        let like = |fits: fn(&Intent) -> bool| screen.intents().into_iter().find(fits);
        match screen.id {
            ScreenId::Receipt => None,
            ScreenId::Promise => self.presses(Intent::Understood),
            ScreenId::Review => self.presses(like(|it| matches!(it, Intent::Cast { .. })).expect("a ballot to cast")),
            ScreenId::Lot | ScreenId::Final => {
                let ballot = ballot(&screen).unwrap_or_else(|| panic!("no ballot: {}", self.shown()));
                let open = ballot.rows.iter().find(|row| row.choices.iter().all(|choice| !choice.chosen));
                let Some(row) = open else {
                    let review = like(|it| matches!(it, Intent::Review { .. }));
                    return self.presses(review.unwrap_or_else(|| panic!("no review: {}", self.shown())));
                };
                let wanted = Some(grade(row.candidate));
                self.presses(row.choices.iter().find(|choice| choice.grade == wanted).expect("a grade").intent)
            }
            _ => self.presses(Intent::Open(place)),
        }
    }

    /// To support two candidates, and one of them no more.
    pub fn supports(&self, email: &str) -> Option<Doing> {
        let screen = match self.before(email) {
            Ok(screen) => screen,
            Err(doing) => return Some(doing),
        };
        let offers = |intent| screen.intents().contains(&intent);
        let intent = match screen.id {
            ScreenId::Supports if offers(Intent::Withdraw(TWO)) && offers(Intent::Withdraw(ONE)) => {
                Intent::Withdraw(ONE)
            }
            ScreenId::Supports if offers(Intent::Withdraw(TWO)) => return None,
            ScreenId::Supports if offers(Intent::Withdraw(ONE)) => Intent::Open(Place::Candidate(TWO)),
            ScreenId::Supports => Intent::Open(Place::Candidate(ONE)),
            ScreenId::Candidate if offers(Intent::Support(ONE)) => Intent::Support(ONE),
            ScreenId::Candidate if offers(Intent::Withdraw(ONE)) => Intent::Open(Place::Candidate(TWO)),
            ScreenId::Candidate if offers(Intent::Support(TWO)) => Intent::Support(TWO),
            _ => Intent::Open(Place::Supports),
        };
        self.presses(intent)
    }

    /// To put somebody forward.
    pub fn nominates(&self, email: &str) -> Option<Doing> {
        let screen = match self.before(email) {
            Ok(screen) => screen,
            Err(doing) => return Some(doing),
        };
        match screen.id {
            ScreenId::Supports if lists(&screen, NOMINEE) => None,
            ScreenId::Nominate if screen.input.is_some() => Some(Doing::Text(NOMINEE.into())),
            ScreenId::Nominate => self.presses(Intent::Choose(0)),
            _ => self.presses(Intent::Open(Place::Nominate)),
        }
    }
}

/// Somebody stands in a list of the page.
fn lists(screen: &Screen, name: &str) -> bool {
    screen.body.iter().any(|block| match block {
        Block::List(list) => list.items.iter().any(|it| it.title == isoloir_shared::text::Msg::words(name)),
        _ => false,
    })
}
