//! `isoloir sessions`

use crate::cli::CliError;
use crate::cli::context::Context;
use crate::cli::context::fresh;
use clap::Args;
use isoloir_config::text::instant;
use isoloir_shared::api::ids::SessionId;
use isoloir_shared::api::{Call, Reply};

/// Signed-in devices.
#[derive(Debug, Args)]
pub struct Sessions {
    /// Close this one first.
    #[arg(long, value_name = "ID")]
    pub revoke: Option<SessionId>,
}

impl Sessions {
    /// Lists them; the one that asks is marked.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        if let Some(id) = self.revoke {
            context.call(Call::Revoke(fresh(), id)).await?;
        }
        let Reply::Sessions(sessions) = context.call(Call::Sessions).await? else { return Err(CliError::Garbled) };
        if context.out.json {
            return context.out.document("sessions", &sessions);
        }
        let zone = context.primary().await?.zone;
        for session in sessions {
            let mark = if session.current { ">" } else { " " };
            let seen = instant(context.out.lang.code(), session.seen_at, &zone);
            context.row(&[mark.to_owned(), session.id.to_string(), session.device, seen])?;
        }
        Ok(())
    }
}
