//! After the close: decrypt one's part of the sums. After the result: forget.

use super::desk::Desk;
use super::show::in_manifest;
use super::{Decrypt, Which};
use crate::cli::folders::Folders;
use crate::cli::{CliError, Globals, Output};
use isoloir_ballot::tally::Decryption;
use isoloir_ballot::verify::{Options, Report, Stage, VerifyError, verify};
use isoloir_shared::api::client::TrusteeMessage;
use isoloir_shared::api::types::{ElectionState, ProblemCode};
use isoloir_shared::driver::{NotVerified, load};
use isoloir_shared::text::{Msg, key};
use isoloir_shared::verify::Stop;
use serde_json::json;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Verifies the whole vote, decrypts, sends. Before the close there is nothing to decrypt.
pub(super) async fn decrypt(args: &Decrypt, globals: &Globals, out: &Output) -> Result<bool, CliError> {
    let mut desk = Desk::open(&Folders::find(globals)?, args.which.round, out)?;
    let secret = desk.kept.secret().ok_or_else(|| CliError::Usage(Msg::new(key::TRUSTEE_NO_SECRET)))?;
    // Not compared with the others' keys, somebody else's could stand in the manifest.
    if desk.kept.trustees.is_none() {
        return Err(CliError::Usage(key::TRUSTEE_NEXT_CHECK.into()));
    }
    let shown = match desk.election().await? {
        Some(shown) if shown.state != ElectionState::Open => shown,
        _ => {
            desk.say(key::TRUSTEE_NOT_CLOSED)?;
            return Ok(false);
        }
    };
    if shown.state == ElectionState::Counted {
        desk.say(key::TRUSTEE_COUNTED)?;
        return told(&desk, false);
    }
    if args.checkpoint.is_empty() && !args.unseen {
        return Err(CliError::Usage(key::TRUSTEE_NEEDS_CHECKPOINT.into()));
    }
    out.note(&Msg::new(key::TRUSTEE_LOADING));
    let spool = load(&desk.client, desk.kept.round, &Stop::default(), |_| {}).await;
    let spool = spool.map_err(|error| match error {
        NotVerified::Api(error) => error.into(),
        NotVerified::Io(source) => CliError::File { path: "archive".into(), source },
        NotVerified::Stopped => CliError::Garbled,
    })?;
    out.note(&Msg::new(key::TRUSTEE_VERIFYING));
    let report = verified(spool.path(), args)?;
    in_manifest(&desk, &report.election)?;
    // What was seen while votes were cast says nothing of those that came after: trustees could be shown different ends.
    let closes = report.election.manifest().closes;
    if !args.unseen && args.checkpoint.iter().all(|seen| seen.time < closes) {
        return Err(CliError::Usage(key::TRUSTEE_CHECKPOINT_EARLY.into()));
    }
    let sums = report.tally.as_ref().ok_or_else(|| CliError::Deceived(key::TRUSTEE_BALLOTS_MISSING.into()))?;
    let part = sums.decrypt(&report.election, desk.kept.trustee, &secret, &mut rand::rng());
    let part = part.map_err(|_| CliError::Deceived(key::TRUSTEE_MANIFEST_WRONG.into()))?;
    let part = the_only_one(&mut desk, part)?;
    match desk.send(&TrusteeMessage::Decryption(part)).await {
        Err(CliError::Refused(it)) if it.code == ProblemCode::TooLate => {
            desk.say(key::TRUSTEE_COUNTED)?;
            return told(&desk, false);
        }
        done => done?,
    }
    desk.say(Msg::new(key::TRUSTEE_DECRYPTED).with("ballots", report.ballots).with("counting", sums.ballots()))?;
    desk.say(key::TRUSTEE_NEXT_RESULT)?;
    told(&desk, true)
}

/// Kept before it is sent: another tally of this election is never decrypted. Again, it is sent as it was.
fn the_only_one(desk: &mut Desk<'_>, part: Decryption) -> Result<Decryption, CliError> {
    let points = |it: &Decryption| it.shares.iter().map(|share| share.point).collect::<Vec<_>>();
    match &desk.kept.decryption {
        Some(before) if points(before) == points(&part) => Ok(before.clone()),
        Some(_) => Err(CliError::Deceived(key::TRUSTEE_OTHER_TALLY.into())),
        None => {
            desk.kept.decryption = Some(part.clone());
            desk.keep()?;
            Ok(part)
        }
    }
}

fn told(desk: &Desk<'_>, sent: bool) -> Result<bool, CliError> {
    if desk.out.json {
        let document = json!({ "round": desk.kept.round, "number": desk.kept.trustee, "decrypted": sent });
        desk.out.document("trustee", &document)?;
    }
    Ok(true)
}

/// The archive, verified whole: only that gives something to decrypt.
fn verified(path: &Path, args: &Decrypt) -> Result<Report, CliError> {
    let open = || Ok(BufReader::with_capacity(1 << 20, File::open(path)?));
    let options = Options { stage: Stage::Closed, pinned: args.checkpoint.clone(), ..Options::default() };
    verify(open, &options, &mut ()).map_err(|error| match error {
        VerifyError::Io(source) => CliError::File { path: path.to_owned(), source },
        VerifyError::Wrong(wrong) => {
            CliError::Deceived(Msg::new(key::TRUSTEE_ARCHIVE_WRONG).with("reason", wrong.to_string().as_str()))
        }
    })
}

/// Destroys the secret, once nobody needs it.
pub(super) async fn forget(which: Which, globals: &Globals, out: &Output) -> Result<bool, CliError> {
    let mut desk = Desk::open(&Folders::find(globals)?, which.round, out)?;
    let counted = desk.election().await?.is_some_and(|shown| shown.state == ElectionState::Counted);
    let cancelled = match desk.client.ceremony(desk.kept.round).await {
        Ok(view) => view.ceremony != desk.kept.ceremony,
        Err(isoloir_shared::api::ApiError::Problem(it)) => it.code == ProblemCode::NotFound,
        Err(error) => return Err(error.into()),
    };
    if !counted && !cancelled {
        return Err(CliError::Usage(Msg::new(key::TRUSTEE_STILL_NEEDED)));
    }
    desk.vault.destroy()?;
    desk.say(key::TRUSTEE_FORGOTTEN)?;
    Ok(true)
}
