//! What a ballot may hold: an answer for each candidate asked, nothing else. Errors name candidates, never grades.

use super::grade::{Grade, Scale};
use crate::api::ids::CandidateId;
use crate::api::types::GradeAnswer;

/// Why a ballot cannot be cast.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BallotError {
    /// Seed: a lot counts when all of it is graded.
    #[error("{} candidates have no answer", .missing.len())]
    Incomplete {
        /// Who has none.
        missing: Vec<CandidateId>,
    },
    /// Not on this ballot.
    #[error("candidate {0} is not on this ballot")]
    Foreign(CandidateId),
    /// Two answers for one candidate.
    #[error("candidate {0} has two answers")]
    Twice(CandidateId),
    /// Not a grade of this scale.
    #[error("the answer for candidate {0} is no grade of this scale")]
    UnknownGrade(CandidateId),
    /// "No opinion" where the primary does not allow it.
    #[error("candidate {0} needs a grade: this primary has no \"no opinion\"")]
    NoOpinion(CandidateId),
}

/// Checks a ballot. Gives the answers in the order of `asked`; none is "no opinion".
pub fn check(
    asked: &[CandidateId],
    answers: &[GradeAnswer],
    scale: &Scale,
    no_opinion: bool,
) -> Result<Vec<Option<Grade>>, BallotError> {
    let mut grades: Vec<Option<Option<Grade>>> = vec![None; asked.len()];
    for answer in answers {
        let id = answer.candidate;
        let place = asked.iter().position(|candidate| *candidate == id).ok_or(BallotError::Foreign(id))?;
        let grade = match answer.grade {
            Some(value) => Some(scale.grade(value).ok_or(BallotError::UnknownGrade(id))?),
            None if no_opinion => None,
            None => return Err(BallotError::NoOpinion(id)),
        };
        if grades[place].replace(grade).is_some() {
            return Err(BallotError::Twice(id));
        }
    }
    let missing = |(id, grade): (&CandidateId, &Option<_>)| grade.is_none().then_some(*id);
    let missing: Vec<CandidateId> = asked.iter().zip(&grades).filter_map(missing).collect();
    if !missing.is_empty() {
        return Err(BallotError::Incomplete { missing });
    }
    Ok(grades.into_iter().map(Option::flatten).collect())
}
