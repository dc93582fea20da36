//! Before the vote: join, deal, check.

use super::desk::{Desk, ceremony, client};
use super::kept::{Kept, Seat, Vault};
use super::show::{finish, waits};
use super::{Deal, Join, Which};
use crate::cli::folders::Folders;
use crate::cli::{CliError, Globals, Output, output};
use isoloir_ballot::ballot::Tracker;
use isoloir_ballot::bytes::{Fixed, to_json};
use isoloir_ballot::hash::sha256;
use isoloir_ballot::trustees::{CeremonyFault, Dealer, TrusteeSecret, Trustees, fingerprint};
use isoloir_shared::api::client::TrusteeMessage;
use isoloir_shared::api::types::{CeremonyStep, CeremonyView, trustee_token_seat};
use isoloir_shared::text::{Msg, clean_line, key};

fn no(key: isoloir_shared::text::Key) -> CliError {
    CliError::Usage(Msg::new(key))
}

fn token(args: &Join) -> Result<Option<String>, CliError> {
    let text = match (&args.token, &args.token_file) {
        (Some(token), _) => token.clone(),
        (None, Some(file)) => String::from_utf8_lossy(&output::open(file)?.1).into_owned(),
        (None, None) => return Ok(None),
    };
    Ok(Some(text.trim().to_owned()))
}

/// Makes the secret, keeps it, and publishes what belongs to it.
pub(super) async fn join(args: &Join, globals: &Globals, out: &Output) -> Result<bool, CliError> {
    let folders = Folders::find(globals)?;
    let mut desk = match token(args)? {
        None => Desk::open(&folders, args.which.round, out)?,
        Some(token) => seated(args, token, &folders, globals, out).await?,
    };
    let view = desk.view().await?;
    let first = desk.kept.hello.is_none() && desk.kept.key.is_none();
    if first {
        begin(&mut desk, &view);
        desk.keep()?;
    }
    let message = match (&desk.kept.hello, &desk.kept.key) {
        (Some(hello), _) => TrusteeMessage::Hello(hello.clone()),
        (None, Some(own)) => TrusteeMessage::Key(*own),
        (None, None) => return Err(CliError::Garbled),
    };
    match desk.send(&message).await {
        // A token that was mistyped leaves nothing behind; what may have arrived stays.
        Err(error @ (CliError::Usage(_) | CliError::Refused(_))) if first => {
            desk.vault.destroy()?;
            return Err(error);
        }
        done => done?,
    }
    let name = clean_line(&desk.kept.name);
    let joined = Msg::new(key::TRUSTEE_JOINED)
        .with("name", name.as_str())
        .with("number", u64::from(desk.kept.trustee))
        .with("n", view.trustees.len() as u64)
        .with("threshold", u64::from(view.threshold))
        .with("file", desk.vault.path().display().to_string().as_str());
    desk.say(joined)?;
    finish(&desk, true).await
}

/// The seat that a token is for: the one that is kept here, or a new one.
async fn seated<'a>(
    args: &Join,
    token: String,
    folders: &Folders,
    globals: &Globals,
    out: &'a Output,
) -> Result<Desk<'a>, CliError> {
    let (round, trustee) = trustee_token_seat(&token).ok_or_else(|| no(key::TRUSTEE_TOKEN_SHAPE))?;
    let (mut vault, kept) = Vault::open(folders, round)?;
    let named = folders.platform(globals, &folders.device())?;
    let platform = named.map(|url| url.to_string()).or_else(|| kept.as_ref().map(|kept| kept.platform.clone()));
    let platform = platform.ok_or_else(|| no(key::CLI_ERROR_NO_PLATFORM))?;
    let client = client(&platform, out)?;
    let view = ceremony(&client, round).await?;
    match kept {
        Some(kept) if kept.ceremony == view.ceremony => {
            if kept.trustee != trustee || kept.token != token {
                return Err(no(key::TRUSTEE_OTHER_SEAT));
            }
            return Ok(Desk { out, client, vault, kept });
        }
        // Of a ceremony that was cancelled: its secret opens nothing, but nobody throws one away by mistake.
        Some(_) if !args.again => return Err(no(key::TRUSTEE_OTHER_CEREMONY)),
        Some(_) => vault.destroy()?,
        None => {}
    }
    let own = view.trustees.get(usize::from(trustee) - 1).ok_or_else(|| no(key::TRUSTEE_TOKEN_REFUSED))?;
    if own.hello.is_some() || own.key.is_some() {
        // Somebody used this token elsewhere: on another machine of the same person, or it was stolen.
        return Err(no(key::TRUSTEE_SEAT_TAKEN));
    }
    if matches!(view.step, CeremonyStep::Used | CeremonyStep::Finished | CeremonyStep::Broken) {
        return Err(no(key::TRUSTEE_TOO_LATE));
    }
    let (name, ceremony, threshold) = (own.name.clone(), view.ceremony, view.threshold);
    let kept = Kept::new(Seat { platform, token, round, trustee, name, ceremony, threshold });
    Ok(Desk { out, client, vault, kept })
}

fn begin(desk: &mut Desk<'_>, view: &CeremonyView) {
    let kept = &mut desk.kept;
    if view.is_dealt() {
        let (dealer, hello) = Dealer::start(kept.ceremony, kept.trustee, kept.threshold, &mut rand::rng());
        kept.set_dealer(&dealer);
        kept.hello = Some(hello);
    } else {
        let secret = TrusteeSecret::generate(&mut rand::rng());
        kept.key = Some(secret.publish(&kept.ceremony, kept.trustee, &mut rand::rng()));
        kept.set_secret(&secret);
    }
}

/// Shows what is to be compared, and deals once it was.
pub(super) async fn deal(args: &Deal, globals: &Globals, out: &Output) -> Result<bool, CliError> {
    let mut desk = Desk::open(&Folders::find(globals)?, args.which.round, out)?;
    let view = desk.view().await?;
    if !view.is_dealt() {
        desk.say(key::TRUSTEE_NO_DEAL)?;
        return finish(&desk, true).await;
    }
    let Some(hellos) = view.hellos() else { return waits(&desk, &view) };
    if desk.kept.deal.is_none() {
        let dealer = desk.kept.dealer().ok_or_else(|| no(key::TRUSTEE_NOTHING_KEPT))?;
        // Before anything is compared: each hello holds, and one's own is there as it was sent.
        let deal = dealer.reveal(&hellos, &mut rand::rng()).map_err(|fault| alarm(&view, &fault))?;
        compare(&desk, args, &fingerprint(&hellos))?;
        desk.kept.hellos = Some(hellos);
        desk.kept.deal = Some(deal);
        desk.keep()?;
    } else {
        same_hellos(&desk, &view)?;
    }
    let deal = desk.kept.deal.clone().ok_or(CliError::Garbled)?;
    desk.send(&TrusteeMessage::Deal(deal)).await?;
    desk.say(key::TRUSTEE_DEALT)?;
    finish(&desk, true).await
}

fn compare(desk: &Desk<'_>, args: &Deal, mine: &Tracker) -> Result<(), CliError> {
    let typed = match &args.compared {
        Some(code) => code.clone(),
        None => {
            desk.out.note(&Msg::new(key::TRUSTEE_COMPARE).with("code", mine.to_string().as_str()));
            output::typed_line()?
        }
    };
    match typed.trim().parse::<Tracker>() {
        Ok(other) if other == *mine => Ok(()),
        Ok(_) => {
            Err(CliError::Deceived(Msg::new(key::TRUSTEE_COMPARED_DIFFERS).with("code", mine.to_string().as_str())))
        }
        Err(_) => Err(no(key::TRUSTEE_COMPARED_SHAPE)),
    }
}

/// What was compared must be what the platform shows ever after.
fn same_hellos(desk: &Desk<'_>, view: &CeremonyView) -> Result<(), CliError> {
    if view.hellos() == desk.kept.hellos { Ok(()) } else { Err(CliError::Deceived(key::TRUSTEE_HELLOS_CHANGED.into())) }
}

/// Checks what the others sent, and publishes the key; once all are there, what all hold together.
pub(super) async fn check(which: Which, globals: &Globals, out: &Output) -> Result<bool, CliError> {
    let mut desk = Desk::open(&Folders::find(globals)?, which.round, out)?;
    let view = desk.view().await?;
    if view.is_dealt() && desk.kept.secret().is_none() {
        let (Some(hellos), Some(deals)) = (view.hellos(), view.deals()) else { return waits(&desk, &view) };
        same_hellos(&desk, &view)?;
        let dealer = desk.kept.dealer().ok_or_else(|| no(key::TRUSTEE_NOTHING_KEPT))?;
        match dealer.finish(&hellos, &deals, &mut rand::rng()) {
            Ok((secret, own)) => {
                desk.kept.set_secret(&secret);
                desk.kept.key = Some(own);
                desk.keep()?;
            }
            Err(CeremonyFault::Share(complaint)) => {
                let name = Desk::name(&view, complaint.dealer);
                desk.send(&TrusteeMessage::Complaint(*complaint)).await?;
                return Err(CliError::Deceived(Msg::new(key::TRUSTEE_WRONG_SHARE).with("name", name.as_str())));
            }
            Err(fault) => return Err(alarm(&view, &fault)),
        }
    }
    let own = desk.kept.key.ok_or_else(|| no(key::TRUSTEE_NOTHING_KEPT))?;
    if view.step == CeremonyStep::Key {
        desk.send(&TrusteeMessage::Key(own)).await?;
    }
    let view = desk.view().await?;
    let Some(trustees) = together(&desk, &view)? else { return waits(&desk, &view) };
    let code = Tracker::of(&Fixed(sha256(&[&to_json(&trustees)])));
    if desk.kept.trustees.as_ref().is_some_and(|known| *known != trustees) {
        return Err(CliError::Deceived(key::TRUSTEE_KEYS_CHANGED.into()));
    }
    desk.kept.trustees = Some(trustees);
    desk.kept.end_dealing();
    desk.keep()?;
    desk.say(Msg::new(key::TRUSTEE_READY).with("code", code.to_string().as_str()))?;
    finish(&desk, true).await
}

/// All trustees, if all keys are there: they hold, and one's own is among them.
fn together(desk: &Desk<'_>, view: &CeremonyView) -> Result<Option<Trustees>, CliError> {
    let Some(keys) = view.keys() else { return Ok(None) };
    let trustees = if view.is_dealt() {
        let Some(deals) = view.deals() else { return Ok(None) };
        same_hellos(desk, view)?;
        Trustees::dealt(view.ceremony, keys, &deals)
    } else {
        Trustees::all(view.ceremony, keys)
    };
    let own = trustees.members.get(usize::from(desk.kept.trustee) - 1).map(|member| member.key);
    if trustees.check().is_err() || own != desk.kept.key.map(|own| own.key) || trustees.threshold != desk.kept.threshold
    {
        return Err(CliError::Deceived(key::TRUSTEE_KEYS_WRONG.into()));
    }
    Ok(Some(trustees))
}

fn alarm(view: &CeremonyView, fault: &CeremonyFault) -> CliError {
    let who = match fault {
        CeremonyFault::Shape(who) | CeremonyFault::Possession(who) | CeremonyFault::Commitment(who) => *who,
        CeremonyFault::Share(complaint) => complaint.dealer,
        CeremonyFault::Messages | CeremonyFault::Key => {
            return CliError::Deceived(key::TRUSTEE_MESSAGES_WRONG.into());
        }
    };
    CliError::Deceived(Msg::new(key::TRUSTEE_MESSAGE_WRONG).with("name", Desk::name(view, who).as_str()))
}
