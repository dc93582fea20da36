//! Merit profiles as a picture: one layout, drawn as SVG and as PNG, so that both show the same.

mod layout;
mod palette;
mod phone;
mod png;
mod svg;

pub use phone::{PictureRow, profiles_png};
pub use png::png;
pub use svg::svg;
