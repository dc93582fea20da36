//! Invitations, answered side by side: a homeserver far away that does not answer keeps nobody else waiting.

use super::error::asks_to_wait;
use super::rooms::kind;
use matrix_sdk::ruma::OwnedRoomId;
use matrix_sdk::ruma::room::JoinRule;
use matrix_sdk::{Client, Room, RoomState};
use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tracing::info;

/// Answered at once; the others wait for their turn.
const AT_ONCE: usize = 16;
/// While some are under way, how soon to look again.
const SOON: Duration = Duration::from_secs(1);

/// Invitations under way, and those that wait for a better moment.
#[derive(Default)]
pub struct Invitations {
    later: HashMap<OwnedRoomId, Instant>,
    open: HashSet<OwnedRoomId>,
    answers: JoinSet<(OwnedRoomId, Option<Duration>)>,
}

impl Invitations {
    /// Answers those that are open, without waiting for it; into the rooms where everybody reads it goes by itself. The time until somebody should look here again.
    pub fn answer(&mut self, client: &Client, boards: &[OwnedRoomId]) -> Option<Duration> {
        let now = Instant::now();
        while let Some(answered) = self.answers.try_join_next() {
            let Ok((room, again)) = answered else { continue };
            self.open.remove(&room);
            if let Some(wait) = again {
                self.later.insert(room, now + wait);
            }
        }
        self.later.retain(|room, _| client.get_room(room).is_some_and(|it| it.state() == RoomState::Invited));
        for room in client.invited_rooms() {
            let id = room.room_id();
            if self.open.len() >= AT_ONCE {
                break;
            }
            if boards.iter().any(|it| it == id)
                || self.open.contains(id)
                || self.later.get(id).is_some_and(|at| *at > now)
            {
                continue;
            }
            self.later.remove(id);
            self.open.insert(id.to_owned());
            self.answers.spawn(async move { (room.room_id().to_owned(), accept(&room).await.err()) });
        }
        let again = self.later.values().min().map(|at| at.saturating_duration_since(now));
        if self.open.is_empty() { again } else { Some(again.unwrap_or(SOON).min(SOON)) }
    }
}

/// Anybody may ask the bot in, but not into a room that the whole network can enter: a bot that speaks there to whoever
/// names it is a nuisance, and none of it would be private.
async fn accept(room: &Room) -> Result<(), Duration> {
    let public = matches!(room.join_rule(), Some(JoinRule::Public | JoinRule::Knock | JoinRule::KnockRestricted(_)));
    let done = if public { room.leave().await } else { room.join().await };
    match done {
        Ok(()) => Ok(()),
        Err(error) => {
            let wait = match &error {
                matrix_sdk::Error::Http(http) => asks_to_wait(http),
                _ => None,
            };
            info!(error = %kind(&error), "an invitation is not answered yet");
            Err(wait.unwrap_or(Duration::from_secs(30)))
        }
    }
}
