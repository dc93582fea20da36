//! `isoloir nominate NAME`

use super::support::show;
use crate::cli::CliError;
use crate::cli::context::Context;
use crate::cli::context::fresh;
use clap::Args;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::NominationRequest;
use isoloir_shared::api::{Call, Reply};

/// Put a citizen forward.
#[derive(Debug, Args)]
pub struct Nominate {
    /// A new name; nothing: list whom one has put forward.
    #[arg(conflicts_with_all = ["candidate", "withdraw"])]
    pub name: Option<String>,
    /// Somebody who is on the list already.
    #[arg(long, value_name = "ID", conflicts_with = "withdraw")]
    pub candidate: Option<CandidateId>,
    /// Withdraw one's nomination of somebody.
    #[arg(long, value_name = "ID")]
    pub withdraw: Option<CandidateId>,
    /// At the limit: whose place to give.
    #[arg(long, value_name = "ID", conflicts_with = "withdraw")]
    pub replaces: Option<CandidateId>,
}

impl Nominate {
    /// Does it, and lists whom one has put forward then.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let request =
            || NominationRequest { candidate: self.candidate, name: self.name.clone(), replaces: self.replaces };
        let call = match (self.withdraw, self.candidate.is_some() || self.name.is_some()) {
            (Some(id), _) => Call::WithdrawNomination(fresh(), id),
            (None, true) => Call::Nominate(fresh(), request()),
            (None, false) => Call::Supports,
        };
        let Reply::Supports(supports) = context.call(call).await? else { return Err(CliError::Garbled) };
        show(context, &supports, &supports.nominations, supports.nominations_limit)
    }
}
