//! One of two packs, in the space that both share.

use std::collections::{BTreeMap, BTreeSet};

use closer_core::model::{ActionId, Disagreement, MomentId, Polarity, Rule, RuleId, RuleSet, Text};
use closer_core::space::{Budget, Diagram, OutOfBudget, Region, Row};
use closer_core::{Program, Verdict};

use super::joint::{Joint, Side};
use crate::atlas::{Atlas, Standing, Voice};

/// What a pack says, drawn when it is asked for.
pub(super) struct Half {
    pub(super) side: Side,
    pub(super) program: Program,
    /// By rule: where it is true.
    pub(super) rows: Vec<Vec<Row>>,
    /// By action: where a declared disagreement matters.
    disagreements: Vec<Vec<Row>>,
    /// By rule, as far as drawn.
    regions: BTreeMap<RuleId, Diagram>,
    /// By action, as far as drawn.
    standings: BTreeMap<ActionId, Diagram>,
}

/// What a rule says, whatever its name and words: for or against, how strongly, for which sources, and where.
pub(super) type Speech = (Polarity, u8, Vec<Text>, Vec<Row>);

/// The group of an action, of which so many lead, and its rivals.
pub(super) type Bonds = (Option<(Text, u32)>, Vec<Text>);

impl Half {
    pub(super) fn new(side: Side, rules: &RuleSet, joint: &Joint) -> Self {
        let mut disagreements = vec![Vec::new(); rules.actions().len()];
        for disagreement in rules.disagreements() {
            for action in &disagreement.actions {
                if let Some(rows) = disagreements.get_mut(action.index()) {
                    rows.extend(joint.rows(side, disagreement.region()));
                }
            }
        }
        for rows in &mut disagreements {
            rows.sort_unstable();
        }
        Self {
            side,
            program: rules.clone().compile(),
            rows: rules.rules().iter().map(|rule| joint.rows(side, rule.region())).collect(),
            disagreements,
            regions: BTreeMap::new(),
            standings: BTreeMap::new(),
        }
    }

    pub(super) fn rules(&self) -> &RuleSet {
        self.program.rules()
    }

    /// The pack's own dimensions about which a rule or a disagreement asks.
    pub(super) fn asked(&self) -> BTreeSet<u16> {
        let regions = self.rules().rules().iter().map(Rule::region);
        let regions = regions.chain(self.rules().disagreements().iter().map(Disagreement::region));
        regions.flat_map(Region::rows).flat_map(Row::constraints).map(|(dim, _)| dim).collect()
    }

    /// The rules for and against an action.
    pub(super) fn rules_about(&self, action: ActionId) -> impl Iterator<Item = RuleId> + '_ {
        let about = self.rules().rules().iter().filter(move |rule| rule.action == action);
        about.filter_map(|rule| self.rules().find_rule(&rule.id))
    }

    /// The ids of the sources that a rule cites, each once.
    pub(super) fn sources(&self, rule: RuleId) -> Vec<Text> {
        let citations = self.rules().rule(rule).map(|rule| &*rule.citations).unwrap_or_default();
        let cited = citations.iter().filter_map(|citation| self.rules().source(citation.source));
        let mut ids: Vec<Text> = cited.map(|source| Text::clone(&source.id)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// All that is said of an action, in an order of its own.
    pub(super) fn speeches(&self, action: ActionId) -> (Vec<Speech>, &[Row]) {
        let said = |id: RuleId| -> Option<Speech> {
            let rule = self.rules().rule(id)?;
            Some((rule.polarity, rule.weight, self.sources(id), self.rows.get(id.index())?.clone()))
        };
        let mut speeches: Vec<Speech> = self.rules_about(action).filter_map(said).collect();
        speeches.sort();
        (speeches, self.disagreements.get(action.index()).map(Vec::as_slice).unwrap_or_default())
    }

    /// Where a rule is true.
    pub(super) fn region(
        &mut self,
        rule: RuleId,
        atlas: &mut Atlas,
        budget: &mut Budget,
    ) -> Result<Diagram, OutOfBudget> {
        if let Some(known) = self.regions.get(&rule) {
            return Ok(*known);
        }
        let rows = self.rows.get(rule.index()).map(Vec::as_slice).unwrap_or_default();
        let drawn = atlas.all.region(rows, budget)?;
        self.regions.insert(rule, drawn);
        Ok(drawn)
    }

    /// The [`Standing`] of an action in every world.
    pub(super) fn standing(
        &mut self,
        action: ActionId,
        atlas: &mut Atlas,
        budget: &mut Budget,
    ) -> Result<Diagram, OutOfBudget> {
        if let Some(known) = self.standings.get(&action) {
            return Ok(*known);
        }
        let about: Vec<RuleId> = self.rules_about(action).collect();
        let mut voices = Vec::with_capacity(about.len());
        for id in about {
            let worlds = self.region(id, atlas, budget)?;
            voices.extend(self.rules().rule(id).map(|rule| Voice::of(rule, worlds)));
        }
        // What is declared is added in `said`; places do not hang on it.
        let drawn = atlas.standing(&voices, Diagram::FALSE, budget)?;
        self.standings.insert(action, drawn);
        Ok(drawn)
    }

    /// What is said of an action in every world, as a [`Said`].
    pub(super) fn said(
        &mut self,
        action: ActionId,
        atlas: &mut Atlas,
        budget: &mut Budget,
    ) -> Result<Diagram, OutOfBudget> {
        let standing = self.standing(action, atlas, budget)?;
        let declared = self.disagreements.get(action.index()).map(Vec::as_slice).unwrap_or_default();
        let declared = atlas.all.region(declared, budget)?;
        let decide = |standing: Diagram, declared: Diagram| {
            let (standing, declared) = (Standing::at(standing)?, declared.as_leaf()? == 1);
            Some(Diagram::leaf(Said::of(standing, declared).number()))
        };
        atlas.all.combine(standing, declared, decide, budget)
    }

    /// What can keep an action from leading: its group with the number of those that lead, and the actions that never lead with it.
    pub(super) fn bonds(&self, action: ActionId) -> Option<Bonds> {
        let this = self.rules().action(action)?;
        let group = this.group.and_then(|group| self.rules().group(group));
        let rivals = this.never_with().iter().filter_map(|other| self.rules().action(*other));
        let mut rivals: Vec<Text> = rivals.map(|other| Text::clone(&other.id)).collect();
        rivals.sort_unstable();
        Some((group.map(|group| (Text::clone(&group.id), group.at_most)), rivals))
    }

    /// What settles the order of two actions that stand alike: the moment, then the id.
    fn tie(&self, action: ActionId) -> (Option<MomentId>, ActionId) {
        (self.rules().action(action).map(|action| action.moment), action)
    }

    /// Which of two actions comes first where nothing else settles it, 1 or 2.
    pub(super) fn first_of_equals(&self, a: ActionId, b: ActionId) -> u32 {
        if self.tie(a) < self.tie(b) { 1 } else { 2 }
    }
}

/// What a person is told of an action in one world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) verdict: Verdict,
    pub(super) disputed: bool,
}

impl Said {
    fn of(standing: Standing, declared: bool) -> Self {
        let verdict = standing.verdict();
        Self { verdict, disputed: standing.is_disputed() || (declared && verdict != Verdict::Silent) }
    }

    /// As a number of three bits that a diagram can hold; 0 is silence.
    pub(super) fn number(self) -> u32 {
        let verdict = match self.verdict {
            Verdict::Suggested => 1,
            Verdict::Avoided => 2,
            Verdict::Silent | Verdict::Depends => 0,
        };
        verdict << 1 | u32::from(self.disputed)
    }

    pub(super) fn from_number(number: u32) -> Self {
        let verdict = match number >> 1 {
            1 => Verdict::Suggested,
            2 => Verdict::Avoided,
            _ => Verdict::Silent,
        };
        Self { verdict, disputed: number % 2 == 1 }
    }
}
