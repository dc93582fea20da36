//! `isoloir results ROUND`

use crate::cli::CliError;
use crate::cli::context::Context;
use crate::cli::context::{from_word, word};
use clap::Args;
use isoloir_config::text::number;
use isoloir_shared::api::types::{PrimaryView, Round};
use isoloir_shared::api::{Call, Reply};

/// Merit profiles, ranks and reasons.
#[derive(Debug, Args)]
pub struct Results {
    /// preselection or final.
    #[arg(value_name = "preselection|final", value_parser = from_word::<Round>)]
    pub round: Round,
}

impl Results {
    /// Shows them.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let Reply::Results(results) = context.call(Call::Results(self.round)).await? else {
            return Err(CliError::Garbled);
        };
        if context.out.json {
            return context.out.document("results", &results);
        }
        let primary = context.primary().await?;
        let lang = context.out.lang;
        for (at, standing) in results.candidates.iter().enumerate() {
            let counts = standing.counts.iter().rev().map(|n| number(lang.code(), *n));
            let counts: Vec<String> =
                letters(&primary).into_iter().zip(counts).map(|(l, n)| format!("{l}:{n}")).collect();
            let grade = primary.scale.iter().find(|grade| grade.value == standing.majority_grade);
            let grade = grade.map_or_else(String::new, |grade| grade.name.get(lang).to_owned());
            let elected = if standing.elected { "*" } else { "" };
            let why = results.explanations.get(at).map(|why| rule(&why.decided_by)).unwrap_or_default();
            let why = if why.is_empty() { why } else { context.named("cli-rule", &why) };
            let cells = [
                standing.rank.to_string(),
                elected.to_owned(),
                standing.id.to_string(),
                standing.name.clone(),
                grade,
                counts.join(" "),
                why,
            ];
            context.row(&cells)?;
        }
        Ok(())
    }
}

fn letters(primary: &PrimaryView) -> Vec<&str> {
    primary.scale.iter().map(|grade| grade.letter.as_str()).collect()
}

/// The rule's word on the wire.
fn rule(decided: &isoloir_shared::api::types::DecidedBy) -> String {
    let value = serde_json::to_value(decided).unwrap_or_default();
    value.get("rule").map(word).unwrap_or_default()
}
