//! What each method does.

mod about;
mod answers;
mod edit;
mod hooks;
mod keyboard;
mod send;

use super::body::Given;
use super::schema::{Kind, Method, SCHEMA};
use super::server::World;
use super::state::Refuses;
use serde_json::{Value, json};

/// An answer that is no success.
#[derive(Debug)]
pub(super) struct Refusal {
    pub status: u16,
    pub text: String,
    pub retry_after: Option<u64>,
}

impl Refusal {
    pub(super) fn new(status: u16, text: &str) -> Self {
        Self { status, text: text.to_owned(), retry_after: None }
    }

    fn bad(text: &str) -> Self {
        Self::new(400, &format!("Bad Request: {text}"))
    }

    fn later(seconds: u64) -> Self {
        let text = format!("Too Many Requests: retry after {seconds}");
        Self { retry_after: Some(seconds), ..Self::new(429, &text) }
    }
}

/// Does what is asked; the answer is held against the schema before it leaves.
pub(super) fn answer(world: &World, method: &Method, given: Given) -> Result<Value, Refusal> {
    let refuses = |refuses: &Refuses| refuses(&method.name, &given.params);
    if world.lock().refuses.as_ref().is_some_and(refuses) {
        return Err(Refusal::bad("can't parse entities: refused by the test"));
    }
    let message = || Some("Message");
    let (result, kind) = match method.name.as_str() {
        "getMe" => (Ok(about::me()), Some("User")),
        "sendMessage" => (send::text(world, &given), message()),
        "sendPhoto" => (send::file(world, given, "photo"), message()),
        "sendDocument" => (send::file(world, given, "document"), message()),
        "editMessageText" => (edit::text(world, &given), message()),
        "editMessageCaption" => (edit::caption(world, &given), message()),
        "editMessageMedia" => (edit::media(world, given), message()),
        "editMessageReplyMarkup" => (edit::keyboard(world, &given), message()),
        "deleteMessage" => (edit::delete(world, &given), None),
        "sendChatAction" => (send::action(world, &given), None),
        "answerCallbackQuery" => (answers::press(world, &given), None),
        "answerInlineQuery" => (answers::inline(world, &given), None),
        "setMyCommands" | "deleteMyCommands" | "getMyCommands" => (about::commands(world, &method.name, &given), None),
        "setMyName" => (about::text(world, "setMyName", "name", &given), None),
        "setMyDescription" => (about::text(world, "setMyDescription", "description", &given), None),
        "setMyShortDescription" => (about::text(world, "setMyShortDescription", "short_description", &given), None),
        "setWebhook" => (hooks::set(world, &given), None),
        "deleteWebhook" => (hooks::delete(world, &given), None),
        "getWebhookInfo" => (hooks::info(world), Some("WebhookInfo")),
        "getFile" => (about::file(world, &given), Some("File")),
        "leaveChat" => (Ok(json!(true)), None),
        other => (Err(Refusal::new(501, &format!("Not Implemented by the emulator: {other}"))), None),
    };
    if let Err(refusal) = &result {
        complain(world, &method.name, refusal);
    }
    if let (Ok(value), Some(kind)) = (&result, kind) {
        let mut state = world.lock();
        if state.check {
            let wrong = SCHEMA.check(&Kind::Named(kind.to_owned()), value);
            state
                .violations
                .extend(wrong.into_iter().map(|it| format!("the emulator's answer to {}: {it}", method.name)));
        }
    }
    result
}

/// Refusals that a bot brings on itself are kept; those that can happen to any bot are not.
fn complain(world: &World, method: &str, refusal: &Refusal) {
    let happens = ["message is not modified", "not found", "can't be edited", "query is too old", "can't be deleted"];
    if refusal.status == 400 && !happens.iter().any(|it| refusal.text.contains(it)) || refusal.status == 501 {
        world.lock().violations.push(format!("{method}: {}", refusal.text));
    }
}
