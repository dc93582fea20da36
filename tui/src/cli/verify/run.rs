//! Gets together what is to be verified, and verifies it.

use super::Verify;
use crate::cli::context::Context;
use crate::cli::folders::Folders;
use crate::cli::{CliError, Globals, Output, audit, output};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use isoloir_shared::api::ApiError;
use isoloir_shared::api::types::{ProblemCode, Round};
use isoloir_shared::booth::{PurseStore, seen_here};
use isoloir_shared::driver::{NotVerified, Spool, load, verify_file};
use isoloir_shared::text::{Key, Msg, key};
use isoloir_shared::verify::{AuditLog, Live, Opened, Request, Verdict, open_spoiled};
use std::io;
use std::path::Path;

/// What was found: of an archive, of an opened ballot (or why that does not hold).
pub(super) type Found = (Option<Verdict>, Option<Result<Opened, Msg>>);

pub(super) fn run(args: &Verify, globals: &Globals, out: &Output) -> Result<Found, CliError> {
    let opened = match &args.spoiled {
        Some(file) => Some(open_spoiled(&output::open(file)?.1)),
        None => None,
    };
    let mut request = Request {
        elsewhere: args.checkpoint.clone(),
        trackers: args.tracker.clone(),
        spoiled: opened.iter().flatten().map(|it| it.hash).collect(),
        ..Request::default()
    };
    if let Some(file) = &args.audit {
        let (entries, head) = audit::read(file)?;
        request.audit = Some(AuditLog { entries, head });
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|source| CliError::File { path: "runtime".into(), source })?;
    let spool;
    let path = match &args.archive {
        _ if args.live => {
            spool = runtime.block_on(download(args.round, globals, out, &mut request))?;
            spool.path()
        }
        None => return Ok((None, opened)),
        Some(file) => {
            let folders = Folders::find(globals)?;
            runtime.block_on(own(&*folders.device().purse(), out, &mut request));
            if file.as_os_str() == "-" {
                spool =
                    Spool::of(io::stdin().lock()).map_err(|source| CliError::File { path: "stdin".into(), source })?;
                spool.path()
            } else {
                file
            }
        }
    };
    let verdict = check(path, &request, out)?;
    Ok((Some(verdict), opened))
}

/// What this device has seen itself. It is nobody else's word, but it must fit.
async fn own(purse: &dyn PurseStore, out: &Output, request: &mut Request) {
    match seen_here(purse).await {
        Ok((device, receipts)) => (request.device, request.receipts) = (device, receipts),
        Err(_) => out.note(&Msg::new(key::VERIFY_NO_PURSE)),
    }
}

/// What the platform says, then its archive, then the log.
async fn download(
    round: Option<Round>,
    globals: &Globals,
    out: &Output,
    request: &mut Request,
) -> Result<Spool, CliError> {
    let context = Context::new(globals, out)?;
    let client = &context.client;
    let (round, live) = match round {
        Some(round) => (round, client.claims(round).await?),
        None => newest(&context).await?,
    };
    let bar = bar(out, "{spinner} {bytes} {msg}", key::VERIFY_BAR_LOADING);
    let spool = load(client, round, &request.stop, |bytes| bar.set_position(bytes)).await;
    bar.finish_and_clear();
    let spool = spool.map_err(|error| failed(error, Path::new("archive")))?;
    if request.audit.is_none() {
        request.audit = Some(client.audit_log().await?);
    }
    match client.seen_here().await {
        Ok((device, receipts)) => {
            (request.device, request.receipts) = (device, receipts);
            request.followed = client.followed(&live.primary.id, round).await?;
        }
        Err(_) => out.note(&Msg::new(key::VERIFY_NO_PURSE)),
    }
    request.live = Some(live);
    context.remember(globals)?;
    Ok(spool)
}

/// The final, if it has begun; else the pre-selection.
async fn newest(context: &Context<'_>) -> Result<(Round, Live), CliError> {
    match context.client.claims(Round::Final).await {
        Err(ApiError::Problem(it)) if matches!(it.code, ProblemCode::NotYet | ProblemCode::NotFound) => {
            Ok((Round::Preselection, context.client.claims(Round::Preselection).await?))
        }
        other => Ok((Round::Final, other?)),
    }
}

fn check(path: &Path, request: &Request, out: &Output) -> Result<Verdict, CliError> {
    let bar = bar(out, "{bar:40} {percent}% {msg}", key::VERIFY_BAR_CHECKING);
    let verdict = verify_file(path, request, &mut |progress| {
        bar.set_length(progress.total);
        bar.set_position(progress.done);
    });
    bar.finish_and_clear();
    verdict.map_err(|error| failed(error, path))
}

fn failed(error: NotVerified, path: &Path) -> CliError {
    match error {
        NotVerified::Api(error) => error.into(),
        NotVerified::Io(source) => CliError::File { path: path.to_owned(), source },
        NotVerified::Stopped => CliError::Garbled,
    }
}

/// On stderr, on a terminal only.
fn bar(out: &Output, template: &str, words: Key) -> ProgressBar {
    if out.json {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("#>."));
    }
    bar.set_message(Msg::new(words).resolve(out.lang));
    bar
}
