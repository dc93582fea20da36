//! A platform with as many candidates as one likes, to look at the terminal's speed: `cargo run --release -p
//! isoloir-platform --example many -- 5000`. It prints its address and serves until it is killed.

use isoloir_config::primary::Primary;
use isoloir_platform::clock::Clock;
use isoloir_platform::demo::DemoClock;
use isoloir_platform::limits::LimitSettings;
use isoloir_platform::phases::apply_due;
use isoloir_platform::store::ImportedCandidate;
use isoloir_platform::{Platform, Settings};
use std::error::Error;
use std::io::Write;
use std::sync::Arc;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let count: u32 = std::env::args().nth(1).map_or(Ok(5000), |it| it.parse())?;
    let folder = tempfile::tempdir()?;
    let primary = Primary::built_in("laprimaire-2016").ok_or("the primary is missing")??;
    let mut settings = Settings::new(folder.path(), Arc::new(primary));
    // No letter is sent here.
    settings.demo = true;
    settings.limits = LimitSettings::OFF;
    let clock = Arc::new(DemoClock::new("2016-07-01T10:00:00Z".parse()?));
    let platform = Platform::open(settings, clock.clone()).await?;
    apply_due(platform.app()).await?;
    let candidate = |n: u32| ImportedCandidate {
        name: format!("Prénom{n} Nom-Composé {}", n * 7919 % count),
        presentation: "Pour une démocratie réellement participative".into(),
        at: clock.now(),
    };
    platform.app().store.import_candidates((1..=count).map(candidate).collect()).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    writeln!(std::io::stdout(), "http://{}", listener.local_addr()?)?;
    platform.serve(listener, std::future::pending()).await?;
    Ok(())
}
