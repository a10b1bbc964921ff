//! Every row of advice in the sources is carried by something in the pack.

use std::collections::{BTreeMap, BTreeSet};

use closer_core::RuleSet;

fn carried(rules: &RuleSet) -> BTreeSet<String> {
    let actions = rules.actions().iter().flat_map(|action| action.citations.iter().chain(action.quotes()));
    let facts = rules.vocabulary().facts().iter().flat_map(|fact| &fact.citations);
    let views = rules.rules().iter().flat_map(|rule| rule.citations.iter());
    actions.chain(facts).chain(views).map(|citation| citation.text.to_string()).collect()
}

fn catalogue() -> (BTreeSet<String>, BTreeMap<String, String>) {
    let table: toml::Table = toml::from_str(closer_rules::CATALOGUE).unwrap();
    let of = |key: &str| table[key].as_table().unwrap();
    let text = |value: &toml::Value| value.as_str().unwrap().to_owned();
    let rows =
        of("sources").values().flat_map(|source| source["rows"].as_array().unwrap()).map(text).collect();
    let background = of("background").iter().map(|(row, reason)| (row.clone(), text(reason))).collect();
    (rows, background)
}

#[test]
fn every_row_is_carried_or_background_for_a_reason() {
    let rules = RuleSet::closing();
    let (rows, background) = catalogue();
    assert_eq!(rows.len(), 101, "28 + 27 + 13 + 22 + 11 rows");
    let carried = carried(&rules);
    for row in &rows {
        let reason = background.get(row);
        assert!(
            carried.contains(row) != reason.is_some(),
            "{row} is carried nowhere, or is both carried and background"
        );
        assert!(reason.is_none_or(|reason| reason.len() > 10), "{row} needs a reason");
    }
    assert!(background.keys().all(|row| rows.contains(row)));
}

#[test]
fn no_rule_cites_a_row_that_does_not_exist() {
    let (rows, _) = catalogue();
    for row in carried(&RuleSet::closing()) {
        assert!(rows.contains(&row) || row.starts_with("editorial"), "{row} is not a row of the catalogue");
    }
}

#[test]
fn every_disagreement_has_a_test() {
    for number in 1..=14 {
        let prefix = format!("name = \"D{number}:");
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let has = closer_rules::CLOSING_TESTS.iter().any(|(_, text)| plain(text).contains(&prefix));
        assert!(has, "no test whose name begins with D{number}:");
    }
}
