//! A pack at a glance, on a terminal.

use closer_core::model::{Polarity, Rule, RuleId};
use closer_core::{Effective, RuleSet};

use super::{Focus, actions_of, cases, extent, name_and_version};
use crate::conditions;
use crate::render::{ASIDE, TITLE};
use crate::words::{clean, count, put, sentence, spoken};

/// The widest that lines get, as elsewhere.
const WIDEST: usize = 88;

/// What the pack is and how far it reaches, or one thing of it in full.
pub(crate) fn render(effective: &Effective, focus: Option<Focus>, width: usize) -> String {
    let rules = effective.rules();
    let mut page = Page { written: String::new(), width: width.min(WIDEST) };
    match focus {
        None => page.glance(rules),
        Some(Focus::Rule(id)) => page.rule(id, effective),
        Some(Focus::Action(id)) => {
            let Some(action) = rules.action(id) else { return String::new() };
            let moment = rules.moment(action.moment).map(|moment| clean(&moment.title)).unwrap_or_default();
            put(&mut page.written, format_args!("{TITLE}{}{TITLE:#}\n", clean(&action.title)));
            page.lines("  ", &format!("{moment} · {}", action.id));
            if let Some(say) = &action.say {
                page.lines("  ", &spoken(&clean(say)));
            }
            if let Some(why) = &action.why {
                page.lines("  ", &sentence(&clean(why)));
            }
            if let Some(instead) = action.instead() {
                page.lines("  ", &format!("Instead: {}", sentence(&clean(instead))));
            }
            page.origin("actions", &action.id, effective);
            for case in cases(id, rules) {
                page.written.push('\n');
                page.lines("", &format!("{}:", super::head(&case)));
                for rule in case.rules {
                    page.lines("  ", &format!("{} · {}", sentence(&clean(&rule.because)), about(rule)));
                }
            }
        }
    }
    page.written
}

/// "few-say-thank-you · weight 91 · 000-21".
fn about(rule: &Rule) -> String {
    let sources: Vec<String> = rule.citations.iter().map(|citation| clean(&citation.text)).collect();
    format!("{}, weight {}, from {}", rule.id, rule.weight, sources.join(", "))
}

struct Page {
    written: String,
    width: usize,
}

impl Page {
    fn glance(&mut self, rules: &RuleSet) {
        put(&mut self.written, format_args!("{TITLE}{}{TITLE:#}\n", clean(&rules.pack().title)));
        self.lines("", &name_and_version(rules));
        self.written.push('\n');
        let titles = rules.moments().iter().map(|moment| clean(&moment.title).chars().count());
        let widest = titles.max().unwrap_or_default();
        for (number, moment) in rules.moments().iter().enumerate() {
            let actions = actions_of(number, rules);
            let count =
                rules.rules().iter().filter(|rule| actions.iter().any(|(id, _)| *id == rule.action)).count();
            let title = clean(&moment.title);
            let gap = " ".repeat(widest.saturating_sub(title.chars().count()));
            self.lines("  ", &format!("{title}{gap}  {}", extent(actions.len(), count)));
        }
        self.written.push('\n');
        let against = rules.rules().iter().filter(|rule| rule.polarity == Polarity::Avoid).count();
        let mistakes = rules.actions().iter().filter(|action| action.mistake).count();
        let for_it = rules.rules().len().saturating_sub(against);
        let lines = [
            format!(
                "{}, {} of them to leave alone",
                count(rules.actions().len(), "action", "actions"),
                mistakes
            ),
            format!(
                "{}: {for_it} for an action, {against} against",
                count(rules.rules().len(), "rule", "rules")
            ),
            format!(
                "{}, {}",
                count(rules.sources().len(), "source", "sources"),
                count(rules.disagreements().len(), "declared disagreement", "declared disagreements")
            ),
            format!(
                "{}, so that the rules can tell {} interviews apart",
                count(rules.vocabulary().facts().len(), "fact", "facts"),
                interviews(rules)
            ),
        ];
        for line in lines {
            self.lines("  ", &line);
        }
        put(
            &mut self.written,
            format_args!(
                "\n{ASIDE}closer show --format markdown prints all of it; --rule ID shows one action or rule.{ASIDE:#}\n"
            ),
        );
    }

    fn rule(&mut self, id: RuleId, effective: &Effective) {
        let rules = effective.rules();
        let Some(rule) = rules.rule(id) else { return };
        let action = rules.action(rule.action);
        put(&mut self.written, format_args!("{TITLE}{}{TITLE:#}\n", clean(&rule.id)));
        let verb = if rule.polarity == Polarity::Suggest { "Suggests" } else { "Speaks against" };
        if let Some(action) = action {
            self.lines("  ", &format!("{verb}: {} · {}", clean(&action.title), action.id));
        }
        let when = conditions::when(&rule.when(), rules);
        let when = if when.is_empty() { "always".to_owned() } else { when };
        self.lines("  ", &format!("Applies {when}."));
        let guard = action
            .and_then(|action| rules.moment(action.moment))
            .map(|moment| conditions::plain(&moment.guard, rules));
        if let Some(guard) = guard.filter(|guard| !guard.is_empty()) {
            self.lines("  ", &format!("Only while {guard}."));
        }
        self.lines("  ", &sentence(&clean(&rule.because)));
        self.lines("  ", &format!("Weight {} of 100.", rule.weight));
        for citation in rule.citations.iter() {
            if let Some(source) = rules.source(citation.source) {
                self.lines("  ", &format!("{}: {}", clean(&citation.text), clean(&source.title)));
            }
        }
        self.origin("rule", &rule.id, effective);
    }

    /// The files that a thing was written in.
    fn origin(&mut self, table: &str, id: &str, effective: &Effective) {
        let mut places: Vec<String> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for origin in effective.origins() {
            if origin.table == table && origin.id == id && !seen.contains(&origin.file) {
                seen.push(origin.file);
                places.push(format!("{}:{}", clean(origin.file), origin.line));
            }
        }
        let places = crate::words::list(&places);
        put(&mut self.written, format_args!("  {ASIDE}Written in {places}.{ASIDE:#}\n"));
    }

    fn lines(&mut self, indent: &str, content: &str) {
        let room = self.width.saturating_sub(indent.len()).max(20);
        // Ids stay whole, so that they can be copied.
        let options = textwrap::Options::new(room).word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(content, options) {
            put(&mut self.written, format_args!("{indent}{}\n", line.trim_end()));
        }
    }
}

/// How many interviews the rules can tell apart: "12" or "about 10^15".
fn interviews(rules: &RuleSet) -> String {
    let sizes = || rules.vocabulary().facts().iter().map(|fact| u128::from(fact.size()));
    match sizes().try_fold(1_u128, u128::checked_mul) {
        Some(number) if number < 1_000_000 => number.to_string(),
        Some(number) => format!("about 10^{}", number.ilog10()),
        None => "more than 10^38".to_owned(),
    }
}
