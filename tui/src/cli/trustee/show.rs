//! How it stands, and what comes next.

use super::Which;
use super::desk::Desk;
use crate::cli::context::word;
use crate::cli::folders::Folders;
use crate::cli::{CliError, Globals, Output};
use isoloir_ballot::manifest::Election;
use isoloir_shared::api::types::{CeremonyStep, CeremonyView, ElectionState, TrusteeView};
use isoloir_shared::text::{Msg, clean_line, key};
use serde_json::json;

/// Who is awaited at this step.
fn missing(view: &CeremonyView) -> Vec<String> {
    let lacks = |trustee: &&TrusteeView| match view.step {
        CeremonyStep::Hello => trustee.hello.is_none(),
        CeremonyStep::Deal => trustee.deal.is_none(),
        CeremonyStep::Key => trustee.key.is_none(),
        _ => false,
    };
    view.trustees.iter().filter(lacks).map(|trustee| clean_line(&trustee.name)).collect()
}

/// Others are awaited: says who.
pub(super) fn waits(desk: &Desk<'_>, view: &CeremonyView) -> Result<bool, CliError> {
    next(desk, view)?;
    document(desk, view)?;
    Ok(false)
}

/// What comes next, as the platform sees it now.
pub(super) async fn finish(desk: &Desk<'_>, done: bool) -> Result<bool, CliError> {
    let view = desk.view().await?;
    next(desk, &view)?;
    document(desk, &view)?;
    Ok(done)
}

fn document(desk: &Desk<'_>, view: &CeremonyView) -> Result<(), CliError> {
    if !desk.out.json {
        return Ok(());
    }
    let kept = &desk.kept;
    let fingerprint = view
        .hellos()
        .filter(|_| view.is_dealt())
        .map(|hellos| isoloir_ballot::trustees::fingerprint(&hellos).to_string());
    let document = json!({
        "round": kept.round,
        "number": kept.trustee,
        "name": clean_line(&kept.name),
        "threshold": view.threshold,
        "step": word(&view.step),
        "waiting": missing(view),
        "fingerprint": fingerprint,
        "culprit": view.culprit.map(|number| Desk::name(view, number)),
        "file": desk.vault.path().display().to_string(),
    });
    desk.out.document("trustee", &document)
}

fn next(desk: &Desk<'_>, view: &CeremonyView) -> Result<(), CliError> {
    let own = view.trustees.get(usize::from(desk.kept.trustee) - 1);
    let own = own.ok_or(CliError::Garbled)?;
    let waited = missing(view).join(", ");
    let wait = || Msg::new(key::TRUSTEE_NEXT_WAIT).with("names", waited.as_str());
    let msg: Msg = match view.step {
        CeremonyStep::Hello if own.hello.is_none() => key::TRUSTEE_NEXT_JOIN.into(),
        CeremonyStep::Hello => wait().with("command", "deal"),
        CeremonyStep::Deal if own.deal.is_none() => key::TRUSTEE_NEXT_DEAL.into(),
        CeremonyStep::Deal => wait().with("command", "check"),
        CeremonyStep::Key if own.key.is_none() && view.is_dealt() => key::TRUSTEE_NEXT_CHECK.into(),
        CeremonyStep::Key if own.key.is_none() => key::TRUSTEE_NEXT_JOIN.into(),
        CeremonyStep::Key => wait().with("command", "check"),
        CeremonyStep::Broken => {
            let name = view.culprit.map(|number| Desk::name(view, number)).unwrap_or_default();
            Msg::new(key::TRUSTEE_NEXT_BROKEN).with("name", name.as_str())
        }
        CeremonyStep::Finished if desk.kept.trustees.is_none() => key::TRUSTEE_NEXT_CHECK.into(),
        CeremonyStep::Finished => key::TRUSTEE_NEXT_OPENING.into(),
        CeremonyStep::Used if desk.kept.decryption.is_some() => key::TRUSTEE_NEXT_RESULT.into(),
        CeremonyStep::Used => key::TRUSTEE_NEXT_DECRYPT.into(),
    };
    desk.say(msg)
}

/// That the manifest names the trustees of the ceremony, oneself among them.
pub(super) fn in_manifest(desk: &Desk<'_>, election: &Election) -> Result<(), CliError> {
    let (trustees, kept) = (&election.manifest().trustees, &desk.kept);
    let own = trustees.members.get(usize::from(kept.trustee) - 1).map(|member| member.key);
    let mine = own.is_some() && own == kept.key.map(|own| own.key) && trustees.ceremony == kept.ceremony;
    let same = kept.trustees.as_ref().is_none_or(|known| known == trustees) && trustees.threshold == kept.threshold;
    if mine && same { Ok(()) } else { Err(CliError::Deceived(key::TRUSTEE_MANIFEST_WRONG.into())) }
}

/// Who sent what; whether the vote is held with the trustees' keys.
pub(super) async fn status(which: Which, globals: &Globals, out: &Output) -> Result<bool, CliError> {
    let desk = Desk::open(&Folders::find(globals)?, which.round, out)?;
    let view = desk.view().await?;
    let election = desk.election().await?;
    if let Some(shown) = &election {
        let election = Election::read(&shown.manifest.0);
        in_manifest(&desk, &election.map_err(|_| CliError::Deceived(key::TRUSTEE_MANIFEST_WRONG.into()))?)?;
    }
    let head = Msg::new(key::TRUSTEE_STATUS)
        .with("name", clean_line(&desk.kept.name).as_str())
        .with("number", u64::from(desk.kept.trustee))
        .with("n", view.trustees.len() as u64)
        .with("threshold", u64::from(view.threshold));
    desk.say(head)?;
    let decrypted = election.as_ref().map(|shown| shown.decrypted.clone()).unwrap_or_default();
    for (number, trustee) in (1_u16..).zip(&view.trustees) {
        let there = [
            (trustee.hello.is_some(), key::TRUSTEE_SENT_HELLO),
            (trustee.deal.is_some(), key::TRUSTEE_SENT_DEAL),
            (trustee.complaint.is_some(), key::TRUSTEE_SENT_COMPLAINT),
            (trustee.key.is_some(), key::TRUSTEE_SENT_KEY),
            (decrypted.contains(&number), key::TRUSTEE_SENT_DECRYPTION),
        ];
        let words = there.iter().filter(|(there, _)| *there).map(|(_, word)| Msg::new(*word).resolve(out.lang));
        let words = words.collect::<Vec<_>>().join(", ");
        if !out.json {
            out.line(&format!("{number}\t{}\t{words}", clean_line(&trustee.name)))?;
        }
    }
    if election.is_some_and(|shown| shown.state == ElectionState::Counted) {
        desk.say(key::TRUSTEE_NEXT_FORGET)?;
        document(&desk, &view)?;
        return Ok(true);
    }
    next(&desk, &view)?;
    document(&desk, &view)?;
    Ok(true)
}
