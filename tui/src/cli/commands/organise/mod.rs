//! `isoloir organise …`: for whoever runs the primary.

mod announcements;
mod calendar;
mod factor;
mod moderation;
mod proposals;
mod status;
mod trials;

use crate::cli::CliError;
use crate::cli::context::Context;
use clap::{Args, Subcommand};
use isoloir_shared::api::types::Page;
use isoloir_shared::api::{Call, OrganiseCall, OrganiseReply, Reply};

/// Run the primary.
#[derive(Debug, Args)]
pub struct Organise {
    /// What to do; nothing shows where the primary stands.
    #[command(subcommand)]
    pub step: Option<Step>,
}

/// What whoever runs the primary can do.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// Where the primary stands, and what each phase still needs.
    Status,
    /// Who I am here.
    Me,
    /// Set a second factor up.
    Enrol,
    /// Show the second factor: good for ten minutes.
    Prove(factor::Prove),
    /// Move a phase.
    Calendar(calendar::Calendar),
    /// Propose what needs two organisers.
    Propose(proposals::Propose),
    /// Propose an announcement: in short for `propose announce`.
    Announce(proposals::Announce),
    /// The proposals.
    Proposals,
    /// Approve another organiser's proposal.
    Approve(proposals::Which),
    /// Take a proposal back, or turn it down.
    Withdraw(proposals::Which),
    /// What is announced and how far it is; hold it, let it go on, let it go.
    Announcements(announcements::Announcements),
    /// What the calendar suggests to announce.
    Drafts(announcements::Drafts),
    /// How many an announcement would reach.
    Recipients(trials::Recipients),
    /// Try an announcement on oneself.
    Try(trials::Try),
    /// The queue of texts, photos and names; or a decision on one.
    Moderate(moderation::Moderate),
    /// Signals of false accounts; or what is made of one.
    Flags(moderation::Flags),
    /// Speak against a decision that hides something of mine.
    Appeal(moderation::Appeal),
}

impl Organise {
    /// Does it.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        match self.step.as_ref().unwrap_or(&Step::Status) {
            Step::Status => status::show(context).await,
            Step::Me => factor::me(context).await,
            Step::Enrol => factor::enrol(context).await,
            Step::Prove(prove) => prove.run(context).await,
            Step::Calendar(calendar) => calendar.run(context).await,
            Step::Propose(propose) => propose.run(context).await,
            Step::Announce(announce) => announce.propose(context).await,
            Step::Proposals => proposals::list(context).await,
            Step::Approve(which) => which.approve(context).await,
            Step::Withdraw(which) => which.withdraw(context).await,
            Step::Announcements(announcements) => announcements.run(context).await,
            Step::Drafts(drafts) => drafts.run(context).await,
            Step::Recipients(recipients) => recipients.run(context).await,
            Step::Try(trial) => trial.run(context).await,
            Step::Moderate(moderate) => moderate.run(context).await,
            Step::Flags(flags) => flags.run(context).await,
            Step::Appeal(appeal) => appeal.run(context).await,
        }
    }
}

/// Makes a call of whoever runs the primary.
pub(super) async fn ask(context: &Context<'_>, call: OrganiseCall) -> Result<OrganiseReply, CliError> {
    match context.call(Call::Organise(call)).await? {
        Reply::Organise(reply) => Ok(reply),
        _ => Err(CliError::Garbled),
    }
}

/// All rows of a listing, page after page.
async fn pages<T>(
    context: &Context<'_>,
    call: fn(Option<String>) -> OrganiseCall,
    page: fn(OrganiseReply) -> Option<Page<T>>,
) -> Result<Vec<T>, CliError> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let page = page(ask(context, call(cursor)).await?).ok_or(CliError::Garbled)?;
        all.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            return Ok(all);
        }
    }
}
