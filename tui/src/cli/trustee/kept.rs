//! What a trustee's machine keeps of a ceremony: a private file, on disk before anything that belongs to it is sent.

use crate::cli::{CliError, Folders};
use isoloir_ballot::bytes::{Blob, Bytes32, Fixed};
use isoloir_ballot::tally::Decryption;
use isoloir_ballot::trustees::{Deal, Dealer, Hello, TrusteeKey, TrusteeSecret, Trustees};
use isoloir_shared::api::types::Round;
use isoloir_shared::driver::{Files, Storage};
use isoloir_shared::text::{Msg, key};
use serde::{Deserialize, Serialize};
use std::io::{self, Write};
use std::path::PathBuf;
use zeroize::{Zeroize, Zeroizing};

const VERSION: u32 = 1;

/// A trustee's part in a ceremony. Its secrets are wiped when it is dropped.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    version: u32,
    pub platform: String,
    pub token: String,
    pub round: Round,
    /// From 1.
    pub trustee: u16,
    pub name: String,
    pub ceremony: Bytes32,
    pub threshold: u16,
    pub hello: Option<Hello>,
    /// Secret: until the ceremony is finished.
    dealer: Option<Blob>,
    /// What was compared with the others.
    pub hellos: Option<Vec<Hello>>,
    pub deal: Option<Deal>,
    /// Secret.
    secret: Option<Bytes32>,
    pub key: Option<TrusteeKey>,
    /// All trustees as the ceremony ended: the manifest must name the same.
    pub trustees: Option<Trustees>,
    /// The one tally that was decrypted: of two that differ by a ballot, the difference is that ballot.
    pub decryption: Option<Decryption>,
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.token.zeroize();
        if let Some(dealer) = &mut self.dealer {
            dealer.0.zeroize();
        }
        if let Some(secret) = &mut self.secret {
            secret.0.zeroize();
        }
    }
}

/// Who somebody is in a ceremony.
pub(super) struct Seat {
    pub platform: String,
    pub token: String,
    pub round: Round,
    pub trustee: u16,
    pub name: String,
    pub ceremony: Bytes32,
    pub threshold: u16,
}

impl Kept {
    pub fn new(seat: Seat) -> Self {
        let Seat { platform, token, round, trustee, name, ceremony, threshold } = seat;
        Self {
            version: VERSION,
            platform,
            token,
            round,
            trustee,
            name,
            ceremony,
            threshold,
            hello: None,
            dealer: None,
            hellos: None,
            deal: None,
            secret: None,
            key: None,
            trustees: None,
            decryption: None,
        }
    }

    pub fn dealer(&self) -> Option<Dealer> {
        self.dealer.as_ref().and_then(|bytes| Dealer::from_bytes(self.ceremony, self.trustee, &bytes.0).ok())
    }

    pub fn set_dealer(&mut self, dealer: &Dealer) {
        self.dealer = Some(Blob(dealer.to_bytes().to_vec()));
    }

    /// The shares are in the secret: what they were dealt with is needed by nobody any more.
    pub fn end_dealing(&mut self) {
        if let Some(dealer) = &mut self.dealer {
            dealer.0.zeroize();
        }
        self.dealer = None;
    }

    pub fn secret(&self) -> Option<TrusteeSecret> {
        self.secret.as_ref().and_then(|secret| TrusteeSecret::from_bytes(&secret.0).ok())
    }

    pub fn set_secret(&mut self, secret: &TrusteeSecret) {
        self.secret = Some(Fixed(*secret.to_bytes()));
    }
}

/// Where it is kept.
pub(super) struct Vault {
    files: Files,
    folder: PathBuf,
    name: &'static str,
    before: Option<Zeroizing<Vec<u8>>>,
}

fn name(round: Round) -> &'static str {
    match round {
        Round::Preselection => "trustee-preselection.json",
        Round::Final => "trustee-final.json",
    }
}

impl Vault {
    /// That of a round, with what is in it.
    pub fn open(folders: &Folders, round: Round) -> Result<(Self, Option<Kept>), CliError> {
        let (files, folder, name) = (Files::new(&folders.data), folders.data.clone(), name(round));
        let mut this = Self { files, folder, name, before: None };
        this.before = this.files.read(name).map_err(|source| this.failed(source))?.map(Zeroizing::new);
        let Some(bytes) = &this.before else { return Ok((this, None)) };
        let kept: Option<Kept> = serde_json::from_slice(bytes).ok().filter(|kept: &Kept| kept.version == VERSION);
        let kept = kept.ok_or_else(|| this.failed(io::ErrorKind::InvalidData.into()))?;
        Ok((this, Some(kept)))
    }

    /// The one that there is, if no round is said.
    pub fn find(folders: &Folders, round: Option<Round>) -> Result<(Self, Kept), CliError> {
        let rounds = round.map_or(vec![Round::Preselection, Round::Final], |round| vec![round]);
        let mut found = Vec::new();
        for round in rounds {
            if let (vault, Some(kept)) = Self::open(folders, round)? {
                found.push((vault, kept));
            }
        }
        match (found.pop(), found.pop()) {
            (Some(_), Some(_)) => Err(CliError::Usage(Msg::new(key::TRUSTEE_WHICH_ROUND))),
            (Some(found), None) => Ok(found),
            _ => Err(CliError::Usage(Msg::new(key::TRUSTEE_NOTHING_KEPT))),
        }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.join(self.name)
    }

    /// On disk when this returns, for its owner's eyes only. Another run of the program is not overwritten.
    pub fn keep(&mut self, kept: &Kept) -> Result<(), CliError> {
        let bytes = Zeroizing::new(serde_json::to_vec(kept).map_err(|_| CliError::Garbled)?);
        let before = self.before.as_deref().map(Vec::as_slice);
        if self.files.swap(self.name, before, &bytes).map_err(|source| self.failed(source))? {
            self.before = Some(bytes);
            Ok(())
        } else {
            Err(CliError::Usage(Msg::new(key::TRUSTEE_TWICE)))
        }
    }

    /// Overwritten, then removed. What a disk keeps besides is beyond a program.
    pub fn destroy(&mut self) -> Result<(), CliError> {
        let path = self.path();
        let wiped = std::fs::OpenOptions::new().write(true).open(&path).and_then(|mut file| {
            let length = usize::try_from(file.metadata()?.len()).unwrap_or(0);
            file.write_all(&vec![0; length])?;
            file.sync_all()
        });
        let removed = wiped.and_then(|()| self.files.remove(self.name));
        self.before = None;
        removed.map_err(|source| self.failed(source))
    }

    fn failed(&self, source: io::Error) -> CliError {
        CliError::File { path: self.path(), source }
    }
}
