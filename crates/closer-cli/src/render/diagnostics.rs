//! Mistakes in files, shown where they are; and complaints of one line.

use std::collections::BTreeSet;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Group, Level, Origin, Renderer};
use closer_core::{Diagnostic, Severity};

use super::excerpts::Excerpts;
use super::{ERROR, TIP};
use crate::failure::Plain;
use crate::language::Language;
use crate::packs::File;
use crate::safe::{clean, clean_lines, styled_columns};
use crate::words::count;

/// All of `found`, each with the lines it is about, and a summary.
pub(crate) fn render(found: &[Diagnostic], files: &[File], width: usize) -> String {
    let mut written = findings(found, files, width);
    written.push_str(&summary(found, files));
    written.extend(base(found).map(tip));
    written
}

/// How to give a pack that another one stands on and that is not there: the library cannot know how its program is told.
pub(crate) fn base(found: &[Diagnostic]) -> Option<&'static str> {
    let is_missing = |found: &Diagnostic| found.code == "missing-base" && found.fix.is_none();
    found.iter().any(is_missing).then_some("name the file or folder of that pack with --rules, too")
}

/// All of `found`, each with the lines it is about.
pub(crate) fn findings(found: &[Diagnostic], files: &[File], width: usize) -> String {
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(width.max(60));
    let mut excerpts = Excerpts::of(files);
    let mut written = String::new();
    for diagnostic in found {
        written.push_str(&styled_columns(&renderer.render(&report(diagnostic, &mut excerpts))));
        written.push_str("\n\n");
    }
    written
}

/// A complaint without a place.
pub(crate) fn plain(complaint: &Plain) -> String {
    let label = complaint.language.say("error:");
    let mut written = format!("{ERROR}{label}{ERROR:#} {}\n", clean_lines(&complaint.message));
    written.extend(complaint.tip.as_deref().map(|tip| labelled(tip, complaint.language)));
    written
}

/// What to do about a complaint, on a line below it.
pub(crate) fn tip(tip: &str) -> String {
    labelled(tip, Language::English)
}

fn labelled(tip: &str, language: Language) -> String {
    format!("  {TIP}{}{TIP:#} {}\n", language.say("tip:"), clean_lines(tip))
}

fn report<'a>(diagnostic: &'a Diagnostic, excerpts: &mut Excerpts<'a>) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(clean(&diagnostic.message)).id(diagnostic.code);
    let mut places = excerpts.point_out(&diagnostic.labels, Group::with_title(title));
    // Without a place in it, at least the file is named.
    if let ([], Some(file)) = (diagnostic.labels.as_slice(), excerpts.alone()) {
        places = places.element(Origin::path(&file.name));
    }
    let help = diagnostic.help.as_deref().map(clean);
    let patch = diagnostic.fix.as_ref().and_then(|fix| excerpts.patch(fix));
    let Some(patch) = patch else {
        if let Some(help) = help {
            places = places.element(Level::HELP.message(help));
        }
        return vec![places];
    };
    let help = help.unwrap_or_else(|| "this would do".to_owned());
    vec![places, Level::HELP.secondary_title(help).element(patch)]
}

fn summary(found: &[Diagnostic], files: &[File]) -> String {
    let wrong = found.iter().filter(|it| it.severity == Severity::Error);
    let mistakes = count(wrong.clone().count(), "mistake", "mistakes");
    let places = files_with(wrong).unwrap_or(files.len());
    format!("{ERROR}error:{ERROR:#} {mistakes} in {}\n", count(places, "file", "files"))
}

/// In how many files something was found; `None` when nothing has a place.
pub(crate) fn files_with<'a>(found: impl Iterator<Item = &'a Diagnostic>) -> Option<usize> {
    let places: BTreeSet<usize> =
        found.filter_map(|it| it.labels.first()).map(|label| label.span.file).collect();
    Some(places.len()).filter(|places| *places > 0)
}
