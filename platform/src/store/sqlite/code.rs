//! How values are written in columns: instants as microseconds, words of the API as the API spells them.

use crate::store::StoreError;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

/// An instant as a column.
pub fn micros(t: Timestamp) -> i64 {
    t.as_microsecond()
}

/// A column as an instant.
pub fn instant(micros: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(micros).map_err(|e| StoreError::Broken(e.to_string()))
}

/// A word of the API (a state, a phase, a role) as a column.
pub fn encode<T: Serialize>(word: &T) -> Result<String, StoreError> {
    match serde_json::to_value(word) {
        Ok(serde_json::Value::String(text)) => Ok(text),
        other => Err(StoreError::Broken(format!("not a word: {other:?}"))),
    }
}

/// A column as a word of the API.
pub fn decode<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|e| StoreError::Broken(e.to_string()))
}

/// A column as a hash.
pub fn hash(bytes: &[u8]) -> Result<crate::secrets::Hash, StoreError> {
    bytes.try_into().map_err(|_| StoreError::Broken("a hash of another length".into()))
}
