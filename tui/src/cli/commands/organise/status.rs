//! `isoloir organise status`

use super::ask;
use crate::cli::CliError;
use crate::cli::context::Context;
use isoloir_config::text::{date, instant};
use isoloir_shared::api::types::{Need, StatusView};
use isoloir_shared::api::{OrganiseCall, OrganiseReply};
use isoloir_shared::text::{Msg, key};

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
            context.row(&["", &context.say(words(need, lang, zone))])?;
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

fn words(need: &Need, lang: &str, zone: &str) -> Msg {
    match *need {
        Need::Qualified { count, threshold } => {
            Msg::new(key::CLI_NEED_QUALIFIED).with("n", count).with("threshold", threshold)
        }
        Need::ChartersMissing { count } => Msg::new(key::CLI_NEED_CHARTERS).with("n", count),
        Need::Invited { count } => Msg::new(key::CLI_NEED_INVITED).with("n", count),
        Need::Unconfirmed { count, until } => {
            let until = until.map(|until| instant(lang, until, zone)).unwrap_or_default();
            Msg::new(key::CLI_NEED_UNCONFIRMED).with("n", count).with("until", until.as_str())
        }
        Need::Preselection { confirmed, above, held } => {
            let key = if held { key::CLI_NEED_PRESELECTION_HELD } else { key::CLI_NEED_PRESELECTION_SKIPPED };
            Msg::new(key).with("n", confirmed).with("above", above)
        }
        Need::Finalists { count } => Msg::new(key::CLI_NEED_FINALISTS).with("n", count),
    }
}
