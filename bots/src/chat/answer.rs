//! What was typed means: a number, a grade, a word, a command, the name of an action, or the answer to what is asked.
//! Both networks take the same; in Telegram it does what the buttons do.

use super::choices::{Choice, Does, choices};
use super::commands::{Command, is_word};
use super::view::{Focus, View, open_ballot};
use isoloir_shared::api::types::Lang;
use isoloir_shared::domain::search::fold;
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::{BallotView, Block, Choice as Grade, InputKind, Intent, Screen};

/// What was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Something to ask of the core, which decides whether its screen offers it.
    Do(Intent),
    /// The answer to what is asked: `Event::Typed`, then `Event::Submitted`.
    Submit(String),
    /// Another part of the same screen: [`View`]'s text is what the engine keeps.
    Look(View),
    /// What can be said here?
    Help,
    /// The screen once more.
    Again,
    /// A button of a screen that is gone, or forged: the current screen, and why (`toast-stale`).
    Old,
    /// Nothing that makes sense here: the screen once more, and what can be said.
    Unknown,
}

impl Meaning {
    /// The word that goes with it, for [`super::Options::word`].
    pub fn word(&self) -> Option<Msg> {
        match self {
            Self::Old => Some(key::TOAST_STALE.into()),
            Self::Unknown => Some(key::CHAT_UNKNOWN.into()),
            _ => None,
        }
    }
}

/// The longest text that is looked at for a meaning; longer ones can only be an answer.
const WORDS: usize = 200;

/// What a typed text means on a screen, of which `view` is seen.
///
/// Where something is asked, what is typed is the answer; words that lead away (`retour`, `annuler`, `aide`, …) and
/// commands are not, except in a text of several lines, where only `/retour` or `!retour` is. Numbers are the answer
/// too, unless they follow `!`; in a search they choose a row.
pub fn answer(screen: &Screen, lang: Lang, text: &str, view: &str) -> Meaning {
    let text = text.trim();
    let view = View::kept(view);
    let Some(input) = &screen.input else {
        return meant(screen, lang, text, view).unwrap_or(Meaning::Unknown);
    };
    let commanded = text.strip_prefix(['/', '!']);
    let meaning = match (commanded, input.kind) {
        (Some(_), _) => meant(screen, lang, text, view),
        // A picture is sent, not typed: numbers choose.
        (None, InputKind::Search | InputKind::Photo) => meant(screen, lang, text, view),
        (None, InputKind::Text) => None,
        (None, InputKind::Line | InputKind::Email | InputKind::Code | InputKind::Secret) => {
            if text.starts_with(|c: char| c.is_ascii_digit()) { None } else { worded(screen, lang, text, view) }
        }
    };
    match meaning {
        Some(meaning) => meaning,
        // A command that nobody knows is no name, address or code.
        None if text.is_empty() || (commanded.is_some() && input.kind != InputKind::Text) => Meaning::Unknown,
        None => Meaning::Submit(text.chars().take(input.max.saturating_mul(2)).collect()),
    }
}

/// Whether what was typed chooses by a number: `3`, `!3`, `3 bien`. Where something is asked, a number without `!` is the
/// answer.
pub fn by_number(screen: &Screen, text: &str) -> bool {
    let text = text.trim();
    let commanded = text.strip_prefix(['/', '!']);
    let asked = screen.input.as_ref().is_some_and(|input| !matches!(input.kind, InputKind::Search | InputKind::Photo));
    (commanded.is_some() || !asked) && number(commanded.unwrap_or(text).trim()).is_some()
}

/// A meaning in full: numbers, grades, words.
fn meant(screen: &Screen, lang: Lang, text: &str, view: View) -> Option<Meaning> {
    if text.is_empty() || text.chars().count() > WORDS {
        return None;
    }
    let bare = text.strip_prefix(['/', '!']).unwrap_or(text).trim();
    numbered(screen, lang, bare, view)
        .or_else(|| graded(screen, lang, bare, view))
        .or_else(|| worded(screen, lang, text, view))
}

/// `3`, `3.`, `3 bien`, `3 B`.
fn numbered(screen: &Screen, lang: Lang, text: &str, view: View) -> Option<Meaning> {
    let (number, rest) = number(text)?;
    if !rest.trim().is_empty() {
        let row = number.checked_sub(1)?;
        let choices = &open_ballot(screen)?.rows.get(row)?.choices;
        return grade(choices, lang, rest).map(|it| Meaning::Do(it.intent));
    }
    let choice = choices(screen, view).into_iter().find(|it| it.number == number)?;
    Some(chosen(&choice))
}

/// A number at the beginning, and what follows it.
fn number(text: &str) -> Option<(usize, &str)> {
    let (number, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    Some((number.trim_end_matches(['.', ')', ':', '-']).parse().ok()?, rest))
}

fn chosen(choice: &Choice) -> Meaning {
    match choice.does {
        Does::Intent(intent) => Meaning::Do(intent),
        Does::Look(view) => Meaning::Look(view),
    }
}

/// The grade of the candidate in view, by its letter or in words.
fn graded(screen: &Screen, lang: Lang, text: &str, view: View) -> Option<Meaning> {
    let ballot = open_ballot(screen)?;
    match view.focus(ballot) {
        Focus::Row(row) => grade(&ballot.rows.get(row)?.choices, lang, text).map(|it| Meaning::Do(it.intent)),
        Focus::Whole => None,
    }
}

/// A grade by its letter or its words in either language, accents, case and punctuation forgiven.
fn grade<'a>(choices: &'a [Grade], lang: Lang, text: &str) -> Option<&'a Grade> {
    let typed = fold(text);
    if typed.is_empty() {
        // The dash of "no opinion" is no letter.
        return choices.iter().find(|it| it.letter == text.trim() || (it.letter == "–" && text.trim() == "-"));
    }
    let same = |it: &&Grade| {
        fold(&it.letter) == typed || [lang, other(lang)].iter().any(|lang| fold(&it.label.resolve(*lang)) == typed)
    };
    choices.iter().find(same)
}

fn other(lang: Lang) -> Lang {
    match lang {
        Lang::Fr => Lang::En,
        Lang::En => Lang::Fr,
    }
}

/// Words that mean the same everywhere, commands, and what the screen itself calls its choices.
fn worded(screen: &Screen, lang: Lang, text: &str, view: View) -> Option<Meaning> {
    if text.chars().count() > WORDS {
        return None;
    }
    // `/lot@the_bot`, as Telegram writes it where several bots listen.
    let command = text.strip_prefix(['/', '!']);
    let word = command.map_or(text, |it| it.split('@').next().unwrap_or_default());
    let folded = fold(word);
    let offered = |intent: Intent| screen.intents().contains(&intent);
    let named = || {
        choices(screen, view)
            .into_iter()
            .find(|it| [lang, other(lang)].iter().any(|lang| fold(&it.label.resolve(*lang)) == folded))
    };
    let is = |key| is_word(&folded, key);
    // The word asks what can be said here; the command opens the help, as the menu of commands says.
    if word.trim() == "?" || (command.is_none() && is(key::CHAT_WORD_HELP)) {
        return Some(Meaning::Help);
    }
    if folded.is_empty() {
        return None;
    }
    if is(key::CHAT_WORD_AGAIN) {
        return Some(Meaning::Again);
    }
    if is(key::CHAT_WORD_BACK) {
        return Some(Meaning::Do(Intent::Back));
    }
    if is(key::CHAT_WORD_CANCEL) {
        return Some(Meaning::Do(if offered(Intent::Cancel) { Intent::Cancel } else { Intent::Back }));
    }
    if is(key::CHAT_WORD_MORE) || is(key::CHAT_WORD_PREVIOUS) {
        return Some(Meaning::Look(step(screen, view, is(key::CHAT_WORD_MORE))));
    }
    if is(key::CHAT_WORD_WHOLE) && open_ballot(screen).is_some() {
        return Some(Meaning::Look(View::Whole(0)));
    }
    let yes = [Intent::Choose(0), Intent::Confirm(true)].into_iter().find(|it| offered(*it));
    if let Some(intent) = yes.filter(|_| is(key::CHAT_WORD_YES)) {
        return Some(Meaning::Do(intent));
    }
    let no = [Intent::Choose(1), Intent::Confirm(false)].into_iter().find(|it| offered(*it));
    if let Some(intent) = no.filter(|_| is(key::CHAT_WORD_NO)) {
        return Some(Meaning::Do(intent));
    }
    if let Some(choice) = named() {
        return Some(chosen(&choice));
    }
    let command = Command::named(&folded)
        .filter(|it| command.is_some() || it.intent != Intent::Leave || screen.input.is_none())?;
    Some(Meaning::Do(command.intent))
}

/// The next page, or the one before; on a ballot the next candidate. How many pages there are, the page knows: beyond
/// the last one is the last.
fn step(screen: &Screen, view: View, on: bool) -> View {
    if let Some(ballot) = open_ballot(screen)
        && let Focus::Row(row) = view.focus(ballot)
    {
        return beside(ballot, row, on);
    }
    let at = view.page();
    view.turned(if on { at + 1 } else { at.saturating_sub(1) })
}

/// The row beside this one, in a circle.
pub(super) fn beside(ballot: &BallotView, row: usize, on: bool) -> View {
    let rows = ballot.rows.len().max(1);
    View::row(ballot, if on { row + 1 } else { row + rows - 1 } % rows)
}

/// A ballot stands on this screen, to answer or to read.
pub(super) fn shows_ballot(screen: &Screen) -> bool {
    screen.body.iter().any(|block| matches!(block, Block::Ballot(_)))
}
