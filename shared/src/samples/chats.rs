//! Linking a chat, seen from the account and from the chat, and the screens that are different in a chat.

use super::{Stage, fixtures, problem};
use crate::api::types::{Lang, LinkAnswer, LinkStatus, PhaseKind, ProblemCode};
use crate::core::{Channel, Event};
use crate::view::{Intent, Place, Topic};
use jiff::SignedDuration;

/// A code as an account shows it.
const CODE: &str = "q3Zt0mV8xW1yB5nK7rD2Lg";

/// Adds them.
pub(super) fn add(lang: Lang, add: &mut impl FnMut(&'static str, &Stage)) {
    account(lang, add);
    chat(lang, add);
    differences(lang, add);
}

/// The account's side.
fn account(lang: Lang, add: &mut impl FnMut(&'static str, &Stage)) {
    let mut me = Stage::during(PhaseKind::Preselection).start(lang, true, true);
    add("links-none", me.open(Place::Links));
    add("link-code", me.choose(Intent::OfferLink));
    me.links = vec![fixtures::link(LinkStatus::Claimed, me.now)];
    add("link-claim", me.ring());
    add("links-coming", me.choose_where(|it| matches!(it, Intent::ConfirmLink(_))));
    me.links = vec![fixtures::link(LinkStatus::Linked, me.now)];
    add("links", me.ring());
    add("links-cut", me.choose_where(|it| matches!(it, Intent::CutLink(_))));
    me.choose(Intent::OfferLink).silent = true;
    add("link-code-old", me.wait(SignedDuration::from_mins(11)));
    let mut two = Stage::during(PhaseKind::Preselection).start(lang, true, true);
    two.open(Place::Links).choose(Intent::OfferLink).links.clear();
    add("link-code-in-two-hands", two.ring());
}

/// The chat's side.
fn chat(lang: Lang, add: &mut impl FnMut(&'static str, &Stage)) {
    let newcomer = |channel| {
        let mut stage = Stage::during(PhaseKind::Preselection);
        stage.channel = channel;
        let mut stage = stage.start(lang, true, false);
        stage.tell(Event::Called("Camille (@camille)".into()));
        stage
    };
    let mut stage = newcomer(Channel::Telegram);
    add("chat-home-signed-out", &stage);
    add("chat-sign-in", stage.open(Place::SignIn));
    add("this-chat-nobody", stage.open(Place::ThisChat));
    add("join", stage.open(Place::Join));
    add("join-no-code", stage.submit("bonjour"));
    stage.failing = Some(problem(ProblemCode::LinkCode, "Ce code ne sert plus."));
    add("join-wrong-code", stage.submit(CODE));
    stage.failing = None;
    add("join-wait", stage.tell(Event::Code(CODE.into())));
    stage.owner_says = LinkAnswer::Refused;
    add("join-refused", stage.ring());
    stage.owner_says = LinkAnswer::Waiting;
    stage.submit(CODE).failing = Some(problem(ProblemCode::LinkCode, "Ce code ne sert plus."));
    add("join-expired", stage.ring());
    stage.failing = None;
    stage.submit(CODE).owner_says = LinkAnswer::Linked;
    add("join-done", stage.ring());
    add("chat-home", stage.open(Place::Home));
    let mut other = newcomer(Channel::Matrix);
    other.registered = false;
    other.owner_says = LinkAnswer::Linked;
    add("join-done-unregistered", other.tell(Event::Code(CODE.into())).ring());
    add("join-other", other.choose(Intent::Back).open(Place::Join));
    other.failing = Some(problem(ProblemCode::Unauthenticated, "Connexion nécessaire"));
    add("chat-link-cut", other.open(Place::Links));
}

/// What is said otherwise in a chat.
fn differences(lang: Lang, add: &mut impl FnMut(&'static str, &Stage)) {
    let stage = |channel| {
        let mut stage = Stage::during(PhaseKind::Preselection);
        stage.channel = channel;
        stage.start(lang, true, true)
    };
    let mut vote = stage(Channel::Telegram);
    add("chat-promise-telegram", vote.open(Place::Lot));
    add("chat-lot", vote.choose(Intent::Understood).grade(2));
    add("chat-stop", vote.open(Place::Home).choose(Intent::Leave));
    add("chat-forget", vote.choose(Intent::Forget));
    add("chat-forgotten", vote.choose(Intent::ForgetNow));
    let mut me = stage(Channel::Matrix);
    add("chat-promise-matrix", me.open(Place::Lot));
    add("this-chat", me.open(Place::ThisChat));
    add("chat-account", me.open(Place::Account));
    add("chat-help-privacy", me.open(Place::Help(Topic::Privacy)));
    add("chat-help-start", me.open(Place::Help(Topic::Start)));
    let mut silent = Stage::during(PhaseKind::Preselection);
    (silent.channel, silent.silent) = (Channel::Telegram, true);
    add("chat-loading", &silent.start(lang, true, true));
}
