//! Lays a result, as JSON, beside what the reference says, and lists every difference.

use serde_json::{Value as Json, json};

use super::advice::{Advice, Role, Status, advise};
use super::assumed::{Place, assumptions_that_matter};
use super::context::{Context, Meaning, Said};
use super::dispute::Dispute;
use super::json;
use super::pack::{Pack, Rule, Values, View};
use super::question::next_question;
use super::residual;
use super::world::Verdict;

/// Everything in which `found`, the advice as JSON, is not what the definitions say.
pub(crate) fn differences(meaning: &Meaning<'_>, context: &Context, found: &Json) -> Vec<String> {
    let pack = meaning.pack;
    let possible = context.possible(pack, None);
    let advice = advise(meaning, &possible);
    let mut differences = Differences::new(pack, found);
    differences.expect("/suggested", &suggested(pack, &advice));
    differences.expect("/avoided", &avoided(pack, &advice));
    differences.expect("/depends", &depends(pack, &advice));
    differences.expect("/silent", &brief(pack, &advice.silent));
    differences.known(context);
    differences.residuals(meaning, &possible, &advice);
    differences.assumed(meaning, context);
    differences.question(meaning, &possible);
    differences.list
}

/// So many that any budget suffices to find the smallest condition.
const FEW_WORLDS: usize = 36;

pub(crate) struct Differences<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) found: &'a Json,
    pub(crate) list: Vec<String>,
}

pub(crate) fn verdict_name(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Suggested) => "suggested",
        Some(Verdict::Avoided) => "avoided",
        Some(Verdict::Silent) => "silent",
        None => "depends",
    }
}

pub(crate) fn status_name(status: Status) -> &'static str {
    match status {
        Status::Holds => "holds",
        Status::Open => "open",
        Status::Fails => "fails",
    }
}

fn brief(pack: &Pack, actions: &[usize]) -> Json {
    let one = |action: &usize| {
        let action = &pack.actions[*action];
        json!({ "action": action.id, "moment": pack.moments[action.moment].id, "title": action.title() })
    };
    actions.iter().map(one).collect()
}

/// The rules' reason, sources and ids, the strongest first.
fn voices(pack: &Pack, rules: &[usize]) -> Json {
    let rules: Vec<&Rule> = rules.iter().map(|rule| &pack.rules[*rule]).collect();
    let mut sources: Vec<String> = Vec::new();
    for citation in rules.iter().flat_map(|rule| &rule.sources) {
        let citation = pack.citation(citation);
        if !sources.contains(&citation) {
            sources.push(citation);
        }
    }
    json!({
        "because": rules.first().map(|rule| rule.because()),
        "sources": sources,
        "rules": rules.iter().map(|rule| &rule.id).collect::<Vec<_>>(),
    })
}

fn with(mut table: Json, more: Json) -> Json {
    let more = if let Json::Object(more) = more { more } else { serde_json::Map::new() };
    table.as_object_mut().unwrap().extend(more);
    table
}

fn disputes(pack: &Pack, disputes: &[Dispute]) -> Json {
    let of_rule = |rule: &usize| {
        let rule = &pack.rules[*rule];
        let view = if rule.view == View::Suggest { "suggest" } else { "avoid" };
        let sources: Vec<String> = rule.sources.iter().map(|source| pack.citation(source)).collect();
        json!({ "view": view, "rule": rule.id, "says": rule.because(), "sources": sources })
    };
    let one = |dispute: &Dispute| match dispute {
        Dispute::OfRules { when, avoiding, suggesting } => {
            let sides: Vec<Json> = avoiding.iter().chain(suggesting).map(of_rule).collect();
            json!({ "id": null, "note": null, "when": status_name(*when), "sides": sides })
        }
        Dispute::Declared { when, disagreement } => {
            let declared = &pack.disagreements[*disagreement];
            let side = |source| json!({ "sources": [pack.citation(source)] });
            let sides: Vec<Json> = declared.sides.iter().map(side).collect();
            json!({ "id": declared.id, "note": declared.note(), "when": status_name(*when), "sides": sides })
        }
    };
    disputes.iter().map(one).collect()
}

fn suggested(pack: &Pack, advice: &Advice) -> Json {
    let one = |(&action, brief): (&usize, Json)| {
        let its = &advice.actions[action];
        let group = pack.actions[action].group.map(|group| &pack.groups[group].id);
        let of_editors = |source: &usize| pack.sources[*source].editorial;
        let mut agreeing: Vec<usize> =
            its.suggesting.iter().flat_map(|rule| &pack.rules[*rule].sources).map(|one| one.source).collect();
        agreeing.retain(|source| !of_editors(source));
        agreeing.sort_unstable();
        agreeing.dedup();
        let table = json!({
            "say": pack.actions[action].say,
            "group": group,
            "rank": its.rank,
            "settled": its.settled,
            "role": if its.role == Some(Role::Lead) { "lead" } else { "spare" },
            "score": its.score.map(|(low, _)| low),
            "score_at_most": its.score.map(|(_, high)| high),
            "agreeing": agreeing.len(),
            "disputed": !its.disputes.is_empty(),
            "disputes": disputes(pack, &its.disputes),
        });
        with(with(brief, table), voices(pack, &its.suggesting))
    };
    let briefs = brief(pack, &advice.suggested).as_array().unwrap().clone();
    advice.suggested.iter().zip(briefs).map(one).collect()
}

fn avoided(pack: &Pack, advice: &Advice) -> Json {
    let one = |(&action, brief): (&usize, Json)| {
        let its = &advice.actions[action];
        let weight = its.avoiding.iter().map(|rule| pack.rules[*rule].weight()).max();
        with(
            with(
                brief,
                json!({
                    "weight": weight,
                    "disputed": !its.disputes.is_empty(),
                    "disputes": disputes(pack, &its.disputes),
                }),
            ),
            voices(pack, &its.avoiding),
        )
    };
    let briefs = brief(pack, &advice.avoided).as_array().unwrap().clone();
    advice.avoided.iter().zip(briefs).map(one).collect()
}

fn depends(pack: &Pack, advice: &Advice) -> Json {
    let one = |(&action, brief): (&usize, Json)| {
        let its = &advice.actions[action];
        let may_be: Vec<&str> = its.may_be.iter().map(|verdict| verdict_name(Some(*verdict))).collect();
        let (low, high) = its.score.unwrap_or((0, 0));
        let table = json!({
            "say": pack.actions[action].say,
            "may_be": may_be,
            "score": low,
            "score_at_most": high,
            "disputed": !its.disputes.is_empty(),
            "disputes": disputes(pack, &its.disputes),
        });
        let rules = if its.score.is_some() { &its.suggesting } else { &its.avoiding };
        let mut voices = voices(pack, rules);
        voices.as_object_mut().unwrap().remove("rules");
        with(with(brief, table), voices)
    };
    let briefs = brief(pack, &advice.depends).as_array().unwrap().clone();
    advice.depends.iter().zip(briefs).map(one).collect()
}

impl<'a> Differences<'a> {
    pub(crate) fn new(pack: &'a Pack, found: &'a Json) -> Self {
        Self { pack, found, list: Vec::new() }
    }

    pub(crate) fn at(&self, place: &str) -> &Json {
        self.found.pointer(place).unwrap_or(&Json::Null)
    }

    /// Lists must be equal, tables must say at least what is expected of them.
    pub(crate) fn expect(&mut self, place: &str, expected: &Json) {
        match expected {
            Json::Object(entries) => {
                for (key, value) in entries {
                    self.expect(&format!("{place}/{key}"), value);
                }
            }
            Json::Array(parts) => {
                let length = self.at(place).as_array().map(Vec::len);
                if length != Some(parts.len()) {
                    self.list.push(format!("{place}: expected {expected}, found {}", self.at(place)));
                    return;
                }
                for (at, part) in parts.iter().enumerate() {
                    self.expect(&format!("{place}/{at}"), part);
                }
            }
            plain if self.at(place) != plain => {
                self.list.push(format!("{place}: expected {plain}, found {}", self.at(place)));
            }
            _ => {}
        }
    }

    /// The test at `place` must allow exactly these values.
    pub(crate) fn expect_values(&mut self, place: &str, fact: usize, expected: &Values) {
        let found = json::values(&self.pack.facts[fact], self.at(place));
        if found.as_ref() != Ok(expected) {
            self.list.push(format!("{place}: expected values {expected:?}, found {found:?}"));
        }
    }

    fn known(&mut self, context: &Context) {
        let mut said = 0;
        for (at, fact) in self.pack.facts.iter().enumerate() {
            let place = format!("/known/{}", fact.name);
            let values = match &context.said[at] {
                Said::Nothing => continue,
                Said::Unknown => fact.every_value(),
                Said::Is(test) => fact.values_of(test),
            };
            said += 1;
            self.expect_values(&place, at, &values);
        }
        if self.at("/known").as_object().map(serde_json::Map::len) != Some(said) {
            self.list.push(format!("/known: expected {said} facts, found {}", self.at("/known")));
        }
    }

    fn residuals(&mut self, meaning: &Meaning<'_>, possible: &[Values], advice: &Advice) {
        for (at, &action) in advice.depends.iter().enumerate() {
            let smallest = self.at(&format!("/depends/{at}/smallest")) == &json!(true);
            for (key, verdict) in [("only_if", Verdict::Suggested), ("avoid_if", Verdict::Avoided)] {
                let place = format!("/depends/{at}/{key}");
                let faults = residual::faults(
                    meaning,
                    possible,
                    &|world| world.verdicts[action] == verdict,
                    self.at(&place),
                    smallest,
                );
                self.list.extend(faults.into_iter().map(|fault| format!("{place}: {fault}")));
                let alternatives = self.at(&place).as_array().map_or(0, Vec::len);
                if self.at(&format!("{place}_words")).is_string() != (alternatives > 0) {
                    self.list.push(format!(
                        "{place}_words: there are words where there are alternatives, and only there"
                    ));
                }
            }
            if !smallest && meaning.worlds(possible).len() <= FEW_WORLDS {
                self.list.push(format!("/depends/{at}/smallest: can be proved for so few worlds"));
            }
        }
    }

    fn assumed(&mut self, meaning: &Meaning<'_>, context: &Context) {
        let mut expected = assumptions_that_matter(meaning, context);
        expected.sort_by_key(|one| &self.pack.facts[one.fact].name);
        let place_name = |place: &Place| match place {
            Place::Verdict(verdict) => json!(verdict_name(*verdict)),
            Place::Role(Role::Lead) => json!("lead"),
            Place::Role(Role::Spare) => json!("spare"),
            Place::Rank(rank) => json!(rank),
        };
        let mut tables = Vec::new();
        for one in &mut expected {
            one.without.sort_by_key(|change| &self.pack.actions[change.action].id);
            let changes = one.without.iter().map(|change| {
                let action = &self.pack.actions[change.action].id;
                json!({ "action": action, "now": place_name(&change.now), "then": place_name(&change.then) })
            });
            let changes: Vec<Json> = changes.collect();
            tables.push(json!({ "fact": self.pack.facts[one.fact].name, "without": changes }));
        }
        self.expect("/assumed", &Json::Array(tables));
        for (at, one) in expected.iter().enumerate() {
            let fact = &self.pack.facts[one.fact];
            let values = fact.assume.as_ref().map(|test| fact.values_of(test)).unwrap_or_default();
            self.expect_values(&format!("/assumed/{at}/value"), one.fact, &values);
        }
    }

    fn question(&mut self, meaning: &Meaning<'_>, possible: &[Values]) {
        let Some(question) = next_question(meaning, possible) else {
            return self.expect("/next_question", &Json::Null);
        };
        let could_settle: Vec<&str> =
            question.could_settle.iter().map(|action| self.pack.actions[*action].id.as_str()).collect();
        let fact = &self.pack.facts[question.fact];
        self.expect("/next_question", &json!({ "fact": fact.name, "could_settle": could_settle }));
        let count = self.at("/next_question/answers").as_array().map(Vec::len);
        if count != Some(question.answers.len()) {
            self.list.push(format!(
                "/next_question/answers: expected {:?}, found {}",
                question.answers,
                self.at("/next_question/answers")
            ));
        }
        for (at, answer) in question.answers.iter().enumerate() {
            let place = format!("/next_question/answers/{at}/value");
            self.expect_values(&place, question.fact, answer);
        }
    }
}
