//! Where answers go, and what happens when they cannot: streams, colours, widths, and odd files.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use snapbox::cmd::cargo_bin;

fn closer(args: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin!("closer"));
    command.args(args).current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests"));
    for variable in ["COLUMNS", "CLOSER_RULES", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(variable);
    }
    command.env("CLOSER_LANG", "en");
    command
}

fn suggest(args: &[&str]) -> Command {
    let mut command = closer(&["suggest", "--rules", "packs/small"]);
    command.args(args);
    command
}

fn output(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).output().unwrap()
}

fn stdout(command: &mut Command) -> String {
    let output = output(command);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn stderr(command: &mut Command) -> String {
    let output = output(command);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

fn told(command: &mut Command, text: &str) -> Output {
    let path = scratch(text);
    let output = command.stdin(File::open(&path).unwrap()).output().unwrap();
    std::fs::remove_file(path).unwrap();
    output
}

/// A file of its own, so that tests can run side by side.
fn scratch(text: &str) -> PathBuf {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("closer-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn what_is_known_is_read_from_standard_input_in_either_form() {
    let by_flags = stdout(&mut suggest(&["--went-well", "--level", "mid", "--format", "json"]));
    for text in [
        "went = \"well\"\nlevel = \"mid\"\n",
        "\n {\"went\": \"well\", \"level\": \"mid\", \"setting\": null}",
    ] {
        let output = told(&mut suggest(&["--context", "-", "--format", "json"]), text);
        assert_eq!(String::from_utf8(output.stdout).unwrap(), by_flags);
    }
}

#[test]
fn flags_go_before_set_and_set_before_the_file() {
    let file = scratch("level = \"entry\"\nwent = \"poorly\"\nconfidence = \"low\"\n");
    let all =
        ["--context", file.to_str().unwrap(), "--set", "level=mid", "--set", "went=unsure", "--went-well"];
    let json = stdout(suggest(&all).args(["--format", "json"]));
    std::fs::remove_file(file).unwrap();
    let advice: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(advice["known"], serde_json::json!({ "confidence": "low", "level": "mid", "went": "well" }));
}

#[test]
fn the_same_question_always_gets_the_same_bytes() {
    for format in ["text", "json", "markdown"] {
        let args = ["--went-well", "--format", format];
        assert_eq!(stdout(&mut suggest(&args)), stdout(&mut suggest(&args)));
    }
}

#[test]
fn values_can_be_written_as_flags_are() {
    for (loose, exact) in [
        (["--setting", "in-person,video"], ["--set", "setting=in_person,video"]),
        (["--setting", "!in-person"], ["--set", "setting=!in_person"]),
        (["--set", "next-steps-known=no"], ["--set", "next_steps_known=false"]),
        (["--level", ">=mid"], ["--level", "mid,management"]),
        (["--interviewers", "2..5"], ["--set", "interviewers=2..5"]),
    ] {
        let known = |args: &[&str]| {
            let json = stdout(suggest(args).args(["--format", "json"]));
            serde_json::from_str::<serde_json::Value>(&json).unwrap()["known"].clone()
        };
        assert_eq!(known(&loose), known(&exact));
        assert_ne!(known(&loose), serde_json::json!({}));
    }
}

#[test]
fn no_makes_a_short_flag_its_opposite() {
    for (short, long) in
        [("--went-well=no", ["--went", "!well"]), ("--not-by-phone=no", ["--setting", "phone"])]
    {
        assert_eq!(stdout(&mut suggest(&[short])), stdout(&mut suggest(&long)));
    }
}

#[test]
fn colour_is_for_those_who_want_it() {
    let coloured = |command: &mut Command| stdout(command).contains('\u{1b}');
    assert!(!coloured(&mut suggest(&[])));
    assert!(coloured(&mut suggest(&["--color", "always"])));
    assert!(coloured(suggest(&["--color=always"]).env("NO_COLOR", "1")));
    assert!(!coloured(suggest(&["--color", "never"]).env("CLICOLOR_FORCE", "1")));
    assert!(coloured(suggest(&[]).env("CLICOLOR_FORCE", "1")));
    assert!(!coloured(suggest(&[]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1")));
    // Complaints about the arguments themselves follow it, too.
    assert!(stderr(&mut suggest(&["--levl", "mid", "--color", "always"])).contains('\u{1b}'));
    // Colour changes no word.
    let bare =
        anstream::adapter::strip_str(&stdout(&mut suggest(&["--color", "always", "--all"]))).to_string();
    assert_eq!(bare, stdout(&mut suggest(&["--all"])));
}

#[test]
fn lines_fit_the_screen() {
    for columns in ["40", "80", "120", "1000"] {
        let all = suggest(&["--all", "--went-well"]);
        let why = |about: &[&str]| {
            let mut why = closer(&["why", "--rules", "packs/small", "--went-well", "--level", "mid"]);
            why.args(about);
            why
        };
        for mut command in [all, why(&[]), why(&["ask-for-card"]), why(&["bold-question"])] {
            let text = stdout(command.env("COLUMNS", columns));
            // A command is to be copied, so it is never broken.
            let lines = text.lines().filter(|line| !line.starts_with("closer "));
            let widest = lines.map(|line| line.chars().count()).max().unwrap();
            assert!(widest <= columns.parse::<usize>().unwrap().min(88), "{columns}: {text}");
        }
    }
    assert_eq!(stdout(suggest(&[]).env("COLUMNS", "wide")), stdout(suggest(&[]).env("COLUMNS", "80")));
    assert!(!stdout(suggest(&[]).env("COLUMNS", "1")).is_empty());
}

#[test]
fn nothing_in_a_pack_acts_on_the_terminal() {
    let harmless = |text: &str| {
        !text.chars().any(|c| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c))
    };
    for args in [&["--all"][..], &["--format", "markdown"], &["--help"], &["--sure=no"]] {
        let text = stdout(closer(&["suggest", "--rules", "packs/hostile.toml"]).args(args));
        assert!(harmless(&text), "{text:?}");
    }
    for args in [&[][..], &["first"], &["second", "--sure"], &["third"], &["c"], &["b", "--sure=no"]] {
        let text = stdout(closer(&["why", "--rules", "packs/hostile.toml"]).args(args));
        assert!(harmless(&text), "{text:?}");
    }
    assert!(harmless(&stderr(&mut closer(&["why", "fi\u{1b}[31mrst", "--rules", "packs/hostile.toml"]))));
    let mut odd = closer(&["suggest", "--rules", "no\u{1b}[31m\u{202e}where"]);
    assert!(harmless(&stderr(&mut odd)));
    assert!(harmless(&stderr(&mut suggest(&["--level", "\u{1b}[31mmid"]))));
    assert!(harmless(&stderr(&mut suggest(&["--l\u{9b}31mevel"]))));
    assert!(harmless(&stderr(&mut suggest(&["--set", "lev\u{7}el=mid"]))));
    assert!(harmless(&stderr(&mut closer(&["suggest", "--rules", "packs/broken"]))));
}

#[test]
fn a_reader_that_stops_reading_is_no_failure() {
    let mut child = suggest(&["--all"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut complaint = String::new();
    child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(complaint, "");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_said_in_one_line() {
    for args in [&["suggest", "--rules", "packs/small"][..], &["--help"], &[]] {
        let full = File::create("/dev/full").unwrap();
        let output = closer(args).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert_eq!(complaint, "error: the answer cannot be written: No space left on device\n");
    }
    // With nowhere to complain the exit code still tells.
    let full = || File::create("/dev/full").unwrap();
    let status = suggest(&[]).stdout(full()).stderr(full()).status().unwrap();
    assert_eq!(status.code(), Some(2));
}

#[test]
fn files_that_are_no_rules_are_named() {
    let huge = Path::new(env!("CARGO_TARGET_TMPDIR")).join("closer-huge.toml");
    File::create(&huge).unwrap().set_len(5 * 1024 * 1024).unwrap();
    let complaint = stderr(&mut closer(&["suggest", "--rules", huge.to_str().unwrap()]));
    assert!(complaint.contains("is larger than 4 MiB"), "{complaint}");
    let complaint = stderr(&mut suggest(&["--context", huge.to_str().unwrap()]));
    assert!(complaint.contains("is larger than 4 MiB"), "{complaint}");
    std::fs::remove_file(huge).unwrap();
    let complaint = stderr(&mut closer(&["suggest", "--rules", "packs/not-utf8.toml"]));
    assert_eq!(
        complaint,
        "error: `packs/not-utf8.toml` is not UTF-8 text: see line 2\n  tip: save it as UTF-8 and try again\n"
    );
}

#[test]
#[cfg(unix)]
fn arguments_that_are_no_text_are_refused() {
    use std::os::unix::ffi::OsStrExt;
    let odd = std::ffi::OsStr::from_bytes(b"--level=m\xffd");
    assert_eq!(output(suggest(&[]).arg(odd)).status.code(), Some(2));
    let odd = std::ffi::OsStr::from_bytes(b"--rules=no\xffwhere");
    assert!(stderr(closer(&["suggest"]).arg(odd)).contains("there is no file or folder"));
}

#[test]
fn the_pack_can_be_named_in_the_environment() {
    let by_name = stdout(&mut suggest(&["--format", "json"]));
    assert_eq!(stdout(closer(&["suggest", "--format", "json"]).env("CLOSER_RULES", "packs/small")), by_name);
    // The option goes first.
    assert_eq!(stdout(suggest(&["--format", "json"]).env("CLOSER_RULES", "nowhere")), by_name);
}

#[test]
fn several_packs_can_be_named_in_the_environment() {
    let paths = ["packs/overlay.toml", "packs/small"];
    let by_name = stdout(&mut closer(&["show", "--effective", "--rules", paths[0], "--rules", paths[1]]));
    let joined = std::env::join_paths(paths).unwrap();
    assert_eq!(stdout(closer(&["show", "--effective"]).env("CLOSER_RULES", joined)), by_name);
    assert!(
        by_name.contains("titles = { mid = \"somewhere in the middle\" }  # packs/overlay.toml:7"),
        "{by_name}"
    );
    assert!(by_name.contains("  \"board\",  # packs/overlay.toml:10"), "{by_name}");
}

#[test]
fn every_description_is_the_same_each_time_and_harmless() {
    for format in ["text", "markdown", "json", "mermaid"] {
        let describe = |pack: &str| stdout(&mut closer(&["show", "--rules", pack, "--format", format]));
        assert_eq!(describe("packs/small"), describe("packs/small"));
        let odd = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        // JSON escapes what acts on a terminal, and leaves the rest to its reader.
        let odd = |c: char| odd(c) && (format != "json" || c.is_ascii_control());
        assert!(!describe("packs/hostile.toml").contains(odd), "{format}");
    }
}
