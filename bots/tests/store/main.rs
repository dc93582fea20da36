//! What every store must do: the same tests for each implementation, on a real database.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "test code")]

mod purses;
mod seals;

use isoloir_bots::engine::{ChatKey, Network, Shown};
use isoloir_bots::seal::Keyring;
use isoloir_bots::store::{
    Change, Committed, Kept, PersonId, PersonRow, Run, Seals, SqliteStore, Store, Turn, Vault, VaultError, Who,
};
use isoloir_shared::api::client::Tokens;
use isoloir_shared::core::TimerId;
use jiff::{SignedDuration, Timestamp};
use purses::{
    a_voting_key_is_sealed_and_moves_to_a_new_seal, a_voting_key_survives_signing_out_and_goes_with_its_person,
    no_instance_loses_anothers_voting_key,
};
use seals::{
    a_new_key_takes_over_all_that_the_old_one_sealed, a_wrong_key_is_told_at_the_start, nothing_secret_is_in_the_clear,
};
use std::path::Path;
use std::sync::Arc;

/// Opens the same store again, as another process would.
async fn sqlite(folder: &Path) -> Arc<dyn Store> {
    Arc::new(SqliteStore::open(&folder.join("bots.db")).await.unwrap())
}

/// Every test below runs for each implementation named here.
macro_rules! contract {
    ($($test:ident),* $(,)?) => {
        mod on_sqlite {
            use super::*;
            $(
                #[tokio::test]
                async fn $test() {
                    let folder = tempfile::tempdir().unwrap();
                    super::$test(sqlite(folder.path()).await, sqlite(folder.path()).await).await;
                }
            )*
        }
    };
}

contract!(
    a_turn_is_one_of_its_kind,
    an_update_is_handled_once,
    a_timer_comes_once,
    tokens_are_renewed_by_one_at_a_time,
    what_is_shown_is_never_thought_newer_than_it_is,
    the_other_chats_of_an_account_are_told,
    who_waits_is_found,
    whose_screen_follows_the_phases_is_found,
    forgotten_is_forgotten,
    a_wrong_key_is_told_at_the_start,
    a_new_key_takes_over_all_that_the_old_one_sealed,
    nothing_secret_is_in_the_clear,
    no_instance_loses_anothers_voting_key,
    a_voting_key_survives_signing_out_and_goes_with_its_person,
    a_voting_key_is_sealed_and_moves_to_a_new_seal,
);

const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const OTHER: &str = "HxwdHh8bGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgE=";

async fn vault(store: &Arc<dyn Store>) -> Vault {
    Vault::open(store.clone(), Keyring::parse(KEY).unwrap()).await.unwrap()
}

fn now() -> Timestamp {
    "2027-01-04T08:00:00Z".parse().unwrap()
}

fn later(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

fn ada() -> ChatKey {
    ChatKey::telegram(7)
}

fn turn(who: Who, session: &str) -> Turn {
    Turn {
        who,
        kept: Kept { session: session.into(), ..Kept::default() },
        waits: false,
        follows: false,
        rests: false,
        run: Run(1),
        at: now(),
        update: None,
        fired: Vec::new(),
        timers: Vec::new(),
        room: Some("room".into()),
        tokens: Change::Same,
        account: Change::Same,
        tell: None,
        here: true,
        forget: false,
    }
}

fn tokens(n: u8) -> Tokens {
    Tokens { access: format!("access-{n}"), refresh: format!("refresh-{n}"), until: 0, claim: None }
}

async fn newcomer(vault: &Vault, chat: &ChatKey) -> PersonId {
    match vault.commit(chat, turn(Who::New(chat.clone()), "first")).await.unwrap() {
        Committed::Done(id, 1) => id,
        other => panic!("{other:?}"),
    }
}

async fn a_turn_is_one_of_its_kind(one: Arc<dyn Store>, two: Arc<dyn Store>) {
    let (one, two) = (vault(&one).await, vault(&two).await);
    assert!(one.person(&ada()).await.unwrap().is_none());
    let id = newcomer(&one, &ada()).await;
    // Somebody new at two instances at once is one person.
    assert_eq!(two.commit(&ada(), turn(Who::New(ada()), "again")).await.unwrap(), Committed::Conflict);
    assert_eq!(two.commit(&ada(), turn(Who::Known(id, 1), "by two")).await.unwrap(), Committed::Done(id, 2));
    assert_eq!(one.commit(&ada(), turn(Who::Known(id, 1), "by one")).await.unwrap(), Committed::Conflict);
    let kept = one.person(&ada()).await.unwrap().unwrap();
    assert_eq!((kept.version, kept.kept.session.as_slice()), (2, &b"by two"[..]));
    // Many at once: each of the turns that were taken is counted, and none is lost.
    let tries = (0..40).map(|n| {
        let vault = if n % 2 == 0 { one.clone() } else { two.clone() };
        async move {
            loop {
                let version = vault.person(&ada()).await.unwrap().unwrap().version;
                match vault.commit(&ada(), turn(Who::Known(id, version), "x")).await.unwrap() {
                    Committed::Done(..) => return,
                    Committed::Conflict => {}
                    other => panic!("{other:?}"),
                }
            }
        }
    });
    futures::future::join_all(tries).await;
    assert_eq!(one.person(&ada()).await.unwrap().unwrap().version, 42);
}

async fn an_update_is_handled_once(one: Arc<dyn Store>, two: Arc<dyn Store>) {
    let (one, two) = (vault(&one).await, vault(&two).await);
    let id = newcomer(&one, &ada()).await;
    let update = || Turn { update: Some((Network::Telegram, "u1".into())), ..turn(Who::Known(id, 1), "second") };
    // A turn that comes too late leaves no note of its update: it is taken again.
    let late = Turn { who: Who::Known(id, 9), ..update() };
    assert_eq!(one.commit(&ada(), late).await.unwrap(), Committed::Conflict);
    assert_eq!(one.commit(&ada(), update()).await.unwrap(), Committed::Done(id, 2));
    let again = Turn { who: Who::Known(id, 2), ..update() };
    assert_eq!(two.commit(&ada(), again.clone()).await.unwrap(), Committed::Already);
    assert_eq!(two.person(&ada()).await.unwrap().unwrap().version, 2);
    // The same name in another network is another update; one that changes nothing is noted alone.
    assert!(one.store().note(Network::Matrix, "u1", now()).await.unwrap());
    assert!(!two.store().note(Network::Matrix, "u1", now()).await.unwrap());
    // Old ones are forgotten.
    one.store().prune(later(1)).await.unwrap();
    assert_eq!(two.commit(&ada(), again).await.unwrap(), Committed::Done(id, 3));
}

async fn whose_screen_follows_the_phases_is_found(one: Arc<dyn Store>, two: Arc<dyn Store>) {
    let vault = vault(&one).await;
    let bob = ChatKey::telegram(8);
    let cleo = ChatKey::matrix("@cleo:example.org");
    for chat in [&ada(), &bob, &cleo] {
        newcomer(&vault, chat).await;
    }
    let found = |from, before, most| {
        let two = two.clone();
        async move { two.following(Network::Telegram, later(from), later(before), most).await.unwrap() }
    };
    assert!(found(-10, 10, 10).await.is_empty(), "nobody's screen does");
    for (chat, seconds) in [(&ada(), 1), (&bob, 2), (&cleo, 3)] {
        let id = vault.person(chat).await.unwrap().unwrap().id;
        let turn = Turn { follows: true, at: later(seconds), ..turn(Who::Known(id, 1), "x") };
        assert_eq!(vault.commit(chat, turn).await.unwrap(), Committed::Done(id, 2));
    }
    assert_eq!(found(-10, 10, 10).await, [bob.clone(), ada()], "the newest first, in one network");
    assert_eq!(found(2, 10, 10).await, std::slice::from_ref(&bob), "not who was here long ago");
    assert_eq!(found(-10, 2, 10).await, [ada()], "not who has had a turn since");
    let id = vault.person(&bob).await.unwrap().unwrap().id;
    one.reach(id, false).await.unwrap();
    assert_eq!(found(-10, 10, 1).await, [ada()], "not who cannot be written to");
}

async fn a_timer_comes_once(one: Arc<dyn Store>, two: Arc<dyn Store>) {
    let (vault_one, vault_two) = (vault(&one).await, vault(&two).await);
    let id = newcomer(&vault_one, &ada()).await;
    let timers = vec![(TimerId(1), later(10)), (TimerId(2), later(20))];
    let set = Turn { timers, ..turn(Who::Known(id, 1), "x") };
    assert_eq!(vault_one.commit(&ada(), set).await.unwrap(), Committed::Done(id, 2));
    assert!(one.due(later(9), 10).await.unwrap().is_empty());
    assert_eq!(two.due(later(30), 10).await.unwrap(), vec![(ada(), TimerId(1)), (ada(), TimerId(2))]);
    let fired = |version| Turn { fired: vec![TimerId(1)], ..turn(Who::Known(id, version), "x") };
    assert_eq!(vault_one.commit(&ada(), fired(2)).await.unwrap(), Committed::Done(id, 3));
    assert_eq!(vault_two.commit(&ada(), fired(3)).await.unwrap(), Committed::NoTimer);
    assert_eq!(one.person_by_id(id).await.unwrap().unwrap().version, 3);
    assert_eq!(one.due(later(30), 10).await.unwrap(), vec![(ada(), TimerId(2))]);
}

async fn tokens_are_renewed_by_one_at_a_time(one: Arc<dyn Store>, two: Arc<dyn Store>) {
    let (one, two) = (vault(&one).await, vault(&two).await);
    let id = newcomer(&one, &ada()).await;
    let sign_in = Turn { tokens: Change::To(Some(tokens(1))), ..turn(Who::Known(id, 1), "x") };
    assert_eq!(one.commit(&ada(), sign_in).await.unwrap(), Committed::Done(id, 2));
    let begun = one.begin_renewal(&ada(), id, Run(1), now(), later(30)).await.unwrap();
    assert_eq!(begun, Some(Some(tokens(1))));
    assert_eq!(two.begin_renewal(&ada(), id, Run(2), later(1), later(31)).await.unwrap(), None);
    one.end_renewal(&ada(), id, Run(1), Some(&tokens(2))).await.unwrap();
    assert_eq!(two.begin_renewal(&ada(), id, Run(2), later(2), later(32)).await.unwrap(), Some(Some(tokens(2))));
    // Two dies in its turn. It ends by itself, and what two would keep after that is not taken.
    assert_eq!(one.begin_renewal(&ada(), id, Run(1), later(33), later(60)).await.unwrap(), Some(Some(tokens(2))));
    two.end_renewal(&ada(), id, Run(2), None).await.unwrap();
    assert_eq!(one.person(&ada()).await.unwrap().unwrap().tokens, Some(tokens(2)));
}

async fn what_is_shown_is_never_thought_newer_than_it_is(one: Arc<dyn Store>, two: Arc<dyn Store>) {
    let (vault_one, vault_two) = (vault(&one).await, vault(&two).await);
    let id = newcomer(&vault_one, &ada()).await;
    assert_eq!(one.behind(later(1), 10).await.unwrap(), vec![ada()]);
    assert_eq!(vault_one.commit(&ada(), turn(Who::Known(id, 1), "x")).await.unwrap(), Committed::Done(id, 2));
    let shown = Shown { message: "m".into(), ..Shown::default() };
    let standing = vault_two.show(&ada(), id, 2, Some(&shown)).await.unwrap();
    assert_eq!((standing.version, standing.painted_over), (2, false));
    assert!(one.behind(later(1), 10).await.unwrap().is_empty());
    // One was slow: what it showed of the first turn lies over the second.
    let standing = vault_one.show(&ada(), id, 1, Some(&shown)).await.unwrap();
    assert_eq!((standing.version, standing.painted_over), (2, true));
    let kept = vault_one.person(&ada()).await.unwrap().unwrap();
    // What lies on top is what is known to be shown, so the second is owed again.
    assert_eq!((kept.shown_version, kept.shown), (1, Some(shown.clone())));
    vault_two.show(&ada(), id, 2, Some(&shown)).await.unwrap();
    // Who cannot be written to is not waited for.
    assert_eq!(vault_one.commit(&ada(), turn(Who::Known(id, 2), "x")).await.unwrap(), Committed::Done(id, 3));
    one.reach(id, false).await.unwrap();
    assert!(one.behind(later(1), 10).await.unwrap().is_empty());
    assert_eq!(vault_one.commit(&ada(), turn(Who::Known(id, 3), "x")).await.unwrap(), Committed::Done(id, 4));
    assert_eq!(one.behind(later(1), 10).await.unwrap(), vec![ada()]);
}

async fn the_other_chats_of_an_account_are_told(one: Arc<dyn Store>, _: Arc<dyn Store>) {
    let vault = vault(&one).await;
    let (ada_too, bob) = (ChatKey::matrix("@ada:example.org"), ChatKey::telegram(8));
    for (chat, email) in [(&ada(), "Ada@example.org"), (&bob, "bob@example.org"), (&ada_too, "ada@example.org ")] {
        let id = newcomer(&vault, chat).await;
        let account = Change::To(Some(email.to_owned()));
        let linked = Turn { account, tell: Some("relinked"), ..turn(Who::Known(id, 1), "x") };
        assert_eq!(vault.commit(chat, linked).await.unwrap(), Committed::Done(id, 2));
    }
    let told = one.notices(now(), later(60), 10).await.unwrap();
    assert!(one.notices(later(59), later(90), 10).await.unwrap().is_empty(), "one process gives it");
    assert_eq!(one.notices(later(60), later(90), 10).await.unwrap(), told, "until it is thought dead");
    assert_eq!(told.iter().map(|it| (&it.chat, it.kind.as_str())).collect::<Vec<_>>(), vec![(&ada(), "relinked")]);
    one.noticed(told[0].id).await.unwrap();
    assert!(one.notices(later(900), later(901), 10).await.unwrap().is_empty());
}

async fn who_waits_is_found(one: Arc<dyn Store>, _: Arc<dyn Store>) {
    let vault = vault(&one).await;
    let id = newcomer(&vault, &ada()).await;
    let waits = Turn { waits: true, ..turn(Who::Known(id, 1), "x") };
    assert_eq!(vault.commit(&ada(), waits).await.unwrap(), Committed::Done(id, 2));
    assert!(one.waiting(now(), 10).await.unwrap().is_empty());
    assert_eq!(one.waiting(later(1), 10).await.unwrap(), vec![ada()]);
    assert_eq!(vault.commit(&ada(), turn(Who::Known(id, 2), "x")).await.unwrap(), Committed::Done(id, 3));
    assert!(one.waiting(later(1), 10).await.unwrap().is_empty());
    one.set_position("telegram.offset", "41").await.unwrap();
    one.set_position("telegram.offset", "42").await.unwrap();
    assert_eq!(one.position("telegram.offset").await.unwrap().as_deref(), Some("42"));
    assert_eq!(one.people().await.unwrap(), 1);
    one.ping().await.unwrap();
}

async fn forgotten_is_forgotten(one: Arc<dyn Store>, _: Arc<dyn Store>) {
    let vault = vault(&one).await;
    let id = newcomer(&vault, &ada()).await;
    let set = Turn { timers: vec![(TimerId(1), now())], ..turn(Who::Known(id, 1), "x") };
    vault.commit(&ada(), set).await.unwrap();
    let last = Turn { forget: true, update: Some((Network::Telegram, "stop".into())), ..turn(Who::Known(id, 2), "x") };
    assert_eq!(vault.commit(&ada(), last.clone()).await.unwrap(), Committed::Done(id, 3));
    assert_eq!(vault.commit(&ada(), last).await.unwrap(), Committed::Already);
    assert!(vault.person(&ada()).await.unwrap().is_none());
    assert!(one.due(later(1), 10).await.unwrap().is_empty());
    // An answer that was on its way finds nobody, and whoever comes back is another row.
    assert_eq!(vault.commit(&ada(), turn(Who::Known(id, 2), "late")).await.unwrap(), Committed::Conflict);
    assert_ne!(newcomer(&vault, &ada()).await, id);
}
