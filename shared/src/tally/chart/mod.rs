//! Merit profiles as a picture: one layout, drawn as SVG and as PNG, so that both show the same.

mod layout;
mod palette;
mod png;
mod svg;

pub use png::png;
pub use svg::svg;
