//! What two organisers decide together.

use crate::harness::{Answer, Person, TestPlatform, candidacy, send};
use isoloir_platform::housekeeping;
use isoloir_shared::api::ids::{CandidateId, EventId};
use isoloir_shared::api::types::{
    CandidacyView, CandidateState, CandidateView, ChangeCause, EventKind, ListView, ModerationView, Page, PhaseKind,
    ProblemCode, ProposalState, ProposalView, Role, StatusView,
};
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub const PROPOSALS: &str = "/v1/organise/proposals";

fn announcement() -> Value {
    let words = |text: &str| json!({"fr": text, "en": text});
    json!({"action": "announce", "title": words("A\u{1b}nnouncement"), "body": words("Round table on Monday.")})
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Person<'_> {
    pub async fn propose(&self, decision: &Value) -> ProposalView {
        self.post(PROPOSALS, decision).await.json()
    }

    pub async fn approve(&self, proposal: &ProposalView) -> Answer {
        self.put(&format!("{PROPOSALS}/{}/approval", proposal.id), &json!({})).await
    }
}

impl TestPlatform {
    /// Two organisers who have shown their second factors.
    pub async fn two(&self) -> (Person<'_>, Person<'_>) {
        (self.organiser().await, self.staff("second@example.org", Role::Organiser).await)
    }

    /// All events so far.
    pub async fn events(&self) -> Vec<EventKind> {
        let events = self.platform.app().store.events_after(EventId(0), 1000).await.unwrap();
        events.into_iter().map(|event| event.kind).collect()
    }
}

#[tokio::test]
async fn organisers_speak_to_everyone_together_and_nobody_else_does() {
    let p = TestPlatform::start().await;
    let ((ada, ben), me) = (p.two().await, p.citizen("me@example.org").await);
    let before = p.events().await.len();
    assert_eq!(me.post(PROPOSALS, &announcement()).await.code(), ProblemCode::Forbidden);
    let mut empty = announcement();
    empty["title"]["fr"] = " ".into();
    assert_eq!(ada.post(PROPOSALS, &empty).await.problem().field.as_deref(), Some("title"));
    let proposed = ada.propose(&announcement()).await;
    assert!(proposed.own && proposed.state == ProposalState::Open);
    assert_eq!(p.events().await.len(), before, "one alone says nothing");
    assert_eq!(ada.approve(&proposed).await.code(), ProblemCode::OwnProposal);
    assert_eq!(me.approve(&proposed).await.code(), ProblemCode::Forbidden);
    let done: ProposalView = ben.approve(&proposed).await.json();
    assert_eq!((done.state, done.proposed_by, done.decided_by, done.own), (ProposalState::Approved, 1, Some(2), false));
    let events = p.events().await;
    let [EventKind::Announcement { title, .. }] = &events[before..] else { panic!("{events:?}") };
    assert_eq!(title.fr, "Announcement");
    let words = "Round table on Monday.\nRound table on Monday.";
    assert_eq!(p.log().await.pop().unwrap().data["sha256"], sha256(words.as_bytes()), "French, then English");
    let twice = ben.approve(&proposed).await.problem();
    assert_eq!((twice.code, twice.field.as_deref()), (ProblemCode::WrongState, Some("proposal")));
    assert_eq!(p.events().await.len(), before + 1);
}

#[tokio::test]
async fn an_approval_that_comes_twice_is_one() {
    let p = TestPlatform::start().await;
    let (ada, ben) = p.two().await;
    let before = p.events().await.len();
    let (first, second) = (Uuid::new_v4(), Uuid::new_v4());
    let propose =
        async || -> ProposalView { send(ada.write(Method::POST, PROPOSALS, first).json(&announcement())).await.json() };
    let proposed = propose().await;
    assert_eq!(propose().await.id, proposed.id);
    for _ in 0..2 {
        let path = format!("{PROPOSALS}/{}/approval", proposed.id);
        send(ben.write(Method::PUT, &path, second).json(&json!({}))).await.json::<ProposalView>();
    }
    assert_eq!(p.events().await.len(), before + 1);
    let all: Page<ProposalView> = ada.get(PROPOSALS).await.json();
    assert_eq!(all.items.len(), 1);
}

#[tokio::test]
async fn a_proposal_is_over_after_three_days_or_when_it_is_taken_back() {
    let p = TestPlatform::start().await;
    let (ada, ben) = p.two().await;
    let (late, back) = (ada.propose(&announcement()).await, ada.propose(&announcement()).await);
    let gone: ProposalView = ben.delete(&format!("{PROPOSALS}/{}", back.id)).await.json();
    assert_eq!((gone.state, gone.decided_by), (ProposalState::Withdrawn, Some(2)));
    assert_eq!(ben.approve(&back).await.code(), ProblemCode::WrongState);
    p.clock.advance(SignedDuration::from_hours(72));
    let (_, ben) = p.two().await;
    assert_eq!(ben.approve(&late).await.code(), ProblemCode::WrongState);
    isoloir_platform::housekeeping::once(p.platform.app()).await;
    let over: ProposalView = ben.get(&format!("{PROPOSALS}/{}", late.id)).await.json();
    assert_eq!((over.state, over.decided_by), (ProposalState::Expired, None));
}

#[tokio::test]
async fn a_disqualification_is_published_with_its_reason_and_can_be_taken_back() {
    let p = TestPlatform::start().await;
    let ((ada, ben), me) = (p.two().await, p.citizen("me@example.org").await);
    let mine: CandidacyView = me.put("/v1/me/candidacy", &candidacy("Roxane Revon")).await.json();
    let id = mine.candidate.summary.id;
    let page = async || p.get(&format!("/v1/candidates/{id}")).await.json::<CandidateView>();
    let decision = |action: &str, reason: &str| json!({"action": action, "candidate": id, "reason": reason});
    assert_eq!(ada.post(PROPOSALS, &decision("disqualify", "")).await.problem().field.as_deref(), Some("reason"));
    assert_eq!(ada.post(PROPOSALS, &decision("reinstate", "Why")).await.code(), ProblemCode::WrongState);
    let nobody = json!({"action": "disqualify", "candidate": 999, "reason": "Why"});
    assert_eq!(ada.post(PROPOSALS, &nobody).await.code(), ProblemCode::NotFound);
    let out = ada.propose(&decision("disqualify", "Not who they said.")).await;
    assert_eq!(page().await.summary.state, CandidateState::Declared, "a rehearsal leaves nothing behind");
    ben.approve(&out).await.json::<ProposalView>();
    let last = page().await.history.pop().unwrap();
    let reason = last.reason.as_deref();
    assert_eq!(
        (last.state, last.cause, reason),
        (CandidateState::Disqualified, ChangeCause::Organisers, Some("Not who they said."))
    );
    let back = ben.propose(&decision("reinstate", "They showed who they are.")).await;
    ada.approve(&back).await.json::<ProposalView>();
    let last = page().await.history.pop().unwrap();
    assert_eq!((last.state, last.reason.as_deref()), (CandidateState::Declared, Some("They showed who they are.")));
}

impl TestPlatform {
    /// Two organisers, signed in anew, decide together.
    async fn decide(&self, decision: &Value) -> Answer {
        // A code of the second factor is good once.
        self.clock.advance(SignedDuration::from_mins(1));
        let (ada, ben) = self.two().await;
        let proposed = ada.propose(decision).await;
        ben.approve(&proposed).await
    }

    async fn judge(&self, action: &str, id: CandidateId) {
        let decision = json!({"action": action, "candidate": id, "reason": "Why"});
        self.decide(&decision).await.json::<ProposalView>();
    }

    /// Whose answers are awaited, and until when.
    async fn awaited(&self) -> Vec<(CandidateId, Timestamp)> {
        let observer = self.staff("eve@example.org", Role::Observer).await;
        let status: StatusView = observer.get("/v1/organise/status").await.json();
        status.awaited.into_iter().map(|it| (it.id, it.confirm_by)).collect()
    }
}

#[tokio::test]
async fn who_stands_again_has_their_days_to_answer() {
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |s| crate::stage::easy(s, |_| {})).await;
    let me = p.citizen("me@example.org").await;
    let mine: CandidacyView = me.put("/v1/me/candidacy", &candidacy("Roxane Revon")).await.json();
    let id = mine.candidate.summary.id;
    p.declare(6).await;
    p.open(PhaseKind::Preparation).await;
    assert_eq!(p.awaited().await.len(), 7);
    p.judge("disqualify", id).await;
    assert!(p.awaited().await.iter().all(|(awaited, _)| *awaited != id), "nobody waits for who is out");
    p.confirm_all().await;
    // Long after the others' last day.
    p.clock.advance(SignedDuration::from_hours(20 * 24));
    p.judge("reinstate", id).await;
    let until: Timestamp = "2016-08-28T22:00:00Z".parse().unwrap();
    assert_eq!(p.awaited().await, [(id, until)], "eight days and the rest of this one");
    let told = async || p.platform.app().store.contenders().await.unwrap()[0].told;
    let letter = async {
        while !told().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), letter).await.expect("they are asked at once");
    housekeeping::once(p.platform.app()).await;
    isoloir_platform::phases::apply_due(p.platform.app()).await.unwrap();
    let me = p.person("me@example.org").await;
    let mine: CandidacyView = me.put("/v1/me/candidacy/confirmation", &json!({"accept": true})).await.json();
    assert_eq!(mine.candidate.summary.state, CandidateState::Confirmed);
    // Out and in once more, they have said yes already.
    p.judge("disqualify", id).await;
    p.judge("reinstate", id).await;
    assert_eq!(p.awaited().await, []);
    let mine: CandidacyView = me.get("/v1/me/candidacy").await.json();
    assert_eq!(mine.candidate.summary.state, CandidateState::Confirmed);
}

#[tokio::test]
async fn who_was_out_when_the_others_were_asked_is_asked_on_coming_back_and_not_past_the_vote() {
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |s| crate::stage::easy(s, |_| {})).await;
    let ids = p.declare(8).await;
    p.open(PhaseKind::ProvisionalList).await;
    p.judge("disqualify", ids[0]).await;
    p.judge("disqualify", ids[1]).await;
    p.go_to(PhaseKind::Preparation).await;
    let vote = p.platform.app().calendar.get().phase(PhaseKind::Preselection).unwrap().opens_at;
    p.clock.set(vote - SignedDuration::from_hours(30));
    p.judge("reinstate", ids[0]).await;
    assert_eq!(p.awaited().await, [(ids[0], vote)]);
    let skip = json!({"action": "skip"});
    let (ada, _) = p.two().await;
    assert_eq!(ada.post(PROPOSALS, &skip).await.code(), ProblemCode::NotYet, "an answer is awaited");
    p.go_to(PhaseKind::Preselection).await;
    let (ada, _) = p.two().await;
    let late = ada.post(PROPOSALS, &json!({"action": "reinstate", "candidate": ids[1], "reason": "Why"})).await;
    let late = late.problem();
    assert_eq!((late.code, late.field.as_deref()), (ProblemCode::TooLate, Some("candidate")));
    assert!(late.detail.unwrap().contains("devait répondre"));
}

#[tokio::test]
async fn a_finalist_who_stands_again_confirms_once_more() {
    let p = TestPlatform::preselection_of(6, |_| {}).await;
    let me = p.citizen("voter@example.org").await;
    let lot = me.draw().await;
    assert!(me.cast(&lot, 5).await.status.is_success());
    p.open(PhaseKind::Finalists).await;
    let asked = p.awaited().await;
    let (id, _) = asked[0];
    p.judge("disqualify", id).await;
    assert_eq!(p.awaited().await, asked[1..]);
    p.judge("reinstate", id).await;
    assert_eq!(p.awaited().await[0].0, id);
    // Whoever has said yes is not asked again.
    p.confirm_all().await;
    p.judge("disqualify", id).await;
    p.judge("reinstate", id).await;
    assert_eq!(p.awaited().await, []);
}

#[tokio::test]
async fn a_nominee_stands_again_as_one() {
    let p = TestPlatform::start().await;
    let me = p.citizen("me@example.org").await;
    let nominated: Value = me.post("/v1/me/nominations", &json!({"name": "Nora Nominee"})).await.json();
    let id = CandidateId(nominated["nominations"][0]["id"].as_u64().unwrap() as u32);
    p.judge("disqualify", id).await;
    p.judge("reinstate", id).await;
    let page: CandidateView = p.get(&format!("/v1/candidates/{id}")).await.json();
    assert_eq!(page.summary.state, CandidateState::Nominated);
}

#[tokio::test]
async fn a_published_list_says_no_name_that_is_hidden() {
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |s| crate::stage::easy(s, |_| {})).await;
    let me = p.citizen("me@example.org").await;
    me.post("/v1/me/nominations", &json!({"name": "Rude Name"})).await.json::<Value>();
    me.post("/v1/me/nominations", &json!({"name": "Kind Name"})).await.json::<Value>();
    let ada = p.organiser().await;
    let queue: Page<ModerationView> = ada.get("/v1/organise/moderation").await.json();
    let hide = format!("/v1/organise/moderation/{}", queue.items[0].id);
    ada.put(&hide, &json!({"accept": false, "because": "insult"})).await.json::<ModerationView>();
    p.open(PhaseKind::ProvisionalList).await;
    p.decide(&json!({"action": "publish", "list": "provisional"})).await.json::<ProposalView>();
    let list: ListView = p.get("/v1/lists/provisional").await.json();
    let names: Vec<_> = list.candidates.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["—", "Kind Name"]);
}

#[tokio::test]
async fn a_list_is_published_once_and_for_good() {
    let p = TestPlatform::start_with(crate::harness::IDENTIFICATION, |s| crate::stage::easy(s, |_| {})).await;
    p.declare(6).await;
    assert_eq!(p.get("/v1/lists/confirmed").await.code(), ProblemCode::NotFound);
    assert_eq!(p.get("/v1/lists/everybody").await.code(), ProblemCode::NotFound);
    let (ada, _) = p.two().await;
    let publish = |list: &str| json!({"action": "publish", "list": list});
    for list in ["provisional", "confirmed", "finalists"] {
        assert_eq!(ada.post(PROPOSALS, &publish(list)).await.code(), ProblemCode::NotYet, "{list}");
    }
    p.go_to(PhaseKind::Preparation).await;
    let (ada, ben) = p.two().await;
    let proposed = ada.propose(&publish("confirmed")).await;
    ben.approve(&proposed).await.json::<ProposalView>();
    let list: ListView = p.get("/v1/lists/confirmed").await.json();
    assert_eq!(list.candidates.len(), 6);
    assert!(list.candidates.iter().all(|row| row.state == CandidateState::Confirmed));
    assert_eq!(ada.post(PROPOSALS, &publish("confirmed")).await.code(), ProblemCode::Duplicate);
    // The log has its hash, and it is there for good.
    let served = p.get("/v1/lists/confirmed").await.body;
    let said = p.log().await.pop().unwrap();
    assert_eq!((said.data["list"].as_str(), said.data["sha256"].as_str()), ("confirmed", sha256(&served).as_str()));
    let file = p.folder.path().join("isoloir.db");
    let file = sqlx::SqlitePool::connect(file.to_str().unwrap()).await.unwrap();
    let gone = sqlx::query("DELETE FROM published_lists").execute(&file).await;
    assert!(gone.unwrap_err().to_string().contains("are kept"));
}

#[tokio::test]
async fn a_result_is_proclaimed_once_with_the_hash_of_what_everybody_reads() {
    let p = TestPlatform::preselection().await;
    let proclaim = json!({"action": "proclaim", "round": "preselection"});
    let (ada, _) = p.two().await;
    assert_eq!(ada.post(PROPOSALS, &proclaim).await.code(), ProblemCode::NotYet, "the vote goes on");
    p.go_to(PhaseKind::Finalists).await;
    let published = p.get("/v1/results/preselection").await;
    let (ada, ben) = p.two().await;
    let proposed = ada.propose(&proclaim).await;
    ben.approve(&proposed).await.json::<ProposalView>();
    let hash = sha256(&published.body);
    let entry = p.log().await.pop().unwrap();
    assert_eq!((entry.data["decision"].as_str(), entry.data["sha256"].as_str()), ("proclaim", hash.as_str()));
    assert_eq!(ada.post(PROPOSALS, &proclaim).await.code(), ProblemCode::Duplicate);
}
