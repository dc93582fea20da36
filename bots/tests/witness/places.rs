//! Where it is written: each place gets it once, whoever writes it.

use super::*;
use async_trait::async_trait;
use isoloir_bots::witness::{Notice, Wall, post};
use std::time::Duration;

/// A place in memory.
#[derive(Default)]
struct Place {
    /// Messages, as they stand.
    messages: Mutex<Vec<Notice>>,
    rewritten: Mutex<usize>,
    /// Messages that can be written over no more.
    lost: Mutex<Vec<String>>,
    down: Mutex<bool>,
}

impl Place {
    fn count(&self) -> (usize, usize) {
        (self.messages.lock().unwrap().len(), *self.rewritten.lock().unwrap())
    }
}

#[async_trait]
impl Wall for Place {
    fn place(&self) -> String {
        "memory".into()
    }

    async fn write(&self, _: &str, notice: &Notice) -> Result<String, Duration> {
        if *self.down.lock().unwrap() {
            return Err(Duration::from_secs(7));
        }
        let mut messages = self.messages.lock().unwrap();
        messages.push(notice.clone());
        Ok((messages.len() - 1).to_string())
    }

    async fn rewrite(&self, message: &str, _: &str, notice: &Notice) -> Result<bool, Duration> {
        if self.lost.lock().unwrap().iter().any(|it| it == message) {
            return Ok(false);
        }
        self.messages.lock().unwrap()[message.parse::<usize>().unwrap()] = notice.clone();
        *self.rewritten.lock().unwrap() += 1;
        Ok(true)
    }
}

async fn posts(scene: &Scene, place: &Place, now: Timestamp) -> Option<Duration> {
    post(scene.store.as_ref(), place, now).await.unwrap()
}

#[tokio::test]
async fn a_day_has_one_message_that_follows_the_hours() {
    let (scene, place) = (Scene::new().await, Place::default());
    let mut watch = watcher(&scene.server, &scene.store);
    watch.look(at(0)).await.unwrap();
    assert_eq!(posts(&scene, &place, at(0)).await, None);
    posts(&scene, &place, at(1)).await;
    assert_eq!(place.count(), (1, 0));
    for hour in 1..16 {
        scene.grows();
        watch.look(at(hour * 60)).await.unwrap();
        posts(&scene, &place, at(hour * 60)).await;
    }
    assert_eq!(place.count(), (1, 15), "edited, and nobody is rung at");
    let line = scene.stated(at(900)).await.pop().unwrap().told.checkpoint.unwrap();
    {
        let messages = place.messages.lock().unwrap();
        assert!(messages[0].plain.contains(&format!("isoloir verify --live --checkpoint \"{line}\"")));
        assert!(!messages[0].loud);
    }
    // Another day: what stood there stays as it is.
    watch.look(at(16 * 60)).await.unwrap();
    posts(&scene, &place, at(16 * 60)).await;
    assert_eq!(place.count(), (2, 15));
    // Somebody deleted it.
    place.lost.lock().unwrap().push("1".into());
    watch.look(at(17 * 60)).await.unwrap();
    posts(&scene, &place, at(17 * 60)).await;
    assert_eq!(place.count(), (3, 15));
}

#[tokio::test]
async fn what_could_not_be_written_is_written_later_and_by_one_alone() {
    let (scene, place) = (Scene::new().await, Place::default());
    watcher(&scene.server, &scene.store).look(at(0)).await.unwrap();
    *place.down.lock().unwrap() = true;
    assert_eq!(posts(&scene, &place, at(0)).await, Some(Duration::from_secs(7)));
    *place.down.lock().unwrap() = false;
    // Whoever had it may still be writing it.
    assert_eq!(posts(&scene, &place, at(1)).await, None);
    assert_eq!(place.count().0, 0);
    posts(&scene, &place, at(2)).await;
    posts(&scene, &place, at(60)).await;
    assert_eq!(place.count().0, 1);
}

#[tokio::test]
async fn what_is_written_says_what_it_is_for_in_both_languages() {
    let scene = Scene::new().await;
    let mut watch = watcher(&scene.server, &scene.store);
    watch.look(at(0)).await.unwrap();
    scene.town.lock().unwrap().lie(Lie::AnotherBoard);
    for minute in 1..4 {
        watch.look(at(minute)).await.unwrap();
    }
    let notices: Vec<Notice> = scene.stated(at(3)).await.iter().map(isoloir_bots::chat::checkpoint::notice).collect();
    assert!(notices[0].pinned && notices[0].loud);
    // Where the platform listens, another port each time.
    let port = scene.server.url.port().unwrap().to_string();
    for (name, notice) in ["opened", "split"].into_iter().zip(&notices) {
        assert!(notice.telegram.encode_utf16().count() < 4_096);
        insta::assert_snapshot!(name, notice.plain.replace(&port, "PORT"));
    }
    insta::assert_snapshot!("opened.html", notices[0].html);
    insta::assert_snapshot!("opened.telegram", notices[0].telegram);
}
