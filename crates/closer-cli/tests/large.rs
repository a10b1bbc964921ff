//! Packs made to blow up: every command comes back with an answer or says what is not decided, in little memory.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Output};

use snapbox::cmd::cargo_bin;
use support::folder_with;

/// Rules that are true if one of many pairs of facts is, each rule with pairs of its own: no order of the facts has small diagrams.
fn wide(pairs: usize, more: &str) -> String {
    let mut text = String::from(
        "pack = { name = 'wide', version = '1.0.0', title = 'Wide', moments = ['end'] }\n\
         moments.end.title = 'At the end'\n\
         sources.us.title = 'Us'\n",
    );
    for at in 0..pairs {
        writeln!(text, "facts.a{at} = {{ question = 'A?', bool = true }}").unwrap();
        writeln!(text, "facts.b{at} = {{ question = 'B?', bool = true }}").unwrap();
    }
    for action in ["smile", "wave"] {
        writeln!(text, "actions.{action} = {{ moment = 'end', title = '{action}', why = 'So.' }}").unwrap();
    }
    for (shift, action) in ["smile", "wave"].into_iter().enumerate() {
        for (at, stride) in [1, 7, 11, 13].into_iter().enumerate() {
            let pair = |a: usize| format!("{{ a{a} = true, b{} = true }}", (a * stride + at + shift) % pairs);
            let any: Vec<String> = (0..pairs).map(pair).collect();
            let (any, weight) = (any.join(", "), 40 + at);
            let more = if at == 0 { more } else { "" };
            writeln!(
                text,
                "[[rule]]\nid = '{action}-{at}'\nsuggest = '{action}'\nweight = {weight}\nbecause = 'So.'\n\
                 sources = ['us']\nwhen = {{ any = [{any}{more}] }}"
            )
            .unwrap();
        }
    }
    text
}

const PROMISES: &str = "pack = 'wide'\n\
    [[property]]\nname = 'one at a time'\nnever_together = ['smile', 'wave']\n\
    [[property]]\nname = 'in order'\norder = ['smile', 'wave']\n";

/// Runs the program with so little memory that a diagram of everything would not fit.
fn closer(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v 400000; exec \"$0\" \"$@\""]).arg(cargo_bin!("closer")).args(args);
    command.current_dir(folder).env("CLOSER_LANG", "en").env_remove("CLOSER_RULES");
    let Output { status, stdout, stderr } = command.output().unwrap();
    let said = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    // However wide the lines are.
    (status.code(), said.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
#[cfg(target_os = "linux")]
fn what_is_too_large_is_said_to_be_so() {
    let folder = folder_with(
        "large",
        &[
            ("old.toml".into(), wide(60, "")),
            ("old.test.toml".into(), PROMISES.into()),
            ("new.toml".into(), wide(60, ", { a1 = true, b2 = true }")),
        ],
    );

    let (code, said) = closer(&folder, &["check", "old.toml"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("warning[not-decided]"), "{said}");
    assert!(said.contains("`tie-by-id` of `smile` and `wave`"), "{said}");
    assert!(said.contains("they can be decided once conditions have fewer alternatives"), "{said}");

    let (code, said) = closer(&folder, &["diff", "old.toml", "new.toml"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("what is said of `smile`, because it takes too many steps"), "{said}");
    assert!(said.contains("whether advice about its action is otherwise is not decided"), "{said}");
    assert!(!said.contains("no advice about its action is otherwise"), "{said}");
    assert!(said.contains("no interview was found that gets other advice"), "{said}");

    let (code, said) = closer(&folder, &["test", "old.toml"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("0 properties proved in every context, 2 not decided"), "{said}");
}

/// Each of very many complaints is about the same, very long line.
#[test]
#[cfg(target_os = "linux")]
fn a_line_full_of_mistakes_does_not_take_for_ever() {
    let many = "\"smile\", ".repeat(40_000);
    let tests = format!("pack = 'wide'\n[[test]]\nname = 'smiles'\ndepends = [{many}]\n");
    let folder = folder_with("line", &[("p.toml".into(), wide(3, "")), ("p.test.toml".into(), tests)]);
    let (code, said) = closer(&folder, &["test", "p.toml"]);
    assert_eq!(code, Some(0), "{said:.2000}");
    assert_eq!(said.matches("`smile` stands in this list twice").count(), 10_000);
    assert!(said.contains("warning[more-warnings]: there are 29999 more warnings"), "{said:.2000}");
    // Places are told even when no more of the lines is shown.
    assert!(said.contains("p.test.toml:4:12") && said.contains("p.test.toml:4:90003"), "{said:.2000}");
}

/// Every rule can be spared because of every other one.
#[test]
#[cfg(target_os = "linux")]
fn rules_that_all_say_the_same_do_not_take_for_ever() {
    let rule = |at: usize| {
        format!("[[rule]]\nid = 'same-{at}'\nsuggest = 'smile'\nbecause = 'So.'\nsources = ['us']\n")
    };
    let rules: String = (0..5_000).map(rule).collect();
    let folder = folder_with("same", &[("p.toml".into(), wide(3, "") + &rules)]);
    let (code, said) = closer(&folder, &["check", "p.toml"]);
    assert_eq!(code, Some(0), "{said:.2000}");
    assert!(said.contains("the rule `same-4999` changes nothing"), "{said:.2000}");
}
