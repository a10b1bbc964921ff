//! What overlays make of the packs below, and where they get into each other's way.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may stop where a program may not")]

use closer_core::{Diagnostic, Effective, LoadError, RuleSet};

const SOUND: &str = include_str!("mistakes/sound.toml");

/// A pack on top of another.
fn overlay(name: &str, base: &str, text: &str) -> (String, String) {
    let head = format!("[pack]\nname = '{name}'\nversion = '1.0.0'\nextends = '{base}'\n");
    (format!("{name}.toml"), head + text)
}

/// The sound pack with these on top.
fn stack(overlays: &[(String, String)]) -> Result<Effective, LoadError> {
    let sound = ("sound.toml".to_owned(), SOUND.to_owned());
    Effective::from_layers(overlays.iter().cloned().chain([sound]).map(|file| [file]))
}

/// Two packs of which neither stands on the other.
fn beside(one: &str, other: &str) -> Result<Effective, LoadError> {
    stack(&[overlay("one", "sound", one), overlay("other", "sound", other)])
}

fn messages(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|found| &*found.message).collect()
}

/// Each pack may have as long a name as any, whatever their names are together.
#[test]
fn names_of_packs_that_are_used_together_can_be_long() {
    let named = |first: usize, second: usize| {
        let names = ["a".repeat(first), "b".repeat(second)];
        let all = names.map(|name| overlay(&name, "sound", "[override.action.ask-boldly]\nboldness = 3\n"));
        stack(&all).map(|read| read.rules().pack().name.to_string())
    };
    assert_eq!(named(100, 100).unwrap(), format!("{}-and-{}", "a".repeat(100), "b".repeat(100)));
    for (first, second) in [(101, 2), (2, 101)] {
        let found = named(first, second).unwrap_err().diagnostics;
        assert!(found.iter().any(|found| found.code == "bad-name"), "{found:?}");
    }
}

/// What stands on top of a pack hides nothing of it that is wrong.
#[test]
fn mistakes_of_the_pack_below_are_told() {
    let base =
        SOUND.replace("name    = \"sound\"", "name = \"Sound It\"").replacen("version = \"1.0.0\"\n", "", 1);
    let base = base.replace("ordered  = [\"poorly\"", "ordered  = [\"poorly\", \"poorly\"");
    assert_eq!(base.matches("poorly\", \"poorly").count(), 1, "{base}");
    let on_top = "[pack]\nname = 'top'\nversion = '1.0.0'\nextends = 'Sound It'\n\
        [extend.fact.went]\nbetter = { after = 'well' }\n";
    let error = Effective::from_layers([[("a.toml", base.as_str())], [("top.toml", on_top)]]).unwrap_err();
    let codes: Vec<&str> = error.diagnostics.iter().map(|found| found.code).collect();
    for code in ["bad-name", "missing-key", "duplicate-id"] {
        assert_eq!(codes.iter().filter(|it| **it == code).count(), 1, "{code}: {error}");
    }
}

/// Only an overlay can have meant a table of overlays, and only by a table.
#[test]
fn a_misspelt_table_is_told_once() {
    let said = |in_base: &str, on_top: &str| {
        let (base, top) = (format!("{SOUND}\n{in_base}"), overlay("top", "sound", on_top));
        let found =
            Effective::from_layers([[("sound.toml".to_owned(), base)], [top]]).unwrap_err().diagnostics;
        let [only] = found.as_slice() else { panic!("{found:#?}") };
        assert_eq!(only.message, "a pack has no table `overide`");
        (only.help.clone().unwrap_or_default(), only.fix.as_ref().map(|fix| fix.replacement.clone()))
    };
    let table = "[overide.action.ask-boldly]\nboldness = 3\n";
    assert_eq!(said("", table), ("did you mean `override`?".to_owned(), Some("override".to_owned())));
    let of_packs =
        |(help, fix): (String, Option<String>)| help.starts_with("the tables are `pack`") && fix.is_none();
    assert!(of_packs(said(table, "")));
    assert!(of_packs(said("", "[[overide]]\nboldness = 3\n")));
}

/// What two packs are called together is no name for one.
#[test]
fn a_pack_that_stands_alone_has_no_longer_name_than_others() {
    let name = format!("{}-and-{}", "a".repeat(60), "b".repeat(60));
    let pack = SOUND.replace("name    = \"sound\"", &format!("name = \"{name}\""));
    let error = RuleSet::from_toml(&pack).unwrap_err();
    assert_eq!(error.diagnostics[0].code, "bad-name");
}

#[track_caller]
fn is_said(read: Result<Effective, LoadError>, expected: &[&str]) {
    let found = read.map_or_else(|error| error.diagnostics, |read| read.rules().warnings().to_vec());
    assert_eq!(messages(&found), expected);
}

/// Wherever it stands and in whichever order tables are written.
#[test]
fn packs_that_set_a_field_to_the_same_agree() {
    for (of, one, other, agree) in [
        ("fact.level", "ask_first = true", "ask_first = true", true),
        ("fact.level", "ask_first = true", "ask_first = false", false),
        ("fact.level", "ask_first = true", "ask_first = 'true'", false),
        ("action.ask-boldly", "boldness = 3", "boldness = 3", true),
        ("action.ask-boldly", "boldness = 3", "boldness = 4", false),
        ("action.ask-boldly", "title = 'Ask'", "title = 'Ask'", true),
        ("action.ask-boldly", "title = 'Ask'", "title = 'ask'", false),
        (
            "rule.leave-pay-alone",
            "sources = ['000-04', 'editorial']",
            "sources = ['000-04', 'editorial']",
            true,
        ),
        (
            "rule.leave-pay-alone",
            "sources = ['000-04', 'editorial']",
            "sources = ['000-04', '000-11']",
            false,
        ),
        ("rule.leave-pay-alone", "sources = ['000-04', 'editorial']", "sources = ['000-04']", false),
        ("rule.leave-pay-alone", "sources = ['000-04']", "sources = ['000-04', 'editorial']", false),
        (
            "rule.leave-pay-alone",
            "when = { went = 'well', level = ['mid', 'senior'] }",
            "when = { level = ['mid', 'senior'], went = 'well' }",
            true,
        ),
        ("rule.leave-pay-alone", "when = { went = 'well' }", "when = { went = 'unsure' }", false),
        ("rule.leave-pay-alone", "when = { went = 'well' }", "when = { level = 'mid' }", false),
        (
            "rule.leave-pay-alone",
            "when = { went = 'well' }",
            "when = { went = 'well', level = 'mid' }",
            false,
        ),
        (
            "rule.leave-pay-alone",
            "when = { went = 'well', level = 'mid' }",
            "when = { went = 'well' }",
            false,
        ),
        (
            "rule.leave-pay-alone",
            "when = { setting = 'phone', field = 'other' }",
            "when = { setting = 'video', field = 'other' }",
            false,
        ),
        ("rule.leave-pay-alone", "remove = ['weight']", "remove = ['weight']", true),
        ("rule.bold-when-sure", "remove = ['weight']", "remove = ['weight']", true),
        ("rule.bold-when-sure", "remove = ['weight']", "weight = 3", false),
    ] {
        let text = |field: &str| format!("[override.{of}]\n{field}\n");
        let read = beside(&text(one), &text(other));
        let conflicts = match &read {
            Ok(_) => 0,
            Err(error) => {
                error.diagnostics.iter().filter(|found| found.code == "conflicting-overrides").count()
            }
        };
        assert_eq!(conflicts, usize::from(!agree), "{of}: {one} and {other}");
    }
}

/// Phrases, titles and flags are overridden one by one, and to remove all is to remove each.
#[test]
fn fields_of_many_entries_can_be_removed_whole() {
    let remove = "[override.fact.went]\nremove = ['phrases']\n";
    let set = "[override.fact.went.phrases]\nwell = 'it went well'\n";
    let set_another = "[override.fact.went.phrases]\npoorly = 'it went badly'\n";
    let phrases = |read: Effective| {
        let fact = read.rules().vocabulary().find("went").unwrap().clone();
        fact.phrases.iter().map(|(value, _)| value.to_string()).collect::<Vec<_>>()
    };
    is_said(
        beside(remove, set),
        &["`one` and `other` change `phrases.well` of the fact `went` in different ways"],
    );
    // What one pack has taken away another may say anew.
    let upper = |text: &str| overlay("upper", "lower", text);
    let lower = |text: &str| overlay("lower", "sound", text);
    assert_eq!(phrases(stack(&[lower(remove)]).unwrap()), [""; 0]);
    assert_eq!(phrases(stack(&[lower(set), upper(remove)]).unwrap()), [""; 0]);
    assert_eq!(phrases(stack(&[lower(remove), upper(set)]).unwrap()), ["well"]);
    assert_eq!(phrases(stack(&[lower(set_another)]).unwrap()), ["poorly", "well"]);
    assert_eq!(phrases(stack(&[lower(remove), upper(set_another)]).unwrap()), ["poorly"]);
}

/// Those of all packs below, and not only those of the lowest.
#[test]
fn what_a_pack_below_has_added_is_removed_with_the_others() {
    let fact = |of: &str, entry: &str| format!("[override.fact.{of}]\n{entry}\n");
    let titles = |overlays: &[(String, String)]| {
        let read = stack(overlays).unwrap();
        let fact = read.rules().vocabulary().find("level").unwrap();
        (fact.title(1).to_owned(), read.to_toml().contains("\ntitles"))
    };
    let set = overlay("lower", "sound", &fact("level", "titles = { mid = 'associate' }"));
    let remove = overlay("upper", "lower", &fact("level", "remove = ['titles']"));
    assert_eq!(titles(std::slice::from_ref(&set)), ("associate".to_owned(), true));
    assert_eq!(titles(&[set.clone(), remove.clone()]), ("mid".to_owned(), false));
    let again = overlay("top", "upper", &fact("level", "titles = { senior = 'old' }"));
    assert_eq!(titles(&[set, remove, again]), ("mid".to_owned(), true));

    let set = overlay("lower", "sound", &fact("went", "phrases = { poorly = 'it went badly' }"));
    let remove = overlay("upper", "lower", &fact("went", "remove = ['phrases']"));
    let read = stack(&[set, remove]).unwrap();
    assert!(read.rules().vocabulary().find("went").unwrap().phrases.is_empty());
}

#[test]
fn only_fields_of_many_entries_are_removed_entry_by_entry() {
    let remove = |what: &str| {
        stack(&[overlay("one", "sound", &format!("[override.rule.bold-when-sure]\nremove = ['{what}']\n"))])
    };
    is_said(remove("weight"), &[]);
    is_said(remove("weight.x"), &["a rule has no field `weight.x`"]);
    is_said(remove("when.went"), &["a rule has no field `when.went`"]);
}

/// A list that was empty before has not become so.
#[test]
fn lists_without_the_actions_that_are_disabled() {
    let disable = "[disable]\nactions = ['ask-boldly', 'ask-next-steps']\n";
    let disagreement =
        |actions: &str| format!("{disable}[override.disagreement.how-bold]\nactions = {actions}\n");
    let gone = |read: &Effective| read.disabled().any(|gone| gone == ("disagreement", "how-bold"));
    assert!(gone(&stack(&[overlay("one", "sound", disable)]).unwrap()));
    let error = stack(&[overlay("one", "sound", &disagreement("[]"))]).unwrap_err();
    assert!(error.diagnostics.iter().any(|found| found.code == "empty-list"), "{error}");
}

/// What is odd in a table that only the packs together make is complained of as in a pack that stands alone.
#[test]
fn oddities_of_the_pack_itself() {
    let head = "[pack]\nname = 'one'\nversion = '1.0.0'\nextends = 'sound'\n";
    let read = |more: &str| {
        let file = ("one.toml".to_owned(), format!("{head}{more}"));
        stack(&[file])
    };
    is_said(read("title = 'One'\n"), &[]);
    is_said(read("title = 3\n"), &["`title` is text, but this is a whole number"]);
    is_said(read("[[actions]]\ntitle = 'More'\n"), &["`actions` is a table, but this is a list"]);
    is_said(
        read("[rule]\nid = 'more'\nsuggest = 'ask-boldly'\nbecause = 'So.'\nsources = ['000']\n"),
        &["`rule` is a list of tables, but this is a table"],
    );
    let nameless = "[pack]\nname = ''\nversion = '1.0.0'\nextends = 'sound'\n".to_owned();
    is_said(stack(&[("one.toml".to_owned(), nameless)]), &["`name` says nothing"]);
    is_said(stack(&[overlay("One", "sound", "")]), &["`One` cannot be the name of a pack"]);
}

/// Each may declare a thing, but not the same.
#[test]
fn a_thing_is_declared_once() {
    let source = "[sources.more]\ntitle = 'More'\n";
    let rule = "[[rule]]\nid = 'more'\nsuggest = 'ask-boldly'\nbecause = 'So.'\nsources = ['more']\n";
    let one = format!("{source}{rule}");
    is_said(beside(&one, ""), &[]);
    is_said(
        beside(&one, &one),
        &["the source `more` is added by `one`, too", "the rule `more` is added by `one`, too"],
    );
    let twice = format!("{one}{rule}");
    is_said(beside(&twice, ""), &["two rules are called `more`"]);
}
