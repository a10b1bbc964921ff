//! Small packs with a defect each, as they are known from the analysis of decision tables, and what is found in them.
//!
//! What is found in `findings/packs/NAME.toml` must be in the `.txt` beside it; run with `UPDATE_GOLDEN=1` to write it anew.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where a program may not"
)]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use closer_core::{Diagnostic, Effective, Report, RuleSet};
use closer_verify::{Findings, Limits, finding_codes};

struct Case {
    name: String,
    files: Vec<(String, String)>,
    said: Vec<Diagnostic>,
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings/packs")
}

fn find(files: &[(String, String)]) -> Vec<Diagnostic> {
    let rules = RuleSet::from_files(files.iter().cloned()).unwrap_or_else(|error| panic!("{error}"));
    Findings::of(&rules, files, Limits::default()).into_diagnostics()
}

fn cases() -> Vec<Case> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let case = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let files = vec![(format!("{name}.toml"), fs::read_to_string(path).unwrap())];
        let said = find(&files);
        Case { name, files, said }
    };
    paths.iter().map(case).collect()
}

fn shown(case: &Case) -> String {
    let mut shown = String::new();
    for found in Report::new(&case.said, &case.files).findings {
        writeln!(shown, "warning[{}]: {}", found.code, found.message).unwrap();
        for label in found.labels {
            let place = label.place;
            writeln!(shown, "  {}:{} {}", place.line, place.column, label.text).unwrap();
        }
        writeln!(shown, "  help: {}", found.help.unwrap()).unwrap();
        if let Some(fix) = found.fix {
            let text = &case.files[0].1[fix.place.start..fix.place.end];
            writeln!(shown, "  fix: {} -> {}", text.trim(), fix.text).unwrap();
        }
        shown.push('\n');
    }
    shown
}

#[test]
fn every_pack_shows_what_it_should() {
    let mut wrong = Vec::new();
    for case in cases() {
        let shown = shown(&case);
        let kept = corpus().join(format!("{}.txt", case.name));
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&kept, shown).unwrap();
        } else if fs::read_to_string(&kept).unwrap_or_default() != shown {
            wrong.push(format!("{}:\n{shown}", case.name));
        }
    }
    assert!(wrong.is_empty(), "run with UPDATE_GOLDEN=1 and look at the difference\n\n{}", wrong.join("\n"));
}

#[test]
fn each_defect_is_found_by_the_finding_that_is_for_it() {
    let cases = cases();
    let of = |name: &str| -> BTreeSet<&str> {
        let case = cases.iter().find(|case| case.name == name).unwrap();
        case.said.iter().map(|found| found.code).collect()
    };
    for (name, code) in [
        ("duplicate-rule", "redundant-rule"),
        ("subsumed-rule", "redundant-rule"),
        ("subsumed-rule-of-equal-weight", "mergeable-rules"),
        ("shadowed-rule", "redundant-rule"),
        ("conflict", "beaten-rule"),
        ("masked-rule", "beaten-rule"),
        ("misleading-rule", "never-suggested"),
        ("gap", "gap"),
        ("overlap", "tie-by-id"),
        ("contractible-rules", "mergeable-rules"),
    ] {
        assert_eq!(of(name), BTreeSet::from([code]), "{name}");
    }
    for nothing in ["accepted", "gap-closed", "subsumed-rule-with-a-source-of-its-own"] {
        assert_eq!(of(nothing), BTreeSet::new(), "{nothing}");
    }
}

#[test]
fn every_finding_has_a_case() {
    let cases = cases();
    let found: BTreeSet<&str> = cases.iter().flat_map(|case| &case.said).map(|found| found.code).collect();
    let all: BTreeSet<&str> = finding_codes().iter().map(|code| code.name).collect();
    // Too long for a file, and tested below.
    assert_eq!(all.difference(&found).copied().collect::<Vec<_>>(), ["not-decided"]);
    for found in cases.iter().flat_map(|case| &case.said) {
        let texts = found.labels.iter().map(|label| &label.text).chain(&found.help).chain([&found.message]);
        for text in texts {
            assert!(!text.starts_with(char::is_uppercase) && !text.ends_with('.'), "{text}");
        }
        assert!(!found.labels.is_empty() && found.help.is_some());
    }
}

#[test]
fn every_fix_removes_its_finding_and_nothing_else() {
    let mut fixes = 0;
    for case in cases() {
        for found in &case.said {
            let Some(fix) = &found.fix else { continue };
            fixes += 1;
            let mut edited = case.files.clone();
            let removed = &case.files[fix.span.file].1[fix.span.start..fix.span.end];
            assert!(!fix.replacement.is_empty() || removed.ends_with('\n'), "{}: an empty line", case.name);
            edited[fix.span.file].1.replace_range(fix.span.start..fix.span.end, &fix.replacement);
            let after = find(&edited);
            let same = |other: &&Diagnostic| other.code == found.code && other.message == found.message;
            assert_eq!(after.iter().filter(same).count(), 0, "{}: {found:?}", case.name);
            let is_new = |one: &&Diagnostic| case.said.iter().all(|other| other.message != one.message);
            assert_eq!(after.iter().filter(is_new).count(), 0, "{}: {after:#?}", case.name);
        }
    }
    assert!(fixes >= 5, "only {fixes}");
}

#[test]
fn conditions_are_put_right_however_much_space_is_around_their_keys() {
    for name in ["shorter-condition.toml", "shorter-condition-in-other-ways.toml"] {
        let text = fs::read_to_string(corpus().join(name)).unwrap();
        let keyed = |line: &str, space: &str| match line.split_once('=') {
            Some((key, value)) if ["when", "unless"].contains(&key.trim()) => {
                format!("{}{space}={space}{}", key.trim(), value.trim_start())
            }
            _ => line.to_owned(),
        };
        let fixes = |space: &str| {
            let lines: Vec<String> = text.lines().map(|line| keyed(line, space)).collect();
            let text = lines.join("\n") + "\n";
            let found = find(&[(name.to_owned(), text.clone())]).into_iter();
            let fix = |found: Diagnostic| {
                let fix = found.fix?;
                Some((
                    text[fix.span.start..fix.span.end].replace(space, ""),
                    fix.replacement.replace(space, ""),
                ))
            };
            found.map(fix).collect::<Vec<_>>()
        };
        let wide = fixes("  ");
        assert!(wide.iter().flatten().count() > 2);
        let none = |fixes: &[Option<(String, String)>]| fixes.iter().map(Option::is_none).collect::<Vec<_>>();
        assert_eq!(none(&wide), none(&fixes("")), "{name}");
    }
}

#[test]
fn nothing_is_odd_about_the_shipped_pack() {
    let files: Vec<(String, String)> =
        closer_rules::CLOSING.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    assert_eq!(find(&files), []);
}

/// Nested alternatives over many facts, for a few hundred rules: no two conditions are alike, and each is small on its own.
fn hard_pack(facts: usize, rules: usize) -> String {
    let mut text = "[pack]\nname = \"hard\"\nversion = \"1.0.0\"\nmoments = [\"now\"]\n[moments.now]\ntitle = \"Now\"\n[sources.us]\ntitle = \"Us\"\n".to_owned();
    for fact in 0..facts {
        writeln!(text, "[facts.f{fact}]\nquestion = \"?\"\nvalues = [\"a\", \"b\", \"c\"]").unwrap();
    }
    for action in 0..5 {
        writeln!(text, "[actions.do-{action}]\nmoment = \"now\"\ntitle = \"Do {action}\"\nwhy = \"So.\"")
            .unwrap();
    }
    // A plain generator: the same numbers on every machine.
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for rule in 0..rules {
        let verb = if rule % 4 == 3 { "avoid" } else { "suggest" };
        let mut one = || {
            let one_of = |next: &mut dyn FnMut(usize) -> usize| {
                format!("f{} = \"{}\"", next(facts), ["a", "b", "c"][next(3)])
            };
            let [a, b] = [one_of(&mut next), one_of(&mut next)];
            // A fact that stands twice in a table would be a mistake.
            if a.split(' ').next() == b.split(' ').next() {
                format!("{{ {a} }}")
            } else {
                format!("{{ {a}, {b} }}")
            }
        };
        let any = |one: &mut dyn FnMut() -> String| format!("{{ any = [{}, {}, {}] }}", one(), one(), one());
        let parts: Vec<String> = (0..3).map(|_| any(&mut one)).collect();
        writeln!(
            text,
            "[[rule]]\nid = \"r{rule}\"\n{verb} = \"do-{}\"\nwhen = {{ all = [{}] }}\nweight = {}\nbecause = \"So.\"\nsources = [\"us\"]",
            rule % 5,
            parts.join(", "),
            rule % 100 + 1
        )
        .unwrap();
    }
    text
}

#[test]
fn a_pack_that_is_too_large_is_not_guessed_about() {
    let rules = RuleSet::from_toml(&hard_pack(60, 300)).unwrap_or_else(|error| panic!("{error}"));
    let findings = Findings::of(&rules, &[], Limits::default());
    assert!(findings.undecided().iter().any(|open| open.code == "tie-by-id"));
    let [note] = findings
        .found()
        .iter()
        .filter(|found| found.diagnostic.code == "not-decided")
        .collect::<Vec<_>>()[..]
    else {
        panic!("one note for all");
    };
    assert!(note.diagnostic.help.as_ref().unwrap().contains("`tie-by-id` of"), "{:?}", note.diagnostic);
    // Steps are counted, not timed: another run says the same.
    let again = Findings::of(&rules, &[], Limits::default());
    assert_eq!(again.undecided(), findings.undecided());
    assert_eq!(again.into_diagnostics(), findings.into_diagnostics());
}

/// The shipped pack five times over the same facts: a thousand rules as people write them.
fn five_packs_in_one() -> String {
    let layers = [closer_rules::CLOSING.to_vec()];
    let effective = Effective::from_layers(layers).unwrap();
    let toml = effective.to_toml();
    let rules = effective.rules();
    let actions = rules.actions().iter().map(|action| &action.id);
    let groups = rules.groups().iter().map(|group| &group.id);
    let named: Vec<&str> = actions.chain(groups).map(|id| &**id).collect();
    let ids = rules.rules().iter().map(|rule| &rule.id);
    let quoted: Vec<&str> =
        ids.chain(rules.disagreements().iter().map(|one| &one.id)).map(|id| &**id).collect();
    let is_copied = |part: &&str| {
        ["[actions.", "[groups.", "[[rule]]", "[[disagreement]]"].iter().any(|start| part.starts_with(start))
    };
    let mut text = toml.clone();
    for copy in 1..5 {
        for part in toml.split("\n\n").filter(is_copied) {
            let mut part = part.to_owned();
            for id in &named {
                part = part.replace(&format!("\"{id}\""), &format!("\"{id}-{copy}\""));
                part = part.replace(&format!(".{id}]"), &format!(".{id}-{copy}]"));
            }
            for id in &quoted {
                part = part.replace(&format!("\"{id}\""), &format!("\"{id}-{copy}\""));
            }
            writeln!(text, "\n{part}").unwrap();
        }
    }
    text
}

#[test]
fn a_pack_of_a_thousand_rules_is_decided() {
    let rules = RuleSet::from_toml(&five_packs_in_one()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(rules.rules().len(), 1_000);
    let findings = Findings::of(&rules, &[], Limits::default());
    assert_eq!(findings.undecided(), []);
    // Each action is now placed behind its doubles by name alone.
    let ties = findings.found().iter().filter(|found| found.diagnostic.code == "tie-by-id").count();
    assert!(ties > 100, "{ties}");
}

#[test]
fn without_any_steps_nothing_is_decided_and_nothing_is_claimed() {
    let rules = RuleSet::closing();
    let findings = Findings::of(&rules, &[], Limits { each: 0, all: 0 });
    assert_eq!(findings.found().len(), 1);
    assert!(findings.undecided().len() > 200);
}

/// A pack of one moment with these rules, all of them for one action, with the same weight.
fn tiny(rules: &[(&str, &str)]) -> String {
    let mut text = r#"
        pack = { name = "tiny", version = "1.0.0", title = "Tiny", moments = ["end"] }
        moments.end.title = "At the end"
        sources.us.title = "Us"
        facts.went = { question = "How did it go?", ordered = ["poorly", "unsure", "well"] }
        facts.late = { question = "Is it late?", bool = true }
        actions.smile = { moment = "end", title = "Smile", why = "It is contagious." }
    "#
    .to_owned();
    for (id, rest) in rules {
        let because = if rest.contains("because") { "" } else { "because = \"So.\"\n" };
        writeln!(text, "[[rule]]\nid = \"{id}\"\nsuggest = \"smile\"\nsources = [\"us\"]\n{because}{rest}")
            .unwrap();
    }
    text
}

fn within(text: &str, each: u64, all: u64) -> Findings {
    let rules = RuleSet::from_toml(text).unwrap_or_else(|error| panic!("{error}"));
    Findings::of(&rules, &[], Limits { each, all })
}

#[test]
fn without_any_steps_no_pair_of_rules_that_are_alike_is_decided() {
    let text = tiny(&[
        ("a", "when = { went = \"poorly\" }"),
        ("b", "when = { went = \"unsure\" }"),
        ("c", "when = { late = true }"),
        ("other", "because = \"Another reason.\"\nwhen = { late = true }"),
    ]);
    let findings = within(&text, 0, 0);
    let open = findings.undecided().iter().filter(|open| open.code == "mergeable-rules");
    assert_eq!(open.map(|open| &*open.about).collect::<Vec<_>>(), ["a", "b", "c"]);
}

/// Four ways to say that three are not all alike, where three will do; twice, so that only the opposite of them is short.
#[test]
fn with_any_number_of_steps_a_condition_that_could_be_shorter_is_found_or_not_decided() {
    let unlike = |[a, b, c]: [&str; 3]| {
        let one = |yes, no| format!("{{ {yes} = true, {no} = false }}");
        [one(a, b), one(b, a), one(a, c), one(c, a)].join(", ")
    };
    let (one, other) = (unlike(["a", "b", "c"]), unlike(["d", "e", "f"]));
    let mut text = tiny(&[("a", &format!("when = {{ not = {{ any = [{one}, {other}] }} }}"))]);
    for fact in ["a", "b", "c", "d", "e", "f"] {
        writeln!(text, "[facts.{fact}]\nquestion = \"Is it {fact}?\"\nbool = true").unwrap();
    }
    let (mut each, mut decided) = (0_u64, false);
    while !decided {
        let findings = within(&text, each, u64::MAX);
        decided = findings.found().iter().any(|found| found.diagnostic.code == "shorter-condition");
        let open = findings.undecided().iter().any(|open| open.code == "shorter-condition");
        assert!(decided || open, "with {each} steps");
        each = each * 9 / 8 + 1;
    }
}

/// Six alternatives of four tests each: that there is no shorter form than the one without the seventh, which is the first again, takes too many steps to prove.
#[test]
fn a_shorter_condition_is_told_whether_or_not_there_is_a_shorter_one_still() {
    let when = "when = { any = [
        { f6 = false, f8 = false, f0 = false, f2 = false },
        { f5 = false, f3 = true, f4 = true, f1 = false },
        { f8 = true, f2 = false, f7 = false, f0 = true },
        { f5 = true, f6 = false, f2 = false, f4 = false },
        { f0 = false, f8 = true, f7 = false, f5 = false },
        { f3 = true, f5 = true, f7 = true, f0 = true },
        { f6 = false, f8 = false, f0 = false, f2 = false },
    ] }";
    let mut text = tiny(&[("a", when)]);
    for at in 0..9 {
        writeln!(text, "[facts.f{at}]\nquestion = \"Is it {at}?\"\nbool = true").unwrap();
    }
    let findings = within(&text, Limits::default().each, Limits::default().all);
    let found = findings.found().iter().filter(|found| found.diagnostic.code == "shorter-condition");
    assert_eq!(found.count(), 1);
    assert!(findings.undecided().iter().all(|open| open.code != "shorter-condition"));
}

#[test]
fn what_no_rule_suggests_is_not_asked_to_lead() {
    let grin = "actions.grin = { moment = \"end\", title = \"Smile\", why = \"It shows.\" }\nactions.smile =";
    let text = tiny(&[("a", "")]).replace("actions.smile =", grin);
    let about_leads = |rule: &str| {
        let findings = within(
            &format!(
                "{text}[[rule]]\nid = \"grin\"\n{rule} = \"grin\"\nbecause = \"So.\"\nsources = [\"us\"]"
            ),
            0,
            0,
        );
        findings.undecided().iter().filter(|open| open.code == "leading-together").count()
    };
    assert!(about_leads("suggest") > 0);
    assert_eq!(about_leads("avoid"), 0);
}

#[test]
fn what_is_accepted_is_not_called_unused_while_it_is_not_decided() {
    // Moments without `when` have no gaps, which takes no steps to see.
    let text = tiny(&[("a", "when = { went = \"poorly\" }\naccept = [\"shorter-condition\", \"gap\"]")]);
    let unused = |findings: &Findings| -> Vec<String> {
        let found = findings.found().iter().map(|found| &found.diagnostic);
        found.filter(|found| found.code == "unused-accept").map(|found| found.message.clone()).collect()
    };
    let findings = within(&text, 0, 0);
    assert!(findings.undecided().iter().any(|open| open.code == "shorter-condition"));
    assert_eq!(unused(&findings), ["there is no `gap` to accept about the rule `a`"]);
    assert_eq!(unused(&within(&text, u64::MAX, u64::MAX)).len(), 2);
}

#[test]
fn what_is_not_decided_is_counted_and_shown_where_it_begins() {
    let mut counts = BTreeSet::new();
    let text = tiny(&[
        ("a", "when = { any = [{ went = \"poorly\" }, { went = \"well\", late = true }] }"),
        ("b", "when = { any = [{ went = \"poorly\", late = false }, { late = true }] }"),
    ]);
    for each in 0.. {
        let findings = within(&text, each, u64::MAX);
        let Some(first) = findings.undecided().first() else { break };
        let notes = findings.found().iter().filter(|found| found.diagnostic.code == "not-decided");
        let [note] = notes.collect::<Vec<_>>()[..] else { panic!("one note for all") };
        let said = match findings.undecided().len() {
            1 => "a question about this pack is not decided: it is too large".to_owned(),
            count => format!("{count} questions about this pack are not decided: they are too large"),
        };
        assert_eq!(note.diagnostic.message, said);
        // A pack has no place, but whatever is in it has.
        if *first.about != *"tiny" {
            let place = note.diagnostic.labels[0].span;
            let declared: Vec<&str> = text[place.start..].lines().take(2).collect();
            let name = &*first.about;
            assert!(declared.iter().any(|line| line.contains(name)), "{name} is not at {declared:?}");
        }
        counts.insert(findings.undecided().len().min(2));
    }
    assert_eq!(counts, BTreeSet::from([1, 2]));
}

#[test]
fn after_many_hard_questions_there_is_something_for_an_easy_one() {
    let mut text = hard_pack(60, 30);
    writeln!(
        text,
        "[[rule]]\nid = \"zz-easy\"\nsuggest = \"do-0\"\nwhen = {{ any = [{{ f0 = \"a\" }}, {{ f0 = \"b\" }}] }}\nbecause = \"So.\"\nsources = [\"us\"]"
    )
    .unwrap();
    let limits = Limits { each: 200_000, all: 1_000_000 };
    let findings = Findings::of(&RuleSet::from_toml(&text).unwrap(), &[], limits);
    let hard = findings.undecided().len();
    assert!(u64::try_from(hard).unwrap() * limits.each > limits.all, "only {hard}");
    let is_easy = |found: &&closer_verify::Found| {
        found.diagnostic.code == "shorter-condition" && found.about.iter().any(|name| **name == *"zz-easy")
    };
    assert_eq!(findings.found().iter().filter(is_easy).count(), 1, "{:?}", findings.undecided());
}

/// There are far too many ways to write what is not so, but none of them is needed where no test can be spared.
#[test]
fn a_long_condition_that_asks_each_fact_once_is_decided() {
    let mut text = hard_pack(60, 0);
    let pairs: Vec<String> =
        (0..30).map(|at| format!("{{ f{} = \"a\", f{} = \"b\" }}", 2 * at, 2 * at + 1)).collect();
    writeln!(
        text,
        "[[rule]]\nid = \"long\"\nsuggest = \"do-0\"\nwhen = {{ any = [{}] }}\nbecause = \"So.\"\nsources = [\"us\"]",
        pairs.join(", ")
    )
    .unwrap();
    for action in 1..5 {
        text = text.replace(
            &format!("[actions.do-{action}]\nmoment = \"now\"\ntitle = \"Do {action}\"\nwhy = \"So.\"\n"),
            "",
        );
    }
    let findings = Findings::of(&RuleSet::from_toml(&text).unwrap(), &[], Limits::default());
    let open = findings.undecided().iter().filter(|open| open.code == "shorter-condition");
    assert_eq!(open.count(), 0);
}

#[test]
fn an_overlay_is_not_told_what_only_the_pack_below_could_mend() {
    let below = tiny(&[
        ("twice", "weight = 50\nwhen = { went = \"poorly\" }"),
        ("twice-again", "weight = 40\nwhen = { went = \"poorly\" }"),
        ("sunny", "weight = 30\nwhen = { went = \"well\" }"),
        ("meant-so", "weight = 20\nwhen = { went = \"poorly\", late = true }\naccept = [\"redundant-rule\"]"),
    ]);
    let above = r#"
        pack = { name = "on-tiny", version = "1.0.0", title = "On tiny", extends = "tiny" }
        sources.them.title = "Them"
        [[rule]]
        id = "always"
        suggest = "smile"
        weight = 90
        because = "Always."
        sources = ["us"]
        accept = ["gap"]
        [override.rule.meant-so]
        sources = ["them"]
    "#;
    let files = [("1-below.toml", below.as_str()), ("2-above.toml", above)]
        .map(|(name, text)| (name.to_owned(), text.to_owned()));
    let base = Findings::of(&RuleSet::from_toml(&below).unwrap(), &[], Limits::default());
    let about = |findings: &Findings| -> Vec<(&'static str, Vec<String>)> {
        let names = |found: &closer_verify::Found| found.about.iter().map(ToString::to_string).collect();
        findings.found().iter().map(|found| (found.diagnostic.code, names(found))).collect()
    };
    let one =
        |code: &'static str, names: &[&str]| (code, names.iter().map(|&name| name.to_owned()).collect());
    assert_eq!(about(&base), [one("redundant-rule", &["twice-again"])]);
    let effective = Effective::from_layers([vec![files[0].clone()], vec![files[1].clone()]])
        .unwrap_or_else(|error| panic!("{error}"));
    let findings = Findings::of(effective.rules(), &files, Limits::default());
    let findings = findings.above(&base, |file| file == 0);
    assert_eq!(
        about(&findings),
        [
            one("redundant-rule", &["twice"]),
            one("redundant-rule", &["sunny"]),
            one("unused-accept", &["always", "gap"]),
        ]
    );
}

/// Even where the other file looks the same, place by place.
#[test]
fn a_condition_in_two_files_is_not_put_right_in_one_of_them() {
    let unless = "unless = { any = [{ went = \"well\" }, { went = \"well\", late = true }] }\n";
    let below = tiny(&[("o", &format!("when = {{ went = {{ not = \"poorly\" }} }}\n{unless}"))]);
    let head = "[pack]\nname = \"on-tiny\"\nversion = \"1.0.0\"\nextends = \"tiny\"\n[override.rule.o]\n";
    let before = below.find(unless).unwrap();
    let above = format!("{head}{}\n{unless}", "#".repeat(before - head.len() - 1));
    assert_eq!(above.find(unless), Some(before));
    let files = [("1-below.toml", &below), ("2-above.toml", &above)]
        .map(|(name, text)| (name.to_owned(), text.clone()));
    let has_a_fix = |rules: &RuleSet, files: &[(String, String)]| {
        let findings = Findings::of(rules, files, Limits::default());
        let found = findings.found().iter().map(|found| &found.diagnostic);
        found.filter(|it| it.code == "shorter-condition").map(|it| it.fix.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(has_a_fix(&RuleSet::from_toml(&below).unwrap(), &files[..1]), [true]);
    let both =
        Effective::from_layers(files.clone().map(|file| [file])).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(has_a_fix(both.rules(), &files), [false]);
}

#[test]
fn two_that_lead_together_are_told_of_once_however_many_disagreements_are_about_them() {
    let mut text = String::from(
        "pack = { name = 'many', version = '1.0.0', title = 'Many', moments = ['end'] }
         moments.end.title = 'At the end'
         sources = { us = { title = 'Us' }, them = { title = 'Them' } }\n",
    );
    let names: Vec<String> = (10..40).map(|at| format!("a{at}")).collect();
    for name in &names {
        writeln!(text, "actions.{name} = {{ moment = 'end', title = '{name}', why = 'So.' }}").unwrap();
    }
    for name in &names {
        writeln!(text, "[[rule]]\nid = '{name}'\nsuggest = '{name}'\nbecause = 'So.'\nsources = ['us']")
            .unwrap();
    }
    for at in 10..50 {
        writeln!(
            text,
            "[[disagreement]]\nid = 'd{at}'\nactions = {names:?}\nnote = 'So.'\n\
             sides = [{{ sources = ['us'], says = 'yes' }}, {{ sources = ['them'], says = 'no' }}]"
        )
        .unwrap();
    }
    let rules = RuleSet::from_toml(&text).unwrap();
    let pairs = |limits: Limits| {
        let findings = Findings::of(&rules, &[], limits);
        let together =
            findings.found().iter().filter(|found| found.diagnostic.code == "leading-together").count();
        (together, findings.undecided().iter().any(|open| open.code == "leading-together"))
    };
    assert_eq!(pairs(Limits::default()), (30 * 29 / 2, false));
    // Where the steps do not suffice to look at all of them, that is said.
    let (together, is_open) = pairs(Limits { each: 1_000, all: 8_000 });
    assert!(together < 30 * 29 / 2 && is_open, "{together}");
}

/// What is accepted of one disagreement is not of the next.
#[test]
fn two_that_lead_together_are_told_of_beside_what_is_accepted() {
    let told = |accepts: [bool; 2]| {
        let one = |(at, accepts): (usize, bool)| {
            let accept = if accepts { "accept = ['leading-together']" } else { "" };
            format!(
                "[[disagreement]]\nid = 'd{at}'\nactions = ['a', 'b']\nnote = 'N.'\n{accept}\n\
                 sides = [{{ says = 'one', sources = ['us'] }}, {{ says = 'other', sources = ['us'] }}]\n"
            )
        };
        let text = "pack = { name = 'two', version = '1.0.0', title = 'Two', moments = ['end'] }\n\
             moments.end.title = 'End'\nsources.us.title = 'Us'\n\
             actions.a = { moment = 'end', title = 'A', why = 'So.' }\nactions.b = { moment = 'end', title = 'B', why = 'So.' }\n\
             rule = [{ id = 'ra', suggest = 'a', weight = 60, because = 'So.', sources = ['us'] }, \
             { id = 'rb', suggest = 'b', because = 'So.', sources = ['us'] }]\n"
            .to_owned();
        let text = (1..).zip(accepts).map(one).fold(text, |text, one| text + &one);
        let found = find(&[("two.toml".to_owned(), text)]);
        found.iter().filter(|found| found.code == "leading-together").count()
    };
    assert_eq!(
        [told([true, true]), told([true, false]), told([false, true]), told([false, false])],
        [0, 1, 1, 1]
    );
}
