//! Requests to compare emoji: a program has no eyes to do it with. They are called off, so that nobody's client waits, and
//! the person is told what to do instead.

use matrix_sdk::Client;
use matrix_sdk::ruma::UserId;
use matrix_sdk::ruma::events::key::verification::request::ToDeviceKeyVerificationRequestEvent;
use tracing::debug;

/// Calls off those that come beside any room.
pub fn listen(client: &Client) {
    client.add_event_handler(|event: ToDeviceKeyVerificationRequestEvent, client: Client| async move {
        call_off(&client, &event.sender, event.content.transaction_id.as_str()).await;
    });
}

/// Calls one off.
pub async fn call_off(client: &Client, sender: &UserId, flow: &str) {
    let Some(request) = client.encryption().get_verification_request(sender, flow).await else { return };
    if let Err(error) = request.cancel().await {
        debug!(error = %super::rooms::kind(&error), "a verification was not called off");
    }
}
