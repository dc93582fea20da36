//! Holds a platform to its own OpenAPI file: which operations there are, and which statuses each may answer with.

use super::Answer;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

/// The operations that a file documents, and those that were seen to succeed.
#[derive(Clone)]
pub struct Audit {
    /// `GET /v1/candidates/{id}` and the statuses documented for it.
    operations: Arc<BTreeMap<String, BTreeSet<String>>>,
    succeeded: Arc<Mutex<BTreeSet<String>>>,
}

impl Audit {
    /// Reads the file.
    ///
    /// # Panics
    /// If it documents nothing.
    pub fn new(openapi: &Value) -> Self {
        let mut operations = BTreeMap::new();
        for (path, item) in openapi["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("operations") {
                let Some(responses) = operation["responses"].as_object() else { continue };
                operations.insert(format!("{} {path}", method.to_uppercase()), responses.keys().cloned().collect());
            }
        }
        assert!(!operations.is_empty(), "no operations");
        Self { operations: Arc::new(operations), succeeded: Arc::default() }
    }

    /// All documented operations.
    pub fn operations(&self) -> impl Iterator<Item = &String> {
        self.operations.keys()
    }

    /// Those that never succeeded.
    pub fn untried(&self) -> Vec<&String> {
        let succeeded = self.succeeded.lock().expect("no panic holds it");
        self.operations.keys().filter(|operation| !succeeded.contains(*operation)).collect()
    }

    /// Checks an answer.
    ///
    /// # Panics
    /// If the operation or its status is not documented, or a failure is no problem document.
    pub fn check(&self, method: &str, path: &str, answer: &Answer) {
        let (operation, statuses) = self.find(method, path);
        let status = answer.status.to_string();
        let class = format!("{}XX", &status[..1]);
        assert!(
            [&status, &class, "default"].iter().any(|known| statuses.contains(*known)),
            "{operation} answers {status}, which is not documented ({statuses:?}): {}",
            answer.text
        );
        if answer.status >= 400 {
            assert_eq!(answer.media_type, "application/problem+json", "{operation}: {}", answer.text);
            assert_eq!(answer.body["status"], answer.status, "{operation}: {}", answer.text);
            for field in ["type", "title", "code"] {
                assert!(answer.body[field].is_string(), "{operation} has no {field}: {}", answer.text);
            }
        } else {
            self.succeeded.lock().expect("no panic holds it").insert(operation.clone());
        }
    }

    /// The documented operation of a path; literal parts go before parameters.
    fn find(&self, method: &str, path: &str) -> (&String, &BTreeSet<String>) {
        let path = path.split('?').next().unwrap_or(path);
        let parts: Vec<&str> = path.split('/').collect();
        let fits = |operation: &str| {
            let Some(template) = operation.strip_prefix(&format!("{method} ")) else { return false };
            let template: Vec<&str> = template.split('/').collect();
            template.len() == parts.len() && template.iter().zip(&parts).all(|(t, p)| t.starts_with('{') || t == p)
        };
        let found = self.operations.iter().filter(|(operation, _)| fits(operation));
        found
            .min_by_key(|(operation, _)| operation.matches('{').count())
            .unwrap_or_else(|| panic!("{method} {path} is not documented"))
    }
}
