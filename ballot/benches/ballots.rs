//! What a ballot costs, in the time of one core that this thread was given: a busy machine shows nearly what a quiet one
//! does. Bounds: `docs/benchmarks.md`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use isoloir_ballot::ballot::{Ballot, Channel, Opening, Place, Seed, check_proofs, make};
use isoloir_ballot::bytes::Fixed;
use isoloir_ballot::credential::Credential;
use isoloir_ballot::elgamal::PublicKey;
use isoloir_ballot::group::{Element, times_g};
use isoloir_ballot::proofs::generators::Generators;
use std::hint::black_box;
use std::time::Duration;

/// Time that the system gave to this thread, where it says so (Linux); it is told in steps of a few milliseconds.
struct CpuTime;

fn cpu_time() -> Duration {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").expect("this benchmark needs Linux");
    Duration::from_nanos(line.split_whitespace().next().and_then(|word| word.parse().ok()).expect("nanoseconds"))
}

impl Measurement for CpuTime {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        cpu_time()
    }

    fn end(&self, start: Duration) -> Duration {
        // Never nothing: a short sample may lie between two steps.
        (cpu_time() - start).max(Duration::from_nanos(1))
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        WallTime.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

/// Five candidates, six grades.
const CANDIDATES: u32 = 5;
const GRADES: usize = 6;

struct Setup {
    key: PublicKey,
    generators: Generators,
    credential: Credential,
    place: Place,
}

impl Setup {
    fn new() -> Self {
        let key = PublicKey::new(Element::new(times_g(&Scalar::from(77_u8)))).unwrap();
        let credential = Credential::from_secret(&[5; 32]);
        let place = Place {
            election: Fixed([1; 32]),
            credential: credential.public(),
            lot: 12,
            sequence: 1,
            channel: Channel::Own,
            candidates: (1..=CANDIDATES).collect(),
            columns: GRADES,
        };
        Self { key, generators: Generators::new(30), credential, place }
    }

    fn ballot(&self, seed: u8) -> Vec<u8> {
        let choices = (0..5).map(|n| (n + seed) % 6).collect();
        let opening = Opening::new(Seed::new([seed; 32]), choices);
        make(&self.place, &opening, &self.credential, &self.key, &self.generators).unwrap()
    }
}

fn ballots(c: &mut Criterion<CpuTime>) {
    let setup = Setup::new();
    let mut seed = 0_u8;
    c.bench_function("encrypt and prove, 5 × 6", |b| {
        b.iter(|| {
            seed = seed.wrapping_add(1);
            setup.ballot(seed)
        });
    });
    let one = setup.ballot(1);
    c.bench_function("decode and verify one, signature and all", |b| {
        b.iter_batched(
            || one.clone(),
            |bytes| {
                let ballot = Ballot::decode(bytes).unwrap();
                ballot.check_signature().unwrap();
                ballot.check_proof(&setup.key, &setup.generators).unwrap();
            },
            BatchSize::SmallInput,
        );
    });
    let many: Vec<Vec<u8>> = (0..64).map(|seed| setup.ballot(seed)).collect();
    let mut group = c.benchmark_group("batch of 64");
    group.throughput(Throughput::Elements(64)).sample_size(20);
    group.bench_function("decode and verify, signatures and all", |b| {
        b.iter_batched(
            || many.clone(),
            |many| {
                let ballots: Vec<Ballot> = many.into_iter().map(|bytes| Ballot::decode(bytes).unwrap()).collect();
                ballots.iter().for_each(|ballot| ballot.check_signature().unwrap());
                check_proofs(&ballots, &setup.key, &setup.generators).unwrap();
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

/// What a proof of each cell by itself would cost at least: its four equations, 120 for a ballot, each of two products
/// and an encoding for the challenge. It is why a ballot has one proof.
fn each_cell(c: &mut Criterion<CpuTime>) {
    let point = times_g(&Scalar::from(3_u8));
    let (a, b) = (Scalar::from_bytes_mod_order([7; 32]), Scalar::from_bytes_mod_order([9; 32]));
    c.bench_function("120 equations of two products", |bench| {
        bench.iter(|| {
            for _ in 0..120 {
                let sum = RistrettoPoint::vartime_double_scalar_mul_basepoint(&a, black_box(&point), &b);
                black_box(sum.compress());
            }
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(CpuTime).sample_size(20);
    targets = ballots, each_cell
}
criterion_main!(benches);
