//! The contracts of links.

use crate::contract::{REFUSED, account, key, now};
use futures::future::join_all;
use isoloir_platform::secrets::random;
use isoloir_platform::store::*;
use isoloir_shared::api::ids::{LinkId, SessionId};
use isoloir_shared::api::types::{ChatNetwork, LinkStatus, ProblemCode};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use uuid::Uuid;

fn later() -> Timestamp {
    now() + SignedDuration::from_mins(10)
}

fn new(code: u8) -> LinkOffer {
    LinkOffer { id: LinkId(Uuid::new_v4()), code: [code; 32], expires_at: later() }
}

fn chat(code: u8, secret: u8) -> LinkClaim {
    let network = ChatNetwork::Matrix;
    LinkClaim { code: [code; 32], secret: [secret; 32], network, label: format!("chat {secret}"), expires_at: later() }
}

fn seen(secret: u8) -> LinkConfirmation {
    LinkConfirmation { network: ChatNetwork::Matrix, label: format!("chat {secret}"), expires_at: later() }
}

fn opening(secret: u8) -> LinkOpening {
    let until = later();
    let tokens = TokenHashes { access: random(), access_until: until, refresh: random(), refresh_until: until };
    LinkOpening { secret: [secret; 32], session: SessionId(Uuid::new_v4()), tokens }
}

/// A link that is confirmed.
async fn confirmed<S: Store>(store: &S, me: AccountId, code: u8) -> LinkId {
    store.offer_link(key(me.0), me, new(code)).await.unwrap();
    let link = store.claim_link(key(0), chat(code, code)).await.unwrap();
    store.confirm_link(key(me.0), me, link, seen(code)).await.unwrap();
    link
}

pub async fn a_code_links_one_chat_under_concurrency<S: Store>(store: Arc<S>) {
    let me = account(&*store, 1).await;
    store.offer_link(key(me.0), me, new(5)).await.unwrap();
    let all = join_all((10..30).map(|secret| store.claim_link(key(0), chat(5, secret)))).await;
    assert_eq!(all.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert!(store.links(me, now()).await.unwrap().is_empty(), "in more than one hand, it is good for nobody");
}

pub async fn a_link_opens_one_session_under_concurrency<S: Store>(store: Arc<S>) {
    let me = account(&*store, 1).await;
    confirmed(&*store, me, 5).await;
    let all = join_all((0..20).map(|_| store.open_link(key(0), opening(5)))).await;
    let opened = all.iter().filter(|answer| matches!(answer, Ok(LinkOpened::Opened(..)))).count();
    let refused = all.iter().filter(|answer| matches!(answer, Ok(LinkOpened::Refused))).count();
    assert_eq!((opened, refused), (1, 19));
    assert_eq!(store.sessions(me).await.unwrap().len(), 2);
    let rows = store.links(me, now()).await.unwrap();
    assert_eq!((rows.len(), rows[0].status), (1, LinkStatus::Linked));
}

pub async fn so_many_links_are_under_way_under_concurrency<S: Store>(store: Arc<S>) {
    let me = account(&*store, 1).await;
    let all = join_all((1..30).map(|code| store.offer_link(key(me.0), me, new(code)))).await;
    assert!(all.iter().all(Result::is_ok));
    assert_eq!(store.links(me, now()).await.unwrap().len(), OPEN_LINKS as usize);
    // Dead ones make room, and are forgotten.
    assert!(store.links(me, later()).await.unwrap().is_empty());
    store.prune(later() + SignedDuration::from_secs(1), now()).await.unwrap();
    assert!(store.links(me, now()).await.unwrap().is_empty());
}

pub async fn a_link_ends_with_its_session_or_its_account<S: Store>(store: Arc<S>) {
    let me = account(&*store, 1).await;
    let (first, second) = (confirmed(&*store, me, 5).await, confirmed(&*store, me, 6).await);
    for code in [5, 6] {
        assert!(matches!(store.open_link(key(0), opening(code)).await, Ok(LinkOpened::Opened(_, None))));
    }
    assert_eq!(store.untold_links(None).await.unwrap().len(), 2);
    store.link_told(first).await.unwrap();
    assert_eq!(store.untold_links(None).await.unwrap()[0].id, second);
    let session = |rows: &[LinkRow], link| rows.iter().find(|row| row.id == link).unwrap().session.unwrap().0;
    let rows = store.links(me, now()).await.unwrap();
    store.revoke(key(me.0), me, session(&rows, first)).await.unwrap();
    let once = key(me.0);
    for _ in 0..2 {
        let ended = store.cut_link(once.clone(), me, second).await.unwrap();
        assert_eq!(ended, Some(session(&rows, second)));
    }
    assert_eq!(store.cut_link(key(me.0), me, first).await, Err(REFUSED(ProblemCode::NotFound)));
    assert_eq!(store.sessions(me).await.unwrap().len(), 1);

    let third = confirmed(&*store, me, 7).await;
    store.erase(key(0), me).await.unwrap();
    assert_eq!(store.open_link(key(0), opening(7)).await, Ok(LinkOpened::Refused));
    assert_eq!(store.cut_link(key(0), me, third).await, Err(REFUSED(ProblemCode::NotFound)));
}
