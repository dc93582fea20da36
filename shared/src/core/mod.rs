//! One state machine per person. It does no IO and takes no clock and no random numbers: time, replies and
//! randomness arrive as events, wishes leave as effects.
//!
//! `Session` owns a stack of flows (`crate::flow`), one for each thing a person does; the one on top is on the screen.
//! Under them lies `Ctx`: what is `Known` from the platform, what is `Saved` on the device, and the `Calls` under way.
//!
//! A session can be put away whole between two events (`Session::keep`) and taken up by any process
//! (`Session::resume`); what everyone may know is `Public`, shared by the sessions of one process.

mod calls;
mod channel;
mod ctx;
mod dated;
mod effect;
mod event;
mod frame;
mod keep;
pub(crate) mod kept;
mod keys;
mod known;
mod learn;
mod link;
mod public;
mod roll;
mod saved;
mod session;

pub(crate) use calls::FlowId;
pub use channel::Channel;
pub(crate) use ctx::Ctx;
pub use effect::{DemoCall, Document, Effect, ReqId, TimerId};
pub use event::{Event, Start, Verification};
pub use keep::{KeptError, Resume};
pub(crate) use link::Linking;
pub use public::Public;
pub(crate) use saved::{Declaration, Draft, Paper};
pub use session::Session;
