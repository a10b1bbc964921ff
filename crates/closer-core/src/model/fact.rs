use super::{Acceptance, Citation, Condition, FactId, SharedWords, Test, Text};
use crate::space::{Region, ValueSet};
use crate::text::Span;

/// One thing that may be known of an interview.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Fact {
    /// Its position in the vocabulary.
    pub id: FactId,
    /// Its name in conditions and contexts.
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::text"))]
    pub name: Text,
    /// What to ask a person.
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::text"))]
    pub question: Text,
    /// What values it has.
    pub kind: Kind,
    /// A short name for each value (numbers have none).
    pub titles: Vec<Text>,
    /// Half a sentence for all values, `{}` standing for their titles.
    pub phrase: Option<Text>,
    /// Half a sentence for single values, by the value as it is written.
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::phrases"))]
    pub phrases: Vec<(Text, Text)>,
    /// What is taken for granted while nobody has said anything.
    pub assume: Option<Test>,
    /// Short flags that stand for a set of its values, for programs that offer flags.
    pub flags: Vec<Flag>,
    /// Asked before others when nothing else decides.
    pub ask_first: bool,
    /// Where its question makes sense; elsewhere nobody is asked. It decides about nothing else.
    pub ask_when: Condition,
    /// `ask_when` as a region.
    pub(crate) ask_region: Region,
    /// The rows of the sources that it carries.
    pub citations: Vec<Citation>,
    /// What may be odd about it, on purpose.
    pub accepted: Vec<Acceptance>,
    /// Where it is declared.
    pub origin: Span,
    /// What joins its values into phrases. They are the vocabulary's, so they are kept there.
    #[cfg_attr(feature = "snapshot", borsh(skip))]
    pub(crate) words: SharedWords,
}

/// What values a fact has.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub enum Kind {
    /// No or yes, in this order.
    Bool,
    /// One of a closed list; `ordered` when the list runs from low to high.
    Enum {
        /// The values.
        values: Vec<Text>,
        /// Whether their order means something.
        ordered: bool,
    },
    /// A whole number from `low` to `high`.
    Int {
        /// The lowest number allowed.
        low: i64,
        /// The highest number allowed.
        high: i64,
        /// The numbers in groups that no condition of the pack tells apart, as `(first, last)`, low to high.
        cells: Vec<(i64, i64)>,
    },
}

/// A short flag that stands for a set of a fact's values.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Flag {
    /// Its name, without leading hyphens.
    #[cfg_attr(feature = "snapshot", borsh(deserialize_with = "super::snapshot::text"))]
    pub name: Text,
    /// What it says of the fact.
    pub test: Test,
}

impl Fact {
    /// How many positions the fact has in the space: its values, or for a number its cells.
    #[must_use]
    pub fn size(&self) -> u8 {
        let size = match &self.kind {
            Kind::Bool => 2,
            Kind::Enum { values, .. } => values.len(),
            Kind::Int { cells, .. } => cells.len(),
        };
        u8::try_from(size).unwrap_or(u8::MAX)
    }

    /// Every position.
    #[must_use]
    pub fn all(&self) -> ValueSet {
        ValueSet::full(self.size())
    }

    /// The value at a position as it is written in TOML, `None` for numbers.
    #[must_use]
    pub fn value(&self, position: u8) -> Option<&str> {
        let position = usize::from(position);
        match &self.kind {
            Kind::Bool => ["false", "true"].get(position).copied(),
            Kind::Enum { values, .. } => values.get(position).map(|v| &**v),
            Kind::Int { .. } => None,
        }
    }

    /// What to call the value at a position, empty for numbers.
    #[must_use]
    pub fn title(&self, position: u8) -> &str {
        self.titles.get(usize::from(position)).map_or("", |title| title)
    }

    /// Whether bounds such as `at_least` make sense.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        matches!(self.kind, Kind::Int { .. } | Kind::Enum { ordered: true, .. })
    }
}

/// The numbers from `low` to `high`, cut before each number of `cuts`.
pub(crate) fn cells_between(low: i64, high: i64, mut cuts: Vec<i64>) -> Vec<(i64, i64)> {
    cuts.retain(|cut| low < *cut && *cut <= high);
    cuts.sort_unstable();
    cuts.dedup();
    let starts = std::iter::once(low).chain(cuts.iter().copied());
    let ends = cuts.iter().map(|cut| cut.saturating_sub(1)).chain([high]);
    starts.zip(ends).collect()
}
