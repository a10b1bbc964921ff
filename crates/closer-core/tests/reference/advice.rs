//! What a pack says in a context: what all of its worlds have in common.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::context::Meaning;
use super::dispute::{Dispute, disputes};
use super::pack::{Pack, Values, View};
use super::world::{Verdict, World};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Holds,
    Open,
    Fails,
}

impl Status {
    /// True in every world, in none, or in some.
    pub(crate) fn over(worlds: &[&World], is_true: impl Fn(&World) -> bool) -> Self {
        match worlds.iter().filter(|world| is_true(world)).count() {
            0 => Self::Fails,
            count if count == worlds.len() => Self::Holds,
            _ => Self::Open,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Lead,
    Spare,
}

#[derive(Debug)]
pub(crate) struct Advice {
    /// Of every rule, its guard counted as a part of it.
    pub(crate) rules: Vec<Status>,
    pub(crate) actions: Vec<ActionAdvice>,
    /// Best first.
    pub(crate) suggested: Vec<usize>,
    pub(crate) avoided: Vec<usize>,
    pub(crate) depends: Vec<usize>,
    pub(crate) silent: Vec<usize>,
}

#[derive(Debug, Clone)]
pub(crate) struct ActionAdvice {
    /// The verdicts of its worlds; it depends when there are several.
    pub(crate) may_be: Vec<Verdict>,
    /// The lowest and the highest score of the worlds in which it is suggested.
    pub(crate) score: Option<(u8, u8)>,
    /// Where sources differ; an action with any is disputed.
    pub(crate) disputes: Vec<Dispute>,
    /// Those that hold, or when none holds alone those that may hold; strongest first.
    pub(crate) suggesting: Vec<usize>,
    pub(crate) avoiding: Vec<usize>,
    pub(crate) rank: Option<usize>,
    pub(crate) role: Option<Role>,
    /// It has this rank in every world.
    pub(crate) settled: bool,
}

impl ActionAdvice {
    /// The verdict that all worlds share.
    pub(crate) fn verdict(&self) -> Option<Verdict> {
        if let [only] = self.may_be[..] { Some(only) } else { None }
    }

    pub(crate) fn is(&self, verdict: Verdict) -> bool {
        self.verdict() == Some(verdict)
    }
}

pub(crate) fn advise(meaning: &Meaning<'_>, possible: &[Values]) -> Advice {
    let pack = meaning.pack;
    let worlds = meaning.worlds(possible);
    let rules: Vec<Status> =
        (0..pack.rules.len()).map(|rule| Status::over(&worlds, |world| world.rules[rule])).collect();
    let actions = (0..pack.actions.len()).map(|action| one_action(pack, &worlds, &rules, action)).collect();
    let mut advice = Advice {
        rules,
        actions,
        suggested: Vec::new(),
        avoided: Vec::new(),
        depends: Vec::new(),
        silent: Vec::new(),
    };
    advice.list_actions(pack);
    advice.give_ranks_and_roles(pack, &worlds);
    advice
}

fn one_action(pack: &Pack, worlds: &[&World], rules: &[Status], action: usize) -> ActionAdvice {
    let may_be: BTreeSet<Verdict> = worlds.iter().map(|world| world.verdicts[action]).collect();
    let scores: BTreeSet<u8> = worlds.iter().filter_map(|world| world.scores[action]).collect();
    ActionAdvice {
        disputes: disputes(pack, worlds, action, may_be.len() == 1),
        may_be: may_be.into_iter().collect(),
        score: scores.first().copied().zip(scores.last().copied()),
        suggesting: speaking_rules(pack, rules, action, View::Suggest),
        avoiding: speaking_rules(pack, rules, action, View::Avoid),
        rank: None,
        role: None,
        settled: false,
    }
}

/// The rules that hold, or when none holds alone those that may; the strongest first, then by id.
fn speaking_rules(pack: &Pack, statuses: &[Status], action: usize, view: View) -> Vec<usize> {
    let with = |status: Status| -> Vec<usize> {
        let fits = |rule: &usize| statuses[*rule] == status && pack.is_for(*rule, action, view);
        let mut found: Vec<usize> = (0..pack.rules.len()).filter(fits).collect();
        found.sort_by_key(|rule| (Reverse(pack.rules[*rule].weight()), &pack.rules[*rule].id));
        found
    };
    let holding = with(Status::Holds);
    if holding.is_empty() { with(Status::Open) } else { holding }
}

impl Advice {
    fn list_actions(&mut self, pack: &Pack) {
        let by_time = |action: &usize| (pack.actions[*action].moment, pack.actions[*action].id.clone());
        for action in 0..pack.actions.len() {
            match self.actions[action].verdict() {
                Some(Verdict::Suggested) => self.suggested.push(action),
                Some(Verdict::Avoided) => self.avoided.push(action),
                Some(Verdict::Silent) => self.silent.push(action),
                None => self.depends.push(action),
            }
        }
        self.suggested.sort_by_key(|action| {
            let sure = |rule: &&usize| self.rules[**rule] == Status::Holds;
            let holding: Vec<usize> = self.actions[*action].suggesting.iter().filter(sure).copied().collect();
            let low = self.actions[*action].score.map(|(low, _)| low);
            (Reverse(low), Reverse(pack.distinct_sources(&holding)), by_time(action))
        });
        self.avoided.sort_by_key(|action| {
            let weights = self.actions[*action].avoiding.iter().map(|rule| pack.rules[*rule].weight());
            (Reverse(weights.max()), by_time(action))
        });
        // What cannot be suggested has no score, and `None` is below every score.
        self.depends.sort_by_key(|action| {
            (Reverse(self.actions[*action].score.map(|(_, high)| high)), by_time(action))
        });
        self.silent.sort_by_key(by_time);
    }

    fn give_ranks_and_roles(&mut self, pack: &Pack, worlds: &[&World]) {
        let mut leads: Vec<usize> = Vec::new();
        for (at, &action) in self.suggested.iter().enumerate() {
            let this = &pack.actions[action];
            let full = this.group.is_some_and(|group| {
                let in_group = leads.iter().filter(|lead| pack.actions[**lead].group == Some(group)).count();
                in_group >= pack.groups[group].at_most
            });
            let clashes = leads.iter().any(|lead| {
                this.never_with.contains(lead) || pack.actions[*lead].never_with.contains(&action)
            });
            let rank = Some(at + 1);
            let advice = &mut self.actions[action];
            advice.rank = rank;
            advice.settled = worlds.iter().all(|world| world.ranks[action] == rank);
            advice.role = Some(if full || clashes { Role::Spare } else { Role::Lead });
            if advice.role == Some(Role::Lead) {
                leads.push(action);
            }
        }
    }
}
