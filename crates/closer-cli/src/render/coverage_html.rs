//! Coverage as one HTML file without scripts: the pack's own source, each line coloured by what the tests saw of it.

use std::collections::BTreeSet;
use std::ops::Range;

use closer_core::RuleSet;
use closer_core::space::Status;
use closer_verify::coverage::{LeafCoverage, Mark, Reached, RuleCoverage, Subject, Target, marks_in_force};
use closer_verify::{Coverage, coverage::ActionCoverage};

use super::coverage::percent;
use crate::packs::File;
use crate::safe::xml as escape;
use crate::words::{count, put};

/// The fields that are in force: the table, the id of the thing, the field's name, and the name of the file in which it stands.
pub(crate) type InForce = BTreeSet<[String; 4]>;

/// The whole page.
pub(crate) fn render(rules: &RuleSet, coverage: &Coverage, files: &[File], in_force: &InForce) -> String {
    let pack = rules.pack();
    let title = if pack.title.is_empty() { &pack.name } else { &pack.title };
    let mut html = String::from("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.push_str("<meta name=\"color-scheme\" content=\"light dark\">\n");
    put(
        &mut html,
        format_args!(
            "<title>Test coverage: {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
            escape(title)
        ),
    );
    put(
        &mut html,
        format_args!("<header>\n<p class=\"kind\">Test coverage</p>\n<h1>{}</h1>\n", escape(title)),
    );
    put(
        &mut html,
        format_args!(
            "<p>What {} of <code>{}</code> {} see.</p>\n",
            count(coverage.cases, "test", "tests"),
            escape(&pack.name),
            escape(&pack.version)
        ),
    );
    numbers(&mut html, coverage);
    html.push_str("</header>\n<main>\n");
    gaps(&mut html, coverage);
    html.push_str(LEGEND);
    let is_in_force = |table: &str, id: &str, field: &str, file: usize| {
        let file = files.get(file).map_or("", |file| file.name.as_str());
        in_force.contains(&[table, id, field, file].map(str::to_owned))
    };
    let marks = marks_in_force(coverage, files.iter().map(|file| file.text.as_str()), is_in_force);
    let of = |number: usize| marks.iter().filter(move |mark| mark.file == number);
    html.push_str("<nav aria-label=\"Files\"><ul>\n");
    for (number, file) in files.iter().enumerate() {
        let (seen, all) = tally(of(number), coverage);
        let share = if all == 0 { "nothing to see".to_owned() } else { format!("{seen} of {all}") };
        put(
            &mut html,
            format_args!(
                "<li><a href=\"#f{number}\">{}</a> <small>{share}</small></li>\n",
                escape(&file.name)
            ),
        );
    }
    html.push_str("</ul></nav>\n");
    for (number, file) in files.iter().enumerate() {
        let marks: Vec<&Mark> = of(number).collect();
        put(
            &mut html,
            format_args!(
                "<section id=\"f{number}\">\n<h2>{}</h2>\n<div class=\"code\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n",
                escape(&file.name)
            ),
        );
        source(&mut html, number, &file.text, &marks, coverage);
        html.push_str("</div>\n</section>\n");
    }
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

fn numbers(html: &mut String, coverage: &Coverage) {
    let summary = coverage.summary();
    html.push_str("<ul>\n");
    let mut one = |reached: Reached, what: &str, note: &str| {
        let class = if reached.reached == reached.of { "full" } else { "part" };
        put(
            html,
            format_args!(
                "<li class=\"{class}\"><b>{}</b> <span>{what}</span> <small>{} of {} {note}</small>\
                 <progress max=\"{}\" value=\"{}\" aria-label=\"{what}\"></progress></li>\n",
                percent(reached),
                reached.reached,
                reached.of,
                reached.of.max(1),
                if reached.of == 0 { 1 } else { reached.reached },
            ),
        );
    };
    one(summary.rules, "Rules", "had their say");
    one(summary.conditions, "Conditions", "of holding, failing and open");
    one(summary.verdicts, "Verdicts", "that actions can have");
    html.push_str("</ul>\n");
}

/// What is missing, in words and with a way to each place.
fn gaps(html: &mut String, coverage: &Coverage) {
    let missing = coverage.missing();
    if missing.is_empty() {
        html.push_str("<p class=\"done\">✓ Nothing is missing: every rule, every condition and every verdict is seen.</p>\n");
        return;
    }
    put(
        html,
        format_args!(
            "<details><summary>{} to test</summary>\n<ul>\n",
            count(missing.len(), "thing is left", "things are left")
        ),
    );
    for gap in &missing {
        let (kind, prefix) = match gap.subject {
            Subject::Rule => ("rule", "r-"),
            Subject::Action => ("action", "a-"),
            _ => ("moment", ""),
        };
        let id = escape(&gap.id);
        let link = if prefix.is_empty() { id } else { format!("<a href=\"#{prefix}{id}\">{id}</a>") };
        put(html, format_args!("<li><small>{kind}</small> {link} {}</li>\n", escape(&gap.what)));
    }
    html.push_str("</ul></details>\n");
}

const LEGEND: &str = "<p class=\"legend\"><span class=\"m full\">seen in full</span> <span class=\"m part\">seen in part</span> \
    <span class=\"m none\">never seen</span> A test of a condition is seen in full when tests saw it ✓ holding, ✗ failing and ? open. \
    A test sees the rules of the actions that it names.</p>\n";

/// How much was seen of what a mark is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    None,
    Part,
    Full,
}

impl Seen {
    fn class(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Part => "part",
            Self::Full => "full",
        }
    }
}

/// What is to be said of a mark: how much was seen, the numbers, and what is missing.
struct Remark {
    seen: Seen,
    numbers: String,
    missing: String,
    anchor: String,
}

fn remark(target: Target, coverage: &Coverage) -> Option<Remark> {
    match target {
        Target::Rule(rule) => Some(of_rule(coverage.rules.get(rule)?)),
        Target::RuleTest(rule, leaf) => Some(of_leaf(coverage.rules.get(rule)?.tests.get(leaf)?)),
        Target::MomentTest(moment, leaf) => Some(of_leaf(coverage.moments.get(moment)?.tests.get(leaf)?)),
        Target::Action(action) => Some(of_action(coverage.actions.get(action)?)),
        _ => None,
    }
}

fn of_rule(rule: &RuleCoverage) -> Remark {
    let never = rule.is_never();
    let numbers =
        listed(&[(rule.deciding, "deciding"), (rule.supporting, "supporting"), (rule.beaten, "beaten")]);
    Remark {
        seen: if never { Seen::None } else { Seen::Full },
        missing: if never { "never true".to_owned() } else { String::new() },
        numbers,
        anchor: format!("r-{}", rule.rule),
    }
}

fn of_leaf(leaf: &LeafCoverage) -> Remark {
    let unseen: Vec<&str> = leaf
        .unseen()
        .map(|status| match status {
            Status::Holds => "✓",
            Status::Fails => "✗",
            Status::Open => "?",
        })
        .collect();
    let seen = match unseen.len() {
        0 => Seen::Full,
        missing if missing == leaf.possible().len() => Seen::None,
        _ => Seen::Part,
    };
    let missing = if unseen.is_empty() { String::new() } else { format!("not seen {}", unseen.join(" ")) };
    let mut numbers = format!("✓ {} holding, ✗ {} failing, ? {} open", leaf.holding, leaf.failing, leaf.open);
    if leaf.always {
        numbers.push_str(" (every value passes)");
    }
    Remark { seen, numbers, missing, anchor: String::new() }
}

fn of_action(action: &ActionCoverage) -> Remark {
    let unseen: Vec<String> = action
        .possible
        .iter()
        .filter(|verdict| action.seen(**verdict) == 0)
        .map(|verdict| format!("{verdict:?}").to_lowercase())
        .collect();
    let seen = match unseen.len() {
        0 => Seen::Full,
        missing if missing == action.possible.len() => Seen::None,
        _ => Seen::Part,
    };
    let numbers = listed(&[
        (action.first, "first"),
        (action.leading, "leading"),
        (action.listed, "listed"),
        (action.avoided, "avoided"),
        (action.silent, "silent"),
        (action.depends, "depends"),
    ]);
    let missing = if unseen.is_empty() { String::new() } else { format!("never {}", unseen.join(", ")) };
    Remark { seen, numbers, missing, anchor: format!("a-{}", action.action) }
}

fn listed(parts: &[(usize, &str)]) -> String {
    let parts: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    parts.join(" · ")
}

/// How many of the marks were seen in full.
fn tally<'a>(marks: impl Iterator<Item = &'a Mark>, coverage: &Coverage) -> (usize, usize) {
    marks
        .filter_map(|mark| remark(mark.target, coverage))
        .fold((0, 0), |(full, all), remark| (full + usize::from(remark.seen == Seen::Full), all + 1))
}

/// The lines of a file.
fn source(html: &mut String, number: usize, text: &str, marks: &[&Mark], coverage: &Coverage) {
    let mut start = 0;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        let within = |mark: &&&Mark| mark.span.start >= start && mark.span.start < end;
        let here: Vec<(Range<usize>, Remark)> = marks
            .iter()
            .filter(within)
            .filter_map(|mark| {
                Some((mark.span.start..mark.span.end.min(end), remark(mark.target, coverage)?))
            })
            .collect();
        let worst = here.iter().map(|(_, remark)| remark.seen).min();
        let best = here.iter().map(|(_, remark)| remark.seen).max();
        // A line that is seen in part where its parts differ.
        let class = match (worst, best) {
            (Some(worst), Some(best)) if worst != best => " part",
            (Some(Seen::None), _) => " none",
            (Some(Seen::Part), _) => " part",
            (Some(Seen::Full), _) => " full",
            (None, _) => "",
        };
        let line_number = at + 1;
        put(
            html,
            format_args!("<div class=\"l{class}\" id=\"f{number}l{line_number}\"><i>{line_number}</i><span>"),
        );
        let mut from = start;
        for (span, remark) in &here {
            html.push_str(&escape(text.get(from..span.start).unwrap_or_default()));
            let anchor = if remark.anchor.is_empty() {
                String::new()
            } else {
                format!(" id=\"{}\"", escape(&remark.anchor))
            };
            put(
                html,
                format_args!(
                    "<span class=\"m {}\"{anchor} title=\"{}\">{}</span>",
                    remark.seen.class(),
                    escape(&remark.numbers),
                    escape(text.get(span.clone()).unwrap_or_default().trim_end_matches(['\n', '\r']))
                ),
            );
            if !remark.missing.is_empty() {
                put(html, format_args!("<small class=\"gap\">{}</small>", escape(&remark.missing)));
            }
            from = span.end;
        }
        html.push_str(&escape(text.get(from..end).unwrap_or_default().trim_end_matches(['\n', '\r'])));
        html.push_str("</span>");
        if let Some((_, remark)) = here.iter().find(|(_, remark)| !remark.anchor.is_empty()) {
            put(html, format_args!("<small class=\"n\">{}</small>", escape(&remark.numbers)));
        }
        html.push_str("</div>\n");
        start = end;
    }
}

const STYLE: &str = "\
:root { --bg: #fff; --fg: #1d2129; --dim: #626975; --line: #e3e6ea; --card: #f7f8fa;
  --full: #e0f4e4; --full-edge: #2c8a43; --part: #fff0c2; --part-edge: #b07a00; --none: #ffdcd9; --none-edge: #c4322a; }
@media (prefers-color-scheme: dark) {
  :root { --bg: #14171c; --fg: #e4e7ec; --dim: #9aa3af; --line: #2b313a; --card: #1b1f26;
    --full: #17352a; --full-edge: #46b06a; --part: #40340f; --part-edge: #d9a520; --none: #4a2120; --none-edge: #f0746a; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 76rem; background: var(--bg); color: var(--fg);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.7rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.05rem; }
.kind { margin: 0; color: var(--dim); }
small { color: var(--dim); font-size: .85em; }
a { color: inherit; text-underline-offset: .2em; }
header ul, nav ul { list-style: none; padding: 0; }
header ul { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .75rem; margin: 1.25rem 0; }
header li { padding: .75rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
header li b { font-size: 1.6rem; margin-right: .35rem; }
header li small { display: block; }
progress { width: 100%; height: .4rem; margin-top: .5rem; appearance: none; border: 0; border-radius: 1rem; overflow: hidden;
  background: var(--line); accent-color: var(--full-edge); }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--full-edge); }
progress::-moz-progress-bar { background: var(--full-edge); }
.part progress::-webkit-progress-value { background: var(--part-edge); }
.part progress::-moz-progress-bar { background: var(--part-edge); }
.done { color: var(--full-edge); font-weight: 600; }
details { padding: .5rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
summary { cursor: pointer; font-weight: 600; }
details ul { padding-left: 1.2rem; overflow-wrap: anywhere; }
.legend { color: var(--dim); font-size: .9rem; }
nav li { display: inline-block; margin: 0 1.2rem .3rem 0; }
.code { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; padding: .5rem 0;
  font: 13px/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.l { display: flex; width: max-content; min-width: 100%; white-space: pre; border-left: 4px solid transparent; padding-right: 1rem; }
.l > i { flex: none; width: 3.5em; padding-right: 1em; text-align: right; color: var(--dim); font-style: normal; user-select: none; }
.l > .n { margin-left: auto; padding-left: 2em; font-size: 1em; }
.l.full { border-color: var(--full-edge); } .l.part { border-color: var(--part-edge); } .l.none { border-color: var(--none-edge); }
.m { border-radius: .2rem; padding: 0 .15em; margin: 0 -.15em; border-bottom: 1px solid; }
.m.full { background: var(--full); border-color: var(--full-edge); } .m.part { background: var(--part); border-color: var(--part-edge); }
.m.none { background: var(--none); border-color: var(--none-edge); }
.legend .m { margin: 0 .4em 0 0; color: var(--fg); }
.gap { margin: 0 .3em 0 .5em; padding: 0 .35em; border: 1px solid var(--none-edge); border-radius: .3rem; color: var(--none-edge); }
:target { outline: 2px solid var(--full-edge); outline-offset: 2px; }
@media print { body { max-width: none; } .code { overflow: visible; } .l { white-space: pre-wrap; width: auto; } }
";
