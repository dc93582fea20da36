//! What bots tell of how far they brought an announcement: with a token of their own, beside any account.

use super::request::Request;
use super::{Client, Tokens};
use crate::api::ApiError;
use crate::api::ids::{AnnouncementId, IdempotencyKey};
use crate::api::types::{Carrier, Deliveries};

impl Client {
    /// `PUT /v1/announcements/{id}/deliveries/{carrier}`
    ///
    /// # Errors
    /// What the platform refused, or that it gave no answer.
    pub async fn tell_deliveries(
        &self,
        token: &str,
        key: IdempotencyKey,
        (id, carrier): (AnnouncementId, Carrier),
        told: &Deliveries,
    ) -> Result<(), ApiError> {
        let name = match carrier {
            Carrier::Telegram => "telegram",
            Carrier::Matrix => "matrix",
            Carrier::Email => "email",
        };
        let request = Request::put(&["announcements", &id.to_string(), "deliveries", name], key).json(told);
        let (access, refresh, until, claim) = (token.to_owned(), String::new(), i64::MAX, None);
        self.send(&request, Some(&Tokens { access, refresh, until, claim })).await.map(drop)
    }
}
