//! A strict little reader of HTML: only the tags named, each closed in order, no attribute but those named, no bare `<`,
//! `>` or `&`. It gives back what a person reads.

/// What is read, as text; a newline for `<br>`.
pub fn read(html: &str, tags: &[&str]) -> Result<String, String> {
    let (mut out, mut open, mut rest) = (String::new(), Vec::new(), html);
    while let Some(c) = rest.chars().next() {
        match c {
            '<' => {
                let end = rest.find('>').ok_or_else(|| format!("an open tag: {rest:.40}"))?;
                let tag = &rest[1..end];
                rest = &rest[end + 1..];
                if tag == "br" && tags.contains(&"br") {
                    continue;
                }
                if let Some(name) = tag.strip_prefix('/') {
                    if open.pop() != Some(name) {
                        return Err(format!("</{name}> closes something else"));
                    }
                    continue;
                }
                if !tags.contains(&tag) {
                    return Err(format!("<{tag}> is unknown"));
                }
                let name = tag.split(' ').next().unwrap_or(tag);
                if open.contains(&name) {
                    return Err(format!("<{name}> inside of itself"));
                }
                open.push(name);
            }
            '&' => {
                let end = rest.find(';').ok_or("a bare &")?;
                out.push(match &rest[..=end] {
                    "&amp;" => '&',
                    "&lt;" => '<',
                    "&gt;" => '>',
                    "&quot;" => '"',
                    other => return Err(format!("{other} is unknown")),
                });
                rest = &rest[end + 1..];
            }
            '>' => return Err("a bare >".into()),
            c => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    if open.is_empty() { Ok(out) } else { Err(format!("{open:?} is not closed")) }
}

/// What Telegram takes of what it knows.
pub const TELEGRAM: &[&str] = &["b", "i", "code", "blockquote expandable"];
/// What Matrix clients take of what they know.
pub const MATRIX: &[&str] = &["p", "br", "strong", "em", "code"];

/// Text outside of `code`, where a chat program looks for links.
pub fn outside_code(html: &str) -> String {
    let mut out = String::new();
    for (at, part) in html.split("<code>").enumerate() {
        out.push_str(if at == 0 { part } else { part.split_once("</code>").map_or("", |(_, rest)| rest) });
        out.push(' ');
    }
    out
}

#[test]
fn what_is_wrong_is_found() {
    assert_eq!(read("<b>a &lt; b</b> &amp; c", TELEGRAM), Ok("a < b & c".into()));
    for bad in ["<b>a", "a</b>", "<b><i>a</b></i>", "<u>a</u>", "a & b", "a > b", "&nbsp;", "<b", "<a href=\"x\">y</a>"]
    {
        assert!(read(bad, TELEGRAM).is_err(), "{bad}");
    }
}
