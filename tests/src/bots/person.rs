//! Somebody in a room: does what the page offers, and waits until the bot has nothing more to say.

use super::{Fuse, Rooms, Seen};
use isoloir_bots::engine::{ChatKey, Doing, Engine, HearError, Update};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::Lang;
use isoloir_shared::view::{BallotView, Block, Intent, Place, Screen};

/// Somebody in a room.
pub struct Person {
    /// Who.
    pub chat: ChatKey,
    /// The network that they are in.
    pub rooms: Rooms,
    /// The instance that hears their next message.
    pub engine: Engine,
    /// When that instance dies.
    pub fuse: Fuse,
    /// What they did that the network has not been told is noted: it comes again.
    pub open: Vec<Update>,
    updates: u64,
}

impl Person {
    /// Somebody who has never been here.
    pub fn new(engine: &Engine, rooms: &Rooms, chat: i64) -> Self {
        let (rooms, engine) = (rooms.clone(), engine.clone());
        Self { chat: ChatKey::telegram(chat), rooms, engine, fuse: Fuse::never(), open: Vec::new(), updates: 0 }
    }

    /// What they see.
    pub fn seen(&self) -> Seen {
        self.rooms.seen(&self.chat.chat)
    }

    /// The page.
    ///
    /// # Panics
    /// If there is none.
    pub fn screen(&self) -> Screen {
        self.seen().screen.expect("a page is shown")
    }

    /// The page in words, for the message of a failed assertion.
    pub fn shown(&self) -> String {
        format!("{:#?}", self.seen())
    }

    /// An update of theirs.
    pub fn update(&mut self, doing: Doing) -> Update {
        self.updates += 1;
        let id = format!("{}-{}", self.chat.chat, self.updates);
        let (chat, room) = (self.chat.clone(), self.chat.chat.clone());
        Update { chat, id, room, message: None, called: None, lang: Some(Lang::Fr), doing }
    }

    /// Does something, and waits until the bot is done with it, or dead.
    pub async fn does(&mut self, doing: Doing) {
        let update = self.update(doing);
        self.open.push(update);
        self.deliver().await;
    }

    /// The network brings what was not noted, the oldest first.
    ///
    /// # Panics
    /// If the bot refuses it.
    pub async fn deliver(&mut self) {
        while let Some(update) = self.open.first().cloned() {
            let Some(noted) = self.unless_dead(self.engine.hear(update)).await else { return };
            let noted = noted.expect("the bot hears");
            match self.unless_dead(noted).await {
                Some(Ok(())) => drop(self.open.remove(0)),
                Some(Err(HearError::Store)) => {}
                Some(Err(error)) => panic!("{error}"),
                None => return,
            }
        }
        self.settled().await;
    }

    /// Waits until the bot has nothing more to do for anybody, or is dead. Each look gives everything else its turn:
    /// bounded by looks, not by a clock.
    ///
    /// # Panics
    /// If it never is.
    pub async fn settled(&self) {
        for _ in 0..2_000_000_u32 {
            if self.engine.busy() == 0 || self.fuse.is_out() {
                return;
            }
            tokio::task::yield_now().await;
        }
        panic!("the bot does not settle: {}", self.shown());
    }

    async fn unless_dead<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        let mut dead = self.fuse.watch();
        tokio::select! {
            done = future => Some(done),
            _ = dead.wait_for(|dead| *dead) => None,
        }
    }

    /// Begins, or comes by a link.
    pub async fn start(&mut self, payload: &str) {
        self.does(Doing::Start(payload.to_owned())).await;
    }

    /// Presses a button.
    pub async fn press(&mut self, code: &str) {
        let press = format!("{}/{}", self.chat.chat, self.updates);
        self.does(Doing::Press { code: code.to_owned(), press, message: String::new() }).await;
    }

    /// Chooses something that the page offers.
    ///
    /// # Panics
    /// If it does not.
    pub async fn choose(&mut self, intent: Intent) {
        let free = matches!(intent, Intent::Open(_) | Intent::Back);
        assert!(free || self.screen().intents().contains(&intent), "{intent:?} is not offered: {}", self.shown());
        self.press(&intent.to_string()).await;
    }

    /// Writes.
    pub async fn write(&mut self, text: &str) {
        self.does(Doing::Text(text.to_owned())).await;
    }

    /// From the first word to the receipt of a lot.
    ///
    /// # Panics
    /// If it does not end.
    pub async fn votes(&mut self, email: &str, grade: impl Fn(CandidateId) -> u8 + Copy) {
        for _ in 0..80 {
            let Some(doing) = self.casts(Place::Lot, email, grade) else { return };
            self.does(doing).await;
        }
        panic!("no receipt: {}", self.shown());
    }
}

/// Texts to keep to the letter.
pub fn verbatim(screen: &Screen) -> Vec<String> {
    let texts = screen.body.iter().filter_map(|block| match block {
        Block::Verbatim { text, .. } => Some(text.clone()),
        _ => None,
    });
    texts.collect()
}

/// The ballot on a screen.
pub fn ballot(screen: &Screen) -> Option<BallotView> {
    screen.body.iter().find_map(|block| match block {
        Block::Ballot(ballot) => Some(ballot.clone()),
        _ => None,
    })
}
