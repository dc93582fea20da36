//! Speeds of the rules, each with its bound in its name. `cargo bench -p isoloir-shared --bench rules`;
//! `docs/benchmarks.md` has what we measured.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::domain::count::profiles;
use isoloir_shared::domain::lots::{DrawState, ElectionSeed, OperatorSecret, draw};
use isoloir_shared::domain::profile::MeritProfile;
use isoloir_shared::domain::ranking::rank;
use isoloir_shared::domain::search::NameIndex;
use std::hint::black_box;

/// The same numbers on every machine (xorshift, Marsaglia 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

fn ranking(c: &mut Criterion) {
    let mut numbers = Numbers(42);
    let mut election = |most: u64| -> Vec<MeritProfile> {
        let mut counts = || (0..7).map(|_| numbers.below(most)).collect::<Vec<_>>();
        (0..1_000).filter_map(|_| MeritProfile::new(counts()).ok()).collect()
    };
    let (large, close) = (election(1_000_000), election(3));
    let mut group = c.benchmark_group("rank");
    group.bench_function("1,000 candidates x 7 grades (bound 2 ms: MieuxVoter's Go library)", |b| {
        b.iter(|| rank(black_box(&large)));
    });
    group.bench_function("1,000 candidates x 7 grades, many ties (bound 2 ms)", |b| {
        b.iter(|| rank(black_box(&close)));
    });
    group.finish();
}

fn counting(c: &mut Criterion) {
    let mut numbers = Numbers(43);
    let column = |_| (0..1_000_000).map(|_| u8::try_from(numbers.below(7)).unwrap_or_default()).collect();
    let columns: Vec<Vec<u8>> = (0..12).map(column).collect();
    let mut group = c.benchmark_group("count");
    group.throughput(Throughput::Elements(12_000_000));
    group.bench_function("count and rank 1,000,000 ballots x 12 candidates x 7 grades (bound 5 ms)", |b| {
        b.iter(|| profiles(black_box(&columns).iter().map(Vec::as_slice), 7).map(|profiles| rank(&profiles)));
    });
    group.finish();
}

fn lots(c: &mut Criterion) {
    let seed = ElectionSeed::new(&OperatorSecret::new([1; 32]), &[2; 32]);
    let start = DrawState::new((0..16).map(CandidateId).collect(), 5);
    let mut group = c.benchmark_group("lots");
    group.throughput(Throughput::Elements(10_000));
    group.sample_size(20);
    if let Ok(start) = start {
        group.bench_function("10,000 draws, 16 candidates (bound 200 ms: 50,000 a second)", |b| {
            b.iter_batched(
                || start.clone(),
                |mut state| {
                    for voter in 0u32..10_000 {
                        black_box(draw(&mut state, &mut seed.stream(&voter.to_be_bytes(), 1)));
                    }
                    state
                },
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

fn search(c: &mut Criterion) {
    let mut numbers = Numbers(44);
    let syllables =
        ["ma", "ri", "é", "lou", "chan", "dise", "ber", "na", "beu", "vo", "nez", "tal", "is", "per", "nin"];
    let mut word = || {
        let length = 2 + numbers.below(3);
        (0..length).map(|_| syllables[usize::try_from(numbers.below(15)).unwrap_or_default()]).collect::<String>()
    };
    let index = NameIndex::new((0..5_000).map(|_| format!("{} {}", word(), word())));
    let mut group = c.benchmark_group("search");
    group.bench_function("5,000 names, two words, one typo (bound 2 ms of a 5 ms frame)", |b| {
        b.iter(|| index.find(black_box("marchndise berna")));
    });
    group.finish();
}

criterion_group!(rules, ranking, counting, lots, search);
criterion_main!(rules);
