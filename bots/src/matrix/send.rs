//! Messages as they travel.

use matrix_sdk::Room;
use matrix_sdk::ruma::{OwnedEventId, OwnedTransactionId};
use serde_json::{Value, json};

/// A message in two forms that say the same, naming nobody.
pub struct Message<'a> {
    /// `m.notice` for answers: other bots do not answer it. `m.text` for what begins by itself.
    pub kind: &'a str,
    /// Plain.
    pub body: &'a str,
    /// The same in HTML; empty: plain only.
    pub html: &'a str,
}

impl Message<'_> {
    /// As a new message.
    pub fn content(&self) -> Value {
        let mut content = json!({"msgtype": self.kind, "body": self.body, "m.mentions": {}});
        if !self.html.is_empty() {
            content["format"] = "org.matrix.custom.html".into();
            content["formatted_body"] = self.html.into();
        }
        content
    }

    /// In the place of an earlier one. Clients that know no edits show it below, behind a star.
    pub fn instead_of(&self, earlier: &str) -> Value {
        let new = self.content();
        let mut content = Message { body: &format!("* {}", self.body), ..*self }.content();
        content["m.new_content"] = new;
        content["m.relates_to"] = json!({"rel_type": "m.replace", "event_id": earlier});
        content
    }

    /// In a thread of a room that others read.
    pub fn in_thread(&self, root: &str) -> Value {
        let mut content = self.content();
        content["m.relates_to"] = json!({"rel_type": "m.thread", "event_id": root, "is_falling_back": true,
            "m.in_reply_to": {"event_id": root}});
        content
    }
}

/// Sends it. The same `key` is the same message, however often it is sent.
pub async fn send(room: &Room, key: &str, content: Value) -> matrix_sdk::Result<OwnedEventId> {
    let transaction = OwnedTransactionId::from(key);
    let sent = room.send_raw("m.room.message", content).with_transaction_id(&transaction).await?;
    Ok(sent.response.event_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Message<'_> = Message { kind: "m.notice", body: "1. Oui", html: "<p>1. Oui</p>" };

    #[test]
    fn an_edit_says_the_new_page_twice_and_names_nobody() {
        let edit = PAGE.instead_of("$1");
        assert_eq!(edit["m.new_content"], PAGE.content());
        assert_eq!(edit["body"], "* 1. Oui");
        assert_eq!(edit["m.relates_to"], json!({"rel_type": "m.replace", "event_id": "$1"}));
        assert_eq!(edit["m.mentions"], json!({}));
        assert_eq!(edit["m.new_content"]["m.mentions"], json!({}));
    }
}
