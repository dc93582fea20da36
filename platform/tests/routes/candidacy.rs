//! Candidacies.

use crate::harness::{TestPlatform, candidacy, send};
use image::{ImageFormat, Rgb, RgbImage};
use isoloir_shared::api::types::{
    CandidacyView, CandidateState, CandidateSummary, ChangeCause, Page, ProblemCode, SupportsView,
};
use reqwest::{Method, StatusCode};
use serde_json::json;
use std::io::Cursor;
use uuid::Uuid;

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    let image = RgbImage::from_pixel(width, height, Rgb([200, 30, 30]));
    image.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

#[tokio::test]
async fn one_declares_changes_and_leaves() {
    let p = TestPlatform::start().await;
    let me = p.citizen("me@example.org").await;
    assert_eq!(me.get("/v1/me/candidacy").await.code(), ProblemCode::NotFound);
    let mut page = candidacy("Roxane Revon");
    page["charter"] = json!(false);
    let view: CandidacyView = me.put("/v1/me/candidacy", &page).await.json();
    assert_eq!((view.candidate.summary.state, view.candidate.summary.charter), (CandidateState::Declared, false));
    page["charter"] = json!(true);
    page["slogan"] = json!("Ensemble");
    let view: CandidacyView = me.put("/v1/me/candidacy", &page).await.json();
    assert_eq!((view.candidate.summary.slogan.as_deref(), view.candidate.summary.charter), (Some("Ensemble"), true));
    page["charter"] = json!(false);
    let view: CandidacyView = me.put("/v1/me/candidacy", &page).await.json();
    assert!(view.candidate.summary.charter, "what was signed stays signed");
    let view: CandidacyView = me.delete("/v1/me/candidacy").await.json();
    assert_eq!(view.candidate.summary.state, CandidateState::Withdrawn);
    assert_eq!(me.delete("/v1/me/candidacy").await.code(), ProblemCode::WrongState);
    let back: CandidacyView = me.put("/v1/me/candidacy", &page).await.json();
    let causes: Vec<_> = back.candidate.history.iter().map(|change| change.cause).collect();
    assert_eq!(causes, [ChangeCause::Declaration, ChangeCause::Withdrawal, ChangeCause::Declaration]);
    assert_eq!(back.candidate.summary.id, view.candidate.summary.id);
}

#[tokio::test]
async fn one_declares_during_the_identification_only() {
    let p = TestPlatform::start().await;
    let (me, candidate) = (p.citizen("me@example.org").await, p.citizen("candidate@example.org").await);
    candidate.put("/v1/me/candidacy", &candidacy("Aa Bb")).await.json::<CandidacyView>();
    p.set_now("2016-04-03T10:00:00Z");
    assert_eq!(me.put("/v1/me/candidacy", &candidacy("Late Comer")).await.code(), ProblemCode::TooEarly);
    p.set_now("2016-07-14T22:00:00Z");
    let me = p.person("me@example.org").await;
    let late = me.put("/v1/me/candidacy", &candidacy("Late Comer")).await.problem();
    assert_eq!(
        (late.code, late.deadline.unwrap().to_string().as_str()),
        (ProblemCode::TooLate, "2016-07-14T22:00:00Z")
    );
    // Lapsed at the deadline: the page is closed too.
    let candidate = p.person("candidate@example.org").await;
    assert_eq!(candidate.put("/v1/me/candidacy", &candidacy("Aa Bb")).await.code(), ProblemCode::TooLate);
}

#[tokio::test]
async fn what_a_page_may_not_hold() {
    let p = TestPlatform::start().await;
    let me = p.citizen("me@example.org").await;
    let wrong = [
        ("name", json!("")),
        ("name", json!("x".repeat(100_000 / 2))),
        ("slogan", json!("x".repeat(141))),
        ("presentation", json!("x".repeat(4_001))),
        ("link", json!("http://example.org")),
        ("link", json!("javascript:alert(1)")),
        ("link", json!("https://user:secret@example.org")),
    ];
    for (field, value) in wrong {
        let mut page = candidacy("Roxane Revon");
        page[field] = value;
        let problem = me.put("/v1/me/candidacy", &page).await.problem();
        assert_eq!((problem.code, problem.field.as_deref()), (ProblemCode::Invalid, Some(field)));
    }
    let mut page = candidacy("Roxane \u{1b}[31mRevon");
    page["presentation"] = json!("One\u{202e}\n\n\n\nTwo\u{7}");
    let view: CandidacyView = me.put("/v1/me/candidacy", &page).await.json();
    assert_eq!(view.candidate.summary.name, "Roxane [31mRevon");
    assert_eq!(view.candidate.presentation.as_deref(), Some("One\n\nTwo"));
}

#[tokio::test]
async fn a_photo_is_encoded_anew() {
    let p = TestPlatform::start().await;
    let me = p.citizen("me@example.org").await;
    let put = async |bytes: Vec<u8>| {
        send(
            me.write(Method::PUT, "/v1/me/candidacy/photo", Uuid::new_v4())
                .header("Content-Type", "image/png")
                .body(bytes),
        )
        .await
    };
    assert_eq!(put(picture(4, 4, ImageFormat::Png)).await.code(), ProblemCode::NotFound);
    let view: CandidacyView = me.put("/v1/me/candidacy", &candidacy("Roxane Revon")).await.json();
    let mut hidden = picture(1_600, 400, ImageFormat::Jpeg);
    // A comment segment right after the start of the image, as EXIF would be.
    let comment = [&[0xff, 0xfe, 0x00, 0x0c][..], b"at my home"].concat();
    hidden.splice(2..2, comment);
    let view2: CandidacyView = put(hidden).await.json();
    assert!(view2.candidate.summary.photo && !view.candidate.summary.photo);
    let photo = p.get(&format!("/v1/candidates/{}/photo", view.candidate.summary.id)).await;
    assert_eq!(photo.headers["content-type"], "image/jpeg");
    assert!(!photo.body.windows(10).any(|w| w == b"at my home"));
    let shown = image::load_from_memory(&photo.body).unwrap();
    assert_eq!((shown.width(), shown.height()), (800, 200));
    for bytes in [vec![], b"GIF89a".to_vec(), picture(2, 2, ImageFormat::Png)[..40].to_vec()] {
        assert_eq!(put(bytes).await.code(), ProblemCode::Invalid);
    }
    assert_eq!(put(vec![0; 512 * 1024 + 1]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_bomb_is_refused_before_it_is_unpacked() {
    // A PNG that says it has 60,000 × 60,000 pixels.
    let mut png = picture(1, 1, ImageFormat::Png);
    png[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    png[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    assert!(isoloir_platform::photo::prepare(&png).is_err());
    assert!(isoloir_platform::photo::prepare(&picture(4_097, 1, ImageFormat::Png)).is_err());
    assert!(isoloir_platform::photo::prepare(&picture(4_096, 1, ImageFormat::Png)).is_ok());
    // Within the sides, but eight bytes a pixel.
    let mut deep = Vec::new();
    let image = image::DynamicImage::new_rgba16(4_096, 2_049);
    image.write_to(&mut Cursor::new(&mut deep), ImageFormat::Png).unwrap();
    assert!(isoloir_platform::photo::prepare(&deep).is_err());
}

#[tokio::test]
async fn who_was_not_asked_cannot_confirm() {
    let p = TestPlatform::start().await;
    let me = p.citizen("me@example.org").await;
    let yes = json!({"accept": true});
    assert_eq!(me.put("/v1/me/candidacy/confirmation", &yes).await.code(), ProblemCode::NotFound);
    me.put("/v1/me/candidacy", &candidacy("Roxane Revon")).await.json::<CandidacyView>();
    assert_eq!(me.put("/v1/me/candidacy/confirmation", &yes).await.code(), ProblemCode::WrongState);
}

#[tokio::test]
async fn qualified_candidates_confirm_within_eight_days() {
    // One support qualifies, so that the deadline can be met in a test.
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |s| {
        let mut primary = isoloir_config::primary::Primary::clone(&s.primary);
        primary.qualification.threshold = 1;
        s.primary = primary.into();
    })
    .await;
    let (a, b, c) =
        (p.citizen("a@example.org").await, p.citizen("b@example.org").await, p.citizen("c@example.org").await);
    for (person, name) in [(&a, "Ada A"), (&b, "Bea B"), (&c, "Cid C")] {
        let view: CandidacyView = person.put("/v1/me/candidacy", &candidacy(name)).await.json();
        let path = format!("/v1/me/supports/{}", view.candidate.summary.id);
        a.put(&path, &json!({})).await.json::<SupportsView>();
    }
    p.set_now("2016-08-01T10:00:00Z");
    let (a, b) = (p.person("a@example.org").await, p.person("b@example.org").await);
    let asked: CandidacyView = a.get("/v1/me/candidacy").await.json();
    assert_eq!(asked.candidate.summary.state, CandidateState::Qualified);
    assert!(asked.confirm_by.is_some());
    let yes: CandidacyView = a.put("/v1/me/candidacy/confirmation", &json!({"accept": true})).await.json();
    assert_eq!((yes.candidate.summary.state, yes.confirm_by), (CandidateState::Confirmed, None));
    let no: CandidacyView = b.put("/v1/me/candidacy/confirmation", &json!({"accept": false})).await.json();
    assert_eq!(no.candidate.summary.state, CandidateState::Refused);
    p.set_now("2016-08-09T10:00:00Z");
    let c = p.person("c@example.org").await;
    let late = c.put("/v1/me/candidacy/confirmation", &json!({"accept": true})).await.problem();
    assert_eq!((late.code, late.deadline), (ProblemCode::TooLate, asked.confirm_by));
    let lapsed: Page<CandidateSummary> = p.get("/v1/candidates?state=lapsed").await.json();
    assert_eq!(lapsed.items.len(), 1);
}
