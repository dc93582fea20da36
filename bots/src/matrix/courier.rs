//! Brings what is announced to direct rooms, as `m.text`: it begins by itself, and clients ring for it.

use super::hands::MatrixHands;
use super::send::{Message, send};
use crate::chat::announcement;
use crate::engine::{Engine, HandsError, Network};
use crate::outbox::{Announcement, Courier, Delivery, Parcel, Rule, Sent, Tempo, Turnstile};
use async_trait::async_trait;
use std::sync::Arc;

/// Matrix's.
struct MatrixCourier {
    hands: Arc<MatrixHands>,
}

/// What delivers to the rooms of this device, from the engine's store.
pub(super) fn delivery(hands: Arc<MatrixHands>, engine: &Engine) -> Delivery {
    let (shelf, clock) = (engine.shelf(), engine.clock());
    let turnstile = Arc::new(Turnstile::new(shelf.clone(), clock.clone(), Network::Matrix, Rule::MATRIX));
    let courier = Arc::new(MatrixCourier { hands });
    let accounts = Arc::new(engine.clone());
    Delivery { shelf, courier, accounts, turnstile, clock, run: engine.this_run(), tempo: Tempo::default() }
}

#[async_trait]
impl Courier for MatrixCourier {
    fn network(&self) -> Network {
        Network::Matrix
    }

    async fn send(&self, announcement: &Announcement, parcel: &Parcel) -> Sent {
        let room = match self.hands.room(&parcel.room).await {
            Ok(room) => room,
            Err(error) => return sent(error, Sent::Unsent),
        };
        let (plain, html) = announcement::matrix(&announcement.announced(), parcel.lang);
        let message = Message { kind: "m.text", body: &plain, html: &html };
        // The homeserver knows the transaction: whoever sends it again sends nothing.
        match send(&room, &parcel.key(), message.content()).await {
            Ok(_) => Sent::Taken,
            Err(error) => sent(super::error::of_send(&error), Sent::Unknown),
        }
    }
}

fn sent(error: HandsError, unanswered: Sent) -> Sent {
    match error {
        HandsError::Later(wait) => Sent::Later(wait),
        HandsError::Unreachable => unanswered,
        HandsError::Gone => Sent::Gone,
        HandsError::Failed(why) => Sent::Refused(why),
    }
}
