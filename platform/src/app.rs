//! One platform: what its routes share, and how it opens, serves and stops.

use crate::clock::Clock;
use crate::secrets::ServerKey;
use crate::settings::Settings;
use crate::store::sqlite::SqliteStore;
use crate::store::{Store, StoreError};
use isoloir_config::primary::Primary;
use std::future::Future;
use std::ops::Deref;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Why a platform cannot open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder of its data, or the key in it.
    #[error("the data folder {0} cannot be used: {1}")]
    Data(std::path::PathBuf, std::io::Error),
    /// The database.
    #[error("the database cannot be opened: {0}")]
    Store(#[from] StoreError),
}

/// What the routes share.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// The parts of an [`App`].
pub struct Shared {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// The rules' numbers.
    pub primary: Arc<Primary>,
    /// What the operator decided.
    pub settings: Settings,
    /// The server's key.
    pub key: ServerKey,
}

impl Deref for App {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// A platform, open.
#[derive(Clone)]
pub struct Platform {
    app: App,
}

impl Platform {
    /// Opens the data folder (made if there is none), migrates the database, and is ready to serve.
    pub async fn open(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        let data = |e| OpenError::Data(settings.data.clone(), e);
        std::fs::create_dir_all(&settings.data).map_err(data)?;
        let key = ServerKey::open(&settings.data.join("server.key")).map_err(data)?;
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&settings.data.join("isoloir.db")).await?);
        let primary = settings.primary.clone();
        store.set_limits(primary.limits.supports, primary.limits.nominations).await?;
        Ok(Self { app: App(Arc::new(Shared { store, clock, primary, settings, key })) })
    }

    /// What its routes share.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// All routes.
    pub fn router(&self) -> axum::Router {
        crate::routes::router(self.app.clone())
    }

    /// Serves until `shutdown` comes; requests under way are answered first.
    pub async fn serve(
        &self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> std::io::Result<()> {
        let service = self.router().into_make_service_with_connect_info::<std::net::SocketAddr>();
        axum::serve(listener, service).with_graceful_shutdown(shutdown).await?;
        self.app.store.close().await;
        Ok(())
    }
}
