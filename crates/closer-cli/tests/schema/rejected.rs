//! Mistakes that a schema can see.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::accepted::{in_corpus, new_pack, only_warned_of};
use crate::packs::{File, Pack, Schema, document, file, files, project, toml_files};
use crate::support;

/// `tests/editors/mistakes.toml`, which the tools of editors are held to as well.
struct Planted {
    all: Value,
    schemas: BTreeMap<String, Schema>,
}

impl Planted {
    fn read() -> Self {
        let (_, text) = file(&project().join("tests/editors/mistakes.toml"));
        Self { all: document(&text), schemas: BTreeMap::new() }
    }

    /// The text of a file, and the schema that an editor has for it.
    fn file(&mut self, path: &str) -> (String, &Schema) {
        let path = match path.strip_prefix("my-rules/") {
            Some(name) => new_pack("planted").join(name),
            None => project().join(path),
        };
        let (name, text) = file(&path);
        let of = if name.ends_with(".lang.toml") { "language" } else { "pack" };
        let (stem, folder) = (name.split('.').next().unwrap(), path.parent().unwrap());
        let pack = if folder.ends_with("overlays") {
            Pack::file(&folder.join(format!("{stem}.toml")))
        } else {
            Pack::folder(folder)
        };
        let pack = Pack { name: format!("planted-{}", pack.name), ..pack };
        let schema = self.schemas.entry(format!("{} {of}", pack.name)).or_insert_with(|| pack.schema(of));
        (text, schema)
    }
}

/// A snippet with these lines, which take the place of its own lines with the same key.
fn filled(snippet: &str, lines: &str, without: Option<&str>) -> String {
    fn key(line: &str) -> &str {
        line.split('=').next().unwrap_or_default().trim()
    }
    let kept = snippet.lines().filter(|line| {
        Some(key(line)) != without && !lines.lines().any(|new| new.contains('=') && key(new) == key(line))
    });
    kept.chain(lines.lines()).collect::<Vec<_>>().join("\n")
}

#[test]
fn planted_mistakes_are_rejected_and_what_is_right_is_not() {
    let mut planted = Planted::read();
    let (mistakes, snippets) = (planted.all["mistakes"].clone(), planted.all["snippets"].clone());
    for mistake in mistakes.as_array().unwrap() {
        let word = |key: &str| mistake[key].as_str();
        let about = word("about").unwrap();
        let snippet = &snippets[word("in").unwrap()];
        let (text, schema) = planted.file(snippet["file"].as_str().unwrap());
        let fill = |lines| {
            let filled = filled(snippet["text"].as_str().unwrap_or_default(), lines, word("without"));
            format!("{text}\n{filled}")
        };
        let wrong = word("wrong").unwrap();
        let (right, wrong) = match word("find") {
            Some(find) => {
                assert!(text.contains(find), "{about}: `{find}` is not in {}", snippet["file"]);
                (text.clone(), text.replacen(find, wrong, 1))
            }
            None => (fill(word("right").unwrap()), fill(wrong)),
        };
        assert_eq!(schema.mistakes(&right), [""; 0], "{about}: what is right is rejected");
        assert!(!schema.mistakes(&wrong).is_empty(), "{about} is not rejected");
    }
}

/// Mistakes in names, which only a schema with the pack's own names can see.
const BY_NAME: &[&str] = &[
    "no-order",
    "out-of-range-of-translation.lang",
    "unknown-action",
    "unknown-disagreement.lang",
    "unknown-fact",
    "unknown-group",
    "unknown-moment",
    "unknown-rule",
    "unknown-rule.lang",
    "unknown-source",
    "unknown-value-of-translation.lang",
    "wrong-pack",
];

/// Mistakes that no schema can see.
const UNSEEN: &[&str] = &[
    // They are in what the whole means.
    "condition-too-large",
    "contradiction",
    "contradiction-of-property",
    "impossible-condition",
    "impossible-condition-of-property",
    "impossible-condition-of-question",
    "impossible-test",
    "nested-too-deep",
    "never-with-itself",
    "suggested-mistake",
    "too-many-cases",
    "too-many-cells",
    // They are between several places, or files.
    "already-declared",
    "cannot-extend",
    "conflicting-overrides",
    "disabled",
    "duplicate-layer",
    "duplicate-pack",
    "layer-cycle",
    "layer-cycle-of-one",
    "missing-base",
    "missing-pack",
    "name-clash",
    "no-test-but-fixtures",
    "not-an-overlay",
    "nothing-to-advise",
    "same-place",
    "several-bases",
    "two-languages",
    "unknown-disagreement",
    "unknown-fixture",
    "unknown-moment-listed",
    "unlisted-moment",
    "wrong-pack-altogether",
    // The text is not TOML, or has a number too large for any tool.
    "duplicate-key",
    "duplicate-key-after-note",
    "out-of-range",
    "syntax",
    "syntax-headings",
    "syntax-lost",
    "syntax-slips",
    "syntax-unseen",
    // It is in single letters, and in comments too.
    "hidden-character",
    // It is right in itself, but nothing uses it.
    "unused-action-of-overlay",
    "unused-source-between-overlays",
    // Its name is wrong.
    "wrong-file-name",
];

/// The corpora of the core and of the reader of tests, without what is only warned of.
fn mistakes() -> Vec<(String, Vec<File>)> {
    let warned: BTreeSet<String> = only_warned_of().into_iter().map(|pack| pack.name).collect();
    let mut cases = support::corpus();
    cases.retain(|(name, _)| !warned.contains(name));
    // Rules and translations have cases of the same name.
    for (name, files) in &mut cases {
        if files.iter().any(|(file, _)| *file == format!("{name}.de.lang.toml")) {
            name.push_str(".lang");
        }
    }
    let crates = project().join("crates");
    let tests = files(&crates.join("closer-verify/tests/mistakes")).into_iter().map(|path| file(&path));
    let tests = tests.filter(|(name, _)| name.ends_with(".test.toml"));
    cases.extend(tests.map(|file| (file.0.trim_end_matches(".test.toml").to_owned(), vec![file])));
    let layers = std::fs::read_dir(crates.join("closer-core/tests/layers")).unwrap();
    let layers =
        layers.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir() && !path.ends_with("sound"));
    cases.extend(layers.map(|folder| {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        (name, toml_files(&folder).iter().map(|path| file(path)).collect())
    }));
    cases
}

#[test]
fn of_the_mistakes_in_the_corpora_those_are_rejected_that_a_schema_can_see() {
    let any = |of| (of, Schema::any(of));
    let any = BTreeMap::from([any("pack"), any("language")]);
    let sound = in_corpus();
    let sound = Pack { name: "mistakes".into(), ..sound };
    let own = BTreeMap::from([("pack", sound.schema("pack")), ("language", sound.schema("language"))]);
    let rejects = |schemas: &BTreeMap<&str, Schema>, (name, text): &File| {
        let of = if name.ends_with(".lang.toml") { "language" } else { "pack" };
        name != "sound.toml"
            && toml::from_str::<Value>(text).is_ok()
            && !schemas[of].mistakes(text).is_empty()
    };
    let mut unseen = BTreeSet::new();
    for (name, files) in mistakes() {
        if files.iter().any(|file| rejects(&any, file)) {
            continue;
        }
        if BY_NAME.contains(&&*name) {
            assert!(files.iter().any(|file| rejects(&own, file)), "{name}");
        } else {
            unseen.insert(name);
        }
    }
    let listed = UNSEEN.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(unseen, listed, "left: not rejected; right: listed as what no schema can see");
}
