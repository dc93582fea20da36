//! The calls of whoever runs the primary, apart from those of every citizen.

use super::ids::{AnnouncementId, DraftId, FlagId, IdempotencyKey, ModerationId, ProposalId};
use super::types::*;
use serde::{Deserialize, Serialize};

/// A call of an organiser, a moderator or an observer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum OrganiseCall {
    /// `GET /v1/organise/me`
    Me,
    /// `POST /v1/organise/factor`
    Enrol(IdempotencyKey),
    /// `POST /v1/organise/proof`
    Prove(IdempotencyKey, ProofRequest),
    /// `GET /v1/organise/status`
    Status,
    /// `PATCH /v1/phases/{kind}`
    ChangePhase(IdempotencyKey, PhaseKind, ChangeCalendarRequest),
    /// `GET /v1/organise/proposals` (newest first)
    Proposals(Option<String>),
    /// `GET /v1/organise/proposals/{id}`
    Proposal(ProposalId),
    /// `POST /v1/organise/proposals`
    Propose(IdempotencyKey, Decision),
    /// `PUT /v1/organise/proposals/{id}/approval`
    Approve(IdempotencyKey, ProposalId),
    /// `DELETE /v1/organise/proposals/{id}`
    Withdraw(IdempotencyKey, ProposalId),
    /// `GET /v1/organise/announcements` (newest first)
    Announcements(Option<String>),
    /// `GET /v1/organise/announcements/{id}`
    Announcement(AnnouncementId),
    /// `PUT /v1/organise/announcements/{id}`
    OrderAnnouncement(IdempotencyKey, AnnouncementId, AnnouncementOrderRequest),
    /// `GET /v1/organise/recipients`
    Recipients(Audience),
    /// `POST /v1/organise/trials`
    Try(IdempotencyKey, TrialRequest),
    /// `GET /v1/organise/drafts`
    Drafts,
    /// `DELETE /v1/organise/drafts/{id}`
    DropDraft(IdempotencyKey, DraftId),
    /// `GET /v1/audit` (public, oldest first)
    Audit(Option<String>),
    /// `GET /v1/organise/moderation` (oldest first)
    Queue(Option<String>),
    /// `GET /v1/organise/moderation/{id}`
    Moderated(ModerationId),
    /// `GET /v1/organise/moderation/{id}/photo`
    JudgedPhoto(ModerationId),
    /// `PUT /v1/organise/moderation/{id}`
    Judge(IdempotencyKey, ModerationId, VerdictRequest),
    /// `PUT /v1/me/appeals/{id}`
    Appeal(IdempotencyKey, ModerationId, AppealRequest),
    /// `GET /v1/moderation` (public)
    ModerationCounts,
    /// `GET /v1/organise/flags` (newest first)
    Flags(Option<String>),
    /// `GET /v1/organise/flags/{id}`
    Flag(FlagId),
    /// `PUT /v1/organise/flags/{id}`
    DecideFlag(IdempotencyKey, FlagId, FlagRequest),
}

impl OrganiseCall {
    /// The key of a write; none for a read.
    pub fn key(&self) -> Option<IdempotencyKey> {
        match self {
            Self::Enrol(key)
            | Self::Prove(key, _)
            | Self::ChangePhase(key, ..)
            | Self::Propose(key, _)
            | Self::Approve(key, _)
            | Self::Withdraw(key, _)
            | Self::OrderAnnouncement(key, ..)
            | Self::Try(key, _)
            | Self::DropDraft(key, _)
            | Self::Judge(key, ..)
            | Self::Appeal(key, ..)
            | Self::DecideFlag(key, ..) => Some(*key),
            _ => None,
        }
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub enum OrganiseReply {
    /// Of `Me`, `Prove`.
    Staff(StaffView),
    /// Of `Enrol`.
    Factor(FactorView),
    /// Of `Status`.
    Status(Box<StatusView>),
    /// Of `ChangePhase`.
    Phase(PhaseView),
    /// Of `Proposals`.
    Proposals(Page<ProposalView>),
    /// Of `Proposal`, `Propose`, `Approve`, `Withdraw`.
    Proposal(Box<ProposalView>),
    /// Of `Announcements`.
    Announcements(Page<AnnouncementView>),
    /// Of `Announcement`, `OrderAnnouncement`.
    Announcement(Box<AnnouncementProgressView>),
    /// Of `Recipients`.
    Recipients(RecipientsView),
    /// Of `Try`.
    Tried(TrialView),
    /// Of `Drafts`.
    Drafts(Vec<DraftView>),
    /// Of `Audit`: to the letter, for its hashes cover every character. Clean it before anybody sees it.
    Audit(AuditView),
    /// Of `Queue`.
    Queue(Page<ModerationView>),
    /// Of `Moderated`, `Judge`.
    Moderated(Box<ModerationView>),
    /// Of `JudgedPhoto`: also one that is hidden, so it is no candidate's photo for anybody else.
    JudgedPhoto(ModerationId, std::sync::Arc<[u8]>),
    /// Of `ModerationCounts`.
    ModerationCounts(ModerationCountsView),
    /// Of `Flags`.
    Flags(Page<FlagView>),
    /// Of `Flag`, `DecideFlag`.
    Flag(FlagView),
    /// Of `Appeal`, `DropDraft`.
    Done,
}
