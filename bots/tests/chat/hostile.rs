//! What people wrote is hostile: whatever it is, pages stay within the limits, their HTML is whole, nothing in them opens
//! by a touch, and both texts of Matrix say the same.

use super::read::{MATRIX, TELEGRAM, outside_code, read};
use super::{LANGS, seen};
use isoloir_bots::chat::{JOINER, Options, View, matrix, telegram, toast};
use isoloir_shared::samples;
use isoloir_shared::text::Msg;
use isoloir_shared::view::Screen;
use proptest::prelude::*;

const NASTY: &[&str] = &[
    "<b>gras</b> <a href=\"https://evil.example\">ici</a> <script>alert(1)</script> &amp; &lt; &#x3c; <",
    "*gras* _souligné_ [lien](https://evil.example) `code` ||caché|| ~~barré~~ ```\nbloc\n```",
    "@everyone @room @admin:example.org #general #room:example.org !abc:example.org $TSLA",
    "https://evil.example/x?y=1&z=2 http://127.0.0.1:80 tg://resolve?domain=x t.me/x matrix:u/x:example.org ftp://x.y",
    "mailto:a@b.example a@b.example www.example.org example.org. Écrivez-moi/venez : example.org/x",
    "/start /stop@robot x/y +33 6 12 34 56 78 +33612345678 tel:+331 4242 4242 4242 4242",
    "\u{202e}tnemecalpmer\u{202c} \u{2066}x\u{2069} a\u{200b}b\u{200d}c\u{feff}d\u{2060}e\u{ad}",
    "👩‍👩‍👧‍👦 🇫🇷 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👨\u{200d} \u{200d}👩 🇫 e\u{301}\u{301}\u{301}\u{301} ﷽ 漢字",
    "https\u{2060}://evil.example @\u{200b}room exa\u{ad}mple.org h\u{200d}ttps://x.example",
    "\u{1b}[2J\u{7}\u{9b}2J\r\n\t\u{b}ligne\u{85}autre\u{2028}encore\u{0}",
    "ｅｘａｍｐｌｅ．ｏｒｇ ＠ｒｏｏｍ example。org ／start",
    "<blockquote expandable></blockquote></b></i></code>",
    "",
    " ",
    "\u{2060}",
];

/// Whether a chat program would open something here: the beginnings of everything that Telegram's parser, linkify.js and
/// linkify-it look for.
fn opens(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let word = |at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric() || *c == '_');
    for (at, c) in chars.iter().enumerate() {
        let letter = |at: usize| chars.get(at).is_some_and(|c| c.is_alphabetic());
        let before = at > 0 && word(at - 1);
        let found = match c {
            '@' | '#' | '$' => word(at + 1) || chars.get(at + 1) == Some(&'['),
            '/' => (!before && word(at + 1)) || chars.get(at + 1) == Some(&'/'),
            ':' => chars.get(at + 1) == Some(&'/') || (at > 0 && letter(at - 1) && word(at + 1)),
            '.' | '。' | '．' | '｡' => before && letter(at + 1),
            '+' => chars.get(at + 1).is_some_and(char::is_ascii_digit),
            _ => false,
        };
        if found {
            let from = at.saturating_sub(10);
            return Some(chars[from..(at + 10).min(chars.len())].iter().collect());
        }
    }
    None
}

fn check_telegram(screen: &Screen, options: &Options<'_>) -> Result<(), TestCaseError> {
    for lang in LANGS {
        let page = telegram::page(screen, lang, options);
        let text = read(&page.html, TELEGRAM).map_err(TestCaseError::fail)?;
        prop_assert!(page.html.encode_utf16().count() <= telegram::MESSAGE, "{}", page.html.encode_utf16().count());
        prop_assert!(!text.trim_matches(|c: char| c.is_whitespace() || c == JOINER).is_empty());
        prop_assert!(page.html.matches("</").count() <= 100, "Telegram reads 100 entities");
        let open = read(&outside_code(&page.html), TELEGRAM).map_err(TestCaseError::fail)?;
        prop_assert_eq!(opens(&open), None);
        prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
        let buttons = page.buttons.iter().map(Vec::len);
        prop_assert!(buttons.clone().sum::<usize>() <= 100 && buttons.clone().all(|n| (1..=8).contains(&n)));
        for button in page.buttons.iter().flatten() {
            prop_assert!((1..=telegram::DATA).contains(&button.data.len()), "{}", button.data);
            prop_assert!(button.label.encode_utf16().count() <= 64 && !button.label.trim().is_empty());
            prop_assert!(!button.label.contains('\n'));
        }
        if let Some(picture) = &page.picture {
            prop_assert!(picture.caption().encode_utf16().count() <= 1024);
            prop_assert_eq!(opens(&picture.caption()), None);
        }
        if let Some(toast) = toast(screen, lang) {
            prop_assert!(toast.encode_utf16().count() <= 200);
        }
    }
    Ok(())
}

fn check_matrix(screen: &Screen, options: &Options<'_>) -> Result<(), TestCaseError> {
    for lang in LANGS {
        let page = matrix::page(screen, lang, options);
        prop_assert!(page.body.len() + page.formatted_body.len() <= matrix::MESSAGE, "{}", page.formatted_body.len());
        // `</p>\n<p>` is an empty line between two paragraphs.
        let html = page.formatted_body.replace("</p>\n<p>", "</p>\n\n<p>");
        prop_assert_eq!(read(&html, MATRIX).map_err(TestCaseError::fail)?, page.body.clone());
        prop_assert!(!page.body.chars().any(|c| c.is_control() && c != '\n'));
        let open =
            read(&outside_code(&html.replace("<p>", " ").replace("</p>", " ")), MATRIX).map_err(TestCaseError::fail)?;
        prop_assert_eq!(opens(&open), None);
    }
    Ok(())
}

fn check(words: &str, view: &str) -> Result<(), TestCaseError> {
    let screen = samples::made_of(words);
    let msg = Msg::Words(words.to_owned());
    let options = Options { view, word: Some(&msg), help: true, greet: true };
    check_telegram(&screen, &options)?;
    check_matrix(&screen, &options)
}

#[test]
fn nasty_words_do_no_harm() {
    for words in NASTY {
        for view in ["", "p.1", "p.65535", "w.0", "f.1", "f.2.2", "nonsense"] {
            check(words, view).unwrap_or_else(|error| panic!("{words:?} in {view}: {error}"));
        }
        check(&words.repeat(6), "p.2").unwrap_or_else(|error| panic!("{words:?}: {error}"));
    }
}

#[test]
fn a_hundred_kilobytes_do_no_harm() {
    for words in [NASTY[0], "e\u{301}", "\"", "@漢", "é<", "<", "&amp; "] {
        let screen = samples::made_of(&words.repeat(100_000 / words.len()));
        check_telegram(&screen, &seen("p.3")).unwrap_or_else(|error| panic!("{words:?}: {error}"));
        check_matrix(&screen, &seen("p.3")).unwrap_or_else(|error| panic!("{words:?}: {error}"));
    }
}

#[test]
fn every_screen_is_within_the_limits_on_every_page() {
    for sample in samples::all(LANGS[0]) {
        for at in 0..12 {
            let view = View::Page(at).to_string();
            check_telegram(&sample.screen, &seen(&view)).unwrap_or_else(|error| panic!("{}: {error}", sample.name));
            check_matrix(&sample.screen, &seen(&view)).unwrap_or_else(|error| panic!("{}: {error}", sample.name));
        }
    }
}

#[test]
fn nothing_of_a_long_text_is_lost() {
    let words: Vec<String> = (0..1_000).map(|n| format!("mot{n}")).collect();
    let mut screen = Screen::new(isoloir_shared::view::ScreenId::Candidate, Msg::words("Titre"));
    screen = screen.say(Msg::Words(words.join(" ")));
    let all =
        |page: &dyn Fn(&str) -> String| (0..8u16).map(|at| page(&View::Page(at).to_string()) + " ").collect::<String>();
    let telegram = all(&|view| read(&telegram::page(&screen, LANGS[0], &seen(view)).html, TELEGRAM).unwrap());
    let matrix = all(&|view| matrix::page(&screen, LANGS[0], &seen(view)).body);
    for text in [telegram, matrix] {
        let said: std::collections::HashSet<&str> = text.split_whitespace().collect();
        for word in &words {
            assert!(said.contains(word.as_str()), "{word}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_words_do_no_harm(
        words in any::<String>(),
        nasty in proptest::sample::select(NASTY),
        at in 0usize..200,
        times in 1usize..8,
        view in "(p|w|f)?\\.?[0-9]{0,2}",
    ) {
        // A nasty text cut anywhere, between any characters.
        let cut: String = nasty.chars().skip(at % nasty.chars().count().max(1)).collect();
        check(&format!("{words}{cut}{words}").repeat(times), &view)?;
    }
}
