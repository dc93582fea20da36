//! `isoloir key show | enter | new ROUND`

use crate::cli::CliError;
use crate::cli::context::{Allowed, Context, from_word};
use crate::cli::output::typed_secret;
use clap::{Args, Subcommand};
use isoloir_shared::api::types::{ProblemCode, Round};
use isoloir_shared::api::{Call, Reply};
use isoloir_shared::booth::{BoothCall, BoothReply, KeyCode};
use isoloir_shared::text::{Msg, key};

/// One's voting key for a round.
#[derive(Debug, Args)]
pub struct VotingKey {
    /// What to do with it.
    #[command(subcommand)]
    pub what: What,
}

/// What can be done with a voting key.
#[derive(Debug, Subcommand)]
pub enum What {
    /// Show its code, to be entered on another of one's devices.
    Show(Which),
    /// Take it from another device: its code is read from standard input, for a command line is seen by others.
    Enter(Which),
    /// Make another, where the device that has it is lost and nothing was cast with it.
    New(Which),
}

/// Which round's.
#[derive(Debug, Args)]
pub struct Which {
    /// preselection or final.
    #[arg(value_parser = round)]
    pub round: Round,
}

fn round(text: &str) -> Result<Round, Allowed> {
    from_word(text)
}

impl VotingKey {
    /// Does it.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let (call, refused) = match &self.what {
            What::Show(which) => (BoothCall::ShowKey(which.round), key::KEY_NOT_MINE),
            What::Enter(which) => {
                context.out.note(&Msg::new(key::KEY_ENTER));
                let code = KeyCode::from(typed_secret()?);
                (BoothCall::EnterKey(which.round, code), key::KEY_NOT_MINE)
            }
            What::New(which) => (BoothCall::NewKey(which.round), key::KEY_VOTED),
        };
        match context.call(Call::Booth(call)).await {
            Ok(Reply::Booth(BoothReply::Key(_, Some(code)))) => {
                if context.out.json {
                    return context.out.document("key", &code);
                }
                context.out.note(&Msg::new(key::KEY_SECRET));
                context.out.line(code.expose())
            }
            Ok(Reply::Booth(BoothReply::Key(_, None))) => Err(CliError::Usage(key::KEY_NONE.into())),
            Ok(Reply::Booth(BoothReply::KeyKept(_))) => {
                context.out.note(&Msg::new(key::TOAST_KEY_KEPT));
                Ok(())
            }
            Ok(_) => Err(CliError::Garbled),
            Err(CliError::Refused(mut problem)) if problem.code == ProblemCode::OtherCredential => {
                (problem.title, problem.detail) = (context.say(refused), None);
                Err(CliError::Refused(problem))
            }
            Err(error) => Err(error),
        }
    }
}
