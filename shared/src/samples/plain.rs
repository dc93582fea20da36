//! A screen as text, for snapshots and for eyes: everything that it says, nothing of how it looks.

use crate::api::types::Lang;
use crate::view::{Action, Block, Item, Screen, Weight};
use std::fmt::Write as _;

/// A screen in words.
pub fn plain(screen: &Screen, lang: Lang) -> String {
    let mut out = format!("# {}\n", screen.title.resolve(lang));
    if let Some(toast) = &screen.toast {
        let _ = writeln!(out, "({:?}) {}", toast.tone, toast.text.resolve(lang));
    }
    for it in &screen.body {
        block(&mut out, it, lang);
    }
    if let Some(input) = &screen.input {
        let _ = writeln!(out, "{}: [{}] {:?}, {}", input.label.resolve(lang), input.value, input.kind, input.max);
        for more in [&input.hint, &input.error].into_iter().flatten() {
            let _ = writeln!(out, "    {}", more.resolve(lang));
        }
    }
    for it in &screen.actions {
        action(&mut out, it, lang);
    }
    out
}

fn action(out: &mut String, action: &Action, lang: Lang) {
    let mark = match action.weight {
        Weight::Primary => "=>",
        Weight::Normal => "->",
        Weight::Quiet => " >",
        Weight::Danger => "!>",
    };
    let _ = write!(out, "{mark} {} <{}>", action.label.resolve(lang), action.intent);
    if let Err(why) = &action.enabled {
        let _ = write!(out, "  x {}", why.resolve(lang));
    }
    out.push('\n');
}

fn item(out: &mut String, item: &Item, lang: Lang) {
    let mark = if item.marked { "*" } else { "-" };
    let details: Vec<_> = item.details.iter().map(|it| it.resolve(lang)).collect();
    let _ = write!(out, "{mark} {} · {}", item.title.resolve(lang), details.join(" · "));
    let _ = item.intent.map(|it| write!(out, " <{it}>"));
    out.push('\n');
}

fn block(out: &mut String, block: &Block, lang: Lang) {
    let say = |msg: &crate::text::Msg| msg.resolve(lang);
    let _ = match block {
        Block::Heading(text) => writeln!(out, "## {}", say(text)),
        Block::Paragraph(text) => writeln!(out, "{}", say(text)),
        Block::Notice { tone, text } => writeln!(out, "[{tone:?}] {}", say(text)),
        Block::Facts(facts) => facts.iter().try_for_each(|it| writeln!(out, "{}: {}", say(&it.label), say(&it.value))),
        Block::List(list) => {
            let _ = writeln!(out, "{}{}", say(&list.label), if list.loading { " …" } else { "" });
            if list.items.is_empty() {
                let _ = writeln!(out, "  ({})", say(&list.empty));
            }
            list.items.iter().for_each(|it| item(out, it, lang));
            Ok(())
        }
        Block::Ballot(ballot) => {
            for row in &ballot.rows {
                let letters: String = row
                    .choices
                    .iter()
                    .map(|it| if it.chosen { format!("[{}]", it.letter) } else { it.letter.clone() })
                    .collect::<Vec<_>>()
                    .join(" ");
                let about = row.about.as_ref().map(|it| format!(" · {}", say(it))).unwrap_or_default();
                let _ = writeln!(out, "{letters}  {}{about}", say(&row.name));
            }
            writeln!(out, "({} graded{})", ballot.graded, if ballot.read_only { ", read only" } else { "" })
        }
        Block::Profiles(profiles) => profiles.iter().try_for_each(|it| {
            let counts: Vec<_> = it.counts.iter().map(|(letter, n)| format!("{letter}{n}")).collect();
            let elected = if it.elected { " *" } else { "" };
            writeln!(out, "{}. {}{elected}  {}\n    {}", it.rank, say(&it.name), counts.join(" "), say(&it.sentence))
        }),
        Block::Countdown { label, until, now } => {
            let left = u64::try_from(until.duration_since(*now).as_secs()).unwrap_or(0);
            writeln!(out, "{} {}", say(label), crate::text::span(lang, left))
        }
        Block::Verbatim { label, text } => writeln!(out, "{}: `{text}`", say(label)),
        Block::Progress { label, done, total } => match total {
            Some(total) => writeln!(out, "{} {done}/{total}", say(label)),
            None => writeln!(out, "{} {done}", say(label)),
        },
        Block::Timeline(rows) => rows.iter().try_for_each(|it| {
            let mark = if it.current { ">" } else { " " };
            writeln!(out, "{mark} {} · {} · {}", say(&it.label), say(&it.days), say(&it.status))
        }),
        Block::Photo { bytes, alt, .. } => {
            writeln!(out, "({}, {} bytes)", say(alt), bytes.as_ref().map_or(0, |it| it.0.len()))
        }
    };
}
