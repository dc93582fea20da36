//! Everything that is kept about me.

use crate::booth::fresh_key;
use crate::harness::{TestPlatform, candidacy};
use isoloir_shared::api::types::{CandidacyView, CredentialView, Round, SupportsView};
use serde_json::{Value, json};

#[tokio::test]
async fn an_export_holds_what_was_said_and_tells_what_it_leaves_out() {
    let p = TestPlatform::start().await;
    let me = p.citizen("ada@example.org").await;
    let view: CandidacyView = me.put("/v1/me/candidacy", &candidacy("Ada Lovelace")).await.json();
    let support = format!("/v1/me/supports/{}", view.candidate.summary.id);
    me.put(&support, &json!({})).await.json::<SupportsView>();
    me.post("/v1/me/nominations", &json!({"name": "Grace Hopper"})).await.json::<SupportsView>();
    let other = p.citizen("eve@example.org").await;
    other.post("/v1/me/nominations", &json!({"name": "Somebody Else"})).await.json::<SupportsView>();
    let key = fresh_key();
    me.put_key(Round::Preselection, &key, false).await.json::<CredentialView>();
    let answer = me.get("/v1/me/export").await;
    assert_eq!(answer.headers["content-disposition"], "attachment; filename=\"isoloir-export.json\"");
    let mut export: Value = answer.json();
    assert_eq!(export["account"]["email"], "ada@example.org");
    assert_eq!(export["account"]["place"], "Orsay");
    assert_eq!(export["supports"][0]["name"], "Ada Lovelace");
    assert_eq!(export["nominations"][0]["name"], "Grace Hopper");
    assert_eq!(export["candidacy"]["name"], "Ada Lovelace");
    assert_eq!((&export["notices"]["email"], &export["announcements_read"]), (&json!(false), &json!([])));
    assert_eq!(export["sessions"].as_array().unwrap().len(), 1);
    let mine = json!([{"round": "preselection", "credential": key.public(), "voted": false}]);
    assert_eq!(export["voting_keys"], mine);
    assert!(!export.to_string().contains("Somebody Else"));
    let about = export["about"].take();
    assert!(about[1]["en"].as_str().unwrap().contains("no grade"));
    assert!(!export.to_string().contains("grade"));
}
