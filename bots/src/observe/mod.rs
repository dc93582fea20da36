//! What operators see: measures for Prometheus, health, logs. None of it holds who wrote, to whom, or what: a network,
//! a kind of update, a kind of outcome.

mod log;
mod ops;

pub use log::log;
pub use ops::{Ops, serve};

use crate::engine::{Doing, Network};
use isoloir_shared::api::{ApiError, Reply};
use metrics::{counter, gauge, histogram, with_local_recorder};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Seconds.
const BUCKETS: [f64; 10] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];
/// Measures wait to be counted together; this many at most.
const WAITING: u64 = 10_000;

/// The measures of one process.
pub struct Measures {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
    taken: AtomicU64,
}

impl Default for Measures {
    fn default() -> Self {
        let builder = PrometheusBuilder::new();
        // The only failure is an empty list of buckets.
        let builder = builder.set_buckets(&BUCKETS).unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = builder.build_recorder();
        Self { handle: recorder.handle(), recorder, taken: AtomicU64::new(0) }
    }
}

impl Measures {
    /// As Prometheus reads them, with how many people something is being done for.
    pub fn text(&self, busy: usize) -> String {
        self.take(|| gauge!("isoloir_bots_queue").set(u32::try_from(busy).unwrap_or(u32::MAX)));
        self.handle.render()
    }

    /// An update came in.
    pub fn update(&self, network: Network, doing: &Doing) {
        let (network, kind) = (network.code(), doing.kind());
        self.take(|| counter!("isoloir_bots_updates_total", "network" => network, "kind" => kind).increment(1));
    }

    /// An update of somebody who sends too fast was let go.
    pub fn dropped(&self, network: Network) {
        self.take(|| counter!("isoloir_bots_dropped_total", "network" => network.code()).increment(1));
    }

    /// What somebody did was answered on their screen.
    pub fn handled(&self, network: Network, spent: Duration) {
        self.take(|| histogram!("isoloir_bots_update_seconds", "network" => network.code()).record(spent));
    }

    /// Another process was quicker with somebody's turn.
    pub fn conflict(&self, network: Network) {
        self.take(|| counter!("isoloir_bots_conflicts_total", "network" => network.code()).increment(1));
    }

    /// A turn could not be taken.
    pub fn failed(&self, network: Network) {
        self.take(|| counter!("isoloir_bots_failures_total", "network" => network.code()).increment(1));
    }

    /// A network asked to wait, or did not answer.
    pub fn retry(&self, network: Network) {
        self.take(|| counter!("isoloir_bots_retries_total", "network" => network.code()).increment(1));
    }

    /// A network refused a page.
    pub fn refused(&self, network: Network) {
        self.take(|| counter!("isoloir_bots_refused_total", "network" => network.code()).increment(1));
    }

    /// The platform answered, or did not.
    pub fn call(&self, result: &Result<Reply, ApiError>, spent: Duration) {
        let outcome = match result {
            Ok(_) => "done",
            Err(ApiError::Problem(_)) => "refused",
            Err(ApiError::Unreachable) => "unreachable",
            Err(ApiError::Garbled) => "garbled",
            Err(ApiError::Alarm(_)) => "alarm",
            // Of the person's own side, before anything was sent.
            Err(ApiError::NotKept) => "not_kept",
            Err(ApiError::Incomplete(_) | ApiError::NoSeal | ApiError::KeyCode(_)) => "refused",
        };
        self.take(|| {
            counter!("isoloir_bots_calls_total", "outcome" => outcome).increment(1);
            histogram!("isoloir_bots_call_seconds").record(spent);
        });
    }

    fn take(&self, measure: impl FnOnce()) {
        with_local_recorder(&self.recorder, measure);
        if self.taken.fetch_add(1, Ordering::Relaxed) % WAITING == WAITING - 1 {
            self.handle.run_upkeep();
        }
    }
}
