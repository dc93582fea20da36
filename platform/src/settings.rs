//! What an operator decides.

use crate::bots::Bots;
use crate::limits::LimitSettings;
use crate::mail::SmtpSettings;
use isoloir_config::primary::Primary;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Longer than a request may take to be answered in earnest.
const DRAIN: Duration = Duration::from_secs(10);
/// Enough for a photo over a slow line.
const PATIENCE: Duration = Duration::from_secs(30);

/// Settings of one platform.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Folder of the database and of the server's key.
    pub data: PathBuf,
    /// The primary that this platform holds.
    pub primary: Arc<Primary>,
    /// A demonstration: codes are shown instead of sent, and the primary says that it is none.
    pub demo: bool,
    /// The mail server; a demonstration needs none.
    pub smtp: Option<SmtpSettings>,
    /// Rate limits.
    pub limits: LimitSettings,
    /// Requests come through a proxy that says whom it speaks for (`X-Forwarded-For`). Believed when the proxy is on
    /// this machine or one of `proxies`.
    pub behind_proxy: bool,
    /// Where proxies on other machines speak from.
    pub proxies: Vec<IpAddr>,
    /// How long requests under way may still take once the platform was told to stop.
    pub drain: Duration,
    /// How long a client may take to send the head of a request, and the whole request to be answered.
    pub patience: Duration,
    /// Where citizens find this platform, for links to share: `https://primaire.example.org`.
    pub public_url: String,
    /// The primary's bots.
    pub bots: Bots,
}

impl Settings {
    /// The defaults for a primary whose data are kept in a folder.
    pub fn new(data: impl Into<PathBuf>, primary: Arc<Primary>) -> Self {
        Self {
            data: data.into(),
            primary,
            demo: false,
            smtp: None,
            limits: LimitSettings::default(),
            behind_proxy: false,
            proxies: Vec::new(),
            drain: DRAIN,
            patience: PATIENCE,
            public_url: String::new(),
            bots: Bots::default(),
        }
    }
}
