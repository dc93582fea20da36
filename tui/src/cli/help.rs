//! Help in the language of the system: the words of every command and flag come from the catalogue.

use super::Cli;
use super::context::Allowed;
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory};
use isoloir_config::text::Key;
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, key};
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

/// The language before anything is parsed: `--lang`, the environment, the system.
pub fn language(args: &[OsString]) -> Lang {
    let mut words = args.iter().filter_map(|arg| arg.to_str());
    while let Some(word) = words.next() {
        if word == "--lang" {
            return words.next().map(Lang::of_tag).unwrap_or_default();
        }
        if let Some(tag) = word.strip_prefix("--lang=") {
            return Lang::of_tag(tag);
        }
    }
    let tag = std::env::var("ISOLOIR_LANG").ok().filter(|tag| !tag.is_empty()).or_else(sys_locale::get_locale);
    tag.as_deref().map(Lang::of_tag).unwrap_or_default()
}

/// `isoloir help` and `isoloir help vote` ask what `--help` asks.
pub fn asked_by_word(mut args: Vec<OsString>) -> Vec<OsString> {
    const WITH_VALUE: [&str; 5] = ["--platform", "--data", "--config", "--lang", "--theme"];
    let mut at = 1;
    while let Some(flag) = args.get(at).and_then(|arg| arg.to_str()).filter(|arg| arg.starts_with("--")) {
        at += if WITH_VALUE.contains(&flag) { 2 } else { 1 };
    }
    if args.get(at).is_some_and(|word| word == "help") {
        args.remove(at);
        args.push("--help".into());
    }
    args
}

/// The whole command, speaking that language.
pub fn command(lang: Lang) -> Command {
    speak(Cli::command(), "cli", lang)
}

/// Gives a command and all below it their words: `cli-vote`, `cli-vote-grade`; flags of every command: `cli-platform`.
fn speak(command: Command, prefix: &str, lang: Lang) -> Command {
    let say = |key: Key| Msg::new(key).resolve(lang);
    let template = format!(
        "{{before-help}}{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}",
        say(key::CLI_USAGE_HEADING)
    );
    let mut command = command
        .disable_help_flag(true)
        .help_template(template)
        .subcommand_help_heading(say(key::CLI_COMMANDS_HEADING))
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .display_order(999)
                .help(say(key::CLI_HELP)),
        );
    if prefix == "cli" {
        command = command
            .disable_version_flag(true)
            .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version).help(say(key::CLI_VERSION)));
    }
    if let Some(about) = Key::find(prefix) {
        command = command.about(say(about)).long_about(None::<&str>);
    }
    if let Some(after) = Key::find(&format!("{prefix}-after")) {
        command = command.after_help(say(after));
    }
    command = command.mut_args(|arg| {
        let id = arg.get_id().as_str().replace('_', "-");
        let own = Key::find(&format!("{prefix}-{id}")).or_else(|| Key::find(&format!("cli-{id}")));
        let heading = if arg.is_positional() { key::CLI_ARGUMENTS_HEADING } else { key::CLI_OPTIONS_HEADING };
        let arg = arg.help_heading(say(heading));
        // A command's own flags first.
        let arg = if arg.is_global_set() { arg.display_order(900) } else { arg };
        // clap refuses these on a flag that takes no value.
        let arg = match arg.get_action().takes_values() {
            true => arg.hide_env(true).hide_possible_values(true).hide_default_value(true),
            false => arg,
        };
        match own {
            Some(key) => arg.help(say(key)).long_help(None::<&str>),
            None => arg,
        }
    });
    command.mut_subcommands(|sub| {
        let prefix = format!("{prefix}-{}", sub.get_name());
        speak(sub, &prefix, lang)
    })
}

/// Help and version go to stdout; a mistake is named on stderr, with the way to the help.
pub fn refuse(error: &clap::Error, lang: Lang) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let _ =
        writeln!(std::io::stderr(), "isoloir: {}\n{}", mistake(error, lang), Msg::new(key::CLI_SEE_HELP).resolve(lang));
    ExitCode::from(2)
}

fn mistake(error: &clap::Error, lang: Lang) -> String {
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (key, what) = match error.kind() {
        ErrorKind::UnknownArgument => (key::CLI_MISTAKE_UNKNOWN, context(ContextKind::InvalidArg)),
        ErrorKind::InvalidSubcommand => (key::CLI_MISTAKE_COMMAND, context(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => (key::CLI_MISTAKE_MISSING, context(ContextKind::InvalidArg)),
        ErrorKind::ArgumentConflict => (key::CLI_MISTAKE_CONFLICT, context(ContextKind::InvalidArg)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let what = format!("{} {}", context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
            (key::CLI_MISTAKE_VALUE, what)
        }
        _ => (key::CLI_MISTAKE, error.kind().to_string()),
    };
    let said = Msg::new(key).with("what", what.as_str()).resolve(lang);
    let allowed = std::error::Error::source(error).and_then(|source| source.downcast_ref::<Allowed>());
    if let Some(Allowed(words)) = allowed.filter(|it| !it.0.is_empty()) {
        return format!("{said}. {}", Msg::new(key::CLI_MISTAKE_ALLOWED).with("what", words.as_str()).resolve(lang));
    }
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg].map(context).concat();
    // clap names several as a list; the last is the nearest.
    match near.split(", ").last().filter(|near| !near.is_empty()) {
        Some(near) => format!("{said} {}", Msg::new(key::CLI_MISTAKE_MEANT).with("what", near).resolve(lang)),
        None => said,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command and flag has words in both languages, and the catalogue has none that nothing uses.
    #[test]
    fn every_command_and_flag_is_told() {
        fn walk(command: &Command, prefix: &str) {
            assert!(Key::find(prefix).is_some(), "{prefix} has no words");
            for arg in command.get_arguments() {
                let id = arg.get_id().as_str().replace('_', "-");
                let told = Key::find(&format!("{prefix}-{id}")).or_else(|| Key::find(&format!("cli-{id}")));
                assert!(told.is_some(), "{prefix}-{id} has no words");
            }
            for sub in command.get_subcommands() {
                walk(sub, &format!("{prefix}-{}", sub.get_name()));
            }
        }
        walk(&Cli::command(), "cli");
        for lang in [Lang::Fr, Lang::En] {
            command(lang).debug_assert();
        }
    }

    #[test]
    fn a_slip_is_answered_by_what_was_meant() {
        for (typed, meant) in [("vot", "vote"), ("candidate", ""), ("resutls", "results"), ("xyzzy", "")] {
            let Err(error) = command(Lang::En).try_get_matches_from(["isoloir", typed]) else { continue };
            let said = mistake(&error, Lang::En);
            assert_eq!(said.contains("Did you mean"), !meant.is_empty() && said.contains(meant), "{typed}: {said}");
            assert!(meant.is_empty() || said.contains(meant), "{typed}: {said}");
        }
        let words = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(asked_by_word(words("isoloir help vote")), words("isoloir vote --help"));
        assert_eq!(asked_by_word(words("isoloir --lang fr --plain help")), words("isoloir --lang fr --plain --help"));
        for other in ["isoloir vote help", "isoloir --data help", "isoloir"] {
            assert_eq!(asked_by_word(words(other)), words(other));
        }
    }

    #[test]
    fn the_language_is_known_before_anything_is_parsed() {
        let args = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        assert_eq!(language(&args(&["isoloir", "--lang", "en", "demo"])), Lang::En);
        assert_eq!(language(&args(&["isoloir", "demo", "--lang=fr"])), Lang::Fr);
    }
}
