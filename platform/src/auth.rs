//! Who asks: `Authorization: Bearer` → account.

use crate::app::App;
use crate::problem::{AccountLang, Problem};
use crate::secrets::token_hash;
use crate::store::{AccountId, Identity};
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use isoloir_shared::api::types::{ProblemCode, Role};
use std::ops::Deref;

/// A signed-in account, on the roll or not.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Identity);

/// A signed-in account on the roll.
#[derive(Clone, Debug)]
pub struct Citizen(pub Identity);

/// A signed-in organiser.
#[derive(Clone, Debug)]
pub struct Organiser(pub Identity);

macro_rules! deref {
    ($($name:ident),*) => {$(
        impl Deref for $name {
            type Target = Identity;
            fn deref(&self) -> &Identity {
                &self.0
            }
        }
    )*};
}
deref!(SignedIn, Citizen, Organiser);

impl Identity {
    /// The account, for the store.
    pub fn id(&self) -> AccountId {
        self.account
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let none = || Problem::new(ProblemCode::Unauthenticated);
        let token = bearer(parts).ok_or_else(none)?;
        let identity = app.store.identity(token_hash(token)).await?.ok_or_else(none)?;
        if identity.until <= app.clock.now() {
            return Err(none());
        }
        if let Some(lang) = parts.extensions.get::<AccountLang>() {
            let _ = lang.0.set(identity.lang);
        }
        Ok(Self(identity))
    }
}

impl FromRequestParts<App> for Citizen {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let SignedIn(identity) = SignedIn::from_request_parts(parts, app).await?;
        if identity.registered { Ok(Self(identity)) } else { Err(ProblemCode::NotRegistered.into()) }
    }
}

impl FromRequestParts<App> for Organiser {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let SignedIn(identity) = SignedIn::from_request_parts(parts, app).await?;
        if identity.roles.contains(&Role::Organiser) { Ok(Self(identity)) } else { Err(ProblemCode::Forbidden.into()) }
    }
}

/// The token of the `Authorization` header.
fn bearer(parts: &Parts) -> Option<&str> {
    let value = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}
