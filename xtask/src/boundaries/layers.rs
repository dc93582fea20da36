//! Layers inside crates, read from the sources: the rules, the core, the flows and the screens do no IO; the platform
//! takes only the rules and the API's types from `shared`; tests neither sleep nor skip.

use crate::finding::Finding;
use crate::tokens::{self, Token};

/// Words that a layer must not say.
struct Layer {
    /// Folders or files, by the start of their path.
    paths: &'static [&'static str],
    /// Patterns of `tokens::find`.
    banned: &'static [&'static str],
    /// Test items are held to it too.
    tests_too: bool,
    /// The rule in words.
    why: &'static str,
}

const PURE: &[&str] =
    &["shared/src/domain/", "shared/src/core/", "shared/src/flow/", "shared/src/view/", "shared/src/text/"];

const LAYERS: &[Layer] = &[
    Layer {
        paths: PURE,
        banned: &["tokio", "tokio_util", "reqwest", "futures", "async", "await"],
        tests_too: true,
        why: "no async runtime below the driver",
    },
    Layer {
        paths: PURE,
        banned: &[
            "SystemTime",
            "Instant : : now",
            "Timestamp : : now",
            "Zoned : : now",
            "std : : fs",
            "std : : net",
            "std : : process",
            "env : : var",
            "env : : var_os",
            "env : : args",
            "stdin",
            "stdout",
            "stderr",
            "println",
            "eprintln",
        ],
        tests_too: false,
        why: "time, randomness and IO come in as events",
    },
    Layer {
        paths: &["ballot/src/"],
        banned: &[
            "tokio",
            "futures",
            "async",
            "await",
            "SystemTime",
            "Instant : : now",
            "std : : fs",
            "std : : net",
            "std : : process",
            "env : : var",
            "env : : args",
            "stdin",
            "stdout",
            "stderr",
            "println",
            "eprintln",
        ],
        tests_too: true,
        why: "time, randomness and files are given to the cryptography, so that all of it can be repeated",
    },
    Layer {
        paths: &["bots/src/chat/"],
        banned: &[
            "tokio",
            "async",
            "await",
            "teloxide",
            "matrix_sdk",
            "sqlx",
            "crate : : engine",
            "crate : : store",
            "Timestamp : : now",
            "std : : fs",
            "std : : env",
        ],
        tests_too: true,
        why: "pages and meanings of a chat are pure",
    },
    Layer {
        paths: &["shared/src/domain/"],
        banned: &["f32", "f64"],
        tests_too: false,
        why: "the rules count in exact integers",
    },
    Layer {
        paths: &["config/", "shared/", "platform/", "tui/", "tests/", "bots/"],
        banned: &["todo !", "unimplemented !", "dbg !"],
        tests_too: true,
        why: "nothing half done is committed",
    },
];

/// What the platform may take from `shared`.
const PLATFORM_TAKES: &[&str] = &["domain", "api", "text"];

/// What breaks the layers.
pub fn check<'a>(sources: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in sources {
        let tokens = tokens::read(text);
        let all_test = path.contains("/tests/") || path.starts_with("tests/") || path.ends_with("/tests.rs");
        for layer in LAYERS.iter().filter(|layer| layer.paths.iter().any(|start| path.starts_with(start))) {
            for pattern in layer.banned {
                let hits = tokens::find(&tokens, pattern).into_iter();
                let hits = hits.filter(|token| layer.tests_too || !(all_test || token.test));
                findings.extend(hits.map(|token| found(path, token, pattern, layer.why)));
            }
        }
        let strings = tokens::strings(text);
        for (at, _) in tokens.windows(3).enumerate().filter(|(_, w)| w[0].text == "#" && w[2].text == "ignore") {
            // Some are the other half of a test that runs them by name in a process of its own.
            let name = tokens[at..].windows(2).find(|w| w[0].text == "fn").map(|w| w[1].text.as_str());
            if !name.is_some_and(|name| strings.iter().any(|string| string == name)) {
                findings.push(found(path, &tokens[at], "#[ignore]", "no test is skipped"));
            }
        }
        if path.starts_with("platform/src/") {
            let taken = taken_from_shared(&tokens).into_iter();
            let why = "the platform takes only the rules, the API's types and the cleaning of text from shared";
            findings.extend(taken.map(|token| found(path, token, &format!("isoloir_shared::{}", token.text), why)));
        }
        for pattern in ["thread : : sleep", "time : : sleep"] {
            let hits = tokens::find(&tokens, pattern).into_iter().filter(|token| all_test || token.test);
            findings.extend(
                hits.map(|token| found(path, token, pattern, "tests wait for what happens, not for the clock")),
            );
        }
    }
    findings
}

/// Modules of `shared` that a platform's source names beside those that it may.
fn taken_from_shared(tokens: &[Token]) -> Vec<&Token> {
    let mut out = Vec::new();
    for (start, _) in tokens
        .windows(3)
        .enumerate()
        .filter(|(_, w)| w[0].text == "isoloir_shared" && w[1].text == ":" && w[2].text == ":")
    {
        let rest = &tokens[start + 3..];
        match rest.first() {
            Some(open) if open.text == "{" => out.extend(group(rest)),
            Some(module) => out.push(module),
            None => {}
        }
    }
    out.retain(|module| !PLATFORM_TAKES.contains(&module.text.as_str()));
    out
}

/// The first word of each part of `{a::b, c::{d, e}}`.
fn group(tokens: &[Token]) -> Vec<&Token> {
    let (mut depth, mut first, mut out) = (0_usize, false, Vec::new());
    for token in tokens {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" if depth == 1 => break,
            "}" => depth -= 1,
            _ => {}
        }
        match token.text.as_str() {
            "{" | "," if depth == 1 => first = true,
            _ if first => {
                out.push(token);
                first = false;
            }
            _ => {}
        }
    }
    out
}

fn found(path: &str, token: &Token, pattern: &str, why: &str) -> Finding {
    Finding::error(format!("{path}:{}", token.line), format!("`{}`: {why}", pattern.replace(' ', "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<String> {
        check([(path, text)].into_iter()).into_iter().map(|finding| finding.place).collect()
    }

    #[test]
    fn async_below_the_driver_is_found() {
        assert_eq!(lines("shared/src/core/mod.rs", "fn a() {}\nasync fn b() { c().await }").len(), 2);
        assert_eq!(lines("shared/src/flow/lot.rs", "use tokio::sync::mpsc;"), ["shared/src/flow/lot.rs:1"]);
        assert_eq!(lines("shared/src/driver/mod.rs", "use tokio::sync::mpsc; async fn a() {}"), [""; 0]);
    }

    #[test]
    fn a_clock_in_the_core_is_found_outside_its_tests() {
        assert_eq!(lines("shared/src/core/a.rs", "fn now() -> T { jiff::Timestamp::now() }").len(), 1);
        assert_eq!(lines("shared/src/core/a.rs", "#[cfg(test)] mod tests { fn a() { std::fs::read(x); } }").len(), 0);
    }

    #[test]
    fn floating_point_in_the_rules_is_found() {
        assert_eq!(lines("shared/src/domain/rank.rs", "fn share() -> f64 { 0.5 }").len(), 1);
    }

    #[test]
    fn the_client_core_in_the_platform_is_found() {
        assert_eq!(lines("platform/src/routes/lots.rs", "use isoloir_shared::view::Screen;").len(), 1);
        assert_eq!(lines("platform/src/routes/lots.rs", "use isoloir_shared::{api::Page, core::Event};").len(), 1);
        assert_eq!(lines("platform/src/routes/lots.rs", "use isoloir_shared::api::types::*;").len(), 0);
    }

    #[test]
    fn what_is_half_done_or_skipped_or_sleeps_is_found() {
        assert_eq!(lines("tui/src/main.rs", "fn main() { todo!() }").len(), 1);
        assert_eq!(lines("tests/tests/a.rs", "#[test]\n#[ignore]\nfn a() {}").len(), 1);
        assert_eq!(lines("tests/tests/a.rs", "#[ignore]\nfn a() {}\nfn b() { run(\"a\") }").len(), 0);
        assert_eq!(lines("tests/tests/a.rs", "async fn a() { tokio::time::sleep(d).await }").len(), 1);
        assert_eq!(lines("shared/src/driver/retry.rs", "async fn a() { tokio::time::sleep(d).await }").len(), 0);
    }
}
