//! Pictures: the photo of somebody, merit profiles. Each with the same in words.

use super::said::cut;
use isoloir_shared::api::types::Lang;
use isoloir_shared::tally::{PictureRow, profiles_png};
use isoloir_shared::text::{Msg, clean_text, key};
use isoloir_shared::view::{Block, ProfileView, Screen};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::sync::Arc;

/// A picture that belongs to a page. It is drawn only when it is sent: see [`Picture::bytes`].
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// What it shows, in sentences.
    pub alt: String,
    /// The same picture has the same name: what was uploaded once need not be drawn or uploaded again.
    pub name: String,
    what: What,
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    Photo(Arc<[u8]>),
    Profiles(Vec<PictureRow>, Lang),
}

/// A picture that could not be drawn.
#[derive(Debug, thiserror::Error)]
#[error("the picture cannot be drawn: {0}")]
pub struct PictureError(String);

/// Most profiles in one picture: it stays legible on a phone. The page has all of them in words.
const MOST: usize = 16;

impl Picture {
    /// The picture of a screen, if it has one.
    pub fn of(screen: &Screen, lang: Lang) -> Option<Self> {
        screen.body.iter().find_map(|block| match block {
            Block::Photo { bytes: Some(bytes), alt, .. } => {
                let name = format!("photo-{}", hash(&bytes.0));
                Some(Self { alt: clean_text(&alt.resolve(lang)), name, what: What::Photo(bytes.0.clone()) })
            }
            Block::Profiles(profiles) if !profiles.is_empty() => Some(Self::profiles(profiles, lang)),
            _ => None,
        })
    }

    fn profiles(profiles: &[ProfileView], lang: Lang) -> Self {
        let rows: Vec<_> = profiles.iter().take(MOST).map(|it| row(it, lang)).collect();
        let mut alt = Msg::new(key::TALLY_PICTURE_TITLE).resolve(lang);
        for (row, profile) in rows.iter().zip(profiles) {
            let sentence = clean_text(&profile.sentence.resolve(lang));
            let _ = write!(alt, "\n{}. {} · {} · {sentence}", row.rank, row.name, row.majority);
        }
        let name = format!("profiles-{}-{}", lang.code(), hash(format!("{rows:?}").as_bytes()));
        Self { alt, name, what: What::Profiles(rows, lang) }
    }

    /// What it shows, at most 1,024 UTF-16 units: a caption of Telegram.
    pub fn caption(&self) -> String {
        cut(&super::defused(&self.alt), 1024)
    }

    /// Its kind, as the web names it.
    pub fn mime(&self) -> &'static str {
        match &self.what {
            What::Photo(bytes) if bytes.starts_with(&[0xff, 0xd8]) => "image/jpeg",
            _ => "image/png",
        }
    }

    /// The file: PNG or JPEG. Drawing merit profiles takes some time: keep it out of a turn.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn bytes(&self) -> Result<Arc<[u8]>, PictureError> {
        match &self.what {
            What::Photo(bytes) => Ok(bytes.clone()),
            What::Profiles(rows, lang) => {
                profiles_png(rows, *lang).map(Into::into).map_err(|error| PictureError(error.to_string()))
            }
        }
    }
}

fn row(profile: &ProfileView, lang: Lang) -> PictureRow {
    PictureRow {
        rank: profile.rank,
        name: clean_text(&profile.name.resolve(lang)),
        counts: profile.counts.clone(),
        majority: clean_text(&profile.majority.resolve(lang)),
    }
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(12).fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
