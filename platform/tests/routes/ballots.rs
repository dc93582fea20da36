//! What is refused of encrypted ballots, each attack by its name, and what a receipt proves.

use crate::booth::{body, fresh_key, place, seal};
use crate::harness::{Answer, Person, TestPlatform, send};
use isoloir_ballot::ballot::{Ballot, Channel, Place};
use isoloir_ballot::board::{Kind, leaf_hash};
use isoloir_ballot::credential::Credential;
use isoloir_ballot::hash::BALLOT_SIGNATURE;
use isoloir_ballot::manifest::Election;
use isoloir_platform::store::{BallotRule, Booth, CastOrder, StoreError, WriteKey};
use isoloir_platform::voting;
use isoloir_shared::api::ids::Tracker;
use isoloir_shared::api::types::{
    LotView, Page, PhaseKind, ProblemCode, ReceiptStatus, ReceiptView, Round, TrackerView,
};
use jiff::SignedDuration;
use reqwest::Method;
use std::sync::Arc;
use uuid::Uuid;

/// Somebody with a lot, and all that is public.
struct Scene<'a> {
    me: Person<'a>,
    lot: LotView,
    election: Election,
    key: Credential,
}

impl<'a> Scene<'a> {
    async fn set(p: &'a TestPlatform, name: &str) -> Self {
        let me = p.citizen(name).await;
        let lot = me.draw().await;
        Self { lot, election: p.election(Round::Preselection).await, key: me.my_key(Round::Preselection), me }
    }

    fn place(&self) -> Place {
        self.me.place(&self.election, &self.lot)
    }

    fn seal(&self, place: &Place) -> Vec<u8> {
        seal(&self.election, &self.key, place, vec![2; place.candidates.len()])
    }

    async fn send(&self, ballot: Vec<u8>) -> Answer {
        self.me.put_ballot(&self.lot, &body(ballot)).await
    }

    /// Sends what must be refused; which rule said no.
    async fn refused(&self, ballot: Vec<u8>) -> (ProblemCode, String) {
        let problem = self.send(ballot).await.problem();
        (problem.code, problem.rule.unwrap_or_default())
    }
}

fn invalid(rule: &str) -> (ProblemCode, String) {
    (ProblemCode::InvalidBallot, rule.to_owned())
}

/// Signed again: whoever changes their own ballot signs what they changed.
fn signed(mut ballot: Vec<u8>, key: &Credential) -> Vec<u8> {
    ballot.truncate(ballot.len() - 64);
    let signature = key.sign(BALLOT_SIGNATURE, &ballot);
    ballot.extend_from_slice(&signature.0);
    ballot
}

#[tokio::test]
async fn what_is_no_ballot_of_this_lot_is_refused_by_its_rule() {
    let p = TestPlatform::preselection().await;
    let scene = Scene::set(&p, "ada@example.org").await;
    let good = scene.seal(&scene.place());
    for bytes in [vec![], vec![1], good[..good.len() - 1].to_vec(), [&good[..], &[0]].concat()] {
        assert_eq!(scene.refused(bytes).await, invalid("encoding"));
    }
    let mut version = good.clone();
    version[0] = 2;
    assert_eq!(scene.refused(version).await, invalid("encoding"));
    // Bytes that are no element: the neutral one in a ciphertext's place.
    let mut neutral = good.clone();
    neutral[100..132].fill(0);
    assert_eq!(scene.refused(signed(neutral, &scene.key)).await, invalid("encoding"));

    let mut elsewhere = scene.place();
    elsewhere.election.0[0] ^= 1;
    assert_eq!(scene.refused(scene.seal(&elsewhere)).await, invalid("election"));

    let mut permuted = scene.place();
    permuted.candidates.swap(0, 1);
    assert_eq!(scene.refused(scene.seal(&permuted)).await, invalid("candidates"));
    let mut fewer = scene.place();
    fewer.candidates.pop();
    assert_eq!(scene.refused(scene.seal(&fewer)).await, invalid("candidates"));
    let mut columns = scene.place();
    columns.columns -= 1;
    assert_eq!(scene.refused(scene.seal(&columns)).await, invalid("shape"));

    let mut other_lot = scene.place();
    other_lot.lot += 1;
    assert_eq!(scene.refused(scene.seal(&other_lot)).await, invalid("lot"));

    let mut touched = good.clone();
    let last = touched.len() - 1;
    touched[last] ^= 1;
    assert_eq!(scene.refused(touched).await, invalid("signature"));
    let forged = signed(good.clone(), &fresh_key());
    assert_eq!(scene.refused(forged).await, invalid("signature"));
    assert_eq!(scene.me.draw().await, scene.lot, "nothing of it was written");
    assert!(scene.send(good).await.status.is_success());
}

#[tokio::test]
async fn a_ballot_that_is_not_proved_is_refused_whoever_signs_it() {
    let p = TestPlatform::preselection().await;
    let scene = Scene::set(&p, "ada@example.org").await;
    let place = scene.place();
    let good = scene.seal(&place);
    let head = 80 + 4 * place.candidates.len();
    // Two columns' ciphertexts change places: another grade under the same proof.
    let mut swapped = good.clone();
    let (one, two) = (good[head..head + 64].to_vec(), good[head + 64..head + 128].to_vec());
    swapped[head..head + 64].copy_from_slice(&two);
    swapped[head + 64..head + 128].copy_from_slice(&one);
    assert_eq!(scene.refused(signed(swapped, &scene.key)).await, invalid("proof"));
    // The same ciphertexts and proof under another sequence or channel.
    for (byte, by) in [(76, 0x80), (77, 1)] {
        let mut moved = good.clone();
        moved[byte] ^= by;
        assert_eq!(scene.refused(signed(moved, &scene.key)).await, invalid("proof"), "byte {byte}");
    }
    assert!(scene.send(good).await.status.is_success());
}

#[tokio::test]
async fn nobody_casts_for_another_or_copies_another() {
    let p = TestPlatform::preselection().await;
    let (ada, bob) = (Scene::set(&p, "ada@example.org").await, Scene::set(&p, "bob@example.org").await);
    let good = ada.seal(&ada.place());
    // Bob sends what is Ada's, to her lot and to his.
    assert_eq!(bob.me.put_ballot(&ada.lot, &body(good.clone())).await.code(), ProblemCode::OtherCredential);
    assert_eq!(bob.send(good.clone()).await.code(), ProblemCode::OtherCredential);
    // He fills in her lot under his own key.
    let mut taken = ada.place();
    taken.credential = bob.key.public();
    let taken = seal(&bob.election, &bob.key, &taken, vec![2; 5]);
    assert_eq!(bob.me.put_ballot(&ada.lot, &body(taken)).await.code(), ProblemCode::ForeignLot);
    // A key that is not registered, on one's own lot.
    let stray = fresh_key();
    let stray_place = Place { credential: stray.public(), ..ada.place() };
    let stray = seal(&ada.election, &stray, &stray_place, vec![2; 5]);
    assert_eq!(ada.send(stray).await.code(), ProblemCode::OtherCredential);

    ada.send(good.clone()).await.json::<ReceiptView>();
    assert!(matches!(ada.refused(good.clone()).await, (ProblemCode::CopiedBallot | ProblemCode::OldBallot, _)));
    // Ada's own ciphertexts again, as a later ballot: their proof was made for another sequence.
    let mut again = good;
    again[76] ^= 0x80;
    assert_eq!(ada.refused(signed(again, &ada.key)).await, invalid("proof"));
}

#[tokio::test]
async fn an_older_sequence_does_not_take_the_place_of_a_later_one() {
    let p = TestPlatform::preselection().await;
    let scene = Scene::set(&p, "ada@example.org").await;
    assert_eq!(scene.lot.sequence, 1);
    let at = |sequence| Place { sequence, ..scene.place() };
    assert_eq!(scene.refused(scene.seal(&at(0))).await.0, ProblemCode::OldBallot);
    // A bot that leapt to the end would leave its voter none to override it with.
    assert_eq!(scene.refused(scene.seal(&at(u32::MAX))).await, invalid("sequence"));
    let (first, held_back) = (scene.seal(&at(4)), scene.seal(&at(3)));
    let receipt: ReceiptView = scene.send(first).await.json();
    assert_eq!(scene.refused(held_back).await.0, ProblemCode::OldBallot);
    assert_eq!(scene.refused(scene.seal(&at(4))).await.0, ProblemCode::OldBallot);
    let now: LotView = scene.me.get(&format!("/v1/me/lots/{}", scene.lot.id)).await.json();
    assert_eq!((now.sequence, now.receipt.unwrap().tracker), (5, receipt.tracker));
    scene.send(scene.seal(&at(5))).await.json::<ReceiptView>();
    assert_eq!(scene.refused(scene.seal(&at(1_006))).await, invalid("sequence"));
    let most: ReceiptView = scene.send(scene.seal(&at(1_005))).await.json();
    assert_eq!(most.status, ReceiptStatus::Recorded);
}

#[tokio::test]
async fn a_receipt_proves_that_the_ballot_is_on_the_board() {
    let p = TestPlatform::preselection().await;
    let mut trackers = vec![];
    for n in 0..5 {
        let scene = Scene::set(&p, &format!("citizen-{n}@example.org")).await;
        let ballot = scene.seal(&scene.place());
        let hash = *Ballot::decode(ballot.clone()).unwrap().hash();
        let key = Uuid::new_v4();
        let path = format!("/v1/me/lots/{}/ballot", scene.lot.id);
        let send = async || send(scene.me.write(Method::PUT, &path, key).json(&body(ballot.clone()))).await;
        let receipt: ReceiptView = send().await.json();
        let board = receipt.board.clone().unwrap();
        let manifest = scene.election.manifest();
        board.check(&hash, &manifest.board, scene.election.hash()).unwrap();
        assert_eq!(
            (receipt.tracker.clone(), board.tracker().to_string()),
            (Tracker::of(&hash), receipt.tracker.0.clone())
        );
        assert_eq!(board.checkpoint.size, board.leaf + 1, "up to the checkpoint that took it in");
        // Whatever comes between, the same request has the same receipt.
        scene.me.cast(&scene.lot, 1).await.json::<ReceiptView>();
        assert_eq!(send().await.json::<ReceiptView>(), receipt);
        trackers.push((receipt.tracker, hash, board.leaf));
    }
    let election = p.election(Round::Preselection).await;
    let newest: isoloir_ballot::board::Checkpoint = p.get("/v1/elections/preselection/checkpoint").await.json();
    for (tracker, hash, leaf) in trackers {
        let found: TrackerView = p.get(&format!("/v1/receipts/{tracker}")).await.json();
        found.board.check(&hash, &election.manifest().board, election.hash()).unwrap();
        assert_eq!((found.board.leaf, &found.board.checkpoint), (leaf, &newest));
        assert_eq!(found.status, ReceiptStatus::Replaced);
        assert_ne!(leaf_hash(Kind::Ballot, &hash.0), newest.root.0);
    }
}

#[tokio::test]
async fn a_late_ballot_is_refused_and_one_whose_answer_was_lost_is_not() {
    let p = TestPlatform::preselection().await;
    let closes_at = p.platform.app().calendar.get().phase(PhaseKind::Preselection).unwrap().closes_at.unwrap();
    p.clock.set(closes_at - SignedDuration::from_mins(1));
    let scene = Scene::set(&p, "ada@example.org").await;
    let (ballot, key) = (scene.seal(&scene.place()), Uuid::new_v4());
    let path = format!("/v1/me/lots/{}/ballot", scene.lot.id);
    let receipt: ReceiptView = send(scene.me.write(Method::PUT, &path, key).json(&body(ballot.clone()))).await.json();
    let later = scene.seal(&scene.place());
    p.clock.set(closes_at);
    let me = &scene.me;
    let late = me.put(&path, &body(later)).await.problem();
    assert_eq!((late.code, late.phase), (ProblemCode::TooLate, Some(PhaseKind::Preselection)));
    let again: ReceiptView = send(me.write(Method::PUT, &path, key).json(&body(ballot))).await.json();
    assert_eq!(again, receipt);
}

#[tokio::test]
async fn the_final_takes_all_its_candidates_in_their_order() {
    let p = TestPlatform::preselection_of(5, |_| {}).await;
    p.go_to(PhaseKind::FinalVote).await;
    let me = p.citizen("ada@example.org").await;
    let election = p.election(Round::Final).await;
    let key = me.my_key(Round::Final);
    let whole = |lot, candidates| seal(&election, &key, &place(&election, &key, lot, candidates), vec![1; 5]);
    let send = async |ballot| me.put("/v1/me/final/ballot", &body(ballot)).await;
    assert_eq!(send(whole(0, election.candidates())).await.code(), ProblemCode::NoCredential);
    me.register_key(Round::Final).await;
    let mut turned = election.candidates();
    turned.reverse();
    let refused = send(whole(0, turned)).await.problem();
    assert_eq!((refused.code, refused.rule.as_deref()), (ProblemCode::InvalidBallot, Some("candidates")));
    let refused = send(whole(1, election.candidates())).await.problem();
    assert_eq!((refused.code, refused.rule.as_deref()), (ProblemCode::InvalidBallot, Some("lot")));
    let first: ReceiptView = send(whole(0, election.candidates())).await.json();
    first
        .board
        .unwrap()
        .check(&first_hash(&p, &first.tracker).await, &election.manifest().board, election.hash())
        .unwrap();
    assert!(me.final_view().await.sequence > 1);
    assert!(me.cast_final(|id| u8::try_from(id.0 % 6).unwrap()).await.status.is_success());
}

async fn first_hash(p: &TestPlatform, tracker: &Tracker) -> isoloir_ballot::bytes::Bytes32 {
    p.get(&format!("/v1/receipts/{tracker}")).await.json::<TrackerView>().board.ballot
}

/// The proof binds a ballot to its sequence, so that nobody sends the same ciphertexts twice. Should a proof ever be
/// broken, the board still takes them once.
#[tokio::test]
async fn the_same_ciphertexts_stand_once_even_if_a_proof_were_broken() {
    let p = TestPlatform::preselection().await;
    let app = p.platform.app();
    let scene = Scene::set(&p, "ada@example.org").await;
    let good = scene.seal(&scene.place());
    scene.send(good.clone()).await.json::<ReceiptView>();
    let voter = app.store.lot(scene.lot.id).await.unwrap().unwrap().voter.unwrap();
    let cast = async |bytes| {
        let order = CastOrder {
            voter,
            session: None,
            booth: Booth::Lot(scene.lot.id),
            ballot: Arc::new(Ballot::decode(bytes).unwrap()),
            window: voting::window(app, PhaseKind::Preselection).unwrap(),
            change: true,
        };
        let at = app.clock.now();
        let key = WriteKey { scope: voter.0, session: None, key: Uuid::new_v4(), fingerprint: [0; 32], at };
        app.store.cast(key, order).await
    };
    let mut later = good;
    later[73..77].copy_from_slice(&9_u32.to_be_bytes());
    let later = signed(later, &scene.key);
    assert_eq!(cast(later).await, Err(StoreError::RefusedBallot(BallotRule::Ciphertexts)));
}

#[tokio::test]
async fn an_erasure_leaves_no_account_beside_a_ballot() {
    let p = TestPlatform::preselection().await;
    let scene = Scene::set(&p, "ada@example.org").await;
    p.clock.advance(SignedDuration::from_mins(7));
    let receipt: ReceiptView = scene.send(scene.seal(&scene.place())).await.json();
    let mine: Page<ReceiptView> = scene.me.get("/v1/me/receipts").await.json();
    assert_eq!(mine.items.len(), 1);
    let file = format!("sqlite:{}/isoloir.db", p.folder.path().display());
    let file = sqlx::SqlitePool::connect(&file).await.unwrap();
    let linked = async || -> i64 {
        let linked =
            "SELECT (SELECT count(*) FROM credentials WHERE account IS NOT NULL) + (SELECT count(*) FROM write_keys
                      WHERE scope <> 0 AND instr(answer, ?) > 0)";
        sqlx::query_scalar(linked).bind(&receipt.tracker.0).fetch_one(&file).await.unwrap()
    };
    // A key, and the answer that is kept in case it was lost.
    assert_eq!(linked().await, 2);
    let told: Vec<i64> = sqlx::query_scalar(
        "SELECT b.cast_at FROM ballots b JOIN accounts a ON a.voted_at = b.cast_at OR a.created_at = b.cast_at",
    )
    .fetch_all(&file)
    .await
    .unwrap();
    assert!(told.is_empty(), "the instant of a ballot is nowhere beside an account");

    assert!(scene.me.delete("/v1/me").await.status.is_success());
    assert_eq!(linked().await, 0);
    let found: TrackerView = p.get(&format!("/v1/receipts/{}", receipt.tracker)).await.json();
    assert_eq!(found.status, ReceiptStatus::Recorded, "it counts");
}

#[tokio::test]
async fn what_a_chat_casts_says_so() {
    let p = TestPlatform::preselection().await;
    let scene = Scene::set(&p, "ada@example.org").await;
    let chat = crate::links::linked(&scene.me).await;
    let own = scene.seal(&scene.place());
    let refused = chat.put_ballot(&scene.lot, &body(own.clone())).await.problem();
    assert_eq!((refused.code, refused.rule.as_deref()), (ProblemCode::InvalidBallot, Some("channel")));
    let assisted = Place { channel: Channel::Assisted, ..scene.place() };
    chat.put_ballot(&scene.lot, &body(scene.seal(&assisted))).await.json::<ReceiptView>();
    // The voter's own terminal takes its place.
    let over = scene.seal(&scene.place());
    scene.send(over).await.json::<ReceiptView>();
}
