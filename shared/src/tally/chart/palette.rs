//! Colours that colour-blind readers tell apart: PuOr of ColorBrewer (Cynthia Brewer, Apache-2.0), orange for the best
//! grade, violet for the worst, as in the terminal. Letters say the same without colour.

/// Red, green, blue.
pub(super) type Color = [u8; 3];

const fn rgb(hex: u32) -> Color {
    let [_, r, g, b] = hex.to_be_bytes();
    [r, g, b]
}

/// The eleven colours of the palette, best grade first.
const PUOR: [Color; 11] = [
    rgb(0x7f3b08),
    rgb(0xb35806),
    rgb(0xe08214),
    rgb(0xfdb863),
    rgb(0xfee0b6),
    rgb(0xf7f7f7),
    rgb(0xd8daeb),
    rgb(0xb2abd2),
    rgb(0x8073ac),
    rgb(0x542788),
    rgb(0x2d004b),
];

/// The colour of a grade on a scale of that many: the palette's darkest ends are left to longer scales, and between two
/// of its colours it is mixed.
pub(super) fn color(grade: u8, grades: usize) -> Color {
    let (first, last) = if grades > 7 { (0, 10) } else { (1, 9) };
    let steps = u32::try_from(grades.saturating_sub(1)).unwrap_or(1).max(1);
    let along = (steps - u32::from(grade).min(steps)) * (last - first) * 256 / steps + first * 256;
    let (low, part) = ((along / 256) as usize, along % 256);
    let (a, b) = (PUOR[low.min(10)], PUOR[(low + 1).min(10)]);
    let mix = |i: usize| (u32::from(a[i]) * (256 - part) + u32::from(b[i]) * part) / 256;
    [mix(0), mix(1), mix(2)].map(|channel| u8::try_from(channel).unwrap_or(u8::MAX))
}

/// Black or white, whichever is read better on a colour (relative luminance, roughly).
pub(super) fn ink_on([r, g, b]: Color) -> Color {
    let light = u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114;
    if light > 140_000 { [0x11; 3] } else { [0xff; 3] }
}
