//! The contracts.

use futures::future::join_all;
use isoloir_platform::clock::ManualClock;
use isoloir_platform::secrets::random;
use isoloir_platform::store::*;
use isoloir_shared::api::ids::{CandidateId, SessionId};
use isoloir_shared::api::types::{Lang, PhaseKind, ProblemCode};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use uuid::Uuid;

pub const REFUSED: fn(ProblemCode) -> StoreError = StoreError::Refused;

pub fn now() -> Timestamp {
    "2016-05-01T10:00:00Z".parse().unwrap()
}

pub fn key(scope: i64) -> WriteKey {
    WriteKey { scope, session: None, key: Uuid::new_v4(), fingerprint: [1; 32], at: now() }
}

fn window() -> Window {
    let closes_at = "2016-07-14T22:00:00Z".parse().unwrap();
    let phase = PhaseKind::Identification;
    Window { phase, opens_at: Timestamp::UNIX_EPOCH, closes_at, clock: Arc::new(ManualClock::new(now())) }
}

fn windows() -> Declaring {
    Declaring { anybody: Some(window()), invited: None }
}

fn email(name: u8) -> Email {
    Email { mac: [name; 32], sealed: vec![name; 40] }
}

async fn code<S: Store>(store: &S, name: u8, tries: u32) -> NewCode {
    let expires_at = now() + SignedDuration::from_mins(10);
    let code = NewCode { email_mac: [name; 32], salt: [7; 32], code_mac: [8; 32], lang: Lang::En, tries, expires_at };
    assert!(store.start_code(key(0), code.clone()).await.unwrap());
    code
}

fn sign_in(name: u8, code: &NewCode) -> SignIn {
    let until = now() + SignedDuration::from_mins(15);
    SignIn {
        email: email(name),
        guesses: vec![Guess { salt: code.salt, code_mac: code.code_mac }],
        session: SessionId(Uuid::new_v4()),
        device: "test".into(),
        tokens: TokenHashes { access: random(), access_until: until, refresh: random(), refresh_until: until },
        at: now(),
    }
}

pub async fn account<S: Store>(store: &S, name: u8) -> AccountId {
    let code = code(store, name, 5).await;
    let sign_in = sign_in(name, &code);
    let access = sign_in.tokens.access;
    store.sign_in(key(0), sign_in).await.unwrap();
    let account = store.identity(access).await.unwrap().unwrap().account;
    store.register(key(account.0), account, "Orsay".into()).await.unwrap();
    account
}

/// Nominees are candidates that need no account of their own.
pub async fn nominee<S: Store>(store: &S, by: AccountId, name: &str) -> CandidateId {
    let named = Nominee::Named(name.to_owned());
    store.nominate(key(by.0), window(), by, named, None, 20).await.unwrap();
    store.given(by).await.unwrap().nominations.iter().find(|row| row.name == name).unwrap().id
}

async fn declared<S: Store>(store: &S, name: u8) -> CandidateId {
    let account = account(store, name).await;
    let candidacy = Candidacy {
        name: format!("Candidate {name}"),
        slogan: Some("Slogan".into()),
        presentation: Some("Words".into()),
        link: None,
        charter: true,
        nominee: None,
    };
    store.declare(key(account.0), windows(), account, candidacy).await.unwrap()
}

pub async fn a_key_is_one_write<S: Store>(store: Arc<S>) {
    store.set_limits(5, 5).await.unwrap();
    let me = account(&*store, 1).await;
    let candidate = declared(&*store, 2).await;
    let once = key(me.0);
    for _ in 0..3 {
        store.support(once.clone(), window(), me, candidate, None).await.unwrap();
    }
    assert_eq!(store.given(me).await.unwrap().supports.len(), 1);
    let other = WriteKey { fingerprint: [2; 32], ..once.clone() };
    let reused = store.support(other, window(), me, candidate, None).await;
    assert_eq!(reused, Err(REFUSED(ProblemCode::KeyReused)));
    // The answer stays the first one, even when the world moved on.
    store.take_back(key(me.0), window(), me, SupportKind::Support, candidate).await.unwrap();
    store.support(once, window(), me, candidate, None).await.unwrap();
    assert!(store.given(me).await.unwrap().supports.is_empty());
}

pub async fn a_key_is_one_write_under_concurrency<S: Store>(store: Arc<S>) {
    store.set_limits(5, 5).await.unwrap();
    let me = account(&*store, 1).await;
    let once = key(me.0);
    let named = || Nominee::Named("Ada Lovelace".into());
    let all = join_all((0..50).map(|_| store.nominate(once.clone(), window(), me, named(), None, 20))).await;
    assert!(all.iter().all(Result::is_ok));
    assert_eq!(store.candidates().await.unwrap().len(), 1);
}

pub async fn a_refusal_leaves_nothing_behind<S: Store>(store: Arc<S>) {
    store.set_limits(5, 1).await.unwrap();
    let me = account(&*store, 1).await;
    nominee(&*store, me, "Ada Lovelace").await;
    let refused = key(me.0);
    for _ in 0..2 {
        let named = Nominee::Named("Grace Hopper".into());
        let answer = store.nominate(refused.clone(), window(), me, named, None, 20).await;
        assert_eq!(answer, Err(REFUSED(ProblemCode::LimitReached)));
    }
    assert_eq!(store.candidates().await.unwrap().len(), 1);
    // What was refused may be tried again with the same key once it is possible.
    let ada = store.given(me).await.unwrap().nominations[0].id;
    store.take_back(key(me.0), window(), me, SupportKind::Nomination, ada).await.unwrap();
    let named = Nominee::Named("Grace Hopper".into());
    store.nominate(refused, window(), me, named, None, 20).await.unwrap();
    let names: Vec<_> = store.candidates().await.unwrap().into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["Grace Hopper"], "whom nobody nominates any more is not shown");
}

pub async fn a_code_opens_one_session_under_concurrency<S: Store>(store: Arc<S>) {
    let code = code(&*store, 1, 5).await;
    let all = join_all((0..20).map(|_| store.sign_in(key(0), sign_in(1, &code)))).await;
    assert_eq!(all.iter().filter(|answer| answer.is_ok()).count(), 1);
}

pub async fn a_wrong_code_costs_a_try_under_concurrency<S: Store>(store: Arc<S>) {
    let code = code(&*store, 1, 5).await;
    let wrong = NewCode { code_mac: [9; 32], ..code.clone() };
    let all = join_all((0..20).map(|_| store.sign_in(key(0), sign_in(1, &wrong)))).await;
    let said = |code| all.iter().filter(|answer| **answer == Err(REFUSED(code))).count();
    assert_eq!((said(ProblemCode::WrongCode), said(ProblemCode::CodeExpired)), (4, 16));
    assert_eq!(store.sign_in(key(0), sign_in(1, &code)).await, Err(REFUSED(ProblemCode::CodeExpired)));
}

pub async fn the_limit_holds_under_concurrency<S: Store>(store: Arc<S>) {
    store.set_limits(3, 1).await.unwrap();
    let me = account(&*store, 1).await;
    let candidates = join_all((10..22).map(|name| declared(&*store, name))).await;
    let all = join_all(candidates.iter().map(|id| store.support(key(me.0), window(), me, *id, None))).await;
    assert_eq!(all.iter().filter(|answer| answer.is_ok()).count(), 3);
    let given = store.given(me).await.unwrap().supports;
    assert_eq!(given.len(), 3);
    // Replacing the same one in two places at once: one of the two finds it gone.
    let free: Vec<CandidateId> =
        candidates.iter().copied().filter(|id| given.iter().all(|row| row.id != *id)).take(2).collect();
    let old = Some(given[0].id);
    let both = join_all(free.iter().map(|id| store.support(key(me.0), window(), me, *id, old))).await;
    assert_eq!(both.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(store.given(me).await.unwrap().supports.len(), 3);
}

pub async fn a_lowered_limit_holds_for_everybody_else<S: Store>(store: Arc<S>) {
    store.set_limits(3, 1).await.unwrap();
    let (early, late) = (account(&*store, 1).await, account(&*store, 2).await);
    let candidates = join_all((10..13).map(|name| declared(&*store, name))).await;
    for id in &candidates {
        store.support(key(early.0), window(), early, *id, None).await.unwrap();
    }
    store.set_limits(2, 1).await.unwrap();
    let all = join_all(candidates.iter().map(|id| store.support(key(late.0), window(), late, *id, None))).await;
    assert_eq!(all.iter().filter(|answer| answer.is_ok()).count(), 2);
    assert_eq!(store.given(early).await.unwrap().supports.len(), 3, "what is given stays");
}

pub async fn counts_are_those_of_the_supports<S: Store>(store: Arc<S>) {
    store.set_limits(5, 5).await.unwrap();
    let first = account(&*store, 1).await;
    let ada = nominee(&*store, first, "Ada Lovelace").await;
    let candidate = declared(&*store, 2).await;
    for name in 3..8 {
        let citizen = account(&*store, name).await;
        store.nominate(key(citizen.0), window(), citizen, Nominee::Known(ada), None, 20).await.unwrap();
        store.support(key(citizen.0), window(), citizen, candidate, None).await.unwrap();
    }
    let gone = account(&*store, 3).await;
    store.erase(key(0), gone).await.unwrap();
    let (ada, candidate) =
        (store.candidate(ada).await.unwrap().unwrap(), store.candidate(candidate).await.unwrap().unwrap());
    assert_eq!((ada.summary.supports, ada.nominations), (5, 5));
    assert_eq!((candidate.summary.supports, candidate.nominations), (4, 0));
}

pub async fn an_erased_account_leaves_only_what_is_public<S: Store>(store: Arc<S>) {
    let id = declared(&*store, 1).await;
    let me = account(&*store, 1).await;
    let first = key(me.0);
    assert!(!store.register(first.clone(), me, "Orsay".into()).await.unwrap(), "on the roll already");
    assert!(!store.register(first, me, "Orsay".into()).await.unwrap());
    let once = key(0);
    assert!(!store.answered(once.clone()).await.unwrap());
    store.erase(once.clone(), me).await.unwrap();
    assert!(store.answered(once).await.unwrap());
    assert_eq!(store.account(me).await.unwrap(), None);
    assert!(store.sessions(me).await.unwrap().is_empty());
    assert_eq!(store.candidacy_of(me).await.unwrap(), None);
    let page = store.candidate(id).await.unwrap().unwrap();
    assert_eq!((page.presentation, page.summary.slogan), (None, None));
    assert_eq!(page.history.len(), 2);
    assert_eq!(store.erase(key(0), me).await, Err(REFUSED(ProblemCode::NotFound)));
    let back = account(&*store, 1).await;
    assert_ne!(back, me, "a number is never used twice");
}

pub async fn what_is_old_is_forgotten<S: Store>(store: Arc<S>) {
    let me = account(&*store, 1).await;
    let once = key(me.0);
    store.set_lang(once.clone(), me, Lang::Fr).await.unwrap();
    let week = SignedDuration::from_hours(7 * 24);
    store.prune(now(), now() - week).await.unwrap();
    assert_eq!(store.sessions(me).await.unwrap().len(), 1);
    let other = WriteKey { fingerprint: [2; 32], ..once };
    assert_eq!(store.set_lang(other.clone(), me, Lang::En).await, Err(REFUSED(ProblemCode::KeyReused)));
    store.prune(now() + week, now() + SignedDuration::from_secs(1)).await.unwrap();
    store.set_lang(other, me, Lang::En).await.unwrap();
    assert!(store.sessions(me).await.unwrap().is_empty(), "its refresh token is dead");
}
