//! The screens of whoever runs the primary.

use super::{Stage, problem};
use crate::api::ApiError;
use crate::api::ids::{AnnouncementId, CandidateId, DraftId, FlagId, ModerationId, ProposalId};
use crate::api::types::{Lang, PhaseKind, ProblemCode, Role};
use crate::core::Channel;
use crate::view::{Intent, Place};
use jiff::SignedDuration;

/// Adds them.
pub(super) fn add(lang: Lang, add: &mut impl FnMut(&'static str, &Stage)) {
    standing(lang, add);
    deciding(lang, add);
    moving(lang, add);
    judging(lang, add);
    announcing(lang, add);
    chats(lang, add);
}

fn with(lang: Lang, role: Option<Role>, channel: Channel, enrolled: bool) -> Stage {
    let mut stage = Stage::during(PhaseKind::Preparation);
    stage.channel = channel;
    stage.desk.roles = role.into_iter().collect();
    stage.desk.enrolled = enrolled;
    stage.start(lang, true, true)
}

fn organiser(lang: Lang) -> Stage {
    with(lang, Some(Role::Organiser), Channel::Terminal, true)
}

/// Where the primary stands, and the second factor.
fn standing(lang: Lang, add: &mut impl FnMut(&'static str, &Stage)) {
    let mut stage = organiser(lang);
    add("home-organiser", &stage);
    add("organise", stage.open(Place::Organise));
    add("factor", stage.open(Place::Factor));
    add("factor-wrong", stage.submit("000 000"));
    add("factor-no-code", stage.submit("bonjour"));
    add("organise-proven", stage.submit("123456"));
    add("factor-proven", stage.open(Place::Factor));
    stage.failing = Some(ApiError::Unreachable);
    add("organise-offline", stage.open(Place::Home).open(Place::Organise));
    let mut broken = organiser(lang);
    broken.failing = Some(problem(ProblemCode::Invalid, "La plateforme ne comprend pas."));
    add("organise-error", broken.open(Place::Organise));
    let mut slow = organiser(lang);
    slow.silent = true;
    add("organise-loading", slow.open(Place::Organise));
    add("organise-observer", with(lang, Some(Role::Observer), Channel::Terminal, true).open(Place::Organise));
    add("organise-closed", with(lang, None, Channel::Terminal, true).open(Place::Organise));
    add("organise-signed-out", Stage::during(PhaseKind::Preparation).start(lang, true, false).open(Place::Organise));
    let mut bare = with(lang, Some(Role::Organiser), Channel::Terminal, false);
    add("organise-no-factor", bare.open(Place::Organise));
    add("factor-none", bare.open(Place::Factor));
    add("factor-seed", bare.choose(Intent::Enrol));
    let mut quiet = with(lang, Some(Role::Organiser), Channel::Terminal, true);
    quiet.desk.empty = true;
    add("organise-empty", quiet.open(Place::Organise));
}

/// What two decide.
fn deciding(lang: Lang, add: &mut impl FnMut(&'static str, &Stage)) {
    let mut stage = organiser(lang);
    add("proposals", stage.open(Place::Proposals));
    let id = ProposalId(1);
    add("proposal", stage.open(Place::Proposal(id)));
    add("proposal-sure", stage.choose(Intent::Approve(id)));
    add("proposal-code", stage.choose(Intent::Approve(id)));
    add("proposal-no-code", stage.choose(Intent::Back));
    stage.choose(Intent::Approve(id)).choose(Intent::Approve(id));
    add("proposal-approved", stage.submit("123456"));
    add("proposal-own", stage.open(Place::Proposal(ProposalId(2))));
    add("proposal-withdrawn", stage.choose(Intent::TurnDown(ProposalId(2))));
    add("proposal-announce", stage.open(Place::Proposal(ProposalId(4))));
    add("proposal-preview", stage.choose(Intent::Preview));
    add("proposal-preview-telegram", stage.choose(Intent::Choose(1)).choose(Intent::Choose(4)));
    stage.choose(Intent::Cancel);
    add("proposal-late", stage.open(Place::Proposal(ProposalId(5))));
    add("proposal-unknown", stage.open(Place::Proposal(ProposalId(99))));
    let mut refused = organiser(lang);
    refused.desk.refuses = Some(problem(ProblemCode::NotYet, "Des réponses sont encore attendues."));
    refused.open(Place::Proposal(ProposalId(6))).choose(Intent::Approve(ProposalId(6)));
    add("proposal-refused", refused.choose(Intent::Approve(ProposalId(6))).submit("123456"));
    let mut observer = with(lang, Some(Role::Observer), Channel::Terminal, true);
    add("proposal-observer", observer.open(Place::Proposal(id)));
    add("propose-observer", observer.open(Place::Propose));
    observer.desk.empty = true;
    add("proposals-none", observer.open(Place::Proposals));

    let mut propose = organiser(lang);
    add("propose", propose.open(Place::Propose));
    add("propose-open", propose.choose(Intent::Choose(3)));
    add("propose-no-reason", propose.submit(" "));
    add("propose-check", propose.submit("Tout le monde a répondu."));
    propose.choose(Intent::Understood);
    add("proposed", propose.submit("123456"));
    add("candidate-organiser", propose.open(Place::Home).open(Place::Candidate(CandidateId(2))));
    add("accuse", propose.open(Place::Accuse(CandidateId(2))));
    add("accuse-check", propose.submit("A présenté l’identité d’une autre personne.\nVoir le signalement."));
    let mut moderator = with(lang, Some(Role::Moderator), Channel::Terminal, true);
    add("accuse-moderator", moderator.open(Place::Accuse(CandidateId(2))));
}

/// The calendar.
fn moving(lang: Lang, add: &mut impl FnMut(&'static str, &Stage)) {
    let mut stage = organiser(lang);
    add("dates", stage.open(Place::Dates));
    add("move-from", stage.open(Place::Move(PhaseKind::Preselection)));
    add("move-no-day", stage.submit("demain"));
    add("move-to", stage.submit("27/10/2016"));
    add("move-reason", stage.submit(""));
    add("move-check", stage.submit("Deux week-ends entiers pour voter."));
    stage.choose(Intent::Understood);
    stage.desk.refuses = Some(problem(ProblemCode::Frozen, "Il faut l’annoncer quinze jours avant."));
    add("move-refused", stage.submit("123456"));
    stage.desk.refuses = None;
    add("moved", stage.choose(Intent::Understood));
    add("move-too-late", stage.open(Place::Move(PhaseKind::Identification)));
    add("dates-observer", with(lang, Some(Role::Observer), Channel::Terminal, true).open(Place::Dates));
}

/// Moderation, signals, the log.
fn judging(lang: Lang, add: &mut impl FnMut(&'static str, &Stage)) {
    let mut stage = with(lang, Some(Role::Moderator), Channel::Terminal, true);
    stage.open(Place::Organise);
    add("queue", stage.open(Place::Queue));
    add("moderated", stage.open(Place::Moderated(ModerationId(1))));
    add("moderated-why", stage.choose(Intent::Hide(ModerationId(1))));
    add("moderated-note", stage.choose(Intent::Choose(3)));
    stage.submit("Un numéro de téléphone privé.");
    add("moderated-done", stage.submit("123456"));
    add("moderated-photo", stage.open(Place::Moderated(ModerationId(2))));
    add("moderated-appeal", stage.open(Place::Moderated(ModerationId(3))));
    add("moderated-uphold", stage.choose(Intent::Hide(ModerationId(3))));
    add("moderated-own", stage.open(Place::Moderated(ModerationId(4))));
    add("flags", stage.open(Place::Flags));
    add("flag", stage.open(Place::Flag(FlagId(1))));
    add("flagged", stage.choose(Intent::Suspect(FlagId(1))));
    add("flag-burst", stage.open(Place::Flag(FlagId(2))));
    add("audit", stage.open(Place::Audit));
    let mut observer = with(lang, Some(Role::Observer), Channel::Terminal, true);
    add("moderated-observer", observer.open(Place::Moderated(ModerationId(1))));
    add("flag-observer", observer.open(Place::Flag(FlagId(3))));
    observer.desk.empty = true;
    add("queue-none", observer.open(Place::Queue));
    add("flags-none", observer.open(Place::Flags));
    add("audit-none", observer.open(Place::Audit));
}

/// Announcements, from the calendar's suggestion to the last one that gets it.
fn announcing(lang: Lang, add: &mut impl FnMut(&'static str, &Stage)) {
    let mut stage = organiser(lang);
    stage.open(Place::Organise);
    add("announcements", stage.open(Place::Announcements));
    add("draft", stage.open(Place::Draft(DraftId(2))));
    add("draft-preview", stage.choose(Intent::Preview));
    add("draft-edit", stage.choose(Intent::Cancel).choose(Intent::Edit));
    stage.choose(Intent::Cancel).choose(Intent::DropDraft(DraftId(2)));
    add("draft-gone", stage.submit("123456"));

    let mut writing = organiser(lang);
    writing.desk.proven_until = Some(writing.now + SignedDuration::from_hours(1));
    add("compose", writing.open(Place::Compose));
    add("compose-empty", writing.submit("  "));
    add("compose-body", writing.submit("Table ronde lundi"));
    writing.submit("À 20 h, salle des fêtes.\nEt en ligne : https://example.org").submit("Round table on Monday");
    add("compose-check", writing.submit("At 8 p.m., in the village hall.\nAnd online: https://example.org"));
    writing.choose(Intent::Edit).choose(Intent::Choose(4));
    add("compose-when", writing.submit("demain"));
    add("compose-past", writing.submit("01/01/2016 9:00"));
    writing.submit("20/10/2016 9:00").choose(Intent::Edit).choose(Intent::Choose(5));
    add("compose-sender", &writing);
    writing.submit("Ada, pour l’équipe").choose(Intent::Edit).choose(Intent::Choose(6)).choose(Intent::Choose(7));
    add("compose-edit", &writing);
    add("compose-whole", writing.choose(Intent::Cancel));
    add("compose-preview-inbox", writing.choose(Intent::Preview));
    add("compose-preview-telegram", writing.choose(Intent::Choose(1)));
    add("compose-preview-matrix", writing.choose(Intent::Choose(2)));
    add("compose-preview-letter", writing.choose(Intent::Choose(3)).choose(Intent::Choose(4)));
    add("compose-tried", writing.choose(Intent::Cancel).choose(Intent::Trial));
    writing.desk.refuses = Some(problem(ProblemCode::Invalid, "Le titre est trop long."));
    add("compose-refused", writing.choose(Intent::Understood));
    writing.desk.refuses = None;
    add("compose-proposed", writing.choose(Intent::Understood));

    let mut going = organiser(lang);
    going.desk.proven_until = Some(going.now + SignedDuration::from_hours(1));
    add("delivery", going.open(Place::Delivery(AnnouncementId(3))));
    add("delivery-paused", going.choose(Intent::Pause(AnnouncementId(3))));
    add("delivery-resumed", going.choose(Intent::Resume(AnnouncementId(3))));
    add("delivery-sure", going.choose(Intent::StopAnnouncement(AnnouncementId(3))));
    add("delivery-stopped", going.choose(Intent::StopAnnouncement(AnnouncementId(3))));
    add("delivery-scheduled", going.open(Place::Delivery(AnnouncementId(4))));
    add("delivery-done", going.open(Place::Delivery(AnnouncementId(5))));
    add("delivery-unknown", going.open(Place::Delivery(AnnouncementId(99))));
    let mut observer = with(lang, Some(Role::Observer), Channel::Terminal, true);
    add("delivery-observer", observer.open(Place::Delivery(AnnouncementId(3))));
    add("draft-observer", observer.open(Place::Draft(DraftId(1))));
    add("compose-observer", observer.open(Place::Compose));
    observer.desk.empty = true;
    add("announcements-none", observer.open(Place::Announcements));
}

/// On the road.
fn chats(lang: Lang, add: &mut impl FnMut(&'static str, &Stage)) {
    let mut stage = with(lang, Some(Role::Organiser), Channel::Telegram, true);
    add("chat-organise", stage.open(Place::Organise));
    let id = ProposalId(1);
    stage.open(Place::Proposal(id)).choose(Intent::Approve(id));
    add("chat-proposal-code", stage.choose(Intent::Approve(id)));
    add("chat-proposal-approved", stage.submit("123456"));
    stage.wait(SignedDuration::from_mins(11));
    add("chat-organise-later", stage.open(Place::Organise));
    add("chat-announcements", stage.open(Place::Announcements));
    add("chat-delivery", stage.open(Place::Delivery(AnnouncementId(3))));
    stage.choose(Intent::Pause(AnnouncementId(3)));
    add("chat-delivery-paused", stage.submit("123456"));
    let mut bare = with(lang, Some(Role::Organiser), Channel::Matrix, false);
    add("chat-organise-no-factor", bare.open(Place::Organise));
    add("chat-factor-elsewhere", bare.open(Place::Factor));
}
