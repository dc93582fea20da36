//! `answerCallbackQuery`, `answerInlineQuery`.

use super::{Refusal, keyboard, send};
use crate::telegram::body::Given;
use crate::telegram::server::World;
use serde_json::{Value, json};

const OLD: &str = "query is too old and response timeout expired or query ID is invalid";

pub(super) fn press(world: &World, given: &Given) -> Result<Value, Refusal> {
    let id = given.params["callback_query_id"].as_str().unwrap_or_default();
    let mut state = world.lock();
    let question = state.callbacks.remove(id).ok_or_else(|| Refusal::bad(OLD))?;
    let text = given.params.get("text").and_then(Value::as_str).unwrap_or_default().to_owned();
    if let Some(chat) = state.chats.get_mut(&question.person)
        && !text.is_empty()
    {
        chat.transcript.push(format!("   ⟨ {text} ⟩\n"));
    }
    question.answer.send_replace(Some(text.into()));
    Ok(json!(true))
}

pub(super) fn inline(world: &World, given: &Given) -> Result<Value, Refusal> {
    let results = given.params["results"].as_array().cloned().unwrap_or_default();
    if results.len() > 50 {
        return Err(Refusal::bad("RESULTS_TOO_MUCH"));
    }
    let mut ids: Vec<_> = results.iter().map(|it| it["id"].to_string()).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() < results.len() {
        return Err(Refusal::bad("RESULT_ID_DUPLICATE"));
    }
    let mut shown = Vec::new();
    for result in &results {
        keyboard::check(result.get("reply_markup"))?;
        let content = result["input_message_content"].as_object().cloned().unwrap_or_default();
        let (text, entities) = send::worded(&content, "message_text", 4096)?;
        if text.is_empty() {
            return Err(Refusal::bad("MESSAGE_EMPTY"));
        }
        let mut it = result.clone();
        it["parsed"] = json!({"text": text, "entities": entities});
        shown.push(it);
    }
    let id = given.params["inline_query_id"].as_str().unwrap_or_default();
    let question = world.lock().inline.remove(id).ok_or_else(|| Refusal::bad(OLD))?;
    question.answer.send_replace(Some(json!({
        "results": shown, "next_offset": given.params.get("next_offset"), "button": given.params.get("button"),
        "cache_time": given.params.get("cache_time"), "is_personal": given.params.get("is_personal"),
    })));
    Ok(json!(true))
}
