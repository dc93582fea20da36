//! Announcements as organisers see them, canned.

use crate::api::ids::{AnnouncementId, DraftId};
use crate::api::types::*;
use jiff::{SignedDuration, Timestamp};

fn both(fr: &str, en: &str) -> Localized {
    Localized { fr: fr.into(), en: en.into() }
}

/// What the calendar suggests.
pub(super) fn drafts(now: Timestamp) -> Vec<DraftView> {
    let draft = |n, title, body, audience, hours| DraftView {
        id: DraftId(n),
        title,
        body,
        audience,
        at: now - SignedDuration::from_hours(hours),
    };
    vec![
        draft(
            2,
            both("Plus que deux jours : Pré-sélection", "Two days left: Pre-selection"),
            both(
                "L’étape se termine dimanche.\nAprès, il sera trop tard.",
                "It ends on Sunday.\nAfter that it is too late.",
            ),
            Audience::LotWaiting,
            2,
        ),
        draft(
            1,
            both("C’est ouvert : Préparation", "Open now: Preparation"),
            both("Ouvrez Isoloir pour voir ce que vous pouvez faire.", "Open Isoloir to see what you can do."),
            Audience::Everyone,
            30,
        ),
    ]
}

/// How many it would reach.
pub(super) fn recipients(to: Audience) -> RecipientsView {
    match to {
        Audience::Everyone => RecipientsView { inbox: 73_412, email: 21_004, telegram: Some(9_310), matrix: None },
        _ => RecipientsView { inbox: 8_123, email: 2_950, telegram: None, matrix: None },
    }
}

/// All that was approved, newest first.
pub(super) fn all(now: Timestamp) -> Vec<AnnouncementView> {
    (1..=4).rev().map(|n| one(AnnouncementId(n), None, now).announcement).collect()
}

/// One of them, as it was ordered to be.
pub(super) fn one(id: AnnouncementId, ordered: Option<AnnouncementState>, now: Timestamp) -> AnnouncementProgressView {
    let (title, state, hours) = match id.0 {
        4 => (both("Débat final jeudi", "Final debate on Thursday"), AnnouncementState::Scheduled, -30),
        3 => (both("Table ronde lundi", "Round table on Monday"), AnnouncementState::Sending, 1),
        2 => (both("Le calendrier change", "The calendar changes"), AnnouncementState::Paused, 5),
        5 => (both("Merci à vous", "Thank you"), AnnouncementState::Done, 70),
        _ => (both("Une erreur à corriger", "A mistake to mend"), AnnouncementState::Cancelled, 50),
    };
    let state = ordered.unwrap_or(state);
    let announcement = AnnouncementView {
        id,
        title,
        body: both("À 20 h, salle des fêtes.\nEt en ligne.", "At 8 p.m., in the village hall.\nAnd online."),
        sender: None,
        audience: if id.0 == 2 { Audience::LotWaiting } else { Audience::Everyone },
        urgent: false,
        send_at: now - SignedDuration::from_hours(hours),
        state,
    };
    let by = |carrier, deliveries| DeliveryView { carrier, at: now, deliveries };
    let telegram = Deliveries {
        delivered: 5_120,
        unreachable: 31,
        unsubscribed: 4,
        waiting: 4_155,
        later: 3_000,
        repeated: 2,
        ends_at: Some(now + SignedDuration::from_mins(140)),
        ..Deliveries::default()
    };
    let email = Deliveries { delivered: 20_998, unreachable: 5, unknown: 1, ..Deliveries::default() };
    let deliveries = match id.0 {
        2 | 3 => vec![by(Carrier::Telegram, telegram), by(Carrier::Email, email)],
        5 => vec![by(Carrier::Email, Deliveries { settled: true, ..email })],
        _ => vec![],
    };
    let done_at = (id.0 == 5).then(|| now - SignedDuration::from_hours(69));
    AnnouncementProgressView { announcement, deliveries, done_at }
}
