//! `isoloir candidacy`

use super::candidates::row;
use crate::cli::CliError;
use crate::cli::context::Context;
use crate::cli::context::fresh;
use crate::cli::output::read;
use clap::Args;
use clap::Subcommand;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CandidacyRequest, ConfirmationRequest, Localized, ReplyRequest, SupportersRequest};
use isoloir_shared::api::{Call, Reply};
use isoloir_shared::text::{Msg, key};
use std::path::PathBuf;

/// One's own candidacy.
#[derive(Debug, Args)]
pub struct Candidacy {
    /// What to do; nothing shows it.
    #[command(subcommand)]
    pub step: Option<Step>,
}

/// What can be done with a candidacy.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// Declare oneself, or change what one's page says.
    Declare(Declare),
    /// Confirm when asked.
    Confirm,
    /// Refuse when asked.
    Refuse,
    /// Leave the race.
    Withdraw,
    /// Answer to one's disqualification, once; published beside the reason.
    Reply {
        /// A file with the answer, at most 4,000 characters of plain text.
        file: PathBuf,
    },
    /// Write to those who support one and let candidates write to them.
    Write(Write),
    /// Put a photo on one's page.
    Photo {
        /// PNG or JPEG, at most 512 KiB.
        file: PathBuf,
    },
}

/// What is written to supporters, in both languages.
#[derive(Debug, Args)]
pub struct Write {
    /// Title in French.
    #[arg(long, value_name = "WORDS")]
    pub title_fr: String,
    /// Title in English.
    #[arg(long, value_name = "WORDS")]
    pub title_en: String,
    /// A file with the text in French, at most 4,000 characters.
    #[arg(long, value_name = "FILE")]
    pub body_fr: PathBuf,
    /// A file with the text in English.
    #[arg(long, value_name = "FILE")]
    pub body_en: PathBuf,
}

/// What a declaration says.
#[derive(Debug, Args)]
pub struct Declare {
    /// Name on the list.
    #[arg(long)]
    pub name: String,
    /// One line, at most 140 characters.
    #[arg(long, default_value = "")]
    pub slogan: String,
    /// A file with the presentation, at most 4,000 characters of plain text.
    #[arg(long, value_name = "FILE")]
    pub presentation: Option<PathBuf>,
    /// Link to a personal space (https).
    #[arg(long, default_value = "", value_name = "URL")]
    pub link: String,
    /// Signs the charter.
    #[arg(long)]
    pub charter: bool,
    /// The nominee that this is, to take over their nominations.
    #[arg(long, value_name = "ID")]
    pub nominee: Option<CandidateId>,
}

impl Candidacy {
    /// Does it, and shows the candidacy then.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let call = match &self.step {
            None => Call::Candidacy,
            Some(Step::Declare(declare)) => Call::Declare(fresh(), declare.request()?),
            Some(Step::Confirm) => Call::Confirm(fresh(), ConfirmationRequest { accept: true }),
            Some(Step::Refuse) => Call::Confirm(fresh(), ConfirmationRequest { accept: false }),
            Some(Step::Withdraw) => Call::WithdrawCandidacy(fresh()),
            Some(Step::Reply { file }) => {
                let reply = String::from_utf8_lossy(&read(file)?).into_owned();
                Call::AnswerDisqualification(fresh(), ReplyRequest { reply })
            }
            Some(Step::Write(write)) => return write.run(context).await,
            Some(Step::Photo { file }) => Call::PutPhoto(fresh(), read(file)?),
        };
        let none = |error: CliError| error.not_found(key::CLI_NO_CANDIDACY.into(), context.out.lang);
        let Reply::Candidacy(candidacy) = context.call(call).await.map_err(none)? else {
            return Err(CliError::Garbled);
        };
        if context.out.json {
            return context.out.document("candidacy", &candidacy);
        }
        row(context, &candidacy.candidate.summary)
    }
}

impl Write {
    async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let text = |file| read(file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let words = SupportersRequest {
            title: Localized { fr: self.title_fr.clone(), en: self.title_en.clone() },
            body: Localized { fr: text(&self.body_fr)?, en: text(&self.body_en)? },
        };
        let none = |error: CliError| error.not_found(key::CLI_NO_CANDIDACY.into(), context.out.lang);
        let reply = context.call(Call::WriteToSupporters(fresh(), words)).await.map_err(none)?;
        let Reply::Announced(announced) = reply else { return Err(CliError::Garbled) };
        if context.out.json {
            return context.out.document("announcement", &announced);
        }
        context.out.note(&Msg::new(key::CLI_CANDIDACY_WRITTEN));
        Ok(())
    }
}

impl Declare {
    fn request(&self) -> Result<CandidacyRequest, CliError> {
        let presentation = match &self.presentation {
            Some(file) => String::from_utf8_lossy(&read(file)?).into_owned(),
            None => String::new(),
        };
        Ok(CandidacyRequest {
            name: self.name.clone(),
            slogan: self.slogan.clone(),
            presentation,
            link: self.link.clone(),
            charter: self.charter,
            nominee: self.nominee,
        })
    }
}
