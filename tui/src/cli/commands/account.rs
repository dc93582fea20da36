//! `isoloir account`, `isoloir register`

use crate::cli::CliError;
use crate::cli::context::Context;
use crate::cli::context::fresh;
use clap::Args;
use isoloir_shared::api::types::{AccountView, PreferencesRequest, RegistrationRequest};
use isoloir_shared::api::{Call, Reply};
use isoloir_shared::text::{Msg, key};

/// One's account.
#[derive(Debug, Args)]
pub struct Account {
    /// Mails and refusals in the language of --lang from now on.
    #[arg(long)]
    pub speak: bool,
}

impl Account {
    /// Shows it, after setting its language where that was asked.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let call = match self.speak {
            true => Call::Preferences(fresh(), PreferencesRequest { lang: context.out.lang }),
            false => Call::Account,
        };
        let Reply::Account(account) = context.call(call).await? else { return Err(CliError::Garbled) };
        show(context, &account)
    }
}

pub(super) fn show(context: &Context<'_>, account: &AccountView) -> Result<(), CliError> {
    if context.out.json {
        return context.out.document("account", account);
    }
    let on_roll = if account.registered { key::CLI_ON_ROLL } else { key::CLI_OFF_ROLL };
    context.row(&[account.email.clone(), context.say(on_roll), account.place.clone().unwrap_or_default()])
}

/// Get on the roll: what 2016 asked, nothing more.
#[derive(Debug, Args)]
pub struct Register {
    /// "I shall be of age on the eve of the vote."
    #[arg(long)]
    pub of_age: bool,
    /// "I have my civil rights."
    #[arg(long)]
    pub civil_rights: bool,
    /// "I accept the charter."
    #[arg(long)]
    pub charter: bool,
    /// Town or country.
    #[arg(long)]
    pub place: String,
}

impl Register {
    /// Registers.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let request = RegistrationRequest {
            of_age: self.of_age,
            civil_rights: self.civil_rights,
            place: self.place.clone(),
            charter: self.charter,
        };
        let Reply::Account(account) = context.call(Call::Register(fresh(), request)).await? else {
            return Err(CliError::Garbled);
        };
        context.out.note(&Msg::new(key::CLI_REGISTERED));
        show(context, &account)
    }
}
