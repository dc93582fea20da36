//! A demonstration as the driver sees it; the terminal brings one.

use crate::api::types::TokensView;
use futures::future::BoxFuture;
use url::Url;

/// A platform that was started for a demonstration, and a registered citizen's tokens for it.
#[derive(Clone, Debug)]
pub struct DemoPlatform {
    /// Where it listens.
    pub base: Url,
    /// Who one is there.
    pub tokens: TokensView,
    /// It outlives the program: then so do the drafts of this device.
    pub lasts: bool,
}

/// Why a demonstration does not start or move.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct DemoError(pub String);

/// Something that can start an embedded platform and move its clock.
pub trait DemoHandle: Send + Sync {
    /// Starts it, once: later calls give the same one.
    fn start(&self) -> BoxFuture<'_, Result<DemoPlatform, DemoError>>;
    /// It will outlive the program (see [`DemoPlatform::lasts`]).
    fn lasts(&self) -> bool;
    /// Moves its clock to the next phase.
    fn next_phase(&self) -> BoxFuture<'_, Result<(), DemoError>>;
}
