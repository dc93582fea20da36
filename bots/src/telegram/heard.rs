//! An update of Telegram: what it is to us. Pure.

use crate::engine::{ChatKey, Doing, Unreadable, Update};
use isoloir_shared::api::types::Lang;
use teloxide::types::{
    CallbackQuery, ChatId, ChatMemberUpdated, FileId, InlineQuery, MediaKind, Message, MessageId, MessageKind,
    ThreadId, Update as Raw, UpdateKind, User,
};

/// Most bytes of a picture that is taken.
const PICTURE: u32 = 10 << 20;

/// What an update is to us.
#[derive(Debug)]
pub(super) enum Heard {
    /// Somebody in their private chat.
    Person(Update),
    /// The same, with a picture that must be fetched first.
    Picture(Update, FileId),
    /// A command in a group: gets a link to the private chat and nothing else.
    Group(GroupCommand),
    /// Somebody looks for something to share in a chat.
    Inline(InlineQuery),
    /// A button pressed where none of ours belongs: in a group, under a message that was forwarded.
    Stray {
        /// The press.
        press: String,
        /// Whose app speaks what.
        lang: Lang,
    },
    /// Nothing to us.
    Nothing,
}

/// A command in a group.
#[derive(Debug)]
pub(super) struct GroupCommand {
    pub group: ChatId,
    pub thread: Option<ThreadId>,
    pub lang: Lang,
    /// Without its slash and our name.
    pub command: String,
}

/// Which kind it is, and whose. `me` is the bot's name.
pub(super) fn heard(update: Raw, me: &str) -> Heard {
    let id = update.id.0.to_string();
    match update.kind {
        UpdateKind::Message(message) => said(id, &message, me),
        UpdateKind::CallbackQuery(press) => pressed(id, press),
        UpdateKind::MyChatMember(change) => membership(id, &change),
        UpdateKind::InlineQuery(query) => Heard::Inline(query),
        // Not asked for (`ALLOWED`): what somebody changes after they sent it has been answered already.
        _ => Heard::Nothing,
    }
}

fn said(id: String, message: &Message, me: &str) -> Heard {
    let Some(from) = message.from.as_ref().filter(|it| !it.is_bot) else { return Heard::Nothing };
    let MessageKind::Common(common) = &message.kind else { return Heard::Nothing };
    if !message.chat.is_private() {
        return group(message, from, me);
    }
    // A card that somebody shared with us, through us.
    if message.via_bot.as_ref().is_some_and(|bot| bot.username.as_deref() == Some(me)) {
        return Heard::Nothing;
    }
    let update = |doing| person(id.clone(), message.chat.id, from, Some(message.id), doing);
    match &common.media_kind {
        MediaKind::Text(text) => Heard::Person(update(words(&text.text))),
        MediaKind::Photo(photo) => {
            // The last one is the largest.
            match photo.photo.iter().rev().find(|size| size.file.size <= PICTURE) {
                Some(size) => Heard::Picture(update(Doing::Photo(Vec::new())), size.file.id.clone()),
                None => Heard::Person(update(Doing::Unreadable(Unreadable::TooLarge))),
            }
        }
        MediaKind::Document(it) if it.document.mime_type.as_ref().is_some_and(|mime| mime.type_() == "image") => {
            if it.document.file.size > PICTURE {
                return Heard::Person(update(Doing::Unreadable(Unreadable::TooLarge)));
            }
            Heard::Picture(update(Doing::Photo(Vec::new())), it.document.file.id.clone())
        }
        _ => Heard::Person(update(Doing::Unreadable(Unreadable::Kind))),
    }
}

/// `/start`, alone or with what a link carried, begins; everything else is read on the screen.
fn words(text: &str) -> Doing {
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let name = first.split('@').next().unwrap_or_default();
    match name.eq_ignore_ascii_case("/start") {
        true => Doing::Start(rest.trim().chars().take(64).collect()),
        false => Doing::Text(text.to_owned()),
    }
}

fn group(message: &Message, from: &User, me: &str) -> Heard {
    let text = message.text().unwrap_or_default();
    let first = text.split_whitespace().next().unwrap_or_default();
    let Some(command) = first.strip_prefix('/') else { return Heard::Nothing };
    let (command, to) = command.split_once('@').unwrap_or((command, me));
    if !to.eq_ignore_ascii_case(me) || command.is_empty() {
        return Heard::Nothing;
    }
    let thread = message.thread_id.filter(|_| message.is_topic_message);
    let lang = lang(from).unwrap_or(Lang::Fr);
    Heard::Group(GroupCommand { group: message.chat.id, thread, lang, command: command.to_owned() })
}

fn pressed(id: String, press: CallbackQuery) -> Heard {
    let own = press.message.as_ref().filter(|it| it.chat().is_private() && it.chat().id == ChatId::from(press.from.id));
    let Some((message, code)) = own.zip(press.data) else {
        return Heard::Stray { press: press.id.0, lang: lang(&press.from).unwrap_or(Lang::Fr) };
    };
    let doing = Doing::Press { code, press: press.id.0, message: message.id().0.to_string() };
    Heard::Person(person(id, message.chat().id, &press.from, None, doing))
}

fn membership(id: String, change: &ChatMemberUpdated) -> Heard {
    if change.chat.is_private() && change.new_chat_member.is_banned() {
        return Heard::Person(person(id, change.chat.id, &change.from, None, Doing::Gone));
    }
    // Let in again, or put into a group: whoever wants something will write.
    Heard::Nothing
}

fn person(id: String, chat: ChatId, from: &User, message: Option<MessageId>, doing: Doing) -> Update {
    let called = match &from.username {
        Some(name) => format!("{} (@{name})", from.full_name()),
        None => from.full_name(),
    };
    let (chat, room, called) = (ChatKey::telegram(chat.0), chat.0.to_string(), Some(called));
    let message = message.map(|it| it.0.to_string());
    Update { chat, id, room, message, called, lang: lang(from), doing }
}

/// The language of somebody's app, if it is one of ours.
pub(super) fn lang(from: &User) -> Option<Lang> {
    let code = from.language_code.as_deref().unwrap_or_default().to_ascii_lowercase();
    match code.split('-').next() {
        Some("fr") => Some(Lang::Fr),
        Some("en") => Some(Lang::En),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn of(kind: &str, content: Value) -> Heard {
        let mut update = json!({"update_id": 7});
        update[kind] = content;
        // From text, as it comes: the library cannot read an update out of a value.
        heard(serde_json::from_str(&update.to_string()).unwrap(), "IsoloirBot")
    }

    fn message(chat: Value, extra: Value) -> Value {
        let from = json!({"id": 5, "is_bot": false, "first_name": "Ada", "language_code": "en-GB"});
        let mut message = json!({"message_id": 1, "date": 0, "chat": chat, "from": from});
        for (name, value) in extra.as_object().unwrap() {
            message[name] = value.clone();
        }
        message
    }

    fn private() -> Value {
        json!({"id": 5, "type": "private", "first_name": "Ada"})
    }

    fn group_chat() -> Value {
        json!({"id": -9, "type": "supergroup", "title": "G"})
    }

    fn doing(heard: Heard) -> Doing {
        match heard {
            Heard::Person(update) => {
                assert_eq!((update.id.as_str(), update.room.as_str(), update.lang), ("7", "5", Some(Lang::En)));
                update.doing
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_somebody_writes_in_private() {
        for (text, expected) in [
            ("/start", Doing::Start(String::new())),
            ("/start c_12", Doing::Start("c_12".into())),
            ("/START@IsoloirBot l", Doing::Start("l".into())),
            ("/lot", Doing::Text("/lot".into())),
            ("très bien", Doing::Text("très bien".into())),
        ] {
            assert_eq!(doing(of("message", message(private(), json!({"text": text})))), expected, "{text}");
        }
        let sticker = json!({"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 5,
            "height": 5, "is_animated": false, "is_video": false}});
        assert_eq!(doing(of("message", message(private(), sticker))), Doing::Unreadable(Unreadable::Kind));
    }

    #[test]
    fn a_picture_is_fetched_in_its_largest_size() {
        let size = |id: &str, size: u32| json!({"file_id": id, "file_unique_id": id, "width": 10, "height": 10, "file_size": size});
        let photo = json!({"photo": [size("small", 10), size("large", 1000), size("huge", 11 << 20)]});
        match of("message", message(private(), photo)) {
            Heard::Picture(_, id) => assert_eq!(id.0, "large"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn in_a_group_only_commands_to_us_are_heard() {
        let hears = |text: &str| of("message", message(group_chat(), json!({"text": text})));
        for text in ["/lot", "/lot@isoloirbot", "/start@IsoloirBot x"] {
            assert!(matches!(hears(text), Heard::Group(it) if it.group == ChatId(-9)), "{text}");
        }
        for text in ["bonjour", "/lot@OtherBot", "/", "je vote /lot"] {
            assert!(matches!(hears(text), Heard::Nothing), "{text}");
        }
    }

    #[test]
    fn a_press_counts_only_in_ones_own_chat() {
        let press = |chat: Value, from: i64| {
            let from = json!({"id": from, "is_bot": false, "first_name": "Ada", "language_code": "en"});
            let message = message(chat, json!({"text": "x"}));
            of(
                "callback_query",
                json!({"id": "p", "from": from, "message": message, "chat_instance": "1", "data": "d"}),
            )
        };
        let expected = Doing::Press { code: "d".into(), press: "p".into(), message: "1".into() };
        assert_eq!(doing(press(private(), 5)), expected);
        assert!(matches!(press(private(), 6), Heard::Stray { .. }), "somebody else");
        assert!(matches!(press(group_chat(), 5), Heard::Stray { .. }), "in a group");
    }

    #[test]
    fn a_block_is_heard_and_unblocking_is_not() {
        let change = |status: &str| {
            let user = json!({"id": 9, "is_bot": true, "first_name": "B"});
            let from = json!({"id": 5, "is_bot": false, "first_name": "Ada", "language_code": "en"});
            let member = |status: &str| json!({"status": status, "user": user, "until_date": 0});
            of(
                "my_chat_member",
                json!({"chat": private(), "from": from, "date": 0,
                "old_chat_member": member("member"), "new_chat_member": member(status)}),
            )
        };
        assert_eq!(doing(change("kicked")), Doing::Gone);
        assert!(matches!(change("member"), Heard::Nothing));
    }
}
