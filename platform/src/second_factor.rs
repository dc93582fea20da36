//! The second factor of whoever has a role: a code of six digits that changes every thirty seconds (TOTP, RFC 6238),
//! from a seed that the person's app and the platform share. The seed is kept sealed with the server's key.

use crate::secrets::{Hash, ServerKey};
use crate::store::AccountId;
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign};
use jiff::{SignedDuration, Timestamp};
use subtle::ConstantTimeEq;

/// A seed: 160 bits, as RFC 4226 advises.
pub type Seed = [u8; 20];

/// How long a session need not show it again.
pub const PROVEN: SignedDuration = SignedDuration::from_mins(10);
/// Wrong codes that may be typed in a [`WINDOW`].
pub const TRIES: u32 = 5;
/// After this long, wrong codes are forgotten.
pub const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Seconds that a code is shown.
const STEP: i64 = 30;
/// Codes before and after the current one that are taken: clocks differ.
const DRIFT: i64 = 1;

/// The step of an instant.
pub fn step(at: Timestamp) -> i64 {
    at.as_second().div_euclid(STEP)
}

/// The code of a step.
pub fn code(seed: &Seed, step: i64) -> String {
    let tag = sign(&Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, seed), &step.to_be_bytes());
    let tag = tag.as_ref();
    // RFC 4226, 5.3: the last four bits say where to read.
    let at = usize::from(tag.last().copied().unwrap_or_default() & 0xf);
    let bytes = tag.get(at..at + 4).unwrap_or_default();
    let number = bytes.iter().fold(0_u32, |n, byte| n << 8 | u32::from(*byte)) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// The step whose code was typed, later than `after`: none is taken twice.
pub fn matching(seed: &Seed, typed: &str, now: Timestamp, after: i64) -> Option<i64> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let now = step(now);
    let right = |step: &i64| bool::from(code(seed, *step).as_bytes().ct_eq(typed.as_bytes()));
    (now - DRIFT..=now + DRIFT).filter(right).find(|step| *step > after)
}

/// A seed in base 32 (RFC 4648), as apps want it typed. 160 bits need no padding.
pub fn base32(seed: &Seed) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let letters = seed.chunks(5).flat_map(|chunk| {
        let bits = chunk.iter().fold(0_u64, |n, byte| n << 8 | u64::from(*byte));
        (0..8).rev().map(move |place| LETTERS[usize::try_from(bits >> (place * 5) & 31).unwrap_or_default()])
    });
    letters.map(char::from).collect()
}

/// What an app reads: `otpauth://totp/ISSUER:NAME?secret=…`.
pub fn uri(seed: &Seed, issuer: &str, name: &str) -> String {
    let encode =
        |text: &str| -> String { url::form_urlencoded::byte_serialize(text.as_bytes()).map(plus_is_space).collect() };
    let (label, issuer) = (encode(&format!("{issuer}:{name}")), encode(issuer));
    format!("otpauth://totp/{label}?secret={}&issuer={issuer}&algorithm=SHA1&digits=6&period=30", base32(seed))
}

/// Apps take `+` for itself.
fn plus_is_space(part: &str) -> &str {
    if part == "+" { "%20" } else { part }
}

/// As it is kept; none if the system's cryptography fails.
pub fn seal(seed: &Seed, account: AccountId, key: &ServerKey) -> Option<Vec<u8>> {
    let mut bytes = seed.to_vec();
    let nonce = sealer(key)?.seal_in_place_append_tag(Aad::from(account.0.to_be_bytes()), &mut bytes).ok()?;
    Some(nonce.as_ref().iter().copied().chain(bytes).collect())
}

/// The seed that was kept for this account.
pub fn open(sealed: &[u8], account: AccountId, key: &ServerKey) -> Option<Seed> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut bytes = sealed.to_vec();
    let opened = sealer(key)?.open_in_place(nonce, Aad::from(account.0.to_be_bytes()), &mut bytes).ok()?;
    Seed::try_from(&*opened).ok()
}

fn sealer(key: &ServerKey) -> Option<RandomizedNonceKey> {
    let own: Hash = key.mac("second factor seal", &[]);
    RandomizedNonceKey::new(&AES_256_GCM, &own).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RFC: &Seed = b"12345678901234567890";

    /// RFC 6238, appendix B (the last six of its eight digits).
    #[test]
    fn the_codes_are_those_of_the_rfc() {
        for (second, last_six) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(RFC, step(Timestamp::from_second(second).unwrap())), last_six);
        }
        assert_eq!(base32(RFC), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    #[test]
    fn a_code_is_taken_once_and_near_its_time() {
        let now = Timestamp::from_second(1_234_567_890).unwrap();
        let own = step(now);
        assert_eq!(matching(RFC, " 005 924", now, 0), Some(own));
        assert_eq!(matching(RFC, "005924", now, own), None, "taken before");
        for (drift, taken) in [(-2, None), (-1, Some(own - 1)), (1, Some(own + 1)), (2, None)] {
            assert_eq!(matching(RFC, &code(RFC, own + drift), now, 0), taken);
        }
        for wrong in ["", "005925", "00592", "0059244", "005924\u{0}"] {
            assert_eq!(matching(RFC, wrong, now, 0), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_seed_is_sealed_for_its_account() {
        let (key, other) = (ServerKey::random(), ServerKey::random());
        let sealed = seal(RFC, AccountId(7), &key).unwrap();
        assert!(!sealed.windows(4).any(|bytes| bytes == b"1234"));
        assert_eq!(open(&sealed, AccountId(7), &key).as_ref(), Some(RFC));
        assert_eq!(open(&sealed, AccountId(8), &key), None);
        assert_eq!(open(&sealed, AccountId(7), &other), None);
    }

    #[test]
    fn the_address_for_an_app_is_one() {
        let uri = uri(RFC, "La Primaire & co", "ada@example.org");
        let url = url::Url::parse(&uri).unwrap();
        assert_eq!((url.scheme(), url.host_str()), ("otpauth", Some("totp")));
        assert!(uri.starts_with("otpauth://totp/La%20Primaire%20%26%20co%3Aada%40example.org?secret=GEZDG"), "{uri}");
    }
}
