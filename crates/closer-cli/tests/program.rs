//! Runs the built program on the cases in `tests/cmd`. `TRYCMD=overwrite cargo test -p closer-cli` accepts what it says.

#[test]
fn the_program_says_what_its_cases_say() {
    trycmd::TestCases::new()
        .env("COLUMNS", "80")
        .env("CLOSER_RULES", "")
        .env("CLOSER_LANG", "en")
        .case("tests/cmd/*.trycmd")
        .case("tests/cmd/*.toml");
}
