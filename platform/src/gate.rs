//! What every request passes first: who asks, from where, and whether they may ask so often.

use crate::app::App;
use crate::auth::{self, Asker};
use crate::phases;
use crate::problem::Problem;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use axum::middleware::Next;
use axum::response::Response;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Where a request comes from. Used to count and then forgotten: never kept, never logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientIp(pub IpAddr);

impl FromRequestParts<App> for ClientIp {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self(client_ip(app, &parts.headers, &parts.extensions)))
    }
}

/// The last hop that the proxy names, when there is a proxy; else the connection's. A whole /64 counts as one
/// address in IPv6: that is what one household has.
fn client_ip(app: &App, headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
    let direct = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let forwarded = || {
        headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    let ip = if app.settings.behind_proxy { forwarded().or(direct) } else { direct };
    match ip.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() >> 64 << 64).into()),
        v4 => v4,
    }
}

/// Finds who asks and counts the request.
pub async fn gate(State(app): State<App>, mut request: Request, next: Next) -> Result<Response, Problem> {
    let path = request.uri().path();
    if path.starts_with("/health/") || path == "/metrics" {
        return Ok(next.run(request).await);
    }
    // Nobody sees a phase open without its effects; if they cannot be had now, what there is is shown.
    if let Err(error) = phases::catch_up(&app).await {
        tracing::error!(%error, "what is due could not be carried out");
    }
    let asker = auth::find(&app, request.headers()).await?;
    let left = match &asker {
        Some(identity) => app.limits.requests_per_account.check(&identity.account)?,
        None => app.limits.requests_per_ip.check(&client_ip(&app, request.headers(), request.extensions()))?,
    };
    request.extensions_mut().insert(Asker(asker));
    let mut response = next.run(request).await;
    if let Some(left) = left {
        left.put(response.headers_mut());
    }
    Ok(response)
}
