//! One small machine for each thing a person does. A flow hears what concerns it, keeps what is being done, and
//! shows it; where it ends, it says so with an [`Outcome`], and the session moves on.

mod account;
mod ballot;
mod calendar;
mod candidacy;
mod candidate;
mod candidates;
mod connect;
mod declare;
mod finder;
mod help;
mod home;
mod leave;
mod nominate;
mod parts;
mod receipts;
mod register;
mod results;
mod sign_in;
mod supports;
#[cfg(test)]
mod tests;
mod tracker;
mod welcome;

pub(crate) use home::Home;
pub(crate) use leave::{Leave, MoveOn};
pub(crate) use parts::{error_text, phase_name};
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

    /// One step back inside of it, if there is one.
    fn back(&mut self, _ctx: &mut Ctx) -> bool {
        false
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

    /// What the session knows has changed.
    fn learnt(&mut self, _ctx: &mut Ctx) {}

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
pub(crate) fn open(place: Place) -> Box<dyn Flow> {
    match place {
        Place::Lot => Box::new(ballot::Vote::lot()),
        Place::Ballot(lot) => Box::new(ballot::Vote::cast_lot(lot)),
        Place::WhyLot => Box::new(ballot::WhyLot),
        Place::Final => Box::new(ballot::Vote::last_round()),
        Place::Receipts => Box::new(receipts::Receipts::default()),
        Place::Tracker => Box::new(tracker::Check::default()),
        Place::Results(round) => Box::new(results::Results::new(round)),
        Place::Why(round, before, after) => Box::new(results::Why::new(round, before, after)),
        Place::Candidates => Box::new(candidates::Candidates::default()),
        Place::Candidate(id) => Box::new(candidate::Candidate::new(id)),
        Place::Supports => Box::new(supports::Supports::default()),
        Place::Nominate => Box::new(nominate::Nominate::default()),
        Place::Declare => Box::new(declare::Declare::default()),
        Place::Candidacy => Box::new(candidacy::Candidacy::default()),
        Place::Calendar => Box::new(calendar::Calendar::default()),
        Place::Connect => Box::new(connect::Connect::default()),
        Place::SignIn => Box::new(sign_in::SignIn::default()),
        Place::Register => Box::new(register::Register::default()),
        Place::Account => Box::new(account::Account::default()),
        Place::Sessions => Box::new(account::Sessions::default()),
        Place::Language => Box::new(account::Language),
        Place::Help(topic) => Box::new(help::Help(topic)),
        Place::Home => Box::new(Home),
    }
}
