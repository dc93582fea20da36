//! What an event of a room means to the bot. Pure.

use matrix_sdk::ruma::events::reaction::OriginalSyncReactionEvent;
use matrix_sdk::ruma::events::room::MediaSource;
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::events::room::message::{MessageType, OriginalSyncRoomMessageEvent, Relation};
use matrix_sdk::ruma::events::{
    AnySyncMessageLikeEvent, AnySyncStateEvent, AnySyncTimelineEvent, SyncMessageLikeEvent, SyncStateEvent,
};
use matrix_sdk::ruma::{EventId, OwnedEventId, OwnedRoomId, OwnedUserId, UserId};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Most bytes of a picture that is taken.
pub const PICTURE: u64 = 10 * 1024 * 1024;

/// Something that happened in a room.
#[derive(Debug)]
pub struct Heard {
    /// The event.
    pub id: OwnedEventId,
    /// By whom.
    pub sender: OwnedUserId,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Debug)]
pub enum What {
    /// The bot came in.
    Joined,
    /// Somebody else came in, or was asked in.
    Guest,
    /// Somebody went out, or was put out.
    Left(OwnedUserId),
    /// The room became encrypted.
    Encrypted,
    /// Somebody wrote.
    Text {
        /// What, without the message that it answers.
        text: String,
        /// It names the bot.
        to_us: bool,
        /// The thread that it stands in.
        thread: Option<OwnedEventId>,
    },
    /// Somebody changed what they wrote.
    Edited,
    /// Somebody reacted to a message.
    Reaction {
        /// The emoji.
        key: String,
        /// Of which message.
        message: OwnedEventId,
    },
    /// A picture to fetch.
    Picture(MediaSource),
    /// A picture that is too large.
    TooLarge,
    /// A sticker, a voice message, a place on a map.
    Other,
    /// The room is replaced by another.
    Moved(OwnedRoomId),
    /// Somebody asks to compare emoji, to verify the bot.
    Verify,
}

/// Reads an event. None: nothing to do, or the bot's own.
pub fn heard(event: &AnySyncTimelineEvent, us: &UserId) -> Option<Heard> {
    // A fault of ours in reading one event would come again with it, and keep everybody else's from being taken.
    catch_unwind(AssertUnwindSafe(|| read(event, us))).ok().flatten()
}

fn read(event: &AnySyncTimelineEvent, us: &UserId) -> Option<Heard> {
    let (id, sender) = (event.event_id().to_owned(), event.sender().to_owned());
    let what = match event {
        AnySyncTimelineEvent::State(state) => state_change(state, us)?,
        AnySyncTimelineEvent::MessageLike(_) if sender == us => return None,
        AnySyncTimelineEvent::MessageLike(AnySyncMessageLikeEvent::RoomMessage(SyncMessageLikeEvent::Original(it))) => {
            message(it, us)?
        }
        AnySyncTimelineEvent::MessageLike(AnySyncMessageLikeEvent::Reaction(SyncMessageLikeEvent::Original(it))) => {
            reaction(it)
        }
        AnySyncTimelineEvent::MessageLike(AnySyncMessageLikeEvent::Sticker(SyncMessageLikeEvent::Original(_))) => {
            What::Other
        }
        AnySyncTimelineEvent::MessageLike(_) => return None,
    };
    Some(Heard { id, sender, what })
}

fn state_change(event: &AnySyncStateEvent, us: &UserId) -> Option<What> {
    match event {
        AnySyncStateEvent::RoomMember(SyncStateEvent::Original(it)) => {
            let before = it.unsigned.prev_content.as_ref().map(|it| it.membership.clone());
            match it.content.membership {
                // A new name or picture of a member is a "join" too.
                MembershipState::Join if before == Some(MembershipState::Join) => None,
                MembershipState::Join if it.state_key == us => Some(What::Joined),
                MembershipState::Join | MembershipState::Invite if it.state_key != us => Some(What::Guest),
                MembershipState::Leave | MembershipState::Ban if it.state_key != us => {
                    Some(What::Left(it.state_key.clone()))
                }
                _ => None,
            }
        }
        AnySyncStateEvent::RoomEncryption(SyncStateEvent::Original(_)) => Some(What::Encrypted),
        AnySyncStateEvent::RoomTombstone(SyncStateEvent::Original(it)) => {
            Some(What::Moved(it.content.replacement_room.clone()))
        }
        _ => None,
    }
}

fn reaction(event: &OriginalSyncReactionEvent) -> What {
    let relation = &event.content.relates_to;
    What::Reaction { key: relation.key.clone(), message: relation.event_id.clone() }
}

fn message(event: &OriginalSyncRoomMessageEvent, us: &UserId) -> Option<What> {
    if matches!(event.content.relates_to, Some(Relation::Replacement(_))) {
        return Some(What::Edited);
    }
    let body = match &event.content.msgtype {
        MessageType::Text(it) => &it.body,
        MessageType::Emote(it) => &it.body,
        // What bots say is not answered: two bots would talk for ever.
        MessageType::Notice(_) => return None,
        MessageType::VerificationRequest(it) => return (it.to == us).then_some(What::Verify),
        MessageType::Image(it) => {
            let size = it.info.as_ref().and_then(|info| info.size).map_or(0, u64::from);
            return Some(if size > PICTURE { What::TooLarge } else { What::Picture(it.source.clone()) });
        }
        _ => return Some(What::Other),
    };
    let named = event.content.mentions.as_ref().is_some_and(|it| it.user_ids.contains(us));
    let replies = matches!(&event.content.relates_to, Some(Relation::Reply(_)));
    let thread = match &event.content.relates_to {
        Some(Relation::Thread(thread)) => Some(thread.event_id.clone()),
        _ => None,
    };
    let text = if replies { without_quote(body) } else { body };
    Some(What::Text { text: text.to_owned(), to_us: named || body.contains(us.as_str()), thread })
}

/// Older clients put the message that is answered before the answer, each line of it behind `> `.
fn without_quote(body: &str) -> &str {
    let mut rest = body;
    while let Some(line) = rest.strip_prefix('>') {
        rest = line.split_once('\n').map_or("", |(_, rest)| rest);
    }
    if rest.is_empty() { body } else { rest.trim_start_matches('\n') }
}

/// A name for what the bot says by itself about an event: sent twice, it is there once.
pub fn key(about: &EventId) -> String {
    format!("isoloir-{}", about.as_str().trim_start_matches('$'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;
    use matrix_sdk::ruma::user_id;
    use serde_json::{Value, json};

    fn read(kind: &str, sender: &str, content: Value) -> Option<What> {
        let event =
            json!({"type": kind, "sender": sender, "event_id": "$1", "origin_server_ts": 0, "content": content});
        what(event)
    }

    fn what(event: Value) -> Option<What> {
        let event: AnySyncTimelineEvent = serde_json::from_value(event).unwrap();
        heard(&event, user_id!("@bot:x")).map(|it| it.what)
    }

    fn text(content: Value) -> (String, bool) {
        match read("m.room.message", "@ada:x", content) {
            Some(What::Text { text, to_us, .. }) => (text, to_us),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_people_write() {
        assert_eq!(text(json!({"msgtype": "m.text", "body": "2"})), ("2".into(), false));
        let answer = json!({"msgtype": "m.text", "body": "> <@bot:x> Bonjour\n> encore\n\n3",
            "m.relates_to": {"m.in_reply_to": {"event_id": "$0"}}});
        assert_eq!(text(answer).0, "3");
        assert_eq!(text(json!({"msgtype": "m.text", "body": "> cite"})).0, "> cite");
        let named = json!({"msgtype": "m.text", "body": "salut", "m.mentions": {"user_ids": ["@bot:x"]}});
        assert!(text(named).1);
    }

    #[test]
    fn what_is_not_an_answer() {
        assert!(read("m.room.message", "@bot:x", json!({"msgtype": "m.text", "body": "2"})).is_none());
        assert!(read("m.room.message", "@ada:x", json!({"msgtype": "m.notice", "body": "2"})).is_none());
        let edit = json!({"msgtype": "m.text", "body": "* 3", "m.new_content": {"msgtype": "m.text", "body": "3"},
            "m.relates_to": {"rel_type": "m.replace", "event_id": "$0"}});
        assert!(matches!(read("m.room.message", "@ada:x", edit), Some(What::Edited)));
        let video = json!({"msgtype": "m.video", "body": "v", "url": "mxc://x/y"});
        assert!(matches!(read("m.room.message", "@ada:x", video), Some(What::Other)));
        let verify = |to: &str| {
            json!({"msgtype": "m.key.verification.request", "body": "v", "from_device": "A", "methods": ["m.sas.v1"],
                "to": to})
        };
        assert!(matches!(read("m.room.message", "@ada:x", verify("@bot:x")), Some(What::Verify)));
        assert!(read("m.room.message", "@ada:x", verify("@eve:x")).is_none());
        let large = json!({"msgtype": "m.image", "body": "v", "url": "mxc://x/y", "info": {"size": 20_000_000}});
        assert!(matches!(read("m.room.message", "@ada:x", large), Some(What::TooLarge)));
    }

    #[test]
    fn who_comes_and_where_to() {
        let member = |who: &str, now: &str, before: Option<&str>| {
            let unsigned = before.map(|it| json!({"prev_content": {"membership": it}})).unwrap_or(json!({}));
            what(json!({"type": "m.room.member", "sender": who, "state_key": who, "event_id": "$1",
                "origin_server_ts": 0, "content": {"membership": now}, "unsigned": unsigned}))
        };
        assert!(matches!(member("@bot:x", "join", Some("invite")), Some(What::Joined)));
        assert!(member("@bot:x", "join", Some("join")).is_none());
        assert!(matches!(member("@eve:x", "join", None), Some(What::Guest)));
        assert!(matches!(member("@ada:x", "leave", Some("join")), Some(What::Left(_))));
        assert!(member("@bot:x", "leave", Some("join")).is_none());
        let stone = json!({"type": "m.room.tombstone", "sender": "@ada:x", "state_key": "", "event_id": "$1",
            "origin_server_ts": 0, "content": {"body": "", "replacement_room": "!new:x"}});
        assert!(matches!(what(stone), Some(What::Moved(_))));
    }

    #[test]
    fn a_reaction_names_its_message() {
        let content = json!({"m.relates_to": {"rel_type": "m.annotation", "event_id": "$9", "key": "1️⃣"}});
        let Some(What::Reaction { key, message }) = read("m.reaction", "@ada:x", content) else { panic!("a reaction") };
        assert_eq!((key.as_str(), message.as_str()), ("1️⃣", "$9"));
    }
}
