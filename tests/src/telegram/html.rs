//! Text with HTML entities, parsed as Telegram's servers do: strict about tags, lenient about the rest.

use super::schema::utf16;
use serde_json::{Value, json};

/// What Telegram makes of it.
#[derive(Debug, PartialEq)]
pub struct Parsed {
    /// What people read.
    pub text: String,
    /// `MessageEntity` values, offsets and lengths in UTF-16 units.
    pub entities: Vec<Value>,
}

struct Open {
    tag: String,
    kind: Value,
    at: usize,
}

/// Parses `parse_mode: HTML`.
///
/// # Errors
/// What Telegram would answer after `Bad Request: can't parse entities: `.
pub fn parse(source: &str) -> Result<Parsed, String> {
    let (mut text, mut entities, mut open) = (String::new(), Vec::new(), Vec::<Open>::new());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let at = source.len() - rest.len();
        match c {
            '<' if rest.starts_with("</") => {
                let end = rest.find('>').ok_or_else(|| format!("Unclosed end tag at byte offset {at}"))?;
                let tag = rest[2..end].trim().to_ascii_lowercase();
                let started = open.pop().ok_or_else(|| format!("Unexpected end tag at byte offset {at}"))?;
                if !tag.is_empty() && tag != started.tag {
                    let expected = started.tag;
                    return Err(format!(
                        "Unmatched end tag at byte offset {at}, expected \"</{expected}>\", found \"</{tag}>\""
                    ));
                }
                let length = utf16(&text) - started.at;
                if length > 0 && !started.kind.is_null() {
                    let mut entity = started.kind;
                    entity["offset"] = json!(started.at);
                    entity["length"] = json!(length);
                    entities.push(entity);
                }
                rest = &rest[end + 1..];
            }
            '<' => {
                let end = rest.find('>').ok_or_else(|| format!("Unclosed start tag at byte offset {at}"))?;
                open.push(start(&rest[1..end], utf16(&text), at)?);
                rest = &rest[end + 1..];
            }
            '&' => {
                let (c, length) = entity(rest).unwrap_or(('&', 1));
                text.push(c);
                rest = &rest[length..];
            }
            c => {
                text.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    if let Some(last) = open.pop() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", last.tag));
    }
    Ok(trimmed(&text, entities))
}

fn start(inside: &str, text_at: usize, at: usize) -> Result<Open, String> {
    let (tag, attributes) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let tag = tag.to_ascii_lowercase();
    let attribute = |name: &str| {
        let found = attributes.split_once(&format!("{name}=\""))?.1;
        found.split_once('"').map(|(value, _)| unescape(value))
    };
    let kind = match tag.as_str() {
        "b" | "strong" => json!({"type": "bold"}),
        "i" | "em" => json!({"type": "italic"}),
        "u" | "ins" => json!({"type": "underline"}),
        "s" | "strike" | "del" => json!({"type": "strikethrough"}),
        "code" => json!({"type": "code"}),
        "pre" => json!({"type": "pre"}),
        "blockquote" if attributes.contains("expandable") => json!({"type": "expandable_blockquote"}),
        "blockquote" => json!({"type": "blockquote"}),
        "tg-spoiler" => json!({"type": "spoiler"}),
        "span" if attribute("class").as_deref() == Some("tg-spoiler") => json!({"type": "spoiler"}),
        "span" => return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {at}")),
        // A link that is no address is shown as plain text.
        "a" => attribute("href")
            .filter(|url| url.starts_with("http://") || url.starts_with("https://") || url.starts_with("tg://"))
            .map_or(Value::Null, |url| json!({"type": "text_link", "url": url})),
        _ => return Err(format!("Unsupported start tag \"{tag}\" at byte offset {at}")),
    };
    Ok(Open { tag, kind, at: text_at })
}

/// `&lt; &gt; &amp; &quot;` and numbers; anything else stays as it is.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.char_indices().take(12).find(|(_, c)| *c == ';')?.0;
    let c = match &text[1..end] {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        name => {
            let number = name.strip_prefix('#')?;
            let number = number.strip_prefix('x').map_or_else(|| number.parse(), |hex| u32::from_str_radix(hex, 16));
            number.ok().and_then(char::from_u32).filter(|c| *c != '\0')?
        }
    };
    Some((c, end + 1))
}

fn unescape(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        let (c, length) = if c == '&' { entity(rest).unwrap_or(('&', 1)) } else { (c, c.len_utf8()) };
        out.push(c);
        rest = &rest[length..];
    }
    out
}

/// White space at both ends is cut off.
fn trimmed(text: &str, entities: Vec<Value>) -> Parsed {
    let cut = text.len() - text.trim_start().len();
    let cut = utf16(&text[..cut]);
    let text = text.trim().to_owned();
    let whole = utf16(&text);
    let moved = entities.into_iter().filter_map(|mut entity| {
        let number = |it: &Value| it.as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        let (from, length) = (number(&entity["offset"]), number(&entity["length"]));
        let (from, to) = (from.saturating_sub(cut), (from + length).saturating_sub(cut).min(whole));
        entity["offset"] = json!(from);
        entity["length"] = json!(to.saturating_sub(from));
        (to > from).then_some(entity)
    });
    let mut entities: Vec<_> = moved.collect();
    entities.sort_by_key(|it| it["offset"].as_u64());
    Parsed { entities, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_entities_counted_in_utf16() {
        let parsed = parse(" 🗳 <b>Bon&amp;jour</b> <a href=\"https://a.example/?x=1&amp;y\">ici</a> &nbsp; ").unwrap();
        assert_eq!(parsed.text, "🗳 Bon&jour ici &nbsp;");
        assert_eq!(parsed.entities[0], json!({"type": "bold", "offset": 3, "length": 8}));
        assert_eq!(parsed.entities[1]["url"], "https://a.example/?x=1&y");
    }

    #[test]
    fn what_telegram_refuses_is_refused() {
        for (source, why) in [
            ("<b>a", "Can't find end tag"),
            ("<marquee>a</marquee>", "Unsupported start tag \"marquee\""),
            ("a < b", "Unclosed start tag"),
            ("a < b > c", "Unsupported start tag \"\""),
            ("<b>a</i>", "Unmatched end tag"),
            ("a</b>", "Unexpected end tag"),
            ("<script>alert(1)</script>", "Unsupported start tag \"script\""),
        ] {
            let refused = parse(source).unwrap_err();
            assert!(refused.contains(why), "{source}: {refused}");
        }
    }
}
