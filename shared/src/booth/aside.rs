//! Work of milliseconds, beside what must not wait for it: a bot encrypts for many and answers everybody else meanwhile.

use std::sync::LazyLock;
use std::thread::available_parallelism;
use tokio::sync::Semaphore;

/// As many at once as there are cores, but for one: those who wait take no thread.
static ROOM: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(available_parallelism().map_or(1, |cores| cores.get().saturating_sub(1).max(1))));

/// Does it on another thread. None: it did not end in order.
pub(super) async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let _room = ROOM.acquire().await.ok()?;
    tokio::task::spawn_blocking(work).await.ok()
}
