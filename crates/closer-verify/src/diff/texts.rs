//! What is written otherwise, whether it matters or not.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use closer_core::model::{Citation, Condition, Polarity, RuleId, RuleSet, Text, Wanted};
use serde::Serialize;

use super::half::Half;
use super::survey::Survey;

/// A rule that is written otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RuleChange {
    /// Its id; of one that is gone, its old one.
    pub rule: Text,
    /// The id it had, where only that is otherwise.
    pub renamed_from: Option<Text>,
    /// The fields that are written otherwise: `condition`, `weight`, `sources`, `because`, `action`, `polarity`; empty for a rule that is new or gone.
    pub fields: Vec<&'static str>,
    /// Whether it is true in the same interviews, for or against the same action; `None` where that is not decided, or the rule is new or gone.
    pub same_meaning: Option<bool>,
    /// Whether something about its action comes out otherwise; `None` where nothing is known to, but not all is decided.
    pub matters: Option<bool>,
}

/// Words and other things that are written otherwise and decide about nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct TextChange {
    /// What it is: `pack`, `fact`, `moment`, `group`, `source`, `action` or `disagreement`.
    pub of: &'static str,
    /// Its name; empty for the pack.
    pub name: Text,
    /// The fields that are written otherwise.
    pub fields: Vec<&'static str>,
}

/// The names of those entries that are not the same.
fn differing<const N: usize>(fields: [(&'static str, bool); N]) -> Vec<&'static str> {
    fields.into_iter().filter(|(_, same)| !same).map(|(name, _)| name).collect()
}

fn cited(citations: &[Citation]) -> BTreeSet<&str> {
    citations.iter().map(|citation| &*citation.text).collect()
}

/// A condition as text that does not hang on the numbers of facts.
fn spelt(condition: &Condition, rules: &RuleSet) -> String {
    let list = |parts: &[Condition]| -> String {
        parts.iter().map(|part| spelt(part, rules)).collect::<Vec<_>>().join(", ")
    };
    match condition {
        Condition::All(parts) => format!("all({})", list(parts)),
        Condition::Any(parts) => format!("any({})", list(parts)),
        Condition::Not(part) => format!("not({})", spelt(part, rules)),
        Condition::Test(test) => rules.vocabulary().get(test.fact).map_or_else(String::new, |fact| {
            crate::words::told(&fact.name, &Wanted::shortest(&test.allowed, fact))
        }),
    }
}

/// What a rule says, but for its name and reason: for or against which action, how strongly, with which sources, and when.
type Words = (Polarity, Text, u8, BTreeSet<Text>, String);

fn words(rules: &RuleSet, id: RuleId) -> Option<Words> {
    let rule = rules.rule(id)?;
    let sources = rule.citations.iter().map(|citation| Text::clone(&citation.text)).collect();
    let action = Text::clone(&rules.action(rule.action)?.id);
    Some((rule.polarity, action, rule.weight, sources, spelt(&rule.when(), rules)))
}

impl Survey {
    /// Rules that are written otherwise, new ones and those that are gone; `touched` are the actions of which something comes out otherwise.
    pub(super) fn rule_changes(&mut self, touched: &BTreeSet<Text>) -> Vec<RuleChange> {
        let ids = |rules: &RuleSet| -> Vec<Text> {
            rules.rules().iter().map(|rule| Text::clone(&rule.id)).collect()
        };
        let (theirs, ours) = (ids(self.old.rules()), ids(self.new.rules()));
        let mut changes = Vec::new();
        // By what they say: a new rule that says the same is one of them with another name.
        let mut gone: BTreeMap<Words, VecDeque<(&Text, RuleId)>> = BTreeMap::new();
        for id in &theirs {
            let pair = self.old.rules().find_rule(id).map(|old| (old, self.new.rules().find_rule(id)));
            match pair {
                Some((old, Some(new))) => changes.extend(self.rewritten(id, old, new, touched)),
                Some((old, None)) => {
                    if let Some(words) = words(self.old.rules(), old) {
                        gone.entry(words).or_default().push_back((id, old));
                    }
                }
                None => {}
            }
        }
        for id in ours.iter().filter(|id| theirs.binary_search(id).is_err()) {
            let Some(new) = self.new.rules().find_rule(id) else { continue };
            let mut alike = words(self.new.rules(), new).and_then(|words| gone.get_mut(&words));
            // Rules in the same words mean the same in one pack, so one of them tells.
            let first = alike.as_deref().and_then(VecDeque::front).copied();
            let twin = first.filter(|(_, old)| self.is_same(*old, new) == Some(true));
            if let (Some(alike), Some(_)) = (&mut alike, twin) {
                alike.pop_front();
            }
            let matters = match twin {
                Some(_) => Some(false),
                None => self.matters(&self.new, new, touched),
            };
            changes.push(RuleChange {
                rule: Text::clone(id),
                renamed_from: twin.map(|(from, _)| Text::clone(from)),
                fields: twin
                    .map(|(_, old)| fields(self.old.rules(), old, self.new.rules(), new))
                    .unwrap_or_default(),
                same_meaning: twin.map(|_| true),
                matters,
            });
        }
        for (id, old) in gone.into_values().flatten() {
            changes.push(RuleChange {
                rule: Text::clone(id),
                renamed_from: None,
                fields: Vec::new(),
                same_meaning: None,
                matters: self.matters(&self.old, old, touched),
            });
        }
        changes.sort_by(|a, b| a.rule.cmp(&b.rule));
        changes
    }

    /// Whether something about the action of a rule comes out otherwise. That nothing was found says something only where everything was looked at.
    fn matters(&self, half: &Half, rule: RuleId, touched: &BTreeSet<Text>) -> Option<bool> {
        let about = half.rules().rule(rule).and_then(|rule| half.rules().action(rule.action));
        let is_in = |set: &BTreeSet<Text>| about.is_some_and(|action| set.contains(&action.id));
        let is_touched = is_in(touched);
        (is_touched || (self.undecided.is_empty() && !is_in(&self.open))).then_some(is_touched)
    }

    fn rewritten(
        &mut self,
        id: &Text,
        old: RuleId,
        new: RuleId,
        touched: &BTreeSet<Text>,
    ) -> Option<RuleChange> {
        let fields = fields(self.old.rules(), old, self.new.rules(), new);
        let same_meaning = self.is_same(old, new);
        if fields.is_empty() && same_meaning == Some(true) {
            return None;
        }
        let only_words =
            same_meaning == Some(true) && fields.iter().all(|field| ["condition", "because"].contains(field));
        let matters = if only_words { Some(false) } else { self.matters(&self.new, new, touched) };
        Some(RuleChange { rule: Text::clone(id), renamed_from: None, fields, same_meaning, matters })
    }

    /// Whether two rules speak for the same, about the same action, in the same worlds.
    fn is_same(&mut self, old: RuleId, new: RuleId) -> Option<bool> {
        let about = |rules: &RuleSet, id: RuleId| {
            let rule = rules.rule(id)?;
            Some((rule.polarity, Text::clone(&rules.action(rule.action)?.id)))
        };
        if about(self.old.rules(), old) != about(self.new.rules(), new) {
            return Some(false);
        }
        if self.old.rows.get(old.index()) == self.new.rows.get(new.index()) {
            return Some(true);
        }
        let Self { atlas, old: theirs, new: ours, purse, .. } = self;
        let same =
            purse.ask(|budget| Ok(theirs.region(old, atlas, budget)? == ours.region(new, atlas, budget)?));
        same.ok()
    }
}

/// The fields of a rule that are written otherwise.
fn fields(theirs: &RuleSet, old: RuleId, ours: &RuleSet, new: RuleId) -> Vec<&'static str> {
    let (Some(was), Some(is)) = (theirs.rule(old), ours.rule(new)) else { return Vec::new() };
    let action = |rules: &RuleSet, id| rules.action(id).map(|action| Text::clone(&action.id));
    differing([
        ("polarity", was.polarity == is.polarity),
        ("action", action(theirs, was.action) == action(ours, is.action)),
        ("condition", spelt(&was.when(), theirs) == spelt(&is.when(), ours)),
        ("weight", was.weight == is.weight),
        ("because", was.because == is.because),
        ("sources", cited(&was.citations) == cited(&is.citations)),
    ])
}

/// Rules that are written otherwise, new ones and those that are gone, where their meanings cannot be compared.
pub(super) fn rewritten(old: &RuleSet, new: &RuleSet) -> Vec<RuleChange> {
    let ids = |rules: &RuleSet| -> BTreeSet<Text> {
        rules.rules().iter().map(|rule| Text::clone(&rule.id)).collect()
    };
    let change = |rule: Text, fields| RuleChange {
        rule,
        renamed_from: None,
        fields,
        same_meaning: None,
        matters: None,
    };
    let all = ids(old).into_iter().chain(ids(new)).collect::<BTreeSet<Text>>();
    let changes = all.into_iter().filter_map(|id| match (old.find_rule(&id), new.find_rule(&id)) {
        (Some(was), Some(is)) => {
            let fields = fields(old, was, new, is);
            (!fields.is_empty()).then(|| change(id, fields))
        }
        _ => Some(change(id, Vec::new())),
    });
    changes.collect()
}

/// Leaves out one field of what is written otherwise.
pub(super) fn forget(changes: &mut Vec<TextChange>, of: &str, name: &Text, field: &str) {
    for change in changes.iter_mut().filter(|change| change.of == of && change.name == *name) {
        change.fields.retain(|it| *it != field);
    }
    changes.retain(|change| !change.fields.is_empty());
}

/// Words and other small print that are written otherwise, of what both packs have.
#[expect(clippy::too_many_lines, reason = "a list of all fields, kind by kind")]
pub(super) fn compare(old: &RuleSet, new: &RuleSet) -> Vec<TextChange> {
    let mut changes = Vec::new();
    let mut add = |of, name: &Text, fields: Vec<&'static str>| {
        if !fields.is_empty() {
            changes.push(TextChange { of, name: Text::clone(name), fields });
        }
    };
    let moments = |rules: &RuleSet, others: &RuleSet| -> Vec<Text> {
        let ids = rules.moments().iter().map(|moment| Text::clone(&moment.id));
        ids.filter(|id| others.moments().iter().any(|other| other.id == *id)).collect()
    };
    let same_order = moments(old, new) == moments(new, old);
    add(
        "pack",
        &"".into(),
        differing([("title", old.pack().title == new.pack().title), ("moments", same_order)]),
    );
    for was in old.vocabulary().facts() {
        let Some(is) = new.vocabulary().find(&was.name) else { continue };
        let titles = |fact: &closer_core::model::Fact| -> BTreeSet<(String, String)> {
            let named = (0..fact.size())
                .filter_map(|at| Some((fact.value(at)?.to_owned(), fact.title(at).to_owned())));
            named.collect()
        };
        let (before, now) = (titles(was), titles(is));
        let assumed = |fact: &closer_core::model::Fact| {
            let test = fact.assume.as_ref();
            test.map(|test| crate::words::short(&Wanted::shortest(&test.allowed, fact)))
        };
        // Values that only one has are told elsewhere.
        let same_titles =
            before.iter().all(|(value, title)| now.iter().all(|(other, its)| other != value || its == title));
        let phrases = |fact: &closer_core::model::Fact| fact.phrases.iter().cloned().collect::<BTreeSet<_>>();
        add(
            "fact",
            &is.name,
            differing([
                ("question", was.question == is.question),
                ("titles", same_titles),
                ("phrase", was.phrase == is.phrase),
                ("phrases", phrases(was) == phrases(is)),
                ("assume", assumed(was) == assumed(is)),
                ("ask_first", was.ask_first == is.ask_first),
                ("ask_when", spelt(&was.ask_when, old) == spelt(&is.ask_when, new)),
                ("sources", cited(&was.citations) == cited(&is.citations)),
            ]),
        );
    }
    for was in old.moments() {
        let Some(is) = new.moments().iter().find(|is| is.id == was.id) else { continue };
        let same_guard = spelt(&was.guard, old) == spelt(&is.guard, new);
        let fields = [
            ("title", was.title == is.title),
            ("when", same_guard),
            ("follow_up", was.follow_up == is.follow_up),
        ];
        add("moment", &is.id, differing(fields));
    }
    for was in old.groups() {
        let Some(is) = new.groups().iter().find(|is| is.id == was.id) else { continue };
        add(
            "group",
            &is.id,
            differing([("title", was.title == is.title), ("at_most", was.at_most == is.at_most)]),
        );
    }
    for was in old.sources() {
        let Some(is) = new.sources().iter().find(|is| is.id == was.id) else { continue };
        let fields = [
            ("title", was.title == is.title),
            ("author", was.author == is.author),
            ("editorial", was.editorial == is.editorial),
        ];
        add("source", &is.id, differing(fields));
    }
    for was in old.actions() {
        let Some(is) = new.find_action(&was.id).and_then(|id| new.action(id)) else { continue };
        let group = |rules: &RuleSet, id| rules.group(id).map(|group| Text::clone(&group.id));
        let moment = |rules: &RuleSet, id| rules.moment(id).map(|moment| Text::clone(&moment.id));
        let rivals = |rules: &RuleSet, list: &[closer_core::model::ActionId]| -> BTreeSet<Text> {
            list.iter().filter_map(|id| rules.action(*id)).map(|action| Text::clone(&action.id)).collect()
        };
        let quotes = |citation: Option<&Citation>| citation.map(|it| Text::clone(&it.text));
        add(
            "action",
            &is.id,
            differing([
                ("moment", moment(old, was.moment) == moment(new, is.moment)),
                ("title", was.title == is.title),
                ("say", was.say == is.say),
                ("quotes", quotes(was.quotes()) == quotes(is.quotes())),
                ("why", was.why == is.why),
                ("instead", was.instead() == is.instead()),
                ("mistake", was.mistake == is.mistake),
                ("boldness", was.boldness == is.boldness),
                ("group", was.group.and_then(|id| group(old, id)) == is.group.and_then(|id| group(new, id))),
                ("never_with", rivals(old, was.never_with()) == rivals(new, is.never_with())),
                ("sources", cited(&was.citations) == cited(&is.citations)),
            ]),
        );
    }
    for was in old.disagreements() {
        let Some(is) = new.disagreements().iter().find(|is| is.id == was.id) else { continue };
        let sides = |of: &closer_core::model::Disagreement| -> Vec<(Text, Vec<Text>)> {
            let side = |side: &closer_core::model::Side| {
                (Text::clone(&side.says), side.citations.iter().map(|it| Text::clone(&it.text)).collect())
            };
            of.sides.iter().map(side).collect()
        };
        let about = |rules: &RuleSet, of: &closer_core::model::Disagreement| -> BTreeSet<Text> {
            of.actions
                .iter()
                .filter_map(|id| rules.action(*id))
                .map(|action| Text::clone(&action.id))
                .collect()
        };
        add(
            "disagreement",
            &is.id,
            differing([
                ("note", was.note == is.note),
                ("sides", sides(was) == sides(is)),
                ("actions", about(old, was) == about(new, is)),
                ("when", spelt(&was.when, old) == spelt(&is.when, new)),
            ]),
        );
    }
    changes.sort();
    changes
}
