//! The draft of a ballot: taken up where it was left, and changed answer by answer.

use super::Vote;
use super::sheet::Sheet;
use crate::api::ids::CandidateId;
use crate::core::{Ctx, Draft, Paper};
use crate::text::{Msg, key};
use crate::view::Tone;

impl Vote {
    /// Takes up the draft of this paper, or begins one.
    pub(super) fn draft(&self, paper: Paper, size: usize, recast: bool, ctx: &mut Ctx) {
        let primary = ctx.known.primary.as_ref().map(|it| it.id.clone()).unwrap_or_default();
        match ctx.saved.draft_of(paper).filter(|it| it.primary == primary) {
            Some(draft) if draft.answers.is_empty() => {}
            Some(draft) => {
                let said = Msg::new(key::TOAST_DRAFT_RESTORED).with("done", draft.answers.len()).with("total", size);
                ctx.toast(Tone::Info, said);
            }
            None => {
                let rev = ctx.saved.next_rev();
                ctx.saved.drop_draft(paper);
                ctx.saved.drafts.push(Draft { primary, paper, size, answers: Vec::new(), rev, recast });
                ctx.save();
            }
        }
    }

    /// The draft on the screen, to change it.
    pub(super) fn draft_mut<'a>(&self, ctx: &'a mut Ctx) -> Option<&'a mut Draft> {
        ctx.saved.draft_mut(self.paper?)
    }

    /// Gives an answer. In a chat its button may stand far from what is in view: what takes another's place is said.
    pub(super) fn grade(&self, candidate: CandidateId, grade: Option<u8>, ctx: &mut Ctx) {
        let said = if ctx.channel.is_chat() { self.regraded(candidate, grade, ctx) } else { None };
        if let Some(draft) = self.draft_mut(ctx) {
            draft.set(candidate, grade);
            ctx.save();
        }
        if let Some(said) = said {
            ctx.toast(Tone::Info, said);
        }
    }

    /// What is said where this candidate has an answer already.
    fn regraded(&self, candidate: CandidateId, grade: Option<u8>, ctx: &Ctx) -> Option<Msg> {
        let before = ctx.saved.draft_of(self.paper?)?.answer(candidate)?;
        let sheet = Sheet::of(self.wanted, ctx)?;
        let name = sheet.candidates.iter().find(|it| it.id == candidate).map(|it| it.name.as_str())?;
        let word = |grade: Option<u8>| grade.map_or_else(|| key::BALLOT_NO_OPINION.into(), |it| ctx.known.grade(it));
        let said = |key| Msg::new(key).with("name", name).with("grade", word(grade));
        Some(match before == grade {
            true => said(key::BALLOT_SAME_GRADE),
            false => said(key::BALLOT_REGRADED).with("before", word(before)),
        })
    }
}
