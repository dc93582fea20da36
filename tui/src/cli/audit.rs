//! `isoloir audit`: what whoever runs the primary did, and whether that log is whole.

use super::commands::all_of_the_log;
use super::context::Context;
use super::{CliError, Globals, Output};
use clap::{Args, Subcommand};
use isoloir_shared::api::types::{AuditEntry, AuditHead};
use isoloir_shared::domain::audit::{Defect, Verifier};
use isoloir_shared::text::{Key, Msg, clean_line, key};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The public log of what organisers do.
#[derive(Debug, Args)]
pub struct Audit {
    /// What to do; nothing shows it.
    #[command(subcommand)]
    pub step: Option<Step>,
}

/// What can be done with the log.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// Check that nothing was changed, taken out or slipped in.
    Verify(Verify),
}

/// Check the log.
#[derive(Debug, Args)]
pub struct Verify {
    /// A log that was kept (`isoloir audit --json`, or pages of the API); `-` is standard input; none: the platform's.
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Where it was known to end: `PLACE:HASH`. A log that was written anew does not pass there.
    #[arg(long, value_name = "PLACE:HASH", value_parser = head)]
    pub head: Option<AuditHead>,
}

impl Audit {
    /// Shows the log, or checks it. `--json`: `{"version":1,"audit":{"items":[…],"head":{…}}}`, which `verify` reads.
    pub fn run(&self, globals: &Globals, out: &Output) -> Result<(), CliError> {
        match &self.step {
            Some(Step::Verify(verify)) => verify.run(globals, out),
            None => show(globals, out),
        }
    }
}

impl Verify {
    fn run(&self, globals: &Globals, out: &Output) -> Result<(), CliError> {
        let (entries, says) = match &self.file {
            Some(file) => read(file)?,
            None => download(globals, out)?,
        };
        let mut verifier = self.head.clone().map_or_else(Verifier::default, Verifier::knowing);
        let checked = entries.iter().try_for_each(|entry| verifier.take(entry));
        let head = checked.and_then(|()| verifier.end(says.as_ref())).map_err(|broken| {
            CliError::Usage(
                Msg::new(key::AUDIT_BROKEN).with("seq", broken.seq).with("why", Msg::new(words(broken.defect))),
            )
        })?;
        if out.json {
            return out.document("head", &head);
        }
        let done =
            Msg::new(key::AUDIT_WHOLE).with("n", head.seq).with("head", format!("{}:{}", head.seq, head.hash).as_str());
        out.line(&done.resolve(out.lang))
    }
}

fn show(globals: &Globals, out: &Output) -> Result<(), CliError> {
    let (entries, head) = download(globals, out)?;
    if out.json {
        return out.document("audit", &serde_json::json!({ "items": entries, "head": head }));
    }
    for entry in entries {
        let data: Vec<String> = entry.data.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cells =
            [entry.seq.to_string(), entry.at.to_string(), entry.actor, entry.action, entry.subject, data.join(" ")];
        // Kept to the letter for its hashes; cleaned where people see it.
        out.line(&cells.map(|cell| clean_line(&cell)).join("\t"))?;
    }
    Ok(())
}

fn words(defect: Defect) -> Key {
    match defect {
        Defect::Place => key::AUDIT_DEFECT_PLACE,
        Defect::Previous => key::AUDIT_DEFECT_PREVIOUS,
        Defect::Hash => key::AUDIT_DEFECT_HASH,
        Defect::Known => key::AUDIT_DEFECT_KNOWN,
        Defect::Missing => key::AUDIT_DEFECT_MISSING,
    }
}

pub(super) type Log = (Vec<AuditEntry>, Option<AuditHead>);

fn download(globals: &Globals, out: &Output) -> Result<Log, CliError> {
    let context = Context::new(globals, out)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|source| CliError::File { path: "runtime".into(), source })?;
    let log = runtime.block_on(all_of_the_log(&context))?;
    context.remember(globals)?;
    Ok(log)
}

/// A document of ours, a page of the API, pages one after the other, or entries alone.
pub(super) fn read(file: &Path) -> Result<Log, CliError> {
    let (name, bytes) = super::output::open(file)?;
    let wrong = |reason: String| {
        CliError::Usage(Msg::new(key::CLI_ERROR_FILE).with("path", name.as_str()).with("reason", reason.as_str()))
    };
    let (mut entries, mut head) = (Vec::new(), None);
    for document in serde_json::Deserializer::from_slice(&bytes).into_iter::<Value>() {
        let document = document.map_err(|e| wrong(e.to_string()))?;
        let page = document.get("audit").unwrap_or(&document);
        let items = page.get("items").unwrap_or(page).clone();
        let items = if items.is_object() { Value::Array(vec![items]) } else { items };
        entries.extend(serde_json::from_value::<Vec<AuditEntry>>(items).map_err(|e| wrong(e.to_string()))?);
        if let Some(says) = page.get("head") {
            head = Some(serde_json::from_value(says.clone()).map_err(|e| wrong(e.to_string()))?);
        }
    }
    Ok((entries, head))
}

/// `17:5f2c…`
fn head(text: &str) -> Result<AuditHead, String> {
    let wrong = || "PLACE:HASH".to_owned();
    let (seq, hash) = text.split_once(':').ok_or_else(wrong)?;
    let good = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !good {
        return Err(wrong());
    }
    Ok(AuditHead { seq: seq.parse().map_err(|_| wrong())?, hash: hash.to_ascii_lowercase() })
}
