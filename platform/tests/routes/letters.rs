//! What is announced, by letter, over SMTP to a server that is not ours; and the one click that ends the letters.

use crate::harness::{Person, TestPlatform, candidacy};
use crate::mail::{Post, header, start_with, text};
use isoloir_shared::api::types::{AnnouncementProgressView, CandidacyView, Carrier, NoticesView, TrialView};
use serde_json::{Value, json};

async fn start() -> (TestPlatform, Post) {
    start_with(|settings| {
        settings.demo = true;
        settings.public_url = "https://primaire.example/".into();
    })
    .await
}

async fn announce(p: &TestPlatform, (ada, ben): (&Person<'_>, &Person<'_>), urgent: bool) {
    let both = |text: &str| json!({"fr": text, "en": format!("EN {text}")});
    let decision = json!({"action": "announce", "title": both("Réunion\nlundi"), "body": both("Rendez-vous à 18 h.\nÀ lundi."),
        "urgent": urgent});
    let proposed = ada.propose(&decision).await;
    assert!(ben.approve(&proposed).await.status.is_success(), "{}", p.url);
}

async fn asks(me: &Person<'_>, wish: Value) {
    me.put("/v1/me/notices", &wish).await.json::<NoticesView>();
}

/// Letters of many, once so many were taken.
async fn letters(post: &Post, many: usize) -> Vec<String> {
    let mut look = tokio::time::interval(std::time::Duration::from_millis(10));
    for _ in 0..2_000 {
        look.tick().await;
        let taken = post.taken.lock().unwrap().clone();
        let of_many: Vec<String> = taken.into_iter().filter(|it| it.contains("List-Unsubscribe")).collect();
        if of_many.len() >= many {
            return of_many;
        }
    }
    panic!("no {many} letters: {:?}", post.taken.lock().unwrap());
}

/// How far the letters of the first announcement are: delivered, unreachable, unsubscribed, waiting.
async fn progress(ada: &Person<'_>, id: u32) -> Option<(u64, u64, u64, u64)> {
    let view: AnnouncementProgressView = ada.get(&format!("/v1/organise/announcements/{id}")).await.json();
    let by = view.deliveries.into_iter().find(|it| it.carrier == Carrier::Email)?.deliveries;
    Some((by.delivered, by.unreachable, by.unsubscribed, by.waiting))
}

async fn until(ada: &Person<'_>, id: u32, wanted: (u64, u64, u64, u64)) {
    let mut look = tokio::time::interval(std::time::Duration::from_millis(10));
    for _ in 0..2_000 {
        look.tick().await;
        if progress(ada, id).await == Some(wanted) {
            return;
        }
    }
    panic!("{:?} is not {wanted:?}", progress(ada, id).await);
}

/// The path of the link that ends the letters.
fn link(letter: &str) -> String {
    let address = header(letter, "List-Unsubscribe").trim_matches(['<', '>']).to_owned();
    address.strip_prefix("https://primaire.example").expect("the public address").to_owned()
}

#[tokio::test]
async fn whoever_asked_gets_one_letter_and_one_click_ends_them_and_nothing_else() {
    let (p, post) = start().await;
    let (ada, ben) = p.two().await;
    let (me, you, no) =
        (p.citizen("me@example.org").await, p.citizen("you@example.org").await, p.citizen("no@example.org").await);
    asks(&me, json!({"email": true})).await;
    asks(&you, json!({"email": true, "quiet": {"from": 1, "to": 0}})).await;
    asks(&no, json!({"email": false})).await;
    announce(&p, (&ada, &ben), false).await;
    let letter = letters(&post, 1).await.remove(0);
    assert_eq!(header(&letter, "To"), "me@example.org");
    assert_eq!(header(&letter, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let body = text(&letter);
    assert!(
        body.contains("Rendez-vous à 18 h.\nÀ lundi.\n") && body.contains("Les organisateurs · LaPrimaire"),
        "{body}"
    );
    assert!(body.contains("parce que vous avez demandé") && body.contains(&link(&letter)), "{body}");
    // Quiet all day but a minute: it waits.
    until(&ada, 1, (1, 0, 0, 1)).await;

    // Programs that look at every link end nothing; the button does, once or twice, and forged tokens look the same.
    let page = p.http.get(format!("{}{}", p.url, link(&letter))).send().await.unwrap();
    let headers = page.headers().clone();
    let page = page.text().await.unwrap();
    assert!(page.contains("<form method=post>") && page.contains("Ne plus les recevoir"), "{page}");
    assert_eq!(
        (&headers["referrer-policy"], &headers["cache-control"]),
        (&"no-referrer".parse().unwrap(), &"no-store".parse().unwrap())
    );
    assert!(me.get("/v1/me/notices").await.json::<NoticesView>().email);
    for path in [link(&letter), link(&letter), "/v1/unsubscribe/forged".to_owned()] {
        let form = [("List-Unsubscribe", "One-Click")].map(|(name, value)| format!("{name}={value}")).concat();
        let request =
            p.http.post(format!("{}{path}", p.url)).header("content-type", "application/x-www-form-urlencoded");
        let done = request.body(form).send().await.unwrap();
        assert!(done.status().is_success() && done.text().await.unwrap().contains("C’est fait"));
    }
    assert!(!me.get("/v1/me/notices").await.json::<NoticesView>().email);
    assert!(you.get("/v1/me/notices").await.json::<NoticesView>().email, "nobody else's");

    // An urgent one waits for nobody's morning; who stopped gets none, and asks again with another link.
    announce(&p, (&ada, &ben), true).await;
    let all = letters(&post, 2).await;
    assert_eq!(header(&all[1], "To"), "you@example.org");
    until(&ada, 2, (1, 0, 0, 0)).await;
    asks(&me, json!({"email": true})).await;
    announce(&p, (&ada, &ben), true).await;
    let again = letters(&post, 4).await;
    let mine = again[2..].iter().find(|it| header(it, "To") == "me@example.org").unwrap();
    assert_ne!(link(mine), link(&letter));
    // Erased: the letter that waits is for nobody.
    assert!(you.delete("/v1/me").await.status.is_success());
    p.set_now("2016-05-03T00:00:30+02:00");
    let ada = p.organiser().await;
    until(&ada, 1, (1, 0, 1, 0)).await;
}

#[tokio::test]
async fn a_candidate_s_letter_says_whose_it_is_and_why_one_gets_it() {
    let (p, post) = start().await;
    let (cleo, me) = (p.citizen("cleo@example.org").await, p.citizen("me@example.org").await);
    let no = p.citizen("no@example.org").await;
    let page: CandidacyView = cleo.put("/v1/me/candidacy", &candidacy("Cléo Candidate")).await.json();
    for (who, candidates) in [(&me, true), (&no, false)] {
        let path = format!("/v1/me/supports/{}", page.candidate.summary.id);
        assert!(who.put(&path, &json!({})).await.status.is_success());
        asks(who, json!({"email": true, "candidates": candidates})).await;
    }
    let both = |text: &str| json!({"fr": text, "en": text});
    let words = json!({"title": both("Merci"), "body": both("Rendez-vous à Orsay.")});
    assert!(cleo.post("/v1/me/candidacy/announcements", &words).await.status.is_success());
    let letter = letters(&post, 1).await.remove(0);
    let (ada, _) = p.two().await;
    until(&ada, 1, (1, 0, 0, 0)).await;
    assert_eq!(
        (header(&letter, "To"), post.taken.lock().unwrap().iter().filter(|it| it.contains("Orsay")).count()),
        ("me@example.org", 1)
    );
    let body = text(&letter);
    assert!(body.contains("— Cléo Candidate · ") && body.contains("vous soutenez cette candidature"), "{body}");
    assert!(body.contains(&link(&letter)), "{body}");
}

#[tokio::test]
async fn an_address_that_is_refused_is_told_and_not_tried_again() {
    let (p, post) = start().await;
    let ((ada, ben), me) = (p.two().await, p.citizen("me@example.org").await);
    asks(&me, json!({"email": true})).await;
    *post.refuse.lock().unwrap() = true;
    announce(&p, (&ada, &ben), false).await;
    until(&ada, 1, (0, 1, 0, 0)).await;
}

#[tokio::test]
async fn what_is_held_goes_on_and_what_is_let_go_reaches_nobody() {
    let (p, post) = start().await;
    let ((ada, ben), me) = (p.two().await, p.citizen("me@example.org").await);
    // Quiet now: there is time to hold it.
    asks(&me, json!({"email": true, "quiet": {"from": 0, "to": 1439}})).await;
    for _ in 0..2 {
        announce(&p, (&ada, &ben), false).await;
    }
    for id in [1, 2] {
        until(&ada, id, (0, 0, 0, 1)).await;
        assert!(
            ada.put(&format!("/v1/organise/announcements/{id}"), &json!({"order": "pause"})).await.status.is_success()
        );
    }
    p.set_now("2016-05-01T23:59:30+02:00");
    let (ada, ben) = p.two().await;
    for (id, order) in [(1, "resume"), (2, "cancel")] {
        let path = format!("/v1/organise/announcements/{id}");
        assert!(ben.put(&path, &json!({ "order": order })).await.status.is_success());
    }
    letters(&post, 1).await;
    until(&ada, 1, (1, 0, 0, 0)).await;
    assert_eq!(progress(&ada, 2).await, Some((0, 0, 0, 1)), "it waits for ever");
    assert_eq!(letters(&post, 1).await.len(), 1);
}

#[tokio::test]
async fn who_tries_an_announcement_gets_the_letter_that_others_would_get_once() {
    let (p, post) = start().await;
    let (ada, _) = p.two().await;
    let both = |text: &str| json!({"fr": text, "en": format!("EN {text}")});
    let trial = json!({"title": both("Réunion"), "body": both("Rendez-vous à 18 h.\nÀ lundi.")});
    let tried: TrialView = ada.post("/v1/organise/trials", &trial).await.json();
    assert!(tried.email);
    let [letter] = letters(&post, 1).await.try_into().unwrap();
    assert!(text(&letter).starts_with("Rendez-vous à 18 h.\nÀ lundi.\n\n— Les organisateurs · "), "{}", text(&letter));
    assert!(letter.contains("Essai") || header(&letter, "Subject").starts_with("=?"), "{letter}");
    // Its link is like theirs, and ends nothing.
    asks(&ada, json!({"email": true})).await;
    let form = p.http.post(format!("{}{}", p.url, link(&letter))).body("List-Unsubscribe=One-Click");
    let form = form.header("content-type", "application/x-www-form-urlencoded");
    assert!(form.send().await.unwrap().status().is_success());
    assert!(ada.get("/v1/me/notices").await.json::<NoticesView>().email);
}
