//! The fewest changes that put an action at the head of the list.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::nearest::{Found, Moves, moves_into, widest};
use super::program::{ActionRules, Program, RuleRows, Rules};
use super::ranking::count_distinct;
use super::steps::Steps;
use crate::space::{Bounds, Budget, OutOfBudget, Region, Row, Space, ValueSet, covers, primes};

/// How often the search may look at an action in a box. Beyond that it says how many changes are proved not to suffice.
const LOOKS: usize = 500_000;

impl Program {
    /// The fewest facts that must change for the action to come first, and to what.
    ///
    /// Rank 1 is not a region: it compares the lowest scores of a whole box. So this tries changes one fact after the other, with more and
    /// more of them. What is tried is guided by what stands in the way: while another action is better, one of the facts that
    /// the rules of the two ask about has to change, for nothing else moves either of them.
    pub(super) fn first(&self, action: ActionRules<'_>, from: &Bounds) -> Found {
        let Ok(primes) = self.primes_of(self.suggested_worlds(action)) else {
            return Found::Undecided { fewest: 0 };
        };
        let distance = |prime: &Row| moves_into(prime, from).count();
        // Wherever it is first it is suggested.
        let Some(nearest) = primes.iter().map(distance).min() else { return Found::Never };
        let mut search = Search {
            program: self,
            own: action,
            cells: self.cells(),
            looks: LOOKS,
            steps: self.shares.search(),
            found: BTreeSet::new(),
            cut: false,
        };
        for most in nearest..=usize::from(from.len()) {
            // Each change is a step deeper into the search.
            if most > usize::from(Budget::MAX_DEPTH) {
                return Found::Undecided { fewest: most };
            }
            search.cut = primes.iter().any(|prime| distance(prime) > most);
            for prime in primes.iter().filter(|prime| distance(prime) <= most) {
                let start = Node { bounds: from.clone(), decided: BTreeSet::new(), moves: BTreeMap::new() };
                let needed: Vec<u16> = moves_into(prime, from).map(|(dim, _)| dim).collect();
                if search.enter(prime, &start, &needed, most).is_err() {
                    return Found::Undecided { fewest: most };
                }
            }
            if search.found.contains(&BTreeMap::new()) {
                return Found::Already;
            }
            if !search.found.is_empty() {
                return search.widen(from).map_or(Found::Undecided { fewest: most }, Found::Moves);
            }
            if !search.cut {
                return Found::Never;
            }
        }
        Found::Never
    }

    /// For every fact its values, in sets that no rule tells apart.
    fn cells(&self) -> Vec<Vec<ValueSet>> {
        let space = self.set.vocabulary.space();
        let mut cells: Vec<Vec<ValueSet>> = space.dims().map(|dim| vec![space.full(dim)]).collect();
        let rows = self.actions().flat_map(|action| action.suggest_rows().chain(action.avoid_rows()));
        let constraints: BTreeSet<(u16, ValueSet)> = rows.flat_map(Row::constraints).collect();
        for (dim, values) in constraints {
            if let Some(cells) = cells.get_mut(usize::from(dim)) {
                let parts =
                    cells.iter().flat_map(|cell| [cell.intersection(values), cell.difference(values)]);
                *cells = parts.filter(|part| !part.is_empty()).collect();
            }
        }
        cells
    }
}

/// Some changes made, and some facts that will not change any more.
#[derive(Clone)]
struct Node {
    bounds: Bounds,
    decided: BTreeSet<u16>,
    moves: BTreeMap<u16, ValueSet>,
}

impl Node {
    fn with(&self, dim: u16, values: ValueSet) -> Self {
        let mut changed = self.clone();
        changed.bounds.replace(dim, values);
        changed.moves.insert(dim, values);
        changed.decided.insert(dim);
        changed
    }
}

struct Search<'a> {
    program: &'a Program,
    /// The action that is to be first.
    own: ActionRules<'a>,
    cells: Vec<Vec<ValueSet>>,
    /// How often an action may still be looked at.
    looks: usize,
    /// What all these looks may still take.
    steps: Steps,
    /// Changes that do, each fact changed to values that no rule tells apart.
    found: BTreeSet<BTreeMap<u16, ValueSet>>,
    /// Something was left out that more changes might reach.
    cut: bool,
}

impl Search<'_> {
    /// Makes the changes that are needed to get into the prime, in every way, and goes on from there.
    fn enter(&mut self, prime: &Row, node: &Node, needed: &[u16], left: usize) -> Result<(), OutOfBudget> {
        let Some((&dim, rest)) = needed.split_first() else { return self.go_on(prime, node, left) };
        for cell in self.cells_within(prime, dim) {
            self.enter(prime, &node.with(dim, cell), rest, left.saturating_sub(1))?;
        }
        Ok(())
    }

    /// Resolves what stands in the way by at most `left` more changes.
    fn go_on(&mut self, prime: &Row, node: &Node, left: usize) -> Result<(), OutOfBudget> {
        let obstacles = self.obstacles(prime, node)?;
        let Some(hardest) = obstacles.iter().min_by_key(|dims| dims.len()) else {
            self.found.insert(node.moves.clone());
            return Ok(());
        };
        if hardest.is_empty() {
            return Ok(());
        }
        // A single change must resolve all at once.
        let resolves = |dim: &&u16| left > 1 || obstacles.iter().all(|dims| dims.contains(dim));
        let candidates: Vec<u16> = hardest.iter().filter(resolves).copied().filter(|_| left > 0).collect();
        self.cut |= candidates.len() < hardest.len();
        let mut node = node.clone();
        for dim in candidates {
            let now = node.bounds.get(dim);
            for cell in self.cells_within(prime, dim) {
                // Where all that is possible is in one cell, that cell is no change.
                if !now.is_subset(cell) {
                    self.go_on(prime, &node.with(dim, cell), left.saturating_sub(1))?;
                }
            }
            // All changes with this fact among them have been seen.
            node.decided.insert(dim);
        }
        Ok(())
    }

    fn cells_within(&self, prime: &Row, dim: u16) -> Vec<ValueSet> {
        let cells = self.cells.get(usize::from(dim)).into_iter().flatten().copied();
        let allowed = prime.get(dim);
        cells.filter(|cell| allowed.is_none_or(|allowed| cell.is_subset(allowed))).collect()
    }

    /// What keeps the action from being first, each as the facts of which one has to change to resolve it.
    fn obstacles(&mut self, prime: &Row, node: &Node) -> Result<Vec<BTreeSet<u16>>, OutOfBudget> {
        self.spend(1)?;
        let program = self.program;
        let open = |rules: ActionRules<'_>| -> BTreeSet<u16> {
            rules.dims().iter().copied().filter(|dim| !node.decided.contains(dim)).collect()
        };
        let place = program.place(self.own, &node.bounds, self.steps.afresh());
        self.decided()?;
        let Some(place) = place else {
            return Ok(vec![open(self.own)]);
        };
        let reach = self.reach(prime, node);
        let highest = self.own.highest_weight(&reach);
        let mut obstacles = Vec::new();
        let own = self.own.id;
        for rival in program.actions().filter(|rival| rival.id != own) {
            let may_be_better = rival.suggest.iter().next().is_some_and(|rule| rule.weight >= place.0.0);
            if !may_be_better {
                continue;
            }
            self.spend(1)?;
            let theirs = program.place(rival, &node.bounds, self.steps.afresh());
            self.decided()?;
            let Some(theirs) = theirs.filter(|theirs| *theirs < place) else { continue };
            // What is not decided there is only not left out.
            if self.is_always_behind(rival, &reach) {
                // No change of what is left to change resolves this.
                return Ok(vec![BTreeSet::new()]);
            }
            // Where nothing that the own rules ask about can make up for it, the rival has to move.
            let own_may_help = theirs.0.0 <= highest;
            obstacles.push(if own_may_help { &open(rival) | &open(self.own) } else { open(rival) });
        }
        Ok(obstacles)
    }

    /// All worlds that further changes can lead to.
    fn reach(&self, prime: &Row, node: &Node) -> Bounds {
        let mut reach = node.bounds.clone();
        for (dim, values) in node.bounds.iter() {
            if !node.decided.contains(&dim) {
                let allowed = prime.get(dim).unwrap_or_else(|| self.space().full(dim));
                reach.replace(dim, values.union(allowed));
            }
        }
        reach
    }

    /// Whether the rival is in a better place in every part of a box in which the own action is suggested all over.
    ///
    /// That is so when it is suggested with a higher score in every world of the box: then its lowest score is the higher one in every part,
    /// too. An equal score will do where all that settles ties is for the rival.
    fn is_always_behind(&mut self, rival: ActionRules<'_>, bounds: &Bounds) -> bool {
        if rival.avoid_rows().any(|row| row.meets(bounds)) {
            return false;
        }
        let (program, own, steps) = (self.program, self.own, &mut self.steps);
        let tie = |action: ActionRules<'_>, sources: usize| {
            (Reverse(sources), program.moment_of(action.id), action.id)
        };
        let sources = own.suggest.iter().filter(|rule| rule.may_be_true(bounds));
        let most = count_distinct(sources.flat_map(RuleRows::sources));
        let wins_ties = tie(rival, rival.sources_that_hold_with(bounds, steps)) < tie(own, most);
        own.suggest.iter().all(|rule| {
            let above = rule.weight.saturating_add(1);
            let enough = if wins_ties { rule.weight } else { above };
            let ahead = strong(own.suggest, above).chain(strong(rival.suggest, enough));
            rule.rows
                .iter()
                .filter_map(|row| bounds.intersect(row))
                .all(|there| steps.ask(|budget| covers(ahead.clone(), &there, budget)).unwrap_or(false))
        })
    }

    fn spend(&mut self, looks: usize) -> Result<(), OutOfBudget> {
        self.looks = self.looks.checked_sub(looks).ok_or(OutOfBudget)?;
        Ok(())
    }

    /// What was found where steps ran out may be wrong.
    fn decided(&self) -> Result<(), OutOfBudget> {
        if self.steps.ran_out() { Err(OutOfBudget) } else { Ok(()) }
    }

    fn space(&self) -> &Space {
        self.program.set.vocabulary.space()
    }

    /// The widest changes: boxes of the changes found that do as a whole, too.
    fn widen(&mut self, from: &Bounds) -> Result<Vec<Moves>, OutOfBudget> {
        let mut by_facts: BTreeMap<Vec<u16>, Vec<Row>> = BTreeMap::new();
        let space: Space = self.space().clone();
        for moves in &self.found {
            let row = moves.iter().try_fold(Row::all(), |row, (dim, values)| row.with(*dim, *values, &space));
            by_facts.entry(moves.keys().copied().collect()).or_default().extend(row);
        }
        let everywhere = Bounds::all(&space);
        let mut all = Vec::new();
        for (facts, rows) in by_facts {
            let rows = self.steps.ask(|budget| Region::from_rows(rows, &space, budget)).ok_or(OutOfBudget)?;
            let primes =
                self.steps.ask(|budget| primes(rows.rows(), &everywhere, budget)).ok_or(OutOfBudget)?;
            let whole = |row: &Row| -> Moves {
                facts.iter().map(|dim| (*dim, row.get(*dim).unwrap_or_else(|| space.full(*dim)))).collect()
            };
            let mut boxes: BTreeSet<Moves> = primes.iter().map(whole).collect();
            let mut seen = BTreeSet::new();
            while let Some(moves) = boxes.pop_first() {
                if !seen.insert(moves.clone()) {
                    continue;
                }
                if self.is_first(&moves, from)? {
                    all.push(moves);
                    continue;
                }
                // Ties between sources are told apart by the rules that hold all over, so a box may fail where each of its parts does.
                for (at, &(dim, values)) in moves.iter().enumerate() {
                    for cell in self.cells.get(usize::from(dim)).into_iter().flatten() {
                        let narrower = values.difference(*cell);
                        if cell.is_subset(values) && !narrower.is_empty() {
                            let mut fewer = moves.clone();
                            fewer.iter_mut().skip(at).take(1).for_each(|change| change.1 = narrower);
                            boxes.insert(fewer);
                        }
                    }
                }
            }
        }
        Ok(widest(all))
    }

    fn is_first(&mut self, moves: &Moves, from: &Bounds) -> Result<bool, OutOfBudget> {
        self.spend(self.program.set.actions.len())?;
        let mut bounds = from.clone();
        for &(dim, values) in moves {
            bounds.replace(dim, values);
        }
        let ranked = self.program.evaluate_with(&bounds, self.steps.afresh()).ranked;
        self.decided()?;
        Ok(ranked.first().is_some_and(|first| first.action == self.own.id))
    }
}

impl ActionRules<'_> {
    /// The highest weight of the suggest rules that may be true in the box; 0 when there is none.
    fn highest_weight(&self, bounds: &Bounds) -> u8 {
        self.suggest.iter().find(|rule| rule.may_be_true(bounds)).map_or(0, |rule| rule.weight)
    }
}

impl RuleRows<'_> {
    pub(super) fn may_be_true(&self, bounds: &Bounds) -> bool {
        self.rows.iter().any(|row| row.meets(bounds))
    }
}

/// The rows of the rules with at least this weight; rules come strongest first.
fn strong(rules: Rules<'_>, least: u8) -> impl Iterator<Item = &Row> + Clone {
    rules.iter().take_while(move |rule| rule.weight >= least).flat_map(|rule| rule.rows)
}
