//! From a key to the bytes of a frame, with 5,000 candidates on the screen, and while ballots are encrypted beside it.
//! Bound: 5 ms.

#![allow(missing_docs, reason = "criterion's macros make public items")]

use criterion::{Criterion, criterion_group, criterion_main};
use isoloir_ballot::ballot::{Channel, Opening, Place as BallotPlace, Seed, make};
use isoloir_ballot::bytes::Fixed;
use isoloir_ballot::credential::Credential;
use isoloir_ballot::elgamal::PublicKey;
use isoloir_ballot::group::{Element, Scalar, times_g};
use isoloir_ballot::proofs::generators::Generators;
use isoloir_config::theme::Theme;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::{Block, Input, InputKind, Intent, Item, ListView, Place, Screen, ScreenId};
use isoloir_tui::app::View;
use isoloir_tui::input::{KeyMap, Press};
use isoloir_tui::render::{Styles, draw};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::sync::atomic::{AtomicBool, Ordering};

fn screen(candidates: u32, typed: &str) -> Screen {
    let item = |n: u32| Item {
        title: Msg::words(format!("Prénom{n} Nom-Composé {}", n * 7919 % 5000)),
        details: vec![
            Msg::new(key::STATE_DECLARED),
            Msg::new(key::CANDIDATE_SUPPORTS).with("n", n),
            Msg::words("Pour une démocratie réellement participative"),
        ],
        marked: n.is_multiple_of(9),
        intent: Some(Intent::Open(Place::Candidate(CandidateId(n)))),
    };
    let list = ListView {
        label: Msg::words("Les candidatures"),
        items: (0..candidates).map(item).collect(),
        empty: Msg::words("Personne"),
        loading: false,
    };
    let mut screen = Screen::new(ScreenId::Candidates, Msg::words("Les candidatures"));
    screen.body.push(Block::List(list));
    screen.input = Some(Input {
        label: Msg::words("Chercher un nom"),
        hint: None,
        value: typed.to_owned(),
        kind: InputKind::Search,
        max: 100,
        error: None,
    });
    screen
}

/// Encrypts one ballot of five after another, as the booth does beside the terminal. How many it were.
fn encrypt(done: &AtomicBool) -> Option<u64> {
    let key = PublicKey::new(Element::new(times_g(&Scalar::from(77_u8)))).ok()?;
    let (generators, credential) = (Generators::new(30), Credential::from_secret(&[5; 32]));
    let place = BallotPlace {
        election: Fixed([1; 32]),
        credential: credential.public(),
        lot: 12,
        sequence: 1,
        channel: Channel::Own,
        candidates: (1..=5).collect(),
        columns: 6,
    };
    let mut ballots = 0;
    while !done.load(Ordering::Relaxed) {
        let opening = Opening::new(Seed::generate(&mut rand::rng()), vec![0, 1, 2, 3, 4]);
        make(&place, &opening, &credential, &key, &generators).ok()?;
        ballots += 1;
    }
    Some(ballots)
}

fn frames(c: &mut Criterion) {
    let size = (140, 40);
    let (Some(theme), Ok(keys)) = (Theme::built_in("puor"), KeyMap::built_in()) else { return };
    let mut view = View::new(screen(5000, ""), Lang::Fr, Styles::new(theme, true), keys, size);
    let options = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, size.0, size.1)) };
    let Ok(mut terminal) = Terminal::with_options(CrosstermBackend::new(std::io::sink()), options) else { return };
    let (Some(down), Some(end), Some(home)) = (Press::parse("pagedown"), Press::parse("end"), Press::parse("home"))
    else {
        return;
    };
    c.bench_function("a page further among 5,000 candidates, key to frame", |b| {
        b.iter(|| {
            view.press(down);
            let _ = terminal.draw(|frame| {
                let _ = draw(&view, frame.buffer_mut());
            });
        });
    });
    c.bench_function("to the end and back, two keys and two frames", |b| {
        b.iter(|| {
            for key in [end, home] {
                view.press(key);
                let _ = terminal.draw(|frame| {
                    let _ = draw(&view, frame.buffer_mut());
                });
            }
        });
    });
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let beside = scope.spawn(|| encrypt(&done));
        c.bench_function("the same page further, while a thread encrypts without a pause", |b| {
            b.iter(|| {
                view.press(down);
                let _ = terminal.draw(|frame| {
                    let _ = draw(&view, frame.buffer_mut());
                });
            });
        });
        done.store(true, Ordering::Relaxed);
        // A number that nobody encrypted beside would say nothing.
        let ballots = beside.join().ok().flatten();
        assert!(ballots.is_some_and(|ballots| ballots > 0), "nothing was encrypted beside");
    });
    let screens = [screen(5000, "a"), screen(4999, "ab")];
    let mut at = 0;
    c.bench_function("another list of 5,000 from the core, to frame", |b| {
        b.iter_batched(
            || {
                at += 1;
                screens[at % 2].clone()
            },
            |screen| {
                view.show(screen, Lang::Fr);
                let _ = terminal.draw(|frame| {
                    let _ = draw(&view, frame.buffer_mut());
                });
            },
            criterion::BatchSize::LargeInput,
        );
    });
}

criterion_group!(benches, frames);
criterion_main!(benches);
