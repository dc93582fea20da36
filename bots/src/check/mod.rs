//! What is missing before the bots can run, found out by asking: each finding in plain words.

mod finding;
mod open;
mod opening;

pub use finding::{Finding, State, json, words};
pub use open::{OpenError, platform, vault};
pub use opening::opening;

use crate::config::{Settings, SettingsError};
use crate::seal::SealError;
use crate::{matrix, telegram};
use isoloir_shared::api::{Call, Reply};
use isoloir_shared::text::{Msg, key};

/// Looks at everything that is set up.
pub async fn all(settings: Result<&Settings, &SettingsError>) -> Vec<Finding> {
    let settings = match settings {
        Ok(settings) => settings,
        Err(error) => {
            let what = Msg::new(key::BOTS_CHECK_SETTINGS).with("why", error.to_string().as_str());
            return vec![Finding::missing("settings", what, key::BOTS_CHECK_SETTINGS_HOW)];
        }
    };
    let mut findings = vec![of_platform(settings).await];
    findings.extend(of_store(settings).await);
    let telegram = settings.telegram.token.is_some() || settings.telegram.token_file.is_some();
    let matrix = matrix::is_meant(&settings.matrix);
    if telegram {
        findings.extend(telegram::check(&settings.telegram).await);
    }
    if matrix {
        findings.extend(matrix::check(&settings.matrix).await);
    }
    if !telegram && !matrix {
        findings.push(Finding::missing("network", key::BOTS_CHECK_NO_NETWORK, key::BOTS_CHECK_NO_NETWORK_HOW));
    }
    findings
}

async fn of_platform(settings: &Settings) -> Finding {
    const NAME: &str = "platform";
    let client = match platform(settings.platform.as_deref()) {
        Ok(client) => client,
        Err(error) => return opening(&error),
    };
    match client.call(&Call::Primary).await {
        Ok(Reply::Primary(primary)) => {
            Finding::good(NAME, Msg::new(key::BOTS_CHECK_PLATFORM_GOOD).with("name", Msg::from(primary.name)))
        }
        _ => Finding::missing(NAME, key::BOTS_CHECK_PLATFORM_SILENT, key::BOTS_CHECK_PLATFORM_SILENT_HOW),
    }
}

/// The store and its key. Nothing is made here but the store's own file, which a start would make.
async fn of_store(settings: &Settings) -> Vec<Finding> {
    const NAME: &str = "store";
    const KEY: &str = "key";
    let store = match open::store(settings).await {
        Ok(store) => store,
        Err(error) => return vec![opening(&error)],
    };
    let people = match store.ping().await {
        Ok(()) => store.people().await,
        Err(error) => Err(error),
    };
    let first = match people {
        Ok(count) => Finding::good(NAME, Msg::new(key::BOTS_CHECK_STORE_GOOD).with("count", count)),
        Err(error) => opening(&OpenError::from(error)),
    };
    let second = match open::keys(settings, &store, false).await {
        Ok(None) => Finding::doubtful(KEY, key::BOTS_CHECK_KEY_NEW, key::BOTS_CHECK_KEY_NEW_HOW),
        Ok(Some(_)) => Finding::good(KEY, key::BOTS_CHECK_KEY_GOOD),
        Err(error) => opening(&error),
    };
    store.close().await;
    vec![first, second]
}

impl From<SealError> for OpenError {
    fn from(error: SealError) -> Self {
        Self::Vault(error.into())
    }
}
