//! The temporary folder of a demonstration: gone at its end, and, where the program had no end (a power cut, `kill -9`),
//! at the beginning of the next one.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use tempfile::TempDir;

const PREFIX: &str = "isoloir-demo-";
/// Locked as long as its demonstration runs; the system opens the lock when the process ends, however it does.
const LOCK: &str = "lock";

/// A folder that nobody else uses.
#[derive(Debug)]
pub(super) struct Folder {
    folder: TempDir,
    lock: File,
}

impl Folder {
    /// A new one, after what others left behind is swept.
    pub fn new() -> io::Result<Self> {
        let above = std::env::temp_dir();
        sweep(&above);
        Self::within(&above)
    }

    fn within(above: &Path) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(above)?;
        // Locked before it has its name: a folder whose lock is there and open is nobody's.
        let new = folder.path().join("lock.new");
        let lock = File::create(&new)?;
        lock.lock()?;
        fs::rename(&new, folder.path().join(LOCK))?;
        Ok(Self { folder, lock })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Removes it.
    pub fn close(self) -> io::Result<()> {
        let removed = self.folder.close();
        drop(self.lock);
        removed
    }
}

/// Removes folders of demonstrations that have ended. What cannot be read or removed is left to whoever owns it.
fn sweep(above: &Path) {
    let Ok(entries) = fs::read_dir(above) else { return };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        // The entry's own kind: a link is not followed.
        if !ours || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let path = entry.path();
        let free = File::open(path.join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok());
        if free && let Err(error) = fs::remove_dir_all(&path) {
            tracing::debug!(%error, "an old demonstration's folder stays");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_demonstration_left_goes_with_the_next_and_one_that_runs_stays() {
        let above = tempfile::tempdir().unwrap();
        let running = Folder::within(above.path()).unwrap();
        let killed = Folder::within(above.path()).unwrap();
        let left = killed.path().to_owned();
        fs::write(left.join("isoloir.db"), b"votes").unwrap();
        // As the system does it at a process's end: the lock opens, the folder stays.
        let Folder { folder, lock } = killed;
        std::mem::forget(folder);
        drop(lock);
        let other = above.path().join("isoloir-demo-of-somebody");
        fs::create_dir(&other).unwrap();

        sweep(above.path());
        assert!(!left.exists(), "votes of a demonstration stay on the disk");
        assert!(running.path().exists(), "one that runs lost its data");
        assert!(other.exists(), "a folder that has no lock is not ours");
        running.close().unwrap();
    }
}
