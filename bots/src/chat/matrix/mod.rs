//! A screen as a message of Matrix: text with numbered answers, and the same in HTML.

use super::answer::shows_ballot;
use super::choices::{Choice, Does, at_the_end, choices};
use super::document::{Document, Form, Unit, document};
use super::pages::{Page, Room, page as cut_page};
use super::said::{Line, Style, escaped};
use super::view::View;
use super::{Meaning, Options, Picture, say};
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::{Input, InputKind, Intent, Screen, ScreenId, Weight};

/// Most bytes of `body` and `formatted_body` together. An event has 64 kB; encryption makes a third more of it, and an
/// edit carries the text twice.
pub const MESSAGE: usize = 20_000;

/// A message. Send it with empty `m.mentions`.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixPage {
    /// Plain text.
    pub body: String,
    /// The same for `org.matrix.custom.html`.
    pub formatted_body: String,
    /// What can be chosen here by number.
    pub choices: Vec<Choice>,
    /// Reactions that a bot may offer, in this order. None where a ballot is shown: see [`reacted`].
    pub reactions: Vec<&'static str>,
    /// A picture that belongs to it.
    pub picture: Option<Picture>,
    /// What is typed next is an answer of this kind.
    pub asks: Option<InputKind>,
}

/// Escaping makes at most six bytes of one; each character is in both texts.
const ROOM: Room = Room { weight: both, markup: 0, most: 12_000, rows: 20, lines: 60 };

fn both(text: &str) -> usize {
    text.len() + escaped(text).len()
}

/// The page of a screen that is seen.
pub fn page(screen: &Screen, lang: Lang, options: &Options<'_>) -> MatrixPage {
    let document = document(screen, lang, options, Form::Lines);
    let view = View::kept(options.view);
    let page = cut_page(&document, view.page(), &ROOM);
    let lines = lines(screen, lang, &document, &page);
    MatrixPage {
        body: body(&lines),
        formatted_body: formatted(&lines),
        reactions: offered(screen),
        choices: choices(screen, view),
        picture: Picture::of(screen, lang),
        asks: screen.input.as_ref().map(|it| it.kind),
    }
}

/// All lines of a page: its own, then what can be done, then what is asked.
fn lines(screen: &Screen, lang: Lang, document: &Document, page: &Page) -> Vec<Unit> {
    let unit = |line, gap| Unit { line, gap, keep: false, aside: false, choice: None };
    // What cannot be done now comes last.
    let (mut all, later): (Vec<_>, Vec<_>) = page.units.iter().cloned().partition(|it| !it.aside);
    let word = |key| say(&Msg::new(key), lang);
    let last = page.at + 1 == page.of;
    if page.of > 1 {
        let place = Msg::new(key::CHAT_PAGE).with("at", page.at + 1).with("of", page.of);
        let mut line = Line::of(Style::Soft, say(&place, lang));
        if !last {
            line = line.and(Style::Soft, format!(" · {}", word(key::CHAT_SAY_MORE)));
        }
        all.push(unit(line, true));
    }
    // Where something is asked, a number alone is the answer.
    let typed = |it: &Input| !matches!(it.kind, InputKind::Search | InputKind::Photo);
    let mark = if screen.input.as_ref().is_some_and(typed) { "!" } else { "" };
    let actions = document.actions.iter().filter(|it| last || !at_the_end(it.does));
    for (at, action) in actions.enumerate() {
        let style = if action.weight == Some(Weight::Primary) { Style::Strong } else { Style::Plain };
        let label = say(&action.label, lang).replace('\n', " ");
        let label = super::said::cut(&label, 120);
        let mut line = Line::of(Style::Plain, format!("{mark}{}. ", action.number)).and(style, label);
        if action.weight == Some(Weight::Danger) {
            line = line.plain(" ⚠️");
        }
        all.push(unit(line, at == 0));
    }
    all.extend(later);
    all.extend(document.foot.iter().cloned());
    all
}

fn body(lines: &[Unit]) -> String {
    let mut out = String::new();
    for (at, unit) in lines.iter().enumerate() {
        if at > 0 {
            out.push_str(if unit.gap { "\n\n" } else { "\n" });
        }
        out.push_str(&unit.line.text());
    }
    out
}

fn formatted(lines: &[Unit]) -> String {
    let mut out = String::new();
    for (at, unit) in lines.iter().enumerate() {
        if at == 0 {
            out.push_str("<p>");
        } else {
            out.push_str(if unit.gap { "</p>\n<p>" } else { "<br>\n" });
        }
        for span in &unit.line.0 {
            let text = escaped(&span.text);
            match span.style {
                Style::Plain => out.push_str(&text),
                Style::Strong => out.push_str(&format!("<strong>{text}</strong>")),
                Style::Soft => out.push_str(&format!("<em>{text}</em>")),
                Style::Code => out.push_str(&format!("<code>{text}</code>")),
            }
        }
    }
    if !out.is_empty() {
        out.push_str("</p>");
    }
    out
}

/// Keycaps for the first choices, as clients write them.
const KEYCAPS: [&str; 10] = ["1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣", "7️⃣", "8️⃣", "9️⃣", "🔟"];
const BACK: &str = "↩️";
const HELP: &str = "❓";
const YES: &str = "👍";
const NO: &str = "👎";

/// Reactions worth offering: yes and no, where that is the question and neither is for good. Each is an event in the
/// room: more of them would be a flood. Numbers are understood all the same.
fn offered(screen: &Screen) -> Vec<&'static str> {
    let harmless = |reaction: &&&str| matches!(reacted(screen, reaction, ""), Meaning::Do(_));
    let both = [YES, NO].iter().filter(harmless).count() == 2;
    if both && screen.input.is_none() { vec![YES, NO] } else { Vec::new() }
}

fn yes(intents: &[Intent]) -> Option<Intent> {
    [Intent::Choose(0), Intent::Confirm(true)].into_iter().find(|it| intents.contains(it))
}

fn no(intents: &[Intent]) -> Option<Intent> {
    [Intent::Choose(1), Intent::Confirm(false)].into_iter().find(|it| intents.contains(it))
}

/// What a reaction to the page means.
///
/// Reactions travel unencrypted even in encrypted rooms: the homeserver reads them. So none of them means anything
/// where a ballot is shown, to answer or to cast; and nothing that cannot be taken back is done by one.
pub fn reacted(screen: &Screen, reaction: &str, view: &str) -> Meaning {
    if shows_ballot(screen) || screen.id == ScreenId::Sealed {
        return Meaning::Unknown;
    }
    let bare = |text: &str| text.replace('\u{fe0f}', "");
    let (reaction, intents) = (bare(reaction), screen.intents());
    let is = |emoji: &str| bare(emoji) == reaction;
    if is(BACK) {
        return Meaning::Do(Intent::Back);
    }
    if is(HELP) {
        return Meaning::Help;
    }
    let answer = if is(YES) || is("✅") {
        yes(&intents)
    } else if is(NO) || is("❌") {
        no(&intents)
    } else {
        None
    };
    let answer = answer.map(Does::Intent).or_else(|| {
        let number = KEYCAPS.iter().position(|it| is(it))? + 1;
        choices(screen, View::kept(view)).into_iter().find(|it| it.number == number).map(|it| it.does)
    });
    let danger = |intent| screen.actions.iter().any(|it| it.intent == intent && it.weight == Weight::Danger);
    match answer {
        Some(Does::Intent(intent)) if !danger(intent) => Meaning::Do(intent),
        Some(Does::Look(view)) => Meaning::Look(view),
        _ => Meaning::Unknown,
    }
}
