//! Asks each linked person's account before something is sent to them: whether these are hours in which they want to be
//! left alone; and, of what is said to some, whether they are among them, and the words.

use super::accounts::{Accounts, Own};
use super::shelf::{Outcome, Parcel};
use super::{Announcement, Quiet};
use crate::engine::Clock;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// Accounts that one instance asks in a second at most: twice what Telegram takes, and far from what a platform bears.
/// At night all of them are asked and none is sent to.
const A_SECOND: u32 = 60;
/// Who gave no answer is asked again after that.
const AGAIN: SignedDuration = SignedDuration::from_secs(60);
/// A platform that gives no answer for so long gives none.
const PATIENCE: Duration = Duration::from_secs(20);

/// Asks.
pub(super) struct Asking {
    accounts: Arc<dyn Accounts>,
    clock: Arc<dyn Clock>,
    next: Mutex<Option<Instant>>,
}

impl Asking {
    pub fn new(accounts: Arc<dyn Accounts>, clock: Arc<dyn Clock>) -> Self {
        Self { accounts, clock, next: Mutex::new(None) }
    }

    /// What is to be sent now; or what becomes of the row instead.
    pub async fn told<'a>(
        &self,
        announcement: &'a Announcement,
        parcel: &Parcel,
    ) -> Result<Cow<'a, Announcement>, Outcome> {
        if !parcel.linked {
            // Their hours were looked at when the row was taken up.
            return if announcement.is_for_some() { Err(Outcome::Apart) } else { Ok(Cow::Borrowed(announcement)) };
        }
        self.turn().await;
        let own = self.accounts.own(announcement, parcel);
        let own = tokio::time::timeout(PATIENCE, own).await.unwrap_or(Own::Later);
        let now = self.clock.now();
        let (quiet, told) = match own {
            Own::Later => return Err(Outcome::Back(now + AGAIN)),
            Own::Nobody if announcement.is_for_some() => return Err(Outcome::Apart),
            Own::Nobody => (parcel.quiet, None),
            Own::Account { quiet, told } => (quiet.map(Quiet::from), told),
        };
        let announcement = match told {
            Some(told) => Cow::Owned(announcement.with(*told)),
            None if announcement.is_for_some() => return Err(Outcome::Apart),
            None => Cow::Borrowed(announcement),
        };
        match quiet.filter(|_| !announcement.urgent).and_then(|quiet| quiet.ends(now, &zone(&announcement))) {
            Some(morning) => Err(Outcome::Back(morning)),
            None => Ok(announcement),
        }
    }

    /// Not all at once.
    async fn turn(&self) {
        let mut next = self.next.lock().await;
        if let Some(at) = *next {
            tokio::time::sleep_until(at).await;
        }
        *next = Some(Instant::now() + self.clock.real(SignedDuration::from_secs(1)) / A_SECOND);
    }
}

/// Nobody is put off for ever by a zone that this machine does not know.
fn zone(announcement: &Announcement) -> TimeZone {
    TimeZone::get(&announcement.zone).unwrap_or(TimeZone::UTC)
}
