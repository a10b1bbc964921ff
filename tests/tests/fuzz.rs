//! What fuzzing has found stays mended, and what its kept inputs reach stays sound: every target of `fuzz/` over every input kept for it, without a fuzzer.

#[path = "../../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use targets::TARGETS;

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files of a folder, by name; none where it is not there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
    files.sort();
    files
}

/// Texts that other tests keep, and that are worth a look for a target, too.
fn borrowed(target: &str) -> Vec<PathBuf> {
    let folders: &[&str] = match target {
        "pack" | "translation" => {
            &["crates/closer-core/tests/mistakes", "crates/closer-verify/tests/findings/packs"]
        }
        "tests" => &["crates/closer-verify/tests/mistakes"],
        _ => &[],
    };
    folders.iter().flat_map(|folder| files(&project().join(folder))).collect()
}

#[test]
fn no_kept_input_makes_a_target_panic() {
    let mut wrong = Vec::new();
    for (name, target) in TARGETS {
        let of = |kind: &str| files(&project().join("fuzz").join(kind).join(name));
        let inputs: Vec<PathBuf> = [of("corpus"), of("regressions"), borrowed(name)].concat();
        assert!(inputs.len() >= 10, "{name} has {} inputs", inputs.len());
        // Commands change the folder, so everything is read before.
        let inputs: Vec<(PathBuf, Vec<u8>)> =
            inputs.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect();
        for (path, data) in inputs {
            if catch_unwind(AssertUnwindSafe(|| target(&data))).is_err() {
                wrong.push(path);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
