//! The HTML that Telegram reads: `b`, `i`, `code` and `blockquote`, everything else escaped.

use crate::chat::document::Unit;
use crate::chat::pages::Page;
use crate::chat::said::{Line, Style, escaped};
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, key};

pub(super) fn html(page: &Page, foot: &[Unit], lang: Lang) -> String {
    let mut out = String::new();
    let mut quoted = false;
    for (at, unit) in page.units.iter().chain(foot).enumerate() {
        if quoted && !unit.aside {
            out.push_str("</blockquote>");
        }
        if at > 0 {
            out.push_str(if unit.gap { "\n\n" } else { "\n" });
        }
        if unit.aside && !quoted {
            // Folded after three lines, until it is touched.
            out.push_str("<blockquote expandable>");
        }
        quoted = unit.aside;
        line(&mut out, &unit.line);
    }
    if quoted {
        out.push_str("</blockquote>");
    }
    if page.of > 1 {
        let place = Msg::new(key::CHAT_PAGE).with("at", page.at + 1).with("of", page.of).resolve(lang);
        out.push_str(&format!("\n\n<i>{}</i>", escaped(&place)));
    }
    out
}

fn line(out: &mut String, line: &Line) {
    for span in &line.0 {
        let text = escaped(&span.text);
        match span.style {
            Style::Plain => out.push_str(&text),
            Style::Strong => out.push_str(&format!("<b>{text}</b>")),
            Style::Soft => out.push_str(&format!("<i>{text}</i>")),
            Style::Code => out.push_str(&format!("<code>{text}</code>")),
        }
    }
}
