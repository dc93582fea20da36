//! What a session is told.

use super::{Channel, Public, ReqId, TimerId};
use crate::api::types::{Lang, PlatformEvent, Round};
use crate::api::{ApiError, Reply};
use crate::verify::{Progress, Told};
use crate::view::Intent;
use jiff::Timestamp;
use std::sync::Arc;

/// Something happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The program starts. First of all events.
    Start(Start),
    /// The person chose something.
    Intent(Intent),
    /// What stands in the input now, while it is typed.
    Typed(String),
    /// What was typed, finished.
    Submitted(String),
    /// A code came from outside the screen (`t.me/BOT?start=CODE`): the person wants this chat linked to the account that
    /// shows it. Only where [`Channel::is_chat`]; coming twice is coming once.
    Code(String),
    /// Who the person is, as the chat network says (`Ada (@ada)`, `@ada:server`): what the owner of an account reads
    /// before this chat may act for it. When the chat begins, and when it changes; otherwise the network's name stands
    /// there.
    Called(String),
    /// The bytes of a picture, where one is asked for (`InputKind::Photo`); elsewhere it is passed over.
    Photo(Vec<u8>),
    /// The answer to a call.
    Reply(ReqId, Box<Result<Reply, ApiError>>),
    /// The platform tells everyone.
    Platform(PlatformEvent),
    /// The stream of events connects or is cut.
    Connected(bool),
    /// What was to be kept (`Effect::Save`) could not be: a full disk, a folder that cannot be written.
    NotKept,
    /// The demonstration (`Effect::Demo`) could not start, or could not move time.
    DemoFailed,
    /// How the verification of a round goes on.
    Verification(Round, Verification),
    /// A scheduled moment has come.
    Timer(TimerId),
    /// Time passes: at least once a second while somebody looks, and before any other event.
    Tick(Timestamp),
}

/// How a verification goes on.
#[derive(Clone, Debug)]
pub enum Verification {
    /// So many bytes of the archive have come.
    Loaded(u64),
    /// It is being checked.
    Checking(Progress),
    /// It is over.
    Done(Box<Told>),
    /// The archive did not come.
    Failed(ApiError),
    /// It could not be kept or read on this device.
    NoRoom,
}

/// What a session starts from.
#[derive(Clone, Debug)]
pub struct Start {
    /// This device's clock.
    pub now: Timestamp,
    /// All the randomness that this run will need (keys of writes, order of lists).
    pub seed: [u8; 32],
    /// What carries the conversation.
    pub channel: Channel,
    /// The language of the system.
    pub lang: Lang,
    /// There is a platform to talk to (given on the command line, remembered, or the demonstration's).
    pub connected: bool,
    /// The client holds tokens.
    pub signed_in: bool,
    /// What is saved lasts longer than the program.
    pub lasts: bool,
    /// The same for a demonstration that is started from here.
    pub demo_lasts: bool,
    /// What this process knows of what everyone may know.
    pub public: Arc<Public>,
    /// What an earlier run saved (`Effect::Save`).
    pub saved: Option<Vec<u8>>,
}

impl Start {
    /// Nothing yet: what a session is before it starts.
    pub(crate) fn blank() -> Self {
        let (now, lang) = (Timestamp::UNIX_EPOCH, Lang::Fr);
        let (lasts, demo_lasts) = (true, false);
        let (connected, signed_in, channel) = (false, false, Channel::default());
        let (public, saved) = (Arc::default(), None);
        Self { now, seed: [0; 32], channel, lang, connected, signed_in, lasts, demo_lasts, public, saved }
    }
}
