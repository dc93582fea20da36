//! The description of the API and what it says of itself.

use crate::harness::TestPlatform;
use isoloir_platform::openapi;
use isoloir_shared::api::types::ProblemCode;
use serde_json::Value;
use std::collections::BTreeSet;

/// The reviewed file is what the code says. After a change: `cargo run -p isoloir-platform -- openapi > platform/openapi.json`.
#[test]
fn the_reviewed_file_is_up_to_date() {
    let reviewed = include_str!("../../openapi.json");
    assert!(reviewed == openapi::text(), "platform/openapi.json differs from the routes: write it anew and review it");
}

#[test]
fn operations_have_names_of_their_own_and_words_for_every_answer() {
    let api = openapi::value();
    let mut names = BTreeSet::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name} twice");
            assert!(operation["summary"].is_string(), "{method} {path}");
            let private = path.starts_with("/v1/me")
                || path.starts_with("/v1/organise")
                || path.starts_with("/v1/phases")
                || path.contains("/deliveries/")
                || path.starts_with("/v1/trustees/{round}/{trustee}")
                || path.starts_with("/v1/subscribers")
                || path == "/v1/auth/session";
            assert_eq!(operation["security"].is_array(), private, "{method} {path}");
            let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
            let distinct: BTreeSet<_> =
                parameters.iter().map(|p| (p["in"].to_string(), p["name"].to_string())).collect();
            assert_eq!(distinct.len(), parameters.len(), "{method} {path}");
            for (status, answer) in operation["responses"].as_object().unwrap() {
                assert!(answer["description"].as_str().is_some_and(|d| !d.is_empty()), "{method} {path} {status}");
            }
        }
    }
    assert_eq!(api["openapi"], "3.1.0");
}

#[tokio::test]
async fn the_description_is_served_with_a_readable_page() {
    let p = TestPlatform::start().await;
    let served: Value = p.get("/v1/openapi.json").await.json();
    assert_eq!(served, openapi::value());
    let page = p.get("/v1/docs/").await;
    assert!(page.status.is_success());
    assert!(page.headers["content-type"].to_str().unwrap().starts_with("text/html"));
    let script = p.get("/v1/docs/swagger-ui-bundle.js").await;
    assert!(script.body.len() > 100_000, "the page needs no other host");
}

#[tokio::test]
async fn every_problem_has_a_page() {
    let p = TestPlatform::start().await;
    let schema = openapi::value();
    let codes = schema["components"]["schemas"]["ProblemCode"].to_string();
    for code in ["malformed", "too_late", "limit_reached", "internal"] {
        assert!(codes.contains(code));
        let page = p.get(&format!("/v1/problems/{code}")).await;
        assert!(page.status.is_success());
        assert!(String::from_utf8(page.body).unwrap().contains(code));
    }
    for code in ["unknown", "nothing", "<script>"] {
        assert_eq!(p.get(&format!("/v1/problems/{code}")).await.code(), ProblemCode::NotFound);
    }
}
