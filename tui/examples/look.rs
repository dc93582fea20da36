//! Look at a sample screen in the real terminal, with its keys but no platform behind it:
//! `cargo run -p isoloir-tui --example look -- lot-graded-3 en`. Without a name it lists them all.

use isoloir_config::theme::Theme;
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::{Effect, Event};
use isoloir_shared::samples;
use isoloir_shared::view::Screen;
use isoloir_tui::app::{Core, Signals, Terminal, View, run};
use isoloir_tui::input::KeyMap;
use isoloir_tui::render::{Photos, Styles};
use std::error::Error;
use std::io::Write;

struct Still(Screen, Lang);

impl Core for Still {
    fn handle(&mut self, _: Event) -> Vec<Effect> {
        Vec::new()
    }
    fn next_event(&mut self) -> impl Future<Output = Event> {
        std::future::pending()
    }
    fn screen(&self) -> Screen {
        self.0.clone()
    }
    fn lang(&self) -> Lang {
        self.1
    }
}

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
    let styles = Styles::new(theme, color);
    let mut view = View::new(sample.screen.clone(), lang, styles, KeyMap::built_in()?, Terminal::size());
    view.photos = Photos::detect(color, None);
    let mut signals = Signals::new()?;
    let mut terminal = Terminal::take()?;
    run(&mut terminal, &mut view, &mut Still(sample.screen.clone(), lang), Vec::new(), &mut signals).await?;
    Ok(())
}
