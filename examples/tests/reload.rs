//! A pack is replaced again and again while many threads evaluate it: each answer is wholly one pack's.
#![cfg(unix)]

#[path = "../live.rs"]
mod live;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use closer_core::Program;
use live::Live;

const THREADS: usize = 8;
const CHANGES: usize = 60;

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reload").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A pack in two files. Each says who it is of, so that an answer shows which files it comes from; the actions of one pack do not exist in the other.
fn write_pack(folder: &Path, who: &str) {
    fs::create_dir_all(folder).unwrap();
    let cover = format!(
        "[pack]\nname = 'live'\nversion = '1.0.0'\ntitle = 'Of {who}'\nmoments = ['now']\n[moments.now]\ntitle = 'Now'\n\
         [sources.one]\ntitle = 'One'\n[facts.glad]\nquestion = 'Glad?'\nbool = true\n"
    );
    fs::write(folder.join("cover.toml"), cover).unwrap();
    let mut rules = String::new();
    for at in 0..20 {
        rules += &format!(
            "[actions.{who}-{at}]\nmoment = 'now'\ntitle = '{who} {at}'\nwhy = 'So.'\n\
             [[rule]]\nid = '{who}-{at}'\nsuggest = '{who}-{at}'\nwhen = {{ glad = true }}\n\
             because = '{who} says so.'\nsources = ['one']\n"
        );
    }
    fs::write(folder.join("rules.toml"), rules).unwrap();
}

/// Everything that a pack says.
fn answer(program: &Program) -> String {
    let context = program.context(&serde_json::json!({ "glad": true })).unwrap();
    let advice = serde_json::to_string(&program.advise(&context)).unwrap();
    format!("{}: {advice}", program.rules().pack().title)
}

/// Puts a link to a folder where another link may be, in one step.
fn point(link: &Path, to: &Path) {
    let beside = link.with_extension("new");
    symlink(to, &beside).unwrap();
    fs::rename(beside, link).unwrap();
}

#[test]
fn every_answer_is_wholly_of_one_pack() {
    let root = folder("hammered");
    let packs = ["anna", "bert"].map(|who| {
        write_pack(&root.join(who), who);
        root.join(who)
    });
    // One that has mistakes: the rules of one pack with a cover that is cut off.
    let broken = root.join("broken");
    write_pack(&broken, "carl");
    fs::write(broken.join("cover.toml"), "[pack]\nname = 'li").unwrap();
    let link = root.join("current");
    point(&link, &packs[0]);
    let live = Live::open(&link).unwrap();
    let known: Vec<String> = packs.iter().map(|pack| answer(&Live::open(pack).unwrap().program())).collect();
    assert_ne!(known[0], known[1]);

    let (answers, done) = (AtomicUsize::new(0), AtomicBool::new(false));
    let seen = Mutex::new(BTreeSet::new());
    // Nothing may panic in here: the others would wait for ever.
    let mut stale: Vec<usize> = Vec::new();
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let answer = answer(&live.program());
                    let of = known.iter().position(|known| *known == answer);
                    seen.lock().unwrap().insert(of.ok_or(answer));
                    answers.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        // Nobody is told when files change: some look all the time.
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let _ = live.refresh();
                thread::yield_now();
            }
        });
        for change in 1..=CHANGES {
            let broken_now = change % 5 == 0;
            point(&link, if broken_now { &broken } else { &packs[change % 2] });
            // Until somebody has read it, and answers have been given since.
            let _ = live.refresh();
            let before = answers.load(Ordering::Relaxed);
            while answers.load(Ordering::Relaxed) < before + THREADS && !done.load(Ordering::Relaxed) {
                thread::yield_now();
            }
            let late = !broken_now && answer(&live.program()) != known[change % 2];
            stale.extend(late.then_some(change));
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(stale.is_empty(), "after these changes the pack was not the new one: {stale:?}");
    assert_eq!(seen.into_inner().unwrap(), BTreeSet::from([Ok(0), Ok(1)]));
}

#[test]
fn a_wrong_pack_is_told_once_and_the_one_before_stays() {
    let root = folder("wrong");
    write_pack(&root.join("good"), "anna");
    write_pack(&root.join("wrong"), "bert");
    fs::write(
        root.join("wrong/more.toml"),
        "[[rule]]\nid = 'r'\nsuggest = 'bert-77'\nbecause = 'So.'\nsources = ['one']\n",
    )
    .unwrap();
    let link = root.join("current");
    point(&link, &root.join("good"));
    let live = Live::open(&link).unwrap();
    let before = answer(&live.program());
    assert!(!live.refresh().unwrap());
    point(&link, &root.join("wrong"));
    let mistakes = live.refresh().unwrap_err().to_string();
    assert!(
        mistakes.contains("more.toml:3:11: error[unknown-action]: unknown action `bert-77`"),
        "{mistakes}"
    );
    assert!(!live.refresh().unwrap());
    assert_eq!(answer(&live.program()), before);
    // Put right where it is, it is taken.
    fs::remove_file(root.join("wrong/more.toml")).unwrap();
    assert!(live.refresh().unwrap());
    assert!(answer(&live.program()).starts_with("Of bert: "));
    // Even a folder that is gone takes nothing away.
    fs::remove_file(&link).unwrap();
    assert!(live.refresh().is_err());
    assert!(answer(&live.program()).starts_with("Of bert: "));
}

#[test]
fn the_example_answers_line_by_line() {
    let pack = folder("lines");
    write_pack(&pack, "anna");
    let mut program = Command::new(env!("CARGO_BIN_EXE_reload"))
        .arg(&pack)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    program.stdin.take().unwrap().write_all(b"{ \"glad\": true }\n{ \"glda\": true }\n{}\n").unwrap();
    let output = program.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "anna 0\nNothing in particular.\n");
    assert!(String::from_utf8(output.stderr).unwrap().contains("`glad`"));
}
