//! Letters to citizens: plain text, in their language.

use crate::email::Address;
use crate::store::{UntoldAsk, UntoldLink};
use isoloir_config::text::{Value, instant, key, resolve};
use isoloir_shared::api::types::{CandidateState, ChatNetwork, Lang};
use isoloir_shared::text::{Announced, Way};
use lettre::message::SinglePart;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::error::Error as _;
use std::time::Duration;
use uuid::Uuid;

/// A letter.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// To whom.
    pub to: Address,
    /// Its subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// The address that ends letters like this one by one click; none: it is no letter of many.
    pub ends_at: Option<String>,
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
    /// No way to the server.
    #[error("the mail server cannot be reached: {0}")]
    Unreachable(String),
    /// It is not the server that it should be, or nobody we trust says so.
    #[error("no protected connection to the mail server: {0}")]
    Tls(String),
    /// The account or its password is wrong.
    #[error("the mail server does not accept this user and password")]
    Login,
    /// The server does not do what the settings ask of it.
    #[error("the mail server does not do what the settings ask: {0}")]
    Unfit(String),
}

impl MailError {
    /// It stays like this until somebody changes the settings.
    pub fn lasts(&self) -> bool {
        matches!(self, Self::Settings(_) | Self::Tls(_) | Self::Login | Self::Unfit(_))
    }

    /// It is about this letter: the next one may go out.
    pub fn of_one_letter(&self) -> bool {
        matches!(self, Self::Refused(_))
    }

    /// The server's own words may repeat an address: none of them is kept.
    fn of(error: &lettre::transport::smtp::Error) -> Self {
        if let Some(reason) = broken_tls(error) {
            return Self::Tls(reason);
        }
        let status = error.status().map(u16::from);
        match status {
            // RFC 4954: not accepted, needed, too weak, needs encryption.
            Some(530 | 534 | 535 | 538) => Self::Login,
            _ if error.is_permanent() => Self::Refused("permanent refusal"),
            _ if error.is_transient() => Self::Refused("transient refusal"),
            _ if error.is_client() => Self::Unfit(error.source().map(ToString::to_string).unwrap_or_default()),
            _ if error.is_timeout() => Self::Unreachable("no answer in time".into()),
            _ if error.is_tls() => Self::Tls("TLS".into()),
            _ if error.is_response() => Self::Refused("no answer of a mail server"),
            _ => Self::Unreachable(error.source().map(ToString::to_string).unwrap_or_default()),
        }
    }
}

/// What TLS did not like, somewhere below a connection that was not made.
fn broken_tls(error: &lettre::transport::smtp::Error) -> Option<String> {
    let mut source = error.source();
    while let Some(error) = source {
        if let Some(tls) = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref)
            && let Some(tls) = tls.downcast_ref::<rustls::Error>()
        {
            let own = matches!(tls, rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer));
            let hint = if own { " (--smtp-ca-file names an authority of your own)" } else { "" };
            return Some(format!("{tls}{hint}"));
        }
        source = error.source();
    }
    None
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
    /// Certificates (PEM) of authorities that are trusted beside the usual ones.
    pub ca: Option<Vec<u8>>,
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
        let parameters = || {
            let mut builder = TlsParameters::builder(settings.host.clone());
            for pem in settings.ca.iter() {
                let authority = Certificate::from_pem(pem).map_err(|e| wrong(&format!("certificate: {e}")))?;
                builder = builder.add_root_certificate(authority);
            }
            builder.build().map_err(|e| wrong(&e))
        };
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

    /// Connects and signs in, and sends nothing: what is wrong is known before somebody waits for a code.
    pub async fn check(&self) -> Result<(), MailError> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(MailError::Refused("transient refusal")),
            Err(error) => Err(MailError::of(&error)),
        }
    }
}

#[async_trait::async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, letter: Letter) -> Result<(), MailError> {
        let to = letter.to.as_str().parse().map_err(|_| MailError::Refused("address"))?;
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(lettre::message::Mailbox::new(None, to))
            .subject(letter.subject)
            // Without them filters of unwanted mail are wary, and some programs show `=E2=80=99`.
            .message_id(Some(format!("<{}@{}>", Uuid::new_v4(), self.from.email.domain())));
        if let Some(address) = letter.ends_at {
            message = message.header(ListUnsubscribe(format!("<{address}>"))).header(OneClick);
        }
        let message = message.singlepart(SinglePart::plain(letter.body)).map_err(|_| MailError::Refused("form"))?;
        self.transport.send(message).await.map(drop).map_err(|error| MailError::of(&error))
    }
}

/// RFC 2369: where letters like this one end.
#[derive(Clone)]
struct ListUnsubscribe(String);

/// RFC 8058: by one click.
#[derive(Clone)]
struct OneClick;

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

impl Header for OneClick {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".into())
    }
}

/// A letter of many: what is announced, who says it, why it comes and how to stop.
pub fn announcement_letter(to: Address, announced: &Announced, lang: Lang, ends_at: String) -> Letter {
    let parts = announced.parts(Way::Email, lang, &ends_at);
    Letter { to, body: parts.letter(), subject: parts.title, ends_at: Some(ends_at) }
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
        ends_at: None,
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
    let subject = resolve(lang, key::MAIL_LINK_SUBJECT, args());
    Letter { to, subject, body: resolve(lang, body, args()) + "\n", ends_at: None }
}

/// The letter that asks a candidate to confirm. The deadline is told in `zone`.
pub fn confirmation_letter(to: Address, ask: &UntoldAsk, primary: &str, zone: &str) -> Letter {
    let lang = ask.lang.code();
    let args = || {
        [("deadline", Value::Text(instant(lang, ask.confirm_by, zone))), ("primary", Value::Text(primary.to_owned()))]
    };
    let body = match ask.state {
        _ if ask.reminder => key::MAIL_REMIND_BODY,
        CandidateState::Finalist => key::MAIL_CONFIRM_FINAL_BODY,
        _ => key::MAIL_CONFIRM_BODY,
    };
    let subject = if ask.reminder { key::MAIL_REMIND_SUBJECT } else { key::MAIL_CONFIRM_SUBJECT };
    let subject = resolve(lang, subject, args());
    Letter { to, subject, body: resolve(lang, body, args()) + "\n", ends_at: None }
}
