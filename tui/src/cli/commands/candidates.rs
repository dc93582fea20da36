//! `isoloir candidates`, `isoloir candidate ID`

use crate::cli::CliError;
use crate::cli::context::Context;
use crate::cli::context::from_word;
use clap::Args;
use isoloir_config::text::instant;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CandidateOrder, CandidateQuery, CandidateState, CandidateSummary};
use isoloir_shared::api::{Call, Reply};
use isoloir_shared::text::{Msg, key};

/// The list of candidates.
#[derive(Debug, Args)]
pub struct Candidates {
    /// Words to find; accents, case and small typos are forgiven.
    #[arg(long, value_name = "WORDS")]
    pub search: Option<String>,
    /// Only those in this state.
    #[arg(long, value_name = "STATE", value_parser = from_word::<CandidateState>)]
    pub state: Option<CandidateState>,
    /// Order: random, name or supports.
    #[arg(long, value_name = "ORDER", default_value = "random", value_parser = from_word::<CandidateOrder>)]
    pub order: CandidateOrder,
    /// Seed of the random order.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
}

impl Candidates {
    /// Lists all of them.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let query = CandidateQuery {
            q: self.search.clone(),
            state: self.state,
            order: self.order,
            seed: self.seed.unwrap_or_else(rand::random),
            cursor: None,
            limit: Some(200),
        };
        let bar = context.progress();
        let all = context
            .client
            .all_candidates(query, |done, total| {
                bar.set_length(total.unwrap_or(done as u64));
                bar.set_position(done as u64);
            })
            .await;
        bar.finish_and_clear();
        let all = all?;
        if context.out.json {
            return context.out.document("candidates", &all);
        }
        if all.is_empty() {
            context.out.note(&Msg::new(key::CANDIDATES_NONE));
        }
        all.iter().try_for_each(|candidate| row(context, candidate))
    }
}

/// One candidate on a line: id, name, state, supports, line of their own.
pub(super) fn row(context: &Context<'_>, candidate: &CandidateSummary) -> Result<(), CliError> {
    let cells = [
        candidate.id.to_string(),
        candidate.name.clone(),
        context.state(candidate.state),
        candidate.supports.to_string(),
        candidate.slogan.clone().unwrap_or_default(),
    ];
    context.row(&cells)
}

/// One candidate.
#[derive(Debug, Args)]
pub struct Candidate {
    /// Whose number.
    pub id: CandidateId,
}

impl Candidate {
    /// Shows them.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let none = || Msg::new(key::CLI_NO_CANDIDATE).with("id", self.id.to_string().as_str());
        let found = context.call(Call::Candidate(self.id)).await;
        let Reply::Candidate(candidate) = found.map_err(|error| error.not_found(none(), context.out.lang))? else {
            return Err(CliError::Garbled);
        };
        if context.out.json {
            return context.out.document("candidate", &candidate);
        }
        let zone = context.primary().await?.zone;
        row(context, &candidate.summary)?;
        for text in [&candidate.presentation, &candidate.link].into_iter().flatten() {
            context.out.line(&format!("\n{text}"))?;
        }
        context.out.line("")?;
        for change in &candidate.history {
            let at = instant(context.out.lang.code(), change.at, &zone);
            let reason = change.reason.clone().unwrap_or_default();
            context.row(&[at, context.state(change.state), reason])?;
            if let Some(reply) = &change.reply {
                let reply = Msg::new(key::CANDIDATE_REPLY).with("reply", reply.as_str());
                context.row(&["".into(), "".into(), context.say(reply)])?;
            }
        }
        Ok(())
    }
}
