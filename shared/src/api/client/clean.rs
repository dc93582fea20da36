//! Every string that a platform sends is cleaned and cut, before anything reads it: the core and the front ends may
//! trust that no text steers a terminal, reorders a line or fills the memory.

use crate::text::{clean_line, clean_text};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Most characters of a line that people wrote.
const LINE: usize = 300;
/// Most characters of a text of several lines.
const TEXT: usize = 8_000;
/// Most characters of an address or a cursor.
const OPAQUE: usize = 2_000;

/// Fields with text of several lines.
const TEXTS: [&str; 7] = ["presentation", "body", "detail", "reason", "reply", "appeal", "note"];
/// Fields that are longer than a line, and lose their sense when cut.
const OPAQUES: [&str; 3] = ["next", "link", "share_url"];

/// Reads JSON with all of its strings cleaned.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    let mut value: Value = serde_json::from_slice(body).ok()?;
    clean("", &mut value);
    serde_json::from_value(value).ok()
}

fn clean(field: &str, value: &mut Value) {
    match value {
        Value::String(text) => {
            let (clean, most) = match field {
                field if TEXTS.contains(&field) => (clean_text(text), TEXT),
                field if OPAQUES.contains(&field) => (clean_line(text), OPAQUE),
                _ => (clean_line(text), LINE),
            };
            *text = cut(clean, most);
        }
        Value::Array(items) => items.iter_mut().for_each(|it| clean(field, it)),
        Value::Object(fields) => {
            for (name, it) in fields {
                // The words of an announcement lie one level deeper, by language.
                let name = if matches!(name.as_str(), "fr" | "en") { field } else { name.as_str() };
                clean(name, it);
            }
        }
        _ => {}
    }
}

/// Cut at a character, with a mark that something is missing.
fn cut(text: String, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::types::CandidateSummary;

    #[test]
    fn hostile_names_are_shown_harmless() {
        let name = format!("Ev\u{1b}[31mil\u{202e}txet\u{200b} {}", "A".repeat(100_000));
        let body = serde_json::json!({"id": 1, "name": name, "state": "declared", "supports": 0, "charter": false});
        let row: CandidateSummary = read(body.to_string().as_bytes()).expect("a candidate");
        assert!(row.name.starts_with("Ev[31miltxet A"), "{}", row.name);
        assert_eq!(row.name.chars().count(), LINE + 1);
    }

    #[test]
    fn texts_keep_their_lines() {
        let body = br#"{"presentation": "one\r\ntwo\u001b]0;x\u0007\n\n\n\nthree", "name": "one\ntwo"}"#;
        let read: Value = read(body).expect("JSON");
        assert_eq!(read["presentation"], "one\ntwo]0;x\n\nthree");
        assert_eq!(read["name"], "one two");
    }
}
