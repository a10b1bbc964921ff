//! What is not known, in "and", "or" and "not": the cases that other languages test themselves with.
//!
//! From the DMN technology compatibility kit (dmn-tck/tck, `TestCases/compliance-level-3/0064-feel-conjunction` and `0065-feel-disjunction`, the nine
//! rows of each that are about `true`, `false` and `null`; their rows about numbers and text in place of a truth cannot be written here), and from the
//! conformance tests of the Common Expression Language (google/cel-spec, `tests/simple/testdata/logic.textproto`). What is `null` in DMN and an error in CEL
//! is a fact of which nothing is known.

#![expect(clippy::unwrap_used, clippy::panic, reason = "in a test, to panic is to fail")]

use closer_core::{Program, Verdict};

/// Whether `condition` holds where `a` and `b` are `true`, `false` or not known: `true`, `false` or `null`.
fn truth(condition: &str, a: &str, b: &str) -> &'static str {
    let pack = format!(
        r#"
        pack = {{ name = "logic", version = "1.0.0", title = "Logic", moments = ["now"] }}
        moments.now.title = "Now"
        sources.us.title  = "Us"
        facts.a = {{ question = "A?", bool = true }}
        facts.b = {{ question = "B?", bool = true }}
        actions.go = {{ moment = "now", title = "Go", why = "So." }}
        [[rule]]
        id      = "go"
        suggest = "go"
        when    = {condition}
        because = "So."
        sources = ["us"]
        "#
    );
    let program = Program::from_toml(&pack).unwrap();
    let told = |fact: &str, value: &str| match value {
        "null" => None,
        value => Some((fact.to_owned(), serde_json::Value::Bool(value == "true"))),
    };
    let known: serde_json::Map<String, serde_json::Value> =
        told("a", a).into_iter().chain(told("b", b)).collect();
    match program.advise(&program.context(&known).unwrap()).verdict("go") {
        Some(Verdict::Suggested) => "true",
        Some(Verdict::Silent) => "false",
        Some(Verdict::Depends) => "null",
        other => panic!("{other:?}"),
    }
}

fn all_come_out(condition: &str, cases: &[(&str, &str, &str, &str)]) {
    for (name, a, b, wanted) in cases {
        assert_eq!(truth(condition, a, b), *wanted, "{name}: {condition} where a is {a} and b is {b}");
    }
}

const AND: &str = "{ all = [{ a = true }, { b = true }] }";
const OR: &str = "{ any = [{ a = true }, { b = true }] }";

#[test]
fn dmn_conjunction() {
    let rows = [
        ("decision001", "true", "true", "true"),
        ("decision002", "true", "false", "false"),
        ("decision003_a", "true", "null", "null"),
        ("decision004", "false", "true", "false"),
        ("decision005", "false", "false", "false"),
        ("decision006_a", "false", "null", "false"),
        ("decision007_a", "null", "true", "null"),
        ("decision008_a", "null", "false", "false"),
        ("decision009_a", "null", "null", "null"),
    ];
    all_come_out(AND, &rows);
    // A table of tests is "all of them", too.
    all_come_out("{ a = true, b = true }", &rows);
}

#[test]
fn dmn_disjunction() {
    all_come_out(
        OR,
        &[
            ("true or true", "true", "true", "true"),
            ("true or false", "true", "false", "true"),
            ("true or null", "true", "null", "true"),
            ("false or true", "false", "true", "true"),
            ("false or false", "false", "false", "false"),
            ("false or null", "false", "null", "null"),
            ("null or true", "null", "true", "true"),
            ("null or false", "null", "false", "null"),
            ("null or null", "null", "null", "null"),
        ],
    );
}

#[test]
fn cel_and() {
    all_come_out(
        AND,
        &[
            ("all_true", "true", "true", "true"),
            ("all_false", "false", "false", "false"),
            ("false_left", "false", "true", "false"),
            ("false_right", "true", "false", "false"),
            ("short_circuit_error_left", "false", "null", "false"),
            ("short_circuit_error_right", "null", "false", "false"),
            ("error_right", "true", "null", "null"),
            ("error_left", "null", "true", "null"),
        ],
    );
}

#[test]
fn cel_or() {
    all_come_out(
        OR,
        &[
            ("all_true", "true", "true", "true"),
            ("all_false", "false", "false", "false"),
            ("false_left", "false", "true", "true"),
            ("false_right", "true", "false", "true"),
            ("short_circuit_error_left", "true", "null", "true"),
            ("short_circuit_error_right", "null", "true", "true"),
            ("error_right", "false", "null", "null"),
            ("error_left", "null", "false", "null"),
        ],
    );
}

#[test]
fn cel_not() {
    let not = "{ not = { a = true } }";
    all_come_out(
        not,
        &[
            ("not_true", "true", "null", "false"),
            ("not_false", "false", "null", "true"),
            ("not of what is not known", "null", "null", "null"),
        ],
    );
}

/// Where those languages give up, for they look at each operand alone.
#[test]
fn what_is_known_of_the_whole_is_known() {
    let either = "{ any = [{ a = true }, { not = { a = true } }] }";
    assert_eq!(truth(either, "null", "null"), "true");
    let neither_or_both = "{ any = [{ a = true, b = true }, { a = false }, { b = false }] }";
    assert_eq!(truth(neither_or_both, "null", "null"), "true");
}
