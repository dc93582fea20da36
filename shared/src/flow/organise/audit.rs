//! The log of what organisers do, newest first.

use super::{again, failed, insider, logged, theirs};
use crate::api::types::AuditEntry;
use crate::api::{ApiError, Call, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::{Remote, Taken};
use crate::flow::{Flow, Outcome};
use crate::text::{Msg, key};
use crate::view::{Action, Block, Intent, Item, ListView, Place, Screen, ScreenId};
use serde::{Deserialize, Serialize};

/// How many entries are read at a time.
const PAGE: u64 = 20;

/// The log.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Audit {
    /// Says where the log ends.
    me: Remote<u64>,
    page: Remote<()>,
    /// Newest first.
    rows: Vec<Entry>,
    /// The hash of the newest.
    head: String,
}

/// An entry as it is shown.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    seq: u64,
    at: jiff::Timestamp,
    actor: String,
    action: String,
    subject: String,
    data: String,
}

impl Audit {
    fn load(&mut self, ctx: &mut Ctx) {
        if insider(ctx) {
            self.me.ask(ctx, Call::Organise(OrganiseCall::Me));
        }
    }

    /// The page that ends at a place.
    fn read(&mut self, last: u64, ctx: &mut Ctx) {
        let cursor = last.saturating_sub(PAGE);
        let cursor = (cursor > 0).then(|| cursor.to_string());
        self.page.ask(ctx, Call::Organise(OrganiseCall::Audit(cursor)));
    }

    fn oldest(&self) -> Option<u64> {
        self.rows.last().map(|it| it.seq)
    }

    fn take(&mut self, items: &[AuditEntry]) {
        let most = self.oldest().unwrap_or(u64::MAX);
        let mut news: Vec<_> = items.iter().filter(|it| it.seq < most).map(entry).collect();
        // The platform's pages may be longer than asked for.
        news.sort_by_key(|it| std::cmp::Reverse(it.seq));
        self.rows.extend(news);
    }
}

/// It is kept to the letter for its hashes: here it is for eyes.
fn entry(it: &AuditEntry) -> Entry {
    let words = |text: &str| crate::text::clean_line(text);
    let data: Vec<String> =
        it.data.iter().map(|(name, value)| format!("{}: {}", words(name), short(&words(value)))).collect();
    let (actor, action, subject) = (words(&it.actor), words(&it.action), words(&it.subject));
    Entry { seq: it.seq, at: it.at, actor, action, subject, data: data.join(" · ") }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl Flow for Audit {
    fn place(&self) -> Option<Place> {
        Some(Place::Audit)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        self.load(ctx);
        Outcome::Continue
    }

    fn learnt(&mut self, ctx: &mut Ctx) {
        if self.me.untouched() {
            self.load(ctx);
        }
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        if let (Intent::More, Some(oldest)) = (intent, self.oldest()) {
            self.read(oldest.saturating_sub(1), ctx);
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        let me = self.me.take(id, result, |reply| match reply {
            Reply::Organise(OrganiseReply::Staff(staff)) => Some(staff.head.seq),
            _ => None,
        });
        if let (Taken::Value, Some(head), Ok(Reply::Organise(OrganiseReply::Staff(staff)))) =
            (me, self.me.value, result)
        {
            self.rows.clear();
            self.head.clone_from(&staff.head.hash);
            if head > 0 {
                self.read(head, ctx);
            }
        }
        let page =
            self.page.take(id, result, |reply| matches!(reply, Reply::Organise(OrganiseReply::Audit(_))).then_some(()));
        if let (Taken::Value, Ok(Reply::Organise(OrganiseReply::Audit(log)))) = (page, result) {
            self.take(&log.items);
        }
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        theirs(Screen::new(ScreenId::Audit, key::AUDIT_TITLE), ctx, |screen| {
            let screen = screen.say(key::AUDIT_TEXT);
            let wrong = self.me.error().is_some() || self.page.error().is_some();
            let screen = if self.me.error().is_some() { failed(screen, &self.me) } else { failed(screen, &self.page) };
            let loading = self.me.waiting() || self.page.waiting();
            let list = ListView {
                label: key::AUDIT_TITLE.into(),
                items: self.rows.iter().map(|it| item(it, ctx)).collect(),
                empty: if loading { key::LOADING } else { key::AUDIT_NONE }.into(),
                loading,
            };
            let screen = match self.me.value {
                Some(end) if end > 0 => screen.with(Block::Verbatim {
                    label: key::AUDIT_HEAD.into(),
                    text: format!("{end}:{}", crate::text::clean_line(&self.head)),
                }),
                _ => screen,
            };
            let screen = screen.with(Block::List(list));
            let screen = match self.oldest() {
                Some(oldest) if oldest > 1 && !loading => screen.act(Action::new(Intent::More, key::ORGANISE_OLDER)),
                _ => screen,
            };
            again(screen, wrong)
        })
    }
}

fn item(it: &Entry, ctx: &Ctx) -> Item {
    let title = Msg::new(key::LOG_ROW)
        .with("seq", it.seq.to_string().as_str())
        .with("subject", logged::subject(&it.subject))
        .with("action", logged::action(&it.action));
    let mut details = vec![logged::actor(&it.actor), Msg::new(key::AT).with("at", ctx.at(it.at))];
    details.extend((!it.data.is_empty()).then(|| Msg::words(&it.data)));
    Item { title, details, marked: false, intent: None }
}
