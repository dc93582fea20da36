//! Listening to the platform's events: reconnects where it was cut, from the last event that came.

use crate::api::client::{Client, StreamEnd};
use crate::core::Event;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;

const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// A platform without a stream is asked again, in case it is replaced by one that has it.
const REFUSED_WAIT: Duration = Duration::from_secs(300);

/// Until nobody hears any more.
pub async fn listen(client: Client, tell: UnboundedSender<Event>) {
    let mut last = None;
    let mut wait = FIRST_WAIT;
    loop {
        let end = match client.events(last).await {
            Ok(mut stream) => {
                if tell.send(Event::Connected(true)).is_err() {
                    return;
                }
                let end = loop {
                    match stream.next().await {
                        Ok(event) => {
                            wait = FIRST_WAIT;
                            if tell.send(Event::Platform(event)).is_err() {
                                return;
                            }
                        }
                        Err(end) => break end,
                    }
                };
                last = stream.last;
                end
            }
            Err(end) => end,
        };
        if tell.send(Event::Connected(false)).is_err() {
            return;
        }
        tokio::time::sleep(if end == StreamEnd::Refused { REFUSED_WAIT } else { wait }).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}
