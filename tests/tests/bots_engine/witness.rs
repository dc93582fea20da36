//! The bots as witnesses of a real platform's boards.

use super::{NAMES, Stage};
use isoloir_bots::store::Store;
use isoloir_bots::witness::{Kind, Statement, Watch};
use isoloir_shared::api::types::{PhaseKind, Round};
use isoloir_tests::bots::store;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::setup;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

async fn stated(store: &Arc<dyn Store>, from: Timestamp) -> Vec<Statement> {
    store.unsaid("nowhere", from, from - SignedDuration::from_hours(1)).await.expect("it is read")
}

#[tokio::test]
async fn boards_are_told_from_their_opening_to_their_result() {
    let platform = TestPlatform::start("lots").await;
    let candidates = setup::confirmed(&platform, &NAMES).await;
    let stage = Stage::on(platform);
    let store = store(stage.folder()).await;
    let mut watch = Watch::new(&stage.client, store.clone(), SignedDuration::from_hours(1));
    let begun = Timestamp::now();
    let hour = |n: i64| begun + SignedDuration::from_hours(n);
    watch.look(hour(0)).await.expect("it looks");
    assert!(stated(&store, begun).await.is_empty(), "no vote is open");

    stage.platform.enter(PhaseKind::Preselection).await;
    watch.look(hour(1)).await.expect("it looks");
    setup::crowd(&stage.platform, 3).await;
    watch.look(hour(2)).await.expect("it looks");
    let said = stated(&store, begun).await;
    assert_eq!(said.iter().map(|it| it.kind).collect::<Vec<_>>(), [Kind::Opened, Kind::Grown], "{said:?}");
    let size = |it: &Statement| it.told.checkpoint.as_ref().expect("it holds").size;
    assert!(size(&said[1]) > size(&said[0]), "ballots came: {said:?}");

    setup::to_the_final(&stage.platform, &candidates).await;
    // Another run of the program: it goes on from what is kept.
    let mut watch = Watch::new(&stage.fresh_client(), store.clone(), SignedDuration::from_hours(1));
    watch.look(hour(3)).await.expect("it looks");
    let said = stated(&store, begun).await;
    let of = |round| said.iter().filter(move |it| it.told.round == round).map(|it| it.kind).collect::<Vec<_>>();
    assert_eq!(of(Round::Preselection).last(), Some(&Kind::Counted), "{said:?}");
    assert_eq!(of(Round::Final), [Kind::Opened], "{said:?}");
    assert!(store.troubles().await.expect("it is read").is_empty());
}
