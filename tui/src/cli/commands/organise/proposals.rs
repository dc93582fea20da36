//! `isoloir organise propose … | proposals | approve ID | withdraw ID`

use super::{ask, pages};
use crate::cli::CliError;
use crate::cli::context::{Context, fresh, from_word, word};
use clap::{Args, Subcommand, ValueEnum};
use isoloir_config::text::instant;
use isoloir_shared::api::ids::{CandidateId, DraftId, ProposalId};
use isoloir_shared::api::types::{Audience, Decision, DraftView, ListKind, Localized, ProposalView, Round};
use isoloir_shared::api::{OrganiseCall, OrganiseReply};
use isoloir_shared::text::{Msg, key};
use serde_json::json;

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
    #[arg(long, value_name = "WORDS", required_unless_present = "draft")]
    pub title_fr: Option<String>,
    /// Title in English.
    #[arg(long, value_name = "WORDS", required_unless_present = "draft")]
    pub title_en: Option<String>,
    /// Text in French.
    #[arg(long, value_name = "WORDS", required_unless_present = "draft")]
    pub body_fr: Option<String>,
    /// Text in English.
    #[arg(long, value_name = "WORDS", required_unless_present = "draft")]
    pub body_en: Option<String>,
    /// What the calendar suggests, by its number: for the words that are not given. It is let go then.
    #[arg(long, value_name = "ID")]
    pub draft: Option<DraftId>,
    /// Who gets it: everyone who asked for announcements, or only who has a vote that waits.
    #[arg(long, value_enum)]
    pub to: Option<To>,
    /// Nobody's quiet hours hold it back.
    #[arg(long)]
    pub urgent: bool,
    /// Not before this instant (RFC 3339: 2016-10-20T09:00:00+02:00).
    #[arg(long, value_name = "INSTANT")]
    pub at: Option<String>,
    /// Who speaks [default: the organisers].
    #[arg(long, value_name = "NAME")]
    pub sender: Option<String>,
}

/// Who gets an announcement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum To {
    /// Everyone who asked for announcements; published, too.
    Everyone,
    /// Citizens who have a vote that waits: a lot, or the final.
    LotWaiting,
}

impl From<To> for Audience {
    fn from(to: To) -> Self {
        match to {
            To::Everyone => Self::Everyone,
            To::LotWaiting => Self::LotWaiting,
        }
    }
}

impl Propose {
    /// Proposes it.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let decision = match &self.what {
            What::Disqualify(it) => Decision::Disqualify { candidate: it.id, reason: it.reason.clone() },
            What::Reinstate(it) => Decision::Reinstate { candidate: it.id, reason: it.reason.clone() },
            What::Announce(it) => return it.propose(context).await,
            What::Skip => Decision::Skip,
            What::Open { reason } => Decision::Open { reason: reason.clone() },
            What::Ask => Decision::Ask,
            What::Proclaim { round } => Decision::Proclaim { round: *round },
            What::Publish { list } => Decision::Publish { list: *list },
        };
        propose(context, decision).await
    }
}

async fn propose(context: &Context<'_>, decision: Decision) -> Result<(), CliError> {
    one(context, OrganiseCall::Propose(fresh(), decision)).await?;
    context.out.note(&Msg::new(key::CLI_ORGANISE_WAITS));
    Ok(())
}

impl Announce {
    /// Proposes it; what the calendar suggested is let go then.
    pub async fn propose(&self, context: &Context<'_>) -> Result<(), CliError> {
        propose(context, self.decision(context).await?).await?;
        if let Some(draft) = self.draft {
            ask(context, OrganiseCall::DropDraft(fresh(), draft)).await?;
        }
        Ok(())
    }

    /// The words that were given, those of the draft where none were.
    pub(super) async fn decision(&self, context: &Context<'_>) -> Result<Decision, CliError> {
        let draft = match self.draft {
            Some(id) => Some(super::announcements::draft(context, id).await?),
            None => None,
        };
        let words = |fr: &Option<String>, en: &Option<String>, of: fn(DraftView) -> Localized| {
            let kept = draft.clone().map(of).unwrap_or(Localized { fr: String::new(), en: String::new() });
            Localized { fr: fr.clone().unwrap_or(kept.fr), en: en.clone().unwrap_or(kept.en) }
        };
        let audience = self.to.map(Audience::from).or(draft.as_ref().map(|draft| draft.audience));
        Ok(Decision::Announce {
            title: words(&self.title_fr, &self.title_en, |draft| draft.title),
            body: words(&self.body_fr, &self.body_en, |draft| draft.body),
            audience: audience.unwrap_or_default(),
            urgent: self.urgent,
            send_at: self.at.as_deref().map(instant_of).transpose()?,
            sender: self.sender.clone(),
        })
    }
}

fn instant_of<T: serde::de::DeserializeOwned>(at: &str) -> Result<T, CliError> {
    let wrong = |_| CliError::Usage(Msg::new(key::CLI_MISTAKE_VALUE).with("what", at));
    serde_json::from_value(json!(at)).map_err(wrong)
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
