//! The voting key that the bots keep for somebody: there before a ballot leaves, sealed, shown on demand and not for
//! long, gone with its person.

use super::{Stage, fair};
use isoloir_bots::store::Store;
use isoloir_shared::api::types::Round;
use isoloir_shared::view::{Intent, Place, ScreenId};
use isoloir_tests::bots::{Person, store, verbatim};
use std::sync::Arc;
use std::time::Duration;

async fn has_purse(store: &Arc<dyn Store>, person: &Person) -> bool {
    let Some(row) = store.person(&person.chat).await.expect("it is read") else { return false };
    store.purse(row.id).await.expect("it is read").is_some()
}

#[tokio::test]
async fn a_key_is_made_for_a_vote_and_goes_with_its_person() {
    let stage = Stage::new().await;
    let engine = stage.instance().await;
    let kept = store(stage.folder()).await;
    let mut ada = Person::new(&engine, &stage.rooms, 7);
    ada.start("").await;
    assert!(!has_purse(&kept, &ada).await, "not before it is needed");
    ada.votes("ada@example.org", fair).await;
    assert_eq!(ada.screen().id, ScreenId::Receipt, "{}", ada.shown());
    let id = kept.person(&ada.chat).await.expect("it is read").expect("known").id;
    assert!(has_purse(&kept, &ada).await);
    for intent in [Intent::Leave, Intent::Forget, Intent::ForgetNow] {
        ada.press(&intent.to_string()).await;
    }
    assert!(kept.person_by_id(id).await.expect("it is read").is_none(), "{}", ada.shown());
    assert!(kept.purse(id).await.expect("it is read").is_none(), "nothing of it stays");
}

#[tokio::test]
async fn the_code_of_a_key_is_shown_and_does_not_stay() {
    let stage = Stage::new().await;
    let engine = stage.instance().await;
    let mut ada = Person::new(&engine, &stage.rooms, 7);
    ada.votes("ada@example.org", fair).await;
    let place = Intent::Open(Place::VotingKey(Round::Preselection));
    ada.choose(place).await;
    ada.choose(Intent::ShowKey).await;
    let code = verbatim(&ada.screen()).pop().unwrap_or_else(|| panic!("no code: {}", ada.shown()));
    assert!(code.starts_with("PRE-"), "{code}");
    let message = ada.seen().message;
    // Written below it: the page comes anew, without the code, and the message with the code goes.
    ada.write("bonjour").await;
    assert!(!ada.shown().contains(&code), "{}", ada.shown());
    assert!(ada.seen().gone.contains(&message), "{:?}", ada.seen().gone);
    // Shown once more, and left alone: the time that it is shown ends by itself.
    ada.choose(Intent::Open(Place::Home)).await;
    ada.choose(place).await;
    ada.choose(Intent::ShowKey).await;
    assert!(ada.shown().contains(&code));
    let kept = store(stage.folder()).await;
    let due = kept.due(jiff::Timestamp::now() + jiff::SignedDuration::from_mins(6), 10).await.expect("it is read");
    let hide = due.into_iter().find(|(chat, _)| *chat == ada.chat).expect("a timer that hides it");
    // As the sweep of an instance whose clock shows that time would.
    let later = stage.instance_ahead(jiff::SignedDuration::from_mins(6)).await;
    let mut changes = stage.rooms.changes();
    let hidden = async {
        while ada.shown().contains(&code) {
            changes.changed().await.expect("the rooms are there");
        }
    };
    tokio::time::timeout(Duration::from_secs(30), hidden).await.unwrap_or_else(|_| panic!("{hide:?} {}", ada.shown()));
    assert_eq!(ada.screen().id, ScreenId::VotingKey);
    later.stop(Duration::from_secs(5)).await;
    // Nothing of the code is in what is kept.
    engine.stop(Duration::from_secs(5)).await;
    for file in std::fs::read_dir(stage.folder()).expect("a folder") {
        let path = file.expect("a file").path();
        let bytes = std::fs::read(&path).expect("it is read");
        let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
        for secret in [code.as_str(), &letters, "\"secret\"", "\"purse\""] {
            assert!(!bytes.windows(secret.len()).any(|it| it == secret.as_bytes()), "{}", path.display());
        }
    }
}

#[tokio::test]
async fn another_chat_of_the_same_account_votes_with_the_same_key_once_it_has_its_code() {
    let stage = Stage::new().await;
    let engine = stage.instance().await;
    let mut ada = Person::new(&engine, &stage.rooms, 7);
    ada.votes("ada@example.org", fair).await;
    let mut also = Person::new(&engine, &stage.rooms, 8);
    for _ in 0..40 {
        match also.enters("ada@example.org") {
            Some(doing) => also.does(doing).await,
            None if also.screen().id == ScreenId::Promise => also.choose(Intent::Understood).await,
            None if also.screen().id == ScreenId::VotingKey => break,
            None => also.press(&Intent::Open(Place::Lot).to_string()).await,
        }
    }
    assert_eq!(also.screen().id, ScreenId::VotingKey, "it says where the key is: {}", also.shown());
    let place = Intent::Open(Place::VotingKey(Round::Preselection));
    ada.choose(place).await;
    ada.choose(Intent::ShowKey).await;
    let code = verbatim(&ada.screen()).pop().unwrap_or_else(|| panic!("no code: {}", ada.shown()));
    also.choose(place).await;
    also.write(&code.to_lowercase()).await;
    assert!(!also.seen().gone.is_empty(), "what was typed is taken away");
    also.votes("ada@example.org", fair).await;
    assert_eq!(also.screen().id, ScreenId::Receipt, "{}", also.shown());
    assert_eq!(stage.has("ada@example.org").await.0, 2, "another lot, by the same voter");
}
