//! What every request passes first: who asks, from where, and whether they may ask so often.

use crate::app::App;
use crate::auth::{self, Asker};
use crate::limits::household;
use crate::phases;
use crate::problem::Problem;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderValue, header};
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

/// The last hop that the proxy names, when the connection is the proxy's; else the connection's own.
fn client_ip(app: &App, headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
    let direct = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let forwarded = || {
        headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    let from_proxy = app.settings.behind_proxy && direct.is_some_and(|ip| is_proxy(&app.settings.proxies, ip));
    let ip = if from_proxy { forwarded().or(direct) } else { direct };
    household(ip.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)))
}

/// Whether this peer may say whom it speaks for: anybody else could say anything, and so pass every limit.
fn is_proxy(listed: &[IpAddr], peer: IpAddr) -> bool {
    let peer = peer.to_canonical();
    peer.is_loopback() || listed.iter().any(|ip| ip.to_canonical() == peer)
}

/// Answers to one person, or to those who run the primary: no cache on the way may keep them.
fn is_personal(path: &str) -> bool {
    let below = ["/v1/me/", "/v1/auth/", "/v1/links/", "/v1/organise/"];
    path == "/v1/me" || below.iter().any(|folder| path.starts_with(folder))
}

/// Finds who asks and counts the request.
pub async fn gate(State(app): State<App>, mut request: Request, next: Next) -> Result<Response, Problem> {
    let path = request.uri().path();
    if path == "/health/live" || path == "/metrics" {
        return Ok(next.run(request).await);
    }
    let personal = is_personal(path);
    let ip = client_ip(&app, request.headers(), request.extensions());
    if path.starts_with("/health/") {
        app.limits.of_ip(&app.limits.requests_per_ip, ip)?;
        return Ok(next.run(request).await);
    }
    // Nobody sees a phase open without its effects; if they cannot be had now, what there is is shown.
    if let Err(error) = phases::catch_up(&app).await {
        tracing::error!(%error, "what is due could not be carried out");
    }
    // A token that is not remembered costs a look into the database: counted before, for anybody can make one up.
    let known = auth::known(&app, request.headers());
    let mut left = match &known {
        Some(_) => None,
        None => app.limits.of_ip(&app.limits.requests_per_ip, ip)?,
    };
    let asker = match known {
        Some(identity) => Some(identity),
        None => auth::find(&app, request.headers()).await?,
    };
    if let Some(identity) = &asker {
        left = app.limits.requests_per_account.check(&identity.account)?;
    }
    request.extensions_mut().insert(Asker(asker));
    let mut response = next.run(request).await;
    if personal {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Some(left) = left {
        left.put(response.headers_mut());
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::is_proxy;

    #[test]
    fn only_this_machine_and_the_listed_say_whom_they_speak_for() {
        let ip = |text: &str| text.parse().unwrap();
        let listed = [ip("192.0.2.7")];
        for peer in ["127.0.0.1", "::1", "192.0.2.7", "::ffff:192.0.2.7"] {
            assert!(is_proxy(&listed, ip(peer)), "{peer}");
        }
        assert!(!is_proxy(&listed, ip("192.0.2.8")));
    }
}
