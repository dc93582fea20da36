//! `isoloir organise propose … | proposals | approve ID | withdraw ID`

use super::{ask, pages};
use crate::cli::CliError;
use crate::cli::context::{Context, fresh, from_word, word};
use clap::{Args, Subcommand};
use isoloir_config::text::instant;
use isoloir_shared::api::ids::{CandidateId, ProposalId};
use isoloir_shared::api::types::{Decision, ListKind, Localized, ProposalView, Round};
use isoloir_shared::api::{OrganiseCall, OrganiseReply};
use isoloir_shared::text::{Msg, key};

/// Propose what needs two organisers.
#[derive(Debug, Args)]
pub struct Propose {
    /// What.
    #[command(subcommand)]
    pub what: What,
}

/// What can be proposed.
#[derive(Debug, Subcommand)]
pub enum What {
    /// Put a candidate out.
    Disqualify(Judgment),
    /// Take a disqualification back.
    Reinstate(Judgment),
    /// Say something to everyone.
    Announce(Announce),
    /// Leave the pre-selection out before its day, as the rule will.
    Skip,
    /// Open the pre-selection today, ahead of its day.
    Open {
        /// Why; published.
        #[arg(long, value_name = "WORDS")]
        reason: String,
    },
    /// Ask those to confirm who qualified and were not asked yet.
    Ask,
    /// Proclaim a result: its hash stands in the log.
    Proclaim {
        /// preselection or final.
        #[arg(value_parser = from_word::<Round>)]
        round: Round,
    },
    /// Publish a list of candidates for good.
    Publish {
        /// provisional, confirmed or finalists.
        #[arg(value_parser = from_word::<ListKind>)]
        list: ListKind,
    },
}

/// About whom, and why.
#[derive(Debug, Args)]
pub struct Judgment {
    /// Their number.
    pub id: CandidateId,
    /// Why; published.
    #[arg(long, value_name = "WORDS")]
    pub reason: String,
}

/// Words for everyone, in both languages.
#[derive(Debug, Args)]
pub struct Announce {
    /// Title in French.
    #[arg(long, value_name = "WORDS")]
    pub title_fr: String,
    /// Title in English.
    #[arg(long, value_name = "WORDS")]
    pub title_en: String,
    /// Text in French.
    #[arg(long, value_name = "WORDS")]
    pub body_fr: String,
    /// Text in English.
    #[arg(long, value_name = "WORDS")]
    pub body_en: String,
}

impl Propose {
    /// Proposes it.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let both = |fr: &str, en: &str| Localized { fr: fr.to_owned(), en: en.to_owned() };
        let decision = match &self.what {
            What::Disqualify(it) => Decision::Disqualify { candidate: it.id, reason: it.reason.clone() },
            What::Reinstate(it) => Decision::Reinstate { candidate: it.id, reason: it.reason.clone() },
            What::Announce(it) => {
                Decision::Announce { title: both(&it.title_fr, &it.title_en), body: both(&it.body_fr, &it.body_en) }
            }
            What::Skip => Decision::Skip,
            What::Open { reason } => Decision::Open { reason: reason.clone() },
            What::Ask => Decision::Ask,
            What::Proclaim { round } => Decision::Proclaim { round: *round },
            What::Publish { list } => Decision::Publish { list: *list },
        };
        let done = one(context, OrganiseCall::Propose(fresh(), decision)).await;
        if done.is_ok() {
            context.out.note(&Msg::new(key::CLI_ORGANISE_WAITS));
        }
        done
    }
}

/// Which proposal.
#[derive(Debug, Args)]
pub struct Which {
    /// Its number.
    pub id: ProposalId,
}

impl Which {
    /// Approves it.
    pub async fn approve(&self, context: &Context<'_>) -> Result<(), CliError> {
        one(context, OrganiseCall::Approve(fresh(), self.id)).await
    }

    /// Takes it back, or turns it down.
    pub async fn withdraw(&self, context: &Context<'_>) -> Result<(), CliError> {
        one(context, OrganiseCall::Withdraw(fresh(), self.id)).await
    }
}

/// All proposals, newest first.
pub async fn list(context: &Context<'_>) -> Result<(), CliError> {
    let all = pages(context, OrganiseCall::Proposals, |reply| match reply {
        OrganiseReply::Proposals(page) => Some(page),
        _ => None,
    })
    .await?;
    if context.out.json {
        return context.out.document("proposals", &all);
    }
    let zone = context.primary().await?.zone;
    all.iter().try_for_each(|proposal| row(context, proposal, &zone))
}

async fn one(context: &Context<'_>, call: OrganiseCall) -> Result<(), CliError> {
    let OrganiseReply::Proposal(proposal) = ask(context, call).await? else { return Err(CliError::Garbled) };
    if context.out.json {
        return context.out.document("proposal", &proposal);
    }
    let zone = context.primary().await?.zone;
    row(context, &proposal, &zone)
}

fn row(context: &Context<'_>, proposal: &ProposalView, zone: &str) -> Result<(), CliError> {
    let lang = context.out.lang;
    let (name, about) = match &proposal.decision {
        Decision::Disqualify { candidate, reason } => ("disqualify", format!("{candidate}: {reason}")),
        Decision::Reinstate { candidate, reason } => ("reinstate", format!("{candidate}: {reason}")),
        Decision::Announce { title, .. } => ("announce", title.get(lang).to_owned()),
        Decision::Skip => ("skip", String::new()),
        Decision::Open { reason } => ("open", reason.clone()),
        Decision::Ask => ("ask", String::new()),
        Decision::Proclaim { round } => ("proclaim", word(round)),
        Decision::Publish { list } => ("publish", context.named("cli-list", &word(list))),
    };
    let at = proposal.decided_at.unwrap_or(proposal.expires_at);
    context.row(&[
        proposal.id.to_string(),
        context.named("cli-decision", name),
        context.named("cli-proposal", &word(&proposal.state)),
        instant(lang.code(), at, zone),
        about.replace('\n', " "),
    ])
}
