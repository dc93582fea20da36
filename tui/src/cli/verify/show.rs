//! A verdict on standard output, in words or as JSON.

use super::PARTIAL;
use crate::cli::{CliError, Output};
use isoloir_shared::tally::Report;
use isoloir_shared::text::{Key, Msg, key};
use isoloir_shared::verify::{Found, Opened, Outcome, Verdict};
use serde_json::{Value, json};

/// Says it; gives the exit code.
pub(super) fn show(
    verdict: Option<&Verdict>,
    opened: Option<&Result<Opened, Msg>>,
    out: &Output,
) -> Result<u8, CliError> {
    let outcome = outcome(verdict, opened);
    if out.json {
        out.document("verification", &document(outcome, verdict, opened, out))?;
    } else {
        if let Some(opened) = opened {
            show_opened(opened, out)?;
        }
        if let Some(verdict) = verdict {
            show_verdict(verdict, out)?;
        }
    }
    Ok(match outcome {
        Outcome::Holds => 0,
        Outcome::Partial => PARTIAL,
        Outcome::Fault => 1,
    })
}

fn outcome(verdict: Option<&Verdict>, opened: Option<&Result<Opened, Msg>>) -> Outcome {
    match (verdict.map(Verdict::outcome), opened) {
        (_, Some(Err(_))) => Outcome::Fault,
        (Some(outcome), _) => outcome,
        (None, _) => Outcome::Holds,
    }
}

fn show_opened(opened: &Result<Opened, Msg>, out: &Output) -> Result<(), CliError> {
    match opened {
        Ok(opened) => {
            for row in &opened.rows {
                out.line(&row.msg().resolve(out.lang))?;
            }
            let held = Msg::new(key::VERIFY_SPOILED_HOLDS).with("tracker", opened.tracker.as_str());
            out.line(&held.resolve(out.lang))
        }
        Err(why) => out.line(&why.resolve(out.lang)),
    }
}

fn show_verdict(verdict: &Verdict, out: &Output) -> Result<(), CliError> {
    let told = verdict.told();
    out.line(&told.headline.resolve(out.lang))?;
    for line in &told.fault {
        out.line(&line.resolve(out.lang))?;
    }
    for (heading, lines) in [
        (key::VERIFY_RESULT, &told.result),
        (key::VERIFY_CHECKED, &told.checked),
        (key::VERIFY_NOT_CHECKED, &told.unchecked),
    ] {
        section(heading, lines, out)?;
    }
    if let Some(checkpoint) = &told.checkpoint {
        out.line(&format!("\n{}\n{checkpoint}", Msg::new(key::VERIFY_CHECKPOINT).resolve(out.lang)))?;
    }
    Ok(())
}

fn section(heading: Key, lines: &[Msg], out: &Output) -> Result<(), CliError> {
    if lines.is_empty() {
        return Ok(());
    }
    out.line(&format!("\n{}", Msg::new(heading).resolve(out.lang)))?;
    lines.iter().try_for_each(|line| out.line(&format!("- {}", line.resolve(out.lang))))
}

fn document(outcome: Outcome, verdict: Option<&Verdict>, opened: Option<&Result<Opened, Msg>>, out: &Output) -> Value {
    let words = |lines: Vec<Msg>| lines.iter().map(|line| line.resolve(out.lang)).collect::<Vec<_>>();
    let mut document = json!({ "outcome": outcome });
    if let Some(verdict) = verdict {
        let recount = verdict.recount.as_ref();
        document["facts"] = json!(verdict.facts);
        document["result"] = json!(recount.map(|it| Report::new(&it.election).rows()));
        document["winners"] = json!(recount.map(|it| &it.winners));
        document["fault"] = json!(verdict.fault.as_ref().map(|fault| fault_document(fault, out)));
        document["checked"] = json!(words(verdict.checked()));
        document["not_checked"] = json!(words(verdict.unchecked()));
    }
    match opened {
        Some(Ok(opened)) => document["spoiled"] = json!(opened),
        Some(Err(why)) => {
            document["fault"] = json!({ "code": "spoiled_document", "message": why.resolve(out.lang) });
        }
        None => {}
    }
    document
}

fn fault_document(fault: &Found, out: &Output) -> Value {
    json!({
        "code": fault.code,
        "message": fault.text.resolve(out.lang),
        "reason": fault.reason,
        "line": fault.line,
        "leaf": fault.leaf,
        "tracker": fault.tracker,
    })
}
