//! The calls of whoever runs the primary, as HTTP requests and back.

use super::answer::Answer;
use super::request::Request;
use crate::api::types::Audience;
use crate::api::{ApiError, OrganiseCall, OrganiseReply};
use reqwest::Method;

/// The request of a call.
pub(super) fn request(call: &OrganiseCall) -> Request {
    let id = |id: &dyn std::fmt::Display| id.to_string();
    match call {
        OrganiseCall::Me => Request::get(&["organise", "me"]),
        OrganiseCall::Enrol(key) => Request::post(&["organise", "factor"], *key),
        OrganiseCall::Prove(key, body) => Request::post(&["organise", "proof"], *key).json(body),
        OrganiseCall::Status => Request::get(&["organise", "status"]),
        OrganiseCall::ChangePhase(key, kind, body) => {
            let kind = serde_json::to_value(kind).ok().and_then(|kind| kind.as_str().map(str::to_owned));
            Request::write(Method::PATCH, &["phases", &kind.unwrap_or_default()], *key).json(body)
        }
        OrganiseCall::Proposals(cursor) => Request::get(&["organise", "proposals"]).page(cursor.as_ref()),
        OrganiseCall::Proposal(it) => Request::get(&["organise", "proposals", &id(it)]),
        OrganiseCall::Propose(key, body) => Request::post(&["organise", "proposals"], *key).json(body),
        OrganiseCall::Approve(key, it) => Request::put(&["organise", "proposals", &id(it), "approval"], *key),
        OrganiseCall::Withdraw(key, it) => Request::delete(&["organise", "proposals", &id(it)], *key),
        OrganiseCall::Announcements(cursor) => Request::get(&["organise", "announcements"]).page(cursor.as_ref()),
        OrganiseCall::Announcement(it) => Request::get(&["organise", "announcements", &id(it)]),
        OrganiseCall::OrderAnnouncement(key, it, body) => {
            Request::put(&["organise", "announcements", &id(it)], *key).json(body)
        }
        OrganiseCall::Recipients(audience) => {
            let to = if *audience == Audience::LotWaiting { "lot_waiting" } else { "everyone" };
            Request::get(&["organise", "recipients"]).query("to", to)
        }
        OrganiseCall::Try(key, body) => Request::post(&["organise", "trials"], *key).json(body),
        OrganiseCall::Drafts => Request::get(&["organise", "drafts"]),
        OrganiseCall::DropDraft(key, it) => Request::delete(&["organise", "drafts", &id(it)], *key),
        OrganiseCall::Audit(cursor) => Request::get(&["audit"]).page(cursor.as_ref()),
        OrganiseCall::Queue(cursor) => Request::get(&["organise", "moderation"]).page(cursor.as_ref()),
        OrganiseCall::Moderated(it) => Request::get(&["organise", "moderation", &id(it)]),
        OrganiseCall::JudgedPhoto(it) => Request::get(&["organise", "moderation", &id(it), "photo"]),
        OrganiseCall::Judge(key, it, body) => Request::put(&["organise", "moderation", &id(it)], *key).json(body),
        OrganiseCall::Appeal(key, it, body) => Request::put(&["me", "appeals", &id(it)], *key).json(body),
        OrganiseCall::ModerationCounts => Request::get(&["moderation"]),
        OrganiseCall::Flags(cursor) => Request::get(&["organise", "flags"]).page(cursor.as_ref()),
        OrganiseCall::Flag(it) => Request::get(&["organise", "flags", &id(it)]),
        OrganiseCall::DecideFlag(key, it, body) => Request::put(&["organise", "flags", &id(it)], *key).json(body),
    }
}

/// The reply that belongs to the call.
pub(super) fn reply(answer: &Answer, call: &OrganiseCall) -> Result<OrganiseReply, ApiError> {
    Ok(match call {
        OrganiseCall::Me | OrganiseCall::Prove(..) => OrganiseReply::Staff(answer.json()?),
        OrganiseCall::Enrol(_) => OrganiseReply::Factor(answer.json()?),
        OrganiseCall::Status => OrganiseReply::Status(Box::new(answer.json()?)),
        OrganiseCall::ChangePhase(..) => OrganiseReply::Phase(answer.json()?),
        OrganiseCall::Proposals(_) => OrganiseReply::Proposals(answer.json()?),
        OrganiseCall::Proposal(_)
        | OrganiseCall::Propose(..)
        | OrganiseCall::Approve(..)
        | OrganiseCall::Withdraw(..) => OrganiseReply::Proposal(Box::new(answer.json()?)),
        OrganiseCall::Announcements(_) => OrganiseReply::Announcements(answer.json()?),
        OrganiseCall::Announcement(_) | OrganiseCall::OrderAnnouncement(..) => {
            OrganiseReply::Announcement(Box::new(answer.json()?))
        }
        OrganiseCall::Recipients(_) => OrganiseReply::Recipients(answer.json()?),
        OrganiseCall::Try(..) => OrganiseReply::Tried(answer.json()?),
        OrganiseCall::Drafts => OrganiseReply::Drafts(answer.json()?),
        OrganiseCall::Audit(_) => OrganiseReply::Audit(answer.to_the_letter()?),
        OrganiseCall::Queue(_) => OrganiseReply::Queue(answer.json()?),
        OrganiseCall::JudgedPhoto(it) => OrganiseReply::JudgedPhoto(*it, answer.body.clone()),
        OrganiseCall::Moderated(_) | OrganiseCall::Judge(..) => OrganiseReply::Moderated(Box::new(answer.json()?)),
        OrganiseCall::Appeal(..) | OrganiseCall::DropDraft(..) => OrganiseReply::Done,
        OrganiseCall::ModerationCounts => OrganiseReply::ModerationCounts(answer.json()?),
        OrganiseCall::Flags(_) => OrganiseReply::Flags(answer.json()?),
        OrganiseCall::Flag(_) | OrganiseCall::DecideFlag(..) => OrganiseReply::Flag(answer.json()?),
    })
}
