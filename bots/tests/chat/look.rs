//! Every screen in both networks and both languages, by snapshot, as a person would see it.

use super::{LANGS, seen};
use isoloir_bots::chat::{Meaning, Options, commands, matrix, telegram};
use isoloir_shared::samples;
use std::fmt::Write as _;

/// Markup as signs: `*strong*`, `_soft_`, `` `code` ``.
fn signs(html: &str) -> String {
    let mut text = html.to_owned();
    for (tag, sign) in [("b", "*"), ("i", "_"), ("code", "`")] {
        text = text.replace(&format!("<{tag}>"), sign).replace(&format!("</{tag}>"), sign);
    }
    text = text.replace("<blockquote expandable>", "[quoted: ").replace("</blockquote>", "]");
    // What joins nothing would not be seen here.
    for (from, to) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&"), ("\u{2060}", "⁜")] {
        text = text.replace(from, to);
    }
    text
}

/// Pages of a long screen that are shown.
const PAGES: usize = 2;

#[test]
fn screens_in_telegram() {
    for lang in LANGS {
        let mut text = String::new();
        for sample in samples::all(lang) {
            for at in 0..PAGES {
                let view = if at == 0 { String::new() } else { format!("p.{at}") };
                let page = telegram::page(&sample.screen, lang, &seen(&view));
                if at > 0 && page == telegram::page(&sample.screen, lang, &seen("")) {
                    break;
                }
                let _ = writeln!(text, "== {}\n{}", sample.name, signs(&page.html));
                if let Some(picture) = &page.picture {
                    let _ = writeln!(text, "picture: {}", picture.caption().replace('\n', "\n         "));
                }
                for row in &page.buttons {
                    let labels: Vec<_> = row.iter().map(|it| format!("[ {} ]", it.label)).collect();
                    let _ = writeln!(text, "    {}", labels.join(" "));
                }
                text.push('\n');
            }
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("telegram-{}", lang.code()), text);
        });
    }
}

#[test]
fn screens_in_matrix() {
    for lang in LANGS {
        let mut text = String::new();
        for sample in samples::all(lang) {
            for at in 0..PAGES {
                let view = if at == 0 { String::new() } else { format!("p.{at}") };
                let page = matrix::page(&sample.screen, lang, &seen(&view));
                if at > 0 && page == matrix::page(&sample.screen, lang, &seen("")) {
                    break;
                }
                let _ = writeln!(text, "== {}\n{}", sample.name, page.body.replace('\u{2060}', "⁜"));
                let _ = writeln!(text, "    {}\n", page.reactions.join(" "));
            }
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("matrix-{}", lang.code()), text);
        });
    }
}

#[test]
fn the_parts_of_a_ballot() {
    let (lang, mut text) = (LANGS[0], String::new());
    let screen = super::sample("lot-graded-3", lang);
    for view in ["", "f.0.1", "f.0", "f.4", "w.0", "p.7", "forged"] {
        let page = telegram::page(&screen, lang, &seen(view));
        let _ = writeln!(text, "== {view}\n{}", signs(&page.html));
        for row in &page.buttons {
            let labels: Vec<_> = row.iter().map(|it| format!("[ {} ]", it.label)).collect();
            let _ = writeln!(text, "    {}", labels.join(" "));
        }
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("ballot", text);
    });
}

#[test]
fn what_the_bot_says_of_itself() {
    let mut text = String::new();
    for lang in LANGS {
        let word = Meaning::Unknown.word();
        let options = Options { view: "", word: word.as_ref(), help: true, greet: true };
        for name in ["home-signed-out", "code"] {
            let page = telegram::page(&super::sample(name, lang), lang, &options);
            let _ = writeln!(text, "== {name}\n{}\n", signs(&page.html));
        }
        for command in commands() {
            let _ = writeln!(text, "/{} - {}", command.name(lang), command.about(lang));
        }
        text.push('\n');
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("itself", text);
    });
}
