//! The address of a platform.

use super::parts::Field;
use super::{Flow, Outcome, Transition};
use crate::api::{AddressError, parse_address};
use crate::core::Ctx;
use crate::text::key;
use crate::view::{InputKind, Place, Screen, ScreenId};
use serde::{Deserialize, Serialize};

const MAX: usize = 200;

/// Asks where the platform is.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Connect {
    address: Field,
}

impl Flow for Connect {
    fn place(&self) -> Option<Place> {
        Some(Place::Connect)
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        self.address.typed(text, MAX);
    }

    fn submitted(&mut self, text: &str, ctx: &mut Ctx) -> Outcome {
        match parse_address(&self.address.line(text, MAX)) {
            Ok(url) => {
                ctx.connect(url.as_str());
                Outcome::Done(Transition::Open(Place::Home))
            }
            Err(error) => {
                self.address.refuse(match error {
                    AddressError::NotAnAddress => key::CONNECT_NOT_AN_ADDRESS,
                    AddressError::Insecure => key::CONNECT_INSECURE,
                });
                Outcome::Continue
            }
        }
    }

    fn screen(&self, _ctx: &Ctx) -> Screen {
        let input = self.address.input(key::CONNECT_ADDRESS, InputKind::Line, MAX).hint(key::CONNECT_HINT);
        Screen::new(ScreenId::Connect, key::CONNECT_TITLE).say(key::CONNECT_TEXT).ask(input)
    }
}
