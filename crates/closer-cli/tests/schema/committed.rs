//! The schemas that stand beside the rules are those that the program prints, and files name them in their first line.

use std::fs;

use crate::packs::project;
use crate::support::{closer, folder};

#[test]
fn the_committed_schemas_are_those_that_are_printed() {
    let rules = project().join("rules");
    for (file, args) in [
        ("closer.schema.json", &["schema"][..]),
        ("closer.language.schema.json", &["schema", "language"]),
        ("closing/closing.schema.json", &["schema", "--rules", "closing"]),
        ("closing/closing.language.schema.json", &["schema", "language", "--rules", "closing"]),
    ] {
        let printed = closer(&rules, args);
        assert_eq!(printed.code, 0, "{}", printed.err);
        let path = rules.join(file);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &printed.out).unwrap();
        }
        let said = format!("closer {} > rules/{file}", args.join(" "));
        let same = fs::read_to_string(&path).unwrap() == printed.out;
        assert!(same, "out of date: UPDATE_GOLDEN=1 does `{said}`");
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

#[test]
fn every_example_of_an_overlay_names_a_schema_that_is_there() {
    let folder = project().join("examples/overlays");
    let files = crate::packs::files(&folder);
    assert!(files.len() >= 4);
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let line = text.lines().next().unwrap();
        let schema = folder.join(line.strip_prefix("#:schema ").unwrap());
        let rules = project().join("rules/closer.schema.json");
        assert_eq!(schema.canonicalize().unwrap(), rules.canonicalize().unwrap(), "{}", path.display());
    }
}

#[test]
fn a_schema_is_written_over_a_schema_and_nothing_else() {
    let folder = folder("schema-output");
    let write = |args: &[&str]| closer(&folder, &[&["schema", "-o", "pack.schema.json"], args].concat());
    let written = || fs::read_to_string(folder.join("pack.schema.json")).unwrap();
    let said = write(&[]);
    assert_eq!((said.code, &*said.out, &*said.err), (0, "", "pack.schema.json\n"));
    assert_eq!(written(), closer(&folder, &["schema"]).out);
    assert_eq!(write(&["language"]).code, 0);
    let languages = written();
    assert_eq!(languages, closer(&folder, &["schema", "language"]).out);

    // While a pack has mistakes, an editor keeps what it had.
    fs::write(folder.join("pack.toml"), "[pack]\nname = \"mine\"").unwrap();
    assert_eq!(write(&["--rules", "pack.toml"]).code, 2);
    assert_eq!(written(), languages);

    let said = closer(&folder, &["schema", "-o", "pack.toml"]);
    assert_eq!(said.code, 2);
    assert!(
        said.err.starts_with("error: `pack.toml` is no schema, and nothing was written\n"),
        "{}",
        said.err
    );
    // A shell makes an empty file before the program runs.
    fs::write(folder.join("pack.schema.json"), "").unwrap();
    assert_eq!(write(&[]).code, 0);
    assert_eq!(closer(&folder, &["schema", "-o", "no/such.json"]).code, 2);
}
