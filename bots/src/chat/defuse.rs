//! Links, mentions and commands that chat programs find by themselves in plain text, made harmless.
//!
//! A chat program turns `example.org`, `@somebody`, `/command`, `#tag`, `$TAG`, `name@example.org` or `+33…` into
//! something that is opened by a touch, without asking who wrote it, and neither network lets a bot say no. An invisible
//! WORD JOINER behind the character that each of them begins with (or before what makes a name of a host of a word) is
//! read by people and by screen readers as nothing, and ends the match: Telegram's own parser takes no character from
//! U+2000 to U+206F into a host, a name or a command but the two joiners of scripts, and linkify-it, linkify.js and
//! Qt's finder take none at all.
//!
//! What cannot be prevented: a person who copies the text and opens it elsewhere, and a client with a parser of its own
//! that removes the character first. Text to keep to the letter (a tracker, somebody's own link) is shown as code,
//! where neither network looks for links, and a touch in Telegram copies it.

/// Says nothing, and joins nothing: U+2060.
pub const JOINER: char = '\u{2060}';

/// The same text, in which no chat program finds anything to open.
pub fn defused(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        out.push(c);
        let after = rest.peek().copied().unwrap_or(' ');
        if ends_here(before, c, after) {
            out.push(JOINER);
        }
        before = c;
    }
    out
}

/// Something that is opened could go on over this character.
fn ends_here(before: char, c: char, after: char) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    match c {
        // Mentions, rooms, addresses of mail; tags.
        '@' | '＠' | '#' | '＃' | '$' | '＄' => !after.is_whitespace(),
        // Commands: `/start`; not `3/5`.
        '/' | '／' => (!word(before) && word(after)) || after == '/' || after == '@',
        // Schemes: `https://`, `matrix:u/…`, `mailto:…`; not `12:30`, nor a colon of a sentence.
        ':' | '：' => after == '/' || (word(before) && !before.is_ascii_digit() && !after.is_whitespace()),
        // Hosts: `example.org`, `127.0.0.1:80`; not the end of a sentence. Numbers are written with commas or spaces.
        '.' | '。' | '．' | '｡' => word(before) && (word(after) || after == '-') && !number(before, after),
        // Telephone numbers.
        '+' | '＋' => after.is_ascii_digit(),
        _ => false,
    }
}

/// A dot in a number: `5.30`. Four numbers with dots are an address, which nobody's link needs: it has no letter, and
/// both networks ask for a scheme there, which is broken already.
fn number(before: char, after: char) -> bool {
    before.is_ascii_digit() && after.is_ascii_digit()
}
