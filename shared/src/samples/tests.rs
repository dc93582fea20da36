//! What must hold on every screen.

use super::{Sample, all, plain};
use crate::api::types::Lang;
use crate::view::{Intent, Place, ScreenId, Weight};
use std::fmt::Write as _;

const LANGS: [Lang; 2] = [Lang::Fr, Lang::En];

fn samples() -> impl Iterator<Item = (Lang, Sample)> {
    LANGS.into_iter().flat_map(|lang| all(lang).into_iter().map(move |it| (lang, it)))
}

#[test]
fn every_screen_there_is_has_a_sample() {
    let seen: Vec<_> = all(Lang::Fr).into_iter().map(|it| it.screen.id).collect();
    let missing: Vec<_> = ScreenId::ALL.iter().filter(|id| !seen.contains(id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_screen_has_a_title_and_a_way_on() {
    for (lang, Sample { name, screen }) in samples() {
        assert!(!screen.title.resolve(lang).is_empty(), "{name}");
        let way = |it: &Intent| matches!(it, Intent::Back | Intent::Open(Place::Home) | Intent::Leave);
        assert!(screen.intents().iter().any(way), "{name}: no way on");
        let primary = screen.actions.iter().filter(|it| it.weight == Weight::Primary).count();
        assert!(primary <= 1, "{name} has {primary} primary actions");
    }
}

#[test]
fn every_button_fits_and_comes_back() {
    for (_, Sample { name, screen }) in samples() {
        for intent in screen.intents() {
            let text = intent.to_string();
            assert!(text.len() <= 64, "{name}: {text}");
            assert_eq!(text.parse(), Ok(intent), "{name}");
        }
        let mut unique: Vec<_> = screen.actions.iter().map(|it| it.intent.to_string()).collect();
        unique.sort_unstable();
        let all = unique.len();
        unique.dedup();
        assert_eq!(unique.len(), all, "{name} offers an action twice");
    }
}

#[test]
fn words_are_whole_and_short() {
    for (lang, Sample { name, screen }) in samples() {
        if let Some(toast) = &screen.toast {
            let text = toast.text.resolve(lang);
            assert!(text.chars().count() <= 200, "{name}: {text}");
        }
        let text = plain(&screen, lang);
        for bad in ["{ $", "Unknown localization", "\u{2068}", "\u{2069}", "\u{1b}"] {
            assert!(!text.contains(bad), "{name}: {text}");
        }
        for action in &screen.actions {
            let label = action.label.resolve(lang);
            assert!(label.chars().count() <= 60, "{name}: the label {label:?} is too long for a button");
        }
    }
}

#[test]
fn in_a_chat_there_is_no_device_of_ones_own() {
    let of_chats = samples().filter(|(_, it)| ["chat-", "join", "this-chat"].iter().any(|of| it.name.starts_with(of)));
    for (lang, Sample { name, screen }) in of_chats {
        let text = plain(&screen, lang);
        assert!(!text.contains("cet appareil") && !text.contains("this device"), "{name}: {text}");
    }
}

#[test]
fn screens_say() {
    for lang in LANGS {
        let mut text = String::new();
        for Sample { name, screen } in all(lang) {
            let flags = [(screen.busy, " busy"), (screen.offline, " offline")];
            let flags: String = flags.iter().filter(|(on, _)| *on).map(|(_, word)| *word).collect();
            let _ = writeln!(text, "== {name} ({:?}){flags}\n{}", screen.id, plain(&screen, lang));
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("screens-{}", lang.code()), text);
        });
    }
}
