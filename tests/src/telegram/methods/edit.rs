//! `editMessage…`, `deleteMessage`.

use super::{Refusal, keyboard as keyboards, send};
use crate::telegram::body::Given;
use crate::telegram::server::World;
use crate::telegram::transcript;
use serde_json::{Map, Value, json};

const SAME: &str = "message is not modified: specified new message content and reply markup are exactly the same as a \
                    current content and reply markup of the message";

pub(super) fn text(world: &World, given: &Given) -> Result<Value, Refusal> {
    let (text, entities) =
        send::worded(&given.params, "text", 4096).map_err(|refusal| match refusal.text.as_str() {
            "Bad Request: message is too long" => Refusal::bad("MESSAGE_TOO_LONG"),
            _ => refusal,
        })?;
    if text.is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    change(world, &given.params, |message| {
        if message.get("text").is_none() {
            return Err(Refusal::bad("there is no text in the message to edit"));
        }
        message.insert("text".into(), text.into());
        set(message, "entities", entities);
        Ok(())
    })
}

pub(super) fn caption(world: &World, given: &Given) -> Result<Value, Refusal> {
    let (caption, entities) = send::worded(&given.params, "caption", 1024)?;
    change(world, &given.params, |message| {
        if message.get("text").is_some() {
            return Err(Refusal::bad("there is no caption in the message to edit"));
        }
        set(message, "caption", if caption.is_empty() { json!([]) } else { caption.into() });
        set(message, "caption_entities", entities);
        Ok(())
    })
}

pub(super) fn media(world: &World, mut given: Given) -> Result<Value, Refusal> {
    let media = given.params["media"].clone();
    let media = media.as_object().ok_or_else(|| Refusal::bad("media not found"))?;
    let (caption, entities) = send::worded(media, "caption", 1024)?;
    let kind = media.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let source = media.get("media").and_then(Value::as_str).unwrap_or_default().to_owned();
    let content = send::stored(world, &mut given, &source, &kind)?;
    change(world, &given.params, |message| {
        for old in ["text", "entities", "photo", "document", "caption", "caption_entities"] {
            message.remove(old);
        }
        message.insert(kind.clone(), content[&kind].clone());
        set(message, "caption", if caption.is_empty() { json!([]) } else { caption.into() });
        set(message, "caption_entities", entities);
        Ok(())
    })
}

pub(super) fn keyboard(world: &World, given: &Given) -> Result<Value, Refusal> {
    change(world, &given.params, |_| Ok(()))
}

fn set(message: &mut Map<String, Value>, name: &str, value: Value) {
    if value.as_array().is_some_and(Vec::is_empty) {
        message.remove(name);
    } else {
        message.insert(name.to_owned(), value);
    }
}

fn change(
    world: &World,
    params: &Map<String, Value>,
    edit: impl FnOnce(&mut Map<String, Value>) -> Result<(), Refusal>,
) -> Result<Value, Refusal> {
    let markup = params.get("reply_markup");
    keyboards::check(markup)?;
    let mut state = world.lock();
    let chat = send::chat(&mut state, params)?;
    state.flood.touch(chat).map_err(Refusal::later)?;
    let id = params.get("message_id").and_then(Value::as_i64).unwrap_or_default();
    let now = state.now;
    let keep = state.keep_history;
    let entry = state.chats.get_mut(&chat).expect("it is known");
    let message = entry.messages.get_mut(&id).ok_or_else(|| Refusal::bad("message to edit not found"))?;
    if !message.by_bot || message.frozen {
        return Err(Refusal::bad("message can't be edited"));
    }
    let mut new = message.value.as_object().cloned().unwrap_or_default();
    edit(&mut new)?;
    // Without a keyboard, an edit takes the old one away.
    let rows = markup.filter(|it| it["inline_keyboard"].as_array().is_some_and(|rows| !rows.is_empty()));
    match rows {
        Some(markup) => new.insert("reply_markup".into(), markup.clone()),
        None => new.remove("reply_markup"),
    };
    let mut before = message.value.clone();
    before.as_object_mut().expect("a message").remove("edit_date");
    new.remove("edit_date");
    if before == Value::Object(new.clone()) {
        drop(state);
        return same(world, chat);
    }
    new.insert("edit_date".into(), now.into());
    message.value = Value::Object(new);
    let value = message.value.clone();
    if keep {
        entry.transcript.push(transcript::message(&value, true, None));
    }
    entry.touch();
    state.answered(chat);
    Ok(value)
}

/// Nothing to change is an answer too, for who waits.
fn same(world: &World, chat: i64) -> Result<Value, Refusal> {
    world.lock().answered(chat);
    Err(Refusal::bad(SAME))
}

pub(super) fn delete(world: &World, given: &Given) -> Result<Value, Refusal> {
    let mut state = world.lock();
    let chat = send::chat(&mut state, &given.params)?;
    state.flood.touch(chat).map_err(Refusal::later)?;
    let id = given.params.get("message_id").and_then(Value::as_i64).unwrap_or_default();
    let entry = state.chats.get_mut(&chat).expect("it is known");
    match entry.messages.get(&id) {
        None => Err(Refusal::bad("message to delete not found")),
        Some(message) if message.frozen => Err(Refusal::bad("message can't be deleted")),
        Some(_) => {
            entry.messages.remove(&id);
            entry.transcript.push(format!("   (le robot efface le message {id})\n"));
            entry.touch();
            Ok(json!(true))
        }
    }
}
