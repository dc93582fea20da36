//! What somebody's own account says, asked with their token for what is announced: nothing of it is kept.

use super::call::{client_of, renewal_of};
use super::inner::Inner;
use super::{Engine, HandsError};
use crate::outbox::{Accounts, Announcement, Own, Parcel};
use crate::store::Person;
use async_trait::async_trait;
use isoloir_shared::api::types::{AnnouncementView, InboxView, Lang, ProblemCode};
use isoloir_shared::api::{ApiError, Call, Reply};
use isoloir_shared::text::Announced;

#[async_trait]
impl Accounts for Engine {
    async fn own(&self, announcement: &Announcement, parcel: &Parcel) -> Own {
        let inner = &self.0;
        let person = match inner.vault.person_by_id(parcel.person).await {
            Ok(Some(person)) => person,
            Ok(None) => return Own::Nobody,
            Err(error) => {
                tracing::warn!(%error, "who something is announced to cannot be read");
                return Own::Later;
            }
        };
        let Some(tokens) = person.tokens else { return Own::Nobody };
        let renewal = renewal_of(inner, person.id, person.chat.clone());
        let client = client_of(inner, (person.id, &person.chat), Some(tokens), renewal);
        client.speak(parcel.lang);
        // Both are asked of everybody: what is put off until the morning tells nothing of who is among some.
        let quiet = match client.call(&Call::Notices).await {
            Ok(Reply::Notices(notices)) => notices.quiet,
            other => return unheard(other),
        };
        if !announcement.is_for_some() {
            return Own::Account { quiet, told: None };
        }
        match client.call(&Call::Inbox).await {
            Ok(Reply::Inbox(inbox)) => Own::Account { quiet, told: unread(inbox, announcement.id).map(Box::new) },
            other => unheard(other),
        }
    }
}

impl Inner {
    /// The test of an announcement that somebody sent to themselves; none: nobody is signed in here any more.
    pub(super) async fn tried(&self, person: Person, lang: Lang) -> Result<Option<Announced>, HandsError> {
        let Some(tokens) = person.tokens else { return Ok(None) };
        let renewal = renewal_of(self, person.id, person.chat.clone());
        let client = client_of(self, (person.id, &person.chat), Some(tokens), renewal);
        client.speak(lang);
        let inbox = match client.call(&Call::Inbox).await {
            Ok(Reply::Inbox(inbox)) => inbox,
            Err(ApiError::Problem(problem)) if problem.code == ProblemCode::Unauthenticated => return Ok(None),
            _ => return Err(HandsError::Unreachable),
        };
        let Ok(Reply::Primary(primary)) = client.call(&Call::Primary).await else {
            return Err(HandsError::Unreachable);
        };
        let trial = inbox.items.into_iter().map(|item| item.announcement).find(|it| it.id.is_trial());
        Ok(trial.map(|AnnouncementView { title, body, sender, audience, .. }| Announced {
            title,
            body,
            sender,
            primary: primary.name,
            audience,
        }))
    }
}

/// What they read elsewhere is not told again.
fn unread(inbox: InboxView, id: i64) -> Option<AnnouncementView> {
    let mut items = inbox.items.into_iter();
    items.find(|item| i64::from(item.announcement.id.0) == id && !item.read).map(|item| item.announcement)
}

/// Signed out elsewhere, or erased; what the conversation does about it is its next turn's.
fn unheard(answer: Result<Reply, ApiError>) -> Own {
    match answer {
        Err(ApiError::Problem(problem)) if problem.code == ProblemCode::Unauthenticated => Own::Nobody,
        _ => Own::Later,
    }
}
