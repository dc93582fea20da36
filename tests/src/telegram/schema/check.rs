//! Holds values against the schema.

use super::{Field, Kind, Method, Schema, Type};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Length as Telegram counts it.
pub fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

impl Schema {
    /// What is wrong with these parameters; nothing if they are as documented.
    pub fn check_call(&self, method: &Method, given: &Map<String, Value>, files: &[String]) -> Vec<String> {
        let mut wrong = Vec::new();
        self.fields(&method.fields, given, files, &method.name, &mut wrong);
        wrong
    }

    /// What is wrong with a value that should be of that type.
    pub fn check(&self, kind: &Kind, value: &Value) -> Vec<String> {
        let mut wrong = Vec::new();
        self.value(kind, value, &[], "", &mut wrong);
        wrong
    }

    fn fields(
        &self,
        known: &HashMap<String, Field>,
        given: &Map<String, Value>,
        files: &[String],
        at: &str,
        wrong: &mut Vec<String>,
    ) {
        for (name, field) in known.iter().filter(|(_, field)| field.required) {
            let beside = field.kind.takes_file() && files.iter().any(|file| file == name);
            if !given.contains_key(name) && !beside {
                wrong.push(format!("{at}.{name} is missing"));
            }
        }
        for (name, value) in given {
            let at = format!("{at}.{name}");
            let Some(field) = known.get(name) else {
                wrong.push(format!("{at} is unknown"));
                continue;
            };
            self.value(&field.kind, value, files, &at, wrong);
            field.limits(value, &at, wrong);
        }
    }

    fn value(&self, kind: &Kind, value: &Value, files: &[String], at: &str, wrong: &mut Vec<String>) {
        let fits = match kind {
            Kind::Integer => value.is_i64() || value.is_u64(),
            Kind::Float => value.is_number(),
            Kind::Text => value.is_string(),
            Kind::Boolean => value.is_boolean(),
            Kind::True => *value == true,
            Kind::File => value
                .as_str()
                .and_then(|it| it.strip_prefix("attach://"))
                .is_some_and(|name| files.iter().any(|file| file == name)),
            Kind::Array(of) => {
                let Some(all) = value.as_array() else {
                    return wrong.push(format!("{at} is no array"));
                };
                for (n, value) in all.iter().enumerate() {
                    self.value(of, value, files, &format!("{at}[{n}]"), wrong);
                }
                true
            }
            Kind::Or(kinds) => return self.one_of(kinds.iter(), value, files, at, wrong),
            Kind::Named(name) => match (self.types.get(name), value) {
                (Some(Type::AnyOf(members)), value) => {
                    let kinds: Vec<_> = members.iter().map(|it| Kind::Named(it.clone())).collect();
                    return self.one_of(kinds.iter(), value, files, at, wrong);
                }
                (Some(Type::Object(known)), Value::Object(given)) => {
                    return self.fields(known, given, files, at, wrong);
                }
                _ => false,
            },
        };
        if !fits {
            wrong.push(format!("{at} is no {kind:?}: {}", crate::telegram::state::brief(value)));
        }
    }

    /// Takes what fits any of the kinds; otherwise tells what is wrong with the nearest.
    fn one_of<'a>(
        &self,
        kinds: impl Iterator<Item = &'a Kind>,
        value: &Value,
        files: &[String],
        at: &str,
        wrong: &mut Vec<String>,
    ) {
        let mut nearest: Option<Vec<String>> = None;
        for kind in kinds {
            let mut found = Vec::new();
            self.value(kind, value, files, at, &mut found);
            if found.is_empty() {
                return;
            }
            // The one of the same `type` is meant, however much else is wrong.
            let far = |faults: &[String]| (faults.iter().any(|it| it.contains(".type is not")), faults.len());
            if nearest.as_ref().is_none_or(|best| far(&found) < far(best)) {
                nearest = Some(found);
            }
        }
        wrong.extend(nearest.unwrap_or_default());
    }
}

impl Field {
    fn limits(&self, value: &Value, at: &str, wrong: &mut Vec<String>) {
        if let (Some(length), Some(text)) = (&self.length, value.as_str())
            && !length.after_entities
        {
            let n = if length.bytes { text.len() } else { utf16(text) };
            if n < length.min || n > length.max {
                wrong.push(format!("{at} is {n} long, {} to {} are allowed", length.min, length.max));
            }
        }
        if let (Some((from, to)), Some(n)) = (self.between, value.as_i64())
            && !(from..=to).contains(&n)
        {
            wrong.push(format!("{at} is {n}, {from} to {to} are allowed"));
        }
        if let (Some(most), Some(all)) = (self.most, value.as_array())
            && all.len() > most
        {
            wrong.push(format!("{at} has {} entries, {most} at most", all.len()));
        }
        if let (Some(is), Some(text)) = (&self.is, value.as_str())
            && is != text
        {
            wrong.push(format!("{at} is not {is:?}"));
        }
    }
}

impl Kind {
    /// A file can stand here.
    pub fn takes_file(&self) -> bool {
        match self {
            Self::File => true,
            Self::Or(kinds) => kinds.iter().any(Self::takes_file),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::telegram::schema::SCHEMA;
    use serde_json::{Value, json};

    fn wrong(method: &str, given: Value) -> Vec<String> {
        let method = SCHEMA.method(method).expect(method);
        SCHEMA.check_call(method, given.as_object().expect("parameters"), &[])
    }

    #[test]
    fn what_is_documented_is_taken() {
        let keyboard = json!({"inline_keyboard": [[{"text": "Voter", "callback_data": "v"}]]});
        assert_eq!(wrong("SENDMESSAGE", json!({"chat_id": 1, "text": "a", "reply_markup": keyboard})), [""; 0]);
        assert_eq!(wrong("getUpdates", json!({"offset": 1, "limit": 100, "timeout": 10})), [""; 0]);
    }

    #[test]
    fn each_kind_of_fault_is_found() {
        for (method, given, fault) in [
            ("sendMessage", json!({"chat_id": 1}), "sendMessage.text is missing"),
            ("sendMessage", json!({"chat_id": 1, "text": "a", "colour": 3}), "sendMessage.colour is unknown"),
            ("sendMessage", json!({"chat_id": 1.5, "text": "a"}), "sendMessage.chat_id is no"),
            ("getUpdates", json!({"limit": 101}), "1 to 100 are allowed"),
            ("answerCallbackQuery", json!({"callback_query_id": "1", "text": "x".repeat(201)}), "0 to 200"),
            (
                "editMessageReplyMarkup",
                json!({"reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "é".repeat(33)}]]}}),
                "is 66 long, 1 to 64",
            ),
            (
                "answerInlineQuery",
                json!({"inline_query_id": "1", "results": [{"type": "article", "id": "1", "title": "t"}]}),
                "input_message_content is missing",
            ),
        ] {
            let found = wrong(method, given);
            assert!(found.iter().any(|it| it.contains(fault)), "{fault}: {found:?}");
        }
    }
}
