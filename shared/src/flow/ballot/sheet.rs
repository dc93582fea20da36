//! The ballot paper: who is on it, and the answers so far. Nothing is pre-selected.

use super::Wanted;
use crate::api::types::{CandidateSummary, LotStatus, PrimaryView, ReceiptView};
use crate::core::{Ctx, Draft, Paper};
use crate::text::{Msg, key};
use crate::view::{BallotRow, BallotView, Choice, Intent, Place};
use jiff::Timestamp;

/// A paper that the platform gave out.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    pub paper: Paper,
    pub candidates: Vec<&'a CandidateSummary>,
    pub status: LotStatus,
    pub receipt: Option<ReceiptView>,
    /// The voter's how-many-th lot; none in the final.
    pub draw: Option<u32>,
    /// When it goes back; none if it does not.
    pub expires_at: Option<Timestamp>,
}

impl<'a> Sheet<'a> {
    /// The one wanted, if it is here.
    pub fn of(wanted: Wanted, ctx: &'a Ctx) -> Option<Self> {
        if wanted == Wanted::Final {
            let view = ctx.known.final_vote.as_ref()?;
            return Some(Self {
                paper: Paper::Final,
                candidates: view.candidates.iter().collect(),
                status: LotStatus::Open,
                receipt: view.receipt.clone(),
                draw: None,
                expires_at: None,
            });
        }
        let lot = ctx.known.lot.as_ref().filter(|lot| match wanted {
            Wanted::ThisLot(id) => lot.id == id,
            _ => true,
        })?;
        Some(Self {
            paper: Paper::Lot(lot.id),
            candidates: lot.candidates.iter().map(|it| &it.candidate).collect(),
            status: lot.status,
            receipt: lot.receipt.clone(),
            draw: Some(lot.draw),
            expires_at: (lot.status == LotStatus::Open).then_some(lot.expires_at),
        })
    }

    /// As it is shown, with the answers of a draft.
    pub fn view(&self, draft: Option<&Draft>, primary: &PrimaryView, read_only: bool) -> BallotView {
        let row = |candidate: &&CandidateSummary| BallotRow {
            candidate: candidate.id,
            name: Msg::words(&candidate.name),
            about: candidate.slogan.as_ref().map(Msg::words),
            choices: choices(candidate, draft, primary),
            open: Intent::Open(Place::Candidate(candidate.id)),
        };
        BallotView {
            rows: self.candidates.iter().map(row).collect(),
            graded: draft.map_or(0, |draft| draft.answers.len()),
            read_only,
        }
    }
}

fn choices(candidate: &CandidateSummary, draft: Option<&Draft>, primary: &PrimaryView) -> Vec<Choice> {
    let answer = draft.and_then(|draft| draft.answer(candidate.id));
    let rev = draft.map_or(0, |draft| draft.rev);
    let choice = |grade: Option<u8>, letter: &str, label: Msg| Choice {
        intent: Intent::Grade { candidate: candidate.id, grade, rev },
        letter: letter.to_owned(),
        label,
        grade,
        chosen: answer == Some(grade),
    };
    let mut all: Vec<_> =
        primary.scale.iter().map(|it| choice(Some(it.value), &it.letter, it.name.clone().into())).collect();
    if primary.rules.no_opinion {
        all.push(choice(None, "–", key::BALLOT_NO_OPINION.into()));
    }
    all
}
