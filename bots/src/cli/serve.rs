//! Serving, until told to stop.

use super::NetworkError;
use crate::config::Settings;
use crate::engine::{Engine, Pace, SystemClock};
use crate::observe::{Measures, Ops};
use crate::outbox::report;
use crate::{check, matrix, observe, telegram, witness};
use isoloir_shared::text::key;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

/// Which networks to serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Which {
    /// Telegram.
    pub telegram: bool,
    /// Matrix.
    pub matrix: bool,
}

impl Which {
    /// Those that are set up.
    pub fn set_up(settings: &Settings) -> Self {
        let telegram = settings.telegram.token.is_some() || settings.telegram.token_file.is_some();
        Self { telegram, matrix: crate::matrix::is_meant(&settings.matrix) }
    }
}

/// Serves until told to stop, or until a network cannot go on.
pub async fn serve(settings: Settings, which: Which) -> Result<(), NetworkError> {
    if !which.telegram && !which.matrix {
        return Err(NetworkError::new(key::BOTS_CHECK_NO_NETWORK, key::BOTS_CHECK_NO_NETWORK_HOW));
    }
    let platform = check::platform(settings.platform.as_deref())?;
    let vault = check::vault(&settings).await?;
    let measures = Arc::new(Measures::default());
    let engine = Engine::start(vault, platform, Arc::new(SystemClock), Pace::default(), measures.clone());
    let stop = CancellationToken::new();
    let mut running: JoinSet<Result<(), NetworkError>> = JoinSet::new();
    if let Some(address) = settings.listen_ops {
        let listener = TcpListener::bind(address)
            .await
            .map_err(|error| NetworkError::said(format!("{address}: {error}"), key::BOTS_LISTEN_HOW))?;
        let (ops, stop) = (Ops { engine: engine.clone(), measures }, stop.clone());
        running.spawn(async move {
            let ended = observe::serve(listener, ops, stop).await;
            ended.map_err(|error| NetworkError::said(error, key::BOTS_SYSTEM_HOW))
        });
    }
    let token = settings.read_platform_token();
    let token = token.map_err(|error| NetworkError::said(error, key::BOTS_CHECK_SETTINGS_HOW))?;
    let telling = token.map(|token| tokio::spawn(report(engine.clone(), token, stop.clone())));
    let public = (which.telegram && !settings.telegram.checkpoint_chats.is_empty())
        || (which.matrix && matrix::writes_in_public(&settings.matrix));
    let watching = public.then(|| {
        let every = settings.checkpoint_minutes.span();
        AbortOnDropHandle::new(tokio::spawn(witness::watch(engine.clone(), every, stop.clone())))
    });
    if which.telegram {
        running.spawn(telegram::run(settings.telegram.clone(), engine.clone(), stop.clone()));
    }
    if which.matrix {
        running.spawn(matrix::run(settings.matrix.clone(), engine.clone(), stop.clone()));
    }
    tracing::info!(telegram = which.telegram, matrix = which.matrix, "serving");
    let ended = tokio::select! {
        () = told_to_stop() => Ok(()),
        // Not in the words of the panic: they may hold what people wrote.
        Some(ended) = running.join_next() => {
            ended.unwrap_or_else(|_| Err(NetworkError::new(key::BOTS_ENDED, key::BOTS_SYSTEM_HOW)))
        }
    };
    tracing::info!("stopping");
    stop.cancel();
    let drain = settings.drain();
    let others = async { while running.join_next().await.is_some() {} };
    if tokio::time::timeout(drain, others).await.is_err() {
        tracing::warn!("a network did not end in time");
    }
    if let Some(telling) = telling {
        drop(telling.await);
    }
    if let Some(watching) = watching {
        drop(watching.await);
    }
    engine.stop(drain).await;
    tracing::info!("stopped");
    ended
}

/// SIGTERM or Ctrl-C.
async fn told_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
