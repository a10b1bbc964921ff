//! How much is read before a reader gives up.

use super::codes;
use super::complaints::Complaints;
use super::draft::Layers;
use super::material::Material;
use super::node::{Entry, Node, Value};
use crate::space::Space;
use crate::text::{Diagnostic, Span};

/// How large packs may be that are read together. What is larger is refused with the complaint `too-large`, `too-many-facts`, `too-many-cases` or
/// `condition-too-large`, before work is spent on it.
///
/// The defaults hold for anything that people write, and for packs of 100,000 rules that programs write. Packs from strangers deserve less:
/// [`Limits::untrusted`]. Each limit can be set by itself:
///
/// ```
/// use closer_core::{Limits, RuleSet};
///
/// let mut limits = Limits::untrusted();
/// limits.rules = 50;
/// let error = RuleSet::from_layers_within([closer_rules::CLOSING.to_vec()], limits).unwrap_err();
/// assert_eq!(error.diagnostics[0].code, "too-large");
/// ```
///
/// Some limits are of the engine and cannot be set: a fact has at most 64 values and a number at most 64 pieces, names have at most 100 letters, and
/// conditions and tests nest 16 deep, other tables 80 deep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of all texts together.
    pub bytes: usize,
    /// Letters of one text, such as a title or a reason.
    pub letters: usize,
    /// Packs on top of each other, the lowest among them.
    pub layers: usize,
    /// Facts. There can be no more than 65,535.
    pub facts: usize,
    /// Actions.
    pub actions: usize,
    /// Rules and disagreements together.
    pub rules: usize,
    /// Errors that are told one by one, and warnings as well; of the others it is told how many there are.
    pub complaints: usize,
    /// Cases of all tests together: see [`Suite`](https://docs.rs/closer-verify). One test has at most 10,000.
    pub cases: usize,
    /// Values that are said of one interview, lists and tables among them: see [`RuleSet::context_within`](crate::RuleSet::context_within).
    pub said: usize,
    /// Steps of work on one condition, which bound how large it may become: see [`Budget`](crate::space::Budget).
    pub steps: u64,
    /// Steps of work on all conditions together.
    pub steps_in_all: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 * 1024 * 1024,
            letters: 10_000,
            layers: 100,
            facts: Space::MAX_LEN as usize,
            actions: 200_000,
            rules: 200_000,
            complaints: 10_000,
            cases: 100_000,
            said: 200_000,
            steps: 1_000_000,
            steps_in_all: 20_000_000,
        }
    }
}

impl Limits {
    /// For packs that anybody may have written: room for several packs of the size of the shipped one, and no more work than a server can do for a stranger.
    ///
    /// ```
    /// use closer_core::{Limits, RuleSet};
    ///
    /// assert!(RuleSet::from_layers_within([closer_rules::CLOSING.to_vec()], Limits::untrusted()).is_ok());
    /// ```
    #[must_use]
    pub fn untrusted() -> Self {
        Self {
            bytes: 512 * 1024,
            letters: 2_000,
            layers: 8,
            facts: 500,
            actions: 2_000,
            rules: 5_000,
            complaints: 1_000,
            cases: 5_000,
            said: 5_000,
            steps: 100_000,
            steps_in_all: 2_000_000,
        }
    }
}

impl Complaints {
    /// Whether one more text may be read. Where the texts become too large, that is complained about once.
    pub(super) fn afford(&mut self, text: &str, file: usize) -> bool {
        let Some(bytes) = self.bytes else {
            self.tear(file);
            return false;
        };
        self.bytes = bytes.checked_sub(text.len());
        if self.bytes.is_some() {
            return true;
        }
        let at = Some(Span { file, start: 0, end: 0 });
        let most = self.limits.bytes;
        self.push(too_large(
            "there is too much text".to_owned(),
            at,
            "from here on nothing is read",
            most,
            "bytes",
        ));
        self.tear(file);
        false
    }

    /// Complains of texts that nobody would read to the end.
    pub(super) fn texts(&mut self, entries: &[Entry]) {
        for entry in entries {
            self.texts_of(&entry.node);
        }
    }

    // No deeper than the parser went.
    fn texts_of(&mut self, node: &Node) {
        match &node.value {
            // Bytes are counted first: they are at hand.
            Value::Text(text) if text.len() > self.limits.letters => {
                let (letters, most) = (text.chars().count(), self.limits.letters);
                if letters > most {
                    let message = format!("a text has {letters} letters");
                    self.push(too_large(message, node.at, "too long", most, "letters"));
                }
            }
            Value::List(nodes) => nodes.iter().for_each(|node| self.texts_of(node)),
            Value::Table(entries) => self.texts(entries),
            _ => {}
        }
    }

    /// Whether so many packs may be read together. If not, it is complained about.
    pub(super) fn layers_fit(&mut self, layers: &Layers) -> bool {
        let most = self.limits.layers;
        let Some(beyond) = layers.get(most) else { return true };
        let at = beyond.first().map(|file| Span { file: *file, start: 0, end: 0 });
        let message = format!("{} packs are to stand on each other", layers.len());
        self.push(too_large(message, at, "one too many", most, "packs"));
        false
    }

    /// Whether so many things may be looked at. If not, it is complained about.
    pub(super) fn things_fit(&mut self, material: &Material<'_>) -> bool {
        let Limits { facts, actions, rules, .. } = self.limits;
        let facts = facts.min(usize::from(Space::MAX_LEN));
        let (number, last) = (material.facts.len(), material.facts.last());
        let many_facts = (number > facts).then(|| {
            Diagnostic::error(codes::TOO_MANY_FACTS, format!("there are {number} facts"))
                .at(last.and_then(|table| table.at), "the last of them")
                .help(format!("at most {facts} fit"))
        });
        let beyond = |number: usize, most: usize, what: &str, last: Option<Span>| {
            let message = || format!("there are {number} {what}");
            (number > most).then(|| too_large(message(), last, "the last of them", most, what))
        };
        let last = material.actions.last().and_then(|table| table.at);
        let many_actions = beyond(material.actions.len(), actions, "actions", last);
        let of_rules = || material.rules.iter().chain(&material.disagreements);
        let last = of_rules().last().and_then(|node| node.at);
        let many_rules = beyond(of_rules().count(), rules, "rules and disagreements", last);
        let found: Vec<Diagnostic> = many_facts.into_iter().chain(many_actions).chain(many_rules).collect();
        let fits = found.is_empty();
        for found in found {
            self.push(found);
        }
        fits
    }
}

/// What is said instead of all the warnings that nobody would read.
pub(super) fn more_warnings(number: usize) -> Diagnostic {
    Diagnostic::warning(codes::MORE_WARNINGS, more(number, "warning"))
        .help("tend to the others first: some of these may go with them")
}

/// What is said instead of all the mistakes that nobody would read.
pub(super) fn more_mistakes(number: usize) -> Diagnostic {
    Diagnostic::error(codes::TOO_LARGE, more(number, "mistake"))
        .help("put the others right first: some of these may go with them")
}

fn more(number: usize, what: &str) -> String {
    if number == 1 { format!("there is one more {what}") } else { format!("there are {number} more {what}s") }
}

fn too_large(message: String, at: Option<Span>, label: &str, most: usize, what: &str) -> Diagnostic {
    Diagnostic::error(codes::TOO_LARGE, message)
        .at(at, label)
        .help(format!("at most {most} {what} are read: leave some out"))
}
