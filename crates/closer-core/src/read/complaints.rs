//! Where the reader's complaints go, and those that many parts of it have in common.

use std::collections::BTreeSet;

use super::codes::{self, codes, test_codes};
use super::limits::{self, Limits};
use super::node::Node;
use super::words::{Used, shown};
use crate::model::FactId;
use crate::text::{Diagnostic, Severity, Sink, Span, nearest};

/// Collects complaints.
#[derive(Debug)]
pub(super) struct Complaints {
    pub(super) limits: Limits,
    /// How many bytes of text may still be read; `None` once there were more.
    pub(super) bytes: Option<usize>,
    errors: Told,
    warnings: Told,
    sink: Sink,
    /// How many words may still be compared in search of what was meant, so that a large text full of mistakes stays cheap.
    comparisons: usize,
    /// Files that could be read in part only.
    torn: BTreeSet<usize>,
    /// The texts that these ones build on could be read in part only.
    on_torn: bool,
    /// Facts whose declaration is broken.
    doubtful: BTreeSet<FactId>,
}

/// How many complaints of one kind were told, and how many were left out after these.
#[derive(Debug, Default)]
struct Told {
    told: usize,
    untold: usize,
}

/// Complaints that may be the fault of what could not be read.
const FOLLOW_UPS: [&str; 15] = [
    codes::MISSING_PACK,
    codes::MISSING_TRANSLATION,
    codes::NO_TEST,
    codes::NOTHING_TO_ADVISE,
    codes::OTHER_PACK,
    codes::UNKNOWN_ACTION,
    codes::UNKNOWN_DISAGREEMENT,
    codes::UNKNOWN_FACT,
    codes::UNKNOWN_FIXTURE,
    codes::UNKNOWN_GROUP,
    codes::UNKNOWN_MOMENT,
    codes::UNKNOWN_RULE,
    codes::UNKNOWN_SOURCE,
    codes::UNLISTED_MOMENT,
    codes::IMPOSSIBLE_CONDITION,
];

/// Longer words are not guessed at.
const LONGEST_WORD: usize = 100;

impl Complaints {
    pub(super) fn new() -> Self {
        Self::within(Limits::default())
    }

    pub(super) fn within(limits: Limits) -> Self {
        Self {
            limits,
            bytes: Some(limits.bytes),
            errors: Told::default(),
            warnings: Told::default(),
            sink: Sink::default(),
            comparisons: 50_000,
            torn: BTreeSet::new(),
            on_torn: false,
            doubtful: BTreeSet::new(),
        }
    }

    /// For texts that build on those that these complaints are about. What may only follow from mistakes in them is not complained about:
    /// where they are `incomplete`, nor where it is about one of the `doubtful` facts.
    pub(super) fn for_what_builds_on_it(&self, incomplete: bool, doubtful: BTreeSet<FactId>) -> Self {
        Self { on_torn: incomplete || !self.torn.is_empty(), doubtful, ..Self::within(self.limits) }
    }

    /// Whether it is not known what may be said of a fact.
    pub(super) fn doubts(&self, fact: FactId) -> bool {
        self.doubtful.contains(&fact)
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        if self.sink.has(&diagnostic) {
            return;
        }
        let Told { told, untold } = if is_error(&diagnostic) { &mut self.errors } else { &mut self.warnings };
        if *told >= self.limits.complaints {
            *untold = untold.saturating_add(1);
            return;
        }
        *told = told.saturating_add(1);
        self.sink.push(diagnostic);
    }

    /// Says that a file could be read in part only: nothing that may follow from the rest is complained about.
    pub(super) fn tear(&mut self, file: usize) {
        self.torn.insert(file);
    }

    pub(super) fn has_errors(&self) -> bool {
        self.errors.untold > 0 || self.sink.has_errors()
    }

    /// All complaints in the order of the texts.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        let mut all = self.sink.finish();
        if !self.torn.is_empty() || self.on_torn {
            all.retain(|found| {
                let in_torn = found.labels.iter().any(|label| self.torn.contains(&label.span.file));
                let of_text =
                    [codes::SYNTAX, codes::DUPLICATE_KEY, codes::HIDDEN_CHARACTER, codes::TOO_LARGE];
                of_text.contains(&found.code) || !(in_torn || FOLLOW_UPS.contains(&found.code))
            });
        }
        let more = |Told { untold, .. }, tell: fn(usize) -> Diagnostic| (untold > 0).then(|| tell(untold));
        all.extend(more(self.errors, limits::more_mistakes));
        all.extend(more(self.warnings, limits::more_warnings));
        debug_assert!(all.iter().all(|found| {
            let known = codes().iter().chain(test_codes()).find(|code| code.name == found.code);
            known.is_some_and(|code| code.severity == found.severity)
        }));
        all
    }

    /// The word that was probably meant.
    pub(super) fn nearest<'n>(
        &mut self,
        word: &str,
        among: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        if word.len() > LONGEST_WORD {
            return None;
        }
        let comparisons = &mut self.comparisons;
        let affordable = among.into_iter().take_while(|_| {
            *comparisons = comparisons.saturating_sub(1);
            *comparisons > 0
        });
        nearest(word, affordable.filter(|candidate| candidate.len() <= LONGEST_WORD))
    }

    /// A value is of another type than `expected`, which reads on after "is".
    pub(super) fn wrong_type(&mut self, what: &str, expected: &str, node: &Node) {
        self.push(wrong_type(what, expected, node));
    }

    /// `owner` has no `key`, which `at` (its heading) is to blame for.
    pub(super) fn missing_key(&mut self, owner: &str, key: &str, example: &str, at: Option<Span>) {
        self.push(
            Diagnostic::error(codes::MISSING_KEY, format!("{owner} has no `{key}`"))
                .at(at, format!("`{key}` is missing here"))
                .help(format!("add `{key} = {example}`")),
        );
    }

    /// A name is used that nothing has: `kind` is "action", "fact", …; `otherwise` is the way out when no name is near.
    pub(super) fn unknown<'n>(
        &mut self,
        code: &'static str,
        kind: &str,
        used: Used<'_>,
        among: impl IntoIterator<Item = &'n str>,
        otherwise: &str,
    ) {
        self.unknown_beside(code, kind, used, among, &|_| false, otherwise);
    }

    /// As [`Complaints::unknown`], where names that are `taken` cannot have been meant.
    pub(super) fn unknown_beside<'n>(
        &mut self,
        code: &'static str,
        kind: &str,
        used: Used<'_>,
        among: impl IntoIterator<Item = &'n str>,
        taken: &dyn Fn(&str) -> bool,
        otherwise: &str,
    ) {
        let mut names = among.into_iter().peekable();
        let none = names.peek().is_none();
        let word = shown(used.word);
        let found = Diagnostic::error(code, format!("unknown {kind} `{word}`"))
            .at(used.at, format!("no {kind} has this name"));
        let near = self.nearest(used.word, names);
        self.push(match near {
            Some(near) if !taken(near) => {
                found.help(format!("did you mean `{near}`?")).fix(used.at, used.as_written(near))
            }
            Some(near) => {
                found.help(format!("`{near}` is there already: leave this out, or name another {kind}"))
            }
            None if none => found.help(format!("no {kind} is declared at all")),
            None => found.help(otherwise),
        });
    }

    /// Two things of one kind have the same name.
    pub(super) fn duplicate(&mut self, kind: &str, name: &str, again: Option<Span>, first: Option<Span>) {
        let kinds = kind.strip_suffix('y').map_or_else(|| format!("{kind}s"), |stem| format!("{stem}ies"));
        self.push(
            Diagnostic::error(codes::DUPLICATE_ID, format!("two {kinds} are called `{}`", shown(name)))
                .at(again, "used again here")
                .at(first, "first used here")
                .help("a name stands for one thing only, so give this one its own"),
        );
    }

    /// A pack says twice what it is.
    pub(super) fn duplicate_pack(&mut self, again: Option<Span>, first: Option<Span>) {
        self.push(
            Diagnostic::error(codes::DUPLICATE_PACK, "`[pack]` stands more than once")
                .at(again, "again here")
                .at(first, "first here")
                .help("all files together are one pack, so leave one of them out"),
        );
    }

    /// A list names the same thing twice.
    pub(super) fn repeated(&mut self, word: &str, again: Option<Span>, first: Option<Span>) {
        self.push(
            Diagnostic::warning(codes::REPEATED, format!("`{}` stands in this list twice", shown(word)))
                .at(again, "again here")
                .at(first, "first here")
                .help("leave one of them out"),
        );
    }
}

pub(super) fn wrong_type(what: &str, expected: &str, node: &Node) -> Diagnostic {
    Diagnostic::error(codes::WRONG_TYPE, format!("{what} is {expected}, but this is {}", node.is_what()))
        .at(node.at, format!("expected {expected}"))
        .help(format!("write {expected} here"))
}

/// A number is outside the range allowed.
pub(super) fn out_of_range(
    what: &str,
    number: &str,
    (low, high): (i64, i64),
    at: Option<Span>,
) -> Diagnostic {
    let range = range(low, high);
    Diagnostic::error(codes::OUT_OF_RANGE, format!("{what} cannot be `{}`", shown(number)))
        .at(at, format!("expected {range}"))
        .help(format!("write {range}"))
}

/// How far from zero numbers may be: no fact needs more, and there is room to count on both sides.
pub(super) const FAR: i64 = 1_000_000_000_000;

/// "a whole number from 1 to 100".
pub(super) fn range(low: i64, high: i64) -> String {
    match (low <= -FAR, high >= FAR) {
        (true, true) => "a whole number".to_owned(),
        (false, true) => format!("a whole number, {low} or more"),
        _ if low == high => low.to_string(),
        _ => format!("a whole number from {low} to {high}"),
    }
}

/// Whether a diagnostic stops a text from being used.
pub(super) fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}
