//! Imports only point down: the rooms of the core know nothing of the rooms above or beside them.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms and what each may import. Files at the top (`lib`, `road`, `interview`) may import everything.
const ROOMS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("space", &[]),
    ("model", &["text", "space"]),
    ("read", &["text", "space", "model"]),
    ("run", &["text", "space", "model"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

#[test]
fn imports_point_down() {
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/closer-core/src");
    let mut seen = 0;
    for (room, below) in ROOMS {
        for file in sources(&core.join(room)) {
            let text = fs::read_to_string(&file).unwrap();
            for (at, _) in text.match_indices("crate::") {
                // Doc comments may point up: they are read, not compiled.
                let line = text[..at].rsplit('\n').next().unwrap().trim_start();
                if line.starts_with("//") {
                    continue;
                }
                let target = text[at + 7..].split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
                seen += 1;
                assert!(
                    target == *room || below.contains(&target),
                    "{} imports crate::{target}",
                    file.display()
                );
            }
        }
    }
    assert!(seen > 20, "the test reads the code it is about");
}
