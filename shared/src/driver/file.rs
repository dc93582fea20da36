//! Small files that survive a crash: written beside, synced, then renamed over the old ones.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// Keeps named bytes.
pub trait Storage: Send + Sync {
    /// What was kept under a name.
    ///
    /// # Errors
    /// If it is there and cannot be read.
    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>>;
    /// Keeps bytes under a name: on disk when this returns, whole or not at all.
    ///
    /// # Errors
    /// If they cannot be kept; what was kept before is still there.
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()>;
    /// Keeps bytes under a name for the case that the program is killed, without waiting for the disk: after a cut of
    /// the current they may be gone, or torn. A storage that knows no such way keeps nothing.
    ///
    /// # Errors
    /// If they cannot be kept.
    fn note(&self, _name: &str, _bytes: &[u8]) -> io::Result<()> {
        Ok(())
    }
    /// Keeps `after`, as [`Storage::write`] does, if what is kept is still `before`; false if it is not. Whoever stores for
    /// several programs lets none come between.
    ///
    /// # Errors
    /// If it cannot be read or kept.
    fn swap(&self, name: &str, before: Option<&[u8]>, after: &[u8]) -> io::Result<bool> {
        if self.read(name)?.as_deref() != before {
            return Ok(false);
        }
        self.write(name, after).map(|()| true)
    }
    /// Forgets.
    ///
    /// # Errors
    /// If it cannot be removed.
    fn remove(&self, name: &str) -> io::Result<()>;
}

/// A folder that only its owner reads.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// In this folder, which is made when something is kept.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Written beside, then renamed: whoever reads sees the old or the new.
    fn put(&self, name: &str, bytes: &[u8], finish: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let beside = self.folder.join(format!("{name}.{}.new", std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(&beside).and_then(|mut file| {
            file.write_all(bytes)?;
            finish(&file)
        });
        if let Err(error) = written.and_then(|()| fs::rename(&beside, self.folder.join(name))) {
            // A half-written file helps nobody; if it stays, the next write takes its place.
            let _ = fs::remove_file(&beside);
            return Err(error);
        }
        Ok(())
    }
}

impl Storage for Files {
    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.folder.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.put(name, bytes, File::sync_all)?;
        // The rename itself must be on disk; where a folder cannot be opened (Windows), the system sees to it.
        File::open(&self.folder).map_or(Ok(()), |folder| folder.sync_all())
    }

    fn swap(&self, name: &str, before: Option<&[u8]>, after: &[u8]) -> io::Result<bool> {
        // Another program of this device may be at it: one after the other. The lock goes with the file.
        fs::create_dir_all(&self.folder)?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let lock = options.open(self.folder.join(format!("{name}.lock")))?;
        lock.lock()?;
        if self.read(name)?.as_deref() != before {
            return Ok(false);
        }
        self.write(name, after).map(|()| true)
    }

    fn note(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.put(name, bytes, |_| Ok(()))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        match fs::remove_file(self.folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// Keeps as long as the program runs: for demonstrations.
#[derive(Debug, Default)]
pub struct Memory(Mutex<HashMap<String, Vec<u8>>>);

impl Storage for Memory {
    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.into(), bytes.into());
        Ok(())
    }

    fn swap(&self, name: &str, before: Option<&[u8]>, after: &[u8]) -> io::Result<bool> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.get(name).map(Vec::as_slice) != before {
            return Ok(false);
        }
        kept.insert(name.into(), after.into());
        Ok(true)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
        Ok(())
    }
}
