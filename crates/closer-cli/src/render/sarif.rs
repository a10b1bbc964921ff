//! Mistakes in files as SARIF 2.1.0, the form in which tools for code exchange what they found.

use std::collections::BTreeSet;

use closer_core::{Diagnostic, Finding, Marked, Place, Report};
use serde_json::{Map, Value, json};

use super::report::{print, severity, with_texts};
use crate::failure::Failure;
use crate::packs::File;
use crate::pages;
use crate::safe::uri;

type Texts = [(String, String)];

/// All of `found`, as the log of one run.
pub(crate) fn render(found: &[Diagnostic], files: &[File]) -> Result<String, Failure> {
    let files = with_texts(files);
    let used: BTreeSet<&str> = found.iter().map(|found| found.code).collect();
    let codes: Vec<&str> = used.into_iter().collect();
    let report = Report::new(found, &files);
    let results: Vec<Value> = report.findings.iter().map(|found| result(found, &codes, &files)).collect();
    let artifacts: Vec<Value> =
        files.iter().map(|(name, _)| json!({ "location": { "uri": uri(name) } })).collect();
    print(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "closer",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": codes.iter().map(|code| rule(code)).collect::<Vec<_>>(),
                }
            },
            "columnKind": "unicodeCodePoints",
            "artifacts": artifacts,
            "results": results,
        }],
    }))
}

/// A kind of complaint, with its page as help.
fn rule(code: &str) -> Value {
    let mut rule = Map::new();
    rule.insert("id".to_owned(), json!(code));
    if let Some(page) = pages::find(code) {
        rule.insert("shortDescription".to_owned(), json!({ "text": page.about }));
        rule.insert("fullDescription".to_owned(), json!({ "text": page.meaning().join(" ") }));
        rule.insert("help".to_owned(), json!({ "text": page.plain(), "markdown": page.plain() }));
        rule.insert("defaultConfiguration".to_owned(), json!({ "level": severity(page.severity) }));
    }
    Value::Object(rule)
}

fn result(found: &Finding<'_>, codes: &[&str], files: &Texts) -> Value {
    let message = match found.help {
        Some(help) => format!("{}; {help}", found.message),
        None => found.message.to_owned(),
    };
    let mut result = Map::new();
    result.insert("ruleId".to_owned(), json!(found.code));
    if let Some(index) = codes.iter().position(|code| *code == found.code) {
        result.insert("ruleIndex".to_owned(), json!(index));
    }
    result.insert("level".to_owned(), json!(severity(found.severity)));
    result.insert("message".to_owned(), json!({ "text": message }));
    let mut labels = found.labels.iter();
    let locations = match (labels.next(), files) {
        (Some(main), _) => vec![location(main, files)],
        // Without a place in it, at least the file is named.
        (None, [(name, _)]) => {
            vec![json!({ "physicalLocation": { "artifactLocation": { "uri": uri(name) } } })]
        }
        _ => Vec::new(),
    };
    result.insert("locations".to_owned(), json!(locations));
    let related: Vec<Value> = labels.map(|label| location(label, files)).collect();
    if !related.is_empty() {
        result.insert("relatedLocations".to_owned(), json!(related));
    }
    if let Some(fix) = &found.fix {
        let description = found.help.unwrap_or("this would do");
        result.insert(
            "fixes".to_owned(),
            json!([{
                "description": { "text": description },
                "artifactChanges": [{
                    "artifactLocation": { "uri": uri(fix.place.file) },
                    "replacements": [{
                        "deletedRegion": region(&fix.place, files),
                        "insertedContent": { "text": fix.text },
                    }],
                }],
            }]),
        );
    }
    Value::Object(result)
}

fn location(label: &Marked<'_>, files: &Texts) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(label.place.file) },
            "region": region(&label.place, files),
        },
        "message": { "text": label.text },
    })
}

fn region(place: &Place<'_>, files: &Texts) -> Value {
    let text = files.iter().find(|(name, _)| name == place.file).map_or("", |(_, text)| text);
    let letters = |start: usize, end: usize| text.get(start..end).unwrap_or_default().chars().count();
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "charOffset": letters(0, place.start),
        "charLength": letters(place.start, place.end),
    })
}
