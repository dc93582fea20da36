//! What operators see: a log line and a measure for each request. Neither holds who asked, from where, or about whom:
//! only the route's pattern, never its values.

use crate::app::App;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, histogram, with_local_recorder};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Seconds; the targets of the platform lie between them.
const BUCKETS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5];
/// Measures wait to be counted together; this many at most.
const WAITING: u64 = 10_000;

/// The measures of one platform.
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
    /// As Prometheus reads them.
    pub fn text(&self) -> String {
        self.handle.render()
    }

    fn take(&self, method: &str, route: &str, status: u16, seconds: f64) {
        with_local_recorder(&self.recorder, || {
            let labels = [("method", method.to_owned()), ("route", route.to_owned()), ("status", status.to_string())];
            counter!("isoloir_http_requests_total", &labels).increment(1);
            histogram!("isoloir_http_request_seconds", "route" => route.to_owned()).record(seconds);
        });
        if self.taken.fetch_add(1, Ordering::Relaxed) % WAITING == WAITING - 1 {
            self.handle.run_upkeep();
        }
    }
}

/// A method that is none of the platform's is somebody's text: each would be a series of its own, kept for ever.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// The outermost layer.
pub async fn observe(State(app): State<App>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    let route = route.as_ref().map_or("unmatched", MatchedPath::as_str);
    let method = known(&method);
    let status = response.status().as_u16();
    let spent = begun.elapsed();
    app.measures.take(method, route, status, spent.as_secs_f64());
    let micros = u64::try_from(spent.as_micros()).unwrap_or(u64::MAX);
    if response.status().is_server_error() {
        tracing::error!(method, route, status, micros, "answered");
    } else {
        tracing::debug!(method, route, status, micros, "answered");
    }
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
