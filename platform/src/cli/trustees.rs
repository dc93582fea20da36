//! Trustees, from the server's command line. A platform that serves meanwhile heeds it at the next request.

use super::args::{InviteArgs, TrusteesArgs, TrusteesCommand};
use super::organiser::there;
use crate::clock::{Clock, SystemClock};
use crate::secrets::{random, token_hash};
use crate::store::{NewCeremony, Store, StoreError};
use color_eyre::eyre::{Result, WrapErr, bail};
use isoloir_ballot::bytes::{Bytes32, Fixed};
use isoloir_shared::api::types::{CeremonyStep, ProblemCode, Round};
use isoloir_shared::text::clean_line;
use std::io::Write;
use std::sync::Arc;

/// Carries a command out.
pub(super) async fn run(command: TrusteesCommand) -> Result<()> {
    match command {
        TrusteesCommand::Invite(args) => invite(&args).await,
        TrusteesCommand::Status(args) => with(&args, status).await,
        TrusteesCommand::Cancel(args) => with(&args, cancel).await,
    }
}

async fn with<F, D>(args: &TrusteesArgs, what: F) -> Result<()>
where
    F: FnOnce(Arc<dyn Store>, Round) -> D,
    D: Future<Output = Result<()>>,
{
    let (_, store) = there(&args.data).await?;
    let done = what(store.clone(), args.round.into()).await;
    store.close().await;
    done
}

async fn invite(args: &InviteArgs) -> Result<()> {
    let round: Round = args.at.round.into();
    let names: Vec<String> = args.names.iter().map(|name| clean_line(name).trim().to_owned()).collect();
    let threshold = args.threshold.unwrap_or(u16::try_from(names.len()).unwrap_or(u16::MAX));
    let tokens: Vec<String> = (1..=names.len()).map(|number| token(round, number)).collect();
    let members = names.iter().cloned().zip(tokens.iter().map(|token| token_hash(token))).collect();
    let order = NewCeremony { round, ceremony: Fixed(random()), threshold, members };
    let (_, store) = there(&args.at.data).await?;
    let done = store.begin_ceremony(order, SystemClock.now()).await;
    store.close().await;
    match done {
        Err(StoreError::RefusedField(ProblemCode::TooLate, _)) => bail!("the round is open: its trustees stay"),
        Err(StoreError::RefusedField(ProblemCode::Duplicate, _)) => {
            bail!("trustees were invited already: `trustees cancel` first")
        }
        Err(StoreError::RefusedField(ProblemCode::Invalid, _)) => {
            bail!("1 to 50 different names are needed, and a threshold of 1 to as many")
        }
        done => done.wrap_err("nothing was changed")?,
    }
    let mut out = std::io::stdout();
    for (name, token) in names.iter().zip(tokens) {
        writeln!(out, "{name}\t{token}")?;
    }
    // The tokens are for others: whoever reads them here is told once what they are.
    writeln!(std::io::stderr(), "One token for each: hand it over in person. It is not shown again.")?;
    Ok(())
}

fn token(round: Round, number: usize) -> String {
    let word = match round {
        Round::Preselection => "preselection",
        Round::Final => "final",
    };
    let secret: Bytes32 = Fixed(random());
    format!("{word}.{number}.{secret}")
}

async fn status(store: Arc<dyn Store>, round: Round) -> Result<()> {
    let mut out = std::io::stdout();
    let Some(ceremony) = store.ceremony(round).await? else {
        return Ok(writeln!(out, "nobody was invited: the platform will hold the keys itself")?);
    };
    let view = ceremony.view;
    let step = match view.step {
        CeremonyStep::Hello => "waits for hellos",
        CeremonyStep::Deal => "waits for deals",
        CeremonyStep::Key => "waits for keys",
        CeremonyStep::Broken => "broken: see who dealt a wrong share; cancel, and invite the others",
        CeremonyStep::Finished => "finished: the round can open",
        CeremonyStep::Used => "the round is open, or was",
    };
    writeln!(out, "{} of {} needed; {step}", view.threshold, view.trustees.len())?;
    let decrypted = store.election(round).await?.map(|row| row.decrypted).unwrap_or_default();
    for (number, trustee) in (1_u16..).zip(&view.trustees) {
        let there = [
            (trustee.hello.is_some(), "hello"),
            (trustee.deal.is_some(), "deal"),
            (trustee.complaint.is_some(), "complaint"),
            (trustee.key.is_some(), "key"),
            (decrypted.contains(&number), "decryption"),
            (view.culprit == Some(number), "WRONG SHARE"),
        ];
        let there: Vec<&str> = there.iter().filter(|(there, _)| *there).map(|(_, word)| *word).collect();
        writeln!(out, "{number}\t{}\t{}", trustee.name, there.join(","))?;
    }
    Ok(())
}

async fn cancel(store: Arc<dyn Store>, round: Round) -> Result<()> {
    match store.cancel_ceremony(round).await {
        Ok(true) => Ok(writeln!(std::io::stdout(), "cancelled: the tokens are good for nothing any more")?),
        Ok(false) => bail!("nobody was invited"),
        Err(StoreError::RefusedField(ProblemCode::TooLate, _)) => bail!("the round is open: its trustees stay"),
        Err(error) => Err(error).wrap_err("nothing was changed"),
    }
}
