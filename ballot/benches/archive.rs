//! A whole archive, verified on all cores: `cargo bench -p isoloir-ballot --bench archive -- 32685`. The time is printed
//! per ballot; the number of ballots may be given (2,000 otherwise), as making them takes longer than verifying.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]
#![allow(clippy::print_stdout, reason = "a measurement is told to who asked for it")]

#[path = "../tests/world/mod.rs"]
mod world;

use isoloir_ballot::ballot::{Opening, Seed, make};
use isoloir_ballot::board::Kind;
use isoloir_ballot::bytes::Fixed;
use isoloir_ballot::verify::{Options, verify};
use std::time::{Duration, Instant};
use world::{Plan, World, bytes};

fn main() {
    let number = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(2_000_usize);
    let mut world = World::new(&Plan { candidates: 5, grades: 6, voters: number, ..Plan::default() });
    let start = Instant::now();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let part = number.div_ceil(threads);
    let made: Vec<Vec<Vec<u8>>> = std::thread::scope(|scope| {
        let world = &world;
        let one = |voter: usize| {
            let seed: [u8; 32] = std::array::from_fn(|n| voter.to_le_bytes()[n % 8]);
            let choices = (0..5_u8).map(|n| (n + seed[0]) % 6).collect();
            let opening = Opening::new(Seed::new(seed), choices);
            let (key, generators) = (world.election.key(), world.election.generators());
            make(&world.place(voter, 0, 1), &opening, &world.voters[voter], key, generators).unwrap()
        };
        let parts = (0..threads).map(|n| (n * part).min(number)..((n + 1) * part).min(number));
        let threads: Vec<_> = parts.map(|range| scope.spawn(move || range.map(one).collect::<Vec<_>>())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    println!("{number} ballots made in {:.1?}", start.elapsed());
    let mut leaves: Vec<_> = made.into_iter().flatten().map(|body| (Kind::Ballot, body)).collect();
    world.count(&mut leaves, &[1, 2, 3]);
    let archive = bytes(&world.lines(&leaves));
    drop(leaves);
    println!("an archive of {} bytes, {} a ballot", archive.len(), archive.len() / number.max(1));
    let (before, cpu_before) = (resident(), cpu());
    let start = Instant::now();
    let report = verify(|| Ok(&archive[..]), &Options::default(), &mut ()).unwrap();
    let took = start.elapsed();
    assert!(report.result_checked() && report.leaves > 0 && *report.election.hash() != Fixed([0; 32]));
    let cores = cpu() - cpu_before;
    println!("cores were used for {cores:.2?}: {:.3?} a ballot", cores / u32::try_from(number).unwrap());
    println!("verified in {took:.2?} on {threads} threads: {:.3?} a ballot", took / u32::try_from(number).unwrap());
    println!("memory beside the archive: {} MB more at the peak than before", (resident() - before) / 1_000_000);
}

/// Time that the system gave to this program, in steps of 10 ms.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let mut numbers = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11);
    let mut next = || numbers.next().and_then(|word| word.parse::<u64>().ok()).unwrap_or_default();
    Duration::from_millis(10 * (next() + next()))
}

/// The largest resident memory so far, in bytes; 0 where the system does not say.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).map_or(0, |kb| kb * 1024)
}
