//! What it means that something cannot be opened: the same words for `check` and for a start.

use super::{Finding, OpenError};
use crate::store::VaultError;
use isoloir_shared::text::{Msg, key};

/// As a finding.
pub fn opening(error: &OpenError) -> Finding {
    let why = |key| Msg::new(key).with("why", error.to_string().as_str());
    match error {
        OpenError::NoPlatform => {
            Finding::missing("platform", key::BOTS_CHECK_PLATFORM_UNSET, key::BOTS_CHECK_PLATFORM_UNSET_HOW)
        }
        OpenError::Platform(_) => {
            Finding::missing("platform", key::BOTS_CHECK_PLATFORM_ADDRESS, key::BOTS_CHECK_PLATFORM_ADDRESS_HOW)
        }
        OpenError::File { .. } | OpenError::Vault(VaultError::Store(_)) => {
            Finding::missing("store", why(key::BOTS_CHECK_STORE_BAD), key::BOTS_CHECK_STORE_BAD_HOW)
        }
        OpenError::KeyLost => Finding::missing("key", key::BOTS_CHECK_KEY_LOST, key::BOTS_CHECK_KEY_LOST_HOW),
        OpenError::Vault(VaultError::WrongKey(prints)) => {
            let what = Msg::new(key::BOTS_CHECK_KEY_WRONG).with("fingerprints", prints.join(", ").as_str());
            Finding::missing("key", what, key::BOTS_CHECK_KEY_WRONG_HOW)
        }
        OpenError::Secret(_) | OpenError::Vault(VaultError::Seal(_)) => {
            Finding::missing("key", why(key::BOTS_CHECK_KEY_BAD), key::BOTS_CHECK_KEY_BAD_HOW)
        }
    }
}
