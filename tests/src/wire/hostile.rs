//! A platform that means harm: every text that people write comes back poisoned.

use super::Response;
use serde_json::Value;

/// Clears the screen, sets the title, moves the cursor, reverses the line, hides itself, rings, and goes on for 100 kB.
pub fn poison() -> String {
    let start = "Zoé\u{1b}[2J\u{1b}]0;pwned\u{7}\u{9b}31m\u{202e}eiv\u{2066}\u{200b}\u{feff}\u{ad}\u{e0041}\r\n\u{8}\u{0}\u{85}\u{2028}!";
    format!("{start}{}", "e\u{301}".repeat(35_000))
}

/// Texts that people (or organisers) write, by the name of their field.
const WRITTEN: &[&str] = &[
    "name",
    "slogan",
    "presentation",
    "reason",
    "title",
    "detail",
    "body",
    "device",
    "place",
    "fr",
    "en",
    "link",
    "email",
    "share_url",
    "field",
    "letter",
    "before",
    "after",
];

/// Replaces every text that people write in a JSON answer.
pub fn rewrite(mut response: Response) -> Response {
    if let Ok(mut body) = serde_json::from_slice::<Value>(&response.body) {
        walk(&mut body, &poison());
        response.body = serde_json::to_vec(&body).expect("it was JSON");
    }
    response
}

/// The same, but for the words of the grades: once a vote is known, nothing is shown of a primary with other ones.
pub fn rewrite_but_grades(response: Response) -> Response {
    let scale = serde_json::from_slice::<Value>(&response.body).ok().and_then(|body| body.get("scale").cloned());
    let mut response = rewrite(response);
    if let (Some(scale), Ok(mut body)) = (scale, serde_json::from_slice::<Value>(&response.body)) {
        body["scale"] = scale;
        response.body = serde_json::to_vec(&body).expect("it was JSON");
    }
    response
}

fn walk(value: &mut Value, poison: &str) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    // A word of the API itself: poisoned, the whole answer would be refused, and nothing shown.
                    Value::String(text) if text.chars().all(|c| c.is_ascii_lowercase() || c == '_') => {}
                    Value::String(text) if WRITTEN.contains(&name.as_str()) => poison.clone_into(text),
                    other => walk(other, poison),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, poison)),
        _ => {}
    }
}

/// What could steer a terminal or reorder a line, if anything does.
pub fn steering(text: &str) -> Option<char> {
    let allowed = |c: char| c == '\n';
    let bidi =
        |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let unseen = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    text.chars().find(|c| c.is_control() && !allowed(*c) || bidi(*c) || unseen(*c))
}

/// Every text in a JSON value, keys left out.
pub fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn poison_gets_everywhere_and_would_be_seen() {
        let body = json!({"items": [{"id": 1, "name": "Zoé", "state": "declared"}], "name": {"fr": "Primaire", "en": "Primary"}});
        let answer = rewrite(Response::new(200, "application/json", body.to_string()));
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(body["items"][0]["state"], "declared");
        assert_eq!(texts(&body).into_iter().filter(|text| steering(text).is_some()).count(), 3);
        assert!(poison().len() > 100_000);
        assert_eq!(steering("Zoé\nMarchandise"), None);
    }
}
