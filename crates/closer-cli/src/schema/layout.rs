//! JSON laid out for reading: what fits on a line stands on one.

use serde_json::Value;

/// How long a line may be.
const WIDTH: usize = 120;

/// The value as text, with a line break at its end.
pub(crate) fn lay_out(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, 0, &mut text);
    text.push('\n');
    text
}

/// Writes a value that begins in the column `from`, between brackets that are indented by `depth` steps.
fn write(value: &Value, depth: usize, from: usize, text: &mut String) {
    let short = on_one_line(value);
    // One more for a comma.
    if from.saturating_add(short.len()) < WIDTH {
        text.push_str(&short);
        return;
    }
    let (open, close, parts): (char, char, Vec<(String, &Value)>) = match value {
        Value::Array(values) => ('[', ']', values.iter().map(|value| (String::new(), value)).collect()),
        Value::Object(entries) => {
            let parts = entries.iter().map(|(key, value)| (format!("{}: ", Value::from(&**key)), value));
            ('{', '}', parts.collect())
        }
        _ => {
            text.push_str(&short);
            return;
        }
    };
    let inner = depth.saturating_add(1);
    text.push(open);
    for (at, (key, value)) in parts.into_iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(inner));
        text.push_str(&key);
        write(value, inner, inner.saturating_mul(2).saturating_add(key.len()), text);
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(close);
}

fn on_one_line(value: &Value) -> String {
    match value {
        Value::Array(values) => {
            let parts: Vec<String> = values.iter().map(on_one_line).collect();
            format!("[{}]", parts.join(", "))
        }
        Value::Object(entries) if !entries.is_empty() => {
            let parts =
                entries.iter().map(|(key, value)| format!("{}: {}", Value::from(&**key), on_one_line(value)));
            format!("{{ {} }}", parts.collect::<Vec<_>>().join(", "))
        }
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_fits_stands_on_one_line() {
        let value = json!({ "short": [1, 2, {}], "long": ["x".repeat(70), "y".repeat(70), { "z": null }] });
        let text = lay_out(&value);
        let (x, y) = ("x".repeat(70), "y".repeat(70));
        let expected = format!(
            "{{\n  \"long\": [\n    \"{x}\",\n    \"{y}\",\n    {{ \"z\": null }}\n  ],\n  \"short\": [1, 2, {{}}]\n}}\n"
        );
        assert_eq!(text, expected);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn no_line_that_can_be_broken_is_too_long() {
        let value: Value = (0..60).map(|at| json!({ "key": "v".repeat(at), "other": [at] })).collect();
        let text = lay_out(&json!({ "all": value }));
        assert!(text.lines().all(|line| line.len() <= WIDTH));
    }
}
