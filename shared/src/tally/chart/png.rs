//! The picture as PNG, at twice the size of the SVG. The font is carried along: a server has none.

use super::layout::{Anchor, Layout, Shape, WIDTH, layout};
use super::palette::Color;
use crate::api::types::Lang;
use crate::tally::report::Report;
use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont, point};
use image::{ImageError, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// Pixels of the picture for one of the layout.
const ZOOM: u32 = 2;
/// Highest picture, in its own pixels: some 800 candidates.
const HIGHEST: u32 = 60_000;

/// A subset of DejaVu Sans; its licence is beside it.
const FONT: &[u8] = include_bytes!("../../../assets/dejavu-sans-subset.ttf");

/// Merit profiles in rank order as a PNG file's bytes.
pub fn png(report: &Report<'_>, lang: Lang) -> Result<Vec<u8>, ImageError> {
    let Layout { height, shapes } = layout(report, lang);
    paint(WIDTH, height, &shapes)
}

/// Shapes on white paper.
pub(super) fn paint(width: u32, height: u32, shapes: &[Shape]) -> Result<Vec<u8>, ImageError> {
    let height = height.saturating_mul(ZOOM).min(HIGHEST);
    let mut image = RgbImage::from_pixel(width * ZOOM, height, Rgb([0xff; 3]));
    // The font is part of the program; without it a picture without words is still a picture.
    let font = FontRef::try_from_slice(FONT).ok();
    for shape in shapes {
        match shape {
            Shape::Rect { x, y, width, height, fill } => {
                rect(&mut image, [*x, *y, *width, *height].map(|length| length * ZOOM), *fill);
                // A thin edge, so that pale grades do not melt into the paper.
                edge(&mut image, [*x, *y, *width, *height].map(|length| length * ZOOM));
            }
            Shape::Dashes { x, y, end } => {
                for from in (*y..*end).step_by(10) {
                    let length = 6.min(end - from);
                    rect(&mut image, [x * ZOOM - 2, from * ZOOM, 4, length * ZOOM], [0; 3]);
                }
            }
            Shape::Text { x, y, size, anchor, fill, text } => {
                if let Some(font) = &font {
                    write(&mut image, font, (x * ZOOM, y * ZOOM), size * ZOOM, (*anchor, *fill), text);
                }
            }
        }
    }
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png)?;
    Ok(bytes.into_inner())
}

fn rect(image: &mut RgbImage, [x, y, width, height]: [u32; 4], fill: Color) {
    for row in y..(y + height).min(image.height()) {
        for column in x..(x + width).min(image.width()) {
            image.put_pixel(column, row, Rgb(fill));
        }
    }
}

fn edge(image: &mut RgbImage, [x, y, width, height]: [u32; 4]) {
    const EDGE: Color = [0x66; 3];
    rect(image, [x, y, width, 1], EDGE);
    rect(image, [x, y + height - 1, width, 1], EDGE);
    rect(image, [x, y, 1, height], EDGE);
    rect(image, [x + width - 1, y, 1, height], EDGE);
}

fn write(image: &mut RgbImage, font: &FontRef<'_>, at: (u32, u32), size: u32, look: (Anchor, Color), text: &str) {
    // The size of a font is the height of its `em`; this library asks for the height from lowest to highest.
    let em = font.units_per_em().unwrap_or(2_048.0);
    let scaled = font.as_scaled(PxScale::from(size as f32 * font.height_unscaled() / em));
    let mut glyphs: Vec<Glyph> = Vec::new();
    let mut width = 0.0;
    for c in text.chars() {
        let id = scaled.glyph_id(c);
        glyphs.push(id.with_scale_and_position(scaled.scale(), point(width, 0.0)));
        width += scaled.h_advance(id);
    }
    let (anchor, fill) = look;
    let left = match anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => width / 2.0,
        Anchor::End => width,
    };
    for mut glyph in glyphs {
        glyph.position.x += at.0 as f32 - left;
        glyph.position.y = at.1 as f32;
        let Some(outline) = font.outline_glyph(glyph) else { continue };
        let bounds = outline.px_bounds();
        outline.draw(|x, y, cover| {
            let (x, y) = (bounds.min.x + x as f32, bounds.min.y + y as f32);
            if x < 0.0 || y < 0.0 || x as u32 >= image.width() || y as u32 >= image.height() {
                return;
            }
            let pixel = image.get_pixel_mut(x as u32, y as u32);
            for (channel, ink) in pixel.0.iter_mut().zip(fill) {
                let mixed = f32::from(*channel) + (f32::from(ink) - f32::from(*channel)) * cover.clamp(0.0, 1.0);
                *channel = mixed as u8;
            }
        });
    }
}
