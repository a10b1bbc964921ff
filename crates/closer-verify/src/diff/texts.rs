//! What is written otherwise, whether it matters or not.

use std::collections::BTreeSet;

use closer_core::model::{Citation, Condition, RuleId, RuleSet, Text, Wanted};
use serde::Serialize;

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

impl Survey {
    /// Rules that are written otherwise, new ones and those that are gone; `touched` are the actions of which something comes out otherwise.
    pub(super) fn rule_changes(&mut self, touched: &BTreeSet<Text>) -> Vec<RuleChange> {
        let ids = |rules: &RuleSet| -> Vec<Text> {
            rules.rules().iter().map(|rule| Text::clone(&rule.id)).collect()
        };
        let (theirs, ours) = (ids(self.old.rules()), ids(self.new.rules()));
        let mut changes = Vec::new();
        let mut gone: Vec<(&Text, RuleId)> = Vec::new();
        for id in &theirs {
            let pair = self.old.rules().find_rule(id).map(|old| (old, self.new.rules().find_rule(id)));
            match pair {
                Some((old, Some(new))) => changes.extend(self.rewritten(id, old, new, touched)),
                Some((old, None)) => gone.push((id, old)),
                None => {}
            }
        }
        for id in ours.iter().filter(|id| theirs.binary_search(id).is_err()) {
            let Some(new) = self.new.rules().find_rule(id) else { continue };
            let twin = gone.iter().position(|(_, old)| {
                self.fields(*old, new).iter().all(|it| *it == "because")
                    && self.is_same(*old, new) == Some(true)
            });
            let (renamed_from, fields) = match twin {
                Some(at) => {
                    let (from, old) = gone.remove(at);
                    (Some(Text::clone(from)), self.fields(old, new))
                }
                None => (None, Vec::new()),
            };
            let same_meaning = renamed_from.as_ref().map(|_| true);
            let matters = if renamed_from.is_some() {
                Some(false)
            } else {
                self.known(self.about_one_of(touched, new))
            };
            changes.push(RuleChange { rule: Text::clone(id), renamed_from, fields, same_meaning, matters });
        }
        for (id, old) in gone {
            let about = self.old.rules().rule(old).and_then(|rule| self.old.rules().action(rule.action));
            let matters = self.known(about.is_some_and(|action| touched.contains(&action.id)));
            let rule = Text::clone(id);
            changes.push(RuleChange {
                rule,
                renamed_from: None,
                fields: Vec::new(),
                same_meaning: None,
                matters,
            });
        }
        changes.sort_by(|a, b| a.rule.cmp(&b.rule));
        changes
    }

    fn about_one_of(&self, touched: &BTreeSet<Text>, new: RuleId) -> bool {
        let about = self.new.rules().rule(new).and_then(|rule| self.new.rules().action(rule.action));
        about.is_some_and(|action| touched.contains(&action.id))
    }

    /// That nothing was found says something only where everything was looked at.
    fn known(&self, is_touched: bool) -> Option<bool> {
        (is_touched || (self.undecided.is_empty() && !self.and_more)).then_some(is_touched)
    }

    fn rewritten(
        &mut self,
        id: &Text,
        old: RuleId,
        new: RuleId,
        touched: &BTreeSet<Text>,
    ) -> Option<RuleChange> {
        let fields = self.fields(old, new);
        let same_meaning = self.is_same(old, new);
        if fields.is_empty() && same_meaning == Some(true) {
            return None;
        }
        let only_words =
            same_meaning == Some(true) && fields.iter().all(|field| ["condition", "because"].contains(field));
        let matters = if only_words { Some(false) } else { self.known(self.about_one_of(touched, new)) };
        Some(RuleChange { rule: Text::clone(id), renamed_from: None, fields, same_meaning, matters })
    }

    /// The fields of a rule that are written otherwise.
    fn fields(&self, old: RuleId, new: RuleId) -> Vec<&'static str> {
        let (theirs, ours) = (self.old.rules(), self.new.rules());
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
