//! Who I am here, and my second factor.

use crate::app::App;
use crate::auth::Insider;
use crate::email::reveal;
use crate::idempotency::{KeyedEmpty, KeyedJson};
use crate::problem::Problem;
use crate::second_factor::{self as factor, Seed};
use crate::store::{Proof, StoreError, WriteKey};
use axum::Json;
use axum::extract::State;
use isoloir_shared::api::types::{FactorView, ProblemCode, ProofRequest, StaffView};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(enrol)).routes(routes!(prove))
}

/// What I may do, and whether this session has shown the second factor.
#[utoipa::path(get, path = "/v1/organise/me", tag = "organisers", responses((status = 200, body = StaffView)),
    security(("token" = [])), extensions(("x-problems" = json!(["forbidden"]))))]
async fn read(State(app): State<App>, who: Insider) -> Result<Json<StaffView>, Problem> {
    view(&app, &who).await.map(Json)
}

/// A second factor: its seed for an app that shows codes (TOTP), this once. It counts from the first code that is shown
/// to `/v1/organise/proof`; until then it can be asked for anew.
#[utoipa::path(post, path = "/v1/organise/factor", tag = "organisers", responses((status = 200, body = FactorView)),
    security(("token" = [])), extensions(("x-problems" = json!(["forbidden", "duplicate"]))))]
async fn enrol(
    State(app): State<App>,
    who: Insider,
    KeyedEmpty(keyed): KeyedEmpty,
) -> Result<Json<FactorView>, Problem> {
    let (key, account) = (keyed.by(&who.identity), who.identity.account);
    let seed = derive(&app, &key);
    let sealed = factor::seal(&seed, account, &app.key).ok_or(ProblemCode::Internal)?;
    app.store.enrol(key, account, sealed).await.map_err(of_factor)?;
    let row = app.store.account(account).await?.ok_or(ProblemCode::Unauthenticated)?;
    let name = reveal(&row.email, &app.key).ok_or(ProblemCode::Internal)?;
    let uri = factor::uri(&seed, &app.primary.name.fr, &name);
    Ok(Json(FactorView { secret: factor::base32(&seed), uri }))
}

/// Show the second factor: good for ten minutes in this session. A code is good once, and five wrong ones in a quarter
/// of an hour are the last.
#[utoipa::path(post, path = "/v1/organise/proof", tag = "organisers", request_body = ProofRequest,
    responses((status = 200, body = StaffView)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "not_found", "wrong_code"]))))]
async fn prove(
    State(app): State<App>,
    who: Insider,
    KeyedJson(keyed, request): KeyedJson<ProofRequest>,
) -> Result<Json<StaffView>, Problem> {
    let (key, Insider { identity, .. }) = (keyed.by(&who.identity), &who);
    match app.store.prove(key, identity.account, identity.session, request.code).await? {
        Proof::Until(until) => {
            let mut view = view(&app, &who).await?;
            (view.enrolled, view.proven_until) = (true, Some(until));
            Ok(Json(view))
        }
        Proof::Wrong => Err(Problem::new(ProblemCode::WrongCode).field("factor")),
        Proof::NotEnrolled => Err(Problem::new(ProblemCode::NotFound).field("factor")),
        Proof::Wait(until) => {
            let left = until.duration_since(app.clock.now()).as_secs().max(1);
            let problem = Problem::new(ProblemCode::TooManyRequests).field("factor");
            Err(problem.retry_after(u32::try_from(left).unwrap_or(u32::MAX)))
        }
    }
}

/// A seed that only this write has: the same request once more gives the same one, and it is kept sealed only.
fn derive(app: &App, key: &WriteKey) -> Seed {
    let mac = app.key.mac("second factor", &[&key.scope.to_be_bytes(), key.key.as_bytes(), &key.fingerprint]);
    let mut seed = Seed::default();
    seed.iter_mut().zip(mac).for_each(|(to, from)| *to = from);
    seed
}

fn of_factor(error: StoreError) -> Problem {
    match error {
        StoreError::Refused(ProblemCode::Duplicate) => Problem::new(ProblemCode::Duplicate).field("factor"),
        other => other.into(),
    }
}

async fn view(app: &App, who: &Insider) -> Result<StaffView, Problem> {
    let powers = who.powers.clone();
    let proven_until = powers.proven_until.filter(|until| app.clock.now() < *until);
    let head = app.store.audit_head().await?;
    Ok(StaffView { number: powers.number, roles: powers.roles, enrolled: powers.enrolled, proven_until, head })
}
