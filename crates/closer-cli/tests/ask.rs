//! `closer ask`, by scripted answers.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use snapbox::cmd::cargo_bin;
use support::{Said, folder, folder_with, said};

fn ask(args: &[&str], answers: &str) -> Said {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| folder("ask"));
    said(&FOLDER, &[&["ask"], args].concat(), answers)
}

/// The advice, and the command that is said to repeat it.
fn parts(said: &Said) -> (&str, &str) {
    assert_eq!(said.code, 0, "{}", said.err);
    let (advice, command) = said.out.split_once("\nThe same again, without questions:\n").unwrap();
    (advice, command.trim_end())
}

/// What a shell makes of the command.
fn repeated(command: &str) -> String {
    let output = Command::new("sh")
        .args(["-c", &command.replacen("closer", "\"$CLOSER\"", 1)])
        .env("CLOSER", cargo_bin!("closer"))
        .env("CLOSER_LANG", "en")
        .env("COLUMNS", "100")
        .env_remove("CLOSER_RULES")
        .output()
        .unwrap();
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The words of an answer without the tip on how to see all of it, which only one of the two commands can show.
#[cfg(unix)]
fn without_tip(advice: &str) -> String {
    let words = advice.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace(" See all with --all.", "")
}

#[test]
#[cfg(unix)]
fn the_command_at_the_end_gives_the_same_advice() {
    let mut dice: u64 = 7;
    for _ in 0..12 {
        let mut answers = String::new();
        for _ in 0..30 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Skips, steps back, numbers that are too high, and answers.
            answers.push_str(["1", "2", "3", "", "b", "2", "1", "9"][usize::try_from(dice >> 61).unwrap()]);
            answers.push('\n');
        }
        let said = ask(&[], &answers);
        let (advice, command) = parts(&said);
        assert_eq!(without_tip(&repeated(command)), without_tip(advice), "{command}");
    }
}

#[test]
#[cfg(unix)]
fn numbers_below_zero_are_repeated_as_they_were_told() {
    let pack = "[pack]\nname = 'cold'\nversion = '1.0.0'\nmoments = ['now']\n[moments]\nnow.title = 'Now'\n[sources]\nus.title = 'Us'\n\
        [facts.degrees]\nquestion = 'How cold is it?'\nrange = [-10, 10]\n\
        [actions.wrap-up]\nmoment = 'now'\ntitle = 'Wrap up'\nwhy = 'It is warm.'\n\
        [[rule]]\nid = 'r'\nsuggest = 'wrap-up'\nwhen = { degrees = { at_most = 0 } }\nbecause = 'B.'\nsources = ['us']\n";
    let folder = folder("ask-cold");
    let path = folder.join("p.toml");
    std::fs::write(&path, pack).unwrap();
    for told in ["-5..-3", "-5,-3", "-5", "-5..3"] {
        let args = ["--rules", path.to_str().unwrap(), "--set", &format!("degrees={told}")];
        let said = ask(&args, "\n\n");
        let (advice, command) = parts(&said);
        assert!(command.contains(&format!("--degrees={told}")), "{command}");
        assert_eq!(repeated(command), advice, "{command}");
    }
}

#[test]
#[cfg(unix)]
fn what_was_told_as_options_is_repeated_too() {
    let told = [
        "--level=>=management",
        "--setting",
        "in_person,video",
        "--days-since-interview",
        "3..7",
        "--wants-job",
        "!no",
        "--went-well",
        "--has-business-card=unknown",
        "--salary-raised=no",
        "-n",
        "3",
    ];
    let said = ask(&told, "d\n");
    let (advice, command) = parts(&said);
    assert_eq!(
        command,
        "closer suggest --went-well --wants-job '>=undecided' --level '>=management' --setting in_person,video \
         --salary-topic not_raised,advertised_only --has-business-card=unknown --days-since-interview 3..7 -n 3"
    );
    assert_eq!(without_tip(&repeated(command)), without_tip(advice));
}

/// Where `unknown` is a value of the fact, the word does not stand for all of them.
#[test]
fn a_value_that_is_called_unknown_is_not_all_values() {
    let pack = "pack = { name = 'moods', version = '1.0.0', title = 'Moods', moments = ['end'] }\n\
        moments.end.title = 'At the end'\n\
        sources.us.title = 'Us'\n\
        facts.mood = { question = 'How are you?', values = ['good', 'bad', 'unknown'] }\n\
        facts.late = { question = 'Is it late?', bool = true }\n\
        actions.smile = { moment = 'end', title = 'Smile', why = 'So.' }\n\
        [[rule]]\nid = 'smile'\nsuggest = 'smile'\nbecause = 'So.'\nsources = ['us']\nwhen = { mood = 'good', late = true }\n";
    let folder = folder_with("moods", &[("moods.toml".into(), pack.into())]);
    let command = |mood: &str| {
        let set = format!("--set=mood={mood}");
        let said = said(&folder, &["ask", "--rules", "moods.toml", &set], "d\n");
        parts(&said).1.to_owned()
    };
    assert_eq!(command("good,bad,unknown"), "closer suggest --rules moods.toml --mood good,bad,unknown");
    assert_eq!(command("unknown"), "closer suggest --rules moods.toml --mood unknown");
    let json =
        said(&folder, &["suggest", "--rules=moods.toml", "--mood=good,bad,unknown", "--format=json"], "");
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["known"]["mood"], serde_json::json!(["good", "bad", "unknown"]));
}

#[test]
fn an_answer_can_be_a_number_a_value_or_a_letter() {
    let first = |answer: &str| {
        let said = ask(&["--phase", "at_close", "--employer-signal", "none"], &format!("{answer}\nd\n"));
        parts(&said).1.to_owned()
    };
    let by_phone = first("3");
    assert_eq!(by_phone, "closer suggest --phase at_close --phone --employer-signal none");
    assert_eq!(first("phone"), by_phone);
    assert_eq!(first("BY PHONE"), by_phone);
    // Enter skips; something else is asked again.
    assert!(!first("").contains("--phone"));
    assert!(ask(&["--phase", "at_close"], "nonsense\n").err.contains("I do not understand “nonsense”."));
    let yes =
        ask(&["--went-well", "--phone", "--wants-job", "yes", "--salary-topic", "not_raised"], "\n\n\n\n");
    assert_eq!(yes.code, 0);
    // A number is a number, not the number of a line.
    let days = ["--phase", "after", "--thank-you-sent=no", "--employer-signal", "none", "--heard-back=no"];
    let said = ask(&days, "900\n5\nd\n");
    assert!(said.err.contains("A number from 0 to 365."), "{}", said.err);
    assert!(said.err.contains("I do not understand “900”. Type a number from 0 to 365"), "{}", said.err);
    assert!(parts(&said).1.contains("--days-since-interview 5"), "{}", said.out);
}

#[test]
fn it_stops_when_nothing_that_is_asked_could_change_the_advice() {
    let said = ask(&[], &"1\n".repeat(40));
    assert!(said.err.contains("Thank you, that is all"), "{}", said.err);
    assert!(said.err.matches("\n> ").count() < 15, "{}", said.err);
    let known: Vec<&str> = parts(&said).1.split(' ').skip(2).collect();
    let nothing_open = ask(&known, "");
    assert!(nothing_open.err.starts_with("Nothing that you could still tell"), "{}", nothing_open.err);
}

#[test]
fn the_answers_alone_are_on_standard_output() {
    let said = ask(&["--format", "json"], "2\nd\n");
    assert_eq!(said.code, 0);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["known"]["phase"], "at_close");
    assert!(said.err.contains("closer suggest --phase at_close"), "{}", said.err);
    let twice = ask(&["--context", "-"], "");
    assert_eq!(twice.code, 2);
    assert!(twice.err.contains("standard input is where your answers come from"), "{}", twice.err);
    // An answer of any length, and of any bytes, is read and passed over.
    let long = ask(&[], &format!("{}\n\u{1b}[31m\nd\n", "x".repeat(100_000)));
    assert_eq!(long.code, 0);
    assert!(!long.err.contains('\u{1b}'), "{}", long.err);
}
