//! Logs: one JSON object a line, on the error stream.

use tracing_subscriber::EnvFilter;

/// What is logged where `ISOLOIR_LOG` does not say: of the libraries only what goes wrong, for some of them would log
/// what people wrote; of Matrix's nothing, for its errors name rooms and people, and this program tells of them itself.
const USUAL: &str = "warn,isoloir_bots=info,isoloir_shared=info,matrix_sdk=off";

/// Begins to log, faults of this program too: by their place alone, for the words of a panic may hold what people wrote.
pub fn log() {
    std::panic::set_hook(Box::new(|fault| {
        let at = fault.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(at, "a fault of this program: please report it");
    }));
    let filter = EnvFilter::try_from_env("ISOLOIR_LOG").unwrap_or_else(|_| EnvFilter::new(USUAL));
    let layer = tracing_subscriber::fmt().json().flatten_event(true).with_current_span(false).with_span_list(false);
    // A second one in the same process changes nothing.
    let _ = layer.with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
