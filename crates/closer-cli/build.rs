//! Reads and checks the shipped pack while the program is built, so that it starts without doing so.
//!
//! A pack with a mistake stops the build.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use closer_core::RuleSet;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = env::var_os("OUT_DIR").ok_or("cargo says where to write")?;
    let rules = RuleSet::closing();
    if rules.rules().is_empty() {
        return Err("the shipped pack has mistakes: `closer check rules/closing` shows them".into());
    }
    fs::write(Path::new(&folder).join("closing.snapshot"), rules.to_snapshot())?;
    Ok(())
}
