//! What is wrong with one pack and its tests: what the reader finds, and what only a command line knows.

use closer_core::{Diagnostic, PackFiles, RuleSet, missing_base};
use closer_verify::{Findings, Limits};

use super::packs::Counts;
use crate::facts::FactFlags;
use crate::language::Language;
use crate::packs::File;
use crate::pages::HIDDEN_FACT;

/// What was found in a pack.
pub(crate) struct Examined {
    /// The complaints, in the order of the files.
    pub(crate) found: Vec<Diagnostic>,
    /// What there is in it, if it could be read.
    pub(crate) size: Size,
}

/// How much there is in a pack.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Size {
    pub(crate) facts: usize,
    pub(crate) actions: usize,
    pub(crate) rules: usize,
    pub(crate) tests: usize,
}

impl std::ops::AddAssign for Size {
    fn add_assign(&mut self, other: Self) {
        self.facts = self.facts.saturating_add(other.facts);
        self.actions = self.actions.saturating_add(other.actions);
        self.rules = self.rules.saturating_add(other.rules);
        self.tests = self.tests.saturating_add(other.tests);
    }
}

/// What the files of a pack are, in their order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts {
    /// How many files each layer has: first come the rules of all of them, then the tests.
    pub(crate) layers: Vec<Counts>,
    /// How many files each language has, those of packs that it stands on among them.
    pub(crate) languages: Vec<usize>,
}

/// Examines the files of one pack and of those it stands on, and then its translations; the files of each part are sorted as the reader sorts
/// them.
pub(crate) fn examine(files: &[File], parts: &Parts) -> Examined {
    let mut files = files.iter().map(|file| (file.name.clone(), file.text.clone()));
    let mut take = |number: usize| files.by_ref().take(number).collect();
    let rules: Vec<Vec<_>> = parts.layers.iter().map(|counts| take(counts.rules)).collect();
    let tests: Vec<Vec<_>> = parts.layers.iter().map(|counts| take(counts.tests)).collect();
    let languages: Vec<Vec<_>> = parts.languages.iter().map(|count| take(*count)).collect();
    let mut first: usize = rules.iter().chain(&tests).map(Vec::len).sum();
    let base = base_of(&rules);
    let packs = rules.into_iter().zip(tests).map(|(rules, tests)| PackFiles { rules, tests });
    let checked = closer_core::check(packs);
    let mut found = checked.diagnostics;
    let Some(rules) = checked.rules else { return Examined { found, size: Size::default() } };
    found.extend(hidden(&rules));
    found.extend(odd(&rules, &checked.files, base));
    for files in languages {
        let count = files.len();
        found.extend(translation(&rules, files).into_iter().map(|found| found.moved(first)));
        first = first.saturating_add(count);
    }
    found.sort_by_key(|found| found.labels.first().map(|label| label.span));
    let size = Size {
        facts: rules.vocabulary().facts().len(),
        actions: rules.actions().len(),
        rules: rules.rules().len(),
        tests: checked.tests,
    };
    Examined { found, size }
}

/// The pack that overlays stand on: its files, and the number of the first.
type Base = Option<(Vec<(String, String)>, usize)>;

/// The base of several packs. A pack alone has none.
fn base_of(layers: &[Vec<(String, String)>]) -> Base {
    if layers.len() < 2 {
        return None;
    }
    let mut first: usize = 0;
    for files in layers {
        if missing_base([files.iter().map(|(_, text)| text.as_str())]).is_none() {
            return Some((files.clone(), first));
        }
        first = first.saturating_add(files.len());
    }
    None
}

/// What is odd about a sound pack. Of overlays, what is not odd about their base already.
fn odd(rules: &RuleSet, files: &[(String, String)], base: Base) -> Vec<Diagnostic> {
    let findings = Findings::of(rules, files, Limits::default());
    let Some((of_base, first)) = base else { return findings.into_diagnostics() };
    let below = RuleSet::from_files(of_base.iter().cloned());
    let below = below.map(|rules| Findings::of(&rules, &[], Limits::default())).unwrap_or_default();
    let those = first..first.saturating_add(of_base.len());
    findings.above(&below, |file| those.contains(&file)).into_diagnostics()
}

/// What is wrong with a translation. Nobody has to translate a pack because the one below it is translated.
fn translation(rules: &RuleSet, files: Vec<(String, String)>) -> Vec<Diagnostic> {
    match rules.translate(files) {
        Err(error) => error.diagnostics,
        Ok(translation) if translation.own || rules.pack().layers.is_empty() => translation.findings,
        Ok(_) => Vec::new(),
    }
}

/// Facts, and short flags of facts, that cannot be told as flags because the program has an option of that name.
fn hidden(rules: &RuleSet) -> Vec<Diagnostic> {
    let flags = FactFlags::new(rules, Language::English);
    let complaint = |hidden: &crate::facts::Hidden| {
        let fact = rules.vocabulary().get(hidden.fact)?;
        let (name, long) = (&fact.name, &hidden.long);
        let found = if hidden.own {
            Diagnostic::warning(
                HIDDEN_FACT,
                format!("the fact `{name}` has the name of the option `--{long}`"),
            )
            .at(Some(fact.origin), "cannot become an option")
            .help(format!("it can be told with `--set {name}=…` alone; another name would be easier to find"))
        } else {
            Diagnostic::warning(HIDDEN_FACT, format!("the short flag `{long}` has the name of an option"))
                .at(Some(fact.origin), format!("`--{long}` means something else already"))
                .help("give the flag another name")
        };
        Some(found)
    };
    flags.hidden().iter().filter_map(complaint).collect()
}
