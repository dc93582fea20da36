//! Photos that candidates send: decoded under limits and encoded anew, so that nothing of the file but its picture
//! goes on (no place, no device, no other format hidden inside).

use crate::store::Photo;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgba, RgbaImage};
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// Longest side of what is kept, in pixels.
const SIDE: u32 = 800;
/// Longest side of what is read.
const LARGEST: u32 = 4_096;
/// Memory that the unpacked picture may take, in bytes: a few hundred kilobytes can unpack to much more.
const MEMORY: u64 = 64 * 1024 * 1024;
const QUALITY: u8 = 85;

/// Not a picture that can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a PNG or JPEG picture, or one of too many pixels")]
pub struct NoPhoto;

/// A JPEG of at most 800 pixels a side, upright, on white.
pub fn prepare(bytes: &[u8]) -> Result<Photo, NoPhoto> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| NoPhoto)?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
        return Err(NoPhoto);
    }
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(LARGEST), Some(LARGEST), Some(MEMORY));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| NoPhoto)?;
    // The decoder's own limits do not cover the buffer that its picture is written to.
    let (width, height) = decoder.dimensions();
    if width.max(height) > LARGEST || decoder.total_bytes() > MEMORY {
        return Err(NoPhoto);
    }
    let orientation = decoder.orientation().map_err(|_| NoPhoto)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| NoPhoto)?;
    // Made small before it is turned: turning copies.
    if picture.width().max(picture.height()) > SIDE {
        picture = picture.thumbnail(SIDE, SIDE);
    }
    picture.apply_orientation(orientation);
    let mut out = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    on_white(&picture).write_with_encoder(encoder).map_err(|_| NoPhoto)?;
    let tag = Sha256::digest(&out).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    Ok(Photo { tag, media: "image/jpeg".to_owned(), bytes: out })
}

/// JPEG knows no transparency.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.to_rgb8());
    }
    let mut white = RgbaImage::from_pixel(picture.width(), picture.height(), Rgba([255; 4]));
    image::imageops::overlay(&mut white, &picture.to_rgba8(), 0, 0);
    DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(white).to_rgb8())
}
