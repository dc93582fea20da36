//! What somebody is told beside their conversation because of what happened elsewhere.

use super::inner::Inner;
use super::{Hands, HandsError};
use crate::store::{Noticed, Person, VaultError};
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::{Resume, Session};
use isoloir_shared::text::key;
use jiff::SignedDuration;
use std::sync::Arc;

/// Another chat was linked with the account.
pub(super) const RELINKED: &str = "relinked";
/// Whoever is signed in to the account sent themselves a test of an announcement in another chat.
pub(super) const TRIAL: &str = "trial";
/// When a notice that was not given is taken up again.
const AGAIN: SignedDuration = SignedDuration::from_secs(60);
/// Notices given in one go.
const MOST: u32 = 50;

impl Inner {
    /// Gives the notices that wait. One that is given and not crossed out in time may be given twice; none is lost.
    pub async fn notices(self: &Arc<Self>) -> Result<(), VaultError> {
        for notice in self.vault.store().notices(self.now(), self.now() + AGAIN, MOST).await? {
            let Some(hands) = self.hands(notice.chat.network) else { continue };
            if let Some(person) = self.vault.person(&notice.chat).await? {
                match self.give(&notice, person, hands.as_ref()).await {
                    Ok(()) => {}
                    Err(HandsError::Later(_) | HandsError::Unreachable) => break,
                    Err(error) => tracing::warn!(%error, "a notice was not given"),
                }
            }
            self.vault.store().noticed(notice.id).await?;
        }
        Ok(())
    }

    async fn give(self: &Arc<Self>, notice: &Noticed, person: Person, hands: &dyn Hands) -> Result<(), HandsError> {
        let key = format!("isoloir-notice-{}", notice.id);
        let lang = self.lang_of(&person, notice);
        match notice.kind.as_str() {
            RELINKED => hands.say(&notice.room, &key, &key::BOTS_RELINKED.into(), lang).await,
            TRIAL => match self.tried(person, lang).await? {
                Some(said) => hands.announce(&notice.room, &key, &said, lang).await,
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// The language of somebody's conversation.
    fn lang_of(&self, person: &Person, notice: &Noticed) -> Lang {
        let (now, channel, public) = (self.now(), super::inner::channel(notice.chat.network), self.public());
        let resume = Resume { now, lang: Lang::Fr, seed: [0; 32], channel, public };
        Session::resume(&person.kept.session, resume).map_or(Lang::Fr, |(session, _)| session.lang())
    }
}
