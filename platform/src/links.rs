//! The letters that tell an account which chats act for it: whoever linked one is not alone to know.

use crate::app::App;
use crate::email::{Address, reveal};
use crate::mail::{MailError, link_letter};
use crate::store::UntoldLink;
use isoloir_shared::api::ids::SessionId;

/// Tells of one linked chat, or of all that are still to be told. A letter that does not go out now goes out with the
/// next housekeeping: the link stands.
pub async fn tell(app: &App, session: Option<SessionId>) {
    let untold = match app.store.untold_links(session).await {
        Ok(untold) => untold,
        Err(error) => return tracing::warn!(%error, "linked chats cannot be read"),
    };
    for link in untold {
        let id = link.id;
        match send(app, link).await {
            Ok(()) => {}
            Err(error) if error.of_one_letter() => continue,
            Err(_) => return,
        }
        if let Err(error) = app.store.link_told(id).await {
            tracing::warn!(%error, "a letter about a link may go out twice");
        }
    }
}

/// Sends one letter; one to an address that cannot be read never goes out, and is not tried again.
async fn send(app: &App, link: UntoldLink) -> Result<(), MailError> {
    let Some(to) = reveal(&link.email, &app.key).and_then(|email| Address::parse(&email)) else { return Ok(()) };
    let name = &app.primary.name;
    let name = if link.lang.code() == "en" { &name.en } else { &name.fr };
    let sent = app.mailer.send(link_letter(to, &link, name, &app.primary.zone)).await;
    sent.inspect_err(|error| tracing::warn!(%error, "a letter about a link could not be sent"))
}
