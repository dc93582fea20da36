//! What the booth needs of a client: requests of its own, and what was found out before.

use super::request::Request;
use super::{Client, Seat, lock};
use crate::api::ApiError;
use crate::api::ids::IdempotencyKey;
use crate::api::types::{GradeView, Round};
use crate::booth::Known;
use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Elections whose manifests were checked, and the scale that was shown last.
#[derive(Default)]
pub(super) struct Elections(Mutex<HashMap<Round, Arc<Known>>>, Mutex<Option<Vec<GradeView>>>);

impl Client {
    pub(crate) fn seat(&self) -> &Seat {
        &self.0.seat
    }

    /// Whose tokens these are, if it was found out.
    pub(crate) fn known_owner(&self) -> Option<String> {
        lock(&self.0.owner).clone()
    }

    pub(crate) fn know_owner(&self, owner: &str) {
        *lock(&self.0.owner) = Some(owner.to_owned());
    }

    /// The election of a round, if its manifest was checked.
    pub(crate) fn known_election(&self, round: Round) -> Option<Arc<Known>> {
        lock(&self.0.pool.elections().0).get(&round).cloned()
    }

    pub(crate) fn know_election(&self, round: Round, known: Known) -> Arc<Known> {
        lock(&self.0.pool.elections().0).entry(round).or_insert_with(|| Arc::new(known)).clone()
    }

    /// The scale that was shown last, if one was.
    pub(crate) fn shown_scale(&self) -> Option<Vec<GradeView>> {
        lock(&self.0.pool.elections().1).clone()
    }

    pub(crate) fn note_scale(&self, shown: Vec<GradeView>) {
        *lock(&self.0.pool.elections().1) = Some(shown);
    }

    /// Reads something that loses its sense when a character of it changes; whoever shows it cleans it.
    pub(crate) async fn get<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, String)],
    ) -> Result<T, ApiError> {
        let request = query.iter().fold(Request::get(path), |request, (name, value)| request.query(name, value));
        self.authorized(&request).await?.to_the_letter()
    }

    /// Writes with a body, and reads the answer.
    pub(crate) async fn put<T: DeserializeOwned>(
        &self,
        (method, path): (Method, &[&str]),
        key: IdempotencyKey,
        body: &impl Serialize,
    ) -> Result<T, ApiError> {
        self.authorized(&Request::write(method, path, key).json(body)).await?.to_the_letter()
    }
}
