//! A pack as a reference in Markdown, to print and to keep.

use closer_core::RuleSet;
use closer_core::model::{Action, ActionId, Condition, Disagreement, Polarity, Rule};

use super::{Case, Focus, actions_of, answers, author, cases, cited, extent, name_and_version};
use crate::conditions;
use crate::safe::markdown as escape;
use crate::words::{clean, put, sentence, spoken};

/// All of the pack, or one thing of it.
pub(crate) fn render(rules: &RuleSet, focus: Option<Focus>) -> String {
    let mut written = String::new();
    match focus {
        Some(Focus::Action(id)) => action(&mut written, "#", id, rules),
        Some(Focus::Rule(id)) => {
            if let Some(rule) = rules.rule(id) {
                one_rule(&mut written, rule, rules);
            }
        }
        None => whole(&mut written, rules),
    }
    while written.ends_with("\n\n") {
        written.pop();
    }
    written
}

fn whole(written: &mut String, rules: &RuleSet) {
    put(written, format_args!("# {}\n\n", shown(&rules.pack().title)));
    put(
        written,
        format_args!(
            "{} · {}\n\n",
            escape(&name_and_version(rules)),
            extent(rules.actions().len(), rules.rules().len())
        ),
    );
    written.push_str(
        "What to do at each moment, with a line to say and the reasons for and against. Where a reason against applies, leave it: it \
         counts more than any reason for it. Numbers in brackets name the source, listed at the end, and the place in it.\n\n",
    );
    for (number, moment) in rules.moments().iter().enumerate() {
        let actions = actions_of(number, rules);
        if actions.is_empty() {
            continue;
        }
        put(written, format_args!("## {}\n\n", shown(&moment.title)));
        if moment.guard != Condition::ALWAYS {
            let when = conditions::plain(&moment.guard, rules);
            put(written, format_args!("*Only while {}.*\n\n", escape(&when)));
        }
        for (id, _) in actions {
            action(written, "###", id, rules);
        }
    }
    if !rules.disagreements().is_empty() {
        written.push_str("## Where sources differ\n\n");
        for one in rules.disagreements() {
            disagreement(written, one, rules);
        }
    }
    facts(written, rules);
    sources(written, rules);
}

fn action(written: &mut String, level: &str, id: ActionId, rules: &RuleSet) {
    let Some(action) = rules.action(id) else { return };
    let mark = if action.mistake { "Not: " } else { "" };
    put(written, format_args!("{level} {mark}{}\n\n", shown(&action.title)));
    if let Some(say) = &action.say {
        let quoted = action.quotes().and_then(|quotes| rules.source(quotes.source));
        let by = quoted.map(|source| format!(" — {}", escape(&author(source)))).unwrap_or_default();
        put(written, format_args!("> {}{by}\n\n", escape(&spoken(&clean(say)))));
    }
    if let Some(why) = &action.why {
        put(written, format_args!("{}\n\n", escape(&sentence(&clean(why)))));
    }
    if let Some(instead) = action.instead() {
        put(written, format_args!("Instead: {}\n\n", escape(&sentence(&clean(instead)))));
    }
    let aside = asides(action, rules);
    if !aside.is_empty() {
        put(written, format_args!("*{}*\n\n", escape(&aside)));
    }
    for case in cases(id, rules) {
        self::case(written, action, &case, rules);
    }
    if rules.disagreements().iter().any(|one| one.actions.contains(&id)) {
        written.push_str("Sources differ on this: see “Where sources differ”.\n\n");
    }
}

/// How bold it is, and what it does not go with.
fn asides(action: &Action, rules: &RuleSet) -> String {
    let mut said = Vec::new();
    if let Some(boldness) = action.boldness {
        let word = match boldness {
            1 => "Gentle",
            2 => "Rather gentle",
            3 => "Takes some courage",
            4 => "Bold",
            _ => "Very bold",
        };
        said.push(format!("{word}."));
    }
    if let Some(group) = action.group.and_then(|group| rules.group(group)) {
        said.push(format!("At most {} of: {}.", group.at_most, clean(&group.title)));
    }
    let others: Vec<String> = action
        .never_with()
        .iter()
        .filter_map(|other| rules.action(*other))
        .map(|other| format!("“{}”", clean(&other.title)))
        .collect();
    if !others.is_empty() {
        said.push(format!("Not together with {}.", crate::words::list(&others)));
    }
    said.join(" ")
}

fn case(written: &mut String, action: &Action, case: &Case<'_>, rules: &RuleSet) {
    let head = match (case.polarity, &*case.when) {
        (Polarity::Avoid, "") if action.mistake => "Always leave it alone".to_owned(),
        _ => super::head(case),
    };
    put(written, format_args!("**{}:**\n\n", escape(&head)));
    for rule in &case.rules {
        let sources = cited(&rule.citations, rules);
        let sources = if sources.is_empty() { String::new() } else { format!(" ({sources})") };
        put(written, format_args!("- {}{}\n", escape(&sentence(&clean(&rule.because))), escape(&sources)));
    }
    written.push('\n');
}

fn one_rule(written: &mut String, rule: &Rule, rules: &RuleSet) {
    let action = rules.action(rule.action).map(|action| clean(&action.title)).unwrap_or_default();
    put(written, format_args!("# {}\n\n", escape(&clean(&rule.id))));
    let verb = if rule.polarity == Polarity::Suggest { "For" } else { "Against" };
    put(written, format_args!("{verb}: **{}**\n\n", escape(&action)));
    let when = conditions::when(&rule.when(), rules);
    let when = if when.is_empty() { "always".to_owned() } else { when };
    put(written, format_args!("Applies {}.\n\n", escape(&when)));
    put(written, format_args!("{}\n\n", escape(&sentence(&clean(&rule.because)))));
    put(written, format_args!("Weight {} of 100.\n\n", rule.weight));
    for citation in rule.citations.iter() {
        if let Some(source) = rules.source(citation.source) {
            put(
                written,
                format_args!("- {}: {}\n", escape(&clean(&citation.text)), escape(&clean(&source.title))),
            );
        }
    }
    written.push('\n');
}

fn disagreement(written: &mut String, one: &Disagreement, rules: &RuleSet) {
    let titles: Vec<String> = one
        .actions
        .iter()
        .filter_map(|action| rules.action(*action))
        .map(|action| format!("“{}”", clean(&action.title)))
        .collect();
    put(written, format_args!("### On {}\n\n", escape(&crate::words::list(&titles))));
    let when = conditions::when(&one.when, rules);
    if !when.is_empty() {
        put(written, format_args!("*Matters {}.*\n\n", escape(&when)));
    }
    put(written, format_args!("{}\n\n", escape(&sentence(&clean(&one.note)))));
    for side in &one.sides {
        let sources: Vec<String> = side.citations.iter().map(|citation| clean(&citation.text)).collect();
        put(
            written,
            format_args!("- {} ({})\n", escape(&sentence(&clean(&side.says))), escape(&sources.join(", "))),
        );
    }
    written.push('\n');
}

fn facts(written: &mut String, rules: &RuleSet) {
    written.push_str("## What the advice depends on\n\n");
    let mut facts: Vec<_> = rules.vocabulary().facts().iter().collect();
    facts.sort_by_key(|fact| !fact.ask_first);
    for fact in facts {
        put(written, format_args!("- **{}** {}.", shown(&fact.question), escape(&answers(fact).join(" · "))));
        if let Some(assume) = &fact.assume {
            let phrase = clean(&fact.phrase(&assume.allowed));
            put(written, format_args!(" *While nobody says: {}.*", escape(&phrase)));
        }
        written.push('\n');
    }
    written.push('\n');
}

fn sources(written: &mut String, rules: &RuleSet) {
    written.push_str("## Sources\n\n");
    for source in rules.sources() {
        let by = source.author.as_ref().map(|author| format!(", by {}", shown(author))).unwrap_or_default();
        put(written, format_args!("- **{}**: *{}*{by}\n", shown(&source.id), shown(&source.title)));
    }
    written.push('\n');
}

fn shown(text: &str) -> String {
    escape(&clean(text))
}
