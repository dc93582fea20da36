//! What the platform of a stage answers: canned, at once.

use super::Stage;
use super::fixtures;
use crate::api::ids::{LotId, SessionId, Tracker};
use crate::api::types::*;
use crate::api::{ApiError, Call, Reply};
use crate::booth::{BoothCall, BoothReply, Sealed, Spoiled};
use jiff::{SignedDuration, Timestamp};

impl Stage {
    pub(super) fn answer(&mut self, call: &Call) -> Result<Reply, ApiError> {
        let now = self.now;
        Ok(match call {
            Call::Primary => Reply::Primary(fixtures::primary(now)),
            Call::CalendarChanges => Reply::CalendarChanges(page(vec![CalendarChangeView {
                at: now - SignedDuration::from_hours(500),
                phase: PhaseKind::Preselection,
                before: "2016-10-24/2016-11-04".into(),
                after: "2016-10-26/2016-11-06".into(),
                reason: "Deux week-ends entiers pour voter".into(),
            }])),
            Call::Counts => Reply::Counts(fixtures::counts()),
            Call::RequestCode(..) => {
                Reply::CodeSent(CodeSentView { expires_in: 600, demo_code: Some("123456".into()) })
            }
            Call::SignIn(..) => Reply::SignedIn(self.account()),
            Call::SignOut(_) | Call::Revoke(..) | Call::Erase(_) => Reply::Done,
            Call::Account | Call::Preferences(..) => Reply::Account(self.account()),
            Call::Register(..) => {
                self.registered = true;
                Reply::Account(self.account())
            }
            Call::Sessions => Reply::Sessions(sessions(now)),
            Call::Links => Reply::Links(self.links.clone()),
            Call::OfferLink(_) => {
                self.links.push(fixtures::link(LinkStatus::Offered, now));
                Reply::LinkOffered(LinkOfferView {
                    link: fixtures::link(LinkStatus::Offered, now).id,
                    code: "q3Zt0mV8xW1yB5nK7rD2Lg".into(),
                    expires_in: 600,
                })
            }
            Call::ConfirmLink(_, id, _) => {
                let chat = self.links.iter_mut().find(|it| it.id == *id);
                chat.into_iter().for_each(|it| it.status = LinkStatus::Confirmed);
                Reply::Done
            }
            Call::CutLink(_, id) => {
                self.links.retain(|it| it.id != *id);
                Reply::Done
            }
            Call::ClaimLink(..) => Reply::LinkClaimed(600),
            Call::OpenLink(_) => match self.owner_says {
                LinkAnswer::Linked => Reply::SignedIn(self.account()),
                pending => Reply::LinkPending(pending),
            },
            Call::Inbox | Call::ReadAnnouncement(..) => {
                if let Call::ReadAnnouncement(_, id) = call {
                    self.read.push(*id);
                }
                Reply::Inbox(if self.announced { fixtures::inbox(&self.read, now) } else { fixtures::no_inbox() })
            }
            Call::Notices => Reply::Notices(self.notices),
            Call::AskNotices(_, notices) => {
                self.notices = *notices;
                Reply::Notices(self.notices)
            }
            Call::WriteToSupporters(_, told) => Reply::Announced(Box::new(fixtures::to_supporters(told, now))),
            Call::Export => Reply::Export(b"{}".to_vec()),
            Call::Candidates(query) => Reply::Candidates(self.candidates(query)),
            Call::Candidate(id) => Reply::Candidate(Box::new(fixtures::candidate_page(id.0, now))),
            Call::Photo(_) => Reply::Photo(PIXEL.into()),
            Call::Supports => Reply::Supports(fixtures::supports(&self.supports)),
            Call::Support(_, id, request) => {
                if self.supports.len() >= 5 && request.replaces.is_none() {
                    return Err(self.limit());
                }
                self.supports.retain(|it| Some(*it) != request.replaces.map(|it| it.0));
                self.supports.push(id.0);
                Reply::Supports(fixtures::supports(&self.supports))
            }
            Call::WithdrawSupport(_, id) | Call::WithdrawNomination(_, id) => {
                self.supports.retain(|it| *it != id.0);
                Reply::Supports(fixtures::supports(&self.supports))
            }
            Call::Nominate(..) => Reply::Supports(fixtures::supports(&self.supports)),
            Call::Candidacy
            | Call::Declare(..)
            | Call::PutPhoto(..)
            | Call::WithdrawCandidacy(_)
            | Call::Confirm(..)
            | Call::AnswerDisqualification(..) => self.candidacy(call)?,
            Call::DrawLot(_) => {
                if self.open_lot.as_ref().is_none_or(|lot| lot.expires_at <= now) {
                    self.lots += 1;
                    self.open_lot = Some(fixtures::lot(self.lots, now));
                }
                Reply::Lot(self.open_lot.clone().unwrap_or_else(|| fixtures::lot(self.lots, now)))
            }
            Call::Lot(id) => match self.open_lot.clone().filter(|lot| lot.id == *id) {
                Some(lot) if lot.expires_at <= now => Reply::Lot(LotView { status: LotStatus::Expired, ..lot }),
                Some(lot) => Reply::Lot(lot),
                None => Reply::Lot(LotView {
                    status: LotStatus::Cast,
                    receipt: Some(fixtures::receipt(Some(*id), now, ReceiptStatus::Recorded)),
                    ..fixtures::lot(id.0, now)
                }),
            },
            Call::Lots(_) => Reply::Lots(page(vec![fixtures::lot(1, now)])),
            Call::Final => {
                let candidates = [3, 1, 5, 2, 4].map(fixtures::candidate).into();
                Reply::Final(FinalView { candidates, sequence: 1, receipt: None })
            }
            Call::CastLot(_, lot, _) => {
                self.open_lot = None;
                Reply::Receipt(fixtures::receipt(Some(*lot), now, ReceiptStatus::Recorded))
            }
            Call::CastFinal(..) => Reply::Receipt(fixtures::receipt(None, now, ReceiptStatus::Recorded)),
            Call::Receipts(_) => Reply::Receipts(page(vec![
                fixtures::receipt(None, now, ReceiptStatus::Recorded),
                fixtures::receipt(Some(LotId(2)), now - SignedDuration::from_hours(30), ReceiptStatus::Counted),
                fixtures::receipt(Some(LotId(1)), now - SignedDuration::from_hours(40), ReceiptStatus::Replaced),
            ])),
            Call::Tracker(tracker) => {
                let (round, status) = (Round::Preselection, ReceiptStatus::Counted);
                let board = Box::new(fixtures::board_receipt());
                Reply::Tracker(TrackerView { tracker: tracker.clone(), round, status, board })
            }
            Call::Results(round) => Reply::Results(Box::new(fixtures::result(*round, now))),
            Call::Organise(call) => Reply::Organise(self.desk.answer(call, now)?),
            Call::Booth(call) => Reply::Booth(self.booth(call)?),
        })
    }

    fn booth(&mut self, call: &BoothCall) -> Result<BoothReply, ApiError> {
        let tracker = || Tracker("4D0V-N8ZX-RT1H-K6PA-52QE-J9WM".into());
        Ok(match call {
            BoothCall::Election(round) => BoothReply::Election(Box::new(fixtures::election(*round, self.local))),
            BoothCall::Seal(_, _, ballot) => {
                self.sealed = Some(ballot.clone());
                BoothReply::Sealed(Sealed { tracker: tracker() })
            }
            BoothCall::Spoil(_) => {
                let answers = self.sealed.take().ok_or(ApiError::NoSeal)?.answers;
                let document = b"{}".to_vec();
                BoothReply::Spoiled(Box::new(Spoiled { tracker: tracker(), answers, document }))
            }
            BoothCall::ShowKey(round) => BoothReply::Key(*round, Some(fixtures::key_code(*round))),
            BoothCall::EnterKey(round, _) | BoothCall::NewKey(round) => BoothReply::KeyKept(*round),
            BoothCall::Receipts => BoothReply::Receipts(Vec::new()),
        })
    }

    fn candidates(&self, query: &CandidateQuery) -> Page<CandidateSummary> {
        let from = query.cursor.as_ref().and_then(|it| it.parse().ok()).unwrap_or(0u32);
        let to = (from + query.limit.unwrap_or(50)).min(self.candidates);
        Page {
            items: (from..to).map(|n| fixtures::candidate(n + 1)).collect(),
            next: (to < self.candidates).then(|| to.to_string()),
            total: Some(u64::from(self.candidates)),
        }
    }

    fn candidacy(&mut self, call: &Call) -> Result<Reply, ApiError> {
        if matches!(call, Call::Declare(..)) {
            let candidate = fixtures::candidate_page(2, self.now);
            self.candidacy = Some(CandidacyView { candidate, confirm_by: None, moderation: Vec::new() });
        }
        match &self.candidacy {
            Some(mine) => Ok(Reply::Candidacy(Box::new(mine.clone()))),
            None => Err(problem(ProblemCode::NotFound, "Aucune candidature")),
        }
    }

    fn account(&self) -> AccountView {
        let (email, roles) = (self.email.clone(), self.desk.roles.clone());
        AccountView { email, roles, ..fixtures::account(self.registered) }
    }

    fn limit(&self) -> ApiError {
        let ApiError::Problem(mut it) = problem(ProblemCode::LimitReached, "Vous avez déjà cinq soutiens") else {
            return ApiError::Garbled;
        };
        it.current = self.supports.iter().map(|id| fixtures::candidate(*id)).collect();
        ApiError::Problem(it)
    }
}

/// A problem of the platform.
pub fn problem(code: ProblemCode, title: &str) -> ApiError {
    ApiError::Problem(Box::new(Problem {
        kind: "about:blank".into(),
        title: title.into(),
        status: 409,
        detail: None,
        code,
        deadline: None,
        phase: None,
        current: Vec::new(),
        field: None,
        rule: None,
        retry_after: None,
    }))
}

/// A PNG of one pixel.
pub(super) const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0,
    0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x68, 0, 0, 0, 0x82, 0, 0x81, 0x77,
    0xcd, 0x72, 0xb6, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

fn page<T>(items: Vec<T>) -> Page<T> {
    Page { items, next: None, total: None }
}

fn sessions(now: Timestamp) -> Vec<SessionView> {
    let session = |n: u128, device: &str, current| SessionView {
        channel: None,
        id: SessionId(uuid::Uuid::from_u128(n)),
        device: device.into(),
        created_at: now - SignedDuration::from_hours(100),
        seen_at: now,
        current,
    };
    vec![session(1, "Terminal, bureau", true), session(2, "Terminal, portable", false)]
}
