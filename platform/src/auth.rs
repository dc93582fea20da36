//! Who asks: `Authorization: Bearer` → account.

use crate::app::App;
use crate::idempotency::Keyed;
use crate::problem::{AccountLang, Problem};
use crate::routes::Path;
use crate::secrets::{Hash, token_hash};
use crate::store::{AccountId, Identity, Powers, StoreError, WriteKey};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use isoloir_shared::api::types::{ProblemCode, Role, Round};
use std::ops::Deref;

/// A signed-in account, on the roll or not.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Identity);

/// A signed-in account on the roll.
#[derive(Clone, Debug)]
pub struct Citizen(pub Identity);

/// Somebody with a role, whatever it is: they read what is not personal.
#[derive(Clone, Debug)]
pub struct Insider {
    /// Who.
    pub identity: Identity,
    /// What they may do, as it is now.
    pub powers: Powers,
}

/// An organiser who has shown the second factor in this session. Looked up again in the write's own transaction.
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
deref!(SignedIn, Citizen, Organiser, Judge);

impl Identity {
    /// The account, for the store.
    pub fn id(&self) -> AccountId {
        self.account
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        let Some(Asker(found)) = parts.extensions.get() else {
            return Err(Problem::new(ProblemCode::Internal));
        };
        let identity = found.clone().ok_or(Problem::new(ProblemCode::Unauthenticated))?;
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

impl FromRequestParts<App> for Insider {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let SignedIn(identity) = SignedIn::from_request_parts(parts, app).await?;
        let powers = app.store.powers(identity.account, identity.session).await?.ok_or(ProblemCode::Forbidden)?;
        Ok(Self { identity, powers })
    }
}

impl FromRequestParts<App> for Organiser {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let who = Insider::from_request_parts(parts, app).await?;
        if !who.powers.roles.contains(&Role::Organiser) {
            return Err(ProblemCode::Forbidden.into());
        }
        if who.powers.proven(app.clock.now()) { Ok(Self(who.identity)) } else { Err(ProblemCode::SecondFactor.into()) }
    }
}

/// A moderator or an organiser who has shown the second factor in this session.
#[derive(Clone, Debug)]
pub struct Judge(pub Identity);

impl FromRequestParts<App> for Judge {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let who = Insider::from_request_parts(parts, app).await?;
        if !who.powers.roles.iter().any(|role| matches!(role, Role::Moderator | Role::Organiser)) {
            return Err(ProblemCode::Forbidden.into());
        }
        if who.powers.proven(app.clock.now()) { Ok(Self(who.identity)) } else { Err(ProblemCode::SecondFactor.into()) }
    }
}

/// Somebody who leaves: signs out, or erases the account. The same request once more is theirs too, though by then
/// nobody holds the token.
pub struct Leaving {
    /// Who, if they have not left yet.
    pub who: Option<Identity>,
    token: Hash,
}

impl Leaving {
    /// The key of the write: nobody's, and good with this token only.
    pub fn key(&self, app: &App, keyed: &Keyed) -> WriteKey {
        keyed.with(app, &self.token)
    }

    /// Whether they have left before by this very write; whoever else holds no good token is nobody.
    pub async fn left(app: &App, key: WriteKey) -> Result<(), Problem> {
        match app.store.answered(key).await {
            Ok(true) => Ok(()),
            // A key that somebody else used says no more than that.
            Ok(false) | Err(StoreError::Refused(_)) => Err(ProblemCode::Unauthenticated.into()),
            Err(error) => Err(error.into()),
        }
    }
}

impl FromRequestParts<App> for Leaving {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let token = bearer(&parts.headers).map(token_hash).ok_or(ProblemCode::Unauthenticated)?;
        let who = SignedIn::from_request_parts(parts, app).await.ok().map(|SignedIn(identity)| identity);
        Ok(Self { who, token })
    }
}

/// One of the primary's bots, by the token that its operator gave it and the platform. It acts for nobody.
pub struct Bot;

impl FromRequestParts<App> for Bot {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        // Hashes are compared: how long that takes says nothing of the token.
        let shown = bearer(&parts.headers).map(token_hash);
        let known = app.settings.bots.token_hash;
        if shown.is_some() && shown == known { Ok(Self) } else { Err(ProblemCode::Unauthenticated.into()) }
    }
}

/// A trustee of a round, by the token that the operator gave them. They act for nobody else.
#[derive(Clone, Debug)]
pub struct Trustee {
    /// Of which round.
    pub round: Round,
    /// Which, from 1.
    pub number: u16,
    /// Of their token.
    pub token: Hash,
}

impl FromRequestParts<App> for Trustee {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let token = bearer(&parts.headers).map(token_hash).ok_or(ProblemCode::Unauthenticated)?;
        let Path((round, number)) = Path::<(Round, u16)>::from_request_parts(parts, app).await?;
        let known = app.store.ceremony(round).await?.is_some_and(|ceremony| ceremony.is_token(number, &token));
        if known { Ok(Self { round, number, token }) } else { Err(ProblemCode::Unauthenticated.into()) }
    }
}

/// Who asks, as the gate found: put into every request.
#[derive(Clone, Debug)]
pub struct Asker(pub Option<Identity>);

/// Who holds the request's token, if it is good and was seen before: asks nobody.
pub fn known(app: &App, headers: &HeaderMap) -> Option<Identity> {
    let identity = app.sessions.known(token_hash(bearer(headers)?))?;
    (identity.until > app.clock.now()).then_some(identity)
}

/// Who holds the request's token, if it is good.
pub async fn find(app: &App, headers: &HeaderMap) -> Result<Option<Identity>, Problem> {
    let Some(token) = bearer(headers) else { return Ok(None) };
    let identity = app.sessions.identity(app.store.as_ref(), token_hash(token)).await?;
    Ok(identity.filter(|identity| identity.until > app.clock.now()))
}

/// The token of the `Authorization` header.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}
