//! `vote … --check FILE`: cast or spoil. The number first, then the choice: a program that does not know which it will
//! be cannot encrypt something else.

use super::vote::Vote;
use crate::app::write_new;
use crate::cli::CliError;
use crate::cli::context::Context;
use crate::cli::output::typed_line;
use isoloir_shared::api::ids::IdempotencyKey;
use isoloir_shared::api::types::{BallotRequest, PrimaryView};
use isoloir_shared::api::{Call, Reply};
use isoloir_shared::booth::{BoothCall, BoothReply, Spoiled};
use isoloir_shared::text::{Msg, key};
use serde_json::json;
use std::io;
use std::path::Path;

/// What was chosen.
enum Choice {
    Cast,
    Open,
}

impl Choice {
    /// In either language: whoever reads one manual may have the other's interface.
    fn read(line: &str) -> Option<Self> {
        match line.trim().to_lowercase().as_str() {
            "cast" | "envoyer" => Some(Self::Cast),
            "open" | "ouvrir" => Some(Self::Open),
            _ => None,
        }
    }
}

impl Vote {
    /// Makes the ballot, shows its tracker, and asks. True: it is to be cast, with the same key.
    pub(super) async fn check(
        &self,
        file: &Path,
        (key, ballot): (IdempotencyKey, &BallotRequest),
        primary: &PrimaryView,
        context: &Context<'_>,
    ) -> Result<bool, CliError> {
        // Before anything is opened: what cannot be written would be lost.
        let folder = file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        if !folder.is_dir() || file.file_name().is_none() {
            return Err(CliError::File { path: file.to_owned(), source: io::ErrorKind::NotFound.into() });
        }
        let seal = Call::Booth(BoothCall::Seal(key, self.lot, ballot.clone()));
        let Reply::Booth(BoothReply::Sealed(sealed)) = self.ask(seal, context).await? else {
            return Err(CliError::Garbled);
        };
        match context.out.json {
            true => context.out.document("sealed", &json!({ "tracker": sealed.tracker }))?,
            false => {
                context.out.note(&Msg::new(key::CLI_CHECK_ASK).with("tracker", sealed.tracker.to_string().as_str()))
            }
        }
        match Choice::read(&typed_line()?) {
            Some(Choice::Cast) => Ok(true),
            Some(Choice::Open) => {
                let spoil = Call::Booth(BoothCall::Spoil(key));
                let Reply::Booth(BoothReply::Spoiled(spoiled)) = context.call(spoil).await? else {
                    return Err(CliError::Garbled);
                };
                show(&spoiled, (folder, file), primary, context).map(|()| false)
            }
            None => Err(CliError::Usage(Msg::new(key::CLI_CHECK_NEITHER))),
        }
    }
}

/// What it held, and the file that shows it. The file has grades: it is its owner's alone, and takes no other's place.
fn show(
    spoiled: &Spoiled,
    (folder, file): (&Path, &Path),
    primary: &PrimaryView,
    context: &Context<'_>,
) -> Result<(), CliError> {
    let name = file.file_name().map(|it| it.to_string_lossy()).unwrap_or_default();
    let written = write_new(folder, &name, &spoiled.document);
    let path = written.map_err(|source| CliError::File { path: file.to_owned(), source })?;
    if context.out.json {
        let (tracker, answers) = (&spoiled.tracker, &spoiled.answers);
        return context.out.document("spoiled", &json!({ "tracker": tracker, "answers": answers, "file": path }));
    }
    for answer in &spoiled.answers {
        let named = answer.grade.and_then(|value| primary.scale.iter().find(|grade| grade.value == value));
        let grade =
            named.map_or_else(|| context.say(key::BALLOT_NO_OPINION), |it| it.name.get(context.out.lang).into());
        context.row(&[answer.candidate.to_string(), grade])?;
    }
    context.out.note(&Msg::new(key::SPOILED_TEXT));
    context.out.note(&Msg::new(key::SPOILED_CHECK).with("file", path.display().to_string().as_str()));
    Ok(())
}
