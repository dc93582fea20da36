//! An announcement as it is kept.

use super::super::{decode, instant};
use crate::store::StoreError;
use isoloir_shared::api::ids::{AnnouncementId, CandidateId};
use isoloir_shared::api::types::{AnnouncementView, Audience, Localized};
use serde::{Deserialize, Serialize};

#[derive(sqlx::FromRow)]
pub struct Row {
    pub id: u32,
    pub words: String,
    pub sender: Option<String>,
    pub audience: String,
    pub candidate: Option<u32>,
    pub urgent: bool,
    pub send_at: i64,
    pub state: String,
}

#[derive(Serialize, Deserialize)]
pub struct Words {
    pub title: Localized,
    pub body: Localized,
}

impl Words {
    pub fn read(text: &str) -> Result<Self, StoreError> {
        serde_json::from_str(text).map_err(|error| StoreError::Broken(error.to_string()))
    }

    pub fn text(&self) -> Result<String, StoreError> {
        serde_json::to_string(self).map_err(|error| StoreError::Broken(error.to_string()))
    }
}

impl Row {
    pub fn view(self) -> Result<AnnouncementView, StoreError> {
        let Words { title, body } = Words::read(&self.words)?;
        let audience = match (self.audience.as_str(), self.candidate) {
            ("supporters", Some(candidate)) => Audience::Supporters { candidate: CandidateId(candidate) },
            ("lot_waiting", _) => Audience::LotWaiting,
            _ => Audience::Everyone,
        };
        Ok(AnnouncementView {
            id: AnnouncementId(self.id),
            title,
            body,
            sender: self.sender,
            audience,
            urgent: self.urgent,
            send_at: instant(self.send_at)?,
            state: decode(&self.state)?,
        })
    }
}
