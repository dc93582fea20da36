//! An announcement as each way shows it to those who get it: by the words that are sent.

use crate::api::types::{Lang, Localized};
use crate::core::Ctx;
use crate::text::{Announced, Key, Msg, Way, key};
use crate::view::{Block, Intent, Item, ListView, Screen};

/// What stands for the address that ends letters: each has its own.
const LINK: &str = "https://…/v1/unsubscribe/…";

/// Its name.
pub(super) fn name(way: Way) -> Key {
    match way {
        Way::Inbox => key::PREVIEW_INBOX,
        Way::Telegram => key::CLI_CARRIER_TELEGRAM,
        Way::Matrix => key::CLI_CARRIER_MATRIX,
        Way::Email => key::PREVIEW_EMAIL,
    }
}

/// Where a look begins: French first, as everywhere.
pub(in crate::flow) const FIRST: (Way, Lang) = (Way::Inbox, Lang::Fr);

/// The primary's name, which each of them says.
pub(in crate::flow) fn primary(ctx: &Ctx) -> Localized {
    ctx.known.primary.as_ref().map_or_else(super::nothing, |primary| primary.name.clone())
}

/// Shows it; below, the other ways and the other language to choose from.
pub(in crate::flow) fn show(screen: Screen, said: &Announced, (way, lang): (Way, Lang), ctx: &Ctx) -> Screen {
    let parts = said.parts(way, lang, LINK);
    let screen = screen.say(Msg::new(key::PREVIEW_TEXT).with("way", name(way)).with("lang", language(lang)));
    // Cleaned already, and with its own lines.
    let screen = screen.with(Block::Heading(Msg::Words(parts.title)));
    let rest = [parts.body, parts.from, parts.why].into_iter().filter(|text| !text.is_empty());
    let screen = rest.map(Msg::Words).fold(screen, Screen::say);
    let other = if lang == Lang::Fr { Lang::En } else { Lang::Fr };
    let ways = (0..).zip(Way::ALL).map(|(n, it)| (n, Msg::from(name(it)), it == way));
    let all = ways.chain([(CHOICES, Msg::new(key::PREVIEW_OTHER).with("lang", language(other)), false)]);
    let item = |(n, title, marked)| Item { title, details: vec![], marked, intent: Some(Intent::Choose(n)) };
    let list = ListView {
        label: key::PREVIEW_WAYS.into(),
        items: all.map(item).collect(),
        empty: key::NOTHING.into(),
        loading: ctx.known.primary.is_none(),
    };
    screen.with(Block::List(list))
}

/// The number after those of all ways: the other language.
const CHOICES: u8 = Way::ALL.len() as u8;

/// What was chosen.
pub(in crate::flow) fn chosen(n: u8, (way, lang): (Way, Lang)) -> (Way, Lang) {
    match Way::ALL.get(usize::from(n)) {
        Some(way) => (*way, lang),
        None if n == CHOICES => (way, if lang == Lang::Fr { Lang::En } else { Lang::Fr }),
        None => (way, lang),
    }
}

/// In which language.
pub(super) fn language(lang: Lang) -> Key {
    match lang {
        Lang::Fr => key::IN_FRENCH,
        Lang::En => key::IN_ENGLISH,
    }
}
