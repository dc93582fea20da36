//! Ending somebody's letters, with the link that stands in each of them (RFC 8058). Not of the API: mail programs come
//! here, and people with a browser, without a key and without a token of their own.

use super::Path;
use crate::app::App;
use crate::problem::Problem;
use crate::secrets::token_hash;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use isoloir_config::text::{Key, key, resolve};

/// Where it is.
pub fn page() -> Router<App> {
    Router::new().route("/v1/unsubscribe/{token}", get(ask).post(end))
}

/// Looking ends nothing: programs follow every link of a letter. There is a button.
async fn ask(State(app): State<App>) -> Response {
    show(&app, Some(key::LETTERS_END_ASK))
}

/// One click ends the letters, and nothing else; again, and with a token that is nobody's, it looks the same.
async fn end(State(app): State<App>, Path(token): Path<String>) -> Result<Response, Problem> {
    app.store.end_letters(token_hash(&token)).await?;
    Ok(show(&app, None))
}

fn show(app: &App, ask: Option<Key>) -> Response {
    let name = &app.primary.name;
    let parts = [("fr", &name.fr), ("en", &name.en)].map(|(lang, name)| {
        let none = || std::iter::empty();
        let text = resolve(lang, ask.unwrap_or(key::LETTERS_ENDED), none());
        let button = match ask {
            Some(_) => format!("<p><button>{}</button></p>", escaped(&resolve(lang, key::LETTERS_END, none()))),
            None => String::new(),
        };
        format!("<section lang={lang}><h1>{}</h1><p>{}</p>{button}</section>", escaped(name), escaped(&text))
    });
    let body = parts.concat();
    let page = format!(
        "<!doctype html><html lang=fr><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
         <meta name=robots content=noindex><title>Isoloir</title><form method=post>{body}</form></html>"
    );
    // The address is a secret of its own: no page that follows is told it.
    ([(header::REFERRER_POLICY, "no-referrer"), (header::CACHE_CONTROL, "no-store")], Html(page)).into_response()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
