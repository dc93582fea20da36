//! A platform that means harm: every name, slogan, text and reason comes back with escape sequences, bidirectional marks,
//! invisible characters and 100 kB of length. Whatever a citizen opens, nothing of it reaches the screen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_shared::api::types::{PhaseKind, Round};
use isoloir_shared::view::{Intent, Place, ScreenId, Topic};
use isoloir_tests::binary;
use isoloir_tests::citizen::Citizen;
use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::setup;
use isoloir_tests::wire::hostile::{rewrite, rewrite_but_grades, steering, texts};
use isoloir_tests::wire::{Fault, Proxy};

/// Longest text that a front end is ever handed: the presentation's own limit, and a mark that it was cut.
const LONGEST: usize = 8_001;

fn check(citizen: &Citizen, at: &str) {
    let screen = serde_json::to_value(citizen.screen()).unwrap();
    for text in texts(&screen) {
        assert_eq!(steering(text), None, "{at}: {}", text.escape_debug().take(200).collect::<String>());
        assert!(text.chars().count() <= LONGEST, "{at}: {} characters", text.chars().count());
    }
}

#[tokio::test]
async fn nothing_hostile_reaches_a_screen() {
    let platform = TestPlatform::start("lots").await;
    let candidates = setup::confirmed(&platform, &PUBLISHED).await;
    let wire = Proxy::to(platform.address()).await;
    wire.plan(|_| Fault::Rewrite(Box::new(rewrite)));
    let mut citizen = Citizen::start(&wire.url(), "hostile", platform.primary().await.now).await;
    check(&citizen, "the first screen");
    citizen.join("victime@citoyen.example").await;
    let [a, b] = [candidates[0].id, candidates[1].id];
    let places = [
        Place::Home,
        Place::Calendar,
        Place::Candidates,
        Place::Candidate(a),
        Place::Supports,
        Place::Nominate,
        Place::Declare,
        Place::Candidacy,
        Place::Lot,
        Place::WhyLot,
        Place::Final,
        Place::Receipts,
        Place::Tracker,
        Place::Results(Round::Preselection),
        Place::Results(Round::Final),
        Place::Why(Round::Final, a, b),
        Place::Account,
        Place::Sessions,
        Place::Language,
        Place::Help(Topic::Lots),
    ];
    let mut poisoned = 0;
    for phase in [PhaseKind::Preselection, PhaseKind::FinalVote, PhaseKind::Result] {
        let first = phase == PhaseKind::Preselection;
        wire.plan(move |_| Fault::Rewrite(if first { Box::new(rewrite) } else { Box::new(rewrite_but_grades) }));
        if phase == PhaseKind::FinalVote {
            setup::to_the_final(&platform, &candidates).await;
        } else {
            platform.enter(phase).await;
        }
        citizen.clock(platform.primary().await.now).await;
        for place in places {
            citizen.choose(Intent::Open(place)).await;
            check(&citizen, &format!("{phase:?} {place:?}"));
            poisoned += usize::from(citizen.shown().contains("pwned"));
        }
        let vote = match phase {
            PhaseKind::Preselection => Place::Lot,
            PhaseKind::FinalVote => Place::Final,
            _ => continue,
        };
        // Candidates under other names than the manifest's: nobody grades them.
        citizen.choose(Intent::Open(vote)).await;
        if citizen.screen().id == ScreenId::Promise {
            citizen.choose(Intent::Understood).await;
        }
        check(&citizen, "an alarm");
        citizen.expect(ScreenId::Alarm);
        wire.plan(|asked| {
            // The words of the grades, too, are what was checked, or nothing is cast.
            let honest = ["/v1/me/lots", "/v1/me/final", "/v1/primary"];
            let ballot = honest.iter().any(|it| asked.target.starts_with(it));
            if ballot { Fault::Pass } else { Fault::Rewrite(Box::new(rewrite)) }
        });
        citizen.restart().await;
        citizen.choose(Intent::Open(Place::Home)).await;
        citizen.grade(vote, |_| 3).await;
        check(&citizen, "a graded ballot");
        citizen.cast().await;
        check(&citizen, "a receipt");
        citizen.tracker();
    }
    assert!(poisoned > 15, "the poison was there, and was seen as harmless letters: {poisoned} screens");
}

/// What the real program writes on a terminal's two streams, for scripts and for people.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_hostile_is_printed() {
    let platform = TestPlatform::start("lots").await;
    let candidates = setup::confirmed(&platform, &PUBLISHED).await;
    let wire = Proxy::to(platform.address()).await;
    wire.plan(|_| Fault::Rewrite(Box::new(rewrite)));
    let first = candidates[0].id.to_string();
    let (url, data) = (wire.url(), platform.folder().join("device"));
    let common = ["--platform", url.as_str(), "--data", data.to_str().unwrap()];
    for (command, works) in [
        (vec!["phase"], true),
        (vec!["counts"], true),
        (vec!["candidates"], true),
        (vec!["candidate", first.as_str()], true),
        (vec!["results"], false),
        (vec!["tracker", "7KQM-2XVT-7KQM-2XVT-7KQM-2XVT"], false),
        (vec!["account"], false),
    ] {
        for json in [&[][..], &["--json"][..]] {
            let (command, common) = (command.clone(), common.map(str::to_owned));
            let arguments: Vec<String> =
                command.into_iter().chain(json.iter().copied()).map(str::to_owned).chain(common).collect();
            let run = arguments.clone();
            let done = tokio::task::spawn_blocking(move || binary::command("isoloir").args(run).output().unwrap());
            let done = done.await.unwrap();
            assert_eq!(done.status.success(), works, "{arguments:?}: {done:?}");
            for stream in [&done.stdout, &done.stderr] {
                // Tabs between columns are ours.
                let text = std::str::from_utf8(stream).expect("UTF-8").replace('\t', " ");
                assert_eq!(
                    steering(&text),
                    None,
                    "{arguments:?}: {}",
                    text.escape_debug().take(400).collect::<String>()
                );
            }
        }
    }
}
