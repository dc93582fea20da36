//! How fast the platform is over HTTP, server and load on the same machine: `cargo bench -p isoloir-platform --bench http`.
//!
//! Not a test: it prints figures beside a peer's and a bound. `-- --casts 20000 --connections 64` changes the load.

#[path = "../tests/common/booth.rs"]
mod booth;
mod http {
    pub mod client;
    pub mod stage;
}

use clap::Parser;
use http::client::{Figures, Request, load};
use http::stage::Stage;
use isoloir_platform::demo::{Demo, DemoOptions, DemoPhase};
use std::time::Instant;

/// The load.
#[derive(Parser)]
struct Args {
    /// Connections kept open.
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// Ballots that are cast, each of a citizen of its own.
    #[arg(long, default_value_t = 5_000)]
    casts: usize,
    /// Requests of each kind of reading.
    #[arg(long, default_value_t = 60_000)]
    reads: usize,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args = Args::parse();
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run(args))
}

async fn run(args: Args) -> Result<(), Box<dyn std::error::Error>> {
    let mut stage = Stage::set(args.casts).await?;
    say(&format!("{} connections, server and load on the same {} cores", args.connections, cores()));

    let draws: Vec<Request> = stage.tokens.iter().map(|token| Request::post("/v1/me/lots", token)).collect();
    tell("draw a lot, durable", &load(stage.address, args.connections, draws).await?, None);

    let casts = stage.casts().await?;
    let figures = load(stage.address, args.connections, casts).await?;
    tell(
        "cast a verified ballot, durable",
        &figures,
        Some((200, "MieuxVoter's API on such a machine, unencrypted: 36/s")),
    );
    stage.check_casts(args.casts).await?;

    let lots = stage.readings(args.reads);
    tell("read a lot", &load(stage.address, args.connections, lots).await?, Some((10_000, "the bound of the issue")));
    let counts = vec![Request::get("/v1/counts", None); args.reads];
    tell("read the counts", &load(stage.address, args.connections, counts).await?, None);
    stage.close().await?;
    let results = vec![Request::get("/v1/results/preselection", None); args.reads];
    let figures = load(stage.address, args.connections, results).await?;
    tell("read a result", &figures, Some((10_000, "the bound of the issue")));
    drop(stage);
    for phase in [DemoPhase::Identification, DemoPhase::Preselection, DemoPhase::Final, DemoPhase::Result] {
        let start = Instant::now();
        let demo = Demo::start(DemoOptions { phase, data: None, pace: None }).await?;
        say(&format!("demonstration ready: {phase:?} in {:.0} ms", start.elapsed().as_secs_f64() * 1000.0));
        demo.stop().await;
    }
    Ok(())
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}

#[expect(clippy::print_stdout, reason = "a bench tells its figures")]
fn say(line: &str) {
    println!("{line}");
}

fn tell(what: &str, figures: &Figures, beside: Option<(u32, &str)>) {
    let beside = beside.map(|(bound, peer)| format!("  (at least {bound}/s; {peer})")).unwrap_or_default();
    say(&format!(
        "{what:<24} {:>8.0}/s   p50 {:>6.2} ms   p99 {:>6.2} ms   most {:>6.2} ms{beside}",
        figures.per_second, figures.p50, figures.p99, figures.most
    ));
}
