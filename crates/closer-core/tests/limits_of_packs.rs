//! Each limit of the reader holds exactly: as much as it says is read, and one more is refused with its own complaint.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may stop where a program may not")]

use std::fmt::Write;
use std::time::Instant;

use closer_core::{Limits, PackFiles, RuleSet, check_within};

type Layers = Vec<Vec<(String, String)>>;

const BEGINNING: &str = "\
    pack = { name = 'large', version = '1.0.0', moments = ['now'] }\n\
    moments.now.title = 'Now'\n\
    sources.one.title = 'One'\n";

/// A pack with so many facts, so many actions, so many rules that always hold, and a title with so many letters.
#[derive(Clone, Copy)]
struct Large {
    facts: usize,
    actions: usize,
    rules: usize,
    letters: usize,
}

const SMALL: Large = Large { facts: 3, actions: 2, rules: 2, letters: 20 };

impl Large {
    fn text(self) -> String {
        let mut text = BEGINNING.to_owned();
        for at in 0..self.facts {
            writeln!(text, "facts.f{at} = {{ question = 'So?', bool = true }}").unwrap();
        }
        for at in 0..self.actions {
            let title = if at == 0 { "ü".repeat(self.letters) } else { format!("A{at}") };
            writeln!(text, "actions.a{at} = {{ moment = 'now', title = '{title}', why = 'So.' }}").unwrap();
        }
        for at in 0..self.rules {
            text += &rule(&format!("r{at}"), "a0", "");
        }
        text
    }

    fn layers(self) -> Layers {
        alone(self.text())
    }
}

fn alone(text: String) -> Layers {
    vec![vec![("large.toml".to_owned(), text)]]
}

fn rule(id: &str, action: &str, more: &str) -> String {
    format!("[[rule]]\nid = '{id}'\nsuggest = '{action}'\nbecause = 'So.'\nsources = ['one']\n{more}\n")
}

/// A rule that holds in one of many ways: alternatives within alternatives multiply.
fn alternatives(factors: usize) -> String {
    let facts = |part: usize| (0..3).map(move |at| format!("{{ f{} = true }}", 3 * part + at));
    let any = |part: usize| format!("{{ any = [{}] }}", facts(part).collect::<Vec<_>>().join(", "));
    let all: Vec<String> = (0..factors).map(any).collect();
    let mut text = Large { facts: 3 * factors, rules: 0, ..SMALL }.text();
    text += &rule("many", "a0", &format!("when = {{ all = [{}] }}", all.join(", ")));
    text
}

/// A base and so many packs on top of each other, less one.
fn stack(layers: usize) -> Layers {
    let overlay = |at: usize| {
        let base = if at == 1 { "large".to_owned() } else { format!("over-{}", at - 1) };
        let text = format!("pack = {{ name = 'over-{at}', version = '1.0.0', extends = '{base}' }}\n");
        vec![(format!("over-{at}.toml"), text + &format!("[override.rule.r0]\nweight = {at}\n"))]
    };
    SMALL.layers().into_iter().chain((1..layers).map(overlay)).collect()
}

fn codes(layers: &Layers, limits: Limits) -> Vec<&'static str> {
    match RuleSet::from_layers_within(layers.clone(), limits) {
        Ok(_) => Vec::new(),
        Err(error) => {
            // Whoever reads it learns how much would have been read.
            assert!(error.diagnostics.iter().all(|found| found.help.is_some()), "{error}");
            error.diagnostics.iter().map(|found| found.code).collect()
        }
    }
}

/// What is read within a limit of `most` is not read within one less.
#[track_caller]
fn holds<N: Copy + std::ops::Sub<Output = N> + From<u8>>(
    layers: &Layers,
    most: N,
    code: &str,
    set: impl Fn(&mut Limits, N),
) {
    let within = |most: N| {
        let mut limits = Limits::default();
        set(&mut limits, most);
        codes(layers, limits)
    };
    assert_eq!(within(most), [""; 0]);
    assert_eq!(within(most - N::from(1)), [code]);
}

#[test]
fn bytes() {
    let layers = stack(3);
    let bytes = layers.iter().flatten().map(|(_, text)| text.len()).sum();
    holds(&layers, bytes, "too-large", |limits, most| limits.bytes = most);
}

#[test]
fn letters_of_one_text() {
    let layers = Large { letters: 300, ..SMALL }.layers();
    holds(&layers, 300, "too-large", |limits, most| limits.letters = most);
    // Wherever it stands.
    let side = |says: &str| format!("{{ sources = ['one'], says = '{says}' }}");
    let sides = format!("sides = [{}, {}]", side("no"), side(&"ü".repeat(300)));
    let more = format!("[[disagreement]]\nid = 'how'\nactions = ['a0']\nnote = 'So.'\n{sides}\n");
    let layers = alone(SMALL.text() + &more);
    holds(&layers, 300, "too-large", |limits, most| limits.letters = most);
}

/// As [`Limits::untrusted`] promises.
#[test]
fn several_packs_of_the_size_of_the_shipped_one_are_read_for_a_stranger() {
    let shipped: Vec<(String, String)> =
        closer_rules::CLOSING.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let bytes: usize = shipped.iter().map(|(_, text)| text.len()).sum();
    let filled = |times: usize| {
        let filling = ("filling.toml".to_owned(), "#".repeat((times - 1) * bytes));
        vec![shipped.iter().cloned().chain([filling]).collect()]
    };
    assert_eq!(codes(&filled(3), Limits::untrusted()), [""; 0]);
    assert_eq!(codes(&filled(20), Limits::untrusted()), ["too-large"]);
}

#[test]
fn packs_on_top_of_each_other() {
    holds(&stack(5), 5, "too-large", |limits, most| limits.layers = most);
    assert_eq!(codes(&stack(Limits::default().layers), Limits::default()), [""; 0]);
}

#[test]
fn facts() {
    holds(&Large { facts: 40, ..SMALL }.layers(), 40, "too-many-facts", |limits, most| limits.facts = most);
}

#[test]
fn actions() {
    holds(&Large { actions: 40, ..SMALL }.layers(), 40, "too-large", |limits, most| limits.actions = most);
}

#[test]
fn rules_and_disagreements() {
    holds(&Large { rules: 40, ..SMALL }.layers(), 40, "too-large", |limits, most| limits.rules = most);
    let mut text = BEGINNING.to_owned() + "sources.two.title = 'Two'\n";
    text += Large { rules: 40, ..SMALL }.text().strip_prefix(BEGINNING).unwrap();
    text += "[[disagreement]]\nid = 'how'\nactions = ['a0']\nnote = 'They differ.'\n\
             sides = [{ sources = ['one'], says = 'yes' }, { sources = ['two'], says = 'no' }]\n";
    holds(&alone(text), 41, "too-large", |limits, most| limits.rules = most);
}

/// One condition, and all together.
#[test]
fn work_on_conditions() {
    let layers = alone(alternatives(5));
    let within = |steps: u64, steps_in_all: u64| {
        let mut limits = Limits::default();
        (limits.steps, limits.steps_in_all) = (steps, steps_in_all);
        codes(&layers, limits)
    };
    let enough = (0..20).map(|power| 1 << power).find(|steps| within(*steps, u64::MAX).is_empty()).unwrap();
    let (mut low, mut high) = (enough / 2, enough);
    while high - low > 1 {
        let middle = low.midpoint(high);
        if within(middle, u64::MAX).is_empty() { high = middle } else { low = middle }
    }
    assert!(high > 243, "three to the fifth alternatives cannot cost only {high}");
    assert_eq!(within(high - 1, u64::MAX), ["condition-too-large"]);
    // That the moment may come costs a little, too.
    assert_eq!(within(high, 2 * high), [""; 0]);
    assert_eq!(within(high, high - 1), ["condition-too-large"]);
    // What there is no room for any more is said once, and of all together.
    let many =
        alone(alternatives(5) + &(0..30).map(|at| rule(&format!("more-{at}"), "a1", "")).collect::<String>());
    let mut limits = Limits::default();
    limits.steps_in_all = high - 1;
    let refused = RuleSet::from_layers_within(many, limits).unwrap_err();
    let said: Vec<&str> = refused.diagnostics.iter().map(|said| said.message.as_str()).collect();
    assert_eq!(said, ["all conditions together are too large"]);
    assert_eq!(codes(&alone(alternatives(14)), Limits::default()), ["condition-too-large"]);
}

#[test]
fn mistakes() {
    let text =
        SMALL.text() + &(0..30).map(|at| rule(&format!("wrong-{at}"), "nothing", "")).collect::<String>();
    let within = |most: usize| {
        let mut limits = Limits::default();
        limits.complaints = most;
        codes(&alone(text.clone()), limits)
    };
    assert_eq!(within(30), ["unknown-action"; 30]);
    let fewer = within(29);
    assert_eq!((fewer.len(), fewer[28], fewer[29]), (30, "unknown-action", "too-large"));
    // Not to be told of any mistake is no way to have none.
    assert_eq!(within(0), ["too-large"]);
}

#[test]
fn warnings() {
    let rule = "[[rule]]\nid = 'r'\nsuggest = 'a0'\nbecause = 'So.'\n";
    let text = SMALL.text() + rule + "sources = [" + &"'one', ".repeat(31) + "]\n";
    let within = |most: usize| {
        let mut limits = Limits::default();
        limits.complaints = most;
        let rules = RuleSet::from_layers_within(alone(text.clone()), limits).unwrap();
        rules.warnings().iter().map(|found| (found.code, found.message.clone())).collect::<Vec<_>>()
    };
    let all = within(34);
    assert_eq!(all.iter().filter(|(code, _)| *code == "repeated").count(), 30);
    assert_eq!((all.len(), all.iter().any(|(code, _)| *code == "more-warnings")), (34, false));
    let fewer = within(33);
    assert_eq!(fewer.len(), 34);
    assert_eq!(fewer[33], ("more-warnings", "there is one more warning".to_owned()));
    assert_eq!(within(0), [("more-warnings", "there are 34 more warnings".to_owned())]);
}

#[test]
fn cases() {
    let rules = RuleSet::from_toml(&SMALL.text()).unwrap();
    let eight = "matrix = { f0 = [true, false], f1 = [true, false], f2 = [true, false] }";
    let test = |name: &str, more: &str| format!("[[test]]\nname = '{name}'\nsilent = ['a1']\n{more}\n");
    let tests =
        "pack = 'large'\n".to_owned() + &test("one", eight) + &test("two", eight) + &test("three", "");
    let within = |most: usize| {
        let mut limits = Limits::default();
        limits.cases = most;
        rules.sheet_within([("a.test.toml", tests.as_str())], limits)
    };
    assert_eq!(within(17).unwrap().tests.len(), 3);
    let error = within(16).unwrap_err();
    let told: Vec<_> = error.diagnostics.iter().map(|found| (found.code, found.message.as_str())).collect();
    assert_eq!(told, [("too-many-cases", "with those of the test `three` there are 17 cases")]);
    // It is said of one test, not of all that come after it.
    assert_eq!(within(8).unwrap_err().diagnostics.len(), 1);
}

/// Each case is kept with all that is known of every fact, so there are fewer where there are many facts.
#[test]
fn cases_of_many_facts() {
    let rules = RuleSet::from_toml(&Large { facts: 2_000, ..SMALL }.text()).unwrap();
    let codes = |facts: usize| -> Vec<&'static str> {
        let all: Vec<String> = (0..facts).map(|at| format!("f{at} = [true, false]")).collect();
        let all = all.join(", ");
        let tests =
            format!("pack = 'large'\n[[test]]\nname = 'one'\nsilent = ['a1']\nmatrix = {{ {all} }}\n");
        rules
            .sheet([("a.test.toml", tests)])
            .map_or_else(|error| error.diagnostics.iter().map(|found| found.code).collect(), |_| Vec::new())
    };
    assert_eq!(codes(12), [""; 0]);
    assert_eq!(codes(13), ["too-many-cases"]);
}

#[test]
fn work_on_the_conditions_of_properties() {
    let rules = RuleSet::from_toml(&Large { facts: 6, ..SMALL }.text()).unwrap();
    let any = |from: usize| {
        let tests: Vec<String> = (from..from + 3).map(|at| format!("{{ f{at} = true }}")).collect();
        format!("{{ any = [{}] }}", tests.join(", "))
    };
    let property = |at: usize| {
        format!(
            "[[property]]\nname = 'p{at}'\nwhenever = {{ all = [{}, {}] }}\navoids = ['a1']\n",
            any(0),
            any(3)
        )
    };
    let codes = |number: usize, steps_in_all: u64| -> Vec<&'static str> {
        let tests = "pack = 'large'\n".to_owned() + &(0..number).map(property).collect::<String>();
        let mut limits = Limits::default();
        limits.steps_in_all = steps_in_all;
        rules
            .sheet_within([("a.test.toml", tests)], limits)
            .map_or_else(|error| error.diagnostics.iter().map(|found| found.code).collect(), |_| Vec::new())
    };
    let enough = (1..10_000).find(|steps| codes(1, *steps).is_empty()).unwrap();
    assert_eq!(codes(3, 3 * enough), [""; 0]);
    assert_eq!(codes(3, 3 * enough - 1), ["condition-too-large"]);
}

#[test]
fn tests_and_translations() {
    let rules = RuleSet::from_toml(&SMALL.text()).unwrap();
    let tests = "pack = 'large'\n[[test]]\nname = 'one'\nsilent = ['a1']\n";
    let words = "language = 'de'\npack = 'large'\n";
    let mut limits = Limits::default();
    limits.bytes = tests.len();
    assert!(rules.sheet_within([("a.test.toml", tests)], limits).is_ok());
    assert!(rules.translate_within([("a.de.lang.toml", words)], limits).is_ok());
    limits.bytes = words.len() - 1;
    let refused = [
        rules.sheet_within([("a.test.toml", tests)], limits).map(|_| ()).unwrap_err(),
        rules.translate_within([("a.de.lang.toml", words)], limits).map(|_| ()).unwrap_err(),
    ];
    for error in refused {
        assert_eq!(error.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["too-large"]);
    }
}

/// What the engine itself can hold, which nobody can adjust.
#[test]
fn limits_of_the_engine() {
    let codes = |text: String| codes(&alone(text), Limits::default());
    let with = |more: &str| BEGINNING.to_owned() + more + SMALL.text().strip_prefix(BEGINNING).unwrap();
    let values = |number: usize| {
        let values: Vec<String> = (0..number).map(|at| format!("'v{at}'")).collect();
        with(&format!("facts.many = {{ question = 'Which?', values = [{}] }}\n", values.join(", ")))
    };
    assert_eq!(codes(values(64)), [""; 0]);
    assert_eq!(codes(values(65)), ["too-many-values"]);

    // Every other number is tested, so that each is a piece and each between them, and so are the rest and, from 2 on, the beginning.
    let pieces = |first: u32| {
        let tested: Vec<String> = (0..32).map(|at| (first + 2 * at).to_string()).collect();
        with("facts.days = { question = 'How many?', range = [1, 1000] }\n")
            + &rule("cut", "a0", &format!("when = {{ days = [{}] }}", tested.join(", ")))
    };
    assert_eq!(codes(pieces(1)), [""; 0]);
    assert_eq!(codes(pieces(2)), ["too-many-cells"]);

    let name = |letters: usize| {
        with(&format!("facts.{} = {{ question = 'So?', bool = true }}\n", "f".repeat(letters)))
    };
    assert_eq!(codes(name(100)), [""; 0]);
    assert_eq!(codes(name(101)), ["bad-name"]);

    let nested = |depth: usize| {
        let (before, after) = ("{ not = ".repeat(depth), " }".repeat(depth));
        with("") + &rule("deep", "a0", &format!("when = {before}{{ f0 = true }}{after}"))
    };
    assert_eq!(codes(nested(16)), [""; 0]);
    assert_eq!(codes(nested(17)), ["nested-too-deep"]);
}

/// Nothing that follows from what was not read is complained about, however much there is of it.
#[test]
fn what_is_too_large_is_said_once() {
    let file = |at: usize| (format!("{at}.toml"), Large { rules: 1_000, ..SMALL }.text());
    let layers = vec![(0..30).map(file).collect()];
    let mut limits = Limits::untrusted();
    limits.bytes = 100;
    assert_eq!(codes(&layers, limits), ["too-large"]);
}

/// Packs that are made to blow up, each in another way: those that are too large for a stranger, and some with so many bytes.
fn hostile(bytes: usize) -> Vec<(&'static str, Layers)> {
    let filled = |unit: &str| unit.repeat(bytes / unit.len());
    let mut keys = String::new();
    for at in 0..bytes / 11 {
        writeln!(keys, "k{at:05} = 1").unwrap();
    }
    vec![
        ("too much text", alone("#".repeat(Limits::untrusted().bytes + 1))),
        ("facts", Large { facts: 501, ..SMALL }.layers()),
        ("actions", Large { actions: 2_001, ..SMALL }.layers()),
        ("rules", Large { rules: 5_001, ..SMALL }.layers()),
        ("a long text", Large { letters: 2_001, ..SMALL }.layers()),
        ("layers", stack(9)),
        ("alternatives", alone(alternatives(14))),
        ("brackets", alone(filled("["))),
        ("dotted keys", alone(filled("a."))),
        ("nested lists", alone(format!("a = {}", filled("[")))),
        ("nested tables", alone(format!("a = {}", filled("{ a = ")))),
        ("empty rules", alone(filled("[[rule]]\n"))),
        ("repeated tables", alone(filled("[rule]\n"))),
        ("keys without a value", alone(filled("x\n"))),
        ("values that are missing", alone(filled("x = \n"))),
        ("unknown keys", alone(keys)),
        ("moments", alone(moments(bytes / 40))),
        (
            "hidden letters",
            alone(format!("title = '{}{}'", "\u{ed}".repeat(bytes / 4), "\u{ad}".repeat(bytes / 4))),
        ),
        ("signs of notes", alone(format!("x y {}{}", "\"".repeat(bytes / 4), "//".repeat(bytes / 4)))),
        ("headings again", alone(format!("[a]\n#{}\n{}", "a".repeat(bytes / 2), "[a]\n".repeat(bytes / 8)))),
        ("repeated values", alone(format!("facts.f = {{ values = [{}] }}", filled("'v', ")))),
    ]
}

/// So many moments that are listed and not declared, and as many that are both.
fn moments(number: usize) -> String {
    let list: Vec<String> =
        ["u", "m"].iter().flat_map(|kind| (0..number).map(move |at| format!("'{kind}{at:05}'"))).collect();
    let mut pack =
        format!("[pack]\nname = 'p'\nversion = '1.0.0'\nmoments = [{}]\n[moments]\n", list.join(","));
    (0..number).for_each(|at| writeln!(pack, "m{at:05}.title = 't'").unwrap());
    pack
}

#[test]
fn packs_made_to_blow_up_are_refused() {
    for (kind, layers) in hostile(20_000) {
        assert!(!codes(&layers, Limits::untrusted()).is_empty(), "{kind}");
    }
}

/// `cargo test --release -p closer-core --test limits_of_packs -- --ignored --nocapture`
#[test]
#[ignore = "prints how long it takes, which no test may depend on"]
fn how_long_a_refusal_takes() {
    for (kind, layers) in hostile(Limits::untrusted().bytes - 1_000) {
        let begin = Instant::now();
        let found = codes(&layers, Limits::untrusted());
        println!(
            "{kind}: {} ms, {} complaints, the first {:?}",
            begin.elapsed().as_millis(),
            found.len(),
            found.first()
        );
    }
}

/// What cases say is not read where there are too many of them.
#[test]
fn cases_that_are_too_many_are_counted_and_not_read() {
    let rules: Vec<(String, String)> = SMALL.layers().remove(0);
    let codes = |cases: usize, before: usize, most: usize| -> Vec<&str> {
        let test = |name: &str, number: usize, case: &str| {
            format!("[[test]]\nname = '{name}'\nsuggests = ['a0']\ncases = [{}]\n", case.repeat(number))
        };
        let tests =
            format!("pack = 'large'\n{}{}", test("b", before, "{},"), test("c", cases, "{ nobody = 1 },"));
        let mut limits = Limits::default();
        limits.cases = most;
        let packs = [PackFiles { rules: rules.clone(), tests: vec![("large.test.toml".to_owned(), tests)] }];
        let found = check_within(packs, limits).diagnostics;
        found
            .iter()
            .map(|found| found.code)
            .filter(|code| ["too-many-cases", "unknown-key"].contains(code))
            .collect()
    };
    // As many as there may be are read.
    assert_eq!(codes(3, 2, 5), ["unknown-key"; 3]);
    assert_eq!(codes(4, 2, 5), ["too-many-cases"]);
    let most = codes(10_000, 1, 100_000);
    assert!(most.contains(&"unknown-key") && !most.contains(&"too-many-cases"));
    assert_eq!(codes(10_001, 1, 100_000), ["too-many-cases"]);
}

#[test]
fn tests_are_limited_too() {
    let rules: Vec<(String, String)> = SMALL.layers().remove(0);
    let tests =
        "pack = 'large'\n[[test]]\nname = 'a title'\nsuggests = ['a0']\n".to_owned() + &"#".repeat(2_000);
    let packs = [PackFiles { rules, tests: vec![("large.test.toml".to_owned(), tests)] }];
    let codes = |bytes: usize| -> Vec<&str> {
        let mut limits = Limits::default();
        limits.bytes = bytes;
        check_within(packs.clone(), limits).diagnostics.iter().map(|found| found.code).collect()
    };
    assert!(!codes(4_000).contains(&"too-large"));
    assert_eq!(codes(2_000).iter().filter(|code| **code == "too-large").count(), 1);
}
