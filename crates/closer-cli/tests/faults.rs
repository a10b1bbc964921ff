//! Disks that are full, files that change under the reader, pipes that say nothing, and ends at any moment: the built program, driven with the
//! real thing.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::fs::{self, File, Permissions};
use std::io::{Read, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use snapbox::cmd::cargo_bin;
use support::{AT_ONCE, closer, finish, folder, folder_with};

fn sample() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/codes/sample.toml")).unwrap()
}

fn program(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin!("closer"));
    command.args(args).current_dir(folder).env("CLOSER_LANG", "en").env_remove("CLOSER_RULES");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What the program complains of, in one line, with a tip perhaps.
fn refusal(folder: &Path, args: &[&str]) -> String {
    let what = args.join(" ");
    let output = finish(program(folder, args).spawn().unwrap(), &what);
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{what}: {err}");
    assert!(
        err.starts_with("error: ") && !err.contains("os error") && !err.contains("panicked"),
        "{what}: {err}"
    );
    err
}

/// Every way to name a file.
fn readers(name: &str) -> [Vec<&str>; 7] {
    [
        vec!["check", name],
        vec!["suggest", "--rules", name],
        vec!["suggest", "--context", name],
        vec!["card", "--context", name],
        vec!["show", "--rules", name],
        vec!["diff", "closing", name],
        vec!["test", "--rules", name],
    ]
}

#[test]
fn a_file_that_is_far_too_large_is_refused_at_once() {
    let folder = folder("sparse");
    // Ten gigabytes that take no room.
    File::create(folder.join("huge.toml")).unwrap().set_len(10 << 30).unwrap();
    for args in readers("huge.toml") {
        let begun = Instant::now();
        assert!(refusal(&folder, &args).contains("`huge.toml` is larger than 4 MiB"));
        assert!(begun.elapsed() < AT_ONCE);
    }
    // On a stream nobody knows how much will come; it is read up to the limit.
    let mut endless = program(&folder, &["suggest", "--context", "-"]);
    let output =
        finish(endless.stdin(File::open("/dev/zero").unwrap()).spawn().unwrap(), "an endless stream");
    assert!(String::from_utf8(output.stderr).unwrap().contains("`standard input` is larger than 4 MiB"));
    assert!(refusal(&folder, &["suggest", "--rules", "/dev/zero"]).contains("is larger than 4 MiB"));
    fs::remove_file(folder.join("huge.toml")).unwrap();
}

/// Files that are small enough one by one are not all read before somebody notices how much they are together.
#[test]
fn a_folder_with_far_too_much_in_it_is_refused_at_once() {
    let folder = folder("many-files");
    fs::create_dir(folder.join("rules")).unwrap();
    // Forty gigabytes that take no room.
    for at in 0..10_000 {
        let name = format!("rules/{at}{}", if at % 2 == 0 { ".toml" } else { ".test.toml" });
        File::create(folder.join(name)).unwrap().set_len(4 << 20).unwrap();
    }
    for args in readers("rules").iter().filter(|args| !args.contains(&"--context")) {
        let begun = Instant::now();
        assert!(
            refusal(&folder, args).contains("the files in `rules` are larger than 64 MiB together"),
            "{args:?}"
        );
        assert!(begun.elapsed() < AT_ONCE, "{args:?}");
    }
    assert!(
        refusal(&folder, &["test", "rules"]).contains("the files in `rules` are larger than 64 MiB together")
    );
    fs::remove_dir_all(folder.join("rules")).unwrap();
}

#[test]
fn what_is_no_file_is_named_and_nobody_waits_for_it() {
    let folder = folder("no-file");
    let made = Command::new("mkfifo").arg(folder.join("pipe.toml")).status().unwrap();
    assert!(made.success());
    let _socket = UnixListener::bind(folder.join("socket.toml")).unwrap();
    fs::create_dir(folder.join("folder.json")).unwrap();
    symlink("loop.toml", folder.join("loop.toml")).unwrap();
    symlink("nowhere", folder.join("dangling.toml")).unwrap();
    for args in readers("pipe.toml").iter().chain(&readers("socket.toml")) {
        assert!(refusal(&folder, args).contains("is a pipe or a socket, not a file"), "{args:?}");
    }
    for name in ["pipe.toml", "socket.toml"] {
        assert!(refusal(&folder, &["batch", name]).contains("is a pipe or a socket, not a file"), "{name}");
    }
    for args in readers("loop.toml") {
        assert!(refusal(&folder, &args).contains("is a link that leads back to itself"), "{args:?}");
    }
    for args in readers("dangling.toml") {
        assert!(refusal(&folder, &args).contains("there is no file or folder `dangling.toml`"), "{args:?}");
    }
    assert!(refusal(&folder, &["suggest", "--context", "folder.json"]).contains("is a folder, not a file"));
    assert!(refusal(&folder, &["suggest", "--rules", "folder.json"]).contains("there are no rule files in"));
    assert!(refusal(&folder, &["card", "-o", "folder.json", "--force"]).contains("cannot be written"));
    // In a pack's folder, too.
    assert!(refusal(&folder, &["check", "."]).contains(".toml`"));
}

#[test]
fn what_is_no_file_is_not_written_over() {
    let folder = folder("devices");
    assert!(Command::new("mkfifo").arg(folder.join("pipe.html")).status().unwrap().success());
    symlink("/dev/null", folder.join("null.html")).unwrap();
    for name in ["pipe.html", "null.html"] {
        let before = fs::metadata(folder.join(name)).unwrap().file_type();
        let complaint = refusal(&folder, &["card", "-o", name, "--force"]);
        assert!(complaint.contains("cannot be written: it is not a file"), "{complaint}");
        assert_eq!(fs::metadata(folder.join(name)).unwrap().file_type(), before);
    }
    assert_eq!(names(&folder), ["null.html", "pipe.html"]);
}

#[test]
fn a_pipe_that_a_shell_opened_is_read() {
    let shell = |script: &str| {
        let mut command = Command::new("bash");
        command.args(["-c", script, cargo_bin!("closer").to_str().unwrap()]);
        command.env("CLOSER_LANG", "en").env_remove("CLOSER_RULES").output().unwrap()
    };
    let output = shell("\"$0\" suggest --format json --context <(echo 'went = \"well\"')");
    let advice: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(advice.get("known").unwrap().to_string(), "{\"went\":\"well\"}");
    let output = shell("echo '{\"went\":\"well\"}' | \"$0\" suggest --format json --context /dev/stdin");
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap(), advice);
}

#[test]
fn links_in_a_folder_that_lead_round_in_a_circle_are_not_followed() {
    let folder = folder_with("circle", &[("pack.toml".to_owned(), sample())]);
    symlink(".", folder.join("again")).unwrap();
    symlink("..", folder.join("up.toml")).unwrap();
    let said = closer(&folder, &["check", "."]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.err.ends_with("in 1 file\n"), "{}", said.err);
    symlink("self.toml", folder.join("self.toml")).unwrap();
    assert!(
        refusal(&folder, &["check", "."])
            .contains("`self.toml` cannot be read: it is a link that leads back")
    );
}

#[test]
fn marks_and_line_ends_of_other_systems_change_nothing() {
    let (plain, context) = (sample(), "went = \"well\"\nlevel = \"mid\"\n");
    let json = "{\n\"went\": \"well\",\n\"level\": \"mid\"\n}\n";
    let ends = |text: &str| text.replace('\n', "\r\n");
    let mark = |text: &str| format!("\u{feff}{text}");
    let mut said = BTreeSet::new();
    for (number, change) in [
        |text: &str| text.to_owned(),
        ends,
        mark,
        |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n")),
    ]
    .into_iter()
    .enumerate()
    {
        let files = [("p.toml", &*plain), ("c.toml", context), ("c.json", json), ("c", json)];
        let files = files.map(|(name, text)| (name.to_owned(), change(text)));
        let folder = folder_with(&format!("ends-{number}"), &files);
        assert_eq!(closer(&folder, &["check", "p.toml"]).code, 0);
        for context in ["c.toml", "c.json", "c"] {
            let one =
                closer(&folder, &["suggest", "--rules", "p.toml", "--context", context, "--format", "json"]);
            assert_eq!(one.code, 0, "{context}: {}", one.err);
            said.insert(one.out);
        }
    }
    assert_eq!(said.len(), 1, "all say the same");
}

#[test]
fn a_fix_keeps_the_mark_and_the_line_ends() {
    let wrong = sample().replacen("suggest = \"ask-next-steps\"", "suggest = \"ask-next-step\"", 1);
    let odd = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let folder = folder_with("kept", &[("p.toml".to_owned(), odd(&wrong))]);
    assert_eq!(closer(&folder, &["check", "p.toml", "--fix"]).code, 0);
    assert_eq!(fs::read_to_string(folder.join("p.toml")).unwrap(), odd(&sample()));
}

#[test]
fn text_of_another_encoding_is_named() {
    let folder = folder("encodings");
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain("went".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    fs::write(folder.join("u.toml"), utf16).unwrap();
    fs::write(folder.join("l.toml"), b"went = \"well\"\n# caf\xe9\n").unwrap();
    for args in readers("u.toml") {
        assert!(refusal(&folder, &args).contains("`u.toml` is UTF-16 text, not UTF-8"), "{args:?}");
    }
    for args in readers("l.toml") {
        assert!(refusal(&folder, &args).contains("`l.toml` is not UTF-8 text: see line 2"), "{args:?}");
    }
}

#[test]
fn a_reader_that_goes_away_ends_it_in_silence() {
    let folder = folder("closed");
    for args in [
        &["show", "--format", "json"][..],
        &["suggest", "--all"],
        &["check", "--explain"],
        &["schema"],
        &["--help"],
    ] {
        for read in [0, 1, 100] {
            let mut child = program(&folder, args).spawn().unwrap();
            let mut out = child.stdout.take().unwrap();
            let _ = out.read(&mut vec![0; read]).unwrap();
            drop(out);
            let output = finish(child, &args.join(" "));
            assert_eq!(output.status.code(), Some(0), "{args:?}");
            assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{args:?}");
        }
    }
    // The answer stays "no" for whoever looks at the exit code alone.
    let mut child = program(&folder, &["check", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(b"[pack]\n").unwrap();
    let output = finish(child, "check");
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(1), String::new()));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_and_nothing_is_lost() {
    let folder = folder("full");
    let full = || File::create("/dev/full").unwrap();
    for args in
        [&["suggest"][..], &["card", "--format", "html"], &["show"], &["check", "--explain"], &["--help"]]
    {
        let output = finish(program(&folder, args).stdout(full()).spawn().unwrap(), &args.join(" "));
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(err, "error: the answer cannot be written: No space left on device\n");
    }
    // With nowhere to complain, the exit code still tells.
    let both = program(&folder, &["suggest"]).stdout(full()).stderr(full()).spawn().unwrap();
    assert_eq!(finish(both, "suggest").status.code(), Some(2));

    // A file that may not grow: what was there stays as it was, and nothing is left beside it.
    let wrong = sample().replacen("suggest = \"ask-next-steps\"", "suggest = \"ask-next-step\"", 1);
    fs::write(folder.join("p.toml"), &wrong).unwrap();
    fs::write(folder.join("card.html"), "the old card").unwrap();
    for command in ["check p.toml --fix", "card -o card.html --force", "card -o new.html"] {
        let script = format!("trap '' XFSZ; ulimit -f 1; exec \"$0\" {command}");
        let mut limited = Command::new("bash");
        limited.args(["-c", &script, cargo_bin!("closer").to_str().unwrap()]).current_dir(&folder);
        let output = limited.env("CLOSER_LANG", "en").env_remove("CLOSER_RULES").output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{command}: {err}");
        assert!(err.contains("File too large") && !err.contains("os error"), "{command}: {err}");
        assert!(err.contains("nothing in it was changed") || err.contains("nothing was written"), "{err}");
    }
    assert_eq!(fs::read_to_string(folder.join("p.toml")).unwrap(), wrong);
    assert_eq!(fs::read_to_string(folder.join("card.html")).unwrap(), "the old card");
    assert_eq!(names(&folder), ["card.html", "p.toml"]);
}

fn names(folder: &Path) -> Vec<String> {
    let entries =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    entries.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whether this user is kept from writing by permissions; the administrator is not.
fn permissions_hold(folder: &Path) -> bool {
    File::create(folder.join("probe")).is_err()
}

#[test]
fn a_folder_that_may_only_be_read_is_named_and_left_alone() {
    let wrong = sample().replacen("suggest = \"ask-next-steps\"", "suggest = \"ask-next-step\"", 1);
    let folder = folder_with("read-only", &[("p.toml".to_owned(), wrong.clone())]);
    fs::set_permissions(&folder, Permissions::from_mode(0o555)).unwrap();
    if permissions_hold(&folder) {
        for (args, wanted) in [
            (&["check", "p.toml", "--fix"][..], "`p.toml` cannot be changed: permission denied"),
            (&["card", "-o", "card.html"], "cannot be written: Permission denied"),
            (&["new", "mine"], "`mine` cannot be written: permission denied"),
            (&["schema", "-o", "s.json"], "cannot be written: Permission denied"),
        ] {
            let complaint = refusal(&folder, args);
            assert!(complaint.contains(wanted), "{complaint}");
        }
        assert_eq!(names(&folder), ["p.toml"]);
    }
    fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
    assert_eq!(fs::read_to_string(folder.join("p.toml")).unwrap(), wrong);
    // A file that may only be read stays as it is, for the administrator too.
    let file = folder.join("p.toml");
    fs::set_permissions(&file, Permissions::from_mode(0o444)).unwrap();
    assert!(
        refusal(&folder, &["check", "p.toml", "--fix"])
            .contains("`p.toml` cannot be changed: permission denied")
    );
    let card = refusal(&folder, &["card", "-o", "p.toml", "--format", "text", "--force"]);
    assert!(card.contains("`p.toml` cannot be written: permission denied"), "{card}");
    assert_eq!(fs::read_to_string(file).unwrap(), wrong);
}

#[test]
fn a_file_that_changes_or_goes_while_it_is_read_is_read_whole_or_refused() {
    let folder = folder("changing");
    let (one, other) = (sample(), format!("{}\n# {}\n", sample(), "longer ".repeat(10_000)));
    let path = folder.join("p.toml");
    fs::write(&path, &one).unwrap();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for text in [&one, &other].into_iter().cycle() {
                if stop.load(std::sync::atomic::Ordering::Relaxed) {
                    break;
                }
                // As an editor that writes in place, and then as one that deletes.
                fs::write(&path, text).unwrap();
                std::thread::sleep(Duration::from_millis(2));
                fs::remove_file(&path).unwrap();
                fs::write(&path, text).unwrap();
            }
        });
        for _ in 0..40 {
            let said = closer(&folder, &["check", "p.toml"]);
            let refused = ["there is no file or folder `p.toml`", "`p.toml` changes while it is read"];
            // A file that is empty at the moment is whole.
            let emptied = said.code == 1 && said.out.contains("error[missing-pack]");
            let fine = said.code == 0 || emptied || refused.iter().any(|words| said.err.contains(words));
            assert!(fine, "{}{}", said.out, said.err);
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

/// How often it is killed.
const TIMES: u32 = 60;

/// Runs the program again and again, and kills it at another moment each time.
fn killed(folder: &Path, args: &[&str], after_each: &mut dyn FnMut()) {
    let begun = Instant::now();
    program(folder, args).output().unwrap();
    let whole = begun.elapsed();
    for time in 0..TIMES {
        after_each();
        let mut child = program(folder, args).spawn().unwrap();
        // Most of the moments lie where files are written, at the end.
        let share = 0.5 + f64::from(time) / f64::from(TIMES);
        std::thread::sleep(whole.mul_f64(share));
        let _ = child.kill();
        child.wait().unwrap();
    }
    after_each();
}

#[test]
fn killed_at_any_moment_it_leaves_the_old_or_the_new_file_whole() {
    let folder = folder("killed");
    let path = |name: &str| -> PathBuf { folder.join(name) };
    // A card over an old one.
    fs::write(path("card.html"), "old").unwrap();
    program(&folder, &["card", "-o", "new.html"]).output().unwrap();
    let new = fs::read_to_string(path("new.html")).unwrap();
    assert!(new.ends_with("</html>\n"));
    let mut seen = BTreeSet::new();
    killed(&folder, &["card", "-o", "card.html", "--force"], &mut || {
        let text = fs::read_to_string(path("card.html")).unwrap();
        assert!(text == "old" || text == new, "{text:?}");
        seen.insert(text.len());
        fs::write(path("card.html"), "old").unwrap();
    });
    // A fix, an accepted test, and a new file.
    let wrong = sample().replacen("suggest = \"ask-next-steps\"", "suggest = \"ask-next-step\"", 1);
    killed(&folder, &["check", "p.toml", "--fix"], &mut || {
        let text = fs::read_to_string(path("p.toml")).unwrap_or_else(|_| wrong.clone());
        assert!(text == wrong || text == sample(), "{text:?}");
        fs::write(path("p.toml"), &wrong).unwrap();
    });
    fs::write(path("p.toml"), sample()).unwrap();
    let failing = "pack = \"sample\"\n\n[[test]]\nname = \"t\"\nsuggests = [\"raise-salary\"]\n";
    let mut accepted = BTreeSet::new();
    killed(&folder, &["test", "p.toml", "--accept"], &mut || {
        let text = fs::read_to_string(path("p.test.toml")).unwrap_or_else(|_| failing.to_owned());
        assert!(
            text == failing || text.ends_with("avoids = [\"raise-salary\"]\n") || text.ends_with("]\n"),
            "{text:?}"
        );
        accepted.insert(text);
        fs::write(path("p.test.toml"), failing).unwrap();
    });
    assert!(accepted.len() <= 2, "{accepted:?}");
    killed(&folder, &["card", "-o", "fresh.html"], &mut || {
        if let Ok(text) = fs::read_to_string(path("fresh.html")) {
            assert_eq!(text, new);
            fs::remove_file(path("fresh.html")).unwrap();
        }
    });
    // What a killed program leaves beside a file is nobody's rules.
    let said = closer(&folder, &["check", "."]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}

#[test]
fn a_new_pack_that_was_cut_short_can_be_completed() {
    let folder = folder("cut-short");
    let whole = closer(&folder, &["new", "whole"]);
    assert_eq!(whole.code, 0);
    let all = names(&folder.join("whole"));
    for time in 0..20 {
        let mut child = program(&folder, &["new", "mine"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(time * 2));
        let _ = child.kill();
        child.wait().unwrap();
        if let Ok(entries) = fs::read_dir(folder.join("mine")) {
            for entry in entries.map(Result::unwrap) {
                let name = entry.file_name().into_string().unwrap();
                let text = |folder: &str| {
                    fs::read_to_string(entry.path().parent().unwrap().with_file_name(folder).join(&name))
                };
                assert!(
                    name.starts_with('.')
                        || text("mine").unwrap().replace("mine", "whole") == text("whole").unwrap(),
                    "{name}"
                );
            }
        }
        let said = closer(&folder, &["new", "mine", "--force"]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(all.iter().all(|name| folder.join("mine").join(name).exists()));
        fs::remove_dir_all(folder.join("mine")).unwrap();
    }
}

#[test]
fn a_program_that_is_told_to_end_does_so_at_once() {
    let folder = folder("interrupted");
    let mut child = program(&folder, &["ask"]).stdin(Stdio::piped()).spawn().unwrap();
    let input = child.stdin.take();
    std::thread::sleep(Duration::from_millis(100));
    let id = child.id().to_string();
    // Not SIGINT: what a shell runs in the background is born deaf to it.
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let begun = Instant::now();
    let output = finish(child, "ask");
    assert!(begun.elapsed() < AT_ONCE && !output.status.success());
    drop(input);
}
