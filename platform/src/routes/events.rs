//! The stream of public events.

use crate::app::App;
use crate::events::{Listener, Next};
use crate::problem::Problem;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::Stream;
use isoloir_shared::api::ids::EventId;
use isoloir_shared::api::types::{EventKind, PlatformEvent};
use std::convert::Infallible;
use tokio_util::sync::CancellationToken;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(events))
}

/// One event of the stream, field by field as it stands on the wire.
#[derive(utoipa::ToSchema)]
#[allow(dead_code, reason = "describes the stream in the OpenAPI file; `Sse` writes it")]
struct StreamedEvent {
    /// To be sent back as `Last-Event-ID`; counts have none.
    id: Option<String>,
    /// `phase`, `announcement`, `announcement_state`, `inbox`, `counts` or `calendar`.
    event: Option<String>,
    /// A `PlatformEvent` as JSON.
    #[schema(content_media_type = "application/json")]
    data: String,
}

/// Changes of phase, announcements, changes of the calendar and counts as they come (server-sent events). With
/// `Last-Event-ID`, what came since then first; counts are told to who listens, and never again.
#[utoipa::path(get, path = "/v1/events", tag = "events",
    params(("Last-Event-ID" = Option<u64>, Header, description = "The last event seen")),
    responses((status = 200, description = "A stream", content_type = "text/event-stream", body = StreamedEvent)))]
async fn events(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let after = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.trim().parse().ok());
    let listener = app.events.listen(app.store.clone(), after.map(EventId)).await?;
    Ok(Sse::new(stream(app.clone(), listener, app.stop.clone())).keep_alive(KeepAlive::default()))
}

fn stream(app: App, listener: Listener, stop: CancellationToken) -> impl Stream<Item = Result<Event, Infallible>> {
    futures::stream::unfold((app, listener, stop), |(app, mut listener, stop)| async move {
        loop {
            let next = tokio::select! {
                next = listener.next() => next?,
                // A platform that stops does not wait for those who listen.
                () = stop.cancelled() => return None,
            };
            let event = match next {
                Ok(Next::Stored(event)) => {
                    let id = event.id.to_string();
                    json(&event).map(|sse| sse.id(id))
                }
                Ok(Next::Counts(id, counts)) => {
                    json(&PlatformEvent { id, at: app.clock.now(), kind: EventKind::Counts(counts) })
                }
                Err(error) => {
                    // Cut: the client comes back with the last event it saw.
                    tracing::warn!(%error, "events could not be read");
                    return None;
                }
            };
            if let Some(event) = event {
                return Some((Ok(event), (app, listener, stop)));
            }
        }
    })
}

fn json(event: &PlatformEvent) -> Option<Event> {
    let name = match event.kind {
        EventKind::Phase { .. } => "phase",
        EventKind::Announcement { .. } => "announcement",
        EventKind::AnnouncementState { .. } => "announcement_state",
        EventKind::Inbox { .. } => "inbox",
        EventKind::Counts(_) => "counts",
        EventKind::Calendar { .. } => "calendar",
    };
    Event::default().event(name).json_data(event).ok()
}
