//! The conversation on paper.

use serde_json::Value;

/// A message of the bot: its words, then its buttons.
pub(super) fn message(value: &Value, edited: bool, placeholder: Option<&str>) -> String {
    let text = value["text"].as_str().or_else(|| value["caption"].as_str()).unwrap_or_default();
    let mut out = format!("── {}{}\n", value["message_id"], if edited { " (le même message, modifié)" } else { "" });
    if value.get("photo").is_some() {
        out.push_str("   [une image]\n");
    }
    if let Some(name) = value["document"]["file_name"].as_str() {
        out.push_str(&format!("   [un fichier : {name}]\n"));
    }
    for line in text.lines() {
        out.push_str(&format!("   {line}\n"));
    }
    for row in value["reply_markup"]["inline_keyboard"].as_array().into_iter().flatten() {
        let labels =
            row.as_array().into_iter().flatten().map(|it| format!("[ {} ]", it["text"].as_str().unwrap_or("")));
        out.push_str(&format!("   {}\n", labels.collect::<Vec<_>>().join(" ")));
    }
    if let Some(placeholder) = placeholder {
        out.push_str(&format!("   (à écrire : {placeholder})\n"));
    }
    out
}
