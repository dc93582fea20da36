//! Accounts on SQLite.

use super::{SqliteStore, decode, instant};
use crate::secrets::Hash;
use crate::store::{AccountId, Accounts, Identity, StoreError};
use isoloir_shared::api::ids::SessionId;
use uuid::Uuid;

#[async_trait::async_trait]
impl Accounts for SqliteStore {
    async fn identity(&self, access_hash: Hash) -> Result<Option<Identity>, StoreError> {
        let row: Option<(i64, Uuid, bool, String, Option<String>, i64)> = sqlx::query_as(
            "SELECT s.account, s.id, a.registered_at IS NOT NULL, a.lang,
                    (SELECT group_concat(role) FROM roles r WHERE r.account = a.id), s.access_until
             FROM sessions s JOIN accounts a ON a.id = s.account WHERE s.access_hash = ?",
        )
        .bind(access_hash.as_slice())
        .fetch_optional(&self.reads)
        .await?;
        let Some((account, session, registered, lang, roles, until)) = row else { return Ok(None) };
        let roles = roles.iter().flat_map(|list| list.split(',')).map(decode).collect::<Result<_, _>>()?;
        Ok(Some(Identity {
            account: AccountId(account),
            session: SessionId(session),
            registered,
            lang: decode(&lang)?,
            roles,
            until: instant(until)?,
        }))
    }
}
