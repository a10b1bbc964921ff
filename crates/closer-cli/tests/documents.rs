//! Runs the commands in the documents, from the project's folder. `TRYCMD=overwrite cargo test -p closer-cli` accepts what they say.

#[test]
fn the_program_says_what_the_documents_say() {
    let project = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::env::set_current_dir(project).unwrap_or_default();
    trycmd::TestCases::new()
        .env("COLUMNS", "80")
        .env("CLOSER_RULES", "")
        .env("CLOSER_LANG", "en")
        .case("docs/testing.md")
        .case("docs/comparing.md");
}
