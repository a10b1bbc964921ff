//! What the tests of the commands for authors have in common: folders of their own, and the program run in them.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use snapbox::cmd::cargo_bin;

/// What the program printed.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Nobody waits longer for a refusal, on a busy machine either.
pub(crate) const AT_ONCE: Duration = Duration::from_secs(10);

/// Waits for the program, and ends it when it hangs.
pub(crate) fn finish(mut child: Child, what: &str) -> Output {
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        let hangs = begun.elapsed() > AT_ONCE;
        if hangs {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        assert!(!hangs, "{what} hangs");
        std::thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap()
}

/// An empty folder of this name.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("closer-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A folder with these files in it.
pub(crate) fn folder_with(name: &str, files: &[(String, String)]) -> PathBuf {
    let folder = folder(name);
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    folder
}

/// Runs the program in a folder.
pub(crate) fn closer(folder: &Path, args: &[&str]) -> Said {
    said(folder, args, "")
}

/// Runs the program in a folder, with a text on its standard input.
pub(crate) fn said(folder: &Path, args: &[&str], input: &str) -> Said {
    let mut command = Command::new(cargo_bin!("closer"));
    command.args(args).current_dir(folder).env("COLUMNS", "100");
    command.env("CLOSER_LANG", "en");
    for variable in ["CLOSER_RULES", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(variable);
    }
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Commands that do not read it may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The core's corpus of mistakes: the name of each case, and its files.
pub(crate) fn corpus() -> Vec<(String, Vec<(String, String)>)> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../closer-core/tests/mistakes");
    let file = |path: &Path| {
        (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
    };
    let entries = |folder: &Path| {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let sound = file(&corpus.join("sound.toml"));
    let mut cases = Vec::new();
    for path in entries(&corpus) {
        let name = path.file_stem().unwrap().to_str().unwrap().trim_end_matches(".de.lang").to_owned();
        if path.is_dir() {
            let mut files: Vec<_> = entries(&path).iter().map(|path| file(path)).collect();
            if files.iter().all(|(name, _)| name.ends_with(".lang.toml")) {
                files.extend([("sound.toml".to_owned(), sound.1.clone())]);
            }
            cases.push((name, files));
        } else if name == "sound" && path.extension().unwrap() == "toml" {
            cases.push((name, vec![sound.clone()]));
        } else if path.extension().unwrap() == "toml" {
            cases.push((name, vec![file(&path), sound.clone()]));
        }
    }
    assert!(cases.len() > 40, "the corpus is found");
    cases
}
