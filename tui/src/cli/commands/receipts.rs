//! `isoloir receipts`, `isoloir tracker TRACKER`

use crate::cli::CliError;
use crate::cli::context::Context;
use crate::cli::context::word;
use clap::Args;
use isoloir_config::text::instant;
use isoloir_shared::api::ids;
use isoloir_shared::api::types::ProblemCode;
use isoloir_shared::api::{Call, Reply};
use isoloir_shared::booth::{BoothCall, BoothReply};
use isoloir_shared::text::{Msg, key};

/// One's receipts.
#[derive(Debug, Args)]
pub struct Receipts {}

impl Receipts {
    /// Lists them, newest first.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let mut receipts = context.client.all_receipts().await?;
        // The platform forgets whose a ballot was; this device does not.
        if let Ok(Reply::Booth(BoothReply::Receipts(kept))) = context.call(Call::Booth(BoothCall::Receipts)).await {
            let known: Vec<_> = receipts.iter().map(|it| it.tracker.clone()).collect();
            receipts.extend(kept.into_iter().filter(|it| !known.contains(&it.tracker)));
        }
        if context.out.json {
            return context.out.document("receipts", &receipts);
        }
        if receipts.is_empty() {
            context.out.note(&Msg::new(key::RECEIPTS_NONE));
            return Ok(());
        }
        let zone = context.primary().await?.zone;
        for receipt in receipts {
            let at = instant(context.out.lang.code(), receipt.cast_at, &zone);
            let lot = receipt.lot.map(|lot| lot.to_string()).unwrap_or_default();
            let round = context.named("cli-round", &word(&receipt.round));
            context.row(&[receipt.tracker.to_string(), round, lot, at, context.receipt(receipt.status)])?;
        }
        Ok(())
    }
}

/// Whether a tracker is counted.
#[derive(Debug, Args)]
pub struct Tracker {
    /// The tracker of a receipt; case, spaces and hyphens are free.
    #[arg(required = true)]
    pub tracker: Vec<String>,
}

impl Tracker {
    /// Asks.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let mistyped = || CliError::Usage(Msg::new(key::TRACKER_MISTYPED));
        let tracker = ids::Tracker::parse(&self.tracker.concat()).ok_or_else(mistyped)?;
        let view = match context.call(Call::Tracker(tracker)).await {
            Ok(Reply::Tracker(view)) => view,
            Ok(_) => return Err(CliError::Garbled),
            Err(CliError::Refused(mut problem)) if problem.code == ProblemCode::NotFound => {
                // The platform's words are of an address; here it is a ballot that is not there.
                problem.title = context.say(key::TRACKER_UNKNOWN);
                problem.detail = None;
                return Err(CliError::Refused(problem));
            }
            Err(error) => return Err(error),
        };
        if context.out.json {
            return context.out.document("tracker", &view);
        }
        let round = context.named("cli-round", &word(&view.round));
        context.row(&[view.tracker.to_string(), round, context.receipt(view.status)])
    }
}
