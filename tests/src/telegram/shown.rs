//! A message as a person sees it.

use super::links;
use super::state::Message;
use serde_json::Value;

/// A message of the bot, on somebody's screen.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its number in the chat.
    pub id: i64,
    /// Text or caption.
    pub text: String,
    /// Labels of its buttons, row by row.
    pub buttons: Vec<Vec<String>>,
    /// It is a picture.
    pub photo: bool,
    /// The name of the file, if it is one.
    pub file: Option<String>,
    /// Everything in it that can be clicked, apart from buttons.
    pub links: Vec<String>,
    pub(super) keyboard: Vec<Value>,
}

impl Shown {
    pub(super) fn of(id: i64, message: &Message) -> Self {
        let value = &message.value;
        let text = value["text"].as_str().or_else(|| value["caption"].as_str()).unwrap_or_default().to_owned();
        let rows = value["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
        let rows: Vec<Vec<Value>> = rows.iter().filter_map(Value::as_array).cloned().collect();
        let label = |it: &Value| it["text"].as_str().unwrap_or_default().to_owned();
        let entities = value["entities"].as_array().or_else(|| value["caption_entities"].as_array());
        let urls = entities.into_iter().flatten().filter_map(|it| it["url"].as_str()).map(str::to_owned);
        Self {
            id,
            buttons: rows.iter().map(|row| row.iter().map(label).collect()).collect(),
            photo: value.get("photo").is_some(),
            file: value["document"]["file_name"].as_str().map(str::to_owned),
            links: links::found(&text).into_iter().chain(urls).collect(),
            keyboard: rows.into_iter().flatten().collect(),
            text,
        }
    }

    /// The button of that label, or one that begins with it, or one that holds it: in that order.
    pub(super) fn button(&self, label: &str) -> Option<&Value> {
        let text = |it: &&Value| it["text"].as_str().unwrap_or_default().to_owned();
        let find = |fits: &dyn Fn(&str) -> bool| self.keyboard.iter().find(|it| fits(&text(it)));
        find(&|it| it == label).or_else(|| find(&|it| it.starts_with(label))).or_else(|| find(&|it| it.contains(label)))
    }

    /// Is there such a button?
    pub fn offers(&self, label: &str) -> bool {
        self.button(label).is_some()
    }

    /// Where its buttons lead to, those that are links.
    pub fn urls(&self) -> Vec<String> {
        self.keyboard.iter().filter_map(|it| it["url"].as_str()).map(str::to_owned).collect()
    }

    /// The hidden data of the buttons, for tests that press what nobody showed them.
    pub fn codes(&self) -> Vec<String> {
        self.keyboard.iter().filter_map(|it| it["callback_data"].as_str()).map(str::to_owned).collect()
    }
}
