//! What a key can ask for. A command says nothing of the core: the interface turns it into an intent.

/// What a key can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Command {
    /// To the stop above.
    Up,
    /// To the stop below.
    Down,
    /// To the answer on the left.
    Left,
    /// To the answer on the right.
    Right,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the first stop.
    First,
    /// To the last stop.
    Last,
    /// To the next part of the screen.
    Next,
    /// To the part before.
    Previous,
    /// Choose what is focused.
    Choose,
    /// Show who stands on the focused row.
    Details,
    /// Type in the search.
    Search,
    /// Send a text of several lines.
    Submit,
    /// To where one came from.
    Back,
    /// What can be done here.
    Help,
    /// All actions of the screen, by name.
    Palette,
    /// The next theme.
    Theme,
    /// Demonstration: the next phase.
    NextPhase,
    /// Leave; asks over an unsaved ballot.
    Leave,
    /// Leave at once; drafts are kept.
    Quit,
    /// Back to the shell for a while.
    Suspend,
    /// Draw everything again.
    Redraw,
    /// A digit.
    Digit(u8),
    /// On a ballot: the grade of this place, from the best (0).
    Grade(u8),
}

const NAMES: [(Command, &str); 40] = [
    (Command::Up, "up"),
    (Command::Down, "down"),
    (Command::Left, "left"),
    (Command::Right, "right"),
    (Command::PageUp, "page-up"),
    (Command::PageDown, "page-down"),
    (Command::First, "first"),
    (Command::Last, "last"),
    (Command::Next, "next"),
    (Command::Previous, "previous"),
    (Command::Choose, "choose"),
    (Command::Details, "details"),
    (Command::Search, "search"),
    (Command::Submit, "submit"),
    (Command::Back, "back"),
    (Command::Help, "help"),
    (Command::Palette, "palette"),
    (Command::Theme, "theme"),
    (Command::NextPhase, "next-phase"),
    (Command::Leave, "leave"),
    (Command::Quit, "quit"),
    (Command::Suspend, "suspend"),
    (Command::Redraw, "redraw"),
    (Command::Digit(1), "digit-1"),
    (Command::Digit(2), "digit-2"),
    (Command::Digit(3), "digit-3"),
    (Command::Digit(4), "digit-4"),
    (Command::Digit(5), "digit-5"),
    (Command::Digit(6), "digit-6"),
    (Command::Digit(7), "digit-7"),
    (Command::Digit(8), "digit-8"),
    (Command::Digit(9), "digit-9"),
    (Command::Digit(0), "digit-0"),
    (Command::Grade(0), "grade-1"),
    (Command::Grade(1), "grade-2"),
    (Command::Grade(2), "grade-3"),
    (Command::Grade(3), "grade-4"),
    (Command::Grade(4), "grade-5"),
    (Command::Grade(5), "grade-6"),
    (Command::Grade(6), "grade-7"),
];

impl Command {
    /// All of them, in the order in which the help tells them.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(command, _)| *command)
    }

    /// As a file of keys writes it.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(command, _)| *command == self).map_or("", |(_, name)| name)
    }

    /// The command of that name.
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(command, _)| *command)
    }
}
