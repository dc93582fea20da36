//! The twin of a stage's session, put away before every event: nothing may tell the two apart. And sessions that move
//! from one process to another.

use super::Stage;
use crate::core::{Effect, Event, Public, Resume, Session};
use std::sync::Arc;

impl Stage {
    /// What a process resumes this session with.
    pub fn with(&self, public: &Arc<Public>) -> Resume {
        let (now, lang, seed, channel) = (self.told, self.session.lang(), self.seed, self.channel);
        Resume { now, lang, seed, channel, public: public.clone() }
    }

    /// Another process goes on with this session, knowing `public`. Where the one before died, what was under way goes
    /// out again.
    pub fn move_to(&mut self, public: &Arc<Public>, died: bool) -> &mut Self {
        let take_up = |session: &Session| {
            Session::resume(&session.keep(), self.with(public)).ok().map(|(session, effects)| {
                let effects = if died { session.resend() } else { effects };
                (session, effects)
            })
        };
        let Some((session, effects)) = take_up(&self.session) else { return self };
        if let Some((twin, its)) = self.twin.as_ref().and_then(take_up) {
            assert_eq!(its, effects);
            self.twin = Some(twin);
        }
        self.session = session;
        self.carry_out(effects)
    }

    pub(super) fn handle(&mut self, event: Event) -> Vec<Effect> {
        let twin = self.twin.take().map(|twin| self.taken_up(twin, &event));
        match &event {
            Event::Tick(now) => self.told = *now,
            Event::Start(start) => self.told = start.now,
            _ => {}
        }
        let starts = matches!(event, Event::Start(_));
        let effects = self.session.handle(event.clone());
        if let Some(mut twin) = twin {
            assert_eq!(twin.handle(event), effects);
            assert_eq!(twin.screen(), self.session.screen());
            self.twin = Some(twin);
        }
        if starts && !self.drawn {
            self.session.list_as_numbered();
            self.twin.iter_mut().for_each(Session::list_as_numbered);
        }
        effects
    }

    /// The twin, written down and read again: it says what the session says, and asks nothing for having been away.
    fn taken_up(&self, twin: Session, before: &Event) -> Session {
        let resumed = Session::resume(&twin.keep(), self.with(twin.public()));
        assert_eq!(resumed.as_ref().map(|(_, effects)| effects.len()).ok(), Some(0), "put away before {before:?}");
        let twin = resumed.map_or(twin, |(resumed, _)| resumed);
        assert_eq!(twin.screen(), self.session.screen(), "put away before {before:?}");
        assert_eq!(twin.resend(), self.session.resend(), "put away before {before:?}");
        twin
    }
}
