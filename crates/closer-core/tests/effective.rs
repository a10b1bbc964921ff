//! Packs and their overlays as one pack, as it is written out.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may stop where a program may not")]

use closer_core::Effective;

/// Tables and moments stand in no order, ids hold every sign that they may, and values are of every form.
const BASE: &str = r#"
[actions.wave_back]
moment   = "after"
title    = "Wave \"back\""
why      = "They see a \\ of you.\nAnd more."
group    = "one-of_these"
boldness = 2

[[disagreement]]
id      = "how"
actions = ["wave_back"]
note    = "They differ."
sides   = [{ sources = ["us"], says = "yes" }, { sources = ["them"], says = "no" }]

[groups.one-of_these]
title   = "One of these"
at_most = 1

[moments.before]
title = "Before"

[moments.after]
title     = "After"
follow_up = {}

[sources.us]
title = "Us"

[sources.them]
title = "Them"

[facts.people]
question = "How many?"
range    = [-5, 20]
phrases  = { -1 = "one too few", 0 = "none" }

[facts.mood]
question = "How are they?"
values   = ["good", "bad"]

[[rule]]
id      = "wave_when-good"
suggest = "wave_back"
when    = { mood = "good", people = { not = 0 } }
because = "So."
sources = ["us"]

[[rule]]
id      = "always"
suggest = "smile"
when    = {}
because = "So."
sources = ["us"]

[actions.smile]
moment = "before"
title  = "Smile"
why    = "So."
group  = "one-of_these"

[pack]
name    = "base"
version = "1.0.0"
moments = ["before", "after"]
"#;

fn written(layers: &[(&str, &str)]) -> String {
    let layers = layers.iter().map(|(name, text)| [(format!("{name}.toml"), (*text).to_owned())]);
    Effective::from_layers(layers).unwrap_or_else(|error| panic!("{error}")).to_toml()
}

/// Without the places.
fn plain(written: &str) -> Vec<&str> {
    written.lines().map(|line| line.split("  # ").next().unwrap()).collect()
}

/// `[pack]`, sources, moments in the order of time, groups, facts, each moment's actions with their rules, and disagreements; fields as
/// they are documented.
#[test]
fn all_is_written_in_the_order_in_which_one_reads_it() {
    let expected = r#"
[pack]
name = "base"
version = "1.0.0"
moments = ["before", "after"]

[sources.them]
title = "Them"

[sources.us]
title = "Us"

[moments.before]
title = "Before"

[moments.after]
title = "After"
follow_up = {}

[groups.one-of_these]
title = "One of these"
at_most = 1

[facts.mood]
question = "How are they?"
values = ["good", "bad"]

[facts.people]
question = "How many?"
range = [-5, 20]
phrases = { -1 = "one too few", 0 = "none" }

[actions.smile]
moment = "before"
title = "Smile"
why = "So."
group = "one-of_these"

[[rule]]
id = "always"
suggest = "smile"
when = {}
because = "So."
sources = ["us"]

[actions.wave_back]
moment = "after"
title = "Wave \"back\""
why = "They see a \\ of you.\nAnd more."
group = "one-of_these"
boldness = 2

[[rule]]
id = "wave_when-good"
suggest = "wave_back"
when = { mood = "good", people = { not = 0 } }
because = "So."
sources = ["us"]

[[disagreement]]
id = "how"
actions = ["wave_back"]
note = "They differ."
sides = [
  { sources = ["us"], says = "yes" },
  { sources = ["them"], says = "no" },
]
"#;
    let written = written(&[("base", BASE)]);
    assert_eq!(plain(&written), expected.trim_start().lines().collect::<Vec<_>>());
    // Lists and tables of one pack have one place.
    assert!(written.contains("values = [\"good\", \"bad\"]  # base.toml:"), "{written}");
    assert!(
        written.contains("\nphrases = { -1 = \"one too few\", 0 = \"none\" }  # base.toml:"),
        "{written}"
    );
}

/// What several packs say of one field has a place for each part.
#[test]
fn parts_of_a_field_have_the_places_they_come_from() {
    let overlay = r#"
[pack]
name    = "over"
version = "1.0.0"
extends = "base"
[moments.between]
title = "Between"
after = "before"
[moments.long-after]
title = "Long after"
after = "after"
[override.fact.people.phrases]
1 = "one"
[extend.fact.mood]
middling = { after = "good" }
[actions.nod]
moment = "between"
title = "Nod"
why = "So."
[actions.write]
moment = "long-after"
title = "Write"
why = "So."
[[rule]]
id = "nod"
suggest = "nod"
when = { mood = "middling" }
because = "So."
sources = ["us"]
[[rule]]
id = "write"
suggest = "write"
when = { people = 1 }
because = "So."
sources = ["us"]
"#;
    let written = written(&[("base", BASE), ("over", overlay)]);
    let line = |of: &str| BASE.lines().position(|line| line.starts_with(of)).unwrap() + 1;
    let moments = line("moments = ");
    let values = line("values ");
    let phrases = line("phrases ");
    for expected in [
        format!(
            "\nmoments = [  # base.toml:{moments}\n  \"before\",  # base.toml:{moments}\n  \"between\",  # over.toml:6\n  \"after\",  # \
             base.toml:{moments}\n  \"long-after\",  # over.toml:9\n]\n"
        ),
        format!(
            "\nvalues = [  # base.toml:{values}\n  \"good\",  # base.toml:{values}\n  \"middling\",  # over.toml:15\n  \"bad\",  # \
             base.toml:{values}\n]\n"
        ),
        format!(
            "\nphrases.-1 = \"one too few\"  # base.toml:{phrases}\nphrases.0 = \"none\"  # base.toml:{phrases}\nphrases.1 = \"one\"  # over.toml:13\n"
        ),
    ] {
        assert!(written.contains(&expected), "{expected}\nis not in\n{written}");
    }
}
