//! Verifies a round's archive for a screen: loads it, checks it in threads of its own, and tells how far it is, a few
//! times a second.

use super::archive::{NotVerified, load, verify_file};
use crate::api::ApiError;
use crate::api::client::Client;
use crate::api::types::Round;
use crate::core::{Event, Verification};
use crate::verify::{Request, Stop, Verdict};
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::UnboundedSender;

/// How often a screen hears of it.
const EVERY: Duration = Duration::from_millis(100);

/// Says something now and then.
struct Seldom {
    last: Option<Instant>,
}

impl Seldom {
    fn now(&mut self) -> bool {
        let due = self.last.is_none_or(|last| last.elapsed() >= EVERY);
        if due {
            self.last = Some(Instant::now());
        }
        due
    }
}

/// To its end, or until it is stopped.
pub(super) async fn verification(client: Option<Client>, round: Round, stop: Stop, tell: UnboundedSender<Event>) {
    let done = match client {
        Some(client) => whole(&client, round, &stop, &tell).await,
        None => Err(ApiError::Unreachable.into()),
    };
    let news = match done {
        Ok(verdict) => Verification::Done(Box::new(verdict.told())),
        Err(NotVerified::Stopped) => return,
        Err(NotVerified::Api(error)) => Verification::Failed(error),
        Err(NotVerified::Io(error)) => {
            tracing::error!(%error, "an archive cannot be kept or read here");
            Verification::NoRoom
        }
    };
    if !stop.is_stopped() {
        drop(tell.send(Event::Verification(round, news)));
    }
}

async fn whole(
    client: &Client,
    round: Round,
    stop: &Stop,
    tell: &UnboundedSender<Event>,
) -> Result<Verdict, NotVerified> {
    let say = move |tell: &UnboundedSender<Event>, news| drop(tell.send(Event::Verification(round, news)));
    let live = client.claims(round).await?;
    let mut seldom = Seldom { last: None };
    let spool = load(client, round, stop, |bytes| {
        if seldom.now() {
            say(tell, Verification::Loaded(bytes));
        }
    });
    let spool = spool.await?;
    let audit = client.audit_log().await?;
    let (device, receipts) = client.seen_here().await?;
    let followed = client.followed(&live.primary.id, round).await?;
    // One core is left for the screen, where there is more than one.
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let request = Request {
        device,
        followed,
        receipts,
        live: Some(live),
        audit: Some(audit),
        threads: NonZeroUsize::new(cores.saturating_sub(1)),
        stop: stop.clone(),
        ..Request::default()
    };
    let tell = tell.clone();
    let checked = tokio::task::spawn_blocking(move || {
        let mut seldom = Seldom { last: None };
        verify_file(spool.path(), &request, &mut |progress| {
            if seldom.now() {
                say(&tell, Verification::Checking(progress));
            }
        })
    });
    checked.await.map_err(|error| NotVerified::Io(std::io::Error::other(error)))?
}
