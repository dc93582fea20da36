//! Trustees: rogue keys, broken ceremonies, and who is named.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

mod world;

use isoloir_ballot::ballot::Seed;
use isoloir_ballot::bytes::{Bytes32, Bytes64, Fixed};
use isoloir_ballot::group::{Element, G};
use isoloir_ballot::manifest::{Election, Manifest, ManifestFault};
use isoloir_ballot::proofs::possession::{self, Role, Seat};
use isoloir_ballot::trustees::{
    CeremonyFault, Culprit, Deal, Dealer, Hello, MAX_TRUSTEES, TrusteeFault, TrusteeKey, TrusteeSecret, Trustees,
    check_key, fingerprint, judge,
};
use rand::{SeedableRng, rngs::StdRng};
use world::{Plan, World};

const CEREMONY: Bytes32 = Fixed([7; 32]);

fn rng() -> StdRng {
    StdRng::seed_from_u64(5)
}

fn named(keys: &[TrusteeKey]) -> Vec<(String, TrusteeKey)> {
    keys.iter().map(|key| ("somebody".to_owned(), *key)).collect()
}

#[test]
fn a_rogue_key_that_cancels_the_others() {
    let rng = &mut rng();
    let secrets: Vec<_> = (0..3).map(|_| TrusteeSecret::generate(rng)).collect();
    let keys: Vec<_> = (1..).zip(&secrets).map(|(n, secret)| secret.publish(&CEREMONY, n, rng)).collect();
    assert!(Trustees::all(CEREMONY, named(&keys)).check().is_ok());
    // The third takes the others' keys out of the sum. They cannot prove that they know its secret.
    let mut rogue = keys.clone();
    rogue[2].key = Element::new(keys[2].key.point() - keys[0].key.point() - keys[1].key.point());
    assert_eq!(Trustees::all(CEREMONY, named(&rogue)).check().unwrap_err(), TrusteeFault::Possession(3));
    // A proof for another seat or ceremony, or another's key and proof.
    let exchanged = [keys[1], keys[0], keys[2]];
    assert_eq!(Trustees::all(CEREMONY, named(&exchanged)).check().unwrap_err(), TrusteeFault::Possession(1));
    assert_eq!(Trustees::all(Fixed([8; 32]), named(&keys)).check().unwrap_err(), TrusteeFault::Possession(1));
    let copied = [keys[0], keys[1], keys[0]];
    assert_eq!(Trustees::all(CEREMONY, named(&copied)).check().unwrap_err(), TrusteeFault::Possession(3));
    // Two whose keys cancel each other, with good proofs.
    let secret = TrusteeSecret::generate(rng);
    let mut order = (-isoloir_ballot::group::Scalar::ONE).to_bytes();
    let minus = isoloir_ballot::group::decode_scalar(&secret.to_bytes()).unwrap()
        * isoloir_ballot::group::decode_scalar(&order).unwrap();
    order = minus.to_bytes();
    let other = TrusteeSecret::from_bytes(&order).unwrap();
    let pair = [secret.publish(&CEREMONY, 1, rng), other.publish(&CEREMONY, 2, rng)];
    assert_eq!(Trustees::all(CEREMONY, named(&pair)).check().unwrap_err(), TrusteeFault::NoKey);
}

#[test]
fn numbers_that_cannot_be() {
    let rng = &mut rng();
    let (_, all) = world::trustees(3, 3, rng);
    let (_, dealt) = world::trustees(3, 2, rng);
    let wrong = |trustees: &Trustees| trustees.check().unwrap_err();
    assert_eq!(wrong(&Trustees { members: vec![], threshold: 0, ..all.clone() }), TrusteeFault::Number);
    assert_eq!(wrong(&Trustees { threshold: 2, ..all.clone() }), TrusteeFault::Number);
    assert_eq!(wrong(&Trustees { threshold: 4, ..all.clone() }), TrusteeFault::Number);
    assert_eq!(wrong(&Trustees { threshold: 3, ..dealt.clone() }), TrusteeFault::Number);
    assert_eq!(wrong(&Trustees { dealings: dealt.dealings[..2].to_vec(), ..dealt.clone() }), TrusteeFault::Number);
    let mut short = dealt.clone();
    short.dealings[1].coefficients.pop();
    assert_eq!(wrong(&short), TrusteeFault::Number);
    let many = vec![all.members[0].clone(); MAX_TRUSTEES + 1];
    assert_eq!(wrong(&Trustees { threshold: 51, members: many, ..all }), TrusteeFault::Number);
    // A key that the dealings do not give, with a good proof; a dealing without one.
    let secret = TrusteeSecret::generate(rng);
    let other = secret.publish(&dealt.ceremony, 2, rng);
    let mut foreign = dealt.clone();
    (foreign.members[1].key, foreign.members[1].possession) = (other.key, other.possession);
    assert_eq!(wrong(&foreign), TrusteeFault::Key(2));
    let mut unproved = dealt.clone();
    unproved.dealings[2].possession = unproved.dealings[1].possession;
    assert_eq!(wrong(&unproved), TrusteeFault::Possession(3));
    assert!(dealt.check().is_ok());
}

struct Ceremony {
    dealers: Vec<Dealer>,
    hellos: Vec<Hello>,
    deals: Vec<Deal>,
    rng: StdRng,
}

fn ceremony() -> Ceremony {
    let mut rng = rng();
    let (dealers, hellos): (Vec<_>, Vec<_>) = (1..=3).map(|n| Dealer::start(CEREMONY, n, 2, &mut rng)).unzip();
    let deals = dealers.iter().map(|dealer| dealer.reveal(&hellos, &mut rng).unwrap()).collect();
    Ceremony { dealers, hellos, deals, rng }
}

impl Ceremony {
    /// What trustee 1 finds.
    fn fault(&mut self) -> CeremonyFault {
        self.dealers[0].finish(&self.hellos, &self.deals, &mut self.rng).expect_err("it is fine")
    }
}

#[test]
fn who_breaks_a_ceremony_is_named() {
    let mut fine = ceremony();
    assert!(fine.dealers[0].finish(&fine.hellos, &fine.deals, &mut fine.rng).is_ok());

    // Reveals another polynomial than the one committed to, with a good proof.
    let mut late = ceremony();
    let (other, other_hello) = Dealer::start(CEREMONY, 2, 2, &mut late.rng);
    let mut hellos = late.hellos.clone();
    hellos[1] = other_hello;
    late.deals[1] = other.reveal(&hellos, &mut late.rng).unwrap();
    assert_eq!(late.fault(), CeremonyFault::Commitment(2));

    // More or fewer coefficients or shares than asked.
    let mut wide = ceremony();
    let more = wide.deals[0].coefficients[1];
    wide.deals[1].coefficients.push(more);
    assert_eq!(wide.fault(), CeremonyFault::Shape(2));
    let mut few = ceremony();
    few.deals[2].shares.pop();
    assert_eq!(few.fault(), CeremonyFault::Shape(3));

    // Messages missing, exchanged, or not one's own.
    let mut missing = ceremony();
    missing.deals.pop();
    assert_eq!(missing.fault(), CeremonyFault::Messages);
    let mut exchanged = ceremony();
    exchanged.deals.swap(1, 2);
    assert_eq!(exchanged.fault(), CeremonyFault::Messages);
    let mut exchanged = ceremony();
    exchanged.hellos.swap(1, 2);
    assert_eq!(exchanged.fault(), CeremonyFault::Messages);
    let mut mine = ceremony();
    mine.hellos[0].transport = Element::new(G);
    assert_eq!(mine.fault(), CeremonyFault::Messages);
    let mut mine = ceremony();
    mine.hellos[0].commitment = Fixed([0; 32]);
    assert_eq!(mine.fault(), CeremonyFault::Messages);
    let mut few = ceremony();
    few.hellos.truncate(1);
    few.deals.truncate(1);
    assert_eq!(few.fault(), CeremonyFault::Messages);

    // A transport key without its secret: neither reveals to it.
    let mut transport = ceremony();
    transport.hellos[2].transport = Element::new(G);
    assert_eq!(transport.fault(), CeremonyFault::Possession(3));
    let refused = transport.dealers[0].reveal(&transport.hellos, &mut transport.rng);
    assert_eq!(refused.unwrap_err(), CeremonyFault::Possession(3));
}

#[test]
fn a_dealer_is_kept_between_the_rounds() {
    let mut fine = ceremony();
    let kept = fine.dealers[1].to_bytes();
    let again = Dealer::from_bytes(CEREMONY, 2, &kept).unwrap();
    let (secret, key) = again.finish(&fine.hellos, &fine.deals, &mut fine.rng).unwrap();
    assert_eq!((secret.key(), Ok(())), (key.key, check_key(&CEREMONY, 2, &fine.deals, &key)));
    assert_eq!(check_key(&CEREMONY, 1, &fine.deals, &key), Err(TrusteeFault::Possession(1)));
    let other = TrusteeSecret::generate(&mut fine.rng).publish(&CEREMONY, 2, &mut fine.rng);
    assert_eq!(check_key(&CEREMONY, 2, &fine.deals, &other), Err(TrusteeFault::Key(2)));
    // Cut ones, and another ceremony's.
    for wrong in [0, 31, 95, 96, kept.len() - 1] {
        assert!(Dealer::from_bytes(CEREMONY, 2, &kept[..wrong]).is_err(), "{wrong}");
    }
    let other = Dealer::from_bytes(Fixed([8; 32]), 2, &kept).unwrap();
    assert!(other.finish(&fine.hellos, &fine.deals, &mut fine.rng).is_err());
}

fn commitment(trustee: u16, coefficients: &[Element], possession: &Bytes64) -> Bytes32 {
    let mut data = CEREMONY.0.to_vec();
    data.extend_from_slice(&trustee.to_be_bytes());
    coefficients.iter().for_each(|point| data.extend_from_slice(point.bytes()));
    data.extend_from_slice(&possession.0);
    let wide = isoloir_ballot::hash::wide(isoloir_ballot::hash::DEALING, &[&data]);
    Fixed(std::array::from_fn(|n| wide[n]))
}

#[test]
fn a_commitment_to_a_dealing_without_its_secret() {
    // Trustee 2 commits to and reveals a constant term that they do not know.
    let mut broken = ceremony();
    let deal = &mut broken.deals[1];
    deal.coefficients[0] = Element::new(deal.coefficients[0].point() + G);
    broken.hellos[1].commitment = commitment(2, &deal.coefficients, &deal.possession);
    assert_eq!(broken.fault(), CeremonyFault::Possession(2));
}

#[test]
fn all_may_be_needed_in_a_ceremony_too() {
    let rng = &mut rng();
    let (dealers, hellos): (Vec<_>, Vec<_>) = (1..=2).map(|n| Dealer::start(CEREMONY, n, 2, rng)).unzip();
    let deals: Vec<_> = dealers.iter().map(|dealer| dealer.reveal(&hellos, rng).unwrap()).collect();
    assert!(dealers[0].finish(&hellos, &deals, rng).is_ok());
}

#[test]
fn dealings_that_cancel_each_other_give_no_key() {
    let rng = &mut rng();
    let (first, hello) = Dealer::start(CEREMONY, 1, 1, rng);
    let (second, mut other_hello) = Dealer::start(CEREMONY, 2, 1, rng);
    // The second deals the first one's secret with the other sign, and can prove that they know it.
    let kept = first.to_bytes();
    let minus = -isoloir_ballot::group::decode_scalar(kept[96..].try_into().unwrap()).unwrap();
    let point = Element::new(isoloir_ballot::group::times_g(&minus));
    let seat = Seat { ceremony: &CEREMONY, trustee: 2, role: Role::Dealing };
    let proof = possession::prove(&seat, &minus, &point, rng);
    other_hello.commitment = commitment(2, &[point], &proof);
    let second = [&second.to_bytes()[..32], &proof.0, minus.as_bytes()].concat();
    let second = Dealer::from_bytes(CEREMONY, 2, &second).unwrap();
    let hellos = [hello, other_hello];
    let deals = [&first, &second].map(|dealer| dealer.reveal(&hellos, rng).unwrap());
    assert_eq!(first.finish(&hellos, &deals, rng).unwrap_err(), CeremonyFault::Key);
}

#[test]
fn a_wrong_share_is_shown_to_all() {
    let mut broken = ceremony();
    broken.deals[2].shares[0].sealed.0[0] ^= 1;
    let CeremonyFault::Share(complaint) = broken.fault() else { panic!("no complaint") };
    assert_eq!((complaint.dealer, complaint.receiver), (3, 1));
    let transport = broken.hellos[0].transport;
    let judge = |deal: &Deal, complaint| judge(&CEREMONY, &transport, deal, complaint);
    assert_eq!(judge(&broken.deals[2], &complaint), Culprit::Dealer(3));
    // A false complaint about a good share, or one that shows nothing.
    let good = ceremony();
    assert_eq!(judge(&good.deals[2], &complaint), Culprit::Receiver(1));
    let mut empty = complaint.clone();
    empty.shared = Element::new(G);
    assert_eq!(judge(&broken.deals[2], &empty), Culprit::Receiver(1));
    // A dealer who sent nothing there.
    let mut nothing = broken.deals[2].clone();
    nothing.shares.clear();
    assert_eq!(judge(&nothing, &complaint), Culprit::Dealer(3));
}

#[test]
fn what_trustees_compare_shows_another_transport_key() {
    let fine = ceremony();
    let mut other = fine.hellos.clone();
    other[1].transport = Element::new(G);
    assert_eq!(fingerprint(&fine.hellos).to_string().len(), 29);
    assert_ne!(fingerprint(&fine.hellos), fingerprint(&other));
}

#[test]
fn secrets_are_not_shown() {
    let fine = ceremony();
    let secret = TrusteeSecret::generate(&mut rng());
    let again = TrusteeSecret::from_bytes(&secret.to_bytes()).unwrap();
    assert_eq!(again.key(), secret.key());
    assert!(TrusteeSecret::from_bytes(&[0; 32]).is_err() && TrusteeSecret::from_bytes(&[0xff; 32]).is_err());
    assert_eq!(
        format!("{secret:?} {:?} {:?}", fine.dealers[0], Seed::new([1; 32])),
        "TrusteeSecret(…) Dealer(1) Seed(…)"
    );
}

#[test]
fn manifests_that_cannot_be() {
    let world = World::new(&Plan::default());
    let fine = world.election.manifest().clone();
    let wrong = |change: &dyn Fn(&mut Manifest)| {
        let mut manifest = fine.clone();
        change(&mut manifest);
        Election::read(&manifest.to_bytes()).err()
    };
    assert_eq!(wrong(&|_| ()), None);
    assert_eq!(wrong(&|m| m.format = 2), Some(ManifestFault::Format));
    assert_eq!(wrong(&|m| m.candidates.clear()), Some(ManifestFault::Candidates));
    assert_eq!(wrong(&|m| m.candidates[1].id = m.candidates[0].id), Some(ManifestFault::Candidates));
    assert_eq!(wrong(&|m| m.scale.truncate(1)), Some(ManifestFault::Scale));
    assert_eq!(wrong(&|m| m.scale[2] = m.scale[0].clone()), Some(ManifestFault::Scale));
    let grades = |n: usize| (0..n).map(|n| n.to_string()).collect::<Vec<_>>();
    assert_eq!(wrong(&|m| m.scale = grades(28)), Some(ManifestFault::Scale));
    // A scale as long as a line may be is refused at once, not compared with itself.
    assert_eq!(wrong(&|m| m.scale = grades(200_000)), Some(ManifestFault::Scale));
    assert_eq!(wrong(&|m| (m.scale, m.no_opinion) = (grades(27), true)), Some(ManifestFault::Scale));
    assert_eq!(wrong(&|m| (m.scale, m.no_opinion) = (grades(26), true)), None);
    let lots =
        |size, per_voter| Some(isoloir_ballot::manifest::LotRules { size, per_voter, commitment: Fixed([0; 32]) });
    for (size, per_voter) in [(0, 1), (1, 0), (4, 1)] {
        assert_eq!(wrong(&|m| m.lots = lots(size, per_voter)), Some(ManifestFault::Lots));
    }
    assert_eq!(wrong(&|m| m.lots = lots(3, 1)), None);
    let many = |m: &mut Manifest, n: u32| {
        m.candidates = (0..n).map(|id| isoloir_ballot::manifest::Candidate { id, name: String::new() }).collect();
    };
    assert_eq!(wrong(&|m| many(m, 101)), Some(ManifestFault::Lots));
    assert_eq!(wrong(&|m| many(m, 100)), None);
    assert_eq!(wrong(&|m| many(m, 5_001)), Some(ManifestFault::Candidates));
    assert_eq!(wrong(&|m| m.opens = m.closes + 1), Some(ManifestFault::Dates));
    assert_eq!(wrong(&|m| m.opens = m.closes), None);
    assert_eq!(wrong(&|m| m.key = Element::new(G)), Some(ManifestFault::Key));
    assert_eq!(wrong(&|m| m.board = Fixed([0; 32])), Some(ManifestFault::Board));
    assert!(matches!(wrong(&|m| m.trustees.threshold = 2), Some(ManifestFault::Trustees(TrusteeFault::Number))));
    let bytes = [fine.to_bytes(), b" ".to_vec()].concat();
    assert!(matches!(Election::read(&bytes), Err(ManifestFault::Spelling(_))));
    let text = String::from_utf8(fine.to_bytes()).unwrap();
    for (old, new) in [("{\"format\":1,", "{\"format\":1,\"x\":1,"), ("\"format\":1,", ""), ("true", "\"true\"")] {
        let text = text.replacen(old, new, 1);
        assert!(matches!(Election::read(text.as_bytes()), Err(ManifestFault::Spelling(_))), "{text}");
    }
}
