//! `isoloir organise calendar PHASE --from DAY [--to DAY] --reason WORDS`

use super::ask;
use crate::cli::CliError;
use crate::cli::context::{Context, fresh, from_word};
use clap::Args;
use isoloir_config::text::date;
use isoloir_shared::api::types::{ChangeCalendarRequest, PhaseKind};
use isoloir_shared::api::{OrganiseCall, OrganiseReply};
use isoloir_shared::text::{Msg, key};
use serde_json::json;

/// Move a phase.
#[derive(Debug, Args)]
pub struct Calendar {
    /// Which.
    #[arg(value_parser = from_word::<PhaseKind>)]
    pub phase: PhaseKind,
    /// New first day.
    #[arg(long, value_name = "DAY")]
    pub from: String,
    /// New last day, inclusive.
    #[arg(long, value_name = "DAY")]
    pub to: Option<String>,
    /// Why; published.
    #[arg(long, value_name = "WORDS")]
    pub reason: String,
}

impl Calendar {
    /// Moves it, and shows its days then.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let request = json!({ "from": self.from, "to": self.to, "reason": self.reason });
        let request: ChangeCalendarRequest = serde_json::from_value(request).map_err(|_| {
            let days = [Some(self.from.as_str()), self.to.as_deref()].into_iter().flatten().collect::<Vec<_>>();
            CliError::Usage(Msg::new(key::CLI_MISTAKE_VALUE).with("what", days.join(" ").as_str()))
        })?;
        let reply = ask(context, OrganiseCall::ChangePhase(fresh(), self.phase, request)).await?;
        let OrganiseReply::Phase(phase) = reply else { return Err(CliError::Garbled) };
        if context.out.json {
            return context.out.document("phase", &phase);
        }
        let lang = context.out.lang.code();
        let to = phase.to.map(|to| date(lang, to)).unwrap_or_default();
        context.row(&[context.phase(phase.kind), date(lang, phase.from), to, context.status(phase.status)])
    }
}
