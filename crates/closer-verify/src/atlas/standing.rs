//! What the rules say of one action in one world, as a number.

use std::collections::BTreeMap;

use closer_core::Verdict;
use closer_core::model::{ActionId, Polarity, RuleSet, SourceId};
use closer_core::space::{Budget, Diagram, Diagrams, OutOfBudget};

use super::Voice;

/// What the rules say of one action in one world: all on which advice in that world rests.
///
/// Written as a number so that diagrams can hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Standing(u32);

const AVOIDED: u32 = 1 << 30;
const SUGGESTED: u32 = 1 << 29;
const DISPUTED: u32 = 1;

impl Standing {
    /// No rule is true.
    pub(crate) const SILENT: Self = Self(0);

    /// Suggested with this score by so many sources.
    pub(crate) fn suggested(score: u8, sources: usize, disputed: bool) -> Self {
        let sources = u32::try_from(sources).unwrap_or(u32::MAX).min(0x7FFF);
        Self(SUGGESTED | (u32::from(score) << 16) | (sources << 1) | u32::from(disputed))
    }

    /// Avoided.
    pub(crate) fn avoided(disputed: bool) -> Self {
        Self(AVOIDED | u32::from(disputed))
    }

    /// Of two that are suggested, the one with the larger place ranks higher; equal ones are told apart by moment and id.
    pub(crate) const fn place(self) -> u32 {
        self.0 & !DISPUTED
    }

    pub(crate) const fn of(number: u32) -> Self {
        Self(number)
    }

    pub(crate) const fn number(self) -> u32 {
        self.0
    }

    pub(crate) fn at(diagram: Diagram) -> Option<Self> {
        diagram.as_leaf().map(Self)
    }

    pub(crate) const fn is_suggested(self) -> bool {
        self.0 & SUGGESTED != 0
    }

    /// The score; 0 where it is not suggested.
    pub(crate) const fn score(self) -> u8 {
        if self.is_suggested() { (self.0 >> 16).to_le_bytes()[0] } else { 0 }
    }

    pub(crate) const fn is_avoided(self) -> bool {
        self.0 & AVOIDED != 0
    }

    pub(crate) const fn is_disputed(self) -> bool {
        self.0 & DISPUTED != 0
    }

    pub(crate) const fn verdict(self) -> Verdict {
        if self.is_avoided() {
            Verdict::Avoided
        } else if self.is_suggested() {
            Verdict::Suggested
        } else {
            Verdict::Silent
        }
    }
}

/// The standing that these voices give to their action, in every world; `declared` are the worlds in which a declared disagreement about it matters.
pub(crate) fn standing(
    voices: &[Voice],
    declared: Diagram,
    all: &mut Diagrams,
    budget: &mut Budget,
) -> Result<Diagram, OutOfBudget> {
    let mut avoided = Diagram::FALSE;
    for voice in voices.iter().filter(|voice| voice.polarity == Polarity::Avoid) {
        avoided = all.or(avoided, voice.worlds, budget)?;
    }
    // The score and the sources so far, each pair with a number; 0 is "none yet".
    let mut known: BTreeMap<(u8, Vec<SourceId>), u32> = BTreeMap::new();
    let mut listed: Vec<(u8, Vec<SourceId>)> = vec![(0, Vec::new())];
    let mut heard = Diagram::leaf(0);
    for voice in voices.iter().filter(|voice| voice.polarity == Polarity::Suggest) {
        let mut join = |so_far: u32| {
            let mut next =
                listed.get(usize::try_from(so_far).unwrap_or_default()).cloned().unwrap_or_default();
            next.0 = next.0.max(voice.weight);
            next.1.extend(&voice.sources);
            next.1.sort_unstable();
            next.1.dedup();
            let number = u32::try_from(listed.len()).unwrap_or_default();
            *known.entry(next).or_insert_with_key(|key| {
                listed.push(key.clone());
                number
            })
        };
        let decide = |so_far: Diagram, worlds: Diagram| match worlds {
            Diagram::FALSE => Some(so_far),
            _ => worlds.as_leaf().and(so_far.as_leaf()).map(|so_far| Diagram::leaf(join(so_far))),
        };
        heard = all.combine(heard, voice.worlds, decide, budget)?;
    }
    // Whether it is avoided, and whether a declared disagreement matters.
    let both = |avoided: Diagram, declared: Diagram| {
        Some(Diagram::leaf(avoided.as_leaf()? | (declared.as_leaf()? << 1)))
    };
    let around = all.combine(avoided, declared, both, budget)?;
    let standing = |heard: u32, around: u32| {
        let (avoided, declared) = (around & 1 != 0, around & 2 != 0);
        let said = listed.get(usize::try_from(heard).unwrap_or_default());
        match said {
            _ if avoided => Standing::avoided(declared || heard != 0),
            Some((score, sources)) if heard != 0 => Standing::suggested(*score, sources.len(), declared),
            _ => Standing::SILENT,
        }
    };
    let decide = |heard: Diagram, around: Diagram| {
        Some(Diagram::leaf(standing(heard.as_leaf()?, around.as_leaf()?).number()))
    };
    all.combine(heard, around, decide, budget)
}

/// What settles the order of two actions with equal standings: the moment, then the id.
pub(crate) fn comes_first(rules: &RuleSet, a: ActionId, b: ActionId) -> bool {
    let key = |id: ActionId| (rules.action(id).map(|action| action.moment), id);
    key(a) < key(b)
}
