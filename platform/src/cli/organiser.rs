//! Who runs the primary, from the server's command line. A platform that serves meanwhile heeds it at the next request.

use super::args::{OrganiserCommand, RoleArgs};
use crate::app::open_data;
use crate::clock::{Clock, SystemClock};
use crate::email::{Address, reveal};
use crate::secrets::ServerKey;
use crate::store::{Store, StoreError};
use color_eyre::eyre::{Result, WrapErr, bail, eyre};
use isoloir_shared::api::types::{Lang, ProblemCode, Role};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// Carries a command out.
pub(super) async fn run(command: OrganiserCommand) -> Result<()> {
    match command {
        OrganiserCommand::Add(args) => add(&args).await,
        OrganiserCommand::Remove(args) => remove(&args).await,
        OrganiserCommand::List { data } => {
            let (key, store) = there(&data).await?;
            list(&key, store.as_ref()).await?;
            store.close().await;
            Ok(())
        }
    }
}

/// The data of a platform that was started before: a mistyped folder is no new platform.
pub(super) async fn there(data: &Path) -> Result<(ServerKey, Arc<dyn Store>)> {
    if !data.join("isoloir.db").try_exists().wrap_err_with(|| data.display().to_string())? {
        bail!(
            "{} holds no platform: is --data the folder that `isoloir-platform serve` was started with?",
            data.display()
        );
    }
    Ok(open_data(data).await?)
}

async fn open(args: &RoleArgs) -> Result<(Arc<dyn Store>, crate::store::Email)> {
    let address = Address::parse(&args.email).ok_or_else(|| eyre!("this is no e-mail address"))?;
    let (key, store) = there(&args.data).await?;
    let kept = address.keep(&key).ok_or_else(|| eyre!("the address could not be sealed"))?;
    Ok((store, kept))
}

async fn add(args: &RoleArgs) -> Result<()> {
    let (store, kept) = open(args).await?;
    let done = store.grant(kept, Lang::Fr, args.role.into(), SystemClock.now()).await;
    store.close().await;
    match done {
        Err(StoreError::Refused(ProblemCode::Neutrality)) => {
            bail!("this is, or was, a candidate of the primary: whoever runs it must not be one")
        }
        done => done.wrap_err("nothing was changed")?,
    }
    let role = name(args.role.into());
    Ok(writeln!(std::io::stdout(), "{role} added; they sign in with this address, and enrol a second factor")?)
}

async fn remove(args: &RoleArgs) -> Result<()> {
    let (store, kept) = open(args).await?;
    let done = store.revoke_role(kept, args.role.into(), SystemClock.now()).await;
    store.close().await;
    let role = name(args.role.into());
    if !done.wrap_err("nothing was changed")? {
        bail!("there is no {role} of this address");
    }
    Ok(writeln!(std::io::stdout(), "{role} removed")?)
}

async fn list(key: &ServerKey, store: &dyn Store) -> Result<()> {
    for row in store.staff().await? {
        let roles: Vec<&str> = row.roles.iter().map(|role| name(*role)).collect();
        let factor = if row.enrolled { "enrolled" } else { "not enrolled" };
        let email = reveal(&row.email, key).unwrap_or_default();
        writeln!(std::io::stdout(), "{}\t{}\t{factor}\t{email}", row.number, roles.join(","))?;
    }
    Ok(())
}

fn name(role: Role) -> &'static str {
    match role {
        Role::Organiser => "organiser",
        Role::Moderator => "moderator",
        Role::Observer => "observer",
    }
}
