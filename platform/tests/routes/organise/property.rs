//! Whatever organisers do, in whatever order: no ballot, no support and no line of the log is lost.

use crate::harness::{Answer, IDENTIFICATION, Person, TestPlatform, candidacy};
use crate::stage::easy;
use isoloir_platform::email::Address;
use isoloir_shared::api::ids::Tracker;
use isoloir_shared::api::types::{
    AuditEntry, CandidacyView, Lang, LotView, PhaseKind, ReceiptStatus, ReceiptView, Role, SupportsView, TrackerView,
};
use isoloir_shared::domain::audit::verify;
use proptest::prelude::*;
use serde_json::{Value, json};

/// One action: what, by whom, about what.
type Action = (u8, bool, u8);

/// What must be there whatever happens.
#[derive(Debug, PartialEq, Eq)]
struct Kept {
    supports: Vec<(u32, u64, u64)>,
    mine: usize,
    ballots: Vec<Option<ReceiptStatus>>,
}

struct Scene {
    p: TestPlatform,
    trackers: Vec<Tracker>,
}

impl Scene {
    /// In the pre-selection: supports given, a name put forward, a page written, ballots cast.
    async fn new() -> Self {
        let p = TestPlatform::start_with(IDENTIFICATION, |settings| {
            easy(settings, |_| {});
            // Of bots that tell nothing, nothing is ever done: there is something to hold.
            settings.bots.telegram = Some("IsoloirBot".into());
        })
        .await;
        let ids = p.declare(6).await;
        for (n, id) in ids.iter().take(3).enumerate() {
            let me = p.citizen(&format!("citizen{n}@yopmail.com")).await;
            me.put(&format!("/v1/me/supports/{id}"), &json!({})).await.json::<SupportsView>();
            me.post("/v1/me/nominations", &json!({"name": format!("Somebody {n}")})).await.json::<SupportsView>();
            if n == 0 {
                let mut page = candidacy("Cléo Candidate");
                page["presentation"] = "Hello".into();
                me.put("/v1/me/candidacy", &page).await.json::<CandidacyView>();
            }
        }
        p.go_to(PhaseKind::Preselection).await;
        let mut trackers = Vec::new();
        for n in 0..3 {
            let me = p.person(&format!("citizen{n}@yopmail.com")).await;
            let lot: LotView = me.draw().await;
            trackers.push(me.cast(&lot, 3).await.json::<ReceiptView>().tracker);
        }
        Self { p, trackers }
    }

    async fn kept(&self) -> Kept {
        let histories = self.p.platform.app().store.candidate_histories().await.unwrap();
        let supports = histories.iter().map(|row| (row.summary.id.0, row.summary.supports, row.nominations));
        let me = self.p.person("citizen1@yopmail.com").await;
        let mine: SupportsView = me.get("/v1/me/supports").await.json();
        let mut ballots = Vec::new();
        for tracker in &self.trackers {
            let answer = self.p.get(&format!("/v1/receipts/{tracker}")).await;
            ballots.push(answer.status.is_success().then(|| answer.json::<TrackerView>().status));
        }
        Kept { supports: supports.collect(), mine: mine.supports.len() + mine.nominations.len(), ballots }
    }

    /// Carries an action out; says how many lines the log must have gained.
    async fn act(&self, people: [&Person<'_>; 2], (what, second, which): Action) -> usize {
        let who = people[usize::from(second)];
        let words = json!({"fr": "a", "en": "a"});
        let candidate = u32::from(which % 8) + 1;
        let propose = async |decision: Value| who.post("/v1/organise/proposals", &decision).await;
        let answer: Answer = match what {
            0 => propose(json!({"action": "disqualify", "candidate": candidate, "reason": "Why not"})).await,
            1 => propose(json!({"action": "reinstate", "candidate": candidate, "reason": "Why not"})).await,
            2 => {
                let later = (which % 3 == 1).then_some("2016-12-01T12:00:00Z");
                let to = ["everyone", "lot_waiting"][usize::from(which % 2)];
                let what = json!({"action": "announce", "title": words, "body": words, "audience": {"to": to},
                    "urgent": which % 5 == 0, "send_at": later});
                propose(what).await
            }
            3 => {
                let list = ["provisional", "confirmed"][usize::from(which % 2)];
                propose(json!({"action": "publish", "list": list})).await
            }
            4 => propose(json!({"action": "skip"})).await,
            5..=7 => who.put(&format!("/v1/organise/proposals/{}/approval", which % 6 + 1), &json!({})).await,
            8 => who.delete(&format!("/v1/organise/proposals/{}", which % 6 + 1)).await,
            9 => {
                let change =
                    json!({"from": format!("2016-12-{}", 15 + which % 4), "to": "2016-12-30", "reason": "Why not"});
                let now = self.p.platform.app().calendar.get().phase(PhaseKind::FinalVote).unwrap().from.to_string();
                let moved = change["from"] != now.as_str();
                let answer = who.patch("/v1/phases/final_vote", &change).await;
                // What moves nothing is not told.
                return usize::from(answer.status.is_success() && moved);
            }
            10 | 11 => {
                let verdict = json!({"accept": what == 10, "because": (what == 11).then_some("insult")});
                who.put(&format!("/v1/organise/moderation/{}", which % 5 + 1), &verdict).await
            }
            12 => who.put(&format!("/v1/organise/flags/{}", which % 3 + 1), &json!({"state": "suspect"})).await,
            13..=15 => {
                let order = ["pause", "resume", "cancel"][usize::from(what - 13)];
                let path = format!("/v1/organise/announcements/{}", which % 3 + 1);
                who.put(&path, &json!({ "order": order })).await
            }
            _ => {
                let app = self.p.platform.app();
                let email = Address::parse("eve@example.org").unwrap().keep(&app.key).unwrap();
                let had = app.store.staff().await.unwrap().iter().any(|row| row.roles == [Role::Observer]);
                match second {
                    true => app.store.grant(email, Lang::Fr, Role::Observer, app.clock.now()).await.unwrap(),
                    false => drop(app.store.revoke_role(email, Role::Observer, app.clock.now()).await.unwrap()),
                }
                return usize::from(had != second);
            }
        };
        assert!(!answer.status.is_server_error(), "{answer:?}");
        usize::from(answer.status.is_success())
    }
}

async fn play(actions: Vec<Action>) -> usize {
    let scene = Scene::new().await;
    let (ada, ben) = scene.p.two().await;
    let before = scene.kept().await;
    assert!(before.ballots.iter().all(Option::is_some) && before.mine == 2, "{before:?}");
    let mut log: Vec<AuditEntry> = scene.p.log().await;
    let mut done = 0;
    for action in actions {
        let gained = scene.act([&ada, &ben], action).await;
        let now = scene.p.log().await;
        assert_eq!(now[..log.len()], log[..], "{action:?} changed what was logged");
        assert_eq!(now.len(), log.len() + gained, "{action:?}");
        log = now;
        done += gained;
    }
    verify(&log).unwrap();
    assert_eq!(scene.kept().await, before);
    done
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn no_ballot_no_support_and_no_line_is_lost(
        actions in prop::collection::vec((0_u8..17, any::<bool>(), any::<u8>()), 10..40),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(play(actions));
    }
}

/// The same, with a sequence that is known to do something of each kind.
#[tokio::test]
async fn a_sequence_that_does_all_of_it() {
    let actions = vec![
        (0, false, 1),
        (5, false, 0),
        (5, true, 0),
        (1, true, 1),
        (5, false, 1),
        (2, false, 0),
        (8, true, 2),
        (3, true, 0),
        (5, false, 3),
        (4, false, 0),
        (9, true, 1),
        (11, false, 0),
        (11, true, 1),
        (10, true, 2),
        (12, false, 0),
        (16, true, 0),
        (16, false, 0),
        (2, false, 0),
        (5, true, 4),
        (13, true, 0),
        (14, false, 0),
        (13, false, 0),
        (15, true, 0),
        (14, true, 0),
    ];
    let done = play(actions).await;
    assert_eq!(done, 21, "all but one's own approval, the skip, and going on with what was let go");
}
