//! The core as a front end holds it: events in, what only a front end can do out, a screen to look at.

use isoloir_shared::api::types::Lang;
use isoloir_shared::core::{Effect, Event};
use isoloir_shared::driver::Driver;
use isoloir_shared::view::Screen;

/// What runs behind the interface.
pub trait Core {
    /// Tells it something; what only a front end can do comes back.
    fn handle(&mut self, event: Event) -> Vec<Effect>;
    /// The next thing that happens by itself.
    fn next_event(&mut self) -> impl Future<Output = Event>;
    /// What is to be seen now.
    fn screen(&self) -> Screen;
    /// The language to read it in.
    fn lang(&self) -> Lang;
}

impl Core for Driver {
    fn handle(&mut self, event: Event) -> Vec<Effect> {
        Driver::handle(self, event)
    }

    fn next_event(&mut self) -> impl Future<Output = Event> {
        Driver::next_event(self)
    }

    fn screen(&self) -> Screen {
        Driver::screen(self)
    }

    fn lang(&self) -> Lang {
        Driver::lang(self)
    }
}
