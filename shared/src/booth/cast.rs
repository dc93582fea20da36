//! Making a ballot, casting it, and checking the platform's word for it.

use super::aside::aside;
use super::board::Known;
use super::keys::{fresh, says};
use super::purse::{Kept, Made};
use super::spoil::{OpeningBytes, SPOILED, answers};
use super::{BoothCall, BoothFault, BoothReply, Sealed, Spoiled, SpoiledDocument};
use crate::api::client::Client;
use crate::api::ids::{CandidateId, IdempotencyKey, LotId, Tracker};
use crate::api::types::*;
use crate::api::{ApiError, Call, Reply};
use isoloir_ballot::ballot::{self, Ballot, Opening, Place, Seed};
use isoloir_ballot::bytes::{Blob, Fixed};
use isoloir_ballot::hash::sha256;
use reqwest::Method;
use std::sync::Arc;

/// How far above its own last sequence a client follows the platform: another device of the voter may have cast.
const LEAP: u32 = 1_000;

/// The round of a ballot.
fn round_of(lot: Option<LotId>) -> Round {
    if lot.is_some() { Round::Preselection } else { Round::Final }
}

/// Columns of the answers, row by row; those whom no answer, or none of this election, was given.
fn choices(known: &Known, candidates: &[u32], request: &BallotRequest) -> Result<Vec<u8>, Vec<CandidateId>> {
    let manifest = known.election.manifest();
    let none = manifest.no_opinion.then_some(manifest.scale.len());
    let column = |id: u32| {
        let mut given = request.answers.iter().filter(|it| it.candidate.0 == id);
        let (Some(answer), None) = (given.next(), given.next()) else { return None };
        match answer.grade {
            Some(value) => Some(usize::from(value)).filter(|value| *value < manifest.scale.len()),
            None => none,
        }
        .and_then(|column| u8::try_from(column).ok())
    };
    let missing: Vec<_> = candidates.iter().filter(|id| column(**id).is_none()).map(|id| CandidateId(*id)).collect();
    if missing.is_empty() { Ok(candidates.iter().filter_map(|id| column(*id)).collect()) } else { Err(missing) }
}

impl Client {
    /// What happens in the booth.
    pub(crate) async fn booth(&self, call: &BoothCall) -> Result<BoothReply, ApiError> {
        match call {
            BoothCall::Election(round) => Ok(BoothReply::Election(Box::new(self.facts(*round).await?))),
            BoothCall::Seal(key, lot, ballot) => self.seal(*key, *lot, ballot).await,
            BoothCall::Spoil(key) => self.spoil(*key).await,
            BoothCall::ShowKey(round) => self.show_key(*round).await,
            BoothCall::EnterKey(round, code) => self.enter_key(*round, code).await,
            BoothCall::NewKey(round) => self.new_key(*round).await,
            BoothCall::Receipts => {
                let owner = self.owner().await?;
                Ok(BoothReply::Receipts(self.look(|purse| purse.receipts_of(&owner)).await?))
            }
        }
    }

    /// Casts: the ballot of this key is made once, kept, sent, and sent again as it is.
    pub(crate) async fn cast(
        &self,
        key: IdempotencyKey,
        lot: Option<LotId>,
        request: &BallotRequest,
    ) -> Result<ReceiptView, ApiError> {
        let (owner, round) = (self.owner().await?, round_of(lot));
        // It was acknowledged, and whoever asked died before they heard.
        if let Some(receipt) = self.look(|purse| purse.receipt_for(key, &owner)).await? {
            return Ok(receipt);
        }
        let known = self.election(round).await?;
        // Before it is sent: a ballot that may have been cast is never opened.
        let taken = |made: &mut Made| {
            let noted = made.opening.is_some();
            if !made.spoiled {
                made.opening = None;
            }
            (made.clone(), noted)
        };
        let (made, noted) = match self.change(|purse| purse.made_mut(key, &owner).map(taken)).await? {
            Some((made, _)) if made.spoiled => return Err(ApiError::NoSeal),
            Some((made, noted)) if made.lot == lot => (made, noted),
            _ => (self.make(&known, key, lot, request, false).await?, false),
        };
        match self.send_ballot(&known, &made, key).await {
            // Its tracker was noted before it was cast: another in its place would be one that nobody could have checked.
            Err(error) if says(&error, ProblemCode::OldBallot) && noted => Err(ApiError::NoSeal),
            // Somebody else of mine cast meanwhile: made again, as the newer one.
            Err(error) if says(&error, ProblemCode::OldBallot) => {
                let made = self.make(&known, key, lot, request, false).await?;
                self.send_ballot(&known, &made, fresh()).await
            }
            other => other,
        }
    }

    async fn send_ballot(&self, known: &Known, made: &Made, key: IdempotencyKey) -> Result<ReceiptView, ApiError> {
        let sent = match self.put_ballot(made, key).await {
            Err(error) if says(&error, ProblemCode::NoCredential) => {
                self.unregistered(made.round).await?;
                self.credential(made.round).await?;
                self.put_ballot(made, fresh()).await
            }
            other => other,
        };
        let receipt = match sent {
            Ok(receipt) => receipt,
            Err(ApiError::Problem(problem)) => return self.refused(known, made, *problem).await,
            Err(error) => return Err(error),
        };
        let Some(board) = receipt.board.as_deref() else { return Err(ApiError::Alarm(BoothFault::Receipt)) };
        self.check_receipt(known, &made.hash, board).await?;
        if !receipt.tracker.is(&made.hash) {
            return Err(ApiError::Alarm(BoothFault::Receipt));
        }
        self.acknowledged(made, &receipt).await;
        Ok(receipt)
    }

    async fn put_ballot(&self, made: &Made, key: IdempotencyKey) -> Result<ReceiptView, ApiError> {
        let body = CastRequest { ballot: made.ballot.clone() };
        let lot = made.lot.map(|lot| lot.to_string());
        let path = match &lot {
            Some(lot) => vec!["me", "lots", lot, "ballot"],
            None => vec!["me", "final", "ballot"],
        };
        self.put((Method::PUT, &path), key, &body).await
    }

    /// A refusal. What was sent before, and whose answer was lost, may stand on the board.
    async fn refused(&self, known: &Known, made: &Made, problem: Problem) -> Result<ReceiptView, ApiError> {
        let there = matches!(
            problem.code,
            ProblemCode::CopiedBallot | ProblemCode::OldBallot | ProblemCode::AlreadyCast | ProblemCode::TooLate
        );
        let found = match there {
            true => match self.plainly(&Call::Tracker(Tracker::of(&made.hash))).await {
                Ok(Reply::Tracker(view)) => Some(view),
                Err(error) if !says(&error, ProblemCode::NotFound) => return Err(error),
                _ => None,
            },
            false => None,
        };
        if let Some(view) = found {
            self.check_receipt(known, &made.hash, &view.board).await?;
            let at =
                i64::try_from(view.board.checkpoint.time).ok().and_then(|at| jiff::Timestamp::from_second(at).ok());
            let receipt = ReceiptView {
                tracker: view.tracker,
                round: made.round,
                lot: made.lot,
                cast_at: at.unwrap_or_default(),
                status: view.status,
                board: Some(view.board),
            };
            self.acknowledged(made, &receipt).await;
            return Ok(receipt);
        }
        match problem.code {
            // Nothing is decided: the same bytes go out again.
            ProblemCode::Unavailable
            | ProblemCode::Internal
            | ProblemCode::TooManyRequests
            | ProblemCode::Unauthenticated => {}
            ProblemCode::OtherCredential => {
                self.unregistered(made.round).await?;
                self.change(|purse| purse.forget_made(made.key)).await?;
            }
            _ => self.change(|purse| purse.forget_made(made.key)).await?,
        }
        Err(ApiError::Problem(Box::new(problem)))
    }

    /// The ballot is on the board: what cannot be kept now does not undo that. Asked for again, it is found there.
    async fn acknowledged(&self, made: &Made, receipt: &ReceiptView) {
        let Some(board) = receipt.board.as_deref() else { return };
        let kept = self.change(|purse| {
            purse.forget_made(made.key);
            purse.keep_receipt(Kept {
                owner: made.owner.clone(),
                key: Some(made.key),
                round: made.round,
                lot: made.lot,
                cast_at: receipt.cast_at,
                board: board.clone(),
            });
        });
        if kept.await.is_err() {
            tracing::warn!("a receipt cannot be kept here");
        }
    }

    /// Makes a ballot for this key, beside the terminal, and keeps it: on disk before anything of it leaves.
    async fn make(
        &self,
        known: &Arc<Known>,
        key: IdempotencyKey,
        lot: Option<LotId>,
        request: &BallotRequest,
        looked_at: bool,
    ) -> Result<Made, ApiError> {
        let (owner, credential) = (self.owner().await?, self.credential(known.round).await?);
        let (candidates, told) = self.paper(known, lot).await?;
        let place = lot.map_or(0, |lot| lot.0);
        let last = self.look(|purse| purse.last_sequence(&credential.public(), place)).await?;
        // A ballot that was sent and kept back never comes after a later one. So many that none is left after it: no.
        if told > last.saturating_add(LEAP) {
            return Err(ApiError::Alarm(BoothFault::Sequence));
        }
        let sequence = told.max(last + 1);
        let choices = choices(known, &candidates, request).map_err(ApiError::Incomplete)?;
        let public = credential.public();
        let placed = Place {
            election: *known.hash(),
            credential: public,
            lot: place,
            sequence,
            channel: self.seat().channel,
            candidates,
            columns: known.election.columns(),
        };
        let opening = Opening::new(Seed::generate(&mut rand::rng()), choices);
        let (used, there) = (opening.clone(), known.clone());
        let bytes =
            aside(move || ballot::make(&placed, &used, &credential, there.election.key(), there.election.generators()));
        let bytes = bytes.await.ok_or(ApiError::Garbled)?.map_err(|error| {
            tracing::error!(%error, "no ballot can be made");
            ApiError::Garbled
        })?;
        let made = Made {
            key,
            owner,
            round: known.round,
            lot,
            hash: Fixed(sha256(&[&bytes])),
            ballot: Blob(bytes),
            opening: looked_at.then_some(opening),
            spoiled: false,
        };
        let kept = self.change(|purse| {
            purse.signed(public, place, sequence);
            purse.keep_first(made.clone())
        });
        kept.await
    }

    /// The candidates in the order of the rows, and the next sequence.
    async fn paper(&self, known: &Known, lot: Option<LotId>) -> Result<(Vec<u32>, u32), ApiError> {
        let Some(lot) = lot else {
            let view: FinalView = self.get(&["me", "final"], &[]).await?;
            return Ok((known.election.candidates(), view.sequence.max(1)));
        };
        let view: LotView = self.get(&["me", "lots", &lot.to_string()], &[]).await?;
        let candidates: Vec<u32> = view.candidates.iter().map(|it| it.candidate.id.0).collect();
        let rules = known.election.manifest().lots;
        let size = rules.is_some_and(|rules| usize::try_from(rules.size) == Ok(candidates.len()));
        let twice = (1..candidates.len()).any(|n| candidates[n..].contains(&candidates[n - 1]));
        if !size || twice || candidates.iter().any(|id| known.election.row(*id).is_none()) {
            return Err(ApiError::Alarm(BoothFault::Lot));
        }
        Ok((candidates, view.sequence.max(1)))
    }

    /// Makes a ballot and shows its tracker. Sealed once more, it is the same.
    async fn seal(
        &self,
        key: IdempotencyKey,
        lot: Option<LotId>,
        request: &BallotRequest,
    ) -> Result<BoothReply, ApiError> {
        let owner = self.owner().await?;
        let known = self.election(round_of(lot)).await?;
        let made = match self.look(|purse| purse.made(key, &owner).cloned()).await? {
            Some(made) if made.spoiled || made.opening.is_none() => return Err(ApiError::NoSeal),
            Some(made) => made,
            None => self.make(&known, key, lot, request, true).await?,
        };
        Ok(BoothReply::Sealed(Sealed { tracker: Tracker::of(&made.hash) }))
    }

    /// Opens a sealed ballot: its hash goes on the board as spoiled before anybody sees what opens it.
    async fn spoil(&self, key: IdempotencyKey) -> Result<BoothReply, ApiError> {
        let owner = self.owner().await?;
        let made = self.change(|purse| {
            let made = purse.made_mut(key, &owner).filter(|it| it.opening.is_some())?;
            made.spoiled = true;
            Some(made.clone())
        });
        let made = made.await?.ok_or(ApiError::NoSeal)?;
        let opening = made.opening.clone().ok_or(ApiError::NoSeal)?;
        let known = self.election(made.round).await?;
        let to = (Method::POST, &["me", "spoiled", super::board::word(made.round)][..]);
        let told: SpoiledView = self.put(to, key, &SpoilRequest { ballot: made.hash }).await?;
        self.see(&known, &told.checkpoint).await?;
        let ballot = Ballot::decode(made.ballot.0.clone()).map_err(|_| ApiError::Garbled)?;
        let document = SpoiledDocument {
            format: SPOILED.into(),
            election: *known.hash(),
            manifest: Blob(known.election.manifest().to_bytes()),
            ballot: made.ballot.clone(),
            opening: OpeningBytes(opening.clone()),
        };
        let spoiled = Spoiled {
            tracker: Tracker::of(&made.hash),
            answers: answers(&known.election, &ballot.place().candidates, opening.choices()),
            document: document.bytes(),
        };
        Ok(BoothReply::Spoiled(Box::new(spoiled)))
    }
}
