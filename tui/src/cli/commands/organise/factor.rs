//! `isoloir organise me | enrol | prove [CODE]`

use super::ask;
use crate::cli::CliError;
use crate::cli::context::{Context, fresh, word};
use crate::cli::output::typed_line;
use clap::Args;
use isoloir_config::text::instant;
use isoloir_shared::api::types::{ProofRequest, StaffView};
use isoloir_shared::api::{OrganiseCall, OrganiseReply};
use isoloir_shared::text::{Msg, key};

/// Who I am here.
pub async fn me(context: &Context<'_>) -> Result<(), CliError> {
    let OrganiseReply::Staff(staff) = ask(context, OrganiseCall::Me).await? else { return Err(CliError::Garbled) };
    show(context, &staff).await
}

/// Sets a second factor up: the seed is shown this once.
pub async fn enrol(context: &Context<'_>) -> Result<(), CliError> {
    let reply = ask(context, OrganiseCall::Enrol(fresh())).await?;
    let OrganiseReply::Factor(factor) = reply else { return Err(CliError::Garbled) };
    if context.out.json {
        return context.out.document("factor", &factor);
    }
    context.out.note(&Msg::new(key::CLI_ORGANISE_ENROL_HOW));
    context.row(&[&factor.secret])?;
    context.row(&[&factor.uri])
}

/// Show the second factor.
#[derive(Debug, Args)]
pub struct Prove {
    /// Six digits; without them, they are read from standard input: a command line is seen by others.
    pub code: Option<String>,
}

impl Prove {
    /// Shows it.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let code = match &self.code {
            Some(code) => code.clone(),
            None => {
                context.out.note(&Msg::new(key::CLI_CODE_ASK));
                typed_line()?
            }
        };
        let code: String = code.chars().filter(char::is_ascii_digit).collect();
        if code.is_empty() {
            return Err(CliError::Usage(Msg::new(key::CLI_CODE_NONE)));
        }
        let reply = ask(context, OrganiseCall::Prove(fresh(), ProofRequest { code })).await?;
        let OrganiseReply::Staff(staff) = reply else { return Err(CliError::Garbled) };
        show(context, &staff).await
    }
}

async fn show(context: &Context<'_>, staff: &StaffView) -> Result<(), CliError> {
    if context.out.json {
        return context.out.document("staff", staff);
    }
    let roles: Vec<String> = staff.roles.iter().map(|role| context.named("cli-role", &word(role))).collect();
    let zone = context.primary().await?.zone;
    let factor = match (staff.enrolled, staff.proven_until) {
        (false, _) => context.say(key::CLI_ORGANISE_NOT_ENROLLED),
        (true, None) => context.say(key::CLI_ORGANISE_NOT_PROVEN),
        (true, Some(until)) => {
            let until = instant(context.out.lang.code(), until, &zone);
            context.say(Msg::new(key::CLI_ORGANISE_PROVEN).with("until", until.as_str()))
        }
    };
    context.row(&[staff.number.to_string(), roles.join(", "), factor])
}
