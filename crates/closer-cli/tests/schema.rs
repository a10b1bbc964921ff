//! The schemas that stand beside the rules are those that the program prints, and no file of the shipped pack lacks its line for editors.

use std::fs;
use std::path::Path;
use std::process::Command;

use snapbox::cmd::cargo_bin;

#[test]
fn the_committed_schemas_are_those_that_are_printed() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    for (file, args) in [
        ("closer.schema.json", &["schema"][..]),
        ("closer.language.schema.json", &["schema", "language"]),
        ("closing/closing.schema.json", &["schema", "--rules", "closing"]),
        ("closing/closing.language.schema.json", &["schema", "language", "--rules", "closing"]),
    ] {
        let mut command = Command::new(cargo_bin!("closer"));
        command.args(args).current_dir(&rules).env_remove("CLOSER_RULES").env("CLOSER_LANG", "en");
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8(output.stdout).unwrap();
        let path = rules.join(file);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &printed).unwrap();
        }
        let said = format!("closer {} > rules/{file}", args.join(" "));
        assert!(fs::read_to_string(&path).unwrap() == printed, "out of date: UPDATE_GOLDEN=1 does `{said}`");
    }
}

#[test]
fn every_shipped_file_names_its_schema_in_its_first_line() {
    let files = closer_rules::CLOSING.iter().chain(closer_rules::CLOSING_TESTS);
    for (name, text) in files {
        assert_eq!(text.lines().next(), Some("#:schema closing.schema.json"), "{name}");
    }
    for (name, text) in closer_rules::CLOSING_LANGUAGES.iter().flat_map(|(_, files)| files.iter()) {
        assert_eq!(text.lines().next(), Some("#:schema closing.language.schema.json"), "{name}");
    }
}
