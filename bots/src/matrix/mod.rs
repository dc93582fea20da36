//! Matrix: encrypted direct rooms.
//!
//! `setup` makes the bot's device and encryption identity, once; `run` serves with them. `listen` hears, `happen`
//! does what follows and hands to the engine, `hands` shows what the engine says; `heard` is the pure part: what an event
//! means.

mod budget;
mod check;
mod client;
mod courier;
mod error;
mod folder;
mod hands;
mod happen;
mod heard;
mod invitations;
mod listen;
mod noticeboard;
mod pictures;
mod rooms;
mod send;
mod setup;
mod verify;
mod wall;

pub use error::MatrixError;

use crate::check::Finding;
use crate::cli::NetworkError;
use crate::config::MatrixSettings;
use crate::engine::Engine;
use crate::witness;
use matrix_sdk::ruma::{OwnedRoomId, RoomId};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

/// Whether Matrix is to be served: a homeserver is named, or `setup` has made a device.
pub fn is_meant(settings: &MatrixSettings) -> bool {
    settings.homeserver.is_some() || folder::Folder::is_set_up(&settings.state)
}

/// Whether there is a room that everybody reads.
pub fn writes_in_public(settings: &MatrixSettings) -> bool {
    settings.announcement_room.is_some() || !settings.checkpoint_rooms.is_empty()
}

/// Serves Matrix until `stop`.
///
/// # Errors
/// If it cannot begin or go on: without `setup`, among others.
pub async fn run(settings: MatrixSettings, engine: Engine, stop: CancellationToken) -> Result<(), NetworkError> {
    serve(settings, engine, stop).await.map_err(NetworkError::from)
}

async fn serve(settings: MatrixSettings, engine: Engine, stop: CancellationToken) -> Result<(), MatrixError> {
    // Held as long as the bot runs.
    let folder = folder::Folder::open(&settings.state)?;
    let client = client::open(settings.homeserver.as_ref(), &folder).await?;
    let hands = Arc::new(hands::MatrixHands::new(client.clone()));
    engine.attach(hands.clone());
    let announcing = AbortOnDropHandle::new(tokio::spawn(courier::delivery(hands, &engine).run(stop.clone())));
    let board = board(&settings)?;
    let posting = board.clone().map(|room| {
        AbortOnDropHandle::new(tokio::spawn(noticeboard::keep(client.clone(), engine.clone(), room, stop.clone())))
    });
    let boards = boards(&settings)?;
    let walls: Vec<_> = boards
        .iter()
        .map(|room| wall::RoomWall::new(client.clone(), room.clone()))
        .map(|wall| AbortOnDropHandle::new(tokio::spawn(witness::keep(engine.clone(), wall, stop.clone()))))
        .collect();
    verify::listen(&client);
    tracing::info!("the Matrix bot listens");
    let listened = listen::Listener::new(client, engine, boards, stop.clone())?.listen().await;
    // What is being sent is finished.
    if stop.is_cancelled() {
        drop(announcing.await);
        if let Some(posting) = posting {
            drop(posting.await);
        }
        for wall in walls {
            drop(wall.await);
        }
    }
    listened
}

/// The room of the announcements, if there is one.
fn board(settings: &MatrixSettings) -> Result<Option<OwnedRoomId>, MatrixError> {
    let Some(id) = &settings.announcement_room else { return Ok(None) };
    RoomId::parse(id).map(Some).map_err(|_| MatrixError::Room(id.clone()))
}

/// All rooms that everybody reads: that one, and those where checkpoints alone are written.
fn boards(settings: &MatrixSettings) -> Result<Vec<OwnedRoomId>, MatrixError> {
    let ids = settings.announcement_room.iter().chain(&settings.checkpoint_rooms);
    let mut rooms: Vec<OwnedRoomId> = Vec::new();
    for id in ids {
        let room = RoomId::parse(id).map_err(|_| MatrixError::Room(id.clone()))?;
        if !rooms.contains(&room) {
            rooms.push(room);
        }
    }
    Ok(rooms)
}

/// Signs the bot in once, and makes its encryption state. Again: nothing new.
///
/// # Errors
/// If it cannot.
pub async fn setup(settings: MatrixSettings) -> Result<(), NetworkError> {
    setup::setup(settings).await.map_err(NetworkError::from)
}

/// What is missing.
pub async fn check(settings: &MatrixSettings) -> Vec<Finding> {
    check::check(settings).await
}
