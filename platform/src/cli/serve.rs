//! Serving, until told to stop.

use super::args::ServeArgs;
use super::config;
use crate::app::Platform;
use crate::clock::SystemClock;
use crate::mail::{SmtpMailer, SmtpSettings};
use color_eyre::eyre::{Result, WrapErr};
use std::io::Write;
use std::sync::Arc;
use tokio::net::TcpListener;

pub(super) async fn serve(args: ServeArgs) -> Result<()> {
    let (listen, settings) = config::settings(&args)?;
    if let Some(smtp) = &settings.smtp {
        check(smtp).await?;
    }
    // First of all: a platform that cannot be reached moves no phase and writes nothing.
    let listener = TcpListener::bind(listen).await.wrap_err_with(|| format!("cannot listen on {listen}"))?;
    let platform = Platform::open(settings, Arc::new(SystemClock)).await?;
    let address = listener.local_addr()?;
    writeln!(std::io::stdout(), "http://{address}")?;
    std::io::stdout().flush()?;
    tracing::info!(%address, "listening");
    platform.serve(listener, told_to_stop()).await?;
    tracing::info!("stopped");
    Ok(())
}

/// Without letters nobody signs in. What only the operator can mend ends here; a mail server that is away for a while
/// does not keep the platform from starting.
async fn check(smtp: &SmtpSettings) -> Result<()> {
    match SmtpMailer::new(smtp)?.check().await {
        Ok(()) => tracing::info!(host = %smtp.host, "the mail server accepts us"),
        Err(error) if error.lasts() => return Err(error).wrap_err_with(|| smtp.host.clone()),
        Err(error) => tracing::warn!(host = %smtp.host, %error, "no letter can be sent for now"),
    }
    Ok(())
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
            Ok(mut signal) => drop(signal.recv().await),
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
