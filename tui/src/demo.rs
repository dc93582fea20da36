//! The embedded platform of a demonstration. It runs on threads of its own, so that its citizens never slow a key down.

use futures::FutureExt;
use futures::future::BoxFuture;
use isoloir_platform::demo::{Demo, DemoHandle as Running, DemoOptions};
use isoloir_shared::driver::{DemoError, DemoHandle, DemoPlatform};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use url::Url;

/// An embedded platform, started when it is asked for.
pub struct Embedded {
    options: DemoOptions,
    lasts: bool,
    runtime: Mutex<Option<Runtime>>,
    running: Arc<tokio::sync::Mutex<Option<Running>>>,
}

impl Embedded {
    /// One that has not started. `lasts`: its data outlive it.
    pub fn new(options: DemoOptions, lasts: bool) -> Self {
        Self { options, lasts, runtime: Mutex::default(), running: Arc::default() }
    }

    /// Does something on the platform's own threads.
    async fn there<T, W>(&self, work: impl FnOnce() -> W + Send + 'static) -> Result<T, DemoError>
    where
        T: Send + 'static,
        W: Future<Output = Result<T, DemoError>>,
    {
        let threads = {
            let mut runtime = self.runtime.lock().unwrap_or_else(PoisonError::into_inner);
            match &mut *runtime {
                Some(runtime) => runtime.handle().clone(),
                none => none.insert(threads()?).handle().clone(),
            }
        };
        let (answer, answered) = oneshot::channel();
        std::thread::spawn(move || answer.send(threads.block_on(work())));
        answered.await.map_err(|error| DemoError(error.to_string()))?
    }

    /// Stops it, if it runs, and waits until its files are closed. Never called from a task.
    pub fn stop(&self) {
        let runtime = self.runtime.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(runtime) = runtime {
            runtime.block_on(async {
                if let Some(running) = self.running.lock().await.take() {
                    running.stop().await;
                }
            });
        }
    }
}

fn threads() -> Result<Runtime, DemoError> {
    let built = Builder::new_multi_thread().worker_threads(2).thread_name("demo").enable_all().build();
    built.map_err(|error| DemoError(error.to_string()))
}

impl DemoHandle for Embedded {
    fn start(&self) -> BoxFuture<'_, Result<DemoPlatform, DemoError>> {
        let (options, running, lasts) = (self.options.clone(), Arc::clone(&self.running), self.lasts);
        self.there(async move || {
            let mut running = running.lock().await;
            let demo = match &mut *running {
                Some(demo) => demo,
                none => none.insert(Demo::start(options).await.map_err(|error| DemoError(error.to_string()))?),
            };
            let base: Url = demo.url.parse().map_err(|_| DemoError(demo.url.clone()))?;
            Ok(DemoPlatform { base, tokens: demo.tokens.clone(), lasts })
        })
        .boxed()
    }

    fn lasts(&self) -> bool {
        self.lasts
    }

    fn next_phase(&self) -> BoxFuture<'_, Result<(), DemoError>> {
        let running = Arc::clone(&self.running);
        self.there(async move || match &*running.lock().await {
            Some(demo) => demo.next_phase().await.map(|_| ()).map_err(|error| DemoError(error.to_string())),
            None => Ok(()),
        })
        .boxed()
    }
}
