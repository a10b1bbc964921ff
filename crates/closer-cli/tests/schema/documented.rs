//! What `docs/editors.md` says works as it says.

use std::collections::BTreeSet;
use std::fs;

use crate::packs::{Schema, project};
use crate::support::{closer, folder};

#[test]
fn the_commands_of_the_page_work() {
    let page = fs::read_to_string(project().join("docs/editors.md")).unwrap();
    let folder = folder("schema-page");
    let overlay = "[pack]\nname = \"my-clinic\"\nversion = \"1.0.0\"\nextends = \"closing\"\n";
    fs::write(folder.join("my-clinic.toml"), overlay).unwrap();
    assert_eq!(closer(&folder, &["new", "my-pack"]).code, 0);
    let first = fs::read_to_string(folder.join("my-pack/pack.toml")).unwrap();
    assert!(page.contains(first.lines().next().unwrap()));

    let commands: BTreeSet<&str> = page
        .split(['`', '\n'])
        .filter_map(|part| part.strip_prefix("closer schema"))
        .filter(|args| !args.is_empty())
        .collect();
    assert!(commands.len() >= 5, "{commands:?}");
    for args in commands {
        let args: Vec<&str> = ["schema"].into_iter().chain(args.split_whitespace()).collect();
        let said = closer(&folder, &args);
        assert_eq!(said.code, 0, "{args:?}: {}", said.err);
        assert!(folder.join(args.last().unwrap()).is_file());
    }

    // The table is right about who takes which.
    let takes = |args: &[&str], text: &str| Schema::printed(&folder, args).mistakes(text).is_empty();
    let clinic = ["schema", "--rules", "my-clinic.toml"];
    assert!(takes(&clinic, "[override.rule.few-say-thank-you]\nweight = 9"));
    assert!(takes(&clinic, "[disable]\nactions = [\"ask-for-card\"]"));
    assert!(!takes(&clinic, "[override.rule.no-such-rule]\nweight = 9"));
    assert!(takes(&["schema"], "[override.rule.no-such-rule]\nweight = 9"));
    assert!(!takes(&["schema", "--rules", "my-pack"], "[override.rule.no-such-rule]\nweight = 9"));
    // The files that the page speaks of are passed over.
    fs::write(folder.join("my-pack/.tombi.toml"), "[lint.rules]\ntables-out-of-order = \"off\"\n").unwrap();
    assert_eq!(closer(&folder, &["check", "my-pack"]).code, 0);
}
