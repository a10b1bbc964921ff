//! Findings by looking at every world.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use closer_core::RuleSet;
use closer_core::model::{Condition, Kind as EngineKind};
use closer_verify::Found;

use super::reference::pack::{Kind, Pack, Rule, View};
use super::reference::world::{Verdict, World};

/// A finding that there must be.
pub(crate) struct Expected {
    pub(crate) code: &'static str,
    pub(crate) about: BTreeSet<String>,
    /// The worlds that show it, by position; none where nothing can show it.
    pub(crate) shown: Option<BTreeSet<usize>>,
}

pub(crate) struct Worlds<'a> {
    pack: &'a Pack,
    rules: &'a RuleSet,
    all: Vec<World>,
    /// What leads in each world.
    leads: Vec<BTreeSet<usize>>,
}

impl<'a> Worlds<'a> {
    pub(crate) fn of(pack: &'a Pack, rules: &'a RuleSet) -> Self {
        let all: Vec<World> = pack.every_assignment().iter().map(|values| pack.look_at(values)).collect();
        let leads = all.iter().map(|world| leads(pack, world)).collect();
        Self { pack, rules, all, leads }
    }

    pub(crate) fn expected(&self) -> Vec<Expected> {
        let mut expected = Vec::new();
        for action in 0..self.pack.actions.len() {
            for view in [View::Suggest, View::Avoid] {
                self.rules_of(action, view, &mut expected);
            }
            self.beaten(action, &mut expected);
            self.vetoes(action, &mut expected);
            self.never_leads(action, &mut expected);
            self.never_first(action, &mut expected);
            self.ties(action, &mut expected);
        }
        self.flips(&mut expected);
        self.gaps(&mut expected);
        self.values(&mut expected);
        self.together(&mut expected);
        expected
    }

    fn worlds(&self, is_so: impl Fn(&World) -> bool) -> BTreeSet<usize> {
        (0..self.all.len()).filter(|at| is_so(&self.all[*at])).collect()
    }

    /// The rules on one side of an action, in the order in which they decide.
    fn in_order(&self, action: usize, view: View) -> Vec<usize> {
        let mut rules: Vec<usize> =
            (0..self.pack.rules.len()).filter(|rule| self.pack.is_for(*rule, action, view)).collect();
        rules.sort_by_key(|at| (Reverse(self.pack.rules[*at].weight()), self.pack.rules[*at].id.clone()));
        rules
    }

    fn cited(&self, rule: &Rule) -> BTreeSet<String> {
        rule.sources.iter().map(|citation| self.pack.citation(citation)).collect()
    }

    /// Redundant rules: what decides, and what is cited, is the same in every world when they are gone. And rules that could be one.
    fn rules_of(&self, action: usize, view: View, expected: &mut Vec<Expected>) {
        let order = self.in_order(action, view);
        let said = |world: &World, kept: &[usize]| {
            let speaking: Vec<usize> = kept.iter().copied().filter(|rule| world.rules[*rule]).collect();
            let cited: BTreeSet<String> =
                speaking.iter().flat_map(|rule| self.cited(&self.pack.rules[*rule])).collect();
            (speaking.first().copied(), cited)
        };
        let mut kept = order.clone();
        for rule in order.iter().rev() {
            let without: Vec<usize> = kept.iter().copied().filter(|other| other != rule).collect();
            if self.all.iter().all(|world| said(world, &kept) == said(world, &without)) {
                kept = without;
                add(expected, "redundant-rule", &[&self.pack.rules[*rule].id], None);
            }
        }
        for (at, one) in kept.iter().enumerate() {
            for other in &kept[at + 1..] {
                let (a, b) = (&self.pack.rules[*one], &self.pack.rules[*other]);
                let alike = a.weight() == b.weight() && self.cited(a) == self.cited(b);
                let either = self.worlds(|world| world.rules[*one] || world.rules[*other]);
                let inside = self.all.iter().all(|world| !world.rules[*one] || world.rules[*other]);
                if alike && (inside || self.is_box(&either)) {
                    add(expected, "mergeable-rules", &[&a.id, &b.id], None);
                }
            }
        }
    }

    fn is_box(&self, worlds: &BTreeSet<usize>) -> bool {
        let mut values: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); self.pack.facts.len()];
        for at in worlds {
            for (known, value) in values.iter_mut().zip(&self.all[*at].values) {
                known.insert(*value);
            }
        }
        values.iter().map(BTreeSet::len).product::<usize>() == worlds.len()
    }

    fn beaten(&self, action: usize, expected: &mut Vec<Expected>) {
        let suggesting = self.in_order(action, View::Suggest);
        let in_vain = |rule: usize| {
            self.all.iter().all(|world| !world.rules[rule] || world.verdicts[action] == Verdict::Avoided)
        };
        if suggesting.is_empty() {
        } else if suggesting.iter().all(|rule| in_vain(*rule)) {
            add(expected, "never-suggested", &[&self.pack.actions[action].id], None);
        } else {
            for rule in suggesting.into_iter().filter(|rule| in_vain(*rule)) {
                add(expected, "beaten-rule", &[&self.pack.rules[rule].id], None);
            }
        }
    }

    /// Rules that are true only where two assumptions are wrong, while the action is suggested where all assumptions hold.
    fn vetoes(&self, action: usize, expected: &mut Vec<Expected>) {
        let usual = |fact: usize, value: usize| {
            self.pack.facts[fact].assume.as_ref().is_none_or(|test| test.passes(value))
        };
        let wrong = |world: &World| -> Vec<usize> {
            (0..world.values.len()).filter(|fact| !usual(*fact, world.values[*fact])).collect()
        };
        for rule in self.in_order(action, View::Avoid) {
            let true_at: Vec<&World> = self.all.iter().filter(|world| world.rules[rule]).collect();
            if true_at.iter().any(|world| wrong(world).len() < 2) {
                continue;
            }
            let shown = self.worlds(|world| {
                let near = |other: &&World| {
                    let off = wrong(other);
                    (0..world.values.len())
                        .all(|fact| off.contains(&fact) || world.values[fact] == other.values[fact])
                };
                // Where nothing is told of what is taken for granted wrongly, it has any of its usual values.
                let is_suggested_untold = |other: &&World| {
                    let off = wrong(other);
                    let alike = self.all.iter().filter(|alike| {
                        wrong(alike).is_empty()
                            && (0..world.values.len())
                                .all(|fact| off.contains(&fact) || world.values[fact] == alike.values[fact])
                    });
                    alike.into_iter().all(|alike| alike.verdicts[action] == Verdict::Suggested)
                };
                wrong(world).is_empty()
                    && true_at.iter().any(|other| near(other) && is_suggested_untold(other))
            });
            if !shown.is_empty() {
                add(expected, "hidden-veto", &[&self.pack.rules[rule].id], Some(shown));
            }
        }
    }

    /// By fact that is taken for granted: the rules that would be true, were it alone otherwise, against what is suggested.
    fn flips(&self, expected: &mut Vec<Expected>) {
        let passes = |fact: usize, value: usize| {
            self.pack.facts[fact].assume.as_ref().is_none_or(|test| test.passes(value))
        };
        for (at, fact) in self.pack.facts.iter().enumerate() {
            let others_usual = |world: &World| {
                (0..world.values.len()).all(|fact| fact == at || passes(fact, world.values[fact]))
            };
            let mut actions: Vec<usize> = (0..self.pack.actions.len()).collect();
            actions.sort_by_key(|action| &self.pack.actions[*action].id);
            let mut flipped = actions.into_iter().flat_map(|action| {
                self.in_order(action, View::Avoid).into_iter().filter_map(move |rule| {
                    let unusual: Vec<&World> = self
                        .all
                        .iter()
                        .filter(|world| {
                            world.rules[rule] && others_usual(world) && !passes(at, world.values[at])
                        })
                        .collect();
                    let shown = self.worlds(|world| {
                        let is_near = |other: &&World| {
                            (0..world.values.len())
                                .all(|fact| fact == at || world.values[fact] == other.values[fact])
                        };
                        // Where nothing is told of the fact, it has any of its usual values.
                        let mut alike =
                            self.all.iter().filter(|other| passes(at, other.values[at]) && is_near(other));
                        passes(at, world.values[at])
                            && alike.all(|other| other.verdicts[action] == Verdict::Suggested)
                            && unusual.iter().any(is_near)
                    });
                    (!shown.is_empty()).then_some((rule, shown))
                })
            });
            if let Some((rule, shown)) = flipped.next() {
                add(expected, "assumed-veto", &[&fact.name, &self.pack.rules[rule].id], Some(shown));
            }
        }
    }

    /// Never the first of its moment, although it leads somewhere.
    fn never_first(&self, action: usize, expected: &mut Vec<Expected>) {
        let moment = self.pack.actions[action].moment;
        let rank = |world: &World, action: usize| world.ranks[action];
        let is_first = |world: &World| {
            (0..self.pack.actions.len())
                .filter(|other| self.pack.actions[*other].moment == moment && rank(world, *other).is_some())
                .min_by_key(|other| rank(world, *other))
                == Some(action)
        };
        let suggested = self.all.iter().any(|world| world.ranks[action].is_some());
        let leads = self.leads.iter().any(|leads| leads.contains(&action));
        if suggested && leads && !self.all.iter().any(is_first) {
            let about = [&*self.pack.actions[action].id, &*self.pack.moments[moment].id];
            add(expected, "never-first", &about, None);
        }
    }

    fn never_leads(&self, action: usize, expected: &mut Vec<Expected>) {
        let suggested = self.all.iter().any(|world| world.verdicts[action] == Verdict::Suggested);
        if suggested && !self.leads.iter().any(|leads| leads.contains(&action)) {
            add(expected, "never-leads", &[&self.pack.actions[action].id], None);
        }
    }

    /// The first action, by name, with which this one ties.
    fn ties(&self, action: usize, expected: &mut Vec<Expected>) {
        let id = |action: usize| &self.pack.actions[action].id;
        let agreeing = |world: &World, action: usize| {
            let speaking = self.in_order(action, View::Suggest).into_iter().filter(|rule| world.rules[*rule]);
            self.pack.distinct_sources(&speaking.collect::<Vec<_>>())
        };
        let mut before: Vec<usize> = (0..self.pack.actions.len())
            .filter(|other| self.pack.actions[*other].moment == self.pack.actions[action].moment)
            .filter(|other| id(*other) < id(action))
            .collect();
        before.sort_by_key(|other| id(*other));
        for other in before {
            let shown = self.worlds(|world| {
                world.scores[action].is_some()
                    && world.scores[action] == world.scores[other]
                    && agreeing(world, action) == agreeing(world, other)
            });
            if !shown.is_empty() {
                add(expected, "tie-by-id", &[id(action), id(other)], Some(shown));
                return;
            }
        }
    }

    fn gaps(&self, expected: &mut Vec<Expected>) {
        for (at, moment) in self.pack.moments.iter().enumerate() {
            let here: Vec<usize> = (0..self.pack.actions.len())
                .filter(|action| self.pack.actions[*action].moment == at)
                .collect();
            let says_something = here.iter().any(|action| !self.in_order(*action, View::Suggest).is_empty());
            if self.rules.moments()[at].guard == Condition::ALWAYS || !says_something {
                continue;
            }
            let guard = moment.guard.as_ref().unwrap();
            let shown = self.worlds(|world| {
                guard.is_true(&world.values)
                    && here.iter().all(|action| world.verdicts[*action] != Verdict::Suggested)
            });
            if !shown.is_empty() {
                add(expected, "gap", &[&moment.id], Some(shown));
            }
        }
    }

    /// Values of a list, or all values, that nothing tells apart.
    fn values(&self, expected: &mut Vec<Expected>) {
        let by_values: BTreeMap<&[usize], &World> =
            self.all.iter().map(|world| (world.values.as_slice(), world)).collect();
        let asked = |world: &World| -> Vec<bool> {
            let guards = self.pack.moments.iter().map(|moment| moment.guard.as_ref());
            let questions = self.pack.facts.iter().map(|fact| fact.ask_when.as_ref());
            let holds = |one: Option<&super::reference::pack::Condition>| {
                one.is_none_or(|one| one.is_true(&world.values))
            };
            guards
                .chain(questions)
                .map(holds)
                .chain(world.rules.iter().chain(&world.disagreements).copied())
                .collect()
        };
        for (at, fact) in self.pack.facts.iter().enumerate() {
            if matches!(fact.kind, Kind::Range(..)) || !self.is_asked(at) {
                continue;
            }
            let alike = |a: usize, b: usize| {
                self.all.iter().filter(|world| world.values[at] == a).all(|world| {
                    let mut values = world.values.clone();
                    values[at] = b;
                    asked(world) == asked(by_values[values.as_slice()])
                })
            };
            let mut classes: Vec<Vec<usize>> = Vec::new();
            for value in 0..fact.size() {
                match classes.iter_mut().find(|class| alike(class[0], value)) {
                    Some(class) => class.push(value),
                    None => classes.push(vec![value]),
                }
            }
            let is_scale = matches!(fact.kind, Kind::Ordered(_));
            if classes.iter().any(|class| class.len() == fact.size() || (class.len() > 1 && !is_scale)) {
                add(expected, "unused-value", &[&fact.name], None);
            }
        }
    }

    /// Whether some condition but those of questions names the fact, or one of these hangs on it.
    fn is_asked(&self, fact: usize) -> bool {
        let id = self.rules.vocabulary().find(&self.pack.facts[fact].name).unwrap().id;
        let mut asked = false;
        let mut look = |condition: &Condition| condition.for_each_test(&mut |test| asked |= test.fact == id);
        self.rules.rules().iter().for_each(|rule| look(&rule.when()));
        self.rules.disagreements().iter().for_each(|one| look(&one.when));
        self.rules.moments().iter().for_each(|moment| look(&moment.guard));
        let hangs = |condition: &super::reference::pack::Condition| {
            self.all.iter().any(|world| {
                (0..self.pack.facts[fact].size()).any(|value| {
                    let mut values = world.values.clone();
                    values[fact] = value;
                    condition.is_true(&values) != condition.is_true(&world.values)
                })
            })
        };
        asked || self.pack.facts.iter().filter_map(|fact| fact.ask_when.as_ref()).any(hangs)
    }

    fn both_lead(&self, a: usize, b: usize) -> BTreeSet<usize> {
        (0..self.all.len()).filter(|at| self.leads[*at].is_superset(&[a, b].into())).collect()
    }

    fn together(&self, expected: &mut Vec<Expected>) {
        let mut disagreements: Vec<usize> = (0..self.pack.disagreements.len()).collect();
        disagreements.sort_by_key(|at| &self.pack.disagreements[*at].id);
        for a in 0..self.pack.actions.len() {
            for b in a + 1..self.pack.actions.len() {
                let [a_, b_] = [a, b].map(|action| &self.pack.actions[action]);
                let both = self.both_lead(a, b);
                if a_.moment == b_.moment && a_.say.is_some() && a_.say == b_.say {
                    if !both.is_empty() {
                        add(expected, "leading-together", &[&a_.id, &b_.id], Some(both));
                    }
                    continue;
                }
                // A pair is told of once, with the first disagreement that shows.
                let shown = disagreements.iter().find_map(|at| {
                    let one = &self.pack.disagreements[*at];
                    let there = both.iter().copied().filter(|world| self.all[*world].disagreements[*at]);
                    let there: BTreeSet<usize> = there.collect();
                    let is_about = one.actions.contains(&a) && one.actions.contains(&b);
                    (is_about && !there.is_empty()).then_some((&one.id, there))
                });
                if let Some((id, there)) = shown {
                    add(expected, "leading-together", &[&a_.id, &b_.id, id], Some(there));
                }
            }
        }
    }

    /// Whether every world of a witness shows what is found, and no context that says less does.
    pub(crate) fn check_witness(
        &self,
        found: &Found,
        expected: &Expected,
        rules: &RuleSet,
    ) -> Option<String> {
        let Some(shown) = &expected.shown else {
            return found.witness.as_ref().map(|_| "a witness of nothing".into());
        };
        let Some(witness) = &found.witness else { return Some(format!("{:?} has no witness", found.about)) };
        let position = |fact: usize, value: usize| -> (u16, u8) {
            let engine = rules.vocabulary().find(&self.pack.facts[fact].name).unwrap();
            let position = match (&engine.kind, &self.pack.facts[fact].kind) {
                (EngineKind::Int { cells, .. }, Kind::Range(low, _)) => {
                    let number = low + i64::try_from(value).unwrap();
                    cells.iter().position(|cell| (cell.0..=cell.1).contains(&number)).unwrap()
                }
                _ => value,
            };
            (engine.id.dim(), u8::try_from(position).unwrap())
        };
        let is_in = |world: &World| {
            (0..world.values.len()).all(|fact| {
                let (dim, position) = position(fact, world.values[fact]);
                witness.bounds().get(dim).contains(position)
            })
        };
        let inside = self.worlds(is_in);
        if inside.is_empty() || !inside.is_subset(shown) {
            return Some(format!("the witness of {} {:?} is not one", expected.code, expected.about));
        }
        let size = (0..self.pack.facts.len())
            .filter(|fact| {
                let (dim, _) = position(*fact, 0);
                witness.bounds().get(dim) != rules.vocabulary().space().full(dim)
            })
            .count();
        let least = self.least(shown);
        (size != least).then(|| {
            format!("{} facts for {} {:?}, and {least} will do", size, expected.code, expected.about)
        })
    }

    /// How many facts must at least be known for all worlds that are left to be among some.
    fn least(&self, shown: &BTreeSet<usize>) -> usize {
        let facts = self.pack.facts.len();
        let will_do = |known: &u32| {
            let said = |world: &World| -> Vec<usize> {
                (0..facts).filter(|fact| known >> fact & 1 == 1).map(|fact| world.values[fact]).collect()
            };
            let mut all_shown: BTreeMap<Vec<usize>, bool> = BTreeMap::new();
            for (at, world) in self.all.iter().enumerate() {
                *all_shown.entry(said(world)).or_insert(true) &= shown.contains(&at);
            }
            all_shown.into_values().any(|all| all)
        };
        let sets = 0..1_u32 << facts;
        let least = sets.filter(will_do).map(u32::count_ones).min();
        usize::try_from(least.unwrap()).unwrap()
    }
}

/// Down the list of one world.
fn leads(pack: &Pack, world: &World) -> BTreeSet<usize> {
    let mut list: Vec<usize> =
        (0..pack.actions.len()).filter(|action| world.ranks[*action].is_some()).collect();
    list.sort_by_key(|action| world.ranks[*action]);
    let mut leads: BTreeSet<usize> = BTreeSet::new();
    for action in list {
        let this = &pack.actions[action];
        let full = this.group.is_some_and(|group| {
            leads.iter().filter(|lead| pack.actions[**lead].group == Some(group)).count()
                >= pack.groups[group].at_most
        });
        let never = leads
            .iter()
            .any(|lead| this.never_with.contains(lead) || pack.actions[*lead].never_with.contains(&action));
        if !full && !never {
            leads.insert(action);
        }
    }
    leads
}

fn add(to: &mut Vec<Expected>, code: &'static str, about: &[&str], shown: Option<BTreeSet<usize>>) {
    to.push(Expected { code, about: about.iter().map(|&name| name.to_owned()).collect(), shown });
}
