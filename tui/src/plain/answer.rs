//! What a typed line means.

use super::choices;
use isoloir_config::text::Key;
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::{Choice, InputKind, Intent, Screen};

/// What a typed line means.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Say the screen again.
    Again,
    /// More of a long list.
    More,
    /// How this dialogue works.
    Help,
    /// Something to ask of the core.
    Intent(Intent),
    /// The answer to what is asked.
    Submitted(String),
    /// It means nothing here.
    Unknown,
}

/// The word for something, in either language: `retour`, `back`.
fn is_word(line: &str, key: Key) -> bool {
    let same = |lang| Msg::new(key).resolve(lang).split('/').any(|word| word.trim() == line);
    same(Lang::Fr) || same(Lang::En)
}

/// Understands a line. Where something is asked, a line is the answer, and a colon before it makes it a command.
pub fn understand(screen: &Screen, line: &str, lang: Lang) -> Answer {
    let line = line.trim();
    let asks = screen.input.as_ref().is_some_and(|input| input.kind != InputKind::Search);
    match line.strip_prefix(':') {
        Some(command) => command_of(screen, command.trim(), lang).unwrap_or(Answer::Unknown),
        None if line.is_empty() && !asks => Answer::Again,
        None if asks => Answer::Submitted(line.to_owned()),
        None => match command_of(screen, line, lang) {
            Some(answer) => answer,
            None if screen.input.is_some() => Answer::Submitted(line.to_owned()),
            None => Answer::Unknown,
        },
    }
}

fn command_of(screen: &Screen, line: &str, lang: Lang) -> Option<Answer> {
    let lower = line.to_lowercase();
    if line.is_empty() {
        return Some(Answer::Again);
    }
    let words = [
        (key::PLAIN_WORD_HELP, Answer::Help),
        (key::PLAIN_WORD_MORE, Answer::More),
        (key::PLAIN_WORD_AGAIN, Answer::Again),
        (key::PLAIN_WORD_BACK, Answer::Intent(Intent::Back)),
        (key::PLAIN_WORD_LEAVE, Answer::Intent(Intent::Leave)),
        (key::PLAIN_WORD_NEXT_PHASE, Answer::Intent(Intent::DemoNextPhase)),
    ];
    for (word, answer) in words {
        if is_word(&lower, word) {
            return Some(answer);
        }
    }
    let (number, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let number: usize = number.trim_end_matches(['.', ')', ':']).parse().ok()?;
    let all = choices(screen);
    let chosen = all.get(number.checked_sub(1)?)?;
    if rest.trim().is_empty() {
        return Some(Answer::Intent(chosen.intent));
    }
    answer_of(chosen.answers, rest.trim(), lang).map(|choice| Answer::Intent(choice.intent))
}

/// A grade by its letter or its words; letters and words of different grades are never the same.
fn answer_of<'a>(answers: &'a [Choice], typed: &str, lang: Lang) -> Option<&'a Choice> {
    let fold = |text: &str| isoloir_shared::domain::search::fold(text);
    let typed = fold(typed);
    answers.iter().find(|choice| fold(&choice.letter) == typed || fold(&choice.label.resolve(lang)) == typed)
}
