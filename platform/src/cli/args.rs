//! What can be typed.

use crate::mail::SmtpTls;
use clap::{Args, Parser, Subcommand, ValueEnum};
use isoloir_shared::api::types::{Role, Round};
use serde::Serialize;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// Reference server of a citizens' primary.
#[derive(Debug, Parser)]
#[command(name = "isoloir-platform", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve a primary until told to stop (SIGTERM, Ctrl-C).
    ///
    /// Each setting can come from a file (--config), from the environment (ISOLOIR_DATA, ISOLOIR_SMTP_HOST,
    /// ISOLOIR_LIMITS_REQUESTS_PER_IP, …) or from a flag; the later in this list wins. ISOLOIR_LOG sets what is logged
    /// (`info`, `warn`, `isoloir_platform=debug`).
    Serve(Box<ServeArgs>),
    /// Who runs the primary.
    Organiser {
        /// What to do about them.
        #[command(subcommand)]
        command: OrganiserCommand,
    },
    /// Who holds the keys of a round's ballots, on machines of their own. Without them the platform holds the keys itself.
    Trustees {
        /// What to do about them.
        #[command(subcommand)]
        command: TrusteesCommand,
    },
    /// Erase the ballots of rounds whose challenge period is over; their hashes stay, and the board still verifies.
    ///
    /// There is no way back: from then on nobody can count them again but with a copy of the archive made before.
    Prune {
        /// Folder of the platform's data.
        #[arg(long, env = "ISOLOIR_DATA", value_name = "DIR")]
        data: PathBuf,
    },
    /// Print the description of the API (OpenAPI 3.1, JSON).
    Openapi,
}

/// What to do about organisers, moderators and observers.
#[derive(Debug, Subcommand)]
pub enum OrganiserCommand {
    /// Give the account of this address a role.
    Add(RoleArgs),
    /// Take a role back. Without one left, the second factor is forgotten too.
    Remove(RoleArgs),
    /// Everybody with a role: number, roles, second factor, address.
    List {
        /// Folder of the platform's data.
        #[arg(long, env = "ISOLOIR_DATA", value_name = "DIR")]
        data: PathBuf,
    },
}

/// What to do about trustees.
#[derive(Debug, Subcommand)]
pub enum TrusteesCommand {
    /// Begin a ceremony before the round opens; prints a token for each trustee, once.
    Invite(InviteArgs),
    /// Who sent what.
    Status(TrusteesArgs),
    /// Forget the ceremony and its tokens; only before the round opens.
    Cancel(TrusteesArgs),
}

/// Which round's trustees.
#[derive(Debug, Args)]
pub struct TrusteesArgs {
    /// The round.
    #[arg(long, value_enum)]
    pub round: RoundArg,
    /// Folder of the platform's data.
    #[arg(long, env = "ISOLOIR_DATA", value_name = "DIR")]
    pub data: PathBuf,
}

/// Whom to invite.
#[derive(Debug, Args)]
pub struct InviteArgs {
    /// Which round's, and where.
    #[command(flatten)]
    pub at: TrusteesArgs,
    /// How many of them are needed to count; without it, all.
    #[arg(long, value_name = "T")]
    pub threshold: Option<u16>,
    /// Their names, as everybody reads them.
    #[arg(required = true, value_name = "NAME")]
    pub names: Vec<String>,
}

/// A round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RoundArg {
    /// The pre-selection.
    Preselection,
    /// The final vote.
    Final,
}

impl From<RoundArg> for Round {
    fn from(round: RoundArg) -> Self {
        match round {
            RoundArg::Preselection => Self::Preselection,
            RoundArg::Final => Self::Final,
        }
    }
}

/// Whose role.
#[derive(Debug, Args)]
pub struct RoleArgs {
    /// Their address.
    pub email: String,
    /// What they may do.
    #[arg(long, value_enum, default_value_t = RoleArg::Organiser)]
    pub role: RoleArg,
    /// Folder of the platform's data.
    #[arg(long, env = "ISOLOIR_DATA", value_name = "DIR")]
    pub data: PathBuf,
}

/// A role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RoleArg {
    /// Runs the primary.
    Organiser,
    /// Moderates texts and photos.
    Moderator,
    /// Reads everything that is not personal.
    Observer,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Organiser => Self::Organiser,
            RoleArg::Moderator => Self::Moderator,
            RoleArg::Observer => Self::Observer,
        }
    }
}

/// Settings that flags can give.
#[derive(Debug, Args, Serialize)]
pub struct ServeArgs {
    /// Settings file (TOML).
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Address to listen on; port 0 takes a free one. The first line of output says which [default: 127.0.0.1:8080].
    #[arg(long, value_name = "ADDR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<SocketAddr>,
    /// Folder of the database and the server's key; made if there is none.
    #[arg(long, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PathBuf>,
    /// The primary: a file, or the name of one that comes with the program (laprimaire-2016, demo).
    #[arg(long, value_name = "FILE|NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary: Option<String>,
    /// A demonstration: codes are shown instead of sent.
    #[arg(long)]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
    /// Where citizens find this platform, for links to share.
    #[arg(long, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// Requests come through a proxy that says whom it speaks for (X-Forwarded-For). Believed when the proxy is on this
    /// machine or one of --proxies.
    #[arg(long)]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub behind_proxy: bool,
    /// Addresses of proxies on other machines (comma-separated).
    #[arg(long, value_name = "IP", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub proxies: Vec<IpAddr>,
    /// Seconds that requests under way may still take once told to stop [default: 10].
    #[arg(long, value_name = "SECONDS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drain_seconds: Option<u32>,
    /// No rate limits: for load tests.
    #[arg(long)]
    #[serde(skip)]
    pub no_limits: bool,
    /// The mail server.
    #[command(flatten)]
    pub smtp: SmtpArgs,
    /// The primary's bots.
    #[command(flatten)]
    pub bots: BotsArgs,
}

/// The primary's bots, as clients tell people of them.
#[derive(Debug, Args, Serialize)]
pub struct BotsArgs {
    /// Name of the Telegram bot.
    #[arg(long = "bots-telegram", value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telegram: Option<String>,
    /// Name of the Matrix bot: @bot:server.
    #[arg(long = "bots-matrix", value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matrix: Option<String>,
    /// Where the bots speak from: limits on one network address do not hold there (comma-separated).
    #[arg(long = "bots-addresses", value_name = "IP", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<IpAddr>,
    /// File of the token by which the bots tell how far they brought an announcement.
    #[arg(long = "bots-token-file", value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_file: Option<PathBuf>,
}

/// The mail server. Its password comes from a file or from ISOLOIR_SMTP_PASSWORD, never from a flag.
#[derive(Debug, Args, Serialize)]
pub struct SmtpArgs {
    /// Mail server.
    #[arg(long = "smtp-host", value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Its port [default: 465, 587 or 25, as --smtp-tls says].
    #[arg(long = "smtp-port", value_name = "PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// How the connection is protected [default: implicit].
    #[arg(long = "smtp-tls", value_name = "MODE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<SmtpTls>,
    /// Account on it.
    #[arg(long = "smtp-user", value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// File that holds that account's password.
    #[arg(long = "smtp-password-file", value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
    /// File of certificates (PEM) of an authority of your own, trusted beside the usual ones.
    #[arg(long = "smtp-ca-file", value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_file: Option<PathBuf>,
    /// Who letters are from: `Isoloir <no-reply@example.org>`.
    #[arg(long = "smtp-from", value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}
