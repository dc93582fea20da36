//! The one narrow seam between the platform and what keeps its data: a trait of coarse operations for each resource.
//! SQLite implements it now; a second implementation must pass the same tests (`tests/store/`).

mod accounts;
mod announcements;
mod ballots;
mod calendar;
mod candidacies;
mod candidates;
mod contenders;
mod drafts;
mod elections;
mod import;
mod keys;
mod links;
mod lots;
mod moderation;
mod phases;
mod proposals;
mod sessions;
pub mod sqlite;
mod staff;
mod supports;
mod tallies;
mod trustees;

pub use accounts::{AccountId, AccountRow, Accounts, Email};
pub use announcements::{Announcements, Ending, LetterOutcome, LetterRow, Trial};
pub use ballots::{BallotRule, Ballots, Booth, CastOrder};
pub use calendar::CalendarChanges;
pub use candidacies::{Candidacies, Candidacy, Declaring};
pub use candidates::{CandidateRow, Candidates, Photo};
pub use contenders::{ContenderRow, Contenders, UntoldAsk};
pub use drafts::Drafts;
pub use elections::{ArchiveSource, CountOrder, CredentialOrder, ElectionRow, Elections, SpoilOrder};
pub use import::{Grader, Import, ImportedCandidate, ImportedCitizen, ImportedDraw, ImportedSession, played_key};
pub use keys::WriteKey;
pub use links::{
    LinkClaim, LinkConfirmation, LinkOffer, LinkOpened, LinkOpening, LinkRow, Links, OPEN_LINKS, UntoldLink,
};
pub use lots::{DrawOrder, LotRow, Lots, Place, Window};
pub use moderation::{Moderation, Signal};
pub use phases::{Applied, MANIFEST_REFUSED, Phases, TransitionOrder, phase_name, transition_name};
pub use proposals::{Proposals, PublishedList, Rules};
pub use sessions::{
    Guess, Identity, LIVE_CODES, NewCode, Opened, Refreshed, SessionRow, Sessions, SignIn, TokenHashes,
};
pub use staff::{Powers, Proof, Staff, StaffRow};
pub use supports::{Given, Nominee, SupportKind, Supports};
pub use tallies::{CandidateHistory, RoundRow, SupportsOfDay, Tallies};
pub use trustees::{Ceremonies, NewCeremony, TRUSTEES_MISSING};

use crate::secrets::Hash;
use isoloir_shared::api::types::ProblemCode;
use tokio::sync::watch;

/// Everything that is kept.
#[async_trait::async_trait]
pub trait Store:
    Accounts
    + Announcements
    + Ballots
    + CalendarChanges
    + Candidacies
    + Candidates
    + Ceremonies
    + Contenders
    + Drafts
    + Elections
    + Import
    + Links
    + Lots
    + Moderation
    + Phases
    + Proposals
    + Sessions
    + Staff
    + Supports
    + Tallies
    + Send
    + Sync
    + 'static
{
    /// Answers once the store can be read (`/health/ready`).
    async fn ping(&self) -> Result<(), StoreError>;
    /// Whether the server's key with this check value is this database's; the first one that asks is.
    async fn has_key(&self, check_value: Hash) -> Result<bool, StoreError>;
    /// Counts the commits since the start: who keeps a copy of what was read knows whether it is still good.
    fn commits(&self) -> watch::Receiver<u64>;
    /// From now on the database may not grow beyond so many bytes (rounded to its pages); none: as the disk allows.
    fn limit_size(&self, bytes: Option<u64>);
    /// Finishes the writes under way.
    async fn close(&self);
}

/// Why an operation of the store came to nothing. Nothing of it was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The rules or the data say no.
    #[error("refused: {0:?}")]
    Refused(ProblemCode),
    /// The same, with the field of the request at fault.
    #[error("refused: {0:?} ({1})")]
    RefusedField(ProblemCode, String),
    /// A ballot is refused, and why.
    #[error("ballot refused: {}", .0.word())]
    RefusedBallot(BallotRule),
    /// The disk is full, or the store cannot be reached: trying again later may work.
    #[error("the store cannot be used now: {0}")]
    Unavailable(String),
    /// What is kept cannot be understood, or a statement is wrong: our fault.
    #[error("the store failed: {0}")]
    Broken(String),
}

impl From<ProblemCode> for StoreError {
    fn from(code: ProblemCode) -> Self {
        Self::Refused(code)
    }
}
