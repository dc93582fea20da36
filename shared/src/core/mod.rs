//! One state machine per person. It does no IO and takes no clock and no random numbers: time, replies and
//! randomness arrive as events, wishes leave as effects.

mod effect;
mod event;

pub use effect::{DemoCall, Document, Effect, ReqId, TimerId};
pub use event::{Event, Start};
