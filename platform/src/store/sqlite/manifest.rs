//! The manifest: what a round's vote is, fixed at its opening and leaf 0 of its board.

use super::elections::fixed;
use super::{board, draws, effects, encode, trustees};
use crate::idempotency::DECRYPTION_BYTES;
use crate::phases::frozen;
use crate::secrets::random;
use crate::store::{MANIFEST_REFUSED, StoreError, TransitionOrder};
use isoloir_ballot::archive::credential_root;
use isoloir_ballot::bytes::{Bytes32, Fixed};
use isoloir_ballot::hash::sha256;
use isoloir_ballot::manifest::{Candidate, CredentialList, Election, FORMAT, LotRules, Manifest};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::Round;
use isoloir_shared::domain::lots::OperatorSecret;
use sqlx::SqliteConnection;

/// Makes it, and begins the board.
pub(super) async fn publish(
    conn: &mut SqliteConnection,
    order: &TransitionOrder,
    round: Round,
    candidates: &[CandidateId],
) -> Result<(), StoreError> {
    let primary = &order.primary;
    let word = encode(&round)?;
    let credentials = list(conn, &word).await?;
    let (trustees, local) = trustees::of(conn, &order.server, round).await?;
    let key = trustees.check().map_err(|e| StoreError::Broken(e.to_string()))?;
    let seed: [u8; 32] = random();
    let rows = effects::all(conn).await?;
    let candidate = |id: &CandidateId| {
        let name = rows.iter().find(|row| row.id == *id).map(|row| row.name.clone()).unwrap_or_default();
        Candidate { id: id.0, name }
    };
    let phase = order.calendar.phase(order.transition.phase);
    let opens = board::seconds(order.transition.at);
    let manifest = Manifest {
        format: FORMAT,
        primary: primary.id.clone(),
        round: word,
        rules: rules(order),
        opens,
        // A vote without an end of its own is closed by whoever runs it: not before it opens.
        closes: phase.and_then(|phase| phase.closes_at).map_or(opens, board::seconds).max(opens),
        candidates: candidates.iter().map(candidate).collect(),
        // The rules' file has the best grade first, ballots have it last.
        scale: primary.scale.iter().rev().map(|grade| grade.key.clone()).collect(),
        no_opinion: primary.ballots.no_opinion,
        change: primary.ballots.change,
        lots: lots(conn, order, round, candidates.len()).await?,
        credentials: CredentialList {
            count: credentials.len() as u64,
            root: credential_root(&credentials),
            late: true,
        },
        key: *key.element(),
        trustees,
        board: board::board_key(&order.server, &seed).public(),
    };
    let bytes = manifest.to_bytes();
    // Leaf 0 is never taken back: what nobody can read as an election would be a vote without an end. (Candidates that tie
    // for the last place go through together, so a final may have more than a ballot can hold.)
    if !countable(manifest.candidates.len(), manifest.scale.len() + usize::from(manifest.no_opinion)) {
        tracing::error!(
            ?round,
            candidates = candidates.len(),
            "a round cannot open: no trustee could send its decryption"
        );
        return Err(StoreError::RefusedField(MANIFEST_REFUSED.0, MANIFEST_REFUSED.1.into()));
    }
    Election::read(&bytes).map_err(|fault| {
        tracing::error!(?round, candidates = candidates.len(), %fault, "a round cannot open: its manifest does not hold");
        StoreError::RefusedField(MANIFEST_REFUSED.0, MANIFEST_REFUSED.1.into())
    })?;
    board::begin(conn, &order.server, round, &bytes, (local, &seed), order.transition.at).await
}

/// Bytes of a share of one cell, as a trustee sends it: JSON, with a point and a proof.
const SHARE: usize = 160;

/// Whether trustees can send what they decrypt of so many cells.
fn countable(candidates: usize, columns: usize) -> bool {
    candidates * columns * SHARE < DECRYPTION_BYTES
}

/// The keys that are known at the opening, sorted; from now on they are the list.
async fn list(conn: &mut SqliteConnection, round: &str) -> Result<Vec<Bytes32>, StoreError> {
    sqlx::query("UPDATE credentials SET listed = 1 WHERE round = ? AND replaced_at IS NULL")
        .bind(round)
        .execute(&mut *conn)
        .await?;
    let rows: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT credential FROM credentials WHERE round = ? AND listed ORDER BY credential")
            .bind(round)
            .fetch_all(&mut *conn)
            .await?;
    rows.iter().map(|column| fixed(column)).collect()
}

async fn lots(
    conn: &mut SqliteConnection,
    order: &TransitionOrder,
    round: Round,
    candidates: usize,
) -> Result<Option<LotRules>, StoreError> {
    if round == Round::Final {
        return Ok(None);
    }
    let (kept, derived): (Vec<u8>, bool) =
        sqlx::query_as("SELECT secret, derived FROM rounds WHERE round = 'preselection'").fetch_one(conn).await?;
    let secret = OperatorSecret::new(draws::secret(kept, derived, &order.server)?);
    let rules = &order.primary.preselection;
    let size = u32::try_from(candidates).unwrap_or(u32::MAX).min(rules.lot_size);
    Ok(Some(LotRules { size, per_voter: rules.max_lots, commitment: Fixed(secret.commitment()) }))
}

/// SHA-256 of the rules that decide, as JSON by their names.
fn rules(order: &TransitionOrder) -> Bytes32 {
    let rules: std::collections::BTreeMap<_, _> = frozen::all(&order.primary).into_iter().collect();
    Fixed(sha256(&[serde_json::to_string(&rules).unwrap_or_default().as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_trustee_could_send_is_not_voted_on() {
        // LaPrimaire's scale takes every candidate that a manifest may have; a long one does not.
        assert!(countable(5_000, 7) && !countable(5_000, 11));
    }
}
