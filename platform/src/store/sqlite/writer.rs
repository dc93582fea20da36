//! The one writer. Jobs queue; those that wait are run in one transaction, each in a savepoint of its own, and
//! answered only after the commit: acknowledged is on disk, and a hundred ballots share one fsync.

use crate::store::StoreError;
use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::{mpsc, oneshot, watch};

/// Jobs that share one commit at most: bounds how long the first of them waits.
const GROUP: usize = 256;
/// Jobs that may wait; more wait in line at `write`.
const QUEUE: usize = 4096;

/// A handle to the writer. Dropping all of them, or [`Writer::close`], ends it after the jobs that wait.
#[derive(Clone, Debug)]
pub struct Writer {
    queue: mpsc::Sender<Message>,
    commits: watch::Receiver<u64>,
    most_pages: Arc<AtomicU32>,
}

enum Message {
    Job(Box<dyn Job>),
    Empty(oneshot::Sender<()>),
    Close(oneshot::Sender<()>),
}

impl Writer {
    /// Opens the connection, migrates, and starts the task that writes.
    pub async fn open(options: SqliteConnectOptions, migrations: &Migrator) -> Result<Self, StoreError> {
        let mut conn = options.connect().await?;
        migrations.run(&mut conn).await?;
        let (queue, jobs) = mpsc::channel(QUEUE);
        let (committed, commits) = watch::channel(0);
        let most_pages = Arc::new(AtomicU32::new(NO_LIMIT));
        let slot = Slot { options, conn: Some((conn, NO_LIMIT)), most_pages: most_pages.clone() };
        tokio::spawn(run(slot, jobs, committed));
        Ok(Self { queue, commits, most_pages })
    }

    /// Runs `job` in the writer's transaction and answers once it is committed. A job that fails leaves nothing
    /// behind and does not disturb the others; if the commit itself fails, all of the group are told so.
    /// A job goes on when whoever asked for it is gone.
    pub async fn write<T, F>(&self, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, StoreError>> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job = Pending { job: Some(job), result: None, answer };
        let gone = || StoreError::Unavailable("the writer has stopped".into());
        self.queue.send(Message::Job(Box::new(job))).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    /// From the next group on the database may have that many pages; none: as many as the disk takes.
    pub fn limit_pages(&self, most: Option<u32>) {
        self.most_pages.store(most.unwrap_or(NO_LIMIT), Ordering::Relaxed);
    }

    /// How many commits there were; changes with each.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.commits.clone()
    }

    /// Empties SQLite's log of writes into the file: what was erased and overwritten there is in neither then. What
    /// readers still look at stays until next time.
    pub async fn empty_log(&self) -> Result<(), StoreError> {
        let gone = || StoreError::Unavailable("the writer has stopped".into());
        let (done, emptied) = oneshot::channel();
        self.queue.send(Message::Empty(done)).await.map_err(|_| gone())?;
        emptied.await.map_err(|_| gone())
    }

    /// Finishes the jobs that wait, then ends.
    pub async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.queue.send(Message::Close(done)).await.is_ok() {
            let _ = closed.await;
        }
    }
}

/// SQLite's own bound.
const NO_LIMIT: u32 = 4_294_967_294;

/// The connection, when there is one, with the limit that it knows.
struct Slot {
    options: SqliteConnectOptions,
    conn: Option<(SqliteConnection, u32)>,
    most_pages: Arc<AtomicU32>,
}

impl Slot {
    /// Takes the connection, a fresh one if there is none.
    async fn take(&mut self) -> Result<(SqliteConnection, u32), StoreError> {
        let (mut conn, known) = match self.conn.take() {
            Some(conn) => conn,
            None => (self.options.connect().await?, NO_LIMIT),
        };
        let most = self.most_pages.load(Ordering::Relaxed);
        if most != known {
            // A number: nothing that somebody wrote is in the statement.
            let pragma = AssertSqlSafe(format!("PRAGMA max_page_count = {most}"));
            sqlx::query(pragma).execute(&mut conn).await?;
        }
        Ok((conn, most))
    }
}

/// A job whose type is forgotten.
trait Job: Send {
    /// Runs it; says whether its savepoint is to be kept, or that the whole group fails.
    fn run<'a>(&'a mut self, conn: &'a mut SqliteConnection) -> BoxFuture<'a, Result<bool, StoreError>>;
    /// Answers whoever waits: its own result, or that the group failed.
    fn answer(self: Box<Self>, group: Result<(), StoreError>);
}

struct Pending<T, F> {
    job: Option<F>,
    result: Option<Result<T, StoreError>>,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Job for Pending<T, F>
where
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, StoreError>> + Send + 'static,
{
    fn run<'a>(&'a mut self, conn: &'a mut SqliteConnection) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            let Some(job) = self.job.take() else { return Ok(false) };
            let result = match AssertUnwindSafe(async { job(conn).await }).catch_unwind().await {
                Ok(result) => result,
                Err(_) => Err(StoreError::Broken("a write panicked".into())),
            };
            if let Err(StoreError::Unavailable(why)) = &result {
                return Err(StoreError::Unavailable(why.clone()));
            }
            let keep = result.is_ok();
            self.result = Some(result);
            Ok(keep)
        })
    }

    fn answer(self: Box<Self>, group: Result<(), StoreError>) {
        let result = match (group, self.result) {
            // A refusal stands whatever became of the others.
            (_, Some(Err(refused))) => Err(refused),
            (Err(failed), _) => Err(failed),
            (Ok(()), Some(done)) => done,
            (Ok(()), None) => Err(StoreError::Broken("a write was not run".into())),
        };
        let _ = self.answer.send(result);
    }
}

/// The task: takes all that wait, commits once, answers; for as long as there are handles.
async fn run(mut slot: Slot, mut queue: mpsc::Receiver<Message>, committed: watch::Sender<u64>) {
    let (mut closing, mut emptying) = (Vec::new(), Vec::new());
    while let Some(first) = queue.recv().await {
        let mut group: Vec<Box<dyn Job>> = Vec::new();
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Job(job) => group.push(job),
                Message::Empty(done) => emptying.push(done),
                Message::Close(done) => {
                    queue.close();
                    closing.push(done);
                }
            }
            next = if group.len() < GROUP { queue.try_recv().ok() } else { None };
        }
        let outcome = commit(&mut slot, &mut group).await;
        if let Err(failed) = &outcome {
            tracing::error!(error = %failed, jobs = group.len(), "a group of writes failed; nothing of it was kept");
        }
        // Before the answers: whoever reads after an answer finds what it says.
        committed.send_modify(|count| *count += 1);
        for job in group {
            job.answer(outcome.clone());
        }
        if !emptying.is_empty() {
            if let Err(error) = empty(&mut slot).await {
                tracing::warn!(%error, "the log of writes could not be emptied");
            }
            for done in emptying.drain(..) {
                let _ = done.send(());
            }
        }
    }
    if let Some((conn, _)) = slot.conn {
        let _ = conn.close().await;
    }
    for done in closing {
        let _ = done.send(());
    }
}

async fn empty(slot: &mut Slot) -> Result<(), StoreError> {
    let (mut conn, limit) = slot.take().await?;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut conn).await?;
    slot.conn = Some((conn, limit));
    Ok(())
}

/// One transaction. After a failure the connection is thrown away: the next group begins on a fresh one.
async fn commit(slot: &mut Slot, group: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    if group.is_empty() {
        return Ok(());
    }
    let (mut conn, limit) = slot.take().await?;
    // Each call to the database is a change of threads: what belongs together goes in one.
    sqlx::query("BEGIN IMMEDIATE; SAVEPOINT job").execute(&mut conn).await?;
    for job in group {
        let next = if job.run(&mut conn).await? { "RELEASE job; SAVEPOINT job" } else { "ROLLBACK TO job" };
        sqlx::query(next).execute(&mut conn).await?;
    }
    sqlx::query("COMMIT").execute(&mut conn).await?;
    slot.conn = Some((conn, limit));
    Ok(())
}
