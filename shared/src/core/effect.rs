//! What a session wishes.

use crate::api::Call;
use crate::api::types::{Lang, Round};
use crate::text::{Announced, Msg};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Ties a reply to its call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReqId(pub u64);

/// Ties a timer's event to its wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TimerId(pub u64);

/// Something to do outside the session.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Make a call; answer with `Event::Reply`.
    Api(ReqId, Call),
    /// Talk to this platform from now on; answer with `Event::Start`'s successor calls failing or not.
    Connect(String),
    /// Keep these bytes for the next start: drafts, pending casts, preferences. Durable before any later call goes out.
    Save(Vec<u8>),
    /// Send `Event::Timer` at this instant of this device's clock.
    Schedule(TimerId, Timestamp),
    /// Tell the person outside the screen, where the front end can (a bell, a message).
    Notify(Msg),
    /// Hand the person a file.
    Deliver(Document),
    /// Show the person an announcement as everyone would get it, where the front end brings any (a chat does).
    Trial(Announced),
    /// The platform is to answer in this language from now on.
    Speak(Lang),
    /// What was just typed is a secret: a chat takes it away, where it can.
    TakeBack,
    /// Forget the tokens.
    ForgetTokens,
    /// Verify the public archive of a round here, from its first byte; tell by `Event::Verification`. Only on a device
    /// of the person's own: a bot does not verify for others.
    Verify(Round),
    /// Nobody wants to know any more.
    StopVerifying,
    /// Only in a demonstration.
    Demo(DemoCall),
    /// Everything that is kept about this person in this chat is to go: session, tokens, drafts, what was shown. The
    /// screen that stands now is the last word; whatever they say next begins anew.
    Forget,
    /// The person leaves.
    Leave,
}

/// A file for the person.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// `isoloir-export.json`
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a demonstration can do that a platform cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DemoCall {
    /// Start the embedded platform and connect to it.
    Start,
    /// Move its clock to the next phase.
    NextPhase,
}
