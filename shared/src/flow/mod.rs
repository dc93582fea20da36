//! One small machine for each thing a person does. A flow hears what concerns it, keeps what is being done, and
//! shows it; where it ends, it says so with an [`Outcome`], and the session moves on.

mod account;
mod address;
mod any;
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
mod inbox;
mod leave;
mod links;
mod nominate;
mod organise;
mod parts;
mod plea;
mod receipts;
mod register;
mod results;
mod sign_in;
mod supports;
#[cfg(test)]
mod tests;
mod this_chat;
mod tracker;
mod verification;
mod voting_key;
mod welcome;

pub(crate) use any::AnyFlow;
pub(crate) use home::Home;
pub(crate) use leave::{Leave, MoveOn};
pub(crate) use parts::error_text;
pub(crate) use this_chat::Stopped;
pub(crate) use welcome::Welcome;

use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, Paper, ReqId, Verification};
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
    Instead(Box<AnyFlow>),
    /// To a flow from which one comes back here.
    Push(Box<AnyFlow>),
}

impl Transition {
    /// To a flow that takes this one's place.
    pub fn instead(flow: impl Into<AnyFlow>) -> Self {
        Self::Instead(Box::new(flow.into()))
    }

    /// To a flow from which one comes back here.
    pub fn push(flow: impl Into<AnyFlow>) -> Self {
        Self::Push(Box::new(flow.into()))
    }
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

    /// The person sent a picture.
    fn photo(&mut self, _bytes: Vec<u8>, _ctx: &mut Ctx) -> Outcome {
        Outcome::Continue
    }

    /// The answer to a call of its own.
    fn reply(&mut self, _id: ReqId, _result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        Outcome::Continue
    }

    /// What it shows follows the primary's phases: it opens, closes or counts down with one.
    fn follows_phases(&self, _ctx: &Ctx) -> bool {
        false
    }

    /// The person wants to be left alone while they are here.
    fn rests(&self) -> bool {
        false
    }

    /// What the session knows may have changed: asks for what is missing, and for nothing twice.
    fn learnt(&mut self, _ctx: &mut Ctx) {}

    /// Works out what it shows from what is known. Called while it is on the screen, after whatever happened.
    fn settle(&mut self, _ctx: &Ctx) {}

    /// What it shows of what everyone may know, as the calls that ask for it.
    fn reads(&self) -> Vec<Call> {
        Vec::new()
    }

    /// It is where this ballot is cast.
    fn casts(&self, _paper: Paper) -> bool {
        false
    }

    /// The answer to the cast of its ballot.
    fn cast_answered(&mut self, _result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        Outcome::Continue
    }

    /// How a verification goes on that it has wished for.
    fn verification(&mut self, _news: Verification, _ctx: &mut Ctx) -> Outcome {
        Outcome::Continue
    }

    /// A secret that it shows is shown no more.
    fn hide(&mut self) {}

    /// It is over: what only it wanted is not done any more.
    fn gone(&mut self, _ctx: &mut Ctx) {}

    /// What is to be seen.
    fn screen(&self, ctx: &Ctx) -> Screen;
}

/// The flow of a place.
pub(crate) fn open(place: Place) -> AnyFlow {
    match place {
        Place::Lot => ballot::Vote::lot().into(),
        Place::Ballot(lot) => ballot::Vote::cast_lot(lot).into(),
        Place::WhyLot => ballot::WhyLot.into(),
        Place::Final => ballot::Vote::last_round().into(),
        Place::Receipts => receipts::Receipts::default().into(),
        Place::Tracker => tracker::Check::default().into(),
        Place::VotingKey(round) => voting_key::VotingKey::new(round).into(),
        Place::Results(round) => results::Results::new(round).into(),
        Place::Verification(round) => verification::Verify::new(round).into(),
        Place::Why(round, before, after) => results::Why::new(round, before, after).into(),
        Place::Candidates => candidates::Candidates::default().into(),
        Place::Candidate(id) => candidate::Candidate::new(id).into(),
        Place::Supports => supports::Supports::default().into(),
        Place::Nominate => nominate::Nominate::default().into(),
        Place::Declare => declare::Declare::default().into(),
        Place::Candidacy => candidacy::Candidacy::default().into(),
        Place::Address => address::Address::default().into(),
        Place::Calendar => calendar::Calendar::default().into(),
        Place::Connect => connect::Connect::default().into(),
        Place::SignIn => sign_in::SignIn::default().into(),
        Place::Register => register::Register::default().into(),
        Place::Account => account::Account::default().into(),
        Place::Sessions => account::Sessions::default().into(),
        Place::Links => links::Links::default().into(),
        Place::Inbox => inbox::Inbox::default().into(),
        Place::Announcement(id) => inbox::Announcement::new(id).into(),
        Place::Notices => inbox::Notices::default().into(),
        Place::Join => links::Join::default().into(),
        Place::ThisChat => this_chat::ThisChat.into(),
        Place::Language => account::Language.into(),
        Place::Appeal(id) => plea::Plea::appeal(id).into(),
        Place::Answer => plea::Plea::answer().into(),
        Place::Organise => organise::Organise::default().into(),
        Place::Factor => organise::Factor::default().into(),
        Place::Proposals => organise::Proposals::default().into(),
        Place::Proposal(id) => organise::Proposal::new(id).into(),
        Place::Propose => organise::Propose::default().into(),
        Place::Accuse(id) => organise::Accuse::new(id).into(),
        Place::Dates => organise::Dates.into(),
        Place::Move(kind) => organise::Move::new(kind).into(),
        Place::Queue => organise::Queue::default().into(),
        Place::Moderated(id) => organise::Moderated::new(id).into(),
        Place::Flags => organise::Flags::default().into(),
        Place::Flag(id) => organise::Flag::new(id).into(),
        Place::Announcements => organise::Announcements::default().into(),
        Place::Delivery(id) => organise::Delivery::new(id).into(),
        Place::Compose => organise::Compose::default().into(),
        Place::Draft(id) => organise::Compose::of(id).into(),
        Place::Audit => organise::Audit::default().into(),
        Place::Help(topic) => help::Help(topic).into(),
        Place::Home => Home.into(),
    }
}
