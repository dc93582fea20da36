//! What is announced, as it arrives.

use isoloir_bots::chat::announcement::{asked, matrix, room, telegram};
use isoloir_shared::api::types::{Audience, Lang, Localized};
use isoloir_shared::text::{Announced, Way};

fn said(title: &str, body: &str) -> Announced {
    let both = |text: &str| Localized { fr: text.into(), en: format!("EN {text}") };
    Announced {
        title: both(title),
        body: both(body),
        sender: Some("Ada <b>".into()),
        primary: both("LaPrimaire"),
        audience: Audience::Everyone,
    }
}

#[test]
fn it_names_its_sender_says_why_it_comes_and_how_to_stop() {
    let html = telegram(&said("Le vote est ouvert", "Jusqu’à dimanche.\nÀ vous."), Lang::Fr);
    insta::assert_snapshot!(html, @r#"
    <b>Le vote est ouvert</b>

    Jusqu’à dimanche.
    À vous.

    <b>Ada &lt;b&gt; · LaPrimaire</b>
    <i>Vous recevez ceci parce que vous avez demandé les annonces dans cette discussion. Pour ne plus les recevoir : /annonces_stop</i>
    "#);
    let html = telegram(&said("Le vote est ouvert", "Jusqu’à dimanche."), Lang::En);
    insta::assert_snapshot!(html, @r#"
    <b>EN Le vote est ouvert</b>

    EN Jusqu’à dimanche.

    <b>Ada &lt;b&gt; · EN LaPrimaire</b>
    <i>You get this because you asked for announcements in this chat. To get no more of them: /announcements_stop</i>
    "#);
    let (plain, html) = matrix(&said("Le vote est ouvert", "Jusqu’à dimanche.\nÀ vous."), Lang::Fr);
    insta::assert_snapshot!(format!("{plain}\n---\n{html}"), @r#"
    Le vote est ouvert

    Jusqu’à dimanche.
    À vous.

    Ada <b> · LaPrimaire
    Vous recevez ceci parce que vous avez demandé les annonces dans cette discussion. Pour ne plus les recevoir : !annonces_stop
    ---
    <p><strong>Le vote est ouvert</strong></p><p>Jusqu’à dimanche.<br>À vous.</p><p><strong>Ada &lt;b&gt; · LaPrimaire</strong></p><p><em>Vous recevez ceci parce que vous avez demandé les annonces dans cette discussion. Pour ne plus les recevoir : !annonces_stop</em></p>
    "#);
}

#[test]
fn a_room_that_everybody_reads_has_it_in_both_languages_and_once_where_they_are_the_same() {
    let (plain, html) = room(&said("Le vote est ouvert", "Jusqu’à dimanche."));
    insta::assert_snapshot!(format!("{plain}\n---\n{html}"), @r#"
    Le vote est ouvert

    Jusqu’à dimanche.

    Ada <b> · LaPrimaire

    EN Le vote est ouvert

    EN Jusqu’à dimanche.

    Ada <b> · EN LaPrimaire
    ---
    <p><strong>Le vote est ouvert</strong></p><p>Jusqu’à dimanche.</p><p><strong>Ada &lt;b&gt; · LaPrimaire</strong></p><hr><p><strong>EN Le vote est ouvert</strong></p><p>EN Jusqu’à dimanche.</p><p><strong>Ada &lt;b&gt; · EN LaPrimaire</strong></p>
    "#);
    let both = |text: &str| Localized { fr: text.into(), en: text.into() };
    let same = Announced { title: both("Orsay"), body: both("2016"), ..said("", "") };
    assert_eq!(room(&same).0.matches("Orsay").count(), 1);
}

#[test]
fn two_words_begin_and_end_it_in_both_languages() {
    for text in ["/annonces", " !annonces", "/announcements", "/Annonces@IsoloirBot", "!Announcements"] {
        assert_eq!(asked(text), Some(true), "{text}");
    }
    for text in ["/annonces_stop", "!announcements_stop"] {
        assert_eq!(asked(text), Some(false), "{text}");
    }
    for text in ["", "/stop", "annonces", "announcements_stop", "les annonces de Grace", "/annoncesx"] {
        assert_eq!(asked(text), None, "{text}");
    }
}

#[test]
fn hostile_words_are_words_and_the_longest_fit() {
    let html = telegram(&said("<b>&", "<a href=x>\u{202e}@all /stop https://x.example</a>"), Lang::Fr);
    assert!(html.contains("&lt;b&gt;&amp;") && !html.contains("<a") && !html.contains('\u{202e}'), "{html}");
    assert!(!html.contains("@all") && !html.contains("/stop ") && !html.contains("https://x"), "{html}");
    let long = telegram(&said("t", &"😀".repeat(4_000)), Lang::Fr);
    let plain = long.replace("<b>", "").replace("</b>", "").replace("<i>", "").replace("</i>", "");
    let plain = plain.replace("&lt;", "<").replace("&gt;", ">");
    assert!(plain.encode_utf16().count() <= 4_096 && long.contains("😀…\n\n<b>"), "{}", plain.len());
}

/// What is read of a message, once its markup is: without the joiners that break links up.
fn read(html: &str) -> String {
    let mut text = html.replace('\u{2060}', "");
    for tag in ["<b>", "</b>", "<i>", "</i>"] {
        text = text.replace(tag, "");
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn the_preview_says_to_the_letter_what_is_sent() {
    let long = "https://example.org/programme @ada /vote ".repeat(20);
    for lang in [Lang::Fr, Lang::En] {
        for body in ["Jusqu’à dimanche.\nÀ vous.", long.trim()] {
            let said = said("<Le vote> & la suite", body);
            let preview = |way| {
                let parts = said.parts(way, lang, "");
                format!("{}\n\n{}\n\n{}\n{}", parts.title, parts.body, parts.from, parts.why)
            };
            assert_eq!(read(&telegram(&said, lang)), preview(Way::Telegram));
            let (plain, _) = matrix(&said, lang);
            assert_eq!(plain.replace('\u{2060}', ""), preview(Way::Matrix));
        }
    }
}
