//! What the bot says of itself; files.

use super::Refusal;
use crate::telegram::body::Given;
use crate::telegram::make::bot;
use crate::telegram::server::World;
use serde_json::{Value, json};

pub(super) fn me() -> Value {
    let mut me = bot();
    for (name, value) in [
        ("can_join_groups", true),
        ("can_read_all_group_messages", false),
        ("supports_guest_queries", false),
        ("supports_inline_queries", true),
        ("can_connect_to_business", false),
        ("has_main_web_app", false),
        ("has_topics_enabled", false),
        ("allows_users_to_create_topics", false),
        ("can_manage_bots", false),
    ] {
        me[name] = value.into();
    }
    me
}

pub(super) fn commands(world: &World, method: &str, given: &Given) -> Result<Value, Refusal> {
    let scope = given.params.get("scope").map_or("default".to_owned(), |it| it["type"].as_str().unwrap_or("").into());
    let lang = given.params.get("language_code").and_then(Value::as_str).unwrap_or_default().to_owned();
    if lang.len() != 2 && !lang.is_empty() {
        return Err(Refusal::bad("invalid language code specified"));
    }
    let mut state = world.lock();
    match method {
        "getMyCommands" => return Ok(state.commands.get(&(scope, lang)).cloned().unwrap_or_else(|| json!([]))),
        "deleteMyCommands" => drop(state.commands.remove(&(scope, lang))),
        _ => {
            let all = given.params["commands"].as_array().cloned().unwrap_or_default();
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if all.iter().any(|it| !it["command"].as_str().is_some_and(|name| name.chars().all(plain))) {
                return Err(Refusal::bad("BOT_COMMAND_INVALID"));
            }
            state.commands.insert((scope, lang), all.into());
        }
    }
    Ok(json!(true))
}

pub(super) fn text(world: &World, method: &str, field: &str, given: &Given) -> Result<Value, Refusal> {
    let lang = given.params.get("language_code").and_then(Value::as_str).unwrap_or_default().to_owned();
    let text = given.params.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    world.lock().about.insert((method.to_owned(), lang), text);
    Ok(json!(true))
}

pub(super) fn file(world: &World, given: &Given) -> Result<Value, Refusal> {
    let id = given.params["file_id"].as_str().unwrap_or_default();
    let state = world.lock();
    let file =
        state.files.get(id).ok_or_else(|| Refusal::bad("wrong file_id or the file is temporarily unavailable"))?;
    if file.bytes.len() > 20_000_000 {
        return Err(Refusal::bad("file is too big"));
    }
    let (unique, size) = (format!("unique-{id}"), file.bytes.len());
    Ok(json!({"file_id": id, "file_unique_id": unique, "file_size": size, "file_path": file.path}))
}
