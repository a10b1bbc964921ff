//! What a package includes lies within it: nothing else travels with it when it is published.

use std::fs;
use std::path::{Component, Path, PathBuf};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// Where a path leads that is written in a file of this folder.
fn resolved(folder: &Path, written: &str) -> PathBuf {
    let mut path = folder.to_owned();
    for part in Path::new(written).components() {
        if part == Component::ParentDir {
            path.pop();
        } else {
            path.push(part);
        }
    }
    path
}

#[test]
fn packages_include_only_what_is_theirs() {
    let root = resolved(Path::new(env!("CARGO_MANIFEST_DIR")), "..");
    let crates = fs::read_dir(root.join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let mut seen = 0;
    for package in crates.chain([root.join("rules")]) {
        for file in sources(&package.join("src")) {
            let Ok(text) = fs::read_to_string(&file) else { continue };
            for (at, _) in text.match_indices("include_str!(") {
                // What doc examples include, only the tests compile.
                let before = text[..at].rsplit('\n').next().unwrap();
                if before.trim_start().starts_with("//") {
                    continue;
                }
                let written = text[at..].split('"').nth(1).unwrap();
                let path = resolved(file.parent().unwrap(), written);
                assert!(path.starts_with(&package), "{} includes {written}", file.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 5, "the test reads the code it is about");
}
