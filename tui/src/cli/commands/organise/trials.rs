//! `isoloir organise recipients`, `isoloir organise try …`: before an announcement is proposed.

use super::ask;
use super::proposals::{Announce, To};
use crate::cli::CliError;
use crate::cli::context::{Context, fresh};
use clap::Args;
use isoloir_shared::api::types::{Audience, Decision, TrialRequest};
use isoloir_shared::api::{OrganiseCall, OrganiseReply};
use isoloir_shared::text::{Key, Msg, key};

/// How many an announcement would reach now.
#[derive(Debug, Args)]
pub struct Recipients {
    /// Who would get it: everyone, or only who has a vote that waits.
    #[arg(long, value_enum)]
    pub to: Option<To>,
}

impl Recipients {
    /// Counts them.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let audience = self.to.map_or(Audience::Everyone, Audience::from);
        let OrganiseReply::Recipients(view) = ask(context, OrganiseCall::Recipients(audience)).await? else {
            return Err(CliError::Garbled);
        };
        if context.out.json {
            return context.out.document("recipients", &view);
        }
        let row = |label: Key, n: Option<u64>| {
            let n = n.map_or_else(|| key::RECIPIENTS_UNKNOWN.into(), |n| Msg::new(key::NUMBER).with("n", n));
            context.row(&[Msg::new(label).resolve(context.out.lang), n.resolve(context.out.lang)])
        };
        row(key::RECIPIENTS_INBOX, Some(view.inbox))?;
        row(key::RECIPIENTS_EMAIL, Some(view.email))?;
        if audience == Audience::Everyone {
            row(key::RECIPIENTS_TELEGRAM, view.telegram)?;
            row(key::RECIPIENTS_MATRIX, view.matrix)?;
        }
        Ok(())
    }
}

/// Try an announcement on oneself.
#[derive(Debug, Args)]
pub struct Try {
    /// What it says.
    #[command(flatten)]
    pub what: Announce,
}

impl Try {
    /// Sends it to oneself.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let Decision::Announce { title, body, sender, .. } = self.what.decision(context).await? else {
            return Err(CliError::Garbled);
        };
        let call = OrganiseCall::Try(fresh(), TrialRequest { title, body, sender });
        let OrganiseReply::Tried(view) = ask(context, call).await? else { return Err(CliError::Garbled) };
        if context.out.json {
            return context.out.document("trial", &view);
        }
        context.out.note(&Msg::new(if view.email { key::TOAST_TRIED } else { key::TOAST_TRIED_NO_MAIL }));
        Ok(())
    }
}
