//! `closer test`: runs the tests of a rule pack.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use closer_core::{Diagnostic, Effective, Program};
use closer_verify::{Case, Coverage, Outcome, Proof, Suite};

use super::mutants::{self, Watched};
use crate::answer::Answer;
use crate::command::{FirstLook, option};
use crate::failure::Failure;
use crate::packs::{self, File};
use crate::render::coverage_html::InForce;
use crate::render::tests::{self, Results};
use crate::render::{coverage, coverage_html, diagnostics, json, junit};
use crate::save;
use crate::words::{clean, count, put};

/// The command.
pub(crate) fn command() -> Command {
    Command::new("test")
        .about("Run the tests of a rule pack")
        .arg(
            Arg::new("paths")
                .value_name("PATH")
                .help("Files of tests, or folders with them [default: those beside the rules in use]")
                .value_parser(value_parser!(OsString))
                .action(ArgAction::Append),
        )
        .args(options())
        .after_help(NOTES)
}

const NOTES: &str = "Tests and properties stand in files that end in .test.toml. Exit code: 0 all is\n\
     well, 1 a test failed, a property is not proved or the coverage is too low, 2\n\
     they could not be run.";

fn options() -> [Arg; 6] {
    [
        option(Arg::new("filter").long("filter"))
            .value_name("TEXT")
            .help("Run only the tests and properties with this text in their name or file"),
        option(Arg::new("accept").long("accept"))
            .help("Rewrite failing tests so that they expect what comes out")
            .action(ArgAction::SetTrue)
            .conflicts_with_all(["coverage", "min-coverage"]),
        option(Arg::new("coverage").long("coverage"))
            .help("Show what the tests do not reach")
            .action(ArgAction::SetTrue),
        option(Arg::new("min-coverage").long("min-coverage"))
            .value_name("PCT")
            .help("Fail if less than this much of the rules or of their conditions is reached")
            .value_parser(percent),
        option(Arg::new("mutants").long("mutants"))
            .help("Put one slip after the other into the rules, and show those that no test notices")
            .action(ArgAction::SetTrue)
            .conflicts_with_all(["coverage", "min-coverage", "accept"]),
        option(Arg::new("format").long("format"))
            .value_name("FORMAT")
            .help("How to print it: text, json, junit, or html with --coverage")
            .default_value("text")
            .hide_default_value(true)
            .hide_possible_values(true)
            .value_parser(PossibleValuesParser::new(["text", "json", "junit", "html"])),
    ]
}

fn percent(text: &str) -> Result<f64, &'static str> {
    let percent = text.trim_end_matches('%').parse().ok();
    percent.filter(|percent| (0.0..=100.0).contains(percent)).ok_or("write a number from 0 to 100")
}

/// Answers the command.
pub(crate) fn run(
    matches: &ArgMatches,
    look: &FirstLook,
    width: usize,
    watched: Watched<'_>,
) -> Result<Answer, Failure> {
    let paths: Vec<&OsString> = matches.get_many("paths").into_iter().flatten().collect();
    let rules = rules_for_all(&paths, look)?;
    let is_page = format(matches)? == "html";
    let effective = packs::load_effective(&rules)?;
    let files = effective.files().to_vec();
    let in_force = if is_page { in_force(&effective) } else { InForce::new() };
    let program = effective.into_rules().compile();
    let tests = paths_of(&paths, &rules, &program.rules().pack().name)?;
    let (suite, tests) = read(&program, tests, paths.is_empty() && rules.is_empty())?;
    let filter = matches.get_one::<String>("filter").map(String::as_str);
    let noticed = || noticed(&program, files.clone(), &suite, width);
    if matches.get_flag("mutants") {
        let ran = Ran::of(&program, &suite);
        if ran.results(&suite).are_good() {
            return mutants::run(&program, &files, &suite, filter, format(matches)?, watched);
        }
        // Which slips a pack notices is known once it is as it should be. The filter is for slips, so all that fails is shown.
        let text = ran.shown(&program, &suite, format(matches)?)?;
        return Ok(Answer { text, no: true, summary: noticed(), ..Answer::default() });
    }
    let noticed = noticed();
    let suite = match filter {
        Some(text) => filtered(suite, text, matches.get_flag("accept"))?,
        None => suite,
    };
    let page = Page { rules: &rules, in_force: &in_force };
    let answer = answer(matches, &program, &suite, &tests, &page)?;
    Ok(Answer { summary: noticed, ..answer })
}

/// The rules that all paths mean, or else those in use.
fn rules_for_all(paths: &[&OsString], look: &FirstLook) -> Result<Vec<OsString>, Failure> {
    let mut all = Vec::with_capacity(paths.len());
    for path in paths {
        all.push(rules_for(Path::new(path), look)?);
    }
    let Some(first) = all.pop() else { return Ok(look.rules.clone()) };
    let real = |rules: &[OsString]| rules.iter().map(|path| packs::real(Path::new(path))).collect::<Vec<_>>();
    if all.iter().all(|other| real(other) == real(&first)) {
        return Ok(first);
    }
    if look.rules.is_empty() {
        return Err(Failure::with_tip(
            "these tests belong to different packs",
            "run them one pack after the other, or name the rules that are meant with `--rules`",
        ));
    }
    Ok(look.rules.clone())
}

/// The rules that a path means. What is named with `--rules` goes before what is beside it, and that before the environment.
fn rules_for(path: &Path, look: &FirstLook) -> Result<Vec<OsString>, Failure> {
    let pack = if packs::is_pack(path) {
        // Whoever names a folder with rules and tests means both.
        Some(path.to_owned())
    } else if packs::is_tests(path) {
        // Whoever names a file of tests means those of the rules beside it.
        packs::rules_beside(path).filter(|rules| look.rules.is_empty() || is_of(path, rules))
    } else {
        None
    };
    let Some(pack) = pack else { return Ok(look.rules.clone()) };
    let mut rules = packs::below_pack(&pack, &look.rules)?;
    if look.named_rules && rules.is_empty() {
        return Ok(look.rules.clone());
    }
    rules.push(pack.into());
    Ok(rules)
}

/// Whether a file of tests is one of this very pack.
fn is_of(tests: &Path, rules: &Path) -> bool {
    let names = |files: Vec<File>| -> BTreeSet<String> {
        files.iter().filter_map(|file| packs::name_of(&file.text)).collect()
    };
    let tests = packs::read_file(tests).map(|file| names(vec![file])).unwrap_or_default();
    packs::read(rules).is_ok_and(|files| names(files) == tests)
}

/// Only the tests and properties with this text in their name or file; of tests that are to be rewritten all cases, since they share what they
/// expect.
fn filtered(suite: Suite, text: &str, whole: bool) -> Result<Suite, Failure> {
    let text = text.to_lowercase();
    let within = |words: &str| words.to_lowercase().contains(&text);
    let is_meant = |case: &Case| within(case.name()) || within(case.file());
    let place = |case: &Case| (case.file().to_owned(), case.line());
    let meant: BTreeSet<_> = if whole {
        suite.cases().iter().filter(|case| is_meant(case)).map(place).collect()
    } else {
        BTreeSet::new()
    };
    let suite = suite.filter(|case| is_meant(case) || meant.contains(&place(case)));
    let suite = suite.filter_properties(|property| within(property.name()) || within(property.file()));
    if suite.cases().is_empty() && suite.properties().is_empty() {
        return Err(Failure::with_tip(
            format!("no test and no property has `{}` in its name or file", clean(&text)),
            "leave `--filter` out to run all of them",
        ));
    }
    Ok(suite)
}

/// What came of the tests and properties.
struct Ran {
    outcomes: Vec<Outcome>,
    proofs: Vec<Proof>,
}

impl Ran {
    fn of(program: &Program, suite: &Suite) -> Self {
        Self {
            outcomes: suite.cases().iter().map(|case| case.run(program)).collect(),
            proofs: suite.properties().iter().map(|property| property.prove(program)).collect(),
        }
    }

    fn results<'s>(&'s self, suite: &'s Suite) -> Results<'s> {
        Results { suite, outcomes: &self.outcomes, proofs: &self.proofs }
    }

    /// All of it, without coverage.
    fn shown(&self, program: &Program, suite: &Suite, format: &str) -> Result<String, Failure> {
        let results = self.results(suite);
        Ok(match format {
            "json" => json::render(&tests::Report::new(results, None))?,
            "junit" => junit::render(results, program.rules()),
            _ => tests::render(results),
        })
    }
}

fn is_covered(matches: &ArgMatches) -> bool {
    matches.get_flag("coverage") || matches.contains_id("min-coverage")
}

/// The format, if it can show what is asked for.
fn format(matches: &ArgMatches) -> Result<&str, Failure> {
    match matches.get_one::<String>("format").map_or("text", String::as_str) {
        "html" if !is_covered(matches) => {
            Err(Failure::with_tip("only coverage can be shown as HTML", "add `--coverage`"))
        }
        "junit" if is_covered(matches) => Err(Failure::with_tip(
            "a JUnit report has no place for coverage",
            "use `--format json`, or run it twice",
        )),
        "junit" if matches.get_flag("mutants") => Err(Failure::with_tip(
            "a JUnit report has no place for slips",
            "use `--format json`, or leave `--format` out",
        )),
        "json" | "junit" if matches.get_flag("accept") => Err(Failure::with_tip(
            "what was rewritten is told as text only",
            "leave `--format` out, and run the tests again afterwards",
        )),
        format => Ok(format),
    }
}

/// What is odd about the rules and their tests, though not wrong.
fn noticed(program: &Program, files: Vec<(String, String)>, suite: &Suite, width: usize) -> Option<String> {
    let (in_rules, in_tests) = (program.rules().warnings(), suite.warnings());
    let number = in_rules.len().saturating_add(in_tests.len());
    if number == 0 {
        return None;
    }
    let shown = |found: &[Diagnostic], files: Vec<(String, String)>| {
        let files: Vec<File> = files.into_iter().map(|(name, text)| File { name, text }).collect();
        diagnostics::findings(found, &files, width)
    };
    let (of_rules, of_tests) = (shown(in_rules, files), shown(in_tests, suite.files().to_vec()));
    Some(format!("\n{of_rules}{of_tests}{}\n", count(number, "warning", "warnings")))
}

fn answer(
    matches: &ArgMatches,
    program: &Program,
    suite: &Suite,
    tests_at: &[PathBuf],
    page: &Page<'_>,
) -> Result<Answer, Failure> {
    let format = format(matches)?;
    let floor = matches.get_one::<f64>("min-coverage").copied();
    if matches.get_flag("accept") {
        return accept(suite, program, tests_at);
    }
    let ran = Ran::of(program, suite);
    let coverage = is_covered(matches).then(|| Coverage::of(program, suite.cases()));
    let text = match (format, &coverage) {
        (_, None) => ran.shown(program, suite, format)?,
        ("json", _) => json::render(&tests::Report::new(ran.results(suite), coverage.as_ref()))?,
        ("html", Some(coverage)) => {
            coverage_html::render(program.rules(), coverage, &sources(page.rules)?, page.in_force)
        }
        (_, Some(coverage)) => {
            let mut text = ran.shown(program, suite, format)?;
            text.push('\n');
            text.push_str(&coverage::render(coverage, floor));
            text
        }
    };
    let reached = coverage.map_or(100.0, |coverage| coverage.summary().lowest_percent());
    let good = ran.results(suite).are_good() && floor.is_none_or(|floor| reached >= floor);
    Ok(Answer { text, no: !good, ..Answer::default() })
}

/// The files of tests that are named, or those that belong to the rules in use; none are those of the built-in pack.
fn paths_of(named: &[&OsString], rules: &[OsString], name: &str) -> Result<Vec<PathBuf>, Failure> {
    // In whichever order they are named, the tests are those of the pack on top, which gives its name to the whole.
    let is_top = |path: &&OsString| {
        let files = packs::read(Path::new(path)).unwrap_or_default();
        files.iter().any(|file| packs::name_of(&file.text).as_deref() == Some(name))
    };
    let on_top = || match rules {
        // Of one alone there is nothing to look for.
        [] | [_] => rules.last(),
        several => several.iter().rfind(is_top).or(several.last()),
    };
    let named = if named.is_empty() { on_top().into_iter().collect() } else { named.to_vec() };
    let mut paths: Vec<PathBuf> = Vec::new();
    for path in named {
        for path in packs::tests(Path::new(path))? {
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    Ok(paths)
}

/// The tests of these files, or those of the built-in pack; and the paths in the order in which the suite has the files.
fn read(program: &Program, paths: Vec<PathBuf>, built_in: bool) -> Result<(Suite, Vec<PathBuf>), Failure> {
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        let file = packs::read_file(&path)?;
        files.push(((file.name, file.text), path));
    }
    // As the reader sorts them: two paths can be shown alike, so a name does not tell which file it is.
    files.sort();
    let (files, paths): (Vec<_>, Vec<_>) = files.into_iter().unzip();
    let found = if built_in {
        Suite::from_files(program.rules(), closer_rules::CLOSING_TESTS.iter().copied())
    } else {
        Suite::from_files(program.rules(), files)
    };
    found.map(|suite| (suite, paths)).map_err(packs::mistakes)
}

/// What only the page with the texts of the rules has to know.
struct Page<'a> {
    rules: &'a [OsString],
    in_force: &'a InForce,
}

/// Where each field stands that is in force.
fn in_force(effective: &Effective) -> InForce {
    let origins = effective.origins().into_iter();
    origins.map(|it| [it.table, it.id, it.field, it.file].map(str::to_owned)).collect()
}

/// The texts of the rules in use.
fn sources(rules: &[OsString]) -> Result<Vec<File>, Failure> {
    Ok(packs::read_layers(rules)?.into_iter().flatten().collect())
}

/// Rewrites failing tests in their files.
fn accept(suite: &Suite, program: &Program, tests_at: &[PathBuf]) -> Result<Answer, Failure> {
    if tests_at.is_empty() {
        return Err(Failure::with_tip(
            "the built-in tests are part of the program and cannot be rewritten",
            "name the file or folder of the tests, or the rules they belong to with `--rules`",
        ));
    }
    let accepted = suite.accept(program);
    let mut saved: Vec<&str> = Vec::new();
    for ((name, text), number) in accepted.files.iter().zip(&accepted.numbers) {
        let (Some((_, before)), Some(path)) = (suite.files().get(*number), tests_at.get(*number)) else {
            continue;
        };
        save::replace(path, before, text).map_err(|failure| failure.after("rewritten", &saved))?;
        saved.push(name);
    }
    let mut text = String::new();
    for (file, test) in &accepted.tests {
        put(&mut text, format_args!("rewritten  {}: {}\n", clean(file), clean(test)));
    }
    for (file, test, why) in &accepted.refused {
        put(
            &mut text,
            format_args!("left       {}: {}\n           {}\n", clean(file), clean(test), clean(why)),
        );
    }
    let (done, left) = (accepted.tests.len(), accepted.refused.len());
    if done == 0 && left == 0 {
        text.push_str("No test fails, so nothing was rewritten.\n");
    } else {
        let rewritten = count(done, "test", "tests");
        put(
            &mut text,
            format_args!("\n{rewritten} rewritten, {left} left. Read the difference before you keep it.\n"),
        );
    }
    Ok(Answer { text, no: left > 0, ..Answer::default() })
}
