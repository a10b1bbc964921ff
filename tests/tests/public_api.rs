//! What each library offers stands in a file beside it, `public-api.txt`, so that whoever changes it sees that they do.
//!
//! The list is made from what rustdoc knows, in a format that changes with the compiler: this is read with Rust 1.95. Elsewhere the test says so and fails, which is why it is run
//! only where it is asked for:
//!
//! ```sh
//! cargo test -p closer-tests --test public_api -- --ignored                   # compares
//! UPDATE_GOLDEN=1 cargo test -p closer-tests --test public_api -- --ignored   # writes the lists anew
//! ```

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use public_api::Builder;

/// What rustdoc knows of a library. It is kept apart from what is built otherwise, so that neither makes the other stale.
fn rustdoc_json(package: &str) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("public-api");
    let status = Command::new(env!("CARGO"))
        .args([
            "rustdoc",
            "--quiet",
            "--locked",
            "--lib",
            "--all-features",
            "--package",
            package,
            "--target-dir",
        ])
        .arg(&target)
        .args(["--", "-Z", "unstable-options", "--output-format", "json"])
        // The format is not stable, which is why a stable compiler must be told that this is known.
        .env("RUSTC_BOOTSTRAP", "1")
        .env_remove("RUSTDOCFLAGS")
        .status()
        .unwrap();
    assert!(status.success(), "rustdoc of {package}");
    target.join("doc").join(package.replace('-', "_")).with_extension("json")
}

/// One item a line, in order; without what comes with every type, such as `Send` and `From<T> for T`, and without what any implementation of a trait consists of.
fn offered(package: &str) -> String {
    let api = Builder::from_rustdoc_json(rustdoc_json(package))
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build();
    let api = api.unwrap_or_else(|error| panic!("this test reads what rustdoc of Rust 1.95 writes: {error}"));
    let mut of_trait = None;
    let mut offered = String::new();
    for item in api.items().map(ToString::to_string) {
        if let Some((implementation, of)) = item.split_once(" for ") {
            of_trait = implementation.starts_with("impl").then(|| format!(" {of}::"));
        } else if of_trait.as_ref().is_some_and(|prefix| item.contains(prefix)) {
            continue;
        }
        offered += &item;
        offered.push('\n');
    }
    offered
}

#[track_caller]
fn compare(package: &str) {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates").join(package).join("public-api.txt");
    let now = offered(package);
    assert!(now.lines().count() > 100, "{package} offers something");
    if env::var_os("UPDATE_GOLDEN").is_some() {
        return fs::write(kept, now).unwrap();
    }
    let before = fs::read_to_string(&kept).unwrap_or_default();
    let lines = |text: &str, other: &str, sign: &str| -> String {
        let other: Vec<&str> = other.lines().collect();
        let only = text.lines().filter(|line| !other.contains(line));
        only.flat_map(|line| [sign, " ", line, "\n"]).collect()
    };
    let changes = lines(&before, &now, "-") + &lines(&now, &before, "+");
    assert!(
        before == now,
        "{package} offers something else than crates/{package}/public-api.txt says:\n{changes}\
         If that is meant, write the list anew: UPDATE_GOLDEN=1 cargo test -p closer-tests --test public_api -- --ignored"
    );
}

#[test]
#[ignore = "the list is made from what Rust 1.95 alone writes; `.ci/run` runs it"]
fn what_closer_core_offers_is_written_down() {
    compare("closer-core");
}

#[test]
#[ignore = "the list is made from what Rust 1.95 alone writes; `.ci/run` runs it"]
fn what_closer_verify_offers_is_written_down() {
    compare("closer-verify");
}
