//! Rust source as words and signs, without comments and strings: what a rule about names has to look at.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A word or sign, and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// From 1.
    pub line: usize,
    /// An identifier, a sign, or an opening or closing bracket.
    pub text: String,
    /// Within an item marked `#[cfg(test)]`.
    pub test: bool,
}

/// Reads a source. A file that is no Rust has no tokens (the compiler will say so).
pub fn read(source: &str) -> Vec<Token> {
    let mut out = Vec::new();
    if let Ok(stream) = source.parse::<TokenStream>() {
        walk(stream, false, &mut out);
    }
    out
}

/// The strings of a source, as they are written, without their quotes.
pub fn strings(source: &str) -> Vec<String> {
    fn walk(stream: TokenStream, out: &mut Vec<String>) {
        for tree in stream {
            match tree {
                TokenTree::Literal(literal) => {
                    let written = literal.to_string();
                    out.extend(written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).map(str::to_owned));
                }
                TokenTree::Group(group) => walk(group.stream(), out),
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    if let Ok(stream) = source.parse() {
        walk(stream, &mut out);
    }
    out
}

fn walk(stream: TokenStream, test: bool, out: &mut Vec<Token>) {
    // Set by `#[cfg(test)]`, cleared by the end of the item that it marks.
    let mut marked = false;
    for tree in stream {
        let line = tree.span().start().line;
        let mut push = |text: String| out.push(Token { line, text, test: test || marked });
        match tree {
            TokenTree::Ident(ident) => push(ident.to_string()),
            TokenTree::Punct(sign) => {
                push(sign.as_char().to_string());
                if sign.as_char() == ';' {
                    marked = false;
                }
            }
            TokenTree::Literal(_) => {}
            TokenTree::Group(group) => {
                let (open, close) = brackets(group.delimiter());
                push(open.to_owned());
                let words = group.stream().to_string().replace(' ', "");
                walk(group.stream(), test || marked, out);
                out.push(Token { line: group.span_close().start().line, text: close.to_owned(), test: test || marked });
                match group.delimiter() {
                    Delimiter::Bracket if words == "cfg(test)" => marked = true,
                    Delimiter::Brace => marked = false,
                    _ => {}
                }
            }
        }
    }
}

fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

/// Where `pattern` (words and signs, separated by spaces) stands in `tokens`.
pub fn find<'a>(tokens: &'a [Token], pattern: &str) -> Vec<&'a Token> {
    let wanted: Vec<&str> = pattern.split(' ').collect();
    tokens
        .windows(wanted.len())
        .filter(|window| window.iter().zip(&wanted).all(|(token, word)| token.text == *word))
        .map(|window| &window[0])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_no_words() {
        let tokens = read("//! tokio\n/* tokio */ const A: &str = \"tokio\";\nuse tokio::net;");
        let found = find(&tokens, "tokio : :");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 3);
        assert_eq!(find(&tokens, "tokio").len(), 1);
    }

    #[test]
    fn test_items_are_marked_and_what_follows_is_not() {
        let tokens = read(
            "#[cfg(test)] mod tests { fn a() { one(); } }\nfn b() { two(); }\n#[cfg(test)] use x::three;\nuse four;",
        );
        let test = |word: &str| find(&tokens, word)[0].test;
        assert_eq!(["one", "two", "three", "four"].map(test), [true, false, true, false]);
    }
}
