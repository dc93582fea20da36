//! `isoloir organise status`

use super::ask;
use crate::cli::CliError;
use crate::cli::context::Context;
use isoloir_config::text::{date, instant};
use isoloir_shared::api::types::StatusView;
use isoloir_shared::api::{OrganiseCall, OrganiseReply};
use isoloir_shared::text::{Arg, Msg, key, need_words};

/// Where the primary stands: a line for each phase, below it what it needs, then whose answers are awaited.
pub async fn show(context: &Context<'_>) -> Result<(), CliError> {
    let reply = ask(context, OrganiseCall::Status).await?;
    let OrganiseReply::Status(status) = reply else { return Err(CliError::Garbled) };
    if context.out.json {
        return context.out.document("status", &status);
    }
    let zone = context.primary().await?.zone;
    lines(context, &status, &zone)
}

fn lines(context: &Context<'_>, status: &StatusView, zone: &str) -> Result<(), CliError> {
    let lang = context.out.lang.code();
    for it in &status.phases {
        let to = it.phase.to.map(|to| date(lang, to)).unwrap_or_default();
        let cells = [context.phase(it.phase.kind), date(lang, it.phase.from), to, context.status(it.phase.status)];
        context.row(&cells)?;
        for need in &it.needs {
            context.row(&["", &context.say(need_words(need, |at| Arg::Instant(at, zone.to_owned())))])?;
        }
    }
    for it in &status.awaited {
        let told = if it.told { key::CLI_ORGANISE_TOLD } else { key::CLI_ORGANISE_UNTOLD };
        let until = instant(lang, it.confirm_by, zone);
        context.row(&[it.id.to_string(), it.name.clone(), context.state(it.state), until, context.say(told)])?;
    }
    let waiting = Msg::new(key::CLI_ORGANISE_PROPOSALS_OPEN).with("n", u64::from(status.proposals));
    context.row(&[context.say(waiting)])
}
