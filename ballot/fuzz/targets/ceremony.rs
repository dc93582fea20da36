//! Trustees' messages from anyone: nothing panics; who takes part in a ceremony is given a share that fits, or a fault.
#![no_main]

use isoloir_ballot::bytes::{Fixed, to_json};
use isoloir_ballot::trustees::{
    CeremonyFault, Complaint, Culprit, Deal, Dealer, Hello, TrusteeKey, TrusteeSecret, Trustees, fingerprint, judge,
};
use isoloir_ballot_fuzz::{Choices, Value, edit, one_spelling};
use libfuzzer_sys::fuzz_target;
use rand::{SeedableRng, rngs::StdRng};
use std::sync::LazyLock;

struct Fine {
    dealers: Vec<Dealer>,
    hellos: Vec<Hello>,
    deals: Vec<Deal>,
}

const CEREMONY: isoloir_ballot::bytes::Bytes32 = Fixed([4; 32]);

static FINE: LazyLock<Fine> = LazyLock::new(|| {
    let rng = &mut StdRng::seed_from_u64(5);
    let (dealers, hellos): (Vec<_>, Vec<_>) = (1..=3).map(|n| Dealer::start(CEREMONY, n, 2, rng)).unzip();
    let deals = dealers.iter().map(|dealer| dealer.reveal(&hellos, rng).expect("it is fine")).collect();
    Fine { dealers, hellos, deals }
});

fuzz_target!(|bytes: &[u8]| {
    let (_, _) = (one_spelling::<Hello>(bytes), one_spelling::<Deal>(bytes));
    let (_, _) = (one_spelling::<TrusteeKey>(bytes), one_spelling::<Complaint>(bytes));
    if let Some(trustees) = one_spelling::<Trustees>(bytes) {
        let _ = trustees.check();
    }
    let rng = &mut StdRng::seed_from_u64(6);
    let choices = &mut Choices(bytes);
    let messages = (&FINE.hellos, &FINE.deals);
    let Ok(mut value) = serde_json::to_value(messages) else { return };
    let pool = [value.clone()];
    let mut edits = 0;
    let who = choices.below(3);
    while choices.any() && edits < 4 {
        edits += 1;
        edit(&mut value, &pool, choices);
    }
    let Ok((hellos, deals)) = serde_json::from_value::<(Vec<Hello>, Vec<Deal>)>(value) else { return };
    let _ = fingerprint(&hellos);
    let revealed = FINE.dealers[who].reveal(&hellos, rng);
    match FINE.dealers[who].finish(&hellos, &deals, rng) {
        Ok((secret, key)) => {
            let again: Result<TrusteeSecret, _> = TrusteeSecret::from_bytes(&secret.to_bytes());
            assert!(again.is_ok_and(|again| again.key() == key.key));
            // Each other message has its own part in it: all that matters to this trustee is as it was.
            let (fine, _) = FINE.dealers[who].finish(&FINE.hellos, &FINE.deals, rng).expect("it is fine");
            assert_eq!(*fine.to_bytes(), *secret.to_bytes());
        }
        Err(CeremonyFault::Share(complaint)) => {
            // Whoever looks sees that the dealer is wrong.
            let transport = &hellos[usize::from(complaint.receiver) - 1].transport;
            let deal = &deals[usize::from(complaint.dealer) - 1];
            assert_eq!(judge(&CEREMONY, transport, deal, &complaint), Culprit::Dealer(complaint.dealer));
            assert!(one_spelling::<Complaint>(&to_json(&*complaint)).is_some());
        }
        Err(_) => (),
    }
    assert!(revealed.is_ok() || hellos != FINE.hellos);
});
