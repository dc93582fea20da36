//! The letters that ask candidates to confirm, and remind them. Silence is a refusal, so nobody is asked on a screen alone.

use crate::app::App;
use crate::email::{Address, reveal};
use crate::mail::confirmation_letter;
use crate::store::UntoldAsk;
use tokio_util::sync::CancellationToken;

/// Writes them whenever somebody is asked, for as long as the platform serves.
pub async fn run(app: App, stop: CancellationToken) {
    loop {
        tell(&app).await;
        tokio::select! {
            () = app.asked.notified() => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Tells all who are to be told. A letter that does not go out now goes out with the next housekeeping.
pub async fn tell(app: &App) {
    let _one_at_a_time = app.asking.lock().await;
    let untold = match app.store.untold_asks(app.clock.now(), app.primary.confirmation.remind_days.clone()).await {
        Ok(untold) => untold,
        Err(error) => return tracing::warn!(%error, "who is to be asked cannot be read"),
    };
    for ask in untold {
        let (id, confirm_by, due) = (ask.id, ask.confirm_by, ask.due);
        match send(app, ask).await {
            Sent::Out => {}
            Sent::NotThisOne => continue,
            Sent::Nothing => return,
        }
        if let Err(error) = app.store.ask_told(id, confirm_by, due).await {
            tracing::warn!(%error, "a letter that asks to confirm may go out twice");
        }
    }
}

/// What became of a letter.
enum Sent {
    /// The mail server has it.
    Out,
    /// It has not; others may go out.
    NotThisOne,
    /// None goes out now.
    Nothing,
}

/// Sends one letter. Where the address cannot be read none goes out: organisers see that nobody was told.
async fn send(app: &App, ask: UntoldAsk) -> Sent {
    let Some(to) = reveal(&ask.email, &app.key).and_then(|email| Address::parse(&email)) else {
        tracing::warn!("the address of a candidate who is asked to confirm cannot be read");
        return Sent::NotThisOne;
    };
    let name = &app.primary.name;
    let name = if ask.lang.code() == "en" { &name.en } else { &name.fr };
    match app.mailer.send(confirmation_letter(to, &ask, name, &app.primary.zone)).await {
        Ok(()) => Sent::Out,
        Err(error) => {
            tracing::warn!(%error, "a letter that asks to confirm could not be sent");
            if error.of_one_letter() { Sent::NotThisOne } else { Sent::Nothing }
        }
    }
}
