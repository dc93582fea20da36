//! What holds of roles, decisions and the log, whatever the code above the store forgets.

use crate::contract::{REFUSED, account, key, nominee, now};
use futures::future::join_all;
use isoloir_config::primary::Primary;
use isoloir_platform::second_factor::{self as factor, Seed};
use isoloir_platform::secrets::ServerKey;
use isoloir_platform::store::*;
use isoloir_shared::api::ids::{ProposalId, SessionId};
use isoloir_shared::api::types::{
    Audience, Decision, Lang, Localized, ModerationReason, ProblemCode, Role, VerdictRequest,
};
use isoloir_shared::domain::audit::verify;
use isoloir_shared::domain::calendar::Calendar;
use jiff::SignedDuration;
use std::sync::Arc;

const SEED: &Seed = b"a seed of 20 bytes..";

fn email(name: u8) -> Email {
    Email { mac: [name; 32], sealed: vec![name; 40] }
}

fn rules() -> Rules {
    let primary = Arc::new(Primary::built_in("laprimaire-2016").unwrap().unwrap());
    let calendar = Arc::new(Calendar::of(&primary).unwrap());
    Rules { primary, calendar, server: ServerKey::random() }
}

fn announcement() -> Decision {
    let words = Localized { fr: "a".into(), en: "a".into() };
    Decision::Announce {
        title: words.clone(),
        body: words,
        audience: Audience::Everyone,
        urgent: false,
        send_at: None,
        sender: None,
    }
}

/// An organiser who has shown a second factor: the account, its session.
async fn organiser<S: Store>(store: &S, server: &ServerKey, name: u8) -> (AccountId, SessionId) {
    let id = account(store, name).await;
    store.grant(email(name), Lang::Fr, Role::Organiser, now()).await.unwrap();
    let session = store.sessions(id).await.unwrap()[0].id;
    let sealed = factor::seal(SEED, id, server).unwrap();
    store.enrol(by((id, session)), id, sealed).await.unwrap();
    let code = factor::code(SEED, factor::step(now()));
    let proof = store.prove(by((id, session)), id, session, code).await.unwrap();
    assert_eq!(proof, Proof::Until(now() + SignedDuration::from_mins(10)));
    (id, session)
}

fn by((account, session): (AccountId, SessionId)) -> WriteKey {
    WriteKey { session: Some(session), ..key(account.0) }
}

/// Of many who approve at once, one does; whoever proposed never.
pub async fn a_decision_is_taken_once_and_by_another<S: Store>(store: Arc<S>, server: ServerKey) {
    let (ada, ben) = (organiser(&*store, &server, 1).await, organiser(&*store, &server, 2).await);
    let until = now() + SignedDuration::from_hours(1);
    let id = store.propose(by(ada), announcement(), rules(), until).await.unwrap();
    assert_eq!(store.approve(by(ada), id, rules()).await, Err(REFUSED(ProblemCode::OwnProposal)));
    let all = join_all((0..8).map(|_| store.approve(by(ben), id, rules()))).await;
    assert_eq!(all.iter().filter(|done| done.is_ok()).count(), 1, "{all:?}");
    assert_eq!(store.events_after(isoloir_shared::api::ids::EventId(0), 100).await.unwrap().len(), 1);
    assert_eq!(store.approve(by(ben), ProposalId(99), rules()).await, Err(REFUSED(ProblemCode::NotFound)));
}

/// A code opens one proof, however many try it at once; five wrong ones are the last.
pub async fn a_code_of_the_second_factor_is_good_once<S: Store>(store: Arc<S>, server: ServerKey) {
    let (ada, session) = organiser(&*store, &server, 1).await;
    let code = factor::code(SEED, factor::step(now()) + 1);
    let tries = join_all((0..5).map(|_| store.prove(by((ada, session)), ada, session, code.clone()))).await;
    let right = tries.iter().filter(|proof| matches!(proof, Ok(Proof::Until(_)))).count();
    assert_eq!(right, 1, "{tries:?}");
    let mut last = Proof::Wrong;
    while last == Proof::Wrong {
        last = store.prove(by((ada, session)), ada, session, "000000".into()).await.unwrap();
    }
    assert_eq!(last, Proof::Wait(now() + SignedDuration::from_mins(15)));
}

/// Without the proof, or once the role is gone, nothing is written, and nothing is logged.
pub async fn nothing_is_done_without_role_and_proof<S: Store>(store: Arc<S>, server: ServerKey) {
    let ada = organiser(&*store, &server, 1).await;
    let until = now() + SignedDuration::from_hours(1);
    let head = store.audit_head().await.unwrap();
    let later = WriteKey { at: now() + SignedDuration::from_mins(10), ..by(ada) };
    assert_eq!(store.propose(later, announcement(), rules(), until).await, Err(REFUSED(ProblemCode::SecondFactor)));
    let citizen = account(&*store, 3).await;
    let session = store.sessions(citizen).await.unwrap()[0].id;
    let by_citizen = by((citizen, session));
    assert_eq!(store.propose(by_citizen, announcement(), rules(), until).await, Err(REFUSED(ProblemCode::Forbidden)));
    assert_eq!(store.audit_head().await.unwrap(), head);
    assert!(store.revoke_role(email(1), Role::Organiser, now()).await.unwrap());
    let refused = store.propose(by(ada), announcement(), rules(), until).await;
    assert_eq!(refused, Err(REFUSED(ProblemCode::Forbidden)));
}

/// Written by many at once, the log is one chain; an erased organiser leaves it whole, under the same number.
pub async fn the_log_is_one_chain_under_concurrency<S: Store>(store: Arc<S>, server: ServerKey) {
    let (ada, ben) = (organiser(&*store, &server, 1).await, organiser(&*store, &server, 2).await);
    let until = now() + SignedDuration::from_hours(1);
    let writes = (0..20).map(|n| store.propose(by(if n % 2 == 0 { ada } else { ben }), announcement(), rules(), until));
    assert!(join_all(writes).await.iter().all(Result::is_ok));
    store.erase(key(0), ada.0).await.unwrap();
    let log = store.audit_after(0, 1000).await.unwrap();
    assert_eq!(log.len(), 25, "and a line that the role is gone");
    assert_eq!(verify(&log).unwrap(), store.audit_head().await.unwrap());
    assert!(store.staff().await.unwrap().iter().all(|row| row.number != 1));
}

/// An appeal is never heard by who decided, and a decision never taken twice, however many try at once.
pub async fn an_appeal_is_heard_by_another_under_concurrency<S: Store>(store: Arc<S>, server: ServerKey) {
    let (ada, ben) = (organiser(&*store, &server, 1).await, organiser(&*store, &server, 2).await);
    store.set_limits(5, 5).await.unwrap();
    let me = account(&*store, 3).await;
    nominee(&*store, me, "Rude Name").await;
    let it = store.moderation_queue(0, 10).await.unwrap().remove(0).id;
    let verdict = |accept| VerdictRequest { accept, because: Some(ModerationReason::Insult), note: None };
    let all = join_all((0..6).map(|n| store.judge(by(if n % 2 == 0 { ada } else { ben }), it, verdict(false)))).await;
    assert_eq!(all.iter().filter(|done| done.is_ok()).count(), 1, "{all:?}");
    let decided = store.moderation_item(it).await.unwrap().unwrap().decided_by.unwrap();
    let (first, other) = if decided == 1 { (ada, ben) } else { (ben, ada) };
    let words = || "It is my neighbour's name.".to_owned();
    let appeals = join_all((0..4).map(|_| store.appeal(key(me.0), me, it, words()))).await;
    assert_eq!(appeals.iter().filter(|done| done.is_ok()).count(), 1, "{appeals:?}");
    let own = Err(StoreError::RefusedField(ProblemCode::OwnProposal, "moderation".into()));
    assert_eq!(store.judge(by(first), it, verdict(true)).await, own);
    store.judge(by(other), it, verdict(true)).await.unwrap();
    assert!(store.moderation_queue(0, 10).await.unwrap().is_empty());
    assert_eq!(verify(&store.audit_after(0, 100).await.unwrap()).unwrap(), store.audit_head().await.unwrap());
}
