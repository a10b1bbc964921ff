//! `closer new`: the beginnings of a rule pack, with an example of everything, a test, and the schema that lets an editor help.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::answer::Answer;
use crate::command::option;
use crate::failure::Failure;
use crate::language::Language;
use crate::packs::{self, SHIPPED, shown, within};
use crate::save;
use crate::schema::{self, Scope};
use crate::words::{list, put, typed_path};

/// The files of a new pack. `my-rules` stands for its name.
const FILES: &[(&str, &str)] = &[
    ("pack.toml", include_str!("pack.toml")),
    ("questions.toml", include_str!("questions.toml")),
    ("questions.test.toml", include_str!("questions.test.toml")),
];

/// The files of a new overlay of the built-in pack.
const OVERLAY: &[(&str, &str)] = &[
    ("overlay.toml", include_str!("overlay/overlay.toml")),
    ("overlay.test.toml", include_str!("overlay/overlay.test.toml")),
];
/// The schema that the files name in their first line, made from the pack itself.
const SCHEMA: &str = "pack.schema.json";

/// What the files call the pack, and what it is called where the folder's name is no help.
const NAME: &str = "my-rules";

/// The command.
pub(crate) fn command() -> Command {
    Command::new("new").about("Start a rule pack with an example and a test").args([
        Arg::new("dir")
            .value_name("DIR")
            .help("The folder to put it in [default: the current one]")
            .default_value(".")
            .hide_default_value(true)
            .value_parser(value_parser!(OsString)),
        option(Arg::new("extends").long("extends"))
            .value_name("PACK")
            .help("Start an overlay instead, which changes some of another pack: closing, the built-in one")
            .value_parser([SHIPPED])
            .hide_possible_values(true),
        option(Arg::new("force").long("force"))
            .help("Write the files that are missing even if others are there; those stay as they are")
            .action(ArgAction::SetTrue),
    ])
}

/// Answers the command.
pub(crate) fn run(matches: &ArgMatches) -> Result<Answer, Failure> {
    let folder = matches.get_one::<OsString>("dir").map_or(Path::new("."), Path::new);
    if folder.as_os_str().is_empty() {
        return Err(Failure::with_tip(
            "the folder has no name",
            "name one, or leave it out for the current one",
        ));
    }
    let files = if matches.contains_id("extends") { OVERLAY } else { FILES };
    let names = files.iter().map(|(name, _)| *name).chain([SCHEMA]);
    let there: Vec<&str> = names.filter(|name| within(folder, name).symlink_metadata().is_ok()).collect();
    if !there.is_empty() && !matches.get_flag("force") {
        return Err(in_the_way(folder, &there));
    }
    // Beside what opens another pack these files would only be in the way.
    if there.iter().all(|name| *name != files.first().map_or("", |(name, _)| name)) && packs::is_pack(folder)
    {
        return Err(Failure::with_tip(
            format!("there is another pack in `{}`, and nothing was written", shown(folder)),
            "choose another folder",
        ));
    }
    fs::create_dir_all(folder).map_err(|error| save::uncreatable(folder, &error))?;
    let name = name_for(folder);
    let mut text = String::new();
    for (file, content) in files.iter().filter(|(file, _)| !there.contains(file)) {
        let path = within(folder, file);
        save::create(&path, &content.replace(NAME, &name), false, Language::English)?;
        put(&mut text, format_args!("{}\n", shown(&path)));
    }
    if !there.contains(&SCHEMA) {
        // Files that were there already may have mistakes; then the schema knows no names yet.
        let pack = packs::load_effective(&[folder]).ok();
        let schema = schema::pack(pack.as_ref().map_or(Scope::ANY, Scope::of));
        let path = within(folder, SCHEMA);
        save::create(&path, &schema::lay_out(&schema), false, Language::English)?;
        put(&mut text, format_args!("{}\n", shown(&path)));
    }
    Ok(Answer { text, summary: Some(next_steps(folder)), ..Answer::default() })
}

/// What to do with it.
fn next_steps(folder: &Path) -> String {
    let schema = typed_path(&within(folder, SCHEMA));
    let folder = typed_path(folder);
    format!(
        "\nOpen the files in a text editor: each line says what it is for.\n\n\
         Then, after each change:\n\
         \x20 closer check {folder}\n    is everything written as it should be?\n\
         \x20 closer suggest --rules {folder} --went-well\n    what would a candidate be told?\n\
         \x20 closer test {folder}\n    does the pack do what its tests say?\n\n\
         An editor that knows TOML helps you type. After a new fact, value or action, tell it:\n\
         \x20 closer schema --rules {folder} -o {schema}\n"
    )
}

/// The folder's own name as the name of a pack.
fn name_for(folder: &Path) -> String {
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let name = folder.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    let words: Vec<&str> = name.split(|letter| !plain(letter)).filter(|word| !word.is_empty()).collect();
    let name = words.join("-");
    // An overlay of the built-in pack would stand on itself.
    let sound = name.len() <= 100
        && name.starts_with(|letter: char| letter.is_ascii_alphanumeric())
        && name != SHIPPED;
    if sound { name } else { NAME.to_owned() }
}

fn in_the_way(folder: &Path, there: &[&str]) -> Failure {
    let names: Vec<String> = there.iter().map(|name| format!("`{}`", shown(&within(folder, name)))).collect();
    let (are, them) = if names.len() == 1 { ("is", "it") } else { ("are", "them") };
    Failure::with_tip(
        format!("{} {are} there already, and nothing was written", list(&names)),
        format!("choose another folder, or keep {them} and write the rest with --force"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_lends_its_name() {
        let name = |folder: &str| name_for(Path::new(folder));
        assert_eq!(name("no/such/Our Rules (2026)"), "our-rules-2026");
        assert_eq!(name("no/such/_private"), NAME);
        assert_eq!(name("no/such/日本"), NAME);
        assert_eq!(name("/"), NAME);
        assert_eq!(name("no/such/Closing"), NAME);
    }

    #[test]
    fn a_command_can_be_copied_into_a_shell() {
        let steps = |folder: &str| next_steps(Path::new(folder));
        assert!(steps("our/rules-1.0").contains("  closer check our/rules-1.0\n"));
        assert!(steps("Ann's  rules").contains("  closer check 'Ann'\\''s  rules'\n"));
        assert!(steps("-rules").contains("  closer schema --rules ./-rules -o ./-rules/pack.schema.json\n"));
        assert!(steps(".").contains("  closer schema --rules . -o pack.schema.json\n"));
    }
}
