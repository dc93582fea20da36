//! What a platform answers to whoever runs the primary, canned.

use super::{announced, fixtures, problem};
use crate::api::ids::{AnnouncementId, CandidateId, FlagId, ModerationId, ProposalId};
use crate::api::types::*;
use crate::api::{ApiError, OrganiseCall, OrganiseReply};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// The desk of somebody with a role.
pub struct Desk {
    /// Their roles; none: everything is refused.
    pub roles: Vec<Role>,
    /// They have a second factor.
    pub enrolled: bool,
    /// Until when it need not be shown again.
    pub proven_until: Option<Timestamp>,
    /// Nothing waits anywhere.
    pub empty: bool,
    /// Every write is refused so, once the second factor was shown.
    pub refuses: Option<ApiError>,
    /// Proposals that were decided here.
    decided: BTreeMap<ProposalId, ProposalState>,
    /// Announcements that were held, or let go, here.
    ordered: BTreeMap<AnnouncementId, AnnouncementState>,
}

impl Desk {
    /// Somebody without a role.
    pub fn of_nobody() -> Self {
        let (roles, decided, ordered) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        Self { roles, enrolled: true, proven_until: None, empty: false, refuses: None, decided, ordered }
    }

    /// Answers a call.
    pub(super) fn answer(&mut self, call: &OrganiseCall, now: Timestamp) -> Result<OrganiseReply, ApiError> {
        if self.roles.is_empty() && call.key().is_none_or(|_| !matches!(call, OrganiseCall::Appeal(..))) {
            return Err(problem(ProblemCode::Forbidden, "Action non permise"));
        }
        let free = matches!(call, OrganiseCall::Enrol(_) | OrganiseCall::Prove(..) | OrganiseCall::Appeal(..));
        if call.key().is_some() && !free {
            if self.proven_until.is_none_or(|until| until <= now) {
                return Err(problem(ProblemCode::SecondFactor, "Donnez d’abord un code de vérification."));
            }
            if let Some(error) = &self.refuses {
                return Err(error.clone());
            }
        }
        Ok(match call {
            OrganiseCall::Me => OrganiseReply::Staff(self.staff()),
            OrganiseCall::Enrol(_) => OrganiseReply::Factor(FactorView {
                secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".into(),
                uri: "otpauth://totp/LaPrimaire:camille?secret=GEZDGNBVGY3TQOJQ".into(),
            }),
            OrganiseCall::Prove(_, proof) if proof.code == "000000" => {
                return Err(problem(ProblemCode::WrongCode, "Ce code n’est pas le bon."));
            }
            OrganiseCall::Prove(..) => {
                (self.enrolled, self.proven_until) = (true, Some(now + SignedDuration::from_mins(10)));
                OrganiseReply::Staff(self.staff())
            }
            OrganiseCall::Status => OrganiseReply::Status(Box::new(self.status(now))),
            OrganiseCall::ChangePhase(_, kind, request) => {
                let phases = fixtures::primary(now).phases;
                let phase = phases.into_iter().find(|it| it.kind == *kind).ok_or(ApiError::Garbled)?;
                OrganiseReply::Phase(PhaseView { from: request.from, to: request.to, ..phase })
            }
            OrganiseCall::Proposals(_) if self.empty => OrganiseReply::Proposals(page(vec![])),
            OrganiseCall::Proposals(_) => {
                OrganiseReply::Proposals(page((1..=6).rev().map(|n| self.proposal(ProposalId(n), now)).collect()))
            }
            OrganiseCall::Proposal(ProposalId(n)) if !(1..=6).contains(n) => {
                return Err(problem(ProblemCode::NotFound, "Cette proposition n’existe pas."));
            }
            OrganiseCall::Proposal(id) => OrganiseReply::Proposal(Box::new(self.proposal(*id, now))),
            OrganiseCall::Propose(_, decision) => {
                let own = ProposalView { decision: decision.clone(), ..self.proposal(ProposalId(2), now) };
                OrganiseReply::Proposal(Box::new(own))
            }
            OrganiseCall::Approve(_, id) => self.decide(*id, ProposalState::Approved, now),
            OrganiseCall::Withdraw(_, id) => self.decide(*id, ProposalState::Withdrawn, now),
            OrganiseCall::Announcements(_) if self.empty => OrganiseReply::Announcements(page(vec![])),
            OrganiseCall::Announcements(_) => OrganiseReply::Announcements(page(announced::all(now))),
            OrganiseCall::Announcement(AnnouncementId(n)) if !(1..=5).contains(n) => {
                return Err(problem(ProblemCode::NotFound, "Cette annonce n’existe pas."));
            }
            OrganiseCall::Announcement(id) => self.announcement(*id, now),
            OrganiseCall::OrderAnnouncement(_, id, request) => {
                let state = match request.order {
                    AnnouncementOrder::Pause => AnnouncementState::Paused,
                    AnnouncementOrder::Resume => AnnouncementState::Sending,
                    AnnouncementOrder::Cancel => AnnouncementState::Cancelled,
                };
                self.ordered.insert(*id, state);
                self.announcement(*id, now)
            }
            OrganiseCall::Recipients(to) => OrganiseReply::Recipients(announced::recipients(*to)),
            OrganiseCall::Try(..) => OrganiseReply::Tried(TrialView { id: AnnouncementId(4_000_000_001), email: true }),
            OrganiseCall::Drafts if self.empty => OrganiseReply::Drafts(vec![]),
            OrganiseCall::Drafts => OrganiseReply::Drafts(announced::drafts(now)),
            OrganiseCall::DropDraft(..) => OrganiseReply::Done,
            OrganiseCall::Audit(_) if self.empty => {
                OrganiseReply::Audit(AuditView { items: vec![], next: None, head: self.staff().head })
            }
            OrganiseCall::Audit(_) => OrganiseReply::Audit(log(now)),
            OrganiseCall::Queue(_) if self.empty => OrganiseReply::Queue(page(vec![])),
            OrganiseCall::Queue(_) => {
                OrganiseReply::Queue(page((1..=4).map(|n| moderated(ModerationId(n), now)).collect()))
            }
            OrganiseCall::Moderated(id) => OrganiseReply::Moderated(Box::new(moderated(*id, now))),
            OrganiseCall::JudgedPhoto(id) => OrganiseReply::JudgedPhoto(*id, super::answers::PIXEL.into()),
            OrganiseCall::Judge(_, id, verdict) => {
                let state = if verdict.accept { ModerationState::Accepted } else { ModerationState::Rejected };
                let (because, note) = (verdict.because, verdict.note.clone());
                OrganiseReply::Moderated(Box::new(ModerationView { state, because, note, ..moderated(*id, now) }))
            }
            OrganiseCall::Appeal(..) => OrganiseReply::Done,
            OrganiseCall::ModerationCounts => OrganiseReply::ModerationCounts(ModerationCountsView::default()),
            OrganiseCall::Flags(_) if self.empty => OrganiseReply::Flags(page(vec![])),
            OrganiseCall::Flags(_) => OrganiseReply::Flags(page((1..=3).map(|n| flag(FlagId(n), now)).collect())),
            OrganiseCall::Flag(id) => OrganiseReply::Flag(flag(*id, now)),
            OrganiseCall::DecideFlag(_, id, request) => {
                OrganiseReply::Flag(FlagView { state: request.state, decided_by: Some(1), ..flag(*id, now) })
            }
        })
    }

    fn announcement(&self, id: AnnouncementId, now: Timestamp) -> OrganiseReply {
        let ordered = self.ordered.get(&id).copied();
        OrganiseReply::Announcement(Box::new(announced::one(id, ordered, now)))
    }

    fn staff(&self) -> StaffView {
        let (roles, enrolled, proven_until) = (self.roles.clone(), self.enrolled, self.proven_until);
        let seq = if self.empty { 0 } else { 3 };
        StaffView { number: 1, roles, enrolled, proven_until, head: AuditHead { seq, hash: "5f2c".repeat(16) } }
    }

    fn status(&self, now: Timestamp) -> StatusView {
        let mut phases: Vec<_> =
            fixtures::primary(now).phases.into_iter().map(|phase| PhaseNeedsView { phase, needs: vec![] }).collect();
        let until = Some(now + SignedDuration::from_hours(100));
        for it in phases.iter_mut().filter(|it| it.phase.status == PhaseStatus::Upcoming) {
            it.needs = match it.phase.kind {
                PhaseKind::Preselection => vec![
                    Need::Unconfirmed { count: 2, until },
                    Need::Preselection { confirmed: 9, above: 5, held: true },
                ],
                PhaseKind::FinalVote => vec![Need::Finalists { count: 0 }],
                _ => vec![],
            };
        }
        let awaited = |(n, told): (u32, bool)| AwaitedView {
            id: CandidateId(n),
            name: fixtures::candidate(n).name,
            state: CandidateState::Qualified,
            confirm_by: now + SignedDuration::from_hours(100),
            told,
        };
        let awaited = if self.empty { vec![] } else { [(3, true), (6, false)].map(awaited).into() };
        let proposals = if self.empty { 0 } else { 2 };
        StatusView { now, phases, awaited, proposals, head: self.staff().head }
    }

    fn proposal(&self, id: ProposalId, now: Timestamp) -> ProposalView {
        let reason = "A présenté l’identité d’une autre personne.\nVoir le signalement du 12 mai.".to_owned();
        let both = |fr: &str, en: &str| Localized { fr: fr.into(), en: en.into() };
        let decision = match id.0 {
            2 => Decision::Publish { list: ListKind::Confirmed },
            3 => Decision::Reinstate {
                candidate: CandidateId(5), reason: "La pièce d’identité a été fournie.".into()
            },
            4 => Decision::Announce {
                title: both("Table ronde lundi", "Round table on Monday"),
                body: both("À 20 h, salle des fêtes.", "At 8 p.m., in the village hall."),
                audience: Audience::LotWaiting,
                urgent: true,
                send_at: Some(now + SignedDuration::from_hours(30)),
                sender: Some("Ada, pour l’équipe".into()),
            },
            5 => Decision::Open { reason: "Tout le monde a répondu.".into() },
            6 => Decision::Proclaim { round: Round::Preselection },
            _ => Decision::Disqualify { candidate: CandidateId(2), reason },
        };
        let old = id.0 == 5;
        let proposed_at = now - SignedDuration::from_hours(if old { 90 } else { 20 });
        let state = self.decided.get(&id).copied().unwrap_or(match id.0 {
            3 => ProposalState::Withdrawn,
            _ => ProposalState::Open,
        });
        let decided = state != ProposalState::Open;
        ProposalView {
            id,
            decision,
            state,
            proposed_by: if id.0 == 2 { 1 } else { 2 },
            proposed_at,
            expires_at: proposed_at + SignedDuration::from_hours(72),
            decided_by: decided.then_some(1),
            decided_at: decided.then_some(now),
            own: id.0 == 2,
        }
    }

    fn decide(&mut self, id: ProposalId, state: ProposalState, now: Timestamp) -> OrganiseReply {
        self.decided.insert(id, state);
        OrganiseReply::Proposal(Box::new(self.proposal(id, now)))
    }
}

fn page<T>(items: Vec<T>) -> Page<T> {
    Page { items, next: None, total: None }
}

fn moderated(id: ModerationId, now: Timestamp) -> ModerationView {
    let appealed = id.0 >= 3;
    let kind = match id.0 {
        2 => ModeratedKind::Photo,
        3 => ModeratedKind::Nomination,
        _ => ModeratedKind::Page,
    };
    ModerationView {
        id,
        kind,
        candidate: CandidateId(id.0),
        name: fixtures::candidate(id.0).name,
        state: if appealed { ModerationState::Appealed } else { ModerationState::Waiting },
        at: now - SignedDuration::from_hours(30),
        body: (kind == ModeratedKind::Page).then(|| {
            "Pour une démocratie réellement participative\nTrois priorités : l’école, la santé, le climat.".into()
        }),
        because: appealed.then_some(ModerationReason::Identity),
        note: appealed.then(|| "Ce nom est celui d’une autre personne.".into()),
        // The fourth was decided by whoever sits at the desk.
        decided_by: appealed.then_some(if id.0 == 4 { 1 } else { 2 }),
        decided_at: appealed.then(|| now - SignedDuration::from_hours(10)),
        appeal: appealed.then(|| "C’est bien le nom de ma voisine,\net elle est d’accord.".into()),
        heard_by: None,
    }
}

fn flag(id: FlagId, now: Timestamp) -> FlagView {
    let (kind, about, count) = match id.0 {
        1 => (SignalKind::Disposable, "yopmail.example", 3),
        2 => (SignalKind::Burst, "4", 212),
        _ => (SignalKind::Network, "", 41),
    };
    let decided = id.0 == 3;
    FlagView {
        id,
        kind,
        about: about.into(),
        count,
        at: now - SignedDuration::from_hours(5),
        state: if decided { FlagState::Harmless } else { FlagState::Open },
        decided_by: decided.then_some(2),
    }
}

fn log(now: Timestamp) -> AuditView {
    let entry = |seq: u64, actor: &str, action: &str, subject: &str, data: &[(&str, &str)]| AuditEntry {
        seq,
        at: now - SignedDuration::from_hours(40 - i64::try_from(seq).unwrap_or(0)),
        actor: actor.into(),
        action: action.into(),
        subject: subject.into(),
        data: data.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        previous: "0".repeat(64),
        hash: "5f2c".repeat(16),
    };
    AuditView {
        items: vec![
            entry(1, "operator", "role_granted", "staff:1", &[("role", "organiser")]),
            entry(2, "organiser:2", "proposed", "proposal:1", &[("decision", "disqualify")]),
            entry(3, "platform", "expired", "proposal:1", &[]),
        ],
        next: None,
        head: AuditHead { seq: 3, hash: "5f2c".repeat(16) },
    }
}
