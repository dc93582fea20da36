//! `isoloir organise moderate [ID --accept | --reject REASON] | --counts`, `flags [ID --state STATE]`, `appeal ID FILE`

use super::{ask, pages};
use crate::cli::CliError;
use crate::cli::context::{Context, fresh, from_word, word};
use crate::cli::output::read;
use clap::Args;
use isoloir_config::text::instant;
use isoloir_shared::api::ids::{FlagId, ModerationId};
use isoloir_shared::api::types::{
    AppealRequest, FlagRequest, FlagState, FlagView, ModerationReason, ModerationView, VerdictRequest,
};
use isoloir_shared::api::{OrganiseCall, OrganiseReply};
use isoloir_shared::text::{Msg, key};
use std::path::PathBuf;

/// The queue of texts, photos and names; or a decision on one.
#[derive(Debug, Args)]
pub struct Moderate {
    /// Which; none: the queue.
    pub id: Option<ModerationId>,
    /// Show it.
    #[arg(long, requires = "id", conflicts_with = "reject")]
    pub accept: bool,
    /// Hide it, and why.
    #[arg(long, requires = "id", value_name = "REASON", value_parser = from_word::<ModerationReason>)]
    pub reject: Option<ModerationReason>,
    /// Words to it for everybody; at most 500 characters.
    #[arg(long, requires = "reject", value_name = "WORDS")]
    pub note: Option<String>,
    /// The public numbers instead.
    #[arg(long, conflicts_with = "id")]
    pub counts: bool,
}

impl Moderate {
    /// Shows the queue, decides, or counts.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        if self.counts {
            return counts(context).await;
        }
        let Some(id) = self.id else { return queue(context).await };
        if !self.accept && self.reject.is_none() {
            return Err(CliError::Usage(Msg::new(key::CLI_MISTAKE_MISSING).with("what", "--accept, --reject")));
        }
        let verdict = VerdictRequest { accept: self.accept, because: self.reject, note: self.note.clone() };
        let reply = ask(context, OrganiseCall::Judge(fresh(), id, verdict)).await?;
        let OrganiseReply::Moderated(it) = reply else { return Err(CliError::Garbled) };
        if context.out.json {
            return context.out.document("moderation", &it);
        }
        let zone = context.primary().await?.zone;
        row(context, &it, &zone)
    }
}

async fn queue(context: &Context<'_>) -> Result<(), CliError> {
    let all = pages(context, OrganiseCall::Queue, |reply| match reply {
        OrganiseReply::Queue(page) => Some(page),
        _ => None,
    })
    .await?;
    if context.out.json {
        return context.out.document("queue", &all);
    }
    let zone = context.primary().await?.zone;
    all.iter().try_for_each(|it| row(context, it, &zone))
}

async fn counts(context: &Context<'_>) -> Result<(), CliError> {
    let reply = ask(context, OrganiseCall::ModerationCounts).await?;
    let OrganiseReply::ModerationCounts(counts) = reply else { return Err(CliError::Garbled) };
    if context.out.json {
        return context.out.document("counts", &counts);
    }
    for it in &counts.moderated {
        let cells =
            [context.named("cli-moderated", &word(&it.kind)), context.named("cli-moderation", &word(&it.state))];
        context.row(&[cells[0].as_str(), cells[1].as_str(), &it.count.to_string()])?;
    }
    for it in &counts.because {
        context.row(&[context.named("cli-because", &word(&it.because)), it.count.to_string()])?;
    }
    let appeals = Msg::new(key::CLI_MODERATION_APPEALS).with("n", counts.appeals).with("granted", counts.granted);
    context.row(&[context.say(appeals)])?;
    counts.flags.iter().try_for_each(|it| {
        let cells = [context.named("cli-signal", &word(&it.kind)), context.named("cli-flag", &word(&it.state))];
        context.row(&[cells[0].as_str(), cells[1].as_str(), &it.count.to_string()])
    })
}

fn row(context: &Context<'_>, it: &ModerationView, zone: &str) -> Result<(), CliError> {
    let because = it.because.map(|because| context.named("cli-because", &word(&because))).unwrap_or_default();
    let text = it.appeal.as_ref().or(it.body.as_ref()).map(|text| text.replace('\n', " ")).unwrap_or_default();
    context.row(&[
        it.id.to_string(),
        context.named("cli-moderated", &word(&it.kind)),
        context.named("cli-moderation", &word(&it.state)),
        instant(context.out.lang.code(), it.at, zone),
        it.candidate.to_string(),
        it.name.clone(),
        because,
        text,
    ])
}

/// Signals of false accounts; or what is made of one.
#[derive(Debug, Args)]
pub struct Flags {
    /// Which; none: all of them.
    #[arg(requires = "state")]
    pub id: Option<FlagId>,
    /// What it is: harmless or suspect.
    #[arg(long, requires = "id", value_parser = from_word::<FlagState>)]
    pub state: Option<FlagState>,
}

impl Flags {
    /// Lists them, or decides.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        if let (Some(id), Some(state)) = (self.id, self.state) {
            let reply = ask(context, OrganiseCall::DecideFlag(fresh(), id, FlagRequest { state })).await?;
            let OrganiseReply::Flag(flag) = reply else { return Err(CliError::Garbled) };
            if context.out.json {
                return context.out.document("flag", &flag);
            }
            let zone = context.primary().await?.zone;
            return flag_row(context, &flag, &zone);
        }
        let all = pages(context, OrganiseCall::Flags, |reply| match reply {
            OrganiseReply::Flags(page) => Some(page),
            _ => None,
        })
        .await?;
        if context.out.json {
            return context.out.document("flags", &all);
        }
        let zone = context.primary().await?.zone;
        all.iter().try_for_each(|flag| flag_row(context, flag, &zone))
    }
}

fn flag_row(context: &Context<'_>, flag: &FlagView, zone: &str) -> Result<(), CliError> {
    context.row(&[
        flag.id.to_string(),
        context.named("cli-signal", &word(&flag.kind)),
        context.named("cli-flag", &word(&flag.state)),
        instant(context.out.lang.code(), flag.at, zone),
        flag.count.to_string(),
        flag.about.clone(),
    ])
}

/// Speak against a decision that hides something of mine.
#[derive(Debug, Args)]
pub struct Appeal {
    /// Which: `isoloir candidacy --json` tells.
    pub id: ModerationId,
    /// A file with why, at most 2,000 characters of plain text.
    pub file: PathBuf,
}

impl Appeal {
    /// Speaks.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let appeal = String::from_utf8_lossy(&read(&self.file)?).into_owned();
        ask(context, OrganiseCall::Appeal(fresh(), self.id, AppealRequest { appeal })).await?;
        context.out.note(&Msg::new(key::CLI_APPEALED));
        Ok(())
    }
}
