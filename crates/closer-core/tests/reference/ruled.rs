//! Lays the explanation of a rule, as JSON, beside what the reference says.

use serde_json::{Value as Json, json};

use super::advice::Status;
use super::compare::{Differences, status_name, verdict_name};
use super::context::{Context, Meaning};
use super::pack::View;
use super::residual;
use super::world::World;

/// Everything in which `found`, the explanation of a rule, is not what the definitions say.
pub(crate) fn differences(
    meaning: &Meaning<'_>,
    context: &Context,
    rule: usize,
    found: &Json,
) -> Vec<String> {
    let pack = meaning.pack;
    let possible = context.possible(pack, None);
    let worlds = meaning.worlds(&possible);
    let it = &pack.rules[rule];
    let status = Status::over(&worlds, |world| world.rules[rule]);
    let verdicts: std::collections::BTreeSet<_> =
        worlds.iter().map(|world| world.verdicts[it.action]).collect();
    let verdict = verdicts.first().copied().filter(|_| verdicts.len() == 1);

    let true_in: Vec<&World> = worlds.iter().copied().filter(|world| world.rules[rule]).collect();
    let mut beaten_by: Vec<usize> = (0..pack.rules.len())
        .filter(|other| it.view == View::Suggest && pack.is_for(*other, it.action, View::Avoid))
        .filter(|other| true_in.iter().any(|world| world.rules[*other]))
        .collect();
    beaten_by.sort_by_key(|other| (std::cmp::Reverse(pack.rules[*other].weight()), &pack.rules[*other].id));
    let beaten = Status::over(&true_in, |world| beaten_by.iter().any(|other| world.rules[*other]));
    let side = |other: &usize| {
        let other = &pack.rules[*other];
        let sources: Vec<String> = other.sources.iter().map(|source| pack.citation(source)).collect();
        json!({ "view": "avoid", "rule": other.id, "says": other.because(), "sources": sources })
    };
    let mut differences = Differences::new(pack, found);
    differences.expect(
        "",
        &json!({
            "rule": it.id,
            "action": pack.actions[it.action].id,
            "title": pack.actions[it.action].title(),
            "verdict": verdict_name(verdict),
            "status": status_name(status),
            "beaten": status_name(beaten),
            "beaten_by": beaten_by.iter().map(side).collect::<Vec<_>>(),
        }),
    );
    if status == Status::Open {
        let smallest = found["smallest"] == json!(true);
        let is_true = |world: &World| world.rules[rule];
        differences.list.extend(residual::faults(meaning, &possible, &is_true, &found["holds_if"], smallest));
    } else {
        differences.expect("/holds_if", &json!([]));
    }
    differences.list
}
