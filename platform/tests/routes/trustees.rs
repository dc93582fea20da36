//! Trustees on machines of their own: their ceremony, the opening that waits for it, the count that waits for them.

use crate::harness::{Answer, TestPlatform, send};
use crate::stage::easy;
use isoloir_ballot::bytes::Fixed;
use isoloir_ballot::group::{Element, G};
use isoloir_ballot::tally::Decryption;
use isoloir_ballot::trustees::{CeremonyFault, Dealer, TrusteeKey, TrusteeSecret};
use isoloir_ballot::verify::{Options, Report, Stage, verify};
use isoloir_platform::phases::apply_due;
use isoloir_platform::secrets::token_hash;
use isoloir_platform::store::NewCeremony;
use isoloir_shared::api::types::{
    CeremonyStep, CeremonyView, ElectionState, ElectionView, PhaseKind, ProblemCode, Round,
};
use reqwest::Method;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

const ROUND: Round = Round::Preselection;
const PATH: &str = "/v1/trustees/preselection";

fn token(number: u16) -> String {
    format!("preselection.{number}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA{number}")
}

/// Three trustees are invited.
async fn invited(threshold: u16) -> TestPlatform {
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |settings| easy(settings, |_| {})).await;
    p.declare(7).await;
    let members = (1..=3).map(|number| (format!("Dépositaire {number}"), token_hash(&token(number)))).collect();
    let order = NewCeremony { round: ROUND, ceremony: Fixed([7; 32]), threshold, members };
    p.platform.app().store.begin_ceremony(order, p.platform.app().clock.now()).await.unwrap();
    p
}

impl TestPlatform {
    async fn says(&self, number: u16, what: &str, body: &impl Serialize) -> Answer {
        self.says_as(&token(number), number, what, body).await
    }

    async fn says_as(&self, token: &str, number: u16, what: &str, body: &impl Serialize) -> Answer {
        let request = self.request(Method::PUT, &format!("{PATH}/{number}/{what}")).bearer_auth(token);
        send(request.header("Idempotency-Key", Uuid::new_v4().to_string()).json(body)).await
    }

    async fn ceremony(&self) -> CeremonyView {
        self.get(PATH).await.json()
    }

    async fn state(&self) -> ElectionView {
        self.get("/v1/elections/preselection").await.json()
    }

    /// What a trustee verifies before they decrypt.
    async fn verified(&self) -> Report {
        let archive = self.get("/v1/elections/preselection/archive").await.body;
        let options = Options { stage: Stage::Closed, ..Options::default() };
        verify(|| Ok(archive.as_slice()), &options, &mut ()).unwrap()
    }

    async fn part(&self, number: u16, secret: &TrusteeSecret) -> Decryption {
        let report = self.verified().await;
        report.tally.unwrap().decrypt(&report.election, number, secret, &mut rand::rng()).unwrap()
    }

    /// One citizen votes, and the round closes.
    async fn vote_and_close(&self) {
        let voter = self.citizen("voter@example.org").await;
        let lot = voter.draw().await;
        assert!(voter.cast(&lot, 4).await.status.is_success());
        self.go_to(PhaseKind::Finalists).await;
    }
}

fn done(answer: &Answer) {
    assert_eq!(answer.status, 204, "{}", String::from_utf8_lossy(&answer.body));
}

fn keys(threshold_all: &CeremonyView) -> Vec<(TrusteeSecret, TrusteeKey)> {
    let one = |number| {
        let secret = TrusteeSecret::generate(&mut rand::rng());
        let key = secret.publish(&threshold_all.ceremony, number, &mut rand::rng());
        (secret, key)
    };
    (1..=3).map(one).collect()
}

/// All of three, each with a key of their own.
async fn all_join(p: &TestPlatform) -> Vec<TrusteeSecret> {
    let made = keys(&p.ceremony().await);
    for (number, (_, key)) in (1..).zip(&made) {
        done(&p.says(number, "key", key).await);
    }
    made.into_iter().map(|(secret, _)| secret).collect()
}

fn start(threshold: u16) -> Vec<(Dealer, isoloir_ballot::trustees::Hello)> {
    (1..=3).map(|number| Dealer::start(Fixed([7; 32]), number, threshold, &mut rand::rng())).collect()
}

/// Two of three, who deal shares.
async fn all_deal(p: &TestPlatform) -> Vec<TrusteeSecret> {
    let dealers = start(2);
    for (number, (_, hello)) in (1..).zip(&dealers) {
        done(&p.says(number, "hello", hello).await);
    }
    let hellos = p.ceremony().await.hellos().unwrap();
    for (number, (dealer, _)) in (1..).zip(&dealers) {
        let deal = dealer.reveal(&hellos, &mut rand::rng()).unwrap();
        done(&p.says(number, "deal", &deal).await);
    }
    let deals = p.ceremony().await.deals().unwrap();
    let mut secrets = Vec::new();
    for (number, (dealer, _)) in (1..).zip(&dealers) {
        let (secret, key) = dealer.finish(&hellos, &deals, &mut rand::rng()).unwrap();
        done(&p.says(number, "key", &key).await);
        secrets.push(secret);
    }
    secrets
}

#[tokio::test]
async fn all_of_three_and_the_result_waits_for_the_last() {
    let p = invited(3).await;
    let secrets = all_join(&p).await;
    assert_eq!(p.ceremony().await.step, CeremonyStep::Finished);
    p.go_to(PhaseKind::Preselection).await;
    assert_eq!(p.ceremony().await.step, CeremonyStep::Used);
    let shown = p.state().await;
    assert!(!shown.local && shown.state == ElectionState::Open);
    let names: Vec<String> =
        p.election(ROUND).await.manifest().trustees.members.iter().map(|member| member.name.clone()).collect();
    assert_eq!(names, ["Dépositaire 1", "Dépositaire 2", "Dépositaire 3"]);
    // Before the close nothing is decrypted, whatever it is.
    let nothing = Decryption { trustee: 1, shares: vec![] };
    assert_eq!(p.says(1, "decryption", &nothing).await.code(), ProblemCode::TooEarly);

    p.vote_and_close().await;
    assert_eq!(p.state().await.state, ElectionState::Closed);
    assert_eq!(p.get("/v1/results/preselection").await.code(), ProblemCode::NotYet);
    // Later phases wait, too: the final does not open without its finalists.
    p.go_to(PhaseKind::FinalVote).await;
    assert_eq!(p.get("/v1/elections/final").await.code(), ProblemCode::NotFound);

    // Somebody else's part, a part that was changed, a cut one.
    let mut parts = Vec::new();
    for (number, secret) in (1..).zip(&secrets) {
        parts.push(p.part(number, secret).await);
    }
    assert_eq!(p.says(1, "decryption", &parts[1]).await.problem().field.as_deref(), Some("trustee"));
    let mut wrong = parts[0].clone();
    wrong.shares.swap(0, 1);
    let refused = p.says(1, "decryption", &wrong).await.problem();
    assert_eq!((refused.code, refused.field.as_deref()), (ProblemCode::Invalid, Some("decryption")));
    wrong.shares.truncate(1);
    assert_eq!(p.says(1, "decryption", &wrong).await.code(), ProblemCode::Invalid);

    for number in [1, 2] {
        done(&p.says(number, "decryption", &parts[usize::from(number) - 1]).await);
        done(&p.says(number, "decryption", &parts[usize::from(number) - 1]).await);
    }
    apply_due(p.platform.app()).await.unwrap();
    assert_eq!((p.state().await.state, p.state().await.decrypted), (ElectionState::Closed, vec![1, 2]));
    done(&p.says(3, "decryption", &parts[2]).await);
    apply_due(p.platform.app()).await.unwrap();
    assert_eq!(p.state().await.state, ElectionState::Counted);
    assert!(p.get("/v1/results/preselection").await.status.is_success());
    let archive = p.get("/v1/elections/preselection/archive").await.body;
    assert!(verify(|| Ok(archive.as_slice()), &Options::default(), &mut ()).unwrap().result_checked());
}

#[tokio::test]
async fn two_of_three_count_without_the_lost_one() {
    let p = invited(2).await;
    let secrets = all_deal(&p).await;
    p.go_to(PhaseKind::Preselection).await;
    p.vote_and_close().await;
    for number in [3, 1] {
        assert_eq!(p.state().await.state, ElectionState::Closed);
        let part = p.part(number, &secrets[usize::from(number) - 1]).await;
        done(&p.says(number, "decryption", &part).await);
        apply_due(p.platform.app()).await.unwrap();
    }
    assert_eq!(p.state().await.state, ElectionState::Counted);
    // The third comes too late, and is told so.
    let archive = p.get("/v1/elections/preselection/archive").await.body;
    let report = verify(|| Ok(archive.as_slice()), &Options::default(), &mut ()).unwrap();
    assert_eq!((report.result_checked(), report.decrypted), (true, vec![3, 1]));
    let nothing = Decryption { trustee: 2, shares: vec![] };
    assert_eq!(p.says(2, "decryption", &nothing).await.code(), ProblemCode::TooLate);
}

#[tokio::test]
async fn a_ceremony_that_is_not_finished_holds_the_opening() {
    let p = invited(3).await;
    let made = keys(&p.ceremony().await);
    done(&p.says(1, "key", &made[0].1).await);
    p.go_to(PhaseKind::Preselection).await;
    assert_eq!(p.get("/v1/elections/preselection").await.code(), ProblemCode::NotFound);
    for number in [2, 3] {
        done(&p.says(number, "key", &made[usize::from(number) - 1].1).await);
    }
    apply_due(p.platform.app()).await.unwrap();
    assert!(!p.state().await.local);
    // From here on they stay.
    let store = &p.platform.app().store;
    assert!(store.cancel_ceremony(ROUND).await.is_err());
    assert_eq!(p.ceremony().await.step, CeremonyStep::Used);
}

#[tokio::test]
async fn a_cancelled_ceremony_leaves_the_keys_to_the_platform() {
    let p = invited(3).await;
    let store = &p.platform.app().store;
    assert!(store.cancel_ceremony(ROUND).await.unwrap());
    assert!(!store.cancel_ceremony(ROUND).await.unwrap());
    assert_eq!(p.says(1, "key", &json!({})).await.code(), ProblemCode::Unauthenticated);
    p.go_to(PhaseKind::Preselection).await;
    assert!(p.state().await.local);
    let again =
        NewCeremony { round: ROUND, ceremony: Fixed([8; 32]), threshold: 1, members: vec![("x".into(), [1; 32])] };
    assert!(store.begin_ceremony(again, p.platform.app().clock.now()).await.is_err());
}

#[tokio::test]
async fn numbers_and_names_that_cannot_be() {
    let p = TestPlatform::start().await;
    let app = p.platform.app();
    let begin = |threshold, names: &[&str]| {
        let members = names.iter().zip(1..).map(|(name, n)| ((*name).to_owned(), [n; 32])).collect();
        app.store
            .begin_ceremony(NewCeremony { round: ROUND, ceremony: Fixed([7; 32]), threshold, members }, app.clock.now())
    };
    let long = "x".repeat(201);
    for (threshold, names) in
        [(1, &[][..]), (0, &["a"]), (2, &["a"]), (1, &["a", "a"]), (1, &[""]), (1, &[long.as_str()])]
    {
        assert!(begin(threshold, names).await.is_err(), "{threshold} {names:?}");
    }
    assert_eq!(p.get(PATH).await.code(), ProblemCode::NotFound);
    begin(1, &["a", "b"]).await.unwrap();
    assert!(begin(1, &["a", "b"]).await.is_err(), "one is there");
}

#[tokio::test]
async fn whose_token_it_is_not_says_nothing() {
    let p = invited(3).await;
    let made = keys(&p.ceremony().await);
    let refused = |answer: Answer| assert_eq!(answer.code(), ProblemCode::Unauthenticated);
    refused(p.says_as(&token(2), 1, "key", &made[0].1).await);
    refused(p.says_as("preselection.1.guess", 1, "key", &made[0].1).await);
    refused(p.says(4, "key", &made[0].1).await);
    let elsewhere = p.request(Method::PUT, "/v1/trustees/final/1/key").bearer_auth(token(1));
    refused(send(elsewhere.header("Idempotency-Key", Uuid::new_v4().to_string()).json(&made[0].1)).await);
    refused(send(p.request(Method::PUT, &format!("{PATH}/1/key")).json(&made[0].1)).await);
    // A trustee is nobody's account.
    assert_eq!(send(p.request(Method::GET, "/v1/me").bearer_auth(token(1))).await.code(), ProblemCode::Unauthenticated);
    assert!(p.ceremony().await.trustees.iter().all(|trustee| trustee.key.is_none()));
    // The tokens stand nowhere in what everybody sees.
    assert!(!String::from_utf8(p.get(PATH).await.body).unwrap().contains("token"));
}

#[tokio::test]
async fn keys_that_are_not_what_they_claim() {
    let p = invited(3).await;
    let made = keys(&p.ceremony().await);
    let invalid = |answer: Answer| {
        let problem = answer.problem();
        assert_eq!((problem.code, problem.field.as_deref()), (ProblemCode::Invalid, Some("key")));
    };
    done(&p.says(1, "key", &made[0].1).await);
    done(&p.says(2, "key", &made[1].1).await);
    // The third takes the others' keys out of the sum; or copies one, or sends its own for another's seat.
    let sum = Element::new(G - made[0].1.key.point() - made[1].1.key.point());
    invalid(p.says(3, "key", &TrusteeKey { key: sum, possession: made[2].1.possession }).await);
    invalid(p.says(3, "key", &made[0].1).await);
    // A proof of another ceremony.
    let other = TrusteeSecret::generate(&mut rand::rng()).publish(&Fixed([8; 32]), 3, &mut rand::rng());
    invalid(p.says(3, "key", &other).await);
    // The same again is fine, another is not, and hellos have no place where nobody deals.
    done(&p.says(1, "key", &made[0].1).await);
    assert_eq!(p.says(1, "key", &made[1].1).await.code(), ProblemCode::Duplicate);
    let (_, hello) = start(2).remove(2);
    assert_eq!(p.says(3, "hello", &hello).await.code(), ProblemCode::WrongState);
    done(&p.says(3, "key", &made[2].1).await);
}

#[tokio::test]
async fn a_wrong_share_names_its_dealer() {
    let p = invited(2).await;
    let dealers = start(2);
    let (first, hello) = &dealers[0];
    // Nothing out of order, nobody else's hello, no key before its shares.
    let key = TrusteeSecret::generate(&mut rand::rng()).publish(&Fixed([7; 32]), 1, &mut rand::rng());
    assert_eq!(p.says(1, "key", &key).await.code(), ProblemCode::WrongState);
    assert_eq!(p.says(2, "hello", hello).await.code(), ProblemCode::Invalid);
    let mut unproved = hello.clone();
    unproved.transport = Element::new(G);
    assert_eq!(p.says(1, "hello", &unproved).await.code(), ProblemCode::Invalid);
    for (number, (_, hello)) in (1..).zip(&dealers) {
        done(&p.says(number, "hello", hello).await);
    }
    let hellos = p.ceremony().await.hellos().unwrap();
    let mut deals = Vec::new();
    for (dealer, _) in &dealers {
        deals.push(dealer.reveal(&hellos, &mut rand::rng()).unwrap());
    }
    // Another polynomial than the one committed to is refused at once.
    let mut foreign = deals[0].clone();
    foreign.coefficients.swap(0, 1);
    assert_eq!(p.says(1, "deal", &foreign).await.code(), ProblemCode::Invalid);
    deals[2].shares[0].sealed.0[0] ^= 1;
    for (number, deal) in (1..).zip(&deals) {
        done(&p.says(number, "deal", deal).await);
    }
    let Err(CeremonyFault::Share(complaint)) = first.finish(&hellos, &deals, &mut rand::rng()) else { panic!() };
    // A complaint about a share that fits breaks nothing.
    let mut unfounded = (*complaint).clone();
    unfounded.dealer = 2;
    assert_eq!(p.says(1, "complaint", &unfounded).await.code(), ProblemCode::Invalid);
    assert_eq!(p.says(2, "complaint", &*complaint).await.code(), ProblemCode::Invalid);
    done(&p.says(1, "complaint", &*complaint).await);
    let view = p.ceremony().await;
    assert_eq!((view.step, view.culprit), (CeremonyStep::Broken, Some(3)));
    let (_, key) = dealers[1].0.finish(&hellos, &deals, &mut rand::rng()).unwrap();
    assert_eq!(p.says(2, "key", &key).await.code(), ProblemCode::WrongState);
    // It never becomes the round's: cancelled, the others are invited again.
    p.go_to(PhaseKind::Preselection).await;
    assert_eq!(p.get("/v1/elections/preselection").await.code(), ProblemCode::NotFound);
    assert!(p.platform.app().store.cancel_ceremony(ROUND).await.unwrap());
    apply_due(p.platform.app()).await.unwrap();
    assert!(p.state().await.local);
}

#[tokio::test]
async fn a_key_that_the_dealings_do_not_give() {
    let p = invited(2).await;
    let dealers = start(2);
    for (number, (_, hello)) in (1..).zip(&dealers) {
        done(&p.says(number, "hello", hello).await);
    }
    let hellos = p.ceremony().await.hellos().unwrap();
    for (number, (dealer, _)) in (1..).zip(&dealers) {
        done(&p.says(number, "deal", &dealer.reveal(&hellos, &mut rand::rng()).unwrap()).await);
    }
    let rogue = TrusteeSecret::generate(&mut rand::rng()).publish(&Fixed([7; 32]), 3, &mut rand::rng());
    assert_eq!(p.says(3, "key", &rogue).await.code(), ProblemCode::Invalid);
    let value: Value = p.get(PATH).await.json();
    assert_eq!(value["step"], "key");
}
