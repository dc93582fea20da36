//! Text that people wrote is hostile: what could steer a terminal or reorder a line is taken out, once, where it enters.

/// Characters that steer instead of saying something: C0 and C1 controls, bidirectional marks and isolates,
/// zero-width characters (the joiners of emoji and of some scripts included: they are lost, and harmless), tags.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// JSON with what could steer a terminal written as escapes (`\u202e`): its values stay what they are.
pub fn tame_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if steers(c) && !matches!(c, '\n' | '\r' | '\t') {
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}

/// One line: steering characters out, white space folded to single spaces.
pub fn clean_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(4096));
    for word in text.split_whitespace() {
        let start = out.len();
        if start > 0 {
            out.push(' ');
        }
        let before = out.len();
        out.extend(word.chars().filter(|c| !steers(*c)));
        if out.len() == before {
            out.truncate(start);
        }
    }
    out
}

/// Several lines: as [`clean_line`] for each, at most one empty line between two.
pub fn clean_text(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().map(clean_line) {
        if line.is_empty() && lines.last().is_none_or(String::is_empty) {
            continue;
        }
        lines.push(line);
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::tame_json;

    #[test]
    fn json_is_tamed_and_says_the_same() {
        let words = "a\u{9b}b\u{202e}c\u{200b}d\u{e0041}\\e\nf é";
        let json = serde_json::to_string(words).unwrap_or_default();
        let tame = tame_json(&json);
        assert_eq!(tame, r#""a\u009bb\u202ec\u200bd\udb40\udc41\\e\nf é""#);
        assert_eq!(serde_json::from_str::<String>(&tame).ok().as_deref(), Some(words));
    }
}
