//! A trustee at work: the platform, and what is kept here.

use super::kept::{Kept, Vault};
use crate::cli::context::fresh;
use crate::cli::folders::Folders;
use crate::cli::{CliError, Output};
use isoloir_shared::api::client::{Client, TrusteeMessage};
use isoloir_shared::api::types::{CeremonyView, ElectionView, ProblemCode, Round};
use isoloir_shared::api::{ApiError, parse_address};
use isoloir_shared::text::{Msg, clean_line, key};
use std::time::Duration;

/// A message that got no answer is sent again after these waits: the same again is no fault.
const WAITS: [Duration; 2] = [Duration::from_millis(300), Duration::from_secs(1)];

/// A trustee at work.
pub(super) struct Desk<'a> {
    pub out: &'a Output,
    pub client: Client,
    pub vault: Vault,
    pub kept: Kept,
}

/// The platform at an address.
pub(super) fn client(address: &str, out: &Output) -> Result<Client, CliError> {
    let url = parse_address(address).map_err(|error| CliError::address(&error))?;
    let client = Client::new(url).map_err(|error| CliError::address(&error))?;
    client.speak(out.lang);
    Ok(client)
}

/// The ceremony of a round.
pub(super) async fn ceremony(client: &Client, round: Round) -> Result<CeremonyView, CliError> {
    match client.ceremony(round).await {
        Err(ApiError::Problem(it)) if it.code == ProblemCode::NotFound => {
            Err(CliError::Usage(Msg::new(key::TRUSTEE_NO_CEREMONY)))
        }
        done => Ok(done?),
    }
}

impl<'a> Desk<'a> {
    /// With what is kept here of a round.
    pub fn open(folders: &Folders, round: Option<Round>, out: &'a Output) -> Result<Self, CliError> {
        let (vault, kept) = Vault::find(folders, round)?;
        let client = client(&kept.platform, out)?;
        Ok(Self { out, client, vault, kept })
    }

    /// Keeps what is here: before what belongs to it is sent.
    pub fn keep(&mut self) -> Result<(), CliError> {
        self.vault.keep(&self.kept)
    }

    /// The ceremony, if it is still the one that this machine takes part in.
    pub async fn view(&self) -> Result<CeremonyView, CliError> {
        let view = ceremony(&self.client, self.kept.round).await?;
        if view.ceremony != self.kept.ceremony || view.threshold != self.kept.threshold {
            return Err(CliError::Usage(Msg::new(key::TRUSTEE_OTHER_CEREMONY)));
        }
        Ok(view)
    }

    /// The election, once the round has opened.
    pub async fn election(&self) -> Result<Option<ElectionView>, CliError> {
        match self.client.election_view(self.kept.round).await {
            Err(ApiError::Problem(it)) if it.code == ProblemCode::NotFound => Ok(None),
            done => Ok(Some(done?)),
        }
    }

    /// Sends a message.
    pub async fn send(&self, message: &TrusteeMessage) -> Result<(), CliError> {
        let (id, seat) = (fresh(), (self.kept.round, self.kept.trustee));
        for wait in WAITS {
            match self.client.send_as_trustee(&self.kept.token, id, seat, message).await {
                Err(ApiError::Unreachable) => tokio::time::sleep(wait).await,
                done => return refused(done),
            }
        }
        refused(self.client.send_as_trustee(&self.kept.token, id, seat, message).await)
    }

    /// A sentence.
    pub fn say(&self, msg: impl Into<Msg>) -> Result<(), CliError> {
        if self.out.json { Ok(()) } else { self.out.line(&msg.into().resolve(self.out.lang)) }
    }

    /// A trustee's name, for people.
    pub fn name(view: &CeremonyView, number: u16) -> String {
        let place = usize::from(number).checked_sub(1);
        let found = place.and_then(|place| view.trustees.get(place));
        found.map_or_else(|| number.to_string(), |trustee| clean_line(&trustee.name))
    }
}

fn refused(done: Result<(), ApiError>) -> Result<(), CliError> {
    match done {
        Err(ApiError::Problem(it)) if it.code == ProblemCode::Unauthenticated => {
            Err(CliError::Usage(Msg::new(key::TRUSTEE_TOKEN_REFUSED)))
        }
        done => Ok(done?),
    }
}
