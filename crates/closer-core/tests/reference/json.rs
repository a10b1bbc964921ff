//! Tests and conditions in the form of the rule format, and back.

use serde_json::{Map, Value as Json, json};

use super::context::{Context, Said};
use super::pack::{Condition, Fact, Kind, Pack, Test, Value, Values};

/// A value as it is written.
pub(crate) fn value(fact: &Fact, value: Value) -> Json {
    match &fact.kind {
        Kind::Bool => json!(value == 1),
        Kind::Values(names) | Kind::Ordered(names) => json!(names[value]),
        Kind::Range(low, _) => json!(low + i64::try_from(value).unwrap()),
    }
}

pub(crate) fn test(fact: &Fact, written: &Test) -> Json {
    match written {
        Test::Is(wanted) => value(fact, *wanted),
        Test::AnyOf(tests) => tests.iter().map(|each| test(fact, each)).collect(),
        Test::Not(unwanted) => json!({ "not": test(fact, unwanted) }),
        Test::Bounds(bounds) => {
            let each = [
                ("at_least", bounds.at_least),
                ("at_most", bounds.at_most),
                ("more_than", bounds.more_than),
                ("less_than", bounds.less_than),
            ];
            let written = each.into_iter().filter_map(|(key, bound)| Some((key, value(fact, bound?))));
            Json::Object(written.map(|(key, bound)| (key.to_owned(), bound)).collect())
        }
    }
}

pub(crate) fn condition(pack: &Pack, written: &Condition) -> Json {
    let list = |parts: &[Condition]| -> Json { parts.iter().map(|part| condition(pack, part)).collect() };
    let mut table = Map::new();
    for (fact, wanted) in &written.tests {
        let fact = &pack.facts[*fact];
        table.insert(fact.name.clone(), test(fact, wanted));
    }
    table.extend(written.all.iter().map(|parts| ("all".to_owned(), list(parts))));
    table.extend(written.any.iter().map(|parts| ("any".to_owned(), list(parts))));
    table.extend(written.not.iter().map(|part| ("not".to_owned(), condition(pack, part))));
    Json::Object(table)
}

/// What is known, as a map from facts to tests.
pub(crate) fn context(pack: &Pack, context: &Context) -> Json {
    let said = pack.facts.iter().zip(&context.said).filter_map(|(fact, said)| {
        let said = match said {
            Said::Nothing => return None,
            Said::Unknown => json!("unknown"),
            Said::Is(wanted) => test(fact, wanted),
        };
        Some((fact.name.clone(), said))
    });
    Json::Object(said.collect())
}

/// The values that pass a test as a result writes it; a fault when it says something that is not there.
pub(crate) fn values(fact: &Fact, written: &Json) -> Result<Values, String> {
    let found: Values = match written {
        Json::Array(parts) => {
            let parts: Result<Vec<Values>, String> = parts.iter().map(|part| values(fact, part)).collect();
            parts?.into_iter().flatten().collect()
        }
        Json::Object(bounds) => {
            let mut found = fact.every_value();
            for (key, bound) in bounds {
                let named = values(fact, bound)?;
                let (first, last) = (named.first().copied(), named.last().copied());
                match key.as_str() {
                    "at_least" if fact.is_ordered() => found.retain(|each| Some(*each) >= first),
                    "at_most" if fact.is_ordered() => found.retain(|each| Some(*each) <= last),
                    "not" => found.retain(|each| !named.contains(each)),
                    _ => return Err(format!("`{key}` of `{}` in {written}", fact.name)),
                }
            }
            found
        }
        single => {
            let is_it = |each: &Value| value(fact, *each) == *single;
            fact.every_value().into_iter().filter(is_it).collect()
        }
    };
    if found.is_empty() { Err(format!("no value of `{}` is {written}", fact.name)) } else { Ok(found) }
}

/// A table of tests, as the values still allowed for every fact that is named.
pub(crate) fn table(pack: &Pack, written: &Json) -> Result<Vec<(usize, Values)>, String> {
    let Json::Object(tests) = written else { return Err(format!("not a table: {written}")) };
    let read = |(name, test): (&String, &Json)| {
        let fact = pack.fact_named(name).ok_or_else(|| format!("no such fact: {name}"))?;
        Ok((fact, values(&pack.facts[fact], test)?))
    };
    tests.iter().map(read).collect()
}
