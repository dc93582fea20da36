//! `isoloir support [ID]`

use super::candidates::row;
use crate::cli::CliError;
use crate::cli::context::Context;
use crate::cli::context::fresh;
use clap::Args;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{SupportRequest, SupportsView};
use isoloir_shared::api::{Call, Reply};

/// Support, withdraw, or list one's supports.
#[derive(Debug, Args)]
pub struct Support {
    /// Whom; nobody: list one's supports.
    pub id: Option<CandidateId>,
    /// Withdraw one's support instead.
    #[arg(long, requires = "id")]
    pub withdraw: bool,
    /// At the limit: whose place to give.
    #[arg(long, value_name = "ID", requires = "id", conflicts_with = "withdraw")]
    pub replaces: Option<CandidateId>,
}

impl Support {
    /// Does it, and lists what one supports then.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let call = match self.id {
            None => Call::Supports,
            Some(id) if self.withdraw => Call::WithdrawSupport(fresh(), id),
            Some(id) => Call::Support(fresh(), id, SupportRequest { replaces: self.replaces }),
        };
        let Reply::Supports(supports) = context.call(call).await? else { return Err(CliError::Garbled) };
        show(context, &supports, &supports.supports, supports.supports_limit)
    }
}

/// All of mine as JSON, or one of the two lists in lines.
pub(super) fn show(
    context: &Context<'_>,
    all: &SupportsView,
    list: &[isoloir_shared::api::types::CandidateSummary],
    limit: u32,
) -> Result<(), CliError> {
    if context.out.json {
        return context.out.document("supports", all);
    }
    list.iter().try_for_each(|candidate| row(context, candidate))?;
    context.out.note(
        &isoloir_shared::text::Msg::new(isoloir_shared::text::key::USED_OF).with("n", list.len()).with("total", limit),
    );
    Ok(())
}
