//! What a person is to read, before it is laid out: the same content for the terminal and for Markdown.
//!
//! Every text here is clean (see [`clean`]): a layout may print it as it is.

use std::collections::BTreeSet;

use closer_core::model::{Citation, Polarity, Text};
use closer_core::space::Status;
use closer_core::{
    Advice, Assumed, Avoided, Check, Depends, Dispute, DisputeSide, Explanation, RuleSet, Silent, Suggested,
    Verdict,
};

use crate::language::Language;
use crate::words::{clean, same_thought, sentence};

/// How many of a list are shown to someone who has not asked for all.
const GLANCE: usize = 3;

/// How much to show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    /// How many of the leading actions.
    pub(crate) top: usize,
    /// Everything: alternatives, all warnings, and what no rule speaks of.
    pub(crate) all: bool,
    /// The command has an option to show everything.
    pub(crate) can_show_all: bool,
}

/// The advice for one interview, in words.
#[derive(Debug)]
pub(crate) struct Page {
    /// The language of everything here.
    pub(crate) language: Language,
    /// The best of what there is to do, in the order in which it is done.
    pub(crate) steps: Vec<Step>,
    /// What hangs on facts that are not known.
    pub(crate) branches: Vec<Entry>,
    /// What to leave alone.
    pub(crate) warnings: Vec<Entry>,
    /// Alternatives of no group, and what does not come up at all; only where everything is asked for.
    pub(crate) others: Vec<Entry>,
    pub(crate) quiet: Vec<Entry>,
    /// What was taken for granted: one sentence, and then what each thing matters for.
    pub(crate) assumed: Option<String>,
    pub(crate) assumptions: Vec<Entry>,
    /// What was left out, if anything.
    pub(crate) more: Option<String>,
}

/// One thing to do.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) number: usize,
    /// The moment that begins with it.
    pub(crate) moment: Option<String>,
    pub(crate) title: String,
    /// The line to say, in quotation marks.
    pub(crate) say: Option<String>,
    pub(crate) reasons: Vec<String>,
    /// How many sources say so.
    pub(crate) aside: String,
    pub(crate) differences: Vec<Difference>,
    /// Lines or actions that could take its place.
    pub(crate) instead: Vec<String>,
}

/// A line with what is to be said of it.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) head: String,
    pub(crate) notes: Vec<String>,
    pub(crate) differences: Vec<Difference>,
}

/// Sources that differ.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) text: String,
    /// Who says what, where that is asked for.
    pub(crate) sides: Vec<String>,
}

impl Page {
    /// Chooses what to show of `advice`; `explain` says why an action does not come up.
    pub(crate) fn new(
        advice: &Advice,
        rules: &RuleSet,
        extent: Extent,
        language: Language,
        explain: impl Fn(&str) -> Option<Explanation>,
    ) -> Self {
        let writer = Writer { rules, all: extent.all, language };
        let most = |limit: usize| if extent.all { usize::MAX } else { limit };
        let steps = writer.steps(advice, most(extent.top));
        let branches: Vec<Entry> = advice
            .depends
            .iter()
            .filter(|it| extent.all || it.may_be.contains(&Verdict::Suggested))
            .take(most(GLANCE))
            .map(|it| writer.branch(it))
            .collect();
        let warnings: Vec<Entry> = advice
            .avoided
            .iter()
            .enumerate()
            .filter(|(at, it)| *at < most(GLANCE) || has_advocate(&it.disputes))
            .map(|(_, it)| writer.warning(it))
            .collect();
        let left = [
            (advice.leading().count().saturating_sub(steps.len()), "to do", "to do"),
            (advice.depends.len().saturating_sub(branches.len()), "that depends", "that depend"),
            (advice.avoided.len().saturating_sub(warnings.len()), "to leave alone", "to leave alone"),
        ];
        let left = left.into_iter().filter(|(number, ..)| *number > 0);
        let left: Vec<String> = left.map(|(number, one, many)| language.count(number, one, many)).collect();
        let mut page = Self {
            more: (!extent.all)
                .then(|| more(&left, advice.assumed.len() > GLANCE, extent.can_show_all, language))
                .flatten(),
            assumed: assumed(advice, extent.all, language),
            assumptions: if extent.all { writer.assumptions(advice) } else { Vec::new() },
            others: if extent.all { writer.others(advice) } else { Vec::new() },
            quiet: if extent.all { quiet(advice, explain, language) } else { Vec::new() },
            language,
            steps,
            branches,
            warnings,
        };
        page.say_differences_once();
        page
    }

    /// What sources differ about often touches several actions; it is said at the first of them.
    fn say_differences_once(&mut self) {
        let mut said: BTreeSet<String> = BTreeSet::new();
        let steps = self.steps.iter_mut().map(|step| &mut step.differences);
        let entries = self.branches.iter_mut().chain(&mut self.warnings).map(|entry| &mut entry.differences);
        for differences in steps.chain(entries) {
            differences.retain(|difference| said.insert(difference.text.clone()));
        }
    }
}

struct Writer<'a> {
    rules: &'a RuleSet,
    all: bool,
    language: Language,
}

impl Writer<'_> {
    /// The line to say, or what to do where there is none.
    fn line(&self, say: Option<&str>, title: &str) -> String {
        say.map_or_else(|| clean(title), |say| self.language.spoken(&clean(say)))
    }

    /// The best, by moment and then as they are ranked: nobody does first what belongs to the goodbye.
    fn steps(&self, advice: &Advice, most: usize) -> Vec<Step> {
        let place = |lead: &Suggested| self.rules.moments().iter().position(|it| it.id == lead.moment);
        let mut leads: Vec<&Suggested> = advice.leading().take(most).collect();
        leads.sort_by_key(|lead| place(lead));
        let before = std::iter::once(None).chain(leads.iter().map(|lead| Some(&lead.moment)));
        let step = |((number, lead), before): ((usize, &&Suggested), Option<&Text>)| Step {
            number,
            moment: (before != Some(&lead.moment)).then(|| self.moment(&lead.moment)),
            ..self.step(lead, advice)
        };
        (1..).zip(&leads).zip(before).map(step).collect()
    }

    fn step(&self, lead: &Suggested, advice: &Advice) -> Step {
        let spares = match &lead.group {
            // The alternatives of a group stand under its best action only: at a glance one, and only a line to say.
            Some(group) if is_best_of(group, lead, advice) => {
                let shown = advice.spares(group).filter(|spare| self.all || spare.say.is_some());
                let most = if self.all { usize::MAX } else { 1 };
                shown.take(most).map(|spare| self.line(spare.say.as_deref(), &spare.title)).collect()
            }
            _ => Vec::new(),
        };
        Step {
            number: 0,
            moment: None,
            title: clean(&lead.title),
            say: lead.say.as_deref().map(|say| self.language.spoken(&clean(say))),
            reasons: self.reasons(&lead.because, lead.why.as_deref()),
            aside: self.backing(lead.agreeing),
            differences: self.differences(&lead.disputes, None),
            instead: spares,
        }
    }

    fn reasons(&self, because: &str, why: Option<&str>) -> Vec<String> {
        let mut reasons = vec![sentence(&clean(because))];
        if let Some(why) = why.map(|why| sentence(&clean(why)))
            && self.all
            && !reasons.iter().any(|reason| same_thought(reason, &why))
        {
            reasons.push(why);
        }
        reasons
    }

    /// What a moment is called.
    fn moment(&self, id: &str) -> String {
        let moment = self.rules.moments().iter().find(|it| *it.id == *id);
        moment.map(|moment| clean(&moment.title)).unwrap_or_default()
    }

    /// How many of the pack's sources say so; nothing where that is no news.
    fn backing(&self, agreeing: usize) -> String {
        let all = self.rules.sources().iter().filter(|source| !source.editorial).count();
        match (agreeing, all) {
            (_, 0) => String::new(),
            (0, _) => self.language.say("our own addition").to_owned(),
            (_, 1) => String::new(),
            _ => self.language.fill("{} of {} sources", &[&agreeing.to_string(), &all.to_string()]),
        }
    }

    /// Sources that differ. Of two rules, the side already given as the reason is not said again.
    /// A declared note says it better than the bare clash of rules.
    fn differences(&self, disputes: &[Dispute], given: Option<Polarity>) -> Vec<Difference> {
        let noted = disputes.iter().any(|dispute| dispute.note.is_some());
        let told = disputes.iter().filter(|dispute| dispute.note.is_some() || !noted);
        told.map(|dispute| self.difference(dispute, given)).collect()
    }

    fn difference(&self, dispute: &Dispute, given: Option<Polarity>) -> Difference {
        if let Some(note) = &dispute.note {
            let note = sentence(&clean(note));
            let text = self.language.difference(&note);
            let sides = if self.all { dispute.sides.as_slice() } else { &[] };
            let side = |side: &DisputeSide| format!("{} ({})", clean(&side.says), self.voice(&side.sources));
            return Difference { text, sides: sides.iter().map(side).collect() };
        }
        let mut text = self.language.say("Sources differ.").to_owned();
        for side in dispute.sides.iter().filter(|side| given.is_none() || side.view != given) {
            text.push_str(if side.view == Some(Polarity::Suggest) {
                self.language.say(" In favour: ")
            } else {
                self.language.say(" Against: ")
            });
            text.push_str(&sentence(&clean(&side.says)));
        }
        Difference { text, sides: Vec::new() }
    }

    /// Who says something: "2 sources", "our own view".
    fn voice(&self, citations: &[Citation]) -> String {
        let mut sources: Vec<_> = citations
            .iter()
            .map(|citation| citation.source)
            .filter(|source| self.rules.source(*source).is_some_and(|source| !source.editorial))
            .collect();
        sources.sort_unstable();
        sources.dedup();
        match sources.len() {
            0 => self.language.say("our own view").to_owned(),
            number => self.language.count(number, "source", "sources"),
        }
    }

    fn branch(&self, it: &Depends) -> Entry {
        let mut notes = Vec::new();
        if it.may_be.contains(&Verdict::Suggested) {
            notes.push(match it.only_if_words.as_deref() {
                Some(words) => self.language.fill("only if {}", &[&clean(words)]),
                None => self.language.say("it hangs on more than can be said in a line").to_owned(),
            });
        }
        if self.all {
            if let Some(words) = &it.avoid_if_words {
                notes.push(self.language.fill("leave it alone if {}", &[&clean(words)]));
            }
            notes.push(sentence(&clean(&it.because)));
        }
        let differences = if self.all { self.differences(&it.disputes, None) } else { Vec::new() };
        Entry { head: self.line(it.say.as_deref(), &it.title), notes, differences }
    }

    fn warning(&self, it: &Avoided) -> Entry {
        let because = sentence(&clean(&it.because));
        let notes = match it.instead.as_deref().map(|instead| sentence(&clean(instead))) {
            Some(instead) if self.all && !same_thought(&instead, &because) => vec![instead, because],
            Some(instead) => vec![instead],
            None => vec![because],
        };
        let told = self.all || has_advocate(&it.disputes);
        let differences =
            if told { self.differences(&it.disputes, Some(Polarity::Avoid)) } else { Vec::new() };
        Entry { head: sentence(&clean(&it.title)), notes, differences }
    }

    /// Suggested actions that do not lead, for another reason than their group.
    fn others(&self, advice: &Advice) -> Vec<Entry> {
        let shown = |spare: &Suggested| {
            spare
                .group
                .as_deref()
                .is_some_and(|group| advice.leading().any(|lead| lead.group.as_deref() == Some(group)))
        };
        let leading: Vec<_> = advice.leading().map(|lead| &lead.action).collect();
        let spares = advice.suggested.iter().filter(|it| !leading.contains(&&it.action) && !shown(it));
        spares
            .map(|it| Entry {
                head: self.line(it.say.as_deref(), &it.title),
                notes: self.reasons(&it.because, it.why.as_deref()),
                differences: Vec::new(),
            })
            .collect()
    }

    fn assumptions(&self, advice: &Advice) -> Vec<Entry> {
        let title = |id: &str| {
            let action = self.rules.find_action(id).and_then(|id| self.rules.action(id));
            action.map_or_else(|| clean(id), |action| clean(&action.title))
        };
        let entry = |it: &Assumed| {
            let mut titles: Vec<String> =
                it.without.iter().map(|change| title(&change.action)).take(GLANCE).collect();
            let left = it.without.len().saturating_sub(titles.len());
            if left > 0 {
                titles.push(self.language.fill("{} more", &[&left.to_string()]));
            }
            let matters = self.language.fill("It matters for: {}.", &[&titles.join("; ")]);
            Entry {
                head: sentence(&self.language.fill("{}", &[&clean(&it.words)])),
                notes: if titles.is_empty() { Vec::new() } else { vec![matters] },
                differences: Vec::new(),
            }
        };
        advice.assumed.iter().map(entry).collect()
    }
}

/// Whether some source would do here what is advised against: a rule for it clashes with one against it.
fn has_advocate(disputes: &[Dispute]) -> bool {
    disputes.iter().any(|dispute| dispute.id.is_none())
}

fn is_best_of(group: &str, lead: &Suggested, advice: &Advice) -> bool {
    let best = advice.leading().find(|other| other.group.as_deref() == Some(group));
    best.is_some_and(|best| best.action == lead.action)
}

/// What does not come up, each with what is in its way: as the strongest rule for it has it, else against it.
fn quiet(advice: &Advice, explain: impl Fn(&str) -> Option<Explanation>, language: Language) -> Vec<Entry> {
    let in_the_way = |action: &str| {
        let explanation = explain(action)?;
        let rules = &explanation.rules;
        let strongest = rules.iter().find(|rule| rule.polarity == Polarity::Suggest).or(rules.first())?;
        let checks = strongest.guard.iter().chain([&strongest.when]);
        let mut said = BTreeSet::new();
        let words: Vec<String> = checks
            .flat_map(Check::obstacles)
            .filter(|obstacle| obstacle.test.status != Status::Open)
            .filter_map(|obstacle| obstacle.test.given_words.as_deref().map(clean))
            .filter(|words| said.insert(words.clone()))
            .collect();
        (!words.is_empty()).then(|| language.fill("({})", &[&language.list(&words)]))
    };
    let entry = |it: &Silent| Entry {
        head: clean(&it.title),
        notes: in_the_way(&it.action).into_iter().collect(),
        differences: Vec::new(),
    };
    advice.silent.iter().map(entry).collect()
}

/// What the page leaves out, and how to see it where it can be.
fn more(left: &[String], assumed_more: bool, can_show: bool, language: Language) -> Option<String> {
    match (left, assumed_more) {
        ([], true) if can_show => Some(language.say("See all with --all.").to_owned()),
        ([], _) => None,
        (left, _) if can_show => {
            Some(language.fill("Not shown: {}. See all with --all.", &[&language.list(left)]))
        }
        (left, _) => Some(language.fill("Not shown: {}.", &[&language.list(left)])),
    }
}

/// What was taken for granted, in a sentence: what most hangs on first, and never more than can be taken in.
fn assumed(advice: &Advice, all: bool, language: Language) -> Option<String> {
    let mut by_weight: Vec<_> = advice.assumed.iter().collect();
    by_weight.sort_by_key(|it| std::cmp::Reverse(it.without.len()));
    let shown: Vec<String> = by_weight.iter().take(GLANCE).map(|it| clean(&it.words)).collect();
    let left = by_weight.len().saturating_sub(shown.len());
    match (shown.is_empty(), left) {
        (true, _) => None,
        _ if all => None,
        (false, 0) => Some(language.fill("I assumed that {}.", &[&language.list(&shown)])),
        (false, _) => Some(language.fill("I assumed that {}, and other usual things.", &[&shown.join(", ")])),
    }
}
