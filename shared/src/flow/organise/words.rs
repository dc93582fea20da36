//! What organisers read, in words.

use crate::api::ids::CandidateId;
use crate::api::types::{
    Decision, FlagState, ListKind, ModeratedKind, ModerationReason, ModerationState, ProposalState, ProposalView, Role,
    Round, SignalKind,
};
use crate::core::Ctx;
use crate::text::{Key, Msg, key};

/// A candidate's name, or the number where it is not known.
pub(super) fn name(id: CandidateId, ctx: &Ctx) -> Msg {
    let row = ctx.known.page(id).map(|page| &page.summary).or_else(|| ctx.known.roll.get(id));
    row.map_or_else(|| Msg::new(key::ORGANISE_NUMBER).with("n", id.to_string().as_str()), |row| Msg::words(&row.name))
}

/// What is decided.
pub(super) fn decision(decision: &Decision, ctx: &Ctx) -> Msg {
    match decision {
        Decision::Disqualify { candidate, .. } => {
            Msg::new(key::DECISION_DISQUALIFY).with("name", name(*candidate, ctx))
        }
        Decision::Reinstate { candidate, .. } => Msg::new(key::DECISION_REINSTATE).with("name", name(*candidate, ctx)),
        Decision::Announce { title, .. } => Msg::new(key::DECISION_ANNOUNCE).with("title", Msg::from(title.clone())),
        Decision::Skip => key::DECISION_SKIP.into(),
        Decision::Open { .. } => key::DECISION_OPEN.into(),
        Decision::Ask => key::DECISION_ASK.into(),
        Decision::Publish { list } => Msg::new(key::DECISION_PUBLISH).with("list", self::list(*list)),
        Decision::Proclaim { round } => Msg::new(key::DECISION_PROCLAIM).with("round", self::round(*round)),
    }
}

/// What it does once it is approved.
pub(super) fn about(decision: &Decision) -> Key {
    match decision {
        Decision::Disqualify { .. } => key::DECISION_DISQUALIFY_ABOUT,
        Decision::Reinstate { .. } => key::DECISION_REINSTATE_ABOUT,
        Decision::Announce { .. } => key::DECISION_ANNOUNCE_ABOUT,
        Decision::Skip => key::DECISION_SKIP_ABOUT,
        Decision::Open { .. } => key::DECISION_OPEN_ABOUT,
        Decision::Ask => key::DECISION_ASK_ABOUT,
        Decision::Publish { .. } => key::DECISION_PUBLISH_ABOUT,
        Decision::Proclaim { .. } => key::DECISION_PROCLAIM_ABOUT,
    }
}

fn list(list: ListKind) -> Key {
    match list {
        ListKind::Provisional => key::CLI_LIST_PROVISIONAL,
        ListKind::Confirmed => key::CLI_LIST_CONFIRMED,
        ListKind::Finalists => key::CLI_LIST_FINALISTS,
    }
}

fn round(round: Round) -> Key {
    match round {
        Round::Preselection => key::RESULTS_PRESELECTION,
        Round::Final => key::RESULTS_FINAL,
    }
}

/// Where a proposal stands: nobody can approve it any more once its time is over.
pub(super) fn proposal(proposal: &ProposalView, ctx: &Ctx) -> Key {
    match proposal.state {
        ProposalState::Open if proposal.expires_at <= ctx.platform_now() => key::CLI_PROPOSAL_EXPIRED,
        ProposalState::Open => key::CLI_PROPOSAL_OPEN,
        ProposalState::Approved => key::CLI_PROPOSAL_APPROVED,
        ProposalState::Withdrawn => key::CLI_PROPOSAL_WITHDRAWN,
        ProposalState::Expired => key::CLI_PROPOSAL_EXPIRED,
    }
}

/// The number of somebody in the log.
pub(super) fn person(number: u32) -> Msg {
    Msg::new(key::ORGANISE_PERSON).with("n", number.to_string().as_str())
}

/// A role.
pub(super) fn role(role: Role) -> Key {
    match role {
        Role::Organiser => key::CLI_ROLE_ORGANISER,
        Role::Moderator => key::CLI_ROLE_MODERATOR,
        Role::Observer => key::CLI_ROLE_OBSERVER,
    }
}

/// What is looked at.
pub(in crate::flow) fn moderated(kind: ModeratedKind) -> Key {
    match kind {
        ModeratedKind::Page => key::CLI_MODERATED_PAGE,
        ModeratedKind::Photo => key::CLI_MODERATED_PHOTO,
        ModeratedKind::Nomination => key::CLI_MODERATED_NOMINATION,
    }
}

/// Where it stands.
pub(super) fn moderation(state: ModerationState) -> Key {
    match state {
        ModerationState::Waiting => key::CLI_MODERATION_WAITING,
        ModerationState::Accepted => key::CLI_MODERATION_ACCEPTED,
        ModerationState::Rejected => key::CLI_MODERATION_REJECTED,
        ModerationState::Appealed => key::CLI_MODERATION_APPEALED,
        ModerationState::Upheld => key::CLI_MODERATION_UPHELD,
        ModerationState::Superseded => key::CLI_MODERATION_SUPERSEDED,
    }
}

/// Why something is hidden.
pub(in crate::flow) fn because(reason: ModerationReason) -> Key {
    match reason {
        ModerationReason::Insult => key::CLI_BECAUSE_INSULT,
        ModerationReason::Hate => key::CLI_BECAUSE_HATE,
        ModerationReason::Identity => key::CLI_BECAUSE_IDENTITY,
        ModerationReason::PersonalData => key::CLI_BECAUSE_PERSONAL_DATA,
        ModerationReason::OffTopic => key::CLI_BECAUSE_OFF_TOPIC,
        ModerationReason::Illegal => key::CLI_BECAUSE_ILLEGAL,
    }
}

/// What may point to false accounts.
pub(super) fn signal(kind: SignalKind) -> Key {
    match kind {
        SignalKind::Network => key::CLI_SIGNAL_NETWORK,
        SignalKind::Disposable => key::CLI_SIGNAL_DISPOSABLE,
        SignalKind::Burst => key::CLI_SIGNAL_BURST,
    }
}

/// What was made of it.
pub(super) fn flag(state: FlagState) -> Key {
    match state {
        FlagState::Open => key::CLI_FLAG_OPEN,
        FlagState::Harmless => key::CLI_FLAG_HARMLESS,
        FlagState::Suspect => key::CLI_FLAG_SUSPECT,
    }
}
