//! The slips that are made in small packs, and what would notice them.
//!
//! What is shown of `packs/NAME.toml` must be in the `.txt` beside it; run with `UPDATE_GOLDEN=1` to write it anew.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use closer_core::RuleSet;
use closer_verify::Fate;

use super::{blind, hunt};

/// Every slip, and in one line each the test that would notice it.
fn shown(rules: &RuleSet) -> String {
    let mut shown = String::new();
    let mut last = String::new();
    for (mutant, fate) in hunt(rules, &blind(rules), 1).fates() {
        let of = format!("{} {}", mutant.kind, mutant.id);
        if of != last {
            let gap = if last.is_empty() { "" } else { "\n" };
            writeln!(shown, "{gap}{of}").unwrap();
            last = of;
        }
        writeln!(shown, "  {}: {}", mutant.operator.name(), mutant.change).unwrap();
        match fate {
            Fate::Survived(test) => {
                let lines = test.lines().filter(|line| !line.starts_with("name") && *line != "[[test]]");
                let lines: Vec<String> =
                    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
                writeln!(shown, "    {}", lines.join(", ")).unwrap();
            }
            Fate::Equivalent => writeln!(shown, "    changes nothing").unwrap(),
            other => writeln!(shown, "    {other:?}").unwrap(),
        }
    }
    shown
}

#[test]
fn every_slip_in_every_pack_is_shown_as_it_should_be() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mutants/packs");
    let mut paths: Vec<PathBuf> = fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let mut wrong = Vec::new();
    for path in paths {
        let rules = RuleSet::from_toml(&fs::read_to_string(&path).unwrap());
        let shown = shown(&rules.unwrap_or_else(|error| panic!("{}: {error}", path.display())));
        let kept = path.with_extension("txt");
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&kept, shown).unwrap();
        } else if fs::read_to_string(&kept).unwrap_or_default() != shown {
            wrong.push(format!("{}:\n{shown}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "run with UPDATE_GOLDEN=1 and look at the difference\n\n{}", wrong.join("\n"));
}
