//! What somebody is told beside their conversation because of what happened elsewhere.

use super::HandsError;
use super::inner::Inner;
use crate::store::{Noticed, VaultError};
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::{Resume, Session};
use isoloir_shared::text::{Key, key};
use jiff::SignedDuration;
use std::sync::Arc;

/// Another chat was linked with the account.
pub(super) const RELINKED: &str = "relinked";
/// When a notice that was not given is taken up again.
const AGAIN: SignedDuration = SignedDuration::from_secs(60);
/// Notices given in one go.
const MOST: u32 = 50;

fn text(kind: &str) -> Option<Key> {
    (kind == RELINKED).then_some(key::BOTS_RELINKED)
}

impl Inner {
    /// Gives the notices that wait. One that is given and not crossed out in time may be given twice; none is lost.
    pub async fn notices(self: &Arc<Self>) -> Result<(), VaultError> {
        for notice in self.vault.store().notices(self.now(), self.now() + AGAIN, MOST).await? {
            let Some(hands) = self.hands(notice.chat.network) else { continue };
            if let Some(text) = text(&notice.kind) {
                let key = format!("isoloir-notice-{}", notice.id);
                let lang = self.lang_of(&notice).await?;
                match hands.say(&notice.room, &key, &text.into(), lang).await {
                    Ok(()) => {}
                    Err(HandsError::Later(_) | HandsError::Unreachable) => break,
                    Err(error) => tracing::warn!(%error, "a notice was not given"),
                }
            }
            self.vault.store().noticed(notice.id).await?;
        }
        Ok(())
    }

    /// The language of somebody's conversation.
    async fn lang_of(&self, notice: &Noticed) -> Result<Lang, VaultError> {
        let Some(person) = self.vault.person(&notice.chat).await? else { return Ok(Lang::Fr) };
        let (now, channel, public) = (self.now(), super::inner::channel(notice.chat.network), self.public());
        let resume = Resume { now, lang: Lang::Fr, seed: [0; 32], channel, public };
        Ok(Session::resume(&person.kept.session, resume).map_or(Lang::Fr, |(session, _)| session.lang()))
    }
}
