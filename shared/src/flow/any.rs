//! All flows there are, as one type: what lies on a session's stack can be written down and read again.

use super::*;
use serde::{Deserialize, Serialize};
use std::ops::{Deref, DerefMut};

macro_rules! flows {
    ($($name:ident($flow:ty)),* $(,)?) => {
        /// One of all flows. A new flow belongs here; its fields are kept, or skipped with a comment that says why.
        #[derive(Debug, Serialize, Deserialize)]
        pub(crate) enum AnyFlow { $($name($flow)),* }

        $(impl From<$flow> for AnyFlow {
            fn from(flow: $flow) -> Self {
                Self::$name(flow)
            }
        })*

        impl Deref for AnyFlow {
            type Target = dyn Flow;
            fn deref(&self) -> &Self::Target {
                match self { $(Self::$name(flow) => flow),* }
            }
        }

        impl DerefMut for AnyFlow {
            fn deref_mut(&mut self) -> &mut Self::Target {
                match self { $(Self::$name(flow) => flow),* }
            }
        }
    };
}

// These names are written down: a flow that goes keeps its name unused, or a migration takes it out (see `core::keep`).
flows! {
    Welcome(Welcome),
    Connect(connect::Connect),
    Home(Home),
    Calendar(calendar::Calendar),
    SignIn(sign_in::SignIn),
    Register(register::Register),
    Candidates(candidates::Candidates),
    Candidate(candidate::Candidate),
    Supports(supports::Supports),
    Replace(supports::Replace),
    Nominate(nominate::Nominate),
    Declare(declare::Declare),
    Candidacy(candidacy::Candidacy),
    Vote(ballot::Vote),
    WhyLot(ballot::WhyLot),
    Receipts(receipts::Receipts),
    Tracker(tracker::Check),
    VotingKey(voting_key::VotingKey),
    Results(results::Results),
    Why(results::Why),
    Verify(verification::Verify),
    Account(account::Account),
    Erase(account::Erase),
    Sessions(account::Sessions),
    Links(links::Links),
    Inbox(inbox::Inbox),
    Announcement(inbox::Announcement),
    Notices(inbox::Notices),
    Join(links::Join),
    ThisChat(this_chat::ThisChat),
    Forget(this_chat::Forget),
    Stopped(Stopped),
    Language(account::Language),
    Help(help::Help),
    Organise(organise::Organise),
    Factor(organise::Factor),
    Proposals(organise::Proposals),
    Proposal(organise::Proposal),
    Propose(organise::Propose),
    Accuse(organise::Accuse),
    Dates(organise::Dates),
    Move(organise::Move),
    Queue(organise::Queue),
    Moderated(organise::Moderated),
    Flags(organise::Flags),
    Flag(organise::Flag),
    Audit(organise::Audit),
    Announcements(organise::Announcements),
    Delivery(organise::Delivery),
    Compose(organise::Compose),
    Plea(plea::Plea),
    Address(address::Address),
    Leave(Leave),
    MoveOn(MoveOn),
}
