//! The description of the API: what utoipa reads from the routes, and what all of them share (the key of a write,
//! the problems that any operation can meet), added in one place so that no route can forget it.

use crate::problem::{slug, status_of};
use crate::routes;
use axum::http::StatusCode;
use isoloir_shared::api::types::{Lang, ProblemCode};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The methods that write.
const WRITES: [&str; 4] = ["put", "post", "patch", "delete"];

/// The description as JSON.
pub fn value() -> Value {
    let mut api = serde_json::to_value(routes::described()).unwrap_or_default();
    if let Some(paths) = api.get_mut("paths").and_then(Value::as_object_mut) {
        for (path, item) in paths.iter_mut() {
            for (method, operation) in item.as_object_mut().into_iter().flatten() {
                if let Some(operation) = operation.as_object_mut() {
                    complete(path, method, operation);
                }
            }
        }
    }
    api
}

/// The description as the reviewed file has it.
pub fn text() -> String {
    serde_json::to_string_pretty(&value()).unwrap_or_default() + "\n"
}

fn complete(path: &str, method: &str, operation: &mut Map<String, Value>) {
    let name: Vec<&str> =
        path.split(['/', '{', '}', '.', '-']).filter(|part| !part.is_empty() && *part != "v1").collect();
    operation.insert("operationId".into(), format!("{method}_{}", name.join("_")).into());
    if path.starts_with("/health/") || path == "/metrics" {
        if path == "/health/ready" {
            add_problems(operation, [ProblemCode::Unavailable].into());
        }
        return;
    }
    describe(operation);
    let mut codes: BTreeSet<ProblemCode> = listed(operation);
    codes.extend([ProblemCode::TooManyRequests, ProblemCode::Unavailable, ProblemCode::Internal]);
    if operation.contains_key("security") {
        codes.insert(ProblemCode::Unauthenticated);
    }
    let parameter = |place: &str| {
        operation.get("parameters").and_then(Value::as_array).is_some_and(|list| list.iter().any(|p| p["in"] == place))
    };
    if parameter("path") {
        codes.insert(ProblemCode::NotFound);
    }
    if parameter("query") {
        codes.insert(ProblemCode::Malformed);
    }
    if operation.contains_key("requestBody") {
        codes.insert(ProblemCode::Unsupported);
    }
    if WRITES.contains(&method) {
        use ProblemCode as C;
        codes.extend([C::Malformed, C::KeyMissing, C::KeyReused, C::TooLarge]);
        let key = json!({
            "name": "Idempotency-Key", "in": "header", "required": true,
            "description": "A fresh UUID for each write; the same key with the same request is the same write.",
            "schema": {"type": "string", "format": "uuid"},
        });
        if let Some(list) = operation.entry("parameters").or_insert_with(|| json!([])).as_array_mut() {
            list.push(key);
        }
    }
    add_problems(operation, codes);
}

/// OpenAPI 3.1 wants words for each answer: where the route has none, HTTP's.
fn describe(operation: &mut Map<String, Value>) {
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    for (status, answer) in responses.iter_mut() {
        let words = status.parse::<StatusCode>().ok().and_then(|status| status.canonical_reason());
        if let Some(answer) = answer.as_object_mut().filter(|answer| answer.get("description").is_none_or(|d| d == ""))
        {
            answer.insert("description".into(), words.unwrap_or("A problem").into());
        }
        // OpenAPI 3.1 has no words for the events of a stream: `data` is a `PlatformEvent`.
        if let Some(stream) = answer.pointer_mut("/content/text~1event-stream") {
            *stream = json!({"x-data": {"$ref": "#/components/schemas/PlatformEvent"}});
        }
    }
}

/// The codes that the route itself lists.
fn listed(operation: &Map<String, Value>) -> BTreeSet<ProblemCode> {
    let list = operation.get("x-problems").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(|code| serde_json::from_value(code.clone()).ok()).collect()
}

/// Adds an answer for each status of these codes.
fn add_problems(operation: &mut Map<String, Value>, codes: BTreeSet<ProblemCode>) {
    let mut by_status: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for code in &codes {
        by_status.entry(status_of(*code).as_str().to_owned()).or_default().push(slug(*code));
    }
    operation.insert("x-problems".into(), json!(codes.iter().map(|code| slug(*code)).collect::<Vec<_>>()));
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    for (status, codes) in by_status {
        let answer = json!({
            "description": codes.join(", "),
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        });
        responses.entry(status).or_insert(answer);
    }
}

/// All codes with what they mean, for the page of each.
pub fn code_of(slug: &str) -> Option<ProblemCode> {
    let code = serde_json::from_value(Value::String(slug.to_owned())).ok()?;
    (code != ProblemCode::Unknown && crate::problem::slug(code) == slug).then_some(code)
}

/// A small page that explains a code in both languages.
pub fn problem_page(code: ProblemCode) -> String {
    let name = slug(code);
    let words = |lang| {
        let detail = crate::problem::detail(&code.into(), lang, "UTC");
        format!("<h2>{}</h2><p>{detail}</p>", crate::problem::title(code, lang))
    };
    let status = status_of(code).as_u16();
    format!(
        "<!doctype html><meta charset=utf-8><title>{name}</title><h1>{name} ({status})</h1>{}<section lang=en>{}</section>\n",
        words(Lang::Fr),
        words(Lang::En)
    )
}
