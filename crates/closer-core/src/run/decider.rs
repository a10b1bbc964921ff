//! Deciding again and again, without allocating.

use super::advice::{Role, Verdict};
use super::decision::{Decision, Verdicts};
use super::program::Program;
use super::tables::{Behind, Position, Tables, index};
use crate::model::{ActionId, Context, FactId};
use crate::space::ValueSet;

/// Decides about one context after the other, with memory that is used again.
///
/// Either it is given whole contexts, or one fact after the other, as a person answers questions.
///
/// ```
/// use closer_core::{Interview, Program, Verdict, Went};
///
/// let program = Program::closing();
/// let mut decider = program.decider();
/// for went in [Went::Poorly, Went::Well] {
///     let context = program.context(&Interview::new().went(went))?;
///     assert_eq!(decider.decide(&context), &program.decide(&context));
/// }
/// # Ok::<(), closer_core::ContextError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Decider<'p> {
    program: &'p Program,
    tables: &'p Tables,
    position: Position,
    /// By place of a row, whether it contains the box, and whether it meets it.
    certain: Vec<u64>,
    possible: Vec<u64>,
    found: Vec<Found>,
    /// Suggested actions whose rows tell their place; all bits are set except while deciding.
    speaking: Vec<u64>,
    /// By action, what stands behind it; used only while deciding.
    behind: Vec<Behind>,
    /// Suggested actions as numbers, the best the lowest.
    places: Vec<u64>,
    /// By group, how many of it lead.
    taken: Vec<u32>,
    decision: Decision,
}

/// Which of 64 actions have a rule that is true: in every world, and in some.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    avoid: u64,
    may_avoid: u64,
    suggest: u64,
    may_suggest: u64,
}

impl Program {
    /// For deciding about many contexts: nothing known yet, nothing taken for granted.
    #[must_use]
    pub fn decider(&self) -> Decider<'_> {
        let tables = self.tables();
        let words = tables.bitmaps.words();
        Decider {
            program: self,
            tables,
            position: Position::unknown(&tables.bitmaps),
            certain: vec![0; words],
            possible: vec![0; words],
            found: vec![Found::default(); tables.spans.len()],
            speaking: vec![u64::MAX; tables.spans.len()],
            behind: vec![Behind::default(); self.set.actions.len()],
            places: Vec::with_capacity(self.set.actions.len()),
            taken: vec![0; self.set.groups.len()],
            decision: Decision::silent(tables.lane_of.clone(), tables.spans.len()),
        }
    }
}

impl Decider<'_> {
    /// As [`Program::decide`].
    pub fn decide(&mut self, context: &Context) -> &Decision {
        self.take(context, true);
        self.decide_now()
    }

    /// As [`Program::decide_strict`].
    pub fn decide_strict(&mut self, context: &Context) -> &Decision {
        self.take(context, false);
        self.decide_now()
    }

    /// Says which values of a fact are possible, in place of whatever was said of it before. Returns `false`, and changes nothing, when none is.
    ///
    /// ```
    /// # use closer_core::{Interview, Program, Went};
    /// # let program = Program::closing();
    /// let context = program.context(&Interview::new().went(Went::Well))?;
    /// let went = program.rules().vocabulary().find("went").unwrap();
    ///
    /// let mut decider = program.decider();
    /// assert!(decider.say(went.id, context.possible(went.id)));
    /// assert_eq!(decider.decide_now(), &program.decide_strict(&context));
    /// # Ok::<(), closer_core::ContextError>(())
    /// ```
    pub fn say(&mut self, fact: FactId, possible: ValueSet) -> bool {
        self.position.say(&self.tables.bitmaps, self.program.set.vocabulary.get(fact), possible)
    }

    /// The decision about what has been said. Nothing is taken for granted.
    pub fn decide_now(&mut self) -> &Decision {
        self.look();
        self.settle();
        self.places.clear();
        self.decide_the_rest();
        self.rank();
        &self.decision
    }

    /// The last decision.
    pub fn into_decision(self) -> Decision {
        self.decision
    }

    fn take(&mut self, context: &Context, assuming: bool) {
        let (bounds, assumed) = (context.bounds(), &self.tables.assumed);
        if !assuming {
            return self.position.set_all(&self.tables.bitmaps, |_, dim| bounds.get(dim));
        }
        self.position.set_all(&self.tables.bitmaps, |column, dim| match assumed.get(column) {
            Some(Some((fact, assumed))) if context.said(*fact).is_none() => *assumed,
            _ => bounds.get(dim),
        });
    }

    /// Which actions have rules that are true in every world, and in some.
    fn look(&mut self) {
        self.tables.bitmaps.look(&self.position, &mut self.certain, &mut self.possible);
        let possible = if self.position.is_point() { &self.certain } else { &self.possible };
        let any = |words: Option<&[u64]>| words.unwrap_or_default().iter().fold(0, |any, word| any | word);
        for (found, span) in self.found.iter_mut().zip(&self.tables.spans) {
            *found = Found {
                avoid: any(self.certain.get(span.avoid.clone())),
                may_avoid: any(possible.get(span.avoid.clone())),
                suggest: any(self.certain.get(span.suggest.clone())),
                may_suggest: any(possible.get(span.suggest.clone())),
            };
        }
        for &(own, lane) in &self.tables.more {
            let (from, bit) = (index(lane) / 64, index(lane) % 64);
            let Some(from) = self.found.get(from).copied() else { continue };
            let Some(found) = self.found.get_mut(index(own) / 64) else { continue };
            let moved = |word: u64| (word >> bit & 1) << (index(own) % 64);
            found.avoid |= moved(from.avoid);
            found.may_avoid |= moved(from.may_avoid);
            found.suggest |= moved(from.suggest);
            found.may_suggest |= moved(from.may_suggest);
        }
    }

    fn settle(&mut self) {
        for ((verdicts, found), span) in
            self.decision.verdicts.iter_mut().zip(&self.found).zip(&self.tables.spans)
        {
            let open = found.may_suggest & !found.suggest;
            *verdicts = Verdicts {
                suggested: found.suggest & !found.may_avoid & span.own,
                avoided: found.avoid & span.own,
                depends: ((found.may_avoid & !found.avoid) | (open & !found.may_avoid)) & span.own,
            };
        }
    }

    /// Decides about the actions of which the tables do not tell all.
    fn decide_the_rest(&mut self) {
        let is_point = self.position.is_point();
        let mut rest = self.tables.rest.iter().filter(|rest| rest.always || !is_point).peekable();
        if rest.peek().is_none() {
            return;
        }
        let space = self.program.set.vocabulary.space();
        let bounds = self.position.bounds(&self.tables.bitmaps, space);
        for rest in rest {
            let Some(rules) = self.program.action(ActionId(rest.action)) else { continue };
            let Some(&lane) = self.tables.lane_of.get(rules.id.index()) else { continue };
            let lane = index(lane);
            let Some(verdicts) = self.decision.verdicts.get_mut(lane / 64) else { continue };
            let outcome = rules.outcome(&bounds);
            verdicts.replace(lane % 64, outcome.verdict);
            if outcome.verdict == Verdict::Suggested {
                let sources = u64::try_from(rules.sources_that_hold(&bounds)).unwrap_or(u64::MAX);
                let order = self.tables.order.get(rules.id.index()).copied().unwrap_or(u32::MAX);
                self.places.push(place(outcome.score, sources, order));
                // Its rows have nothing to add.
                self.speaking.get_mut(lane / 64).into_iter().for_each(|lanes| *lanes &= !(1 << (lane % 64)));
            }
        }
    }

    fn rank(&mut self) {
        for (lanes, verdicts) in self.speaking.iter_mut().zip(&self.decision.verdicts) {
            *lanes &= verdicts.suggested;
        }
        self.weigh();
        let Self { tables, speaking, behind, places, .. } = self;
        for (lanes, (span, actions)) in
            speaking.iter_mut().zip(tables.spans.iter().zip(tables.action_of.chunks(64)))
        {
            for bit in bits(*lanes & span.own) {
                let action = actions.get(bit).copied().map_or(usize::MAX, index);
                let Some(behind) = behind.get_mut(action).map(std::mem::take) else { continue };
                let sources = u64::from(behind.sources.count_ones());
                let order = tables.order.get(action).copied().unwrap_or(u32::MAX);
                places.push(place(behind.weight, sources, order));
            }
            *lanes = u64::MAX;
        }
        places.sort_unstable();
        self.assign_roles();
    }

    /// Gathers, for the actions that speak for themselves, what stands behind them.
    fn weigh(&mut self) {
        // The rows of an action count in whichever of its lanes they stand; those that are not its own do not speak yet.
        for &(own, lane) in &self.tables.more {
            let own = self.speaking.get(index(own) / 64).map(|lanes| lanes >> (index(own) % 64) & 1);
            let bit = index(lane) % 64;
            if let (Some(own), Some(lanes)) = (own, self.speaking.get_mut(index(lane) / 64)) {
                *lanes |= own << bit;
            }
        }
        let tables = self.tables;
        let spans = tables.spans.iter().zip(tables.action_of.chunks(64));
        for (lanes, (span, actions)) in self.speaking.iter().zip(spans) {
            let rows = self.certain.get(span.suggest.clone()).unwrap_or_default();
            let all = tables.behind.get(span.suggest.start.saturating_mul(64)..).unwrap_or_default();
            for (row, all) in rows.iter().zip(all.as_chunks::<64>().0) {
                for bit in bits(row & lanes) {
                    let action = actions.get(bit).copied().map_or(usize::MAX, index);
                    if let (Some(behind), Some(row)) = (self.behind.get_mut(action), all.get(bit)) {
                        behind.weight = behind.weight.max(row.weight);
                        behind.sources |= row.sources;
                    }
                }
            }
        }
    }

    fn assign_roles(&mut self) {
        let ranked = &mut self.decision.ranked;
        ranked.clear();
        self.taken.fill(0);
        for place in &self.places {
            let order = usize::try_from(place & u64::from(u32::MAX)).unwrap_or(usize::MAX);
            let Some(&action) = self.tables.ordered.get(order) else { continue };
            let Some(company) = self.tables.company.get(action.index()) else { continue };
            let mut taken = company.group.and_then(|(group, most)| Some((self.taken.get_mut(group)?, most)));
            let has_room = taken.as_ref().is_none_or(|(taken, most)| **taken < *most);
            let leads = |other: &ActionId| ranked.contains(&(*other, Role::Lead));
            let role =
                if has_room && !company.never_with.iter().any(leads) { Role::Lead } else { Role::Spare };
            if let (Role::Lead, Some((taken, _))) = (role, &mut taken) {
                **taken = taken.saturating_add(1);
            }
            ranked.push((action, role));
        }
    }
}

/// A place in the ranked list as a number, low is better: score, agreeing sources, then moment and id.
fn place(weight: u8, sources: u64, order: u32) -> u64 {
    const MOST: u64 = (1 << 24) - 1;
    u64::from(!weight) << 56 | (MOST ^ sources.min(MOST)) << 32 | u64::from(order)
}

/// The places of the bits that are set, lowest first.
pub(super) fn bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = usize::try_from(word.trailing_zeros()).ok().filter(|_| word != 0)?;
        word &= word.wrapping_sub(1);
        Some(bit)
    })
}
