//! What an announcement says, whoever shows it: the platform's letters, the terminal, the bots, and the preview of each.

use super::{Arg, Msg, clean_line, clean_text, key};
use crate::api::types::{Audience, Lang, Localized};

/// Longest message of Telegram, in UTF-16 units after its markup is read.
const TELEGRAM: usize = 4_096;

/// How an announcement reaches somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Way {
    /// The inbox, in any front end.
    Inbox,
    /// A private chat of Telegram.
    Telegram,
    /// A direct room of Matrix.
    Matrix,
    /// A letter.
    Email,
}

impl Way {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Inbox, Self::Telegram, Self::Matrix, Self::Email];
}

/// What is announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// A line.
    pub title: Localized,
    /// Plain text.
    pub body: Localized,
    /// Who speaks, by name; none: the organisers.
    pub sender: Option<String>,
    /// The primary's name.
    pub primary: Localized,
    /// To whom: it says why one gets it.
    pub audience: Audience,
}

/// Its parts as they are read, top to bottom. Nothing is escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// What about: one line.
    pub title: String,
    /// Plain text of several lines.
    pub body: String,
    /// Who speaks, for which primary.
    pub from: String,
    /// Why one gets it and how to stop; empty where one came to read it oneself.
    pub why: String,
}

impl Announced {
    /// As it is read in that way, in that language. `link` ends letters.
    pub fn parts(&self, way: Way, lang: Lang, link: &str) -> Parts {
        let parts = Parts {
            title: clean_line(self.title.get(lang)),
            body: clean_text(self.body.get(lang)),
            from: clean_line(&self.from(way).resolve(lang)),
            why: why(way, self.audience, lang, link),
        };
        if way == Way::Telegram { parts.fitted() } else { parts }
    }

    fn from(&self, way: Way) -> Msg {
        let sender = self.sender.as_deref().map_or_else(|| key::ANNOUNCEMENT_ORGANISERS.into(), Arg::from);
        let from = if way == Way::Email { key::MAIL_ANNOUNCEMENT_FROM } else { key::ANNOUNCEMENT_FROM };
        Msg::new(from).with("sender", sender).with("primary", Msg::from(self.primary.clone()))
    }

    /// The same, marked as a test that somebody sends to themselves.
    #[must_use]
    pub fn as_trial(&self) -> Self {
        let marked = |lang: Lang| Msg::new(key::ANNOUNCEMENT_TRIAL).with("title", self.title.get(lang)).resolve(lang);
        Self { title: Localized { fr: marked(Lang::Fr), en: marked(Lang::En) }, ..self.clone() }
    }
}

impl Parts {
    /// All of it as plain text, as letters have it below their subject.
    pub fn letter(&self) -> String {
        format!("{}\n\n{}\n\n{}\n", self.body, self.from, self.why)
    }

    fn fitted(mut self) -> Self {
        // The platform takes no text as long as that; what joins and breaks links adds a little.
        let rest = utf16(&self.title) + utf16(&self.from) + utf16(&self.why) + 8;
        let most = TELEGRAM.saturating_sub(rest);
        if utf16(&self.body) > most {
            let mut units = 0;
            let fits = |c: &char| {
                units += c.len_utf16();
                units < most
            };
            self.body = self.body.chars().take_while(fits).chain(['…']).collect();
        }
        self
    }
}

fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

/// What is typed in a chat to get no more of them.
pub fn stop_command(way: Way, lang: Lang) -> String {
    command(way, key::ANNOUNCEMENTS_COMMAND_STOP, lang)
}

/// What is typed in a chat to get them.
pub fn start_command(way: Way, lang: Lang) -> String {
    command(way, key::ANNOUNCEMENTS_COMMAND, lang)
}

/// `/annonces`, or `!annonces` where clients keep what begins with a slash for themselves.
fn command(way: Way, word: super::Key, lang: Lang) -> String {
    let sign = if way == Way::Matrix { '!' } else { '/' };
    format!("{sign}{}", Msg::new(word).resolve(lang))
}

fn why(way: Way, audience: Audience, lang: Lang, link: &str) -> String {
    let (in_chats, by_letter) = match audience {
        Audience::Everyone => (key::ANNOUNCEMENT_WHY, "everyone"),
        Audience::LotWaiting => (key::ANNOUNCEMENT_WHY_LOT, "lot_waiting"),
        Audience::Supporters { .. } => (key::ANNOUNCEMENT_WHY_SUPPORTER, "supporters"),
    };
    match way {
        Way::Inbox => String::new(),
        Way::Telegram | Way::Matrix => {
            let command = Arg::Words(stop_command(way, lang));
            Msg::new(in_chats).with("command", command).resolve(lang)
        }
        Way::Email => Msg::new(key::MAIL_ANNOUNCEMENT_WHY).with("link", link).with("audience", by_letter).resolve(lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(body: &str) -> Announced {
        let both = |text: &str| Localized { fr: text.into(), en: format!("EN {text}") };
        Announced {
            title: both("Table ronde"),
            body: both(body),
            sender: None,
            primary: both("LaPrimaire"),
            audience: Audience::Everyone,
        }
    }

    #[test]
    fn each_way_says_who_speaks_and_how_to_stop() {
        let all =
            Way::ALL.map(|way| said("Lundi.\nÀ vous.").parts(way, Lang::Fr, "https://a.example/v1/unsubscribe/x"));
        assert!(all.iter().all(|it| it.title == "Table ronde" && it.from.contains("Les organisateurs · LaPrimaire")));
        let [inbox, telegram, matrix, letter] = all;
        assert_eq!(inbox.why, "");
        assert!(telegram.why.ends_with(": /annonces_stop"), "{}", telegram.why);
        assert!(matrix.why.ends_with(": !annonces_stop"), "{}", matrix.why);
        assert!(letter.letter().starts_with("Lundi.\nÀ vous.\n\n— Les organisateurs"), "{}", letter.letter());
        assert!(letter.letter().ends_with("https://a.example/v1/unsubscribe/x\n"), "{}", letter.letter());
    }

    #[test]
    fn the_longest_text_fits_a_message_of_telegram() {
        let parts = said(&"😀".repeat(4_000)).parts(Way::Telegram, Lang::Fr, "");
        let all = [&parts.title, &parts.body, &parts.from, &parts.why].map(|it| utf16(it)).iter().sum::<usize>();
        assert!(all + 8 <= TELEGRAM && parts.body.ends_with('…'), "{all}");
    }

    #[test]
    fn a_test_says_that_it_is_one() {
        assert_eq!(
            said("a").as_trial().title,
            Localized { fr: "Essai : Table ronde".into(), en: "Test: EN Table ronde".into() }
        );
    }
}
