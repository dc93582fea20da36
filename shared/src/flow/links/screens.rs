//! What is shown of linked chats.

use super::Links;
use crate::api::types::{BotsView, ChatNetwork, LinkOfferView, LinkStatus, LinkView};
use crate::core::Ctx;
use crate::flow::parts::way_in;
use crate::text::{Key, Msg, key};
use crate::view::{Action, Block, Fact, Intent, Item, ListView, Screen, ScreenId, Tone};
use jiff::Timestamp;

/// The name of a network.
pub(in crate::flow) fn network(network: ChatNetwork) -> Key {
    match network {
        ChatNetwork::Telegram => key::NETWORK_TELEGRAM,
        ChatNetwork::Matrix => key::NETWORK_MATRIX,
    }
}

/// The chats that act for me.
pub(super) fn list(links: &Links, ctx: &Ctx) -> Screen {
    let screen = Screen::new(ScreenId::Links, key::LINKS_TITLE).say(key::LINKS_TEXT);
    if ctx.known.account.is_none() {
        return way_in(screen.notice(Tone::Warning, key::WHY_SIGNED_OUT), ctx);
    }
    let linked = || links.rows().filter(|it| it.status == LinkStatus::Linked);
    let coming = links.rows().any(|it| it.status == LinkStatus::Confirmed);
    // While something is under way the list is asked for all the time.
    let loading = links.all.waiting() && links.all.value.is_none();
    let list = ListView {
        label: key::LINKS_TITLE.into(),
        items: linked().map(|it| item(it, ctx)).collect(),
        empty: if loading { key::LOADING } else { key::LINKS_NONE }.into(),
        loading,
    };
    let screen = if coming { screen.notice(Tone::Info, key::LINKS_COMING) } else { screen };
    let screen = screen
        .with_all(links.all.notice().filter(|_| links.all.error().is_some()))
        .with(Block::List(list))
        .act(Action::new(Intent::OfferLink, key::LINKS_OFFER).primary());
    linked().filter(|it| !it.current).fold(screen, |screen, it| {
        let label = Msg::new(key::LINKS_CUT).with("label", short(it).as_str());
        screen.act(Action::new(Intent::CutLink(it.id), label).danger())
    })
}

/// A code to give to the bot.
pub(super) fn code(offer: &LinkOfferView, until: Timestamp, ctx: &Ctx) -> Screen {
    let none = BotsView::default();
    let bots = ctx.known.primary.as_ref().map_or(&none, |primary| &primary.bots);
    let mut screen = Screen::new(ScreenId::LinkCode, key::LINK_CODE_TITLE);
    let verbatim = |label: Key, text: String| Block::Verbatim { label: label.into(), text };
    if until <= ctx.now {
        return screen
            .notice(Tone::Warning, key::LINK_CODE_OLD)
            .act(Action::new(Intent::OfferLink, key::LINK_CODE_AGAIN).primary())
            .act(Action::new(Intent::Cancel, key::LINK_CODE_CANCEL).quiet());
    }
    screen = screen.say(key::LINK_CODE_TEXT);
    if let Some(bot) = &bots.telegram {
        let address = format!("https://t.me/{bot}?start={}", offer.code);
        screen = screen.with(verbatim(key::LINK_CODE_TELEGRAM, address));
    }
    if let Some(bot) = &bots.matrix {
        screen = screen.with(verbatim(key::LINK_CODE_MATRIX, bot.clone()));
    }
    if *bots == none {
        screen = screen.notice(Tone::Info, key::LINK_CODE_NO_BOT);
    }
    screen
        .with(verbatim(key::LINK_CODE_CODE, offer.code.clone()))
        .with(Block::Countdown { label: key::LINK_CODE_GOOD.into(), until, now: ctx.now })
        .say(key::LINK_CODE_SECRET)
        .act(Action::new(Intent::Cancel, key::LINK_CODE_CANCEL))
}

/// Is this chat mine?
pub(super) fn question(chat: &LinkView, ctx: &Ctx) -> Screen {
    let mut facts = vec![Fact { label: key::LINK_CLAIM_WHO.into(), value: label(chat) }];
    if let Some(it) = chat.channel {
        facts.insert(0, Fact { label: key::LINK_CLAIM_NETWORK.into(), value: network(it).into() });
    }
    let asked = Msg::new(key::AT).with("at", ctx.at(chat.at));
    facts.push(Fact { label: key::LINK_CLAIM_AT.into(), value: asked });
    Screen::new(ScreenId::LinkClaim, key::LINK_CLAIM_TITLE)
        .say(key::LINK_CLAIM_TEXT)
        .with(Block::Facts(facts))
        .say(key::LINK_CLAIM_CHECK)
        // It comes by itself, perhaps under somebody's fingers: what comes first gives nothing away.
        .act(Action::new(Intent::CutLink(chat.id), key::LINK_CLAIM_NO))
        .act(Action::new(Intent::ConfirmLink(chat.id), key::LINK_CLAIM_YES))
}

fn label(chat: &LinkView) -> Msg {
    Msg::words(chat.label.as_deref().unwrap_or_default())
}

/// Who it is with, short enough for a button.
fn short(chat: &LinkView) -> String {
    const MOST: usize = 30;
    let label = chat.label.as_deref().unwrap_or_default();
    match label.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &label[..end]),
        None => label.to_owned(),
    }
}

fn item(chat: &LinkView, ctx: &Ctx) -> Item {
    let mut details: Vec<Msg> = chat.channel.map(|it| network(it).into()).into_iter().collect();
    if chat.current {
        details.push(key::LINKS_THIS.into());
    }
    details.push(Msg::new(key::LINKS_SINCE).with("at", ctx.at(chat.at)));
    // This chat is seen right now; when it was last noted down says less.
    let seen = if chat.current { Some(ctx.platform_now()) } else { chat.seen_at };
    details.extend(seen.map(|at| Msg::new(key::LINKS_SEEN).with("at", ctx.at(at))));
    // Said in words: nobody has chosen it.
    Item { title: label(chat), details, marked: false, intent: None }
}
