//! What brings a message to a person, in one network.

use super::{Announcement, Parcel};
use crate::engine::Network;
use async_trait::async_trait;
use std::time::Duration;

/// What became of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The network took it.
    Taken,
    /// Too much at once: nobody sends before that.
    Later(Duration),
    /// Blocked, deleted, left.
    Gone,
    /// It never left this machine.
    Unsent,
    /// It may have arrived: no answer came.
    Unknown,
    /// The network refused the message itself. Its words, which repeat nothing that people wrote.
    Refused(String),
}

/// A network.
#[async_trait]
pub trait Courier: Send + Sync + 'static {
    /// Which.
    fn network(&self) -> Network;
    /// Sends one announcement to one person. Where the network knows transaction ids, `parcel.key()` is one.
    async fn send(&self, announcement: &Announcement, parcel: &Parcel) -> Sent;
}
