//! Look at a sample screen in the real terminal, with its keys but no core behind it:
//! `cargo run -p isoloir-tui --example look -- lot-graded-3 en`. Without a name it lists them all.

use isoloir_config::theme::Theme;
use isoloir_shared::api::types::Lang;
use isoloir_shared::samples;
use isoloir_tui::app::{Link, Terminal, View, run};
use isoloir_tui::input::KeyMap;
use isoloir_tui::render::{Photos, Styles};
use std::error::Error;
use std::io::Write;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let lang = args.get(1).map_or(Lang::Fr, |tag| Lang::of_tag(tag));
    let samples = samples::all(lang);
    let Some(sample) = args.first().and_then(|name| samples.iter().find(|sample| sample.name == name)) else {
        for sample in samples {
            writeln!(std::io::stdout(), "{}", sample.name)?;
        }
        return Ok(());
    };
    let color = std::env::var_os("NO_COLOR").is_none();
    let theme = Theme::built_in(if color { "puor" } else { "mono" }).ok_or("no theme")?;
    let mut view =
        View::new(sample.screen.clone(), lang, Styles::new(theme, color), KeyMap::built_in()?, Terminal::size());
    view.photos = Photos::detect(color);
    let (events, _kept) = tokio::sync::mpsc::unbounded_channel();
    let (_told, told) = tokio::sync::mpsc::unbounded_channel();
    let mut terminal = Terminal::take()?;
    run(&mut terminal, &mut view, Link { told, events }).await?;
    Ok(())
}
