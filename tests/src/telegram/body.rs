//! The parameters of a request, whichever of Telegram's ways it takes: query, JSON, form, multipart.

use super::schema::{Field, Kind, Method};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Most bytes of a request.
const MOST: usize = 60_000_000;

/// What came.
#[derive(Default)]
pub(super) struct Given {
    pub params: Map<String, Value>,
    /// By the name of its part.
    pub files: HashMap<String, (String, Vec<u8>)>,
}

pub(super) async fn read(request: Request, method: &Method) -> Result<Given, String> {
    let mut given = Given::default();
    let kind = request.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned();
    for (name, text) in pairs(request.uri().query().unwrap_or_default()) {
        insert(&mut given, method, name, text);
    }
    if kind.starts_with("multipart/form-data") {
        let mut parts = Multipart::from_request(request, &()).await.map_err(|error| error.to_string())?;
        while let Some(part) = parts.next_field().await.map_err(|error| error.to_string())? {
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(file) => {
                    let bytes = part.bytes().await.map_err(|error| error.to_string())?.to_vec();
                    given.files.insert(name, (file, bytes));
                }
                None => {
                    let text = part.text().await.map_err(|error| error.to_string())?;
                    insert(&mut given, method, name, text);
                }
            }
        }
        return Ok(given);
    }
    let bytes = axum::body::to_bytes(request.into_body(), MOST).await.map_err(|error| error.to_string())?;
    if bytes.is_empty() {
        return Ok(given);
    }
    if kind.starts_with("application/json") {
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(params)) => given.params.extend(params),
            Ok(_) | Err(_) => return Err("the body is no JSON object".into()),
        }
    } else {
        for (name, text) in pairs(&String::from_utf8_lossy(&bytes)) {
            insert(&mut given, method, name, text);
        }
    }
    Ok(given)
}

fn pairs(text: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

/// What travels as text becomes what the schema says it is, where it can.
fn insert(given: &mut Given, method: &Method, name: String, text: String) {
    let value = method.fields.get(&name).map_or_else(|| Value::String(text.clone()), |field| typed(field, &text));
    given.params.insert(name, value);
}

fn typed(field: &Field, text: &str) -> Value {
    fn as_kind(kind: &Kind, text: &str) -> Option<Value> {
        match kind {
            Kind::Integer => text.parse::<i64>().ok().map(Value::from),
            Kind::Float => text.parse::<f64>().ok().map(Value::from),
            Kind::Boolean | Kind::True => match text {
                "true" | "True" | "1" => Some(true.into()),
                "false" | "False" | "0" => Some(false.into()),
                _ => None,
            },
            Kind::Text | Kind::File => None,
            Kind::Named(_) | Kind::Array(_) => serde_json::from_str(text).ok(),
            Kind::Or(kinds) => kinds.iter().find_map(|kind| as_kind(kind, text)),
        }
    }
    as_kind(&field.kind, text).unwrap_or_else(|| text.into())
}
