//! `closer test --accept` on disk, and the HTML report.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use snapbox::cmd::cargo_bin;

fn closer(args: &[&str]) -> Output {
    let mut command = Command::new(cargo_bin!("closer"));
    command.arg("test").args(args).current_dir(env!("CARGO_MANIFEST_DIR"));
    command.env_remove("CLOSER_RULES").env("CLOSER_LANG", "en").output().unwrap()
}

fn text(output: &[u8]) -> String {
    String::from_utf8(output.to_vec()).unwrap()
}

/// A copy of the tested pack that may be written to.
fn copy(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for file in ["pack.toml", "pack.test.toml"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/tested").join(file);
        fs::write(folder.join(file), fs::read_to_string(from).unwrap()).unwrap();
    }
    folder
}

#[test]
fn accepting_rewrites_the_failing_test_and_nothing_else() {
    let folder = copy("accept");
    let path = folder.to_str().unwrap();
    let before = fs::read_to_string(folder.join("pack.test.toml")).unwrap();
    let output = closer(&[path, "--accept"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("even after a <wreck>"), "{}", text(&output.stdout));
    let after = fs::read_to_string(folder.join("pack.test.toml")).unwrap();
    let expected = before.replace(
        "suggests = [\"thank\"]\ndepends  = [\"ask\"]",
        "avoids   = [\"thank\"]\nsilent   = [\"ask\"]",
    );
    assert_eq!(after, expected);
    assert_eq!(closer(&[path]).status.code(), Some(0));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "no draft is left behind");
    let again = closer(&[path, "--accept"]);
    assert_eq!(text(&again.stdout), "No test fails, so nothing was rewritten.\n");
}

#[test]
fn a_test_is_accepted_with_all_of_its_cases() {
    let folder = copy("accept-some");
    let path = folder.to_str().unwrap();
    let shared = "pack = \"small\"\n[[test]]\nname = \"both\"\ncases = [{ name = \"bad\", given = { went = \"poorly\" } }, { name = \"good\", given = { went = \"well\" } }]\nsuggests = [\"thank\"]\n";
    fs::write(folder.join("pack.test.toml"), shared).unwrap();
    let output = closer(&[path, "--accept", "--filter", "[bad]"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("come out differently"), "{}", text(&output.stdout));
    assert_eq!(fs::read_to_string(folder.join("pack.test.toml")).unwrap(), shared);
    let json = closer(&[path, "--accept", "--format", "json"]);
    assert_eq!(json.status.code(), Some(2));
    assert!(text(&json.stderr).contains("told as text only"), "{}", text(&json.stderr));
}

#[test]
fn files_that_were_rewritten_before_one_could_not_be_are_named() {
    let folder = copy("accept-two");
    let path = folder.to_str().unwrap();
    let failing = fs::read_to_string(folder.join("pack.test.toml")).unwrap();
    let second = folder.join("second.test.toml");
    let failing_too = "pack = \"small\"\n[[test]]\nname = \"no thanks\"\navoids = [\"thank\"]\n";
    fs::write(&second, failing_too).unwrap();
    let mut permissions = fs::metadata(&second).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&second, permissions).unwrap();
    let output = closer(&[path, "--accept"]);
    assert_eq!(output.status.code(), Some(2));
    let complaint = text(&output.stderr);
    assert!(complaint.contains("second.test.toml` cannot be changed"), "{complaint}");
    assert!(
        complaint.contains("already rewritten and saved: ") && complaint.contains("pack.test.toml"),
        "{complaint}"
    );
    assert_ne!(fs::read_to_string(folder.join("pack.test.toml")).unwrap(), failing);
    assert_eq!(fs::read_to_string(&second).unwrap(), failing_too);
}

/// Two blanks are shown as one, and bytes that are no text as the same sign.
#[cfg(unix)]
#[test]
fn files_that_are_shown_alike_are_not_taken_for_each_other() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = copy("accept-alike");
    fs::remove_file(folder.join("pack.test.toml")).unwrap();
    let good =
        "pack = \"small\"\n[[test]]\nname = \"good\"\ngiven = { went = \"well\" }\nsuggests = [\"thank\"]\n";
    let bad = good.replace("\"good\"", "\"bad\"").replace("\"well\"", "\"poorly\"");
    let alike: [(&[u8], &[u8]); 2] =
        [(b"a  b.test.toml", b"a b.test.toml"), (b"caf\xe8.test.toml", b"caf\xe9.test.toml")];
    for (one, other) in alike {
        // Whichever of them fails, and whichever comes first.
        for (passes, fails) in [(one, other), (other, one)] {
            let at = |name| folder.join(OsStr::from_bytes(name));
            if fs::write(at(passes), good).is_err() {
                // Some disks take no such names.
                continue;
            }
            fs::write(at(fails), &bad).unwrap();
            let output = closer(&[folder.to_str().unwrap(), "--accept"]);
            assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
            assert_eq!(fs::read_to_string(at(passes)).unwrap(), good);
            assert_eq!(fs::read_to_string(at(fails)).unwrap(), bad.replace("suggests = ", "depends  = "));
            fs::remove_file(at(passes)).unwrap();
            fs::remove_file(at(fails)).unwrap();
        }
    }
}

#[test]
fn no_slip_is_looked_for_before_everything_holds() {
    let folder = copy("mutants-later");
    let path = folder.to_str().unwrap();
    // Neither a test of another name nor one that the filter would leave out hides what fails.
    for filter in ["ask", "nothing is called like this"] {
        let output = closer(&[path, "--mutants", "--filter", filter]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        assert!(text(&output.stdout).contains("even after a <wreck>"), "{}", text(&output.stdout));
    }
    let broken = "pack = \"small\"\n[[property]]\nname = \"always thanks\"\nalways = [\"thank\"]\n";
    fs::write(folder.join("pack.test.toml"), broken).unwrap();
    let output = closer(&[path, "--mutants"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("always thanks"), "{}", text(&output.stdout));
}

#[cfg(unix)]
#[test]
fn accepting_writes_through_links_and_keeps_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = copy("accept-link");
    let (real, link) = (folder.join("real.txt"), folder.join("pack.test.toml"));
    fs::rename(&link, &real).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&real, &link).unwrap();
    assert_eq!(closer(&[folder.to_str().unwrap(), "--accept"]).status.code(), Some(0));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("avoids   = [\"thank\"]"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn the_report_in_html_is_whole_safe_and_alone() {
    let folder = copy("html");
    let pack = folder.join("pack.toml");
    let hostile = fs::read_to_string(&pack).unwrap().replace("A small pack", "<script>alert('&')</script>");
    fs::write(&pack, hostile).unwrap();
    let output = closer(&[folder.to_str().unwrap(), "--coverage", "--format", "html"]);
    assert_eq!(output.status.code(), Some(1), "a test fails");
    let html = text(&output.stdout);
    assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>\n"));
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script"));
    for outside in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!html.contains(outside), "{outside}");
    }
    // Every line of the source is there, and the rule that no test speaks of is marked.
    let lines = fs::read_to_string(&pack).unwrap().lines().count();
    assert_eq!(html.matches("<div class=\"l").count(), lines);
    assert!(html.contains("<span class=\"m none\" id=\"r-leave-pay-to-them\""), "{html}");
    assert_eq!(html.matches("<span").count(), html.matches("</span>").count());
    assert_eq!(html.matches("<div").count(), html.matches("</div>").count());
}

#[test]
fn warnings_stand_beside_the_result_and_do_not_change_it() {
    let folder = copy("warnings");
    let path = folder.to_str().unwrap();
    let (good, bad) = (closer(&[path, "--filter", "wreck"]), closer(&[path, "--format", "json"]));
    assert_eq!((good.status.code(), bad.status.code()), (Some(1), Some(1)));
    assert!(good.stderr.is_empty() && bad.stderr.is_empty());
    let append = |name: &str, more: &str| {
        let text = fs::read_to_string(folder.join(name)).unwrap() + more;
        fs::write(folder.join(name), text).unwrap();
    };
    append("pack.toml", "\n[groups.spare]\ntitle = \"Nobody is in it\"\nat_most = 1\n");
    append("pack.test.toml", "\n[[test]]\nname = \"twice\"\navoids = [\"raise-pay\", \"raise-pay\"]\n");
    let passing = closer(&[path, "--filter", "twice"]);
    assert_eq!(passing.status.code(), Some(0), "{}", text(&passing.stderr));
    assert_eq!(text(&passing.stdout), "1 passed, 0 failed, 0 skipped\n");
    let said = text(&passing.stderr);
    assert!(said.contains("warning[unused-group]: ") && said.contains("pack.toml:"), "{said}");
    assert!(said.contains("warning[repeated]: ") && said.contains("pack.test.toml:"), "{said}");
    assert!(said.ends_with("\n2 warnings\n"), "{said}");
    let again = closer(&[path, "--format", "json"]);
    assert_eq!((again.status.code(), text(&again.stderr)), (Some(1), said));
    let quiet = closer(&[path, "--filter", "twice", "-q"]);
    assert_eq!(
        (quiet.status.code(), quiet.stdout, text(&quiet.stderr)),
        (Some(0), passing.stdout, String::new())
    );
}

#[test]
fn what_is_named_goes_before_the_environment() {
    let folder = copy("environment");
    let run = |path: &Path, rules: &[&Path]| {
        let mut command = Command::new(cargo_bin!("closer"));
        command.arg("test").arg(path).env("CLOSER_LANG", "en");
        text(&command.env("CLOSER_RULES", std::env::join_paths(rules).unwrap()).output().unwrap().stdout)
    };
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs");
    let quiet = packs.join("quiet.toml");
    let tests = folder.join("pack.test.toml");
    assert!(run(&folder, &[&quiet]).contains("even after a <wreck>"));
    assert!(run(&tests, &[&quiet]).contains("even after a <wreck>"));
    // Beside these are other rules than those that they are tests of.
    let elsewhere = folder.join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::copy(&quiet, elsewhere.join("quiet.toml")).unwrap();
    fs::copy(&tests, elsewhere.join("pack.test.toml")).unwrap();
    let pack = folder.join("pack.toml");
    assert!(run(&elsewhere.join("pack.test.toml"), &[&pack]).contains("even after a <wreck>"));
    // An overlay stands on what is in use.
    let overlay = folder.join("overlay").join("over.toml");
    fs::create_dir(folder.join("overlay")).unwrap();
    fs::write(&overlay, "[pack]\nname = \"over\"\nversion = \"1\"\nextends = \"small\"\n").unwrap();
    fs::write(
        overlay.with_extension("test.toml"),
        "pack = \"over\"\n[[test]]\nname = \"thanks\"\ngiven = { went = \"well\" }\nsuggests = [\"thank\"]\n",
    )
    .unwrap();
    for rules in [&[&*pack][..], &[&pack, &overlay]] {
        assert!(run(&overlay, rules).contains("1 passed"), "{rules:?}");
    }
}

#[test]
fn a_file_of_tests_is_run_with_the_rules_beside_it() {
    let folder = copy("beside");
    let tests = folder.join("pack.test.toml");
    let whole = text(&closer(&[folder.to_str().unwrap()]).stdout);
    assert_eq!(text(&closer(&[tests.to_str().unwrap()]).stdout), whole);
    // Under another name it belongs to the pack of its folder.
    let other = folder.join("more.test.toml");
    fs::rename(&tests, &other).unwrap();
    assert_eq!(text(&closer(&[other.to_str().unwrap()]).stdout), whole.replace("pack.test", "more.test"));
    // The rules in use go first.
    let rules = text(&closer(&[other.to_str().unwrap(), "--rules", "tests/packs/quiet.toml"]).stderr);
    assert!(rules.starts_with("error[wrong-pack]: "), "{rules}");
}

#[test]
fn a_condition_is_coloured_where_it_is_in_force() {
    let folder = copy("html-overlay");
    let overlay = folder.join("over.toml");
    // As many tests as in the condition that it takes the place of.
    fs::write(
        &overlay,
        "[pack]\nname = \"over\"\nversion = \"1\"\nextends = \"small\"\n\n[override.rule.no-thanks-after-a-wreck]\n\
         when = { went = \"unsure\", interviewers = { at_least = 4 } }\n",
    )
    .unwrap();
    fs::write(
        folder.join("over.test.toml"),
        "pack = \"over\"\n[[test]]\nname = \"no\"\ngiven = { went = \"unsure\", interviewers = 5 }\navoids = [\"thank\"]\n",
    )
    .unwrap();
    let pack = folder.join("pack.toml");
    let rules = ["--rules", pack.to_str().unwrap(), "--rules", overlay.to_str().unwrap()];
    let output = closer(&[&rules[..], &["--coverage", "--format", "html"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let html = text(&output.stdout);
    let coloured = |after: &str, words: &str| {
        let line = html.lines().skip_while(|line| !line.contains(after)).find(|line| line.contains(words));
        line.unwrap().contains("<span class=\"m")
    };
    assert!(!coloured("id=\"r-no-thanks-after-a-wreck\"", "poorly"), "{html}");
    assert!(coloured("override.rule.no-thanks-after-a-wreck", "unsure"), "{html}");
}

#[test]
fn the_shipped_pack_is_covered_in_full() {
    let output = closer(&["--min-coverage", "100"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
}
