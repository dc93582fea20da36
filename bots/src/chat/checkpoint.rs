//! How a statement about a ballot box looks where everybody reads it: in both languages, with the line to keep as code,
//! so that it is copied to the letter.

use super::plain;
use super::said::escaped;
use crate::witness::{Kind, Notice, Statement, Trouble};
use isoloir_ballot::board::Checkpoint;
use isoloir_shared::api::types::{Lang, Round};
use isoloir_shared::booth::BoothFault;
use isoloir_shared::text::{Arg, Msg, key};
use jiff::Timestamp;

/// A part of it.
enum Part {
    Title(String),
    Text(String),
    /// To be kept to the letter.
    Code(String),
}

/// A statement as messages.
pub fn notice(statement: &Statement) -> Notice {
    let parts = parts(statement);
    let texts = parts.iter().map(|part| match part {
        Part::Title(text) | Part::Text(text) | Part::Code(text) => text.clone(),
    });
    let html = parts.iter().map(|part| match part {
        Part::Title(text) => format!("<p><strong>{}</strong></p>", escaped(text)),
        Part::Text(text) => format!("<p>{}</p>", escaped(text)),
        Part::Code(text) => format!("<pre><code>{}</code></pre>", escaped(text)),
    });
    let telegram = parts.iter().map(|part| match part {
        Part::Title(text) => format!("<b>{}</b>", escaped(text)),
        Part::Text(text) => escaped(text),
        Part::Code(text) => format!("<code>{}</code>", escaped(text)),
    });
    Notice {
        plain: texts.collect::<Vec<_>>().join("\n\n"),
        html: html.collect(),
        telegram: telegram.collect::<Vec<_>>().join("\n\n"),
        loud: statement.kind != Kind::Grown,
        pinned: matches!(statement.kind, Kind::Opened | Kind::Broken),
    }
}

fn parts(statement: &Statement) -> Vec<Part> {
    let mut parts = Vec::new();
    for lang in [Lang::Fr, Lang::En] {
        let texts = match &statement.told.trouble {
            None => held(statement),
            Some(trouble) => broken(statement, trouble),
        };
        let mut texts = texts.iter().map(|text| plain(text, lang));
        parts.extend(texts.next().map(Part::Title));
        parts.extend(texts.map(Part::Text));
    }
    match &statement.told.trouble {
        Some(Trouble::Shown(BoothFault::Split { known, shown })) => {
            parts.extend([known, shown].map(|line| Part::Code(line.to_string())));
        }
        Some(_) => {}
        None => parts.extend(statement.told.checkpoint.as_ref().map(|line| Part::Code(command(line)))),
    }
    parts
}

/// What to type.
fn command(line: &Checkpoint) -> String {
    format!("isoloir verify --live --checkpoint \"{line}\"")
}

fn round(statement: &Statement) -> Msg {
    let key = match statement.told.round {
        Round::Preselection => key::WITNESS_PRIMARY_PRESELECTION,
        Round::Final => key::WITNESS_PRIMARY_FINAL,
    };
    Msg::new(key).with("primary", Msg::from(statement.told.primary.clone()))
}

fn held(statement: &Statement) -> Vec<Msg> {
    let title = match statement.kind {
        Kind::Opened => key::WITNESS_OPENED,
        Kind::Grown => key::WITNESS_GROWN,
        Kind::Closed => key::WITNESS_CLOSED,
        Kind::Counted | Kind::Broken => key::WITNESS_COUNTED,
    };
    let mut texts = vec![Msg::new(title).with("round", round(statement))];
    if let Some(checkpoint) = &statement.told.checkpoint {
        let at = i64::try_from(checkpoint.time).ok().and_then(|it| Timestamp::from_second(it).ok());
        let at = Arg::Instant(at.unwrap_or(statement.at), statement.told.zone.clone());
        texts.push(Msg::new(key::WITNESS_COUNT).with("at", at).with("size", checkpoint.size));
    }
    texts.extend([key::WITNESS_WHAT, key::WITNESS_HOW].map(Msg::new));
    texts
}

fn broken(statement: &Statement, trouble: &Trouble) -> Vec<Msg> {
    let of = |key| Msg::new(key).with("platform", statement.told.platform.as_str());
    let what = match trouble {
        Trouble::Shown(BoothFault::Split { known, shown }) if known.size == shown.size => of(key::WITNESS_SPLIT),
        Trouble::Shown(BoothFault::Split { .. }) => of(key::WITNESS_UNSHOWN),
        Trouble::Shown(BoothFault::OtherElection) => of(key::WITNESS_OTHER),
        Trouble::Shown(BoothFault::Manifest | BoothFault::Shown | BoothFault::Lot | BoothFault::Sequence) => {
            of(key::WITNESS_UNSIGNED).with("why", key::WITNESS_UNSIGNED_MANIFEST)
        }
        Trouble::Shown(BoothFault::Signature | BoothFault::Receipt | BoothFault::Place) => {
            of(key::WITNESS_UNSIGNED).with("why", key::WITNESS_UNSIGNED_SIGNATURE)
        }
        Trouble::Withheld => of(key::WITNESS_WITHHELD),
    };
    vec![key::WITNESS_BROKEN.into(), round(statement), what, key::WITNESS_CHECKED.into()]
}
