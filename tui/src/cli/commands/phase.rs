//! `isoloir phase`, `isoloir counts`

use crate::cli::CliError;
use crate::cli::context::Context;
use clap::Args;
use isoloir_config::text::{date, instant, number};
use isoloir_shared::api::{Call, Reply};

/// The primary: its phases, and the log of changes.
#[derive(Debug, Args)]
pub struct Phase {
    /// The log of changes to the calendar instead.
    #[arg(long)]
    pub changes: bool,
}

impl Phase {
    /// Shows it.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let lang = context.out.lang.code();
        let primary = context.primary().await?;
        if self.changes {
            let Reply::CalendarChanges(changes) = context.call(Call::CalendarChanges).await? else {
                return Err(CliError::Garbled);
            };
            if context.out.json {
                return context.out.document("changes", &changes.items);
            }
            for change in changes.items {
                let at = instant(lang, change.at, &primary.zone);
                context.row(&[at, context.phase(change.phase), change.before, change.after, change.reason])?;
            }
            return Ok(());
        }
        if context.out.json {
            return context.out.document("primary", &primary);
        }
        for phase in &primary.phases {
            let to = phase.to.map(|to| date(lang, to)).unwrap_or_default();
            let mark = if primary.current == Some(phase.kind) { ">" } else { " " };
            let cells =
                [mark.to_owned(), context.phase(phase.kind), date(lang, phase.from), to, context.status(phase.status)];
            context.row(&cells)?;
        }
        Ok(())
    }
}

/// Totals that everyone may see.
#[derive(Debug, Args)]
pub struct Counts {}

impl Counts {
    /// Shows them.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let Reply::Counts(counts) = context.call(Call::Counts).await? else { return Err(CliError::Garbled) };
        if context.out.json {
            return context.out.document("counts", &counts);
        }
        let rows = [
            ("registered", counts.registered),
            ("supports", counts.supports),
            ("lots-issued", counts.lots_issued),
            ("lots-cast", counts.lots_cast),
            ("final-ballots", counts.final_ballots),
        ];
        for (name, n) in rows {
            context.row(&[context.named("cli-count", name), number(context.out.lang.code(), n)])?;
        }
        Ok(())
    }
}
