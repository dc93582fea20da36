//! `isoloir vote LOT --grade ID=bien … [--check FILE]`, `isoloir vote --final …`

use crate::cli::CliError;
use crate::cli::context::{Context, fresh};
use crate::cli::output::read;
use clap::Args;
use isoloir_shared::api::ids::{CandidateId, LotId};
use isoloir_shared::api::types::{BallotRequest, GradeAnswer, PrimaryView, Problem, ProblemCode};
use isoloir_shared::api::{ApiError, Call, Reply};
use isoloir_shared::domain::search::fold;
use isoloir_shared::text::{Msg, key};
use std::path::PathBuf;

/// Cast a ballot. What was cast may be changed while the vote is open: cast again.
#[derive(Debug, Args)]
pub struct Vote {
    /// The lot.
    #[arg(required_unless_present = "finalists", conflicts_with = "finalists")]
    pub lot: Option<LotId>,
    /// The final instead of a lot.
    #[arg(long = "final", id = "finalists")]
    pub finalists: bool,
    /// An answer: a candidate's number, =, a grade by its key, its letter or its words, or "none" for no opinion.
    #[arg(long, value_name = "ID=GRADE", required_unless_present = "file", num_args = 1..)]
    pub grade: Vec<String>,
    /// A file with one answer a line.
    #[arg(long, value_name = "FILE", conflicts_with = "grade")]
    pub file: Option<PathBuf>,
    /// Cast or spoil: shows the tracker, then reads "cast" or "open" from standard input. Opened, the ballot goes to this
    /// file for `isoloir verify --spoiled`, and is not cast.
    #[arg(long, value_name = "FILE")]
    pub check: Option<PathBuf>,
}

impl Vote {
    /// Casts it; the receipt is what comes out.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let primary = context.primary().await?;
        let lines = match &self.file {
            Some(file) => String::from_utf8_lossy(&read(file)?).lines().map(str::to_owned).collect(),
            None => self.grade.clone(),
        };
        let answers = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let answers = answers.map(|line| answer(&primary, line)).collect::<Result<Vec<_>, _>>()?;
        let ballot = BallotRequest { answers };
        // What can no longer be taken back is said before, here as on the screens.
        context.out.note(&Msg::new(key::PROMISE_STAYS_TEXT));
        let key = fresh();
        if let Some(file) = &self.check
            && !self.check(file, (key, &ballot), &primary, context).await?
        {
            return Ok(());
        }
        let call = match self.lot {
            Some(lot) => Call::CastLot(key, lot, ballot),
            None => Call::CastFinal(key, ballot),
        };
        let Reply::Receipt(receipt) = self.ask(call, context).await? else { return Err(CliError::Garbled) };
        if context.out.json {
            return context.out.document("receipt", &receipt);
        }
        context.row(&[receipt.tracker.to_string(), context.receipt(receipt.status)])
    }
}

impl Vote {
    /// Makes a call with a ballot; a refusal is told with the names of this one.
    pub(super) async fn ask(&self, call: Call, context: &Context<'_>) -> Result<Reply, CliError> {
        match context.ask(call).await {
            Ok(reply) => Ok(reply),
            Err(ApiError::Incomplete(missing)) => Err(self.incomplete(&missing, context).await),
            Err(error) => Err(self.explain(error.into(), context)),
        }
    }

    /// Which lot there is not, where there is none.
    fn explain(&self, error: CliError, context: &Context<'_>) -> CliError {
        match self.lot {
            Some(lot) => {
                error.not_found(Msg::new(key::CLI_NO_LOT).with("id", lot.to_string().as_str()), context.out.lang)
            }
            None => error,
        }
    }

    /// Those who have no answer, by name.
    async fn incomplete(&self, missing: &[CandidateId], context: &Context<'_>) -> CliError {
        let names = self.names(missing, context).await;
        let said = match names.is_empty() {
            true => key::ERROR_INCOMPLETE.into(),
            false => Msg::new(key::CLI_VOTE_MISSING).with("names", names.join(", ").as_str()),
        };
        CliError::Refused(Box::new(Problem::here(ProblemCode::IncompleteBallot, said.resolve(context.out.lang))))
    }

    /// Number and name of these candidates of the ballot.
    async fn names(&self, ids: &[CandidateId], context: &Context<'_>) -> Vec<String> {
        let call = self.lot.map_or(Call::Final, Call::Lot);
        let candidates: Vec<(CandidateId, String)> = match context.call(call).await {
            Ok(Reply::Lot(lot)) => lot.candidates.into_iter().map(|it| (it.candidate.id, it.candidate.name)).collect(),
            Ok(Reply::Final(view)) => view.candidates.into_iter().map(|it| (it.id, it.name)).collect(),
            _ => Vec::new(),
        };
        let missing = candidates.into_iter().filter(|(id, _)| ids.contains(id));
        missing.map(|(id, name)| format!("{name} ({id})")).collect()
    }
}

/// `12=bien`: the candidate, and a grade of the primary's scale. An error never repeats the grade.
fn answer(primary: &PrimaryView, line: &str) -> Result<GradeAnswer, CliError> {
    let wrong = |key| {
        let known: Vec<&str> = primary.scale.iter().map(|grade| grade.key.as_str()).collect();
        CliError::Usage(Msg::new(key).with("known", known.join(", ").as_str()))
    };
    let (id, grade) = line.split_once('=').ok_or_else(|| wrong(key::CLI_VOTE_SHAPE))?;
    let candidate: CandidateId = id.trim().parse().map_err(|_| wrong(key::CLI_VOTE_SHAPE))?;
    let typed = fold(grade.trim());
    if typed == "none" {
        return Ok(GradeAnswer { candidate, grade: None });
    }
    let same = |text: &str| fold(text) == typed;
    let found = primary.scale.iter().find(|grade| {
        grade.key == grade_key(&typed) || same(&grade.letter) || same(&grade.name.fr) || same(&grade.name.en)
    });
    let grade = found.ok_or_else(|| wrong(key::CLI_VOTE_BAD))?;
    Ok(GradeAnswer { candidate, grade: Some(grade.value) })
}

fn grade_key(typed: &str) -> String {
    typed.replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use isoloir_shared::samples::fixtures;
    use rstest::rstest;

    #[rstest]
    #[case("3=bien", Some(4))]
    #[case(" 3 = Bien ", Some(4))]
    #[case("3=B", Some(4))]
    #[case("3=tres-bien", Some(5))]
    #[case("3=Très bien", Some(5))]
    #[case("3=to reject", Some(0))]
    #[case("3=none", None)]
    fn answers_are_read(#[case] line: &str, #[case] value: Option<u8>) {
        let answer =
            answer(&fixtures::primary(fixtures::during(isoloir_shared::api::types::PhaseKind::Preselection)), line)
                .unwrap();
        assert_eq!((answer.candidate, answer.grade), (CandidateId(3), value));
    }
}
