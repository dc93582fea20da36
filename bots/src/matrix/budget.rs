//! How often the bot speaks by itself, beside any conversation: often enough to be of help, too seldom to be a flood.

use matrix_sdk::ruma::{OwnedRoomId, RoomId};
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// Most remarks in a room in a while.
const MOST: usize = 5;
/// That while.
const WHILE: Duration = Duration::from_secs(60);
/// So many rooms are remembered before those that fell silent are forgotten.
const ROOMS: usize = 1_000;

/// What was said where.
#[derive(Default)]
pub struct Budget {
    rooms: HashMap<OwnedRoomId, VecDeque<Instant>>,
}

impl Budget {
    /// Whether one more remark may be made in a room now; if so, it is counted.
    pub fn allows(&mut self, room: &RoomId, now: Instant) -> bool {
        let recent = |at: &Instant| now.saturating_duration_since(*at) < WHILE;
        if self.rooms.len() >= ROOMS {
            self.rooms.retain(|_, said| said.back().is_some_and(recent));
        }
        let said = self.rooms.entry(room.to_owned()).or_default();
        said.retain(recent);
        let allowed = said.len() < MOST;
        if allowed {
            said.push_back(now);
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use matrix_sdk::ruma::room_id;

    #[test]
    fn a_flood_is_answered_a_few_times_a_minute() {
        let (mut budget, now) = (Budget::default(), Instant::now());
        let said = (0..1_000).filter(|_| budget.allows(room_id!("!a:x"), now)).count();
        assert_eq!(said, MOST);
        assert!(budget.allows(room_id!("!b:x"), now), "another room is another room");
        assert!(budget.allows(room_id!("!a:x"), now + WHILE));
    }

    #[test]
    fn rooms_that_fell_silent_are_forgotten() {
        let (mut budget, now) = (Budget::default(), Instant::now());
        for n in 0..ROOMS {
            assert!(budget.allows(&OwnedRoomId::try_from(format!("!{n}:x")).unwrap_or_else(|_| unreachable!()), now));
        }
        assert!(budget.allows(room_id!("!late:x"), now + WHILE));
        assert_eq!(budget.rooms.len(), 1);
    }
}
