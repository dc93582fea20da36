//! Photos, where the terminal can show one: its own graphics, or half blocks in colour. Else their words are said.

use crate::render::paint::Paint;
use image::{ImageReader, Limits};
use isoloir_shared::view::{Block, Screen};
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;
use ratatui_image::picker::{Picker, ProtocolType};
use ratatui_image::protocol::Protocol;
use ratatui_image::{Image, Resize};
use std::io::Cursor;
use std::sync::Arc;

/// Cells of a photo.
const SIZE: Size = Size { width: 24, height: 10 };
/// Photos come from others: no larger side than this is decoded, and no more bytes than that.
const MOST_PIXELS: u32 = 4096;
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// How this terminal shows photos.
#[derive(Default)]
pub struct Photos {
    picker: Option<Picker>,
    shown: Option<Shown>,
}

/// A photo made ready.
struct Shown {
    bytes: Arc<[u8]>,
    protocol: Option<Protocol>,
}

impl Photos {
    /// What the terminal says of itself in its environment; asking it would delay the first frame.
    pub fn detect(color: bool) -> Self {
        if !color {
            return Self::default();
        }
        let var = |name: &str| std::env::var(name).unwrap_or_default();
        let (term, program) = (var("TERM"), var("TERM_PROGRAM"));
        let mut picker = Picker::halfblocks();
        if var("TMUX").is_empty() {
            if term.contains("kitty") || program == "ghostty" {
                picker.set_protocol_type(ProtocolType::Kitty);
            } else if program == "iTerm.app" || program == "WezTerm" {
                picker.set_protocol_type(ProtocolType::Iterm2);
            }
        }
        Self { picker: Some(picker), shown: None }
    }

    /// Decodes the photo of a screen, if it has one that is new. Done on events, never while drawing.
    pub fn prepare(&mut self, screen: &Screen) {
        let bytes = screen.body.iter().find_map(|block| match block {
            Block::Photo { bytes: Some(bytes), .. } => Some(&bytes.0),
            _ => None,
        });
        let (Some(picker), Some(bytes)) = (&self.picker, bytes) else {
            self.shown = None;
            return;
        };
        if self.shown.as_ref().is_some_and(|shown| Arc::ptr_eq(&shown.bytes, bytes)) {
            return;
        }
        let protocol = decode(bytes).and_then(|image| picker.new_protocol(image, SIZE, Resize::Fit(None)).ok());
        self.shown = Some(Shown { bytes: Arc::clone(bytes), protocol });
    }

    /// Lines that the photo of the screen takes; none where it cannot be shown.
    pub fn height(&self) -> Option<usize> {
        self.protocol().map(|_| usize::from(SIZE.height))
    }

    pub(crate) fn protocol(&self) -> Option<&Protocol> {
        self.shown.as_ref().and_then(|shown| shown.protocol.as_ref())
    }
}

fn decode(bytes: &[u8]) -> Option<image::DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    reader.decode().ok()
}

/// A photo, whole or not at all.
pub(crate) fn draw_photo(paint: &mut Paint<'_, '_>, area: Rect, protocol: &Protocol) {
    let area = Rect { width: area.width.min(SIZE.width), ..area };
    Image::new(protocol).render(area, paint.buffer);
}
