//! What is fuzzed: each function takes any bytes, and a panic in it is a find.
//!
//! The tests of the repository run all of them over what is kept in `corpus` and `regressions`, without a fuzzer.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "to panic is how a find is told"
)]

/// The slow reference of `closer-core`.
#[path = "../../crates/closer-core/tests/reference"]
#[allow(dead_code, reason = "the other parts are for the tests of `closer-core`")]
mod reference {
    pub(crate) mod advice;
    pub(crate) mod assumed;
    pub(crate) mod build;
    pub(crate) mod compare;
    pub(crate) mod context;
    pub(crate) mod cover;
    pub(crate) mod dispute;
    pub(crate) mod fit;
    pub(crate) mod json;
    pub(crate) mod overlaid;
    pub(crate) mod pack;
    pub(crate) mod question;
    pub(crate) mod random;
    pub(crate) mod residual;
    #[path = "../../../../fuzz/src/shaped.rs"]
    pub(crate) mod shaped;
    pub(crate) mod toml_text;
    pub(crate) mod world;
}

use std::collections::BTreeSet;
use std::sync::OnceLock;

use arbitrary::{Arbitrary, Unstructured};
use closer_core::space::Budget;
use closer_core::{Context, ContextError, Diagnostic, Effective, LoadError, Program, Report, RuleSet};
use closer_verify::{Findings, Limits, Suite};
use reference::shaped;

/// A target: its name, which is that of its folders, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 8] = [
    ("pack", pack),
    ("meaning", meaning),
    ("context", context),
    ("layers", layers),
    ("tests", tests),
    ("translation", translation),
    ("condition", condition),
    ("command", command),
];

/// Texts longer than this are slow, and show nothing that short ones do not.
const LONGEST: usize = 20_000;

fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok().filter(|text| text.len() <= LONGEST)
}

/// Complaints can be told, and every place in them is in the text.
fn tell(found: &[Diagnostic], files: &[(String, String)]) {
    for diagnostic in found {
        for span in
            diagnostic.labels.iter().map(|label| label.span).chain(diagnostic.fix.iter().map(|fix| fix.span))
        {
            let (_, text) = &files[span.file];
            assert!(text.get(span.start..span.end).is_some(), "{diagnostic:?} is not in the text");
        }
    }
    let report = Report::new(found, files);
    assert!(!serde_json::to_string(&report).unwrap().is_empty());
}

fn refused(error: &LoadError) {
    assert!(!error.diagnostics.is_empty());
    assert!(!error.to_string().is_empty());
    tell(&error.diagnostics, &error.files);
}

/// Whatever can be asked of a sound pack has an answer.
fn run(rules: RuleSet) {
    let program = rules.compile();
    let context = Context::unknown(program.rules().vocabulary());
    let advice = program.advise(&context);
    assert!(!serde_json::to_string(&advice).unwrap().is_empty());
    assert_eq!(program.decider().decide(&context), &program.decide(&context));
    for action in program.rules().actions().iter().take(3) {
        assert!(program.explain(&context, &action.id).is_some());
    }
    for rule in program.rules().rules().iter().take(3) {
        assert!(program.explain_rule(&context, &rule.id).is_some());
    }
}

/// Bytes as the text of a pack.
pub fn pack(data: &[u8]) {
    let Some(text) = text(data) else { return };
    match RuleSet::from_toml(text) {
        Ok(rules) => {
            tell(rules.warnings(), &[("<text>".to_owned(), text.to_owned())]);
            run(rules);
        }
        Err(error) => refused(&error),
    }
}

/// Bytes as the choices that make a pack and a context: what the engine says of them is what looking at every world gives.
pub fn meaning(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let (Ok(strict), Ok(raw), Ok(pack)) =
        (bool::arbitrary(&mut bytes), shaped::known(&mut bytes), shaped::pack(&mut bytes))
    else {
        return;
    };
    let pack = pack.without_mistakes();
    let known = reference::fit::fit_context(&pack, &raw, strict);
    let toml = reference::toml_text::plain(&pack);
    let program = Program::from_toml(&toml).unwrap_or_else(|error| panic!("refused: {error}\n{toml}"));
    let given = program.context(&reference::json::context(&pack, &known)).unwrap();
    let advice = if strict { program.advise_strict(&given) } else { program.advise(&given) };
    let meaning = reference::context::Meaning::of(&pack);
    let found = serde_json::to_value(advice).unwrap();
    let differences = reference::compare::differences(&meaning, &known, &found);
    assert!(differences.is_empty(), "{differences:#?}\n{toml}");
    let (quick, slow) = if strict {
        (program.decider().decide_strict(&given).clone(), program.decide_strict(&given))
    } else {
        (program.decider().decide(&given).clone(), program.decide(&given))
    };
    assert_eq!(quick, slow, "{toml}");
}

fn closing() -> &'static Program {
    static CLOSING: OnceLock<Program> = OnceLock::new();
    CLOSING.get_or_init(Program::closing)
}

/// Bytes as a context for the shipped pack, in JSON or TOML. Both are read in two ways, and what can be read straight from the text means what its values mean.
pub fn context(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let program = closing();
    let rules = program.rules();
    if let Ok(known) = serde_json::from_str::<serde_json::Value>(text) {
        let told = program.context(&known);
        // Of a key that stands twice a value keeps the last only.
        let as_written = text.matches(':').count() == keys(&known);
        let straight = rules.context_from(&mut serde_json::Deserializer::from_str(text));
        if let (Ok(straight), true) = (straight, as_written) {
            same(&straight, &told);
        }
        if let Ok(few) = rules.context_within(&known, few()) {
            same(&few, &told);
        }
        answered(program, told);
    }
    if let Ok(known) = toml::from_str::<toml::Table>(text) {
        let told = program.context(&known);
        match rules.context_from_toml(text) {
            Ok(straight) => same(&straight, &told),
            Err(error) => refused(&error),
        }
        match rules.context_from_toml_within(text, few()) {
            Ok(few) => same(&few, &told),
            Err(error) => refused(&error),
        }
        answered(program, told);
    }
}

/// What fits in little room means what it means in much.
fn few() -> closer_core::Limits {
    let mut limits = closer_core::Limits::untrusted();
    (limits.said, limits.letters, limits.complaints) = (12, 30, 3);
    limits
}

fn keys(value: &serde_json::Value) -> usize {
    match value {
        serde_json::Value::Array(values) => values.iter().map(keys).sum(),
        serde_json::Value::Object(entries) => entries.values().map(|value| 1 + keys(value)).sum(),
        _ => 0,
    }
}

fn same(straight: &Context, told: &Result<Context, ContextError>) {
    let told = told.as_ref().expect("what was read straight from the text is no mistake");
    assert_eq!(format!("{straight:?}"), format!("{told:?}"));
}

fn answered(program: &Program, told: Result<Context, ContextError>) {
    match told {
        Ok(context) => assert_eq!(program.decider().decide(&context), &program.decide(&context)),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Bytes as packs that stand on one another, with a line `---` between them. After a zero, which no text has, as the choices that make a pack and take it
/// apart: what its parts on top of each other mean is what it means whole.
pub fn layers(data: &[u8]) {
    if let Some(choices) = data.strip_prefix(&[0]) {
        return taken_apart(choices);
    }
    let Some(text) = text(data) else { return };
    let layers: Vec<[(String, String); 1]> = text
        .split("\n---\n")
        .enumerate()
        .map(|(at, text)| [(format!("{at}.toml"), text.to_owned())])
        .collect();
    match Effective::from_layers(layers) {
        Ok(effective) => run(effective.into_rules()),
        Err(error) => refused(&error),
    }
}

fn taken_apart(choices: &[u8]) {
    let mut bytes = Unstructured::new(choices);
    let (Ok(seed), Ok(raw), Ok(pack)) =
        (u64::arbitrary(&mut bytes), shaped::known(&mut bytes), shaped::pack(&mut bytes))
    else {
        return;
    };
    let pack = pack.without_mistakes();
    let known = reference::json::context(&pack, &reference::fit::fit_context(&pack, &raw, false));
    let whole = reference::toml_text::plain(&pack);
    let says = |rules: RuleSet| {
        let program = rules.compile();
        let advice = program.advise(&program.context(&known).unwrap());
        let mut advice = serde_json::to_value(advice).unwrap();
        advice["pack"].take();
        advice
    };
    let layers = reference::overlaid::layers(&whole, seed);
    let files = layers.iter().map(|(name, text)| [(name.as_str(), text.as_str())]);
    let stacked = RuleSet::from_layers(files).unwrap_or_else(|error| panic!("refused: {error}\n{layers:#?}"));
    assert_eq!(says(stacked), says(RuleSet::from_toml(&whole).unwrap()), "{layers:#?}");
}

const SMALL: &str = include_str!("../../crates/closer-verify/tests/mistakes/sound.toml");

const SOUND: &str = include_str!("../../crates/closer-core/tests/mistakes/sound.toml");

/// Bytes as tests of a small pack.
pub fn tests(data: &[u8]) {
    static PROGRAM: OnceLock<Program> = OnceLock::new();
    let Some(text) = text(data) else { return };
    let program = PROGRAM.get_or_init(|| Program::from_toml(SMALL).unwrap());
    match Suite::from_toml(program.rules(), text) {
        Ok(suite) => {
            for case in suite.cases().iter().take(50) {
                let _outcome = case.run(program);
            }
            for property in suite.properties().iter().take(5) {
                let _proof = property.prove(program);
            }
        }
        Err(error) => refused(&error),
    }
}

/// Bytes as a language file of a small pack. It changes words, and nothing else.
pub fn translation(data: &[u8]) {
    static PROGRAM: OnceLock<Program> = OnceLock::new();
    let Some(text) = text(data) else { return };
    let program = PROGRAM.get_or_init(|| Program::from_toml(SOUND).unwrap());
    let old = program.rules();
    match old.translate([("translated.de.lang.toml", text)]) {
        Ok(german) => {
            tell(&german.findings, &german.files);
            assert_eq!(old.vocabulary().space(), german.rules.vocabulary().space());
            for (a, b) in old.rules().iter().zip(german.rules.rules()) {
                assert_eq!((&a.id, a.region()), (&b.id, b.region()));
            }
            run(german.rules);
        }
        Err(error) => refused(&error),
    }
}

/// Bytes as the choices that make a pack. Each condition that can be shorter is written so, read again, and means the same.
pub fn condition(data: &[u8]) {
    let Ok(pack) = shaped::pack(&mut Unstructured::new(data)) else { return };
    let pack = pack.without_mistakes();
    let text = reference::toml_text::plain(&pack);
    let old = RuleSet::from_toml(&text).unwrap();
    let files = [("<text>".to_owned(), text.clone())];
    let findings = Findings::of(&old, &files, Limits::default());
    let found: Vec<Diagnostic> = findings.found().iter().map(|found| found.diagnostic.clone()).collect();
    tell(&found, &files);
    let shorter_ones: BTreeSet<_> = found
        .iter()
        .filter(|found| found.code == "shorter-condition")
        .filter_map(|found| found.fix.as_ref())
        .map(|fix| (fix.span.start, fix.span.end, fix.replacement.clone()))
        .collect();
    for (start, end, shorter) in shorter_ones {
        let mut edited = text.clone();
        edited.replace_range(start..end, &shorter);
        let new = RuleSet::from_toml(&edited).unwrap_or_else(|error| panic!("{error}\n{edited}"));
        // With another condition numbers may be cut at other places; then regions cannot be compared.
        if old.vocabulary().space() == new.vocabulary().space() {
            for (a, b) in old.rules().iter().zip(new.rules()) {
                let same =
                    a.region().equivalent(b.region(), old.vocabulary().space(), &mut Budget::unlimited());
                assert_eq!(same, Ok(true), "`{}` means something else\n{text}\n{edited}", a.id);
            }
        }
    }
}

/// Bytes as a command line, an argument in each line, and after an empty line what is typed.
///
/// It is run in an empty folder of its own, and names no other one.
pub fn command(data: &[u8]) {
    static FOLDER: OnceLock<()> = OnceLock::new();
    let Some(text) = text(data) else { return };
    // Slips are tried for seconds; everything else is quick.
    if text.contains(['/', '\\', '\0']) || text.contains("..") || text.contains("--mut") {
        return;
    }
    FOLDER.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("closer-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::env::set_current_dir(&folder).unwrap();
    });
    let (args, typed) = text.split_once("\n\n").unwrap_or((text, ""));
    let args = ["closer"].into_iter().chain(args.lines());
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let _code = closer_cli::run(args, &mut typed.as_bytes(), &mut out, &mut err);
    for bytes in [out, err] {
        let said = String::from_utf8(bytes).expect("the program speaks UTF-8");
        let acts =
            |letter: char| closer_core::is_hidden(letter) && !matches!(letter, '\n' | '\t' | '\r' | '\u{1b}');
        assert!(!said.chars().any(acts), "{said:?}");
    }
}
