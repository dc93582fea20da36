//! What a device keeps: the platform's address, the tokens for it, the session's drafts,
//! the voter's keys. Each in a file of its own.

use super::{Files, Memory, Storage};
use crate::api::client::{Client, TokenStore, Tokens};
use crate::api::{AddressError, parse_address};
use crate::booth::{NotKept, PurseStore};
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use url::Url;
use zeroize::Zeroizing;

const SESSION: &str = "session.json";
const NOTED: &str = "session.next.json";
const PLATFORM: &str = "platform";
const TOKENS: &str = "tokens.json";
const PURSE: &str = "purse.json";

/// A device's memory. Cheap to clone: clones share it.
#[derive(Clone)]
pub struct Device {
    storage: Arc<dyn Storage>,
    lasts: bool,
}

impl Device {
    /// In a folder.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self::on(Arc::new(Files::new(folder)))
    }

    /// Nothing outlives the program.
    pub fn forgetful() -> Self {
        Self { storage: Arc::new(Memory::default()), lasts: false }
    }

    /// On any storage.
    pub fn on(storage: Arc<dyn Storage>) -> Self {
        Self { storage, lasts: true }
    }

    /// What is kept outlives the program.
    pub fn lasts(&self) -> bool {
        self.lasts
    }

    /// The platform that was used last.
    pub fn platform(&self) -> Option<Url> {
        let bytes = self.read(PLATFORM)?;
        parse_address(std::str::from_utf8(&bytes).ok()?).ok()
    }

    /// The platform to use from now on.
    ///
    /// # Errors
    /// If it cannot be kept.
    pub fn set_platform(&self, url: &Url) -> io::Result<()> {
        self.storage.write(PLATFORM, url.as_str().as_bytes())
    }

    /// A client for a platform, with this device's tokens for it.
    ///
    /// # Errors
    /// If the address is no platform's.
    pub fn client(&self, url: &Url) -> Result<Client, AddressError> {
        let tokens = Arc::new(Kept { storage: self.storage.clone(), platform: url.to_string() });
        Client::with_purse(url.clone(), tokens, self.purse())
    }

    /// Where this device keeps its person's voting keys.
    pub fn purse(&self) -> Arc<dyn PurseStore> {
        Arc::new(Purse(self.storage.clone()))
    }

    /// What the session saved, or noted after that.
    pub fn session(&self) -> Option<Vec<u8>> {
        let (saved, noted) = (self.read(SESSION), self.read(NOTED));
        let later = noted.as_deref().and_then(number) > saved.as_deref().and_then(number);
        if later { noted } else { saved }
    }

    /// Notes what the session is about to save: quick enough for a screen to wait for it, and there when this returns,
    /// unless the whole machine stops. A kill between the screen and the disk loses nothing that was seen.
    pub fn note_session(&self, bytes: &[u8]) {
        if let Err(error) = self.storage.note(NOTED, bytes) {
            // Saving it says so to the person.
            tracing::debug!(%error, "nothing can be noted on this device");
        }
    }

    /// Keeps what the session saves: on disk when this returns.
    ///
    /// # Errors
    /// If it cannot be kept.
    pub fn save_session(&self, bytes: &[u8]) -> io::Result<()> {
        self.storage.write(SESSION, bytes)
    }

    /// What cannot be read is as good as not there.
    fn read(&self, name: &str) -> Option<Vec<u8>> {
        self.storage.read(name).unwrap_or_else(|error| {
            tracing::warn!(%error, name, "a file of this device cannot be read");
            None
        })
    }
}

/// The how-many-th save it is; none: it is torn, or no session's.
fn number(bytes: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct Number {
        #[serde(default)]
        saves: u64,
    }
    serde_json::from_slice::<Number>(bytes).ok().map(|it| it.saves)
}

/// The tokens of one platform; those of another are not given away.
struct Kept {
    storage: Arc<dyn Storage>,
    platform: String,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    platform: String,
    tokens: Tokens,
}

impl TokenStore for Kept {
    fn load(&self) -> Option<Tokens> {
        let entry: Entry = serde_json::from_slice(&self.storage.read(TOKENS).ok()??).ok()?;
        (entry.platform == self.platform).then_some(entry.tokens)
    }

    fn save(&self, tokens: Option<&Tokens>) {
        let written = match tokens {
            Some(tokens) => {
                let entry = Entry { platform: self.platform.clone(), tokens: tokens.clone() };
                serde_json::to_vec(&entry).map_err(io::Error::from).and_then(|it| self.storage.write(TOKENS, &it))
            }
            None => self.storage.remove(TOKENS),
        };
        if let Err(error) = written {
            tracing::warn!(%error, "the tokens of this device cannot be kept");
        }
    }
}

/// The voter's keys, in a file that several programs of this device share.
struct Purse(Arc<dyn Storage>);

impl Purse {
    /// Beside whatever else runs: a disk may take its time.
    async fn beside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Storage) -> io::Result<T> + Send + 'static,
    ) -> Result<T, NotKept> {
        let storage = self.0.clone();
        match tokio::task::spawn_blocking(move || work(&*storage)).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => {
                tracing::error!(%error, "the voter's keys cannot be kept on this device");
                Err(NotKept)
            }
            Err(_) => Err(NotKept),
        }
    }
}

impl PurseStore for Purse {
    fn load(&self) -> BoxFuture<'_, Result<Option<Zeroizing<Vec<u8>>>, NotKept>> {
        Box::pin(async { Ok(self.beside(|storage| storage.read(PURSE)).await?.map(Zeroizing::new)) })
    }

    fn swap<'a>(&'a self, before: Option<&'a [u8]>, after: &'a [u8]) -> BoxFuture<'a, Result<bool, NotKept>> {
        let (before, after) = (before.map(|it| Zeroizing::new(it.to_vec())), Zeroizing::new(after.to_vec()));
        Box::pin(self.beside(move |storage| storage.swap(PURSE, before.as_deref().map(Vec::as_slice), &after)))
    }
}
