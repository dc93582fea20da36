//! A whole archive, verified on all cores: `cargo bench -p isoloir-ballot --bench archive -- 32685`. The number of ballots
//! may be given (2,000 otherwise); making them takes longer than verifying. The verification runs in a process of its own,
//! from a file, so that its memory can be told.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]
#![allow(clippy::print_stdout, reason = "a measurement is told to who asked for it")]

#[path = "../tests/world/mod.rs"]
mod world;

use isoloir_ballot::ballot::{Opening, Seed, make};
use isoloir_ballot::board::Kind;
use isoloir_ballot::verify::{Options, verify};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use world::{Plan, World, bytes};

fn main() {
    if let Some(path) = std::env::args().find_map(|arg| arg.strip_prefix(VERIFY).map(str::to_owned)) {
        return measure(&path);
    }
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
    println!("an archive of {} bytes, {} a ballot", archive.len(), archive.len() / number.max(1));
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("archive.jsonl");
    std::fs::write(&path, archive).unwrap();
    let program = std::env::current_exe().unwrap();
    let done = Command::new(program).arg(format!("{VERIFY}{}", path.display())).status().unwrap();
    assert!(done.success());
    std::fs::remove_file(path).unwrap();
}

const VERIFY: &str = "--verify=";

fn measure(path: &str) {
    let open = || Ok(BufReader::with_capacity(1 << 16, File::open(path)?));
    let start = Instant::now();
    let report = verify(open, &Options::default(), &mut ()).unwrap();
    let took = start.elapsed();
    assert!(report.result_checked());
    let number = u32::try_from(report.ballots).unwrap().max(1);
    println!("{number} ballots verified in {took:.2?} on all cores: {:.3?} a ballot", took / number);
    println!("time of one core: {:.2?}, {:.3?} a ballot", cpu(), cpu() / number);
    println!("memory at its peak: {} MB", resident() / 1_000_000);
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
