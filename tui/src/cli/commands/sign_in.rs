//! `isoloir sign-in ADDRESS [--code CODE]`, `isoloir sign-out`

use super::account::show;
use crate::cli::CliError;
use crate::cli::context::{Context, fresh};
use crate::cli::output::typed_line;
use clap::Args;
use isoloir_shared::api::types::{CodeRequest, SignInRequest};
use isoloir_shared::api::{Call, Reply};
use isoloir_shared::text::{Msg, key};
use std::io::{self, IsTerminal};

/// Sign in by e-mail and a code of six digits.
#[derive(Debug, Args)]
pub struct SignIn {
    /// The address.
    pub email: String,
    /// The code, for scripts that have it already; else it is sent and asked for.
    #[arg(long)]
    pub code: Option<String>,
    /// What to call this device in the list of sessions.
    #[arg(long, value_name = "NAME")]
    pub device: Option<String>,
}

impl SignIn {
    /// Sends a code where none is given, and exchanges it for a session.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let code = match &self.code {
            Some(code) => code.clone(),
            None => self.ask(context).await?,
        };
        let request = SignInRequest {
            email: self.email.clone(),
            code: code.chars().filter(char::is_ascii_digit).collect(),
            device: self.device.clone().unwrap_or_else(|| context.say(key::CLI_DEVICE)),
        };
        let Reply::SignedIn(account) = context.call(Call::SignIn(fresh(), request)).await? else {
            return Err(CliError::Garbled);
        };
        show(context, &account)
    }

    async fn ask(&self, context: &Context<'_>) -> Result<String, CliError> {
        let request = CodeRequest { email: self.email.clone(), lang: context.out.lang };
        let Reply::CodeSent(sent) = context.call(Call::RequestCode(fresh(), request)).await? else {
            return Err(CliError::Garbled);
        };
        let minutes = u64::from(sent.expires_in / 60);
        context.out.note(&Msg::new(key::CLI_CODE_SENT).with("email", self.email.as_str()).with("minutes", minutes));
        if let Some(code) = sent.demo_code {
            context.out.note(&Msg::new(key::CLI_CODE_DEMO).with("code", code.as_str()));
        }
        if io::stdin().is_terminal() {
            context.out.note(&Msg::new(key::CLI_CODE_ASK));
        }
        let line = typed_line()?;
        if line.trim().is_empty() {
            return Err(CliError::Usage(Msg::new(key::CLI_CODE_NONE)));
        }
        Ok(line)
    }
}

/// Sign out on this device.
#[derive(Debug, Args)]
pub struct SignOut {}

impl SignOut {
    /// Closes the session; the tokens are forgotten even where the platform cannot be told.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let told = context.call(Call::SignOut(fresh())).await;
        context.client.forget_tokens();
        match told {
            Ok(_) | Err(CliError::SignedOut) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
