//! Why, for the pack that ships with closer: whatever is asked about has an answer, in every language, and the answers are true.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use closer_core::{Interview, Program, WantsJob, Went};
use serde_json::Value;

/// What the program says, run without starting it anew each time.
fn closer(args: &[&str]) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    // What the arguments say of the language goes before this.
    let args = ["closer", "--lang", "en"].iter().chain(args);
    let code = closer_cli::run(args, &mut std::io::empty(), &mut out, &mut err);
    assert_eq!(code, std::process::ExitCode::SUCCESS, "{}", String::from_utf8_lossy(&err));
    String::from_utf8(out).unwrap()
}

#[test]
fn actions_and_rules_are_accounted_for_in_every_language() {
    let rules = closer_core::RuleSet::closing();
    let actions = rules.actions().iter().map(|action| &*action.id);
    // One rule for many, and the next one in the other language.
    let ids = actions.chain(rules.rules().iter().map(|rule| &*rule.id).step_by(5));
    for (at, id) in ids.enumerate() {
        let language = if at % 2 == 0 { "--lang=en" } else { "--lang=de" };
        let said = closer(&["why", id, language, "--went-well", "--wants-job", "yes"]);
        assert!(said.lines().count() > 4 && said.contains(id), "{id}: {said}");
        assert!(!said.contains("{}") && !said.contains("()") && !said.contains(" ."), "{id}: {said}");
    }
}

#[test]
fn what_is_said_in_brief_is_what_the_library_says() {
    let listed: Value = serde_json::from_str(&closer(&["why", "--went-well", "--format", "json"])).unwrap();
    let advice: Value =
        serde_json::from_str(&closer(&["suggest", "--went-well", "--format", "json"])).unwrap();
    let program = Program::closing();
    assert_eq!(listed["actions"].as_array().unwrap().len(), program.rules().actions().len());
    for it in listed["actions"].as_array().unwrap() {
        let list = advice[it["verdict"].as_str().unwrap()].as_array().unwrap();
        let entry = list.iter().find(|entry| entry["action"] == it["action"]);
        assert_eq!(it["rank"], entry.unwrap()["rank"], "{it}");
    }
}

#[test]
fn what_would_change_it_does() {
    let program = Program::closing();
    let known = Interview::new().went(Went::Poorly).wants_job(WantsJob::Undecided);
    let context = program.context(&known).unwrap();
    for action in program.rules().actions() {
        let id = &*action.id;
        let told = ["why", id, "--went-poorly", "--wants-job", "undecided", "--format", "json"];
        let said: Value = serde_json::from_str(&closer(&told)).unwrap();
        for (goal, list) in [("suggested", "suggested"), ("avoided", "avoided"), ("first", "suggested")] {
            for set in said["changes"][goal]["sets"].as_array().unwrap() {
                let mut known = serde_json::to_value(&known).unwrap();
                for change in set["changes"].as_array().unwrap() {
                    known[change["fact"].as_str().unwrap()] = change["wanted"].clone();
                }
                let advice = program.advise(&program.context(&known).unwrap());
                let advice = serde_json::to_value(advice).unwrap();
                let mut listed = advice[list].as_array().unwrap().iter();
                let place = listed.position(|entry| entry["action"] == id);
                assert!(place.is_some_and(|at| goal != "first" || at == 0), "{id} {goal} {set}");
            }
        }
        let verdict = program.explain(&context, id).map(|it| serde_json::to_value(it.verdict).unwrap());
        assert_eq!(said["explanation"]["verdict"], verdict.unwrap(), "{id}");
    }
}

#[test]
fn what_several_tests_make_so_together_rests_on_what_was_told() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("closer-why-together");
    std::fs::create_dir_all(&folder).unwrap();
    let (pack, known) = (folder.join("p.toml"), folder.join("known.json"));
    let text = r#"
        pack = { name = "why", version = "1.0.0", title = "Why", moments = ["now"] }
        moments.now.title = "Now"
        sources.s.title = "S"
        facts.w = { question = "W?", values = ["a", "b", "c"] }
        actions.x = { moment = "now", title = "X", why = "W." }
        rule = [{ id = "rx", suggest = "x", when = { any = [{ w = "a" }, { w = "b" }] }, because = "B.", sources = ["s"] }]
    "#;
    std::fs::write(&pack, text).unwrap();
    std::fs::write(&known, r#"{ "w": ["a", "b"] }"#).unwrap();
    let told = ["--rules", pack.to_str().unwrap(), "--context", known.to_str().unwrap()];
    let rule = closer(&[&["why", "rx"], &told[..]].concat());
    assert!(rule.contains("✓ either w is a or w is b") && !rule.contains("as usual"), "{rule}");
    let action = closer(&[&["why", "x"], &told[..]].concat());
    assert!(action.contains("It rests on what you told: w is a or b."), "{action}");
}
