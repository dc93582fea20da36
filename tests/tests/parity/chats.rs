//! The chats: by the buttons that are shown in Telegram, by what can be typed in Matrix.

use isoloir_bots::chat::{Does, JOINER, Meaning, Options, View, answer, choices, matrix, telegram};
use isoloir_shared::api::types::Lang;
use isoloir_shared::samples::FrontEnd;
use isoloir_shared::view::{Block, Intent, Screen};
use std::collections::HashSet;

/// What a person reads of HTML, and nothing that is there only against links.
fn bare(html: &str) -> String {
    let mut out = String::new();
    for part in html.split('<') {
        out.push_str(part.split_once('>').map_or(part, |(_, rest)| rest));
    }
    for (from, to) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
        out = out.replace(from, to);
    }
    out.replace(JOINER, "")
}

/// Every part of a screen that buttons lead to, from the first.
fn telegram_pages(screen: &Screen, lang: Lang) -> Vec<telegram::TelegramPage> {
    let (mut seen, mut ahead, mut pages) = (HashSet::new(), vec![String::new()], Vec::new());
    while let Some(view) = ahead.pop() {
        if !seen.insert(view.clone()) {
            continue;
        }
        let page = telegram::page(screen, lang, &Options { view: &view, ..Options::default() });
        for button in page.buttons.iter().flatten() {
            if let Meaning::Look(view) = telegram::pressed(screen, &button.data) {
                ahead.push(view.to_string());
            }
        }
        pages.push(page);
    }
    pages
}

/// Telegram.
pub struct Telegram;

impl FrontEnd for Telegram {
    fn reached(&self, screen: &Screen, lang: Lang) -> HashSet<Intent> {
        let pages = telegram_pages(screen, lang);
        let buttons = pages.iter().flat_map(|page| page.buttons.iter().flatten());
        let mut found: HashSet<_> = buttons
            .filter_map(|button| match telegram::pressed(screen, &button.data) {
                Meaning::Do(intent) => Some(intent),
                _ => None,
            })
            .collect();
        // Presentations of a ballot's rows are opened by a number that is typed: they are no buttons beside the grades.
        found.extend(typed(screen, lang));
        found
    }

    fn read(&self, screen: &Screen, lang: Lang) -> String {
        let mut out = String::new();
        for page in telegram_pages(screen, lang) {
            out.push_str(&bare(&page.html));
            for button in page.buttons.iter().flatten() {
                out.push_str(&format!("\n{}", button.label.replace(JOINER, "")));
            }
            out.push('\n');
        }
        out
    }
}

/// Every part of a screen that words lead to, from the first.
fn matrix_views(screen: &Screen, lang: Lang) -> Vec<String> {
    let (mut seen, mut ahead) = (Vec::new(), vec![String::new()]);
    while let Some(view) = ahead.pop() {
        if seen.contains(&view) {
            continue;
        }
        for at in choices(screen, view.parse::<View>().unwrap()) {
            if let Does::Look(view) = at.does {
                ahead.push(view.to_string());
            }
        }
        for word in ["!suite", "!bulletin"] {
            if let Meaning::Look(next) = answer(screen, lang, word, &view) {
                let body = |view: &str| matrix::page(screen, lang, &Options { view, ..Options::default() }).body;
                if body(&next.to_string()) != body(&view) {
                    ahead.push(next.to_string());
                }
            }
        }
        seen.push(view);
    }
    seen
}

/// Everything that typed words ask for.
fn typed(screen: &Screen, lang: Lang) -> HashSet<Intent> {
    let mut found = HashSet::new();
    for view in matrix_views(screen, lang) {
        for choice in choices(screen, view.parse::<View>().unwrap()) {
            if let Meaning::Do(intent) = answer(screen, lang, &format!("!{}", choice.number), &view) {
                found.insert(intent);
            }
        }
        for block in &screen.body {
            let Block::Ballot(ballot) = block else { continue };
            for choice in ballot.rows.iter().flat_map(|row| &row.choices) {
                // The candidate in view, by letter and by words.
                for words in [choice.letter.clone(), choice.label.resolve(lang)] {
                    if let Meaning::Do(intent) = answer(screen, lang, &words, &view) {
                        found.insert(intent);
                    }
                }
            }
        }
    }
    found
}

/// Matrix.
pub struct Matrix;

impl FrontEnd for Matrix {
    fn reached(&self, screen: &Screen, lang: Lang) -> HashSet<Intent> {
        typed(screen, lang)
    }

    fn read(&self, screen: &Screen, lang: Lang) -> String {
        let views = matrix_views(screen, lang);
        let pages = views.iter().map(|view| matrix::page(screen, lang, &Options { view, ..Options::default() }));
        pages.map(|page| page.body.replace(JOINER, "") + "\n").collect()
    }
}
