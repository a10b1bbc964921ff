use super::{
    Action, ActionId, Disagreement, Group, GroupId, Moment, MomentId, Rule, RuleId, Source, SourceId, Text,
    Vocabulary, Words,
};
use crate::space::Space;
use crate::text::Diagnostic;

/// A pack as it is meant: read, checked, and free of mistakes.
///
/// Everything is in a canonical order, so that the order of rules, facts and files cannot change any result.
#[derive(Debug, Clone)]
pub struct RuleSet {
    pub(crate) pack: Pack,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) moments: Vec<Moment>,
    pub(crate) groups: Vec<Group>,
    pub(crate) sources: Vec<Source>,
    pub(crate) actions: Vec<Action>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) disagreements: Vec<Disagreement>,
    pub(crate) warnings: Vec<Diagnostic>,
}

/// What a pack says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Pack {
    /// Its name.
    pub name: Text,
    /// Its version.
    pub version: Text,
    /// What to call it.
    pub title: Text,
    /// The packs that it consists of, the base first; empty when it stands alone.
    pub layers: Vec<Layer>,
}

/// A pack that others stand on, or an overlay that stands on others.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Layer {
    /// Its name.
    pub name: Text,
    /// Its version.
    pub version: Text,
}

impl RuleSet {
    /// A rule set that says nothing about anything.
    pub(crate) fn empty() -> Self {
        Self {
            pack: Pack {
                name: "empty".into(),
                version: "0.0.0".into(),
                title: "".into(),
                layers: Vec::new(),
            },
            vocabulary: Vocabulary::new(Vec::new(), Space::default()),
            moments: Vec::new(),
            groups: Vec::new(),
            sources: Vec::new(),
            actions: Vec::new(),
            rules: Vec::new(),
            disagreements: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// What the pack says of itself.
    #[must_use]
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The facts that may be known.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The words that join the pack's phrases into sentences.
    #[must_use]
    pub fn words(&self) -> &Words {
        self.vocabulary.words()
    }

    /// The moments, earliest first.
    #[must_use]
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// The groups, sorted by id.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The sources, sorted by id.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The actions, sorted by id.
    #[must_use]
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// The rules, sorted by id.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The declared disagreements, sorted by id.
    #[must_use]
    pub fn disagreements(&self) -> &[Disagreement] {
        &self.disagreements
    }

    /// What the reader found odd, though not wrong.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The number of the action with this id.
    #[must_use]
    pub fn find_action(&self, id: &str) -> Option<ActionId> {
        self.actions.binary_search_by(|action| (*action.id).cmp(id)).ok().map(ActionId::new)
    }

    /// The number of the rule with this id.
    #[must_use]
    pub fn find_rule(&self, id: &str) -> Option<RuleId> {
        self.rules.binary_search_by(|rule| (*rule.id).cmp(id)).ok().map(RuleId::new)
    }

    /// The action with this number.
    #[must_use]
    pub fn action(&self, id: ActionId) -> Option<&Action> {
        self.actions.get(id.index())
    }

    /// The rule with this number.
    #[must_use]
    pub fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.rules.get(id.index())
    }

    /// The moment with this number.
    #[must_use]
    pub fn moment(&self, id: MomentId) -> Option<&Moment> {
        self.moments.get(id.index())
    }

    /// The group with this number.
    #[must_use]
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.get(id.index())
    }

    /// The source with this number.
    #[must_use]
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.index())
    }
}
