//! What is announced, by letter, to whoever asked for letters: each once, whatever happens meanwhile.

use crate::app::App;
use crate::email::{Address, reveal};
use crate::mail::{MailError, announcement_letter};
use crate::secrets::{random, token_hash};
use crate::store::{AccountId, Ending, LetterOutcome, LetterRow, StoreError};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use isoloir_shared::api::types::{AnnouncementView, Carrier, Localized};
use isoloir_shared::text::Announced;
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

/// Rows that are made in one go.
const CHUNK: u32 = 500;
/// Letters that are held at once: so many may go out twice if the program dies.
const HELD: u32 = 8;
/// After that, a letter that was held is taken up again. Longer than a mail server takes.
const LEASE: SignedDuration = SignedDuration::from_secs(120);
/// How often a letter is tried.
const ATTEMPTS: u32 = 6;
/// After a failure of the store.
const AGAIN: SignedDuration = SignedDuration::from_secs(5);

/// Writes them, for as long as the platform serves.
pub async fn run(app: App, stop: CancellationToken) {
    loop {
        let next = match write(&app, &stop).await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(%error, "letters of announcements wait for the store");
                app.clock.now().checked_add(AGAIN).ok()
            }
        };
        let due = async {
            match next {
                Some(next) => app.clock.wait_until(next).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = app.announced.notified() => {}
            () = due => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Writes all that can be written now. When the next one's time comes.
async fn write(app: &App, stop: &CancellationToken) -> Result<Option<Timestamp>, StoreError> {
    while app.store.fill_letters(app.clock.now(), CHUNK).await? {
        if stop.is_cancelled() {
            return Ok(None);
        }
    }
    let zone = &app.primary.zone;
    while !stop.is_cancelled() {
        let now = app.clock.now();
        let until = now.checked_add(LEASE).unwrap_or(now);
        let letters = app.store.claim_letters(now, until, zone, HELD).await?;
        if letters.is_empty() {
            break;
        }
        // One after the other over one connection: a relay has its own pace.
        for letter in letters {
            let (id, account) = (letter.announcement.id, letter.account);
            let outcome = send(app, letter).await;
            app.store.finish_letter(id, account, outcome).await?;
        }
    }
    settle(app).await?;
    app.store.next_letter().await
}

/// What has reached everybody is done. Awaited are the networks in which this primary has published bots; bots that may
/// tell are awaited, published or not.
pub async fn settle(app: &App) -> Result<(), StoreError> {
    let mut awaited = Vec::new();
    awaited.extend(app.bots.telegram.as_ref().map(|_| Carrier::Telegram));
    awaited.extend(app.bots.matrix.as_ref().map(|_| Carrier::Matrix));
    let told = app.settings.bots.token_hash.is_some();
    app.store.settle_announcements(awaited, told, app.clock.now()).await
}

async fn send(app: &App, letter: LetterRow) -> LetterOutcome {
    let to = reveal(&letter.email, &app.key).and_then(|email| Address::parse(&email));
    let Some(to) = to else { return LetterOutcome::Unreachable };
    let again = |minutes: i64| {
        let wait = SignedDuration::from_mins(minutes << letter.attempt.min(6));
        app.clock.now().checked_add(wait).unwrap_or(Timestamp::MAX)
    };
    let link = link(app, &token_of(app, letter.account, letter.nonce));
    let last = letter.attempt >= ATTEMPTS;
    let written = announcement_letter(to, &announced(app, &letter.announcement), letter.lang, link);
    let Err(error) = app.mailer.send(written).await else { return LetterOutcome::Delivered };
    tracing::warn!(%error, announcement = %letter.announcement.id, "a letter was not sent");
    match error {
        MailError::Refused("permanent refusal" | "address" | "form") => LetterOutcome::Unreachable,
        // It may have been taken, and the answer lost.
        MailError::Unreachable(_) if last => LetterOutcome::Unknown(None),
        MailError::Unreachable(_) => LetterOutcome::Unknown(Some(again(1))),
        _ if last => LetterOutcome::Unreachable,
        _ => LetterOutcome::Back(again(1)),
    }
}

fn announced(app: &App, told: &AnnouncementView) -> Announced {
    let (title, body, sender) = (told.title.clone(), told.body.clone(), told.sender.clone());
    let name = &app.primary.name;
    let primary = Localized { fr: name.fr.clone(), en: name.en.clone() };
    Announced { title, body, sender, primary, audience: told.audience }
}

fn link(app: &App, token: &str) -> String {
    format!("{}/v1/unsubscribe/{token}", app.settings.public_url.trim_end_matches('/'))
}

/// A letter to whoever tries an announcement on themselves. Its link is one that nothing is behind: it ends nothing.
/// False: it was not sent.
pub async fn try_on(app: &App, account: AccountId, announced: &Announced) -> Result<bool, StoreError> {
    let Some(row) = app.store.account(account).await? else { return Ok(false) };
    let to = reveal(&row.email, &app.key).and_then(|email| Address::parse(&email));
    let Some(to) = to else { return Ok(false) };
    let link = link(app, &token_of(app, account, random::<16>()));
    let sent = app.mailer.send(announcement_letter(to, announced, row.lang, link)).await;
    if let Err(error) = &sent {
        tracing::warn!(%error, "a letter that an organiser tries on themselves was not sent");
    }
    Ok(sent.is_ok())
}

/// Whoever holds it ends these letters; made of the server's key, so that it need not be kept.
fn token_of(app: &App, account: AccountId, nonce: [u8; 16]) -> String {
    let mac = app.key.mac("letters end", &[&account.0.to_be_bytes(), &nonce]);
    BASE64_URL_SAFE_NO_PAD.encode(&mac[..24])
}

/// For letters that begin now.
pub fn ending(app: &App, account: AccountId) -> Ending {
    let nonce = random::<16>();
    Ending { nonce, token_hash: token_hash(&token_of(app, account, nonce)) }
}
