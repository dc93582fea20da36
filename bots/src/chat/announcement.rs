//! How an announcement looks in a chat: the same function for a preview and for what is sent.

use super::defuse::defused;
use super::said::{cut, escaped, utf16};
use crate::outbox::Announcement;
use isoloir_config::text::Key;
use isoloir_shared::api::types::{Audience, Lang, Localized};
use isoloir_shared::core::Channel;
use isoloir_shared::domain::search::fold;
use isoloir_shared::text::{Arg, Msg, clean_line, clean_text, key};

/// Longest message of Telegram, in UTF-16 units after its markup is read.
const TELEGRAM: usize = 4_096;

/// Its parts, ready to be read, not escaped.
struct Parts {
    title: String,
    body: String,
    from: String,
    why: String,
}

impl Parts {
    fn of(announcement: &Announcement, channel: Channel, lang: Lang) -> Self {
        let said = |words: &Localized| words.get(lang).to_owned();
        let msg = |msg: Msg| defused(&clean_line(&msg.resolve(lang)));
        let sender = announcement.sender.as_deref().map_or_else(|| key::ANNOUNCEMENT_ORGANISERS.into(), Arg::from);
        let from =
            Msg::new(key::ANNOUNCEMENT_FROM).with("sender", sender).with("primary", announcement.primary.get(lang));
        // A command that Telegram finds by itself: it must not be defused.
        let command = typed(key::ANNOUNCEMENTS_COMMAND_STOP, channel, lang);
        Self {
            title: defused(&clean_line(&said(&announcement.title))),
            body: defused(&clean_text(&said(&announcement.body))),
            from: msg(from),
            why: Msg::new(why(announcement.audience)).with("command", command.as_str()).resolve(lang),
        }
    }

    /// All but why somebody gets it.
    fn plain(&self) -> String {
        format!("{}\n\n{}\n\n{}", self.title, self.body, self.from)
    }

    /// The same.
    fn html(&self) -> String {
        let (title, from) = (escaped(&self.title), escaped(&self.from));
        let body = escaped(&self.body).lines().collect::<Vec<_>>().join("<br>");
        format!("<p><strong>{title}</strong></p><p>{body}</p><p><strong>{from}</strong></p>")
    }

    fn fitted(mut self) -> Self {
        // The platform takes no text as long as that; what joins and breaks links adds a little.
        let rest = utf16(&self.title) + utf16(&self.from) + utf16(&self.why) + 8;
        self.body = cut(&self.body, TELEGRAM.saturating_sub(rest));
        self
    }
}

/// Why somebody gets it.
fn why(audience: Option<Audience>) -> Key {
    match audience {
        None | Some(Audience::Everyone) => key::ANNOUNCEMENT_WHY,
        Some(Audience::LotWaiting) => key::ANNOUNCEMENT_WHY_LOT,
        Some(Audience::Supporters { .. }) => key::ANNOUNCEMENT_WHY_SUPPORTER,
    }
}

/// As HTML for Telegram.
pub fn telegram(announcement: &Announcement, lang: Lang) -> String {
    let Parts { title, body, from, why } = Parts::of(announcement, Channel::Telegram, lang).fitted();
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
        true => Msg::new(key::ANNOUNCEMENTS_ON)
            .with("command", typed(key::ANNOUNCEMENTS_COMMAND_STOP, channel, lang).as_str()),
        false => {
            Msg::new(key::ANNOUNCEMENTS_OFF).with("command", typed(key::ANNOUNCEMENTS_COMMAND, channel, lang).as_str())
        }
    }
}

/// `/annonces`, or `!annonces` where clients keep what begins with a slash for themselves.
fn typed(command: Key, channel: Channel, lang: Lang) -> String {
    let sign = if channel == Channel::Matrix { '!' } else { '/' };
    format!("{sign}{}", Msg::new(command).resolve(lang))
}

/// For a direct room of Matrix: plain, and the same as HTML.
pub fn matrix(announcement: &Announcement, lang: Lang) -> (String, String) {
    let parts = Parts::of(announcement, Channel::Matrix, lang);
    (format!("{}\n{}", parts.plain(), parts.why), format!("{}<p><em>{}</em></p>", parts.html(), escaped(&parts.why)))
}

/// For a room of Matrix that everybody reads: in both languages, where they differ.
pub fn room(announcement: &Announcement) -> (String, String) {
    let [fr, en] = [Lang::Fr, Lang::En].map(|lang| Parts::of(announcement, Channel::Matrix, lang));
    if fr.title == en.title && fr.body == en.body {
        return (fr.plain(), fr.html());
    }
    (format!("{}\n\n{}", fr.plain(), en.plain()), format!("{}<hr>{}", fr.html(), en.html()))
}
