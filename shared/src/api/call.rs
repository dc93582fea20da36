//! Every call that a client makes, as data: the core asks for one, the driver carries it out.

use super::ids::{AnnouncementId, CandidateId, IdempotencyKey, LinkId, LotId, SessionId, Tracker};
use super::types::*;
use super::{OrganiseCall, OrganiseReply};
use crate::booth::{BoothCall, BoothFault, BoothReply, NotKeyCode};
use serde::{Deserialize, Serialize};

/// A call. Writes carry their key, so that one repeated after a cut connection is the same write.
/// Saved with drafts (see `core`), so that a cast survives the program: secrets never ride in a saved call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Call {
    /// `GET /v1/primary`
    Primary,
    /// `GET /v1/primary/changes`
    CalendarChanges,
    /// `GET /v1/counts`
    Counts,
    /// `POST /v1/auth/codes`
    RequestCode(IdempotencyKey, CodeRequest),
    /// `POST /v1/auth/sessions`
    SignIn(IdempotencyKey, SignInRequest),
    /// `DELETE /v1/auth/session`
    SignOut(IdempotencyKey),
    /// `GET /v1/me`
    Account,
    /// `PUT /v1/me/registration`
    Register(IdempotencyKey, RegistrationRequest),
    /// `PATCH /v1/me`
    Preferences(IdempotencyKey, PreferencesRequest),
    /// `GET /v1/me/sessions`
    Sessions,
    /// `DELETE /v1/me/sessions/{id}`
    Revoke(IdempotencyKey, SessionId),
    /// `GET /v1/me/links`
    Links,
    /// `POST /v1/me/links`
    OfferLink(IdempotencyKey),
    /// `PUT /v1/me/links/{id}/confirmation`
    ConfirmLink(IdempotencyKey, LinkId, LinkConfirmationRequest),
    /// `DELETE /v1/me/links/{id}`
    CutLink(IdempotencyKey, LinkId),
    /// `POST /v1/links/claims`; what it gives stays with the client
    ClaimLink(IdempotencyKey, LinkClaimRequest),
    /// `POST /v1/links/tokens`, for the last claim; the tokens stay with the client
    OpenLink(IdempotencyKey),
    /// `GET /v1/me/inbox`
    Inbox,
    /// `PUT /v1/me/inbox/{id}/read`
    ReadAnnouncement(IdempotencyKey, AnnouncementId),
    /// `GET /v1/me/notices`
    Notices,
    /// `PUT /v1/me/notices`
    AskNotices(IdempotencyKey, NoticesView),
    /// `GET /v1/me/export`
    Export,
    /// `DELETE /v1/me`
    Erase(IdempotencyKey),
    /// `GET /v1/candidates`
    Candidates(CandidateQuery),
    /// `GET /v1/candidates/{id}`
    Candidate(CandidateId),
    /// `GET /v1/candidates/{id}/photo`
    Photo(CandidateId),
    /// `GET /v1/me/supports`
    Supports,
    /// `PUT /v1/me/supports/{candidate}`
    Support(IdempotencyKey, CandidateId, SupportRequest),
    /// `DELETE /v1/me/supports/{candidate}`
    WithdrawSupport(IdempotencyKey, CandidateId),
    /// `POST /v1/me/nominations`
    Nominate(IdempotencyKey, NominationRequest),
    /// `DELETE /v1/me/nominations/{candidate}`
    WithdrawNomination(IdempotencyKey, CandidateId),
    /// `GET /v1/me/candidacy`
    Candidacy,
    /// `PUT /v1/me/candidacy`
    Declare(IdempotencyKey, CandidacyRequest),
    /// `PUT /v1/me/candidacy/photo` (PNG or JPEG, at most 512 KiB)
    PutPhoto(IdempotencyKey, #[serde(with = "as_base64")] Vec<u8>),
    /// `DELETE /v1/me/candidacy`
    WithdrawCandidacy(IdempotencyKey),
    /// `PUT /v1/me/candidacy/confirmation`
    Confirm(IdempotencyKey, ConfirmationRequest),
    /// `PUT /v1/me/candidacy/reply`
    AnswerDisqualification(IdempotencyKey, ReplyRequest),
    /// `POST /v1/me/candidacy/announcements`
    WriteToSupporters(IdempotencyKey, SupportersRequest),
    /// `POST /v1/me/lots`
    DrawLot(IdempotencyKey),
    /// `GET /v1/me/lots` (newest first)
    Lots(Option<String>),
    /// `GET /v1/me/lots/{lot}`
    Lot(LotId),
    /// `PUT /v1/me/lots/{lot}/ballot`
    CastLot(IdempotencyKey, LotId, BallotRequest),
    /// `GET /v1/me/final`
    Final,
    /// `PUT /v1/me/final/ballot`
    CastFinal(IdempotencyKey, BallotRequest),
    /// `GET /v1/me/receipts` (newest first)
    Receipts(Option<String>),
    /// `GET /v1/receipts/{tracker}`
    Tracker(Tracker),
    /// `GET /v1/results/{round}`
    Results(Round),
    /// Of whoever runs the primary
    Organise(OrganiseCall),
    /// What happens on the voter's side of a vote
    Booth(BoothCall),
}

impl Call {
    /// The key of a write; none for a read.
    pub fn key(&self) -> Option<IdempotencyKey> {
        match self {
            Self::RequestCode(key, _)
            | Self::SignIn(key, _)
            | Self::SignOut(key)
            | Self::Register(key, _)
            | Self::Preferences(key, _)
            | Self::Revoke(key, _)
            | Self::OfferLink(key)
            | Self::ConfirmLink(key, ..)
            | Self::CutLink(key, _)
            | Self::ClaimLink(key, _)
            | Self::OpenLink(key)
            | Self::ReadAnnouncement(key, _)
            | Self::AskNotices(key, _)
            | Self::Erase(key)
            | Self::Support(key, ..)
            | Self::WithdrawSupport(key, _)
            | Self::Nominate(key, _)
            | Self::WithdrawNomination(key, _)
            | Self::Declare(key, _)
            | Self::PutPhoto(key, _)
            | Self::WithdrawCandidacy(key)
            | Self::Confirm(key, _)
            | Self::AnswerDisqualification(key, _)
            | Self::WriteToSupporters(key, _)
            | Self::DrawLot(key)
            | Self::CastLot(key, ..)
            | Self::CastFinal(key, _) => Some(*key),
            Self::Organise(call) => call.key(),
            Self::Booth(call) => call.key(),
            _ => None,
        }
    }
}

/// Bytes as one short text: a list of numbers is nearly four times as long.
mod as_base64 {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(reader: D) -> Result<Vec<u8>, D::Error> {
        STANDARD.decode(String::deserialize(reader)?).map_err(D::Error::custom)
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// Of `Primary`.
    Primary(PrimaryView),
    /// Of `CalendarChanges`.
    CalendarChanges(Page<CalendarChangeView>),
    /// Of `Counts`.
    Counts(CountsView),
    /// Of `RequestCode`.
    CodeSent(CodeSentView),
    /// Of `SignIn`, and of `OpenLink` once it is confirmed. The tokens stay with the client; the core never sees them.
    SignedIn(AccountView),
    /// Of `Account`, `Register`, `Preferences`.
    Account(AccountView),
    /// Of `Sessions`.
    Sessions(Vec<SessionView>),
    /// Of `Links`.
    Links(Vec<LinkView>),
    /// Of `OfferLink`.
    LinkOffered(LinkOfferView),
    /// Of `ClaimLink`: the owner has so many seconds to confirm. The secret stays with the client.
    LinkClaimed(u32),
    /// Of `OpenLink`, while there is nothing to open.
    LinkPending(LinkAnswer),
    /// Of `Inbox`, `ReadAnnouncement`.
    Inbox(InboxView),
    /// Of `Notices`, `AskNotices`.
    Notices(NoticesView),
    /// Of `WriteToSupporters`.
    Announced(Box<AnnouncementView>),
    /// Of `Export`: a JSON document.
    Export(Vec<u8>),
    /// Of `Candidates`.
    Candidates(Page<CandidateSummary>),
    /// Of `Candidate`.
    Candidate(Box<CandidateView>),
    /// Of `Photo`.
    Photo(std::sync::Arc<[u8]>),
    /// Of `Supports`, `Support`, `WithdrawSupport`, `Nominate`, `WithdrawNomination`: all of mine, as they are now.
    Supports(SupportsView),
    /// Of `Candidacy`, `Declare`, `WithdrawCandidacy`, `Confirm`, `PutPhoto`, `AnswerDisqualification`.
    Candidacy(Box<CandidacyView>),
    /// Of `DrawLot`, `Lot`.
    Lot(LotView),
    /// Of `Lots`.
    Lots(Page<LotView>),
    /// Of `Final`.
    Final(FinalView),
    /// Of `CastLot`, `CastFinal`.
    Receipt(ReceiptView),
    /// Of `Receipts`.
    Receipts(Page<ReceiptView>),
    /// Of `Tracker`.
    Tracker(TrackerView),
    /// Of `Results`.
    Results(Box<ResultView>),
    /// Of `Organise`.
    Organise(OrganiseReply),
    /// Of `Booth`.
    Booth(BoothReply),
    /// Of `SignOut`, `Revoke`, `Erase`, `ConfirmLink`, `CutLink`.
    Done,
}

/// Why a call came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ApiError {
    /// The platform said no, and why.
    #[error("{} ({:?})", .0.title, .0.code)]
    Problem(Box<Problem>),
    /// No answer: not connected, cut, too slow. The write may have happened: repeat it with its key.
    #[error("the platform cannot be reached")]
    Unreachable,
    /// An answer that is no answer of this API.
    #[error("the platform answered in a way this program does not understand")]
    Garbled,
    /// What the platform shows of a vote does not hold: an honest one never does this.
    #[error("{0}")]
    Alarm(BoothFault),
    /// The voter's keys cannot be read or kept here: nothing was sent.
    #[error("the voter's keys cannot be kept here")]
    NotKept,
    /// These candidates of the ballot have no answer, or one that is none.
    #[error("every candidate of the ballot needs one of the answers")]
    Incomplete(Vec<CandidateId>),
    /// The ballot that was sealed is not here any more, or was opened: nothing was cast.
    #[error("the sealed ballot is not here any more")]
    NoSeal,
    /// The code is none of a voting key of this round.
    #[error("{0}")]
    KeyCode(NotKeyCode),
}
