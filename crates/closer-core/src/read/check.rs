//! Packs with the tests beside them: everything that is wrong with any of it.

use super::draft::Draft;
use super::limits::Limits;
use crate::model::RuleSet;
use crate::text::Diagnostic;

/// The files of a pack, as their names and texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackFiles {
    /// Those that hold its rules, and all else that it is made of.
    pub rules: Vec<(String, String)>,
    /// Those that hold its tests.
    pub tests: Vec<(String, String)>,
}

/// What [`check`] found.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Checked {
    /// Every complaint, warnings too, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// Names and texts of the files; the spans of the complaints count them from 0. The files of rules come first.
    pub files: Vec<(String, String)>,
    /// What the packs mean together, if nothing is wrong with them.
    pub rules: Option<RuleSet>,
    /// How many tests there are, properties among them.
    pub tests: usize,
}

/// Checks a pack and its overlays with their tests, each of which is a test of the pack that it lies beside and of those that this one stands
/// on. A mistake in the rules does not hide those in the tests. The order of packs and of files does not matter.
///
/// ```
/// use closer_core::{PackFiles, check};
///
/// let rules = closer_rules::CLOSING.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
/// let test = r#"
///     pack = "closing"
///     [[test]]
///     name     = "thanks are always in place"
///     given    = { wnet = "well" }
///     suggests = ["thank-interviewer"]
/// "#;
/// let checked = check([PackFiles { rules, tests: vec![("thanks.test.toml".into(), test.into())] }]);
/// assert!(checked.rules.is_some());
/// assert_eq!(checked.diagnostics[0].help.as_deref(), Some("did you mean `went`?"));
/// ```
#[must_use]
pub fn check(packs: impl IntoIterator<Item = PackFiles>) -> Checked {
    check_within(packs, Limits::default())
}

/// As [`check`], for packs that may not be larger than this. The tests of each pack may have as many bytes again.
#[must_use]
pub fn check_within(packs: impl IntoIterator<Item = PackFiles>, limits: Limits) -> Checked {
    let mut packs: Vec<PackFiles> = packs.into_iter().collect();
    for PackFiles { rules, tests } in &mut packs {
        rules.sort();
        tests.sort();
    }
    packs.sort();
    let mut numbers = 0..;
    let mut number = |files: &[(String, String)]| numbers.by_ref().take(files.len()).collect();
    let layers: Vec<Vec<usize>> = packs.iter().map(|pack| number(&pack.rules)).collect();
    let tests: Vec<Vec<usize>> = packs.iter().map(|pack| number(&pack.tests)).collect();
    let (rules, of_tests): (Vec<_>, Vec<_>) = packs.into_iter().map(|pack| (pack.rules, pack.tests)).unzip();
    let files: Vec<(String, String)> = rules.into_iter().chain(of_tests).flatten().collect();

    let draft = Draft::read(&files, &layers, limits);
    let (mut number, mut found) = (0_usize, Vec::new());
    for (layer, tests) in tests.iter().enumerate().filter(|(_, tests)| !tests.is_empty()) {
        let (some, said) = draft.tests(layer, tests);
        number = number.saturating_add(some);
        found.extend(said);
    }
    let (rules, mut diagnostics) = match draft.finish() {
        Ok(loaded) => (Some(loaded.rules), Vec::new()),
        Err(diagnostics) => (None, diagnostics),
    };
    diagnostics.extend(rules.iter().flat_map(|rules| rules.warnings().iter().cloned()));
    diagnostics.append(&mut found);
    Checked { diagnostics, files, rules, tests: number }
}
