//! Letters to citizens: plain text, in their language.

use crate::email::Address;
use crate::store::UntoldLink;
use isoloir_config::text::{Value, instant, key, resolve};
use isoloir_shared::api::types::{ChatNetwork, Lang};
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A letter.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// To whom.
    pub to: Address,
    /// Its subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Why a letter did not go out. Holds no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The settings do not make a mail server.
    #[error("the mail settings cannot be used: {0}")]
    Settings(String),
    /// The server took it not.
    #[error("the mail server did not take the letter ({0})")]
    Refused(&'static str),
}

/// What sends letters.
#[async_trait::async_trait]
pub trait Mailer: Send + Sync + 'static {
    /// Hands the letter over; done once the next server has taken it.
    async fn send(&self, letter: Letter) -> Result<(), MailError>;
}

/// Sends nothing: a demonstration shows its code on the screen.
#[derive(Clone, Copy, Debug, Default)]
pub struct ScreenMailer;

#[async_trait::async_trait]
impl Mailer for ScreenMailer {
    async fn send(&self, _: Letter) -> Result<(), MailError> {
        Ok(())
    }
}

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum SmtpTls {
    /// TLS from the first byte (port 465).
    #[default]
    Implicit,
    /// STARTTLS, required (port 587).
    Starttls,
    /// None: only for a relay on this machine.
    None,
}

/// The mail server.
#[derive(Clone, Debug)]
pub struct SmtpSettings {
    /// Its name.
    pub host: String,
    /// Its port; none: the usual one for `tls`.
    pub port: Option<u16>,
    /// Protection.
    pub tls: SmtpTls,
    /// Account on it, where it asks for one.
    pub user: Option<String>,
    /// That account's password.
    pub password: Option<SecretString>,
    /// Who letters are from: `Isoloir <no-reply@example.org>`.
    pub from: String,
}

/// Sends over SMTP.
#[derive(Clone, Debug)]
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: lettre::message::Mailbox,
}

impl SmtpMailer {
    /// Checks the settings; connects when there is something to send.
    pub fn new(settings: &SmtpSettings) -> Result<Self, MailError> {
        let wrong = |e: &dyn std::fmt::Display| MailError::Settings(e.to_string());
        let parameters = || TlsParameters::new(settings.host.clone()).map_err(|e| wrong(&e));
        let (tls, usual) = match settings.tls {
            SmtpTls::Implicit => (Tls::Wrapper(parameters()?), 465),
            SmtpTls::Starttls => (Tls::Required(parameters()?), 587),
            SmtpTls::None => (Tls::None, 25),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port.unwrap_or(usual))
            .tls(tls)
            .timeout(Some(Duration::from_secs(20)));
        if let (Some(user), Some(password)) = (&settings.user, &settings.password) {
            builder = builder.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned()));
        }
        Ok(Self { transport: builder.build(), from: settings.from.parse().map_err(|e| wrong(&e))? })
    }
}

#[async_trait::async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, letter: Letter) -> Result<(), MailError> {
        let to = letter.to.as_str().parse().map_err(|_| MailError::Refused("address"))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(lettre::message::Mailbox::new(None, to))
            .subject(letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body)
            .map_err(|_| MailError::Refused("form"))?;
        // The server's words may repeat the address: only their kind is kept.
        let kind = |e: lettre::transport::smtp::Error| match () {
            () if e.is_permanent() => "permanent refusal",
            () if e.is_transient() => "transient refusal",
            () if e.is_timeout() => "timeout",
            () if e.is_tls() => "TLS",
            () => "connection",
        };
        self.transport.send(message).await.map(drop).map_err(|e| MailError::Refused(kind(e)))
    }
}

/// The letter that carries a code.
pub fn code_letter(to: Address, code: &str, minutes: u64, primary: &str, lang: Lang) -> Letter {
    let lang = lang.code();
    let args = || {
        [
            ("code", Value::Text(code.to_owned())),
            ("minutes", Value::Number(minutes)),
            ("primary", Value::Text(primary.to_owned())),
        ]
    };
    Letter {
        to,
        subject: resolve(lang, key::MAIL_CODE_SUBJECT, args()),
        body: resolve(lang, key::MAIL_CODE_BODY, args()) + "\n",
    }
}

/// The letter that says that a chat acts for the account now. The label is what people wrote: it stands on a line of
/// its own, in quotes. Instants are told in `zone`.
pub fn link_letter(to: Address, link: &UntoldLink, primary: &str, zone: &str) -> Letter {
    let lang = link.lang.code();
    let network = match link.network {
        ChatNetwork::Telegram => "Telegram",
        ChatNetwork::Matrix => "Matrix",
    };
    let args = || {
        [
            ("network", Value::Text(network.to_owned())),
            ("label", Value::Text(link.label.clone())),
            ("at", Value::Text(instant(lang, link.at, zone))),
            ("primary", Value::Text(primary.to_owned())),
        ]
    };
    let body = if link.relinked { key::MAIL_RELINK_BODY } else { key::MAIL_LINK_BODY };
    Letter { to, subject: resolve(lang, key::MAIL_LINK_SUBJECT, args()), body: resolve(lang, body, args()) + "\n" }
}
