//! One small machine for each thing a person does. A flow hears what concerns it, keeps what is being done, and
//! shows it; where it ends, it says so with an [`Outcome`], and the session moves on.

mod ballot;
mod help;
mod home;
mod leave;
mod parts;
mod welcome;

pub(crate) use home::Home;
pub(crate) use leave::Leave;
pub(crate) use parts::error_text;
pub(crate) use welcome::Welcome;

use crate::api::{ApiError, Reply};
use crate::core::{Ctx, Paper, ReqId};
use crate::view::{Intent, Place, Screen};

/// What became of a flow after something happened.
pub(crate) enum Outcome {
    /// It goes on.
    Continue,
    /// It has ended; this is where the person goes next.
    Done(Transition),
}

/// Where to go next.
pub(crate) enum Transition {
    /// To where one came from.
    Back,
    /// To a place, or back to it where it lies below.
    Open(Place),
    /// To a flow that takes this one's place.
    Instead(Box<dyn Flow>),
    /// To a flow from which one comes back here.
    Push(Box<dyn Flow>),
}

/// A thing that a person does.
pub(crate) trait Flow: Send {
    /// Where it is, for those who ask for that place again.
    fn place(&self) -> Option<Place> {
        None
    }

    /// It is on the screen (again): asks for what is missing.
    fn enter(&mut self, _ctx: &mut Ctx) -> Outcome {
        Outcome::Continue
    }

    /// The person chose something that its screen offers.
    fn intent(&mut self, _intent: Intent, _ctx: &mut Ctx) -> Outcome {
        Outcome::Continue
    }

    /// The person is typing.
    fn typed(&mut self, _text: &str, _ctx: &mut Ctx) {}

    /// The person typed this.
    fn submitted(&mut self, _text: &str, _ctx: &mut Ctx) -> Outcome {
        Outcome::Continue
    }

    /// The answer to a call of its own.
    fn reply(&mut self, _id: ReqId, _result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        Outcome::Continue
    }

    /// It is where this ballot is cast.
    fn casts(&self, _paper: Paper) -> bool {
        false
    }

    /// The answer to the cast of its ballot.
    fn cast_answered(&mut self, _result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        Outcome::Continue
    }

    /// What is to be seen.
    fn screen(&self, ctx: &Ctx) -> Screen;
}

/// The flow of a place.
pub(crate) fn open(place: Place, ctx: &Ctx) -> Box<dyn Flow> {
    match place {
        Place::Lot => Box::new(ballot::Vote::lot()),
        Place::Ballot(lot) => Box::new(ballot::Vote::cast_lot(lot)),
        Place::WhyLot => Box::new(ballot::WhyLot),
        Place::Final => Box::new(ballot::Vote::last_round()),
        Place::Help(topic) => Box::new(help::Help(topic)),
        _ if !ctx.connected => Box::new(Welcome),
        _ => Box::new(Home::default()),
    }
}
