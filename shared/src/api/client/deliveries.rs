//! What bots tell of announcements, how far they brought one and how many chats want them: with a token of their own, beside any account.

use super::request::Request;
use super::{Client, Tokens};
use crate::api::ApiError;
use crate::api::ids::{AnnouncementId, IdempotencyKey};
use crate::api::types::{Carrier, Deliveries, SubscribersRequest};

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
        let request = Request::put(&["announcements", &id.to_string(), "deliveries", name(carrier)], key).json(told);
        self.send(&request, Some(&bots(token))).await.map(drop)
    }

    /// `PUT /v1/subscribers/{carrier}`
    ///
    /// # Errors
    /// What the platform refused, or that it gave no answer.
    pub async fn tell_subscribers(
        &self,
        token: &str,
        key: IdempotencyKey,
        carrier: Carrier,
        count: u64,
    ) -> Result<(), ApiError> {
        let request = Request::put(&["subscribers", name(carrier)], key).json(&SubscribersRequest { count });
        self.send(&request, Some(&bots(token))).await.map(drop)
    }
}

fn name(carrier: Carrier) -> &'static str {
    match carrier {
        Carrier::Telegram => "telegram",
        Carrier::Matrix => "matrix",
        Carrier::Email => "email",
    }
}

fn bots(token: &str) -> Tokens {
    Tokens { access: token.to_owned(), refresh: String::new(), until: i64::MAX, claim: None }
}
