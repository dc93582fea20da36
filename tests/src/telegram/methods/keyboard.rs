//! Keyboards under messages.

use super::Refusal;
use serde_json::Value;

/// Holds a keyboard against what the schema does not say.
pub(super) fn check(markup: Option<&Value>) -> Result<(), Refusal> {
    let Some(rows) = markup.and_then(|it| it.get("inline_keyboard")).and_then(Value::as_array) else { return Ok(()) };
    let rows: Vec<_> = rows.iter().filter_map(Value::as_array).collect();
    let buttons: Vec<_> = rows.iter().flat_map(|row| row.iter()).collect();
    if buttons.len() > 100 || rows.iter().any(|row| row.len() > 8) {
        return Err(Refusal::bad("REPLY_MARKUP_TOO_LONG"));
    }
    for button in buttons {
        let given = button.as_object().map_or(0, |it| it.keys().filter(|key| !is_look(key)).count());
        if given != 1 {
            return Err(Refusal::bad("can't parse inline keyboard button: exactly one action must be given"));
        }
        if button["text"].as_str().is_none_or(|text| text.trim().is_empty()) {
            return Err(Refusal::bad("can't parse inline keyboard button: Text must be non-empty"));
        }
        if button.get("url").is_some_and(|url| url.as_str().is_none_or(|url| url::Url::parse(url).is_err())) {
            return Err(Refusal::bad("BUTTON_URL_INVALID"));
        }
    }
    Ok(())
}

fn is_look(key: &str) -> bool {
    matches!(key, "text" | "style" | "icon_custom_emoji_id")
}
