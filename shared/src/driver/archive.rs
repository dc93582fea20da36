//! An archive on its way from a platform into a file that goes away by itself, and its verification beside everything
//! else.

use crate::api::ApiError;
use crate::api::client::Client;
use crate::api::types::Round;
use crate::verify::{Progress, Request, Stop, Verdict, verify};
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

/// Why an archive was not verified.
#[derive(Debug, thiserror::Error)]
pub enum NotVerified {
    /// It did not come.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// It cannot be kept or read here.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It was ended.
    #[error("stopped")]
    Stopped,
}

/// A file for an archive that is read twice: nobody else's, and gone when this is dropped.
#[derive(Debug)]
pub struct Spool {
    path: PathBuf,
    file: Option<File>,
}

impl Spool {
    /// A new one among the system's temporary files.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn new() -> io::Result<Self> {
        let path = std::env::temp_dir().join(format!("isoloir-{}.jsonl", uuid::Uuid::new_v4().simple()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = Some(options.open(&path)?);
        Ok(Self { path, file })
    }

    /// All that a reader gives.
    ///
    /// # Errors
    /// If it cannot be read or kept.
    pub fn of(mut input: impl Read) -> io::Result<Self> {
        let mut spool = Self::new()?;
        if let Some(file) = &mut spool.file {
            io::copy(&mut input, file)?;
        }
        spool.file = None;
        Ok(spool)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), |file| file.write_all(bytes))
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        self.file = None;
        // The system clears its temporary files away if this does not.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Loads the archive of a round; `loaded` hears how many bytes have come.
///
/// # Errors
/// If it does not come, cannot be kept, or was stopped.
pub async fn load(
    client: &Client,
    round: Round,
    stop: &Stop,
    mut loaded: impl FnMut(u64) + Send,
) -> Result<Spool, NotVerified> {
    let mut spool = Spool::new()?;
    let (mut bytes, mut failed) = (0_u64, None);
    let came = client.archive(round, |piece| {
        bytes += piece.len() as u64;
        loaded(bytes);
        failed = spool.write(piece).err();
        failed.is_none() && !stop.is_stopped()
    });
    came.await?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    if stop.is_stopped() {
        return Err(NotVerified::Stopped);
    }
    spool.file = None;
    Ok(spool)
}

/// Verifies an archive in a file. Takes all the cores that it is given: not for a thread that others wait for.
///
/// # Errors
/// If it cannot be read, or was stopped.
pub fn verify_file(path: &Path, request: &Request, progress: &mut dyn FnMut(Progress)) -> Result<Verdict, NotVerified> {
    let verdict = verify(|| Ok(BufReader::with_capacity(1 << 20, File::open(path)?)), request, progress);
    match verdict {
        Ok(verdict) => Ok(verdict),
        Err(_) if request.stop.is_stopped() => Err(NotVerified::Stopped),
        Err(error) => Err(error.into()),
    }
}
