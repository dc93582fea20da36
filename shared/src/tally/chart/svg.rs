//! The picture as SVG, with the same in words for who does not see it.

use super::layout::{Anchor, Layout, Shape, WIDTH, layout};
use super::palette::Color;
use crate::api::types::Lang;
use crate::tally::report::Report;
use crate::text::{Msg, key};
use std::fmt::Write;

/// Merit profiles in rank order as an SVG document. Its `title` and `desc` say the same in sentences.
pub fn svg(report: &Report<'_>, lang: Lang) -> String {
    let Layout { height, shapes } = layout(report, lang);
    let title = Msg::new(key::TALLY_PICTURE_TITLE).resolve(lang);
    let sentences: Vec<String> =
        (0..report.standings.len()).map(|place| report.sentence(place).resolve(lang)).collect();
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         lang=\"{}\" role=\"img\" aria-labelledby=\"title desc\" font-family=\"DejaVu Sans, Verdana, sans-serif\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>\n",
        lang.code(),
        escape(&title),
        escape(&sentences.join(" ")),
    );
    for shape in &shapes {
        let _ = match shape {
            Shape::Rect { x, y, width, height, fill } => writeln!(
                out,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{}\" stroke=\"#666666\" stroke-width=\"0.5\"/>",
                hex(*fill)
            ),
            Shape::Dashes { x, y, end } => writeln!(
                out,
                "<line x1=\"{x}\" y1=\"{y}\" x2=\"{x}\" y2=\"{end}\" stroke=\"#000000\" stroke-width=\"2\" stroke-dasharray=\"6 4\"/>"
            ),
            Shape::Text { x, y, size, anchor, fill, text } => {
                let anchor = match anchor {
                    Anchor::Start => "start",
                    Anchor::Middle => "middle",
                    Anchor::End => "end",
                };
                writeln!(
                    out,
                    "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"{anchor}\" fill=\"{}\">{}</text>",
                    hex(*fill),
                    escape(text)
                )
            }
        };
    }
    out.push_str("</svg>\n");
    out
}

fn hex([r, g, b]: Color) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // XML has no place for these, however they are written.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
