//! Values and places in short words.

use closer_core::model::Wanted;

/// A value as it is told on a command line: `mid`, `in_person,video`, `>=management`, `2..5`.
pub(crate) fn short(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Bool(truth) => truth.to_string(),
        Wanted::Value(value) => value.to_string(),
        Wanted::Number(number) => number.to_string(),
        Wanted::OneOf(values) => values.iter().map(short).collect::<Vec<_>>().join(","),
        Wanted::Bounds { at_least: Some(low), at_most: Some(high) } => {
            format!("{}..{}", short(low), short(high))
        }
        Wanted::Bounds { at_least: Some(low), at_most: None } => format!(">={}", short(low)),
        Wanted::Bounds { at_least: None, at_most: Some(high) } => format!("<={}", short(high)),
        Wanted::Bounds { at_least: None, at_most: None } => "unknown".to_owned(),
    }
}

/// A fact and its value as they are told on a command line: `level=mid`, `level>=management`.
pub(crate) fn told(fact: &str, wanted: &Wanted) -> String {
    let value = short(wanted);
    let sign = if value.starts_with(['<', '>']) { "" } else { "=" };
    format!("{fact}{sign}{value}")
}
