//! The page on dependencies names every crate that the published ones are built from, and no other.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A part of the page: a package with a feature, and the crates that its table names.
#[derive(Default)]
struct Section {
    package: String,
    feature: Option<String>,
    /// Those that have a line of their own.
    explained: BTreeSet<String>,
    /// Those that come with them.
    brought: BTreeSet<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The names between backticks.
fn names(text: &str) -> impl Iterator<Item = String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned)
}

fn sections() -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in fs::read_to_string(root().join("docs/dependencies.md")).unwrap().lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let mut names = names(heading);
            let package = names.next().unwrap_or_default();
            sections.push(Section { package, feature: names.next(), ..Section::default() });
        } else if let Some(row) = line.strip_prefix("| `") {
            let section = sections.last_mut().unwrap();
            let cells: Vec<&str> = row.trim_end_matches('|').split('|').collect();
            let [name, _, brings] = cells[..] else { panic!("three cells: {line}") };
            assert!(section.explained.insert(name.trim().trim_matches('`').to_owned()), "{line}");
            section.brought.extend(names(brings));
        }
    }
    sections.retain(|section| !section.package.is_empty());
    sections
}

/// The crates of others that cargo builds for a package, so many steps away from it at most.
fn tree(section: &Section, depth: &str) -> BTreeSet<String> {
    // One platform, so that the page holds wherever the test runs.
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args([
            "tree",
            "--locked",
            "--quiet",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .args(["--target", "x86_64-unknown-linux-gnu", "--package", &section.package, "--depth", depth])
        .args(section.feature.iter().flat_map(|feature| ["--features", feature]))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).unwrap();
    let names = names.lines().filter_map(|line| line.split(' ').next());
    names.filter(|name| !name.is_empty() && !name.starts_with("closer-")).map(str::to_owned).collect()
}

#[test]
fn every_dependency_is_listed_and_justified() {
    let (mut explained, mut listed) = (BTreeSet::new(), BTreeSet::new());
    let sections = sections();
    for section in &sections {
        let here = format!("docs/dependencies.md, `{}`", section.package);
        let direct = tree(section, "1");
        assert!(
            section.explained.is_subset(&direct),
            "{here}: a line for a crate that it does not depend on itself"
        );
        explained.extend(section.explained.iter().cloned());
        let missing: Vec<_> = direct.difference(&explained).collect();
        assert!(missing.is_empty(), "{here}: no line for {missing:?}");

        let all = tree(section, "100");
        let named: BTreeSet<String> = section.explained.union(&section.brought).cloned().collect();
        let gone: Vec<_> = named.difference(&all).collect();
        assert!(gone.is_empty(), "{here}: {gone:?} are not among what it is built from");
        listed.extend(named);
        let missing: Vec<_> = all.difference(&listed).collect();
        assert!(missing.is_empty(), "{here}: nothing is said of {missing:?}");
    }
    let packages: Vec<&str> = sections.iter().map(|section| &*section.package).collect();
    assert_eq!(packages, ["closer-core", "closer-core", "closer-verify", "closer-cli"]);
}
