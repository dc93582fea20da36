//! A store with its keys: what goes in is sealed, what comes out is opened.

use super::purse::PURSE;
use super::{Change, Committed, Kept, PersonId, PersonRow, Run, Seals, Standing, Store, StoreError, TurnRow, Who};
use crate::engine::{ChatKey, Network, Shown};
use crate::seal::{KeyId, Keyring, SealError, Sealed, fingerprint};
use isoloir_shared::api::client::Tokens;
use isoloir_shared::core::{Session, TimerId};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use zeroize::Zeroizing;

const SESSION: &str = "session";
const TOKENS: &str = "tokens";
const SHOWN: &str = "shown";
const ACCOUNT: &str = "account";

/// A store with its keys. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    store: Arc<dyn Store>,
    keys: Arc<Keyring>,
}

/// Why something is not kept or not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keys, or what was sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// What is kept was sealed with keys that were not given. Going on would forget everybody.
    #[error("the store was sealed with a key that was not given (fingerprints: {})", .0.join(", "))]
    WrongKey(Vec<String>),
}

/// Somebody, opened.
#[derive(Clone, Debug)]
pub struct Person {
    /// Which row.
    pub id: PersonId,
    /// Who.
    pub chat: ChatKey,
    /// Where to write.
    pub room: String,
    /// Turns so far.
    pub version: i64,
    /// Their conversation.
    pub kept: Kept,
    /// It waits for answers of the platform.
    pub waits: bool,
    /// Who took the last turn.
    pub run: Run,
    /// The platform's tokens.
    pub tokens: Option<Tokens>,
    /// What was last shown.
    pub shown: Option<Shown>,
    /// The turn that was shown.
    pub shown_version: i64,
    /// They can be written to.
    pub reachable: bool,
}

/// A turn, opened: see [`TurnRow`].
#[derive(Clone, Debug)]
pub struct Turn {
    /// Whose row.
    pub who: Who,
    /// The conversation after it.
    pub kept: Kept,
    /// It waits for answers of the platform.
    pub waits: bool,
    /// What the person sees follows the primary's phases.
    pub follows: bool,
    /// They stopped the bot: notices wait.
    pub rests: bool,
    /// Who takes it.
    pub run: Run,
    /// When.
    pub at: Timestamp,
    /// The update that it answers.
    pub update: Option<(Network, String)>,
    /// The timers that it answers.
    pub fired: Vec<TimerId>,
    /// New timers.
    pub timers: Vec<(TimerId, Timestamp)>,
    /// Where to write.
    pub room: Option<String>,
    /// The platform's tokens.
    pub tokens: Change<Option<Tokens>>,
    /// The address of the account that signed in, or that nobody is any more.
    pub account: Change<Option<String>>,
    /// Tell the account's other chats.
    pub tell: Option<&'static str>,
    /// The person did something.
    pub here: bool,
    /// Nothing is kept of them after this turn.
    pub forget: bool,
}

impl Vault {
    /// A store with its keys.
    ///
    /// # Errors
    /// If something in it is sealed with a key that is not here.
    pub async fn open(store: Arc<dyn Store>, keys: Keyring) -> Result<Self, VaultError> {
        let seals = store.seals().await?;
        let missing: Vec<_> = seals.iter().filter(|id| !keys.has(id)).map(fingerprint).collect();
        if missing.is_empty() { Ok(Self { store, keys: Arc::new(keys) }) } else { Err(VaultError::WrongKey(missing)) }
    }

    /// What needs no key.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Somebody.
    ///
    /// # Errors
    /// If the store does not answer, or what it holds cannot be opened.
    pub async fn person(&self, chat: &ChatKey) -> Result<Option<Person>, VaultError> {
        let row = self.store.person(chat).await?;
        row.map(|row| self.opened(row)).transpose()
    }

    /// Somebody, by their row.
    ///
    /// # Errors
    /// If the store does not answer, or what it holds cannot be opened.
    pub async fn person_by_id(&self, id: PersonId) -> Result<Option<Person>, VaultError> {
        let row = self.store.person_by_id(id).await?;
        row.map(|row| self.opened(row)).transpose()
    }

    /// Commits a turn.
    ///
    /// # Errors
    /// If the store does not take it.
    pub async fn commit(&self, chat: &ChatKey, turn: Turn) -> Result<Committed, VaultError> {
        let whose = whose(chat);
        let tokens = match &turn.tokens {
            Change::Same => Change::Same,
            Change::To(None) => Change::To(None),
            Change::To(Some(tokens)) => Change::To(Some(self.seal(TOKENS, &whose, tokens)?)),
        };
        let hashes = |email: &String| self.keys.hashes(ACCOUNT, email.trim().to_lowercase().as_bytes());
        let tell = match (&turn.account, turn.tell) {
            (Change::To(Some(email)), Some(kind)) => Some((hashes(email), kind.to_owned())),
            _ => None,
        };
        let account = match &turn.account {
            Change::Same => Change::Same,
            Change::To(email) => Change::To(email.as_ref().and_then(|it| hashes(it).first().copied())),
        };
        let Turn { who, waits, follows, rests, run, at, update, fired, timers, room, here, forget, .. } = turn;
        let session = self.keys.seal(SESSION, &whose, &turn.kept.write())?;
        let row = TurnRow {
            who,
            session,
            waits,
            follows,
            rests,
            run,
            at,
            update,
            fired,
            timers,
            room,
            tokens,
            account,
            tell,
            here,
            forget,
        };
        Ok(self.store.commit(row).await?)
    }

    /// Notes what is shown.
    ///
    /// # Errors
    /// If the store does not take it.
    pub async fn show(
        &self,
        chat: &ChatKey,
        id: PersonId,
        version: i64,
        shown: Option<&Shown>,
    ) -> Result<Standing, VaultError> {
        let sealed = shown.map(|shown| self.seal(SHOWN, &whose(chat), shown)).transpose()?;
        let standing = self.store.show(id, version, sealed.clone(), false).await?;
        if !standing.painted_over {
            return Ok(standing);
        }
        let later = self.person(chat).await?.and_then(|person| person.shown);
        if later.map(|later| later.message) != shown.map(|shown| shown.message.clone()) {
            // The later turn has a message of its own, below this one: nothing lies over it.
            return Ok(Standing { painted_over: false, ..standing });
        }
        Ok(self.store.show(id, version, sealed, true).await?)
    }

    /// Takes the turn to renew tokens; what is kept of them now. None: another has it.
    ///
    /// # Errors
    /// If the store does not answer.
    pub async fn begin_renewal(
        &self,
        chat: &ChatKey,
        id: PersonId,
        run: Run,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Option<Tokens>>, VaultError> {
        match self.store.begin_renewal(id, run, now, until).await? {
            None => Ok(None),
            Some(None) => Ok(Some(None)),
            Some(Some(sealed)) => Ok(Some(Some(self.unseal(TOKENS, &whose(chat), &sealed)?))),
        }
    }

    /// Keeps renewed tokens.
    ///
    /// # Errors
    /// If the store does not take them.
    pub async fn end_renewal(
        &self,
        chat: &ChatKey,
        id: PersonId,
        run: Run,
        tokens: Option<&Tokens>,
    ) -> Result<(), VaultError> {
        let sealed = tokens.map(|tokens| self.seal(TOKENS, &whose(chat), tokens)).transpose()?;
        Ok(self.store.end_renewal(id, run, sealed).await?)
    }

    /// Seals some of what is sealed with an older key anew, with the first one. The last row that was looked at; none:
    /// that was all. What cannot be opened stays as it is, and is told of.
    ///
    /// # Errors
    /// If the store does not answer.
    pub async fn reseal(&self, after: PersonId, most: u32) -> Result<Option<PersonId>, VaultError> {
        let Some(key) = self.keys.current() else { return Ok(None) };
        let rows = self.store.sealed_otherwise(key, after, most).await?;
        let last = rows.last().map(|row| row.id);
        for row in rows {
            let PersonRow { id, chat, session, tokens, shown, account, .. } = row;
            let before = Seals { id, session, tokens, shown, account };
            self.purse_anew(&chat, id, key).await?;
            match self.anew(&chat, &before) {
                Ok(anew) => self.store.reseal(before, anew).await?,
                Err(error) => tracing::warn!(%error, "a row cannot be sealed anew"),
            }
        }
        Ok(last)
    }

    /// Nobody's own bytes change: who saves at the same time comes before.
    async fn purse_anew(&self, chat: &ChatKey, id: PersonId, key: KeyId) -> Result<(), VaultError> {
        let Some(before) = self.store.purse(id).await?.filter(|it| it.key != key) else { return Ok(()) };
        let bytes = self.open_bytes(PURSE, chat, &before).map(Zeroizing::new);
        match bytes.and_then(|bytes| self.seal_bytes(PURSE, chat, &bytes)) {
            Ok(after) => drop(self.store.swap_purse(id, Some(before), after).await?),
            Err(error) => tracing::warn!(%error, "a purse cannot be sealed anew"),
        }
        Ok(())
    }

    pub(super) fn seal_bytes(&self, purpose: &str, chat: &ChatKey, bytes: &[u8]) -> Result<Sealed, SealError> {
        self.keys.seal(purpose, &whose(chat), bytes)
    }

    pub(super) fn open_bytes(&self, purpose: &str, chat: &ChatKey, sealed: &Sealed) -> Result<Vec<u8>, SealError> {
        self.keys.open(purpose, &whose(chat), sealed)
    }

    fn anew(&self, chat: &ChatKey, before: &Seals) -> Result<Seals, SealError> {
        let whose = whose(chat);
        let again = |purpose: &str, sealed: &Sealed| {
            let bytes = self.keys.open(purpose, &whose, sealed)?;
            self.keys.seal(purpose, &whose, &bytes)
        };
        let kept = Kept::read(&self.keys.open(SESSION, &whose, &before.session)?).ok_or(SealError::Damaged)?;
        // The hash cannot be made from the hash: the conversation knows the address.
        let email = before.account.and_then(|_| Session::account_of(&kept.session));
        let hashes = email.map(|it| self.keys.hashes(ACCOUNT, it.trim().to_lowercase().as_bytes()));
        Ok(Seals {
            id: before.id,
            session: again(SESSION, &before.session)?,
            tokens: before.tokens.as_ref().map(|it| again(TOKENS, it)).transpose()?,
            shown: before.shown.as_ref().map(|it| again(SHOWN, it)).transpose()?,
            account: hashes.and_then(|it| it.first().copied()).or(before.account),
        })
    }

    fn opened(&self, row: PersonRow) -> Result<Person, VaultError> {
        let whose = whose(&row.chat);
        let kept = Kept::read(&self.keys.open(SESSION, &whose, &row.session)?).ok_or(SealError::Damaged)?;
        let tokens = row.tokens.map(|it| self.unseal(TOKENS, &whose, &it)).transpose()?;
        let shown = row.shown.map(|it| self.unseal(SHOWN, &whose, &it)).transpose()?;
        let PersonRow { id, chat, room, version, waits, run, shown_version, reachable, .. } = row;
        Ok(Person { id, chat, room, version, kept, waits, run, tokens, shown, shown_version, reachable })
    }

    fn seal(&self, purpose: &str, whose: &str, what: &impl Serialize) -> Result<Sealed, SealError> {
        let bytes = serde_json::to_vec(what).map_err(|_| SealError::Damaged)?;
        self.keys.seal(purpose, whose, &bytes)
    }

    fn unseal<T: DeserializeOwned>(&self, purpose: &str, whose: &str, sealed: &Sealed) -> Result<T, SealError> {
        serde_json::from_slice(&self.keys.open(purpose, whose, sealed)?).map_err(|_| SealError::Damaged)
    }
}

/// Whom a sealed thing belongs to: moved to another row, it does not open.
fn whose(chat: &ChatKey) -> String {
    format!("{} {}", chat.network, chat.chat)
}
