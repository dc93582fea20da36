//! Who holds the keys of a round: trustees on machines of their own, or the platform itself.

use super::{ceremonies, encode};
use crate::secrets::{Hash, ServerKey, random};
use crate::store::{StoreError, TRUSTEES_MISSING};
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use isoloir_ballot::bytes::Fixed;
use isoloir_ballot::trustees::{TrusteeSecret, Trustees};
use isoloir_shared::api::types::Round;
use sqlx::SqliteConnection;

/// How many trustees the platform plays where nobody else was invited.
const LOCAL: u16 = 3;

/// The trustees of a round that opens, and whether the platform plays them. Local ones are made here, their keys sealed.
pub(super) async fn of(
    conn: &mut SqliteConnection,
    server: &ServerKey,
    round: Round,
) -> Result<(Trustees, bool), StoreError> {
    if let Some(ceremony) = ceremonies::of(conn, round).await? {
        // Begun and not finished: the round does not open with other keys than those that were announced.
        let missing = || StoreError::RefusedField(TRUSTEES_MISSING.0, TRUSTEES_MISSING.1.into());
        return Ok((ceremony.trustees().ok_or_else(missing)?, false));
    }
    let word = encode(&round)?;
    let ceremony = Fixed(random());
    let mut members = Vec::new();
    for number in 1..=LOCAL {
        let secret = TrusteeSecret::generate(&mut rand::rng());
        let key = secret.publish(&ceremony, number, &mut rand::rng());
        members.push((format!("Plateforme {number}"), key));
        sqlx::query("INSERT INTO trustee_secrets (round, trustee, sealed) VALUES (?, ?, ?)")
            .bind(&word)
            .bind(number)
            .bind(seal(server, &word, number, &secret)?)
            .execute(&mut *conn)
            .await?;
    }
    Ok((Trustees::all(ceremony, members), true))
}

/// A local trustee's key as it is kept.
fn seal(server: &ServerKey, round: &str, trustee: u16, secret: &TrusteeSecret) -> Result<Vec<u8>, StoreError> {
    let failed = |_| StoreError::Broken("a trustee's key cannot be sealed".into());
    let mut bytes = secret.to_bytes().to_vec();
    let nonce = sealer(server)?.seal_in_place_append_tag(aad(round, trustee), &mut bytes).map_err(failed)?;
    Ok(nonce.as_ref().iter().copied().chain(bytes).collect())
}

/// A local trustee's key from its column.
pub(super) fn open(server: &ServerKey, round: &str, trustee: u16, sealed: &[u8]) -> Result<TrusteeSecret, StoreError> {
    let broken = || StoreError::Broken("a trustee's key cannot be opened".into());
    let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN).ok_or_else(broken)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken())?;
    let mut bytes = zeroize::Zeroizing::new(sealed.to_vec());
    let opened = sealer(server)?.open_in_place(nonce, aad(round, trustee), &mut bytes).map_err(|_| broken())?;
    let secret = Hash::try_from(&*opened).map_err(|_| broken())?;
    TrusteeSecret::from_bytes(&secret).map_err(|_| broken())
}

fn sealer(server: &ServerKey) -> Result<RandomizedNonceKey, StoreError> {
    RandomizedNonceKey::new(&AES_256_GCM, &server.mac("trustee seal", &[]))
        .map_err(|_| StoreError::Broken("no key to seal with".into()))
}

fn aad(round: &str, trustee: u16) -> Aad<Vec<u8>> {
    Aad::from([round.as_bytes(), &trustee.to_be_bytes()].concat())
}
