//! One file for each job that a script may want done.

mod account;
mod audit;
mod candidacy;
mod candidates;
mod check;
mod inbox;
mod key;
mod links;
mod lot;
mod nominate;
mod organise;
mod personal;
mod phase;
mod receipts;
mod results;
mod sessions;
mod sign_in;
mod support;
mod vote;

pub use account::{Account, Register};
pub use audit::all_of_the_log;
pub use candidacy::Candidacy;
pub use candidates::{Candidate, Candidates};
pub use inbox::{Inbox, Notices};
pub use key::VotingKey;
pub use links::Links;
pub use lot::Lot;
pub use nominate::Nominate;
pub use organise::Organise;
pub use personal::{Erase, Export};
pub use phase::{Counts, Phase};
pub use receipts::{Receipts, Tracker};
pub use results::Results;
pub use sessions::Sessions;
pub use sign_in::{SignIn, SignOut};
pub use support::Support;
pub use vote::Vote;

use super::context::Context;
use super::{CliError, Globals, Output};
use clap::Subcommand;

/// Commands that ask the platform.
#[derive(Debug, Subcommand)]
pub enum Job {
    /// The primary: its phases, and the log of changes.
    Phase(Phase),
    /// Totals that everyone may see.
    Counts(Counts),
    /// The list of candidates.
    Candidates(Candidates),
    /// One candidate.
    Candidate(Candidate),
    /// Support, withdraw, or list one's supports.
    Support(Support),
    /// Put a citizen forward.
    Nominate(Nominate),
    /// One's own candidacy.
    Candidacy(Candidacy),
    /// The open lot, or a new one.
    Lot(Lot),
    /// Cast a ballot.
    Vote(Vote),
    /// One's voting key.
    Key(VotingKey),
    /// One's receipts.
    Receipts(Receipts),
    /// Whether a tracker is counted.
    Tracker(Tracker),
    /// Merit profiles, ranks and reasons.
    Results(Results),
    /// One's account.
    Account(Account),
    /// Get on the roll.
    Register(Register),
    /// Signed-in devices.
    Sessions(Sessions),
    /// Chats that act for the account.
    Links(Links),
    /// What was announced to me.
    Inbox(Inbox),
    /// What I ask to be told.
    Notices(Notices),
    /// Sign in by e-mail.
    SignIn(SignIn),
    /// Sign out on this device.
    SignOut(SignOut),
    /// Everything that is kept about me, as JSON.
    Export(Export),
    /// Erase my account and everything with it.
    Erase(Erase),
    /// Run the primary.
    Organise(Organise),
}

impl Job {
    /// Does it.
    pub fn run(self, globals: &Globals, out: &Output) -> Result<(), CliError> {
        let context = Context::new(globals, out)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|source| CliError::File { path: "runtime".into(), source })?;
        let done = runtime.block_on(async {
            match self {
                Self::Phase(job) => job.run(&context).await,
                Self::Counts(job) => job.run(&context).await,
                Self::Candidates(job) => job.run(&context).await,
                Self::Candidate(job) => job.run(&context).await,
                Self::Support(job) => job.run(&context).await,
                Self::Nominate(job) => job.run(&context).await,
                Self::Candidacy(job) => job.run(&context).await,
                Self::Lot(job) => job.run(&context).await,
                Self::Vote(job) => job.run(&context).await,
                Self::Key(job) => job.run(&context).await,
                Self::Receipts(job) => job.run(&context).await,
                Self::Tracker(job) => job.run(&context).await,
                Self::Results(job) => job.run(&context).await,
                Self::Account(job) => job.run(&context).await,
                Self::Register(job) => job.run(&context).await,
                Self::Sessions(job) => job.run(&context).await,
                Self::Links(job) => job.run(&context).await,
                Self::Inbox(job) => job.run(&context).await,
                Self::Notices(job) => job.run(&context).await,
                Self::SignIn(job) => job.run(&context).await,
                Self::SignOut(job) => job.run(&context).await,
                Self::Export(job) => job.run(&context).await,
                Self::Erase(job) => job.run(&context).await,
                Self::Organise(job) => job.run(&context).await,
            }
        });
        // A refusal is an answer too: there is a platform at that address.
        if matches!(done, Ok(()) | Err(CliError::Refused(_) | CliError::SignedOut)) {
            context.remember(globals)?;
        }
        done
    }
}
