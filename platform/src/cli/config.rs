//! Settings put together: default < file < environment < flag.

use super::args::ServeArgs;
use crate::bots::Bots;
use crate::limits::LimitSettings;
use crate::mail::{SmtpSettings, SmtpTls};
use crate::secrets::token_hash;
use crate::settings::Settings;
use color_eyre::eyre::{Result, WrapErr, bail, eyre};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use isoloir_config::primary::Primary;
use secrecy::SecretString;
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// What the operator set, from everywhere.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Merged {
    listen: Option<SocketAddr>,
    data: Option<PathBuf>,
    primary: Option<String>,
    #[serde(default)]
    demo: bool,
    #[serde(default)]
    public_url: String,
    #[serde(default)]
    behind_proxy: bool,
    #[serde(default)]
    proxies: Vec<IpAddr>,
    drain_seconds: Option<u32>,
    #[serde(default)]
    smtp: Smtp,
    #[serde(default)]
    bots: Bots,
    limits: Option<LimitSettings>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Smtp {
    host: Option<String>,
    port: Option<u16>,
    #[serde(default)]
    tls: SmtpTls,
    user: Option<String>,
    password: Option<SecretString>,
    password_file: Option<PathBuf>,
    ca_file: Option<PathBuf>,
    from: Option<String>,
}

const NAMES: [&str; 8] =
    ["listen", "data", "primary", "demo", "public_url", "behind_proxy", "proxies", "drain_seconds"];

/// Where to listen, and the settings.
pub fn settings(args: &ServeArgs) -> Result<(SocketAddr, Settings)> {
    let mut figment = Figment::new();
    if let Some(file) = &args.config {
        figment = figment.merge(Toml::file_exact(file));
    }
    figment = figment
        .merge(Env::prefixed("ISOLOIR_").only(&NAMES))
        .merge(Env::prefixed("ISOLOIR_SMTP_").map(|name| format!("smtp.{name}").into()))
        .merge(Env::prefixed("ISOLOIR_BOTS_").map(|name| format!("bots.{name}").into()))
        .merge(Env::prefixed("ISOLOIR_LIMITS_").map(|name| format!("limits.{name}").into()))
        .merge(Serialized::defaults(args));
    let merged: Merged = figment.extract().map_err(|e| eyre!("settings: {e}"))?;
    let primary = merged.primary.ok_or_else(|| eyre!("no primary: give --primary FILE or NAME"))?;
    let data = merged.data.ok_or_else(|| eyre!("no data folder: give --data DIR"))?;
    let mut settings = Settings::new(data, Arc::new(primary_of(&primary)?));
    settings.demo = merged.demo;
    settings.public_url = merged.public_url;
    settings.behind_proxy = merged.behind_proxy;
    settings.proxies = merged.proxies;
    settings.bots = merged.bots;
    if let Some(file) = &settings.bots.token_file {
        let text = std::fs::read_to_string(file).wrap_err_with(|| format!("{}", file.display()))?;
        let token = text.trim();
        if token.len() < 20 {
            bail!("{}: a token of at least 20 characters is needed", file.display());
        }
        settings.bots.token_hash = Some(token_hash(token));
    }
    if let Some(seconds) = merged.drain_seconds {
        settings.drain = Duration::from_secs(seconds.into());
    }
    // A demonstration stands on one machine, behind one address.
    let usual = if merged.demo { LimitSettings::OFF } else { LimitSettings::default() };
    settings.limits = if args.no_limits { LimitSettings::OFF } else { merged.limits.unwrap_or(usual) };
    settings.smtp = merged.smtp.settings()?;
    Ok((merged.listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080))), settings))
}

impl Smtp {
    fn settings(self) -> Result<Option<SmtpSettings>> {
        let Some(host) = self.host else { return Ok(None) };
        let from = self.from.ok_or_else(|| eyre!("letters need a sender: give --smtp-from"))?;
        let password = match (self.password, self.password_file) {
            (Some(_), Some(_)) => bail!("the mail password is given twice"),
            (None, Some(file)) => {
                let text = std::fs::read_to_string(&file).wrap_err_with(|| format!("{}", file.display()))?;
                Some(SecretString::from(text.trim_end_matches(['\r', '\n'])))
            }
            (password, None) => password,
        };
        if self.user.is_some() != password.is_some() {
            bail!("a mail account needs both a user and a password");
        }
        let read = |file: PathBuf| std::fs::read(&file).wrap_err_with(|| format!("{}", file.display()));
        let ca = self.ca_file.map(read).transpose()?;
        Ok(Some(SmtpSettings { ca, host, port: self.port, tls: self.tls, user: self.user, password, from }))
    }
}

/// A file, or a primary that comes with the program.
fn primary_of(given: &str) -> Result<Primary> {
    if let Some(built_in) = Primary::built_in(given) {
        return Ok(built_in?);
    }
    let text = std::fs::read_to_string(Path::new(given)).wrap_err_with(|| format!("no primary {given:?}"))?;
    Ok(Primary::from_toml(given, &text)?)
}
