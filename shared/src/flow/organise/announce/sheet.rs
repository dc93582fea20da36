//! The screens of writing an announcement.

use super::super::{Duty, may, theirs};
use super::compose::Compose;
use super::step::{PARTS, SENDER, Step, TO, URGENT, WHEN};
use super::{audience, preview};
use crate::api::types::{ANNOUNCEMENT_BODY, ANNOUNCEMENT_TITLE, Audience, Lang, RecipientsView};
use crate::core::Ctx;
use crate::text::{Key, Msg, key};
use crate::view::{Action, Block, Fact, InputKind, Intent, Item, ListView, Screen, ScreenId, Tone};

/// Nothing of it is missing.
pub(super) fn whole(it: &Compose) -> bool {
    [Lang::Fr, Lang::En].iter().all(|lang| !it.title.get(*lang).is_empty() && !it.body.get(*lang).is_empty())
}

/// Most characters of a step's answer.
pub(super) fn most(step: Step) -> usize {
    match step {
        Step::Title(_) => ANNOUNCEMENT_TITLE,
        Step::Body(_) => ANNOUNCEMENT_BODY,
        Step::Sender => SENDER,
        Step::When | Step::Check | Step::Edit | Step::Look(..) => WHEN,
    }
}

fn label(step: Step) -> Key {
    match step {
        Step::Title(Lang::Fr) => key::COMPOSE_TITLE_FR,
        Step::Title(Lang::En) => key::COMPOSE_TITLE_EN,
        Step::Body(Lang::Fr) => key::COMPOSE_BODY_FR,
        Step::Body(Lang::En) => key::COMPOSE_BODY_EN,
        Step::When => key::PROPOSAL_ANNOUNCE_AT,
        Step::Sender => key::PROPOSAL_ANNOUNCE_SENDER,
        Step::Check | Step::Edit | Step::Look(..) => key::COMPOSE_TITLE,
    }
}

/// What is to be seen.
pub(super) fn screen(it: &Compose, ctx: &Ctx) -> Screen {
    let (id, title) = match it.step {
        Step::Look(..) => (ScreenId::Preview, key::PREVIEW_TITLE),
        _ => (ScreenId::Compose, key::COMPOSE_TITLE),
    };
    theirs(Screen::new(id, title), ctx, |screen| {
        if it.suggested().is_some() && it.words.value.is_none() {
            return super::super::awaited(screen, &it.words);
        }
        match it.step {
            // What the calendar wrote is read by observers, too.
            Step::Check => check(screen, it, ctx),
            Step::Look(way, lang) => {
                let screen = preview::show(screen, &it.announced(ctx), (way, lang), ctx);
                screen.act(Action::new(Intent::Cancel, key::PREVIEW_DONE).primary())
            }
            _ => match may(Duty::Decide, ctx) {
                Err(why) => screen.notice(Tone::Warning, why),
                Ok(()) => ask(screen, it, ctx),
            },
        }
    })
}

fn ask(screen: Screen, it: &Compose, ctx: &Ctx) -> Screen {
    let input = |kind| it.field.input(label(it.step), kind, most(it.step));
    match it.step {
        Step::Body(_) => screen.ask(input(InputKind::Text).hint(key::COMPOSE_BODY_HINT)),
        Step::When => screen
            .ask(input(InputKind::Line).hint(key::COMPOSE_WHEN_HINT))
            .act(Action::new(Intent::Skip, key::COMPOSE_AT_ONCE)),
        Step::Sender => screen
            .ask(input(InputKind::Line).hint(key::COMPOSE_SENDER_HINT))
            .act(Action::new(Intent::Skip, key::ANNOUNCEMENT_ORGANISERS)),
        Step::Edit => edit(screen, it, ctx),
        _ => screen.ask(input(InputKind::Line).hint(key::COMPOSE_TITLE_HINT)),
    }
}

fn when(it: &Compose, ctx: &Ctx) -> Msg {
    it.send_at.map_or_else(|| key::PROPOSAL_ANNOUNCE_AT_ONCE.into(), |at| Msg::new(key::AT).with("at", ctx.at(at)))
}

fn hours(it: &Compose) -> Key {
    if it.urgent { key::PROPOSAL_ANNOUNCE_URGENT } else { key::PROPOSAL_ANNOUNCE_QUIET }
}

fn sender(it: &Compose) -> Msg {
    it.sender.as_deref().map_or_else(|| key::ANNOUNCEMENT_ORGANISERS.into(), Msg::words)
}

fn edit(screen: Screen, it: &Compose, ctx: &Ctx) -> Screen {
    let value = |step: &Step| match step {
        Step::Title(lang) => Msg::words(it.title.get(*lang)),
        Step::Body(lang) => Msg::Words(Msg::words(it.body.get(*lang)).resolve(*lang).chars().take(60).collect()),
        Step::When => when(it, ctx),
        _ => sender(it),
    };
    let texts = (0..).zip(&PARTS).map(|(n, step)| (n, label(*step), value(step)));
    let others =
        [(TO, key::PROPOSAL_ANNOUNCE_TO, audience(it.audience)), (URGENT, key::PROPOSAL_ANNOUNCE_HOURS, hours(it))];
    let others = others.map(|(n, label, value)| (n, label, value.into()));
    let item = |(n, label, value): (u8, Key, Msg)| Item {
        title: Msg::new(key::COMPOSE_PART).with("part", label).with("value", value),
        details: vec![],
        marked: false,
        intent: Some(Intent::Choose(n)),
    };
    let list = ListView {
        label: key::COMPOSE_EDIT.into(),
        items: texts.chain(others).map(item).collect(),
        empty: key::NOTHING.into(),
        loading: false,
    };
    screen.say(key::COMPOSE_EDIT_TEXT).with(Block::List(list)).act(Action::new(Intent::Cancel, key::COMPOSE_EDITED))
}

fn check(screen: Screen, it: &Compose, ctx: &Ctx) -> Screen {
    let fact = |label: Key, value: Msg| Fact { label: label.into(), value };
    let mut facts = vec![fact(key::PROPOSAL_ANNOUNCE_TO, audience(it.audience).into())];
    facts.extend(it.counted.value.iter().flat_map(|count| reached(it.audience, count)));
    facts.push(fact(key::PROPOSAL_ANNOUNCE_SENDER, sender(it)));
    facts.push(fact(key::PROPOSAL_ANNOUNCE_AT, when(it, ctx)));
    facts.push(fact(key::PROPOSAL_ANNOUNCE_HOURS, hours(it).into()));
    let screen = screen.with_all(it.counted.notice().filter(|_| it.counted.error().is_some()));
    // In both languages at once: an old button is the same whichever one reads.
    let screen = screen.with(Block::Heading(it.title.clone().into())).say(it.body.clone());
    let screen = screen.with(Block::Facts(facts)).say(key::PROPOSE_TWO);
    let allowed = may(Duty::Decide, ctx);
    let screen = screen
        .act(Action::new(Intent::Preview, key::PREVIEW_OPEN).primary())
        .act(Action::new(Intent::Trial, key::COMPOSE_TRY).when(allowed.clone()))
        .act(Action::new(Intent::Edit, key::COMPOSE_EDIT).when(allowed.clone()))
        .act(Action::new(Intent::Understood, key::COMPOSE_PROPOSE).when(allowed.clone()));
    match it.suggested() {
        Some(id) => screen.act(Action::new(Intent::DropDraft(id), key::COMPOSE_DROP).when(allowed)),
        None => screen,
    }
}

/// How many it would reach, by each way.
fn reached(to: Audience, count: &RecipientsView) -> Vec<Fact> {
    let fact = |label: Key, value: Msg| Fact { label: label.into(), value };
    let number = |n: u64| Msg::new(key::NUMBER).with("n", n);
    let mut facts =
        vec![fact(key::RECIPIENTS_INBOX, number(count.inbox)), fact(key::RECIPIENTS_EMAIL, number(count.email))];
    if to == Audience::Everyone {
        let chats = |n: Option<u64>| n.map_or_else(|| key::RECIPIENTS_UNKNOWN.into(), number);
        facts.push(fact(key::RECIPIENTS_TELEGRAM, chats(count.telegram)));
        facts.push(fact(key::RECIPIENTS_MATRIX, chats(count.matrix)));
    }
    facts
}
