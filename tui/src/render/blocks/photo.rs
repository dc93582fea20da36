//! Photos, where the terminal can show one: its own graphics, or half blocks in colour. Else their words are said.

use crate::render::paint::Paint;
use image::imageops::FilterType;
use image::{ImageReader, Limits};
use isoloir_config::terminal::PhotoStyle;
use isoloir_shared::view::{Block, Screen};
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;
use ratatui_image::picker::{Picker, ProtocolType};
use ratatui_image::protocol::Protocol;
use ratatui_image::{FontSize, Image, Resize};
use std::io::Cursor;
use std::path::Path;
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
    /// As the settings say, else as the terminal says of itself in its environment: asking it would take keys away that
    /// a person types meanwhile.
    pub fn detect(color: bool, wanted: Option<PhotoStyle>) -> Self {
        let var = |name: &str| std::env::var(name).unwrap_or_default();
        let style = wanted.unwrap_or_else(|| style(&var, &kitty_source(&var("KITTY_INSTALLATION_DIR"))));
        if !color || style == PhotoStyle::None {
            return Self::default();
        }
        // Half blocks are cells: a cell that is twice as high as wide leaves no half line over.
        let (mut picker, measured) = match cell().filter(|_| style != PhotoStyle::Blocks) {
            #[expect(deprecated, reason = "what it should be replaced by asks the terminal")]
            Some(size) => (Picker::from_fontsize(size), true),
            None => (Picker::halfblocks(), false),
        };
        picker.set_protocol_type(match style {
            PhotoStyle::Kitty => ProtocolType::Kitty,
            PhotoStyle::Iterm2 => ProtocolType::Iterm2,
            // Measured in pixels: where nobody knows how many a cell has, it would lie over the words.
            PhotoStyle::Sixel if measured => ProtocolType::Sixel,
            PhotoStyle::Sixel | PhotoStyle::Blocks | PhotoStyle::None => ProtocolType::Halfblocks,
        });
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
        let blocks = picker.protocol_type() == ProtocolType::Halfblocks;
        let protocol = decode(bytes)
            .map(|image| if blocks { whole_cells(image, picker.font_size()) } else { image })
            .and_then(|image| picker.new_protocol(image, SIZE, Resize::Fit(None)).ok());
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

/// What a terminal can, by what it says in its environment.
fn style(var: &dyn Fn(&str) -> String, kitty: &str) -> PhotoStyle {
    let (term, program) = (var("TERM"), var("TERM_PROGRAM"));
    if !var("TMUX").is_empty() {
        return PhotoStyle::Blocks;
    }
    match (term.as_str(), program.as_str()) {
        (_, "ghostty") => PhotoStyle::Kitty,
        (_, "iTerm.app" | "WezTerm") => PhotoStyle::Iterm2,
        (term, _) if term.contains("kitty") && version(kitty).is_none_or(|it| it >= PLACEHOLDERS) => PhotoStyle::Kitty,
        ("foot" | "foot-extra" | "foot-direct", _) => PhotoStyle::Sixel,
        _ => PhotoStyle::Blocks,
    }
}

/// From this version on kitty knows the placeholders that a photo is drawn with; an older one shows them as boxes.
const PLACEHOLDERS: (u32, u32) = (0, 28);

/// Where an installed kitty says its version; nothing where it is packed into one file, as newer ones are.
fn kitty_source(folder: &str) -> String {
    let file = Path::new(folder).join("kitty/constants.py");
    if folder.is_empty() { String::new() } else { std::fs::read_to_string(file).unwrap_or_default() }
}

/// `version: Version = Version(0, 26, 5)`
fn version(source: &str) -> Option<(u32, u32)> {
    let (_, numbers) = source.split_once("Version = Version(")?;
    let mut numbers = numbers.split([',', ')']).map(|it| it.trim().parse());
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// Pixels of one cell, where the terminal tells the system.
fn cell() -> Option<FontSize> {
    let size = crossterm::terminal::window_size().ok()?;
    let (width, height) = (size.width.checked_div(size.columns)?, size.height.checked_div(size.rows)?);
    (width > 0 && height > 0).then(|| FontSize::new(width, height))
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

/// The photo in the nearest size of whole cells: what of a cell it leaves free would be mixed with black.
fn whole_cells(image: image::DynamicImage, cell: FontSize) -> image::DynamicImage {
    let pixels = |cells: u16, cell: u16| f64::from(cells) * f64::from(cell.max(1));
    let (width, height) = (f64::from(image.width().max(1)), f64::from(image.height().max(1)));
    let scale = (pixels(SIZE.width, cell.width) / width).min(pixels(SIZE.height, cell.height) / height).min(1.0);
    let whole =
        |side: f64, cell: u16| (side * scale / f64::from(cell.max(1))).round().max(1.0) as u32 * u32::from(cell);
    image.resize_exact(whole(width, cell.width), whole(height, cell.height), FilterType::Triangle)
}

/// A photo, whole or not at all.
pub(crate) fn draw_photo(paint: &mut Paint<'_, '_>, area: Rect, protocol: &Protocol) {
    let area = Rect { width: area.width.min(SIZE.width), ..area };
    Image::new(protocol).render(area, paint.buffer);
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const OLD: &str = "appname = 'kitty'\nversion: Version = Version(0, 26, 5)\n";
    const NEW: &str = "version: Version = Version(0, 38, 1)\n";

    #[rstest]
    #[case("xterm-kitty", "", "", NEW, PhotoStyle::Kitty)]
    #[case("xterm-kitty", "", "", "", PhotoStyle::Kitty)]
    #[case("xterm-kitty", "", "", OLD, PhotoStyle::Blocks)]
    #[case("xterm-kitty", "", "/tmp/tmux", NEW, PhotoStyle::Blocks)]
    #[case("xterm-ghostty", "ghostty", "", "", PhotoStyle::Kitty)]
    #[case("xterm-256color", "WezTerm", "", "", PhotoStyle::Iterm2)]
    #[case("foot", "", "", "", PhotoStyle::Sixel)]
    #[case("xterm-256color", "", "", "", PhotoStyle::Blocks)]
    fn a_terminal_is_known_by_its_environment(
        #[case] term: &str,
        #[case] program: &str,
        #[case] tmux: &str,
        #[case] kitty: &str,
        #[case] expected: PhotoStyle,
    ) {
        let var = |name: &str| match name {
            "TERM" => term.to_owned(),
            "TERM_PROGRAM" => program.to_owned(),
            "TMUX" => tmux.to_owned(),
            _ => String::new(),
        };
        assert_eq!(style(&var, kitty), expected);
    }
}
