//! The README's first command says what the README shows.

use std::process::Command;

const BEGINNING: &str = "$ cargo run --quiet -p closer-cli -- ";

/// Whether `output` is `shown`, where a line `...` stands for any number of lines.
fn fits(shown: &[&str], output: &[&str]) -> bool {
    match (shown, output) {
        ([], _) => output.is_empty(),
        (["...", rest @ ..], []) => fits(rest, output),
        (["...", rest @ ..], [_, fewer @ ..]) => fits(rest, output) || fits(shown, fewer),
        ([line, rest @ ..], [first, others @ ..]) => line == first && fits(rest, others),
        ([_, ..], []) => false,
    }
}

#[test]
fn the_first_command_says_what_the_readme_shows() {
    let readme = include_str!("../../../README.md");
    let block = readme.split("```console\n").nth(1).unwrap().split("```").next().unwrap();
    let (command, shown) = block.split_once('\n').unwrap();
    let arguments = command.strip_prefix(BEGINNING).unwrap().split(' ');
    let output = Command::new(env!("CARGO_BIN_EXE_closer"))
        .args(arguments)
        .env_remove("CLOSER_RULES")
        .env("CLOSER_LANG", "en")
        .env("COLUMNS", "80")
        .output()
        .unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let lines = |text: &'static str| text.lines().collect::<Vec<_>>();
    assert!(
        fits(&lines(shown), &output.lines().collect::<Vec<_>>()),
        "the README shows:\n{shown}\nbut it is:\n{output}"
    );
}
