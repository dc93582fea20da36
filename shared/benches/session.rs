//! From a key to a screen, with 5,000 candidates: the bound for a whole frame is 5 ms.
//! `cargo bench -p isoloir-shared --features samples --bench session`

#![allow(missing_docs, reason = "criterion's macros make public items")]

use criterion::{Criterion, criterion_group, criterion_main};
use isoloir_shared::api::types::{Lang, PhaseKind};
use isoloir_shared::core::Event;
use isoloir_shared::samples::Stage;
use isoloir_shared::view::{Intent, Place};
use std::hint::black_box;

fn list() -> Stage {
    let mut stage = Stage::during(PhaseKind::Identification);
    stage.candidates = 5_000;
    let mut stage = stage.start(Lang::Fr, true, true);
    stage.open(Place::Candidates).tell(Event::Typed("m".into()));
    stage
}

fn session(c: &mut Criterion) {
    let mut stage = list();
    let mut keys = ["ma", "mar", "marc", "march", "marcha", "march", "marc", "mar"].iter().cycle();
    c.bench_function("a key in the search of 5,000 candidates, to the screen (bound: 5 ms)", |b| {
        b.iter(|| {
            let text = keys.next().map_or_else(String::new, |it| (*it).to_owned());
            stage.session.handle(Event::Typed(text));
            black_box(stage.session.screen())
        });
    });
    let mut stage = list();
    stage.tell(Event::Typed(String::new()));
    let stage = stage;
    c.bench_function("the screen of 5,000 candidates, 100 shown (bound: 5 ms)", |b| {
        b.iter(|| black_box(stage.session.screen()))
    });
    let mut stage = Stage::during(PhaseKind::Preselection).start(Lang::Fr, true, true);
    stage.open(Place::Lot).choose(Intent::Understood);
    let (mut screen, mut n) = (stage.screen(), 0);
    c.bench_function("a grade, to the screen (bound: 5 ms)", |b| {
        b.iter(|| {
            // Of this screen: a grade carries the revision of the ballot that it was read on.
            let intents = screen.intents();
            let mut grades = intents.iter().filter(|it| matches!(it, Intent::Grade { .. })).cycle();
            n = (n + 1) % 30;
            if let Some(grade) = grades.nth(n) {
                stage.session.handle(Event::Intent(*grade));
            }
            screen = black_box(stage.session.screen());
        });
    });
}

criterion_group!(benches, session);
criterion_main!(benches);
