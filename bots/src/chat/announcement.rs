//! How an announcement looks in a chat, for everyone who gets it and for whoever tries it on themselves. Its words are the
//! core's ([`Announced`]), which the preview shows.

use super::defuse::defused;
use super::said::{cut, escaped, utf16};
use isoloir_config::text::Key;
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::Channel;
use isoloir_shared::domain::search::fold;
use isoloir_shared::text::{Announced, Msg, Way, key, start_command, stop_command};

/// Longest message of Telegram, in UTF-16 units after its markup is read.
const TELEGRAM: usize = 4_096;

/// Its parts, ready to be read, not escaped.
struct Parts(isoloir_shared::text::Parts);

impl Parts {
    /// The core's parts, with whatever a chat program would take for a link or a name broken up.
    fn of(announced: &Announced, way: Way, lang: Lang) -> Self {
        let parts = announced.parts(way, lang, "");
        // The command in `why` is one that Telegram finds by itself: it must not be defused.
        let (title, body, from) = (defused(&parts.title), defused(&parts.body), defused(&parts.from));
        Self(isoloir_shared::text::Parts { title, body, from, ..parts })
    }

    /// All but why somebody gets it.
    fn plain(&self) -> String {
        format!("{}\n\n{}\n\n{}", self.0.title, self.0.body, self.0.from)
    }

    /// The same.
    fn html(&self) -> String {
        let (title, from) = (escaped(&self.0.title), escaped(&self.0.from));
        let body = escaped(&self.0.body).lines().collect::<Vec<_>>().join("<br>");
        format!("<p><strong>{title}</strong></p><p>{body}</p><p><strong>{from}</strong></p>")
    }

    fn fitted(mut self) -> Self {
        // What breaks links up adds a little.
        let rest = utf16(&self.0.title) + utf16(&self.0.from) + utf16(&self.0.why) + 8;
        self.0.body = cut(&self.0.body, TELEGRAM.saturating_sub(rest));
        self
    }
}

/// As HTML for Telegram.
pub fn telegram(announced: &Announced, lang: Lang) -> String {
    let isoloir_shared::text::Parts { title, body, from, why } = Parts::of(announced, Way::Telegram, lang).fitted().0;
    let (title, body, from, why) = (escaped(&title), escaped(&body), escaped(&from), escaped(&why));
    format!("<b>{title}</b>\n\n{body}\n\n<b>{from}</b>\n<i>{why}</i>")
}

/// What somebody wants who writes one of the two commands, in either language: to be told, or not any more. Never
/// without its sign: the bare word may be the answer to a question.
pub fn asked(text: &str) -> Option<bool> {
    let word = text.trim().strip_prefix(['/', '!'])?;
    let word = fold(word.split('@').next().unwrap_or_default());
    let is = |key: Key| [Lang::Fr, Lang::En].iter().any(|lang| fold(&Msg::new(key).resolve(*lang)) == word);
    match () {
        () if is(key::ANNOUNCEMENTS_COMMAND) => Some(true),
        () if is(key::ANNOUNCEMENTS_COMMAND_STOP) => Some(false),
        () => None,
    }
}

/// The command that begins it, for a menu: its name and a few words about it.
pub fn command(lang: Lang) -> (String, String) {
    let say = |key: Key| Msg::new(key).resolve(lang);
    (say(key::ANNOUNCEMENTS_COMMAND), say(key::ANNOUNCEMENTS_COMMAND_ABOUT))
}

/// The word back.
pub fn noted(wants: bool, channel: Channel, lang: Lang) -> Msg {
    match wants {
        true => Msg::new(key::ANNOUNCEMENTS_ON).with("command", stop_command(way(channel), lang).as_str()),
        false => Msg::new(key::ANNOUNCEMENTS_OFF).with("command", start_command(way(channel), lang).as_str()),
    }
}

fn way(channel: Channel) -> Way {
    if channel == Channel::Matrix { Way::Matrix } else { Way::Telegram }
}

/// For a direct room of Matrix: plain, and the same as HTML.
pub fn matrix(announced: &Announced, lang: Lang) -> (String, String) {
    let parts = Parts::of(announced, Way::Matrix, lang);
    let why = &parts.0.why;
    (format!("{}\n{why}", parts.plain()), format!("{}<p><em>{}</em></p>", parts.html(), escaped(why)))
}

/// For a room of Matrix that everybody reads: in both languages, where they differ.
pub fn room(announced: &Announced) -> (String, String) {
    let [fr, en] = [Lang::Fr, Lang::En].map(|lang| Parts::of(announced, Way::Matrix, lang));
    if fr.0.title == en.0.title && fr.0.body == en.0.body {
        return (fr.plain(), fr.html());
    }
    (format!("{}\n\n{}", fr.plain(), en.plain()), format!("{}<hr>{}", fr.html(), en.html()))
}
