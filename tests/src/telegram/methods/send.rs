//! `sendMessage`, `sendPhoto`, `sendDocument`, `sendChatAction`.

use super::{Refusal, keyboard};
use crate::telegram::body::Given;
use crate::telegram::make::bot;
use crate::telegram::schema::utf16;
use crate::telegram::server::World;
use crate::telegram::state::{Message, State, Stored};
use crate::telegram::{html, transcript};
use serde_json::{Map, Value, json};

/// Text and entities of a parameter, counted as Telegram does.
pub(super) fn worded(params: &Map<String, Value>, name: &str, most: usize) -> Result<(String, Value), Refusal> {
    let source = params.get(name).and_then(Value::as_str).unwrap_or_default();
    let (text, entities) = match params.get("parse_mode").and_then(Value::as_str) {
        Some(mode) if mode.eq_ignore_ascii_case("html") => {
            let parsed = html::parse(source).map_err(|why| Refusal::bad(&format!("can't parse entities: {why}")))?;
            (parsed.text, Value::from(parsed.entities))
        }
        Some(mode) => return Err(Refusal::bad(&format!("unsupported parse_mode {mode} (of the emulator: HTML)"))),
        None => (source.trim().to_owned(), json!([])),
    };
    if utf16(&text) > most {
        let caption = most == 1024;
        return Err(Refusal::bad(if caption { "message caption is too long" } else { "message is too long" }));
    }
    Ok((text, entities))
}

/// The chat that is written to, if it can be.
pub(super) fn chat(state: &mut State, params: &Map<String, Value>) -> Result<i64, Refusal> {
    let id = params.get("chat_id").and_then(Value::as_i64).ok_or_else(|| Refusal::bad("chat not found"))?;
    let chat = state.chats.get(&id).ok_or_else(|| Refusal::bad("chat not found"))?;
    if chat.blocked && chat.title.is_some() {
        return Err(Refusal::new(403, "Forbidden: bot was kicked from the supergroup chat"));
    }
    if chat.blocked {
        return Err(Refusal::new(403, "Forbidden: bot was blocked by the user"));
    }
    if chat.silent {
        return Err(Refusal::new(403, "Forbidden: bot can't initiate conversation with a user"));
    }
    Ok(id)
}

pub(super) fn text(world: &World, given: &Given) -> Result<Value, Refusal> {
    let (text, entities) = worded(&given.params, "text", 4096)?;
    if text.is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    let mut content = json!({"text": text});
    if entities.as_array().is_some_and(|all| !all.is_empty()) {
        content["entities"] = entities;
    }
    post(world, &given.params, content)
}

pub(super) fn file(world: &World, mut given: Given, kind: &str) -> Result<Value, Refusal> {
    let (caption, entities) = worded(&given.params, "caption", 1024)?;
    let source = given.params.get(kind).and_then(Value::as_str).map(str::to_owned);
    let mut content = stored(world, &mut given, source.as_deref().unwrap_or(kind), kind)?;
    if !caption.is_empty() {
        content["caption"] = caption.into();
        content["caption_entities"] = entities;
    }
    post(world, &given.params, content)
}

/// A file that came along, or one that Telegram has: as a message tells of it.
pub(super) fn stored(world: &World, given: &mut Given, source: &str, kind: &str) -> Result<Value, Refusal> {
    let part = source.strip_prefix("attach://").unwrap_or(source);
    let mut state = world.lock();
    let id = match given.files.remove(part) {
        Some((name, bytes)) => {
            if bytes.is_empty() {
                return Err(Refusal::bad("file must be non-empty"));
            }
            let n = state.other_id();
            let (id, path) = (format!("file-{n}"), format!("{kind}s/{n}_{name}"));
            state.files.insert(id.clone(), Stored { path, bytes });
            id
        }
        None if state.files.contains_key(source) => source.to_owned(),
        None => return Err(Refusal::bad("wrong file identifier/HTTP URL specified")),
    };
    let file = &state.files[&id];
    let name = file.path.split_once('_').map_or("", |(_, name)| name).to_owned();
    let (unique, size) = (format!("unique-{id}"), file.bytes.len());
    if kind == "document" {
        return Ok(
            json!({"document": {"file_id": id, "file_unique_id": unique, "file_name": name, "file_size": size}}),
        );
    }
    let image = image::load_from_memory(&file.bytes).map_err(|_| Refusal::bad("IMAGE_PROCESS_FAILED"))?;
    let (width, height) = (image.width(), image.height());
    if width + height > 10_000 || width.max(height) > 20 * width.min(height) || size > 10_000_000 {
        return Err(Refusal::bad("PHOTO_INVALID_DIMENSIONS"));
    }
    Ok(
        json!({"photo": [{"file_id": id, "file_unique_id": unique, "width": width, "height": height, "file_size": size}]}),
    )
}

fn post(world: &World, params: &Map<String, Value>, mut content: Value) -> Result<Value, Refusal> {
    let markup = params.get("reply_markup");
    keyboard::check(markup)?;
    let mut state = world.lock();
    let chat = chat(&mut state, params)?;
    state.flood.take(chat).map_err(Refusal::later)?;
    if let Some(reply) = params.get("reply_parameters").and_then(|it| it["message_id"].as_i64()) {
        let known = state.chats[&chat].messages.contains_key(&reply);
        let lenient = params["reply_parameters"]["allow_sending_without_reply"] == true;
        if !known && !lenient {
            return Err(Refusal::bad("message to be replied not found"));
        }
    }
    let id = state.message_id();
    content["message_id"] = id.into();
    content["date"] = state.now.into();
    content["from"] = bot();
    content["chat"] = state.chats[&chat].value(&state.users);
    if let Some(markup) = markup.filter(|it| it.get("inline_keyboard").is_some()) {
        content["reply_markup"] = markup.clone();
    }
    let placeholder = markup.and_then(|it| it["input_field_placeholder"].as_str()).map(str::to_owned);
    state.answered(chat);
    let keep = state.keep_history;
    let entry = state.chats.get_mut(&chat).expect("it is known");
    entry.messages.insert(id, Message { value: content.clone(), by_bot: true, frozen: false });
    if keep {
        entry.transcript.push(transcript::message(&content, false, placeholder.as_deref()));
    }
    entry.touch();
    Ok(content)
}

pub(super) fn action(world: &World, given: &Given) -> Result<Value, Refusal> {
    let known = ["typing", "upload_photo", "upload_document", "find_location", "choose_sticker", "record_voice"];
    let action = given.params.get("action").and_then(Value::as_str).unwrap_or_default();
    if !known.contains(&action) {
        return Err(Refusal::bad("wrong parameter action in request"));
    }
    let id = given.params.get("chat_id").and_then(Value::as_i64).unwrap_or_default();
    match world.lock().chats.get(&id) {
        Some(chat) if chat.blocked => Err(Refusal::new(403, "Forbidden: bot was blocked by the user")),
        Some(_) => Ok(json!(true)),
        None => Err(Refusal::bad("chat not found")),
    }
}
