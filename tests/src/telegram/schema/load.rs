//! Reads the schema.

use super::{Field, Kind, Length, Method, Schema, Type};
use serde_json::Value;
use std::collections::HashMap;

const PUBLISHED: &str = include_str!("../../../fixtures/telegram/bot-api.json");

impl Schema {
    pub(super) fn published() -> Self {
        let all: Value = serde_json::from_str(PUBLISHED).expect("the schema is JSON");
        let entries = |group: &str| all[group].as_object().expect("a group").clone();
        let methods = entries("methods").into_iter().map(|(name, it)| {
            let method = Method { name: name.clone(), fields: fields(&it) };
            (name.to_ascii_lowercase(), method)
        });
        let types = entries("types").into_iter().map(|(name, it)| {
            let members = it["any_of"].as_array();
            let members = members.map(|all| all.iter().filter_map(Value::as_str).map(str::to_owned).collect());
            (name, members.map_or_else(|| Type::Object(fields(&it["fields"])), Type::AnyOf))
        });
        let version = all["version"].as_str().expect("a version").to_owned();
        Self { version, methods: methods.collect(), types: types.collect() }
    }
}

fn fields(all: &Value) -> HashMap<String, Field> {
    let all = all.as_object().expect("fields");
    all.iter().map(|(name, it)| (name.clone(), field(it))).collect()
}

fn field(it: &Value) -> Field {
    let number = |key: &str| it[key].as_u64().and_then(|n| usize::try_from(n).ok());
    let length = number("max").map(|max| Length {
        min: number("min").unwrap_or(0),
        max,
        bytes: it["unit"] == "bytes",
        after_entities: it["after_entities"] == true,
    });
    Field {
        kind: Kind::read(it["type"].as_str().expect("a type")),
        required: it["required"] == true,
        length,
        between: it["from"].as_i64().zip(it["to"].as_i64()),
        most: number("most"),
        is: it["is"].as_str().map(str::to_owned),
    }
}

impl Kind {
    fn read(text: &str) -> Self {
        if let Some(of) = text.strip_prefix("Array of ") {
            return Self::Array(Box::new(Self::read(&of.replace(", ", " or ").replace(" and ", " or "))));
        }
        if text.contains(" or ") {
            return Self::Or(text.split(" or ").map(Self::read).collect());
        }
        match text {
            "Integer" => Self::Integer,
            "Float" => Self::Float,
            "String" => Self::Text,
            "Boolean" => Self::Boolean,
            "True" => Self::True,
            "InputFile" => Self::File,
            name => Self::Named(name.to_owned()),
        }
    }
}
