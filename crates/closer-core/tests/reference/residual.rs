//! Is a list of alternatives the smallest exact condition for an outcome?

use serde_json::Value as Json;

use super::context::Meaning;
use super::cover::fewer_boxes_suffice;
use super::json;
use super::pack::Values;
use super::world::World;

/// Tests that must all hold: the values allowed for some facts.
type Alternative = Vec<(usize, Values)>;

fn is_true(alternative: &Alternative, world: &World) -> bool {
    alternative.iter().all(|(fact, values)| values.contains(&world.values[*fact]))
}

/// What is wrong with `written`, a list of alternatives that should be true in exactly the `wanted` worlds.
///
/// `smallest` is the claim that fewer alternatives are impossible.
pub(crate) fn faults(
    meaning: &Meaning<'_>,
    possible: &[Values],
    wanted: &dyn Fn(&World) -> bool,
    written: &Json,
    smallest: bool,
) -> Vec<String> {
    let alternatives: Result<Vec<Alternative>, String> =
        written.as_array().into_iter().flatten().map(|each| json::table(meaning.pack, each)).collect();
    let alternatives = match alternatives {
        Ok(alternatives) => alternatives,
        Err(fault) => return vec![fault],
    };
    let worlds = meaning.worlds(possible);
    let too_wide =
        |alternative: &Alternative| worlds.iter().any(|world| is_true(alternative, world) && !wanted(world));

    let mut faults = Vec::new();
    for world in &worlds {
        let claimed = alternatives.iter().any(|alternative| is_true(alternative, world));
        if claimed != wanted(world) {
            faults.push(format!("says {claimed} in the world {:?}", world.values));
        }
    }
    for (at, alternative) in alternatives.iter().enumerate() {
        for place in 0..alternative.len() {
            let mut wider = alternative.clone();
            let (fact, values) = wider.remove(place);
            let name = &meaning.pack.facts[fact].name;
            if possible[fact].is_subset(&values) {
                faults.push(format!("alternative {at}: the test of `{name}` rules nothing out"));
            }
            for added in possible[fact].difference(&values) {
                let mut wider = alternative.clone();
                wider[place].1.insert(*added);
                if !too_wide(&wider) {
                    faults.push(format!("alternative {at}: `{name}` could also be value {added}"));
                }
            }
        }
        let others =
            || alternatives.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other);
        let needed =
            |world: &&&World| is_true(alternative, world) && !others().any(|other| is_true(other, world));
        if !worlds.iter().any(|world| needed(&world)) {
            faults.push(format!("alternative {at} is superfluous"));
        }
    }
    let is_wanted = |world: &World| wanted(world);
    if smallest && fewer_boxes_suffice(&worlds, possible, &is_wanted, alternatives.len()) == Some(true) {
        faults.push(format!("{} alternatives are not the fewest", alternatives.len()));
    }
    faults
}
