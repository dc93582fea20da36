//! What an operator has to mend, asked without taking the folder: the bot may be running.

use super::error::MatrixError;
use super::folder::{self, Folder};
use crate::check::Finding;
use crate::config::MatrixSettings;
use isoloir_shared::text::{Msg, key};
use matrix_sdk::Client;

/// What is missing.
pub async fn check(settings: &MatrixSettings) -> Vec<Finding> {
    let device = match folder::device_in(&settings.state) {
        Ok(Some(device)) if Folder::is_set_up(&settings.state) => device,
        Err(MatrixError::Damaged(file)) => {
            let what = Msg::new(key::MATRIX_CHECK_DAMAGED).with("path", file.display().to_string().as_str());
            return vec![Finding::missing("matrix.setup", what, key::MATRIX_CHECK_DAMAGED_HOW)];
        }
        _ => {
            let (what, how) = (key::MATRIX_CHECK_NOT_SET_UP, key::MATRIX_CHECK_NOT_SET_UP_HOW);
            return vec![Finding::missing("matrix.setup", what, how)];
        }
    };
    let set_up = Finding::good("matrix.setup", key::MATRIX_CHECK_SET_UP);
    let homeserver = settings.homeserver.as_ref().unwrap_or(&device.homeserver);
    let token = &device.session.tokens.access_token;
    let server = match whoami(homeserver.as_str(), token).await {
        Some(200) => Finding::good("matrix.homeserver", key::MATRIX_CHECK_HOMESERVER),
        Some(401) => {
            let (what, how) = (key::MATRIX_CHECK_SIGNED_OUT, key::MATRIX_CHECK_SIGNED_OUT_HOW);
            Finding::missing("matrix.homeserver", what, how)
        }
        _ => {
            let (what, how) = (key::MATRIX_CHECK_NO_HOMESERVER, key::MATRIX_CHECK_NO_HOMESERVER_HOW);
            Finding::missing("matrix.homeserver", what, how)
        }
    };
    vec![set_up, server]
}

/// A plain request: a second client with this device's token must not touch its keys.
async fn whoami(homeserver: &str, token: &str) -> Option<u16> {
    let client = Client::builder().homeserver_url(homeserver).build().await.ok()?;
    let url = client.homeserver().join("_matrix/client/v3/account/whoami").ok()?;
    let answer = client.http_client().get(url).bearer_auth(token).send().await.ok()?;
    Some(answer.status().as_u16())
}
