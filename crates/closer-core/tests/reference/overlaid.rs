//! Takes a pack apart into a base and two overlays that put it together again.

use std::fmt::Write as _;

/// Names and texts. `merged` is the pack as `toml_text::plain` writes it: tables between empty lines, one key to a line.
pub(crate) fn layers(merged: &str, seed: u64) -> Vec<(String, String)> {
    let mut base = String::new();
    let mut overlays = ["one", "two"]
        .map(|name| format!("[pack]\nname = \"{name}\"\nversion = \"1.0.0\"\nextends = \"random\"\n\n"));
    let mut state = seed;
    for piece in merged.split("\n\n").filter(|piece| !piece.trim().is_empty()) {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let choice = (state >> 33) % 4;
        let overlay = &mut overlays[usize::from((state >> 40) % 2 == 1)];
        let movable = ["[[rule]]", "[actions.", "[sources.", "[groups.", "[facts.", "[[disagreement]]"];
        if choice == 0 && movable.iter().any(|start| piece.starts_with(start)) {
            writeln!(overlay, "{piece}\n").unwrap();
        } else if choice == 1 && piece.starts_with("[facts.") {
            with_fewer_values(piece, &mut base, overlay);
        } else if choice < 3 && (piece.starts_with("[[rule]]") || piece.starts_with("[actions.")) {
            changed(piece, &mut base, overlay);
        } else {
            writeln!(base, "{piece}\n").unwrap();
        }
    }
    add_decoys(merged, &mut base, &mut overlays);
    let [one, two] = overlays;
    vec![("base.toml".into(), base), ("one.toml".into(), one), ("two.toml".into(), two)]
}

/// The base says something else, which the overlay puts right.
fn changed(piece: &str, base: &mut String, overlay: &mut String) {
    let value = |key: &str| piece.lines().find_map(|line| line.strip_prefix(&format!("{key} = ")));
    let target = match value("id") {
        Some(id) => format!("[override.rule.{}]", id.trim_matches('"')),
        None => piece.lines().next().unwrap().replace("[actions.", "[override.action."),
    };
    writeln!(overlay, "{target}").unwrap();
    for line in piece.lines() {
        let key = line.split(" = ").next().unwrap();
        if ["because", "weight", "title", "say", "sources"].contains(&key) {
            writeln!(overlay, "{line}").unwrap();
        }
        match key {
            "because" | "title" | "say" => writeln!(base, "{key} = \"Something else.\""),
            "weight" => writeln!(base, "weight = 1"),
            // What only the overlay says.
            "when" => writeln!(overlay, "{line}"),
            _ => writeln!(base, "{line}"),
        }
        .unwrap();
    }
    if piece.starts_with("[[rule]]") && value("weight").is_none() {
        writeln!(base, "weight = 99").unwrap();
        writeln!(overlay, "remove = [\"weight\"]").unwrap();
    }
    writeln!(base).unwrap();
    writeln!(overlay).unwrap();
}

/// The overlay adds the last value of a list that has several.
fn with_fewer_values(piece: &str, base: &mut String, overlay: &mut String) {
    for line in piece.lines() {
        let list = line.strip_prefix("ordered = [").or_else(|| line.strip_prefix("values = ["));
        let values: Vec<&str> =
            list.map(|list| list.trim_end_matches(']').split(", ").collect()).unwrap_or_default();
        let [.., before, highest] = values.as_slice() else {
            writeln!(base, "{line}").unwrap();
            continue;
        };
        writeln!(base, "{}]", line.rsplit_once(", ").unwrap().0).unwrap();
        let heading = piece.lines().next().unwrap().replace("[facts.", "[extend.fact.");
        writeln!(overlay, "{heading}\n{highest} = {{ after = {before} }}\n").unwrap();
    }
    writeln!(base).unwrap();
}

/// The base has what is not in the pack, and the overlays disable it.
fn add_decoys(merged: &str, base: &mut String, overlays: &mut [String; 2]) {
    let moments = merged.lines().find_map(|line| line.strip_prefix("moments = [")).unwrap();
    let moment = moments.split([',', ']']).next().unwrap();
    let action =
        merged.lines().find_map(|line| line.strip_prefix("[actions.")).unwrap().trim_end_matches(']');
    let source =
        merged.lines().find_map(|line| line.strip_prefix("[sources.")).unwrap().trim_end_matches(']');
    writeln!(
        base,
        "[actions.decoy]\nmoment = {moment}\ntitle = \"A decoy\"\nwhy = \"It is not there.\"\n\n\
         [[rule]]\nid = \"of-decoy\"\nsuggest = \"decoy\"\nbecause = \"It is not there.\"\nsources = [\"{source}\"]\n\n\
         [[rule]]\nid = \"decoy\"\navoid = \"{action}\"\nbecause = \"It is not there.\"\nsources = [\"{source}\"]\n"
    )
    .unwrap();
    overlays[0].push_str("[disable]\nactions = [\"decoy\"]\n");
    overlays[1].push_str("[disable]\nrules = [\"decoy\"]\nactions = [\"decoy\"]\n");
}
