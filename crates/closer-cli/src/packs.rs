//! Rule packs and contexts on disk: which files they are.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use closer_core::{Effective, Limits, LoadError, RuleSet, missing_base};
use toml_edit::Document;

use crate::failure::Failure;
use crate::language::Fit;
use crate::read::{LARGEST, unreadable};
pub(crate) use crate::read::{read_file, read_text};
use crate::words::{clean, visible};

/// How the names of files of tests end.
const TESTS_ENDING: &str = ".test.toml";

/// How the names of language files end; the language stands before it.
const LANGUAGE_ENDING: &str = ".lang.toml";

/// A file that was read, kept so that mistakes can be shown in it.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// Where it is, as one would type it.
    pub(crate) name: String,
    /// What it says.
    pub(crate) text: String,
}

/// Reads a pack from a file or a folder; every mistake in it at once. An overlay of the shipped pack finds it by itself.
pub(crate) fn load(path: &Path) -> Result<RuleSet, Failure> {
    Ok(load_effective(&[path])?.into_rules())
}

/// Reads a pack and its overlays, each from a file or a folder; every mistake in them at once. None is the shipped pack.
pub(crate) fn load_all<P: AsRef<Path>>(paths: &[P]) -> Result<RuleSet, Failure> {
    match paths {
        [] => Ok(shipped()),
        [alone] => load(alone.as_ref()),
        several => Ok(load_effective(several)?.into_rules()),
    }
}

/// The pack that ships with the program, as its build has read it.
pub(crate) fn shipped() -> RuleSet {
    // The bytes are those of this very version, and a test looks at them, so the other arm is never taken.
    let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/closing.snapshot"));
    RuleSet::from_snapshot(bytes).unwrap_or_else(|_| RuleSet::closing())
}

/// As [`load_all`], with the place of every field.
pub(crate) fn load_effective<P: AsRef<Path>>(paths: &[P]) -> Result<Effective, Failure> {
    let layers = read_layers(paths)?;
    let layers = layers.into_iter().map(|files| files.into_iter().map(|file| (file.name, file.text)));
    Effective::from_layers(layers).map_err(mistakes)
}

/// Mistakes in files, to be shown where they are.
pub(crate) fn mistakes(error: LoadError) -> Failure {
    Failure::Mistakes {
        found: error.diagnostics,
        files: error.files.into_iter().map(|(name, text)| File { name, text }).collect(),
    }
}

/// The files of a language for packs, those of the built-in one among them where they stand on it: of each pack those that fit best.
pub(crate) fn language_files(packs: &[OsString], fits: &dyn Fn(&str) -> Fit) -> Result<Vec<File>, Failure> {
    let best = |tags: &mut dyn Iterator<Item = &str>| tags.map(fits).max().filter(|fit| *fit > Fit::None);
    let mut files = Vec::new();
    for pack in packs.iter().map(Path::new) {
        let mut own = languages_of(pack);
        let wanted = best(&mut own.iter().map(|(tag, _)| tag.as_str()));
        own.retain(|(tag, _)| Some(fits(tag)) == wanted);
        fit(pack, own.iter().map(|(_, path)| path))?;
        for (_, path) in own {
            files.push(read_file(&path)?);
        }
    }
    let shipped = closer_rules::CLOSING_LANGUAGES.iter();
    let wanted = best(&mut shipped.clone().map(|(tag, _)| *tag));
    if wanted.is_some() && stands_on_shipped(&read_all(packs)?) {
        let shipped = shipped.filter(|(tag, _)| Some(fits(tag)) == wanted);
        files.extend(shipped.flat_map(|(_, files)| files.iter().map(built_in)));
    }
    Ok(files)
}

/// The languages that packs are translated into.
pub(crate) fn languages(packs: &[OsString]) -> Vec<String> {
    let mut tags: Vec<String> =
        packs.iter().flat_map(|pack| languages_of(Path::new(pack))).map(|(tag, _)| clean(&tag)).collect();
    if read_all(packs).is_ok_and(|layers| stands_on_shipped(&layers)) {
        tags.extend(closer_rules::CLOSING_LANGUAGES.iter().map(|(tag, _)| (*tag).to_owned()));
    }
    tags.sort();
    tags.dedup();
    tags
}

/// Each language file of a pack with the language that its name tells: `de.lang.toml`, `facts.de.lang.toml`.
/// Beside a pack that is one file, `my.toml`, only `my.de.lang.toml` belongs to it.
pub(crate) fn languages_of(pack: &Path) -> Vec<(String, PathBuf)> {
    let beside = if pack.is_dir() { None } else { pack.file_stem().map(|stem| stem.to_string_lossy()) };
    let folder = if beside.is_none() { Some(pack) } else { pack.parent() };
    let folder = folder.map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let entries = folder.and_then(|folder| std::fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    let mut found: Vec<(String, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let stem = name.strip_suffix(LANGUAGE_ENDING).filter(|_| !name.starts_with('.'))?;
            let (of, tag) = stem.rsplit_once('.').unwrap_or(("", stem));
            let belongs = beside.as_ref().is_none_or(|pack| **pack == *of);
            belongs.then(|| (tag.to_owned(), entry.path()))
        })
        .collect();
    found.sort();
    found
}

/// Reads the files of each pack, and those of the shipped one where an overlay stands on it or no pack is named.
pub(crate) fn read_layers<P: AsRef<Path>>(paths: &[P]) -> Result<Vec<Vec<File>>, Failure> {
    let mut layers = read_all(paths)?;
    if stands_on_shipped(&layers) {
        layers.push(closer_rules::CLOSING.iter().map(built_in).collect());
    }
    Ok(layers)
}

fn read_all<P: AsRef<Path>>(paths: &[P]) -> Result<Vec<Vec<File>>, Failure> {
    paths.iter().map(|path| read(path.as_ref())).collect()
}

fn stands_on_shipped(layers: &[Vec<File>]) -> bool {
    layers.is_empty() || missing(layers).is_some_and(|base| means_shipped(&base))
}

/// The pack that these stand on and that is not among them.
fn missing(layers: &[Vec<File>]) -> Option<String> {
    missing_base(layers.iter().map(|files| files.iter().map(|file| file.text.as_str())))
}

/// Those of the rules in use that belong below packs that are named: all but these packs themselves where one of them stands on a pack that is
/// neither named nor built in, or that is in use; else none.
/// `layers` are the texts of those that are named.
pub(crate) fn below<P: AsRef<Path>>(
    named: &[P],
    layers: &[Vec<&str>],
    in_use: &[OsString],
) -> Result<Vec<OsString>, Failure> {
    let base = missing_base(layers.iter().map(|texts| texts.iter().copied()));
    let Some(base) = base.filter(|_| !in_use.is_empty()) else { return Ok(Vec::new()) };
    let called: BTreeSet<String> = layers.iter().flatten().filter_map(|text| name_of(text)).collect();
    let own: Vec<PathBuf> = named.iter().map(|path| real(path.as_ref())).collect();
    let (mut below, mut has_base) = (Vec::new(), !means_shipped(&base));
    for path in in_use.iter().filter(|path| !own.contains(&real(Path::new(path)))) {
        let files = read(Path::new(path))?;
        let its_names: BTreeSet<String> = files.iter().filter_map(|file| name_of(&file.text)).collect();
        // Another version of what is named would only be in the way.
        if its_names.is_disjoint(&called) {
            below.push(path.clone());
            has_base |= its_names.contains(&base);
        }
    }
    Ok(if has_base { below } else { Vec::new() })
}

/// As [`below`], for a pack on disk.
pub(crate) fn below_pack(pack: &Path, in_use: &[OsString]) -> Result<Vec<OsString>, Failure> {
    let files = read(pack)?;
    below(&[pack], &[files.iter().map(|file| file.text.as_str()).collect()], in_use)
}

/// Whether nothing that a pack stands on is missing below it.
pub(crate) fn is_whole(pack: &Path, below: &[OsString]) -> Result<bool, Failure> {
    let layers: Vec<&Path> = below.iter().map(Path::new).chain([pack]).collect();
    Ok(missing(&read_all(&layers)?).is_none_or(|base| means_shipped(&base)))
}

/// The name of the pack that a file of rules opens, or that a file of tests says it tests.
pub(crate) fn name_of(text: &str) -> Option<String> {
    let document = Document::parse(text).ok()?;
    let pack = document.get("pack")?;
    pack.get("name").unwrap_or(pack).as_str().map(str::to_owned)
}

/// A file by the one path that leads to it through no link.
pub(crate) fn real(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// A file that is a part of the program.
pub(crate) fn built_in((name, text): &(&str, &str)) -> File {
    File { name: (*name).to_owned(), text: (*text).to_owned() }
}

/// The name of the pack that ships with the program.
pub(crate) const SHIPPED: &str = "closing";

/// Whether the shipped pack was meant by a name. With it at hand, the reader can say how it is spelt.
pub(crate) fn means_shipped(name: &str) -> bool {
    strsim::damerau_levenshtein(&name.to_lowercase(), SHIPPED) <= SHIPPED.len() / 3
}

/// Reads a rule file, or all rule files of a folder, in the order of their names.
pub(crate) fn read(path: &Path) -> Result<Vec<File>, Failure> {
    paths(path)?.iter().map(|path| read_file(path)).collect()
}

/// The files of a pack: a rule file alone, or all rule files of a folder, in the order of their names.
pub(crate) fn paths(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let is_folder = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?.is_dir();
    if !is_folder {
        return Ok(vec![path.to_owned()]);
    }
    let files = files_in(path, is_rules)?;
    if files.is_empty() {
        return Err(Failure::with_tip(
            format!("there are no rule files in `{}`", shown(path)),
            "a rule pack is a TOML file, or a folder with files that end in `.toml`",
        ));
    }
    Ok(files)
}

/// The files of tests at a path: the file itself, or else those that belong to the rules there.
pub(crate) fn tests(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let files = if is_tests(path) { vec![path.to_owned()] } else { tests_of(path)? };
    if files.is_empty() {
        let (there, tip) = if path.is_dir() {
            ("in", "tests stand in files that end in `.test.toml`, beside the rules".to_owned())
        } else {
            ("beside", format!("put them into `{}`", shown(&path.with_extension("test.toml"))))
        };
        return Err(Failure::with_tip(format!("there are no tests {there} `{}`", shown(path)), tip));
    }
    Ok(files)
}

/// The files of tests that belong to rules: all of a folder, or the one beside a rule file of the same name.
pub(crate) fn tests_of(rules: &Path) -> Result<Vec<PathBuf>, Failure> {
    let is_folder = std::fs::metadata(rules).map_err(|error| unreadable(rules, &error))?.is_dir();
    if is_folder {
        return files_in(rules, |name| name.ends_with(TESTS_ENDING));
    }
    let beside = rules.with_extension("test.toml");
    Ok(if beside.is_file() { vec![beside] } else { Vec::new() })
}

/// The rules that a file of tests belongs to: the pack that has its name, or else that of its folder.
pub(crate) fn rules_beside(tests: &Path) -> Option<PathBuf> {
    let name = tests.file_name()?.to_string_lossy();
    let same_name = tests.with_file_name(format!("{}.toml", name.strip_suffix(TESTS_ENDING)?));
    let folder = tests.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    [same_name, folder.to_owned()].into_iter().find(|path| is_pack(path))
}

/// Whether a path leads to rule files that say what pack they are.
pub(crate) fn is_pack(path: &Path) -> bool {
    let says_pack = |file: &File| file.text.lines().any(opens_pack);
    !is_tests(path) && read(path).is_ok_and(|files| files.iter().any(says_pack))
}

/// Whether a line begins the table `pack`, in whichever way TOML has for it. Files of tests only name a pack: `pack = "closing"`.
fn opens_pack(line: &str) -> bool {
    let (key, value) = line.split_at(line.find('=').unwrap_or(line.len()));
    // White space, quotes around a name and the mark at the beginning of a file make no difference.
    let plain = |letter: &char| !letter.is_whitespace() && !matches!(letter, '"' | '\'' | '\u{feff}');
    let line: String =
        key.chars().filter(plain).chain(value.chars().filter(|c| !c.is_whitespace())).collect();
    ["[pack]", "pack={", "pack."].iter().any(|start| line.starts_with(start))
}

fn is_rules(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "toml")
        && !name.ends_with(TESTS_ENDING)
        && !name.ends_with(LANGUAGE_ENDING)
}

/// The pack that a language file belongs to, going by its name: the one that has its name, or else that of its folder; and its language.
pub(crate) fn translated_by(file: &Path) -> Option<(PathBuf, String)> {
    let name = file.file_name()?.to_string_lossy();
    let stem = name.strip_suffix(LANGUAGE_ENDING)?;
    let (of, tag) = stem.rsplit_once('.').unwrap_or(("", stem));
    let same_name = (!of.is_empty()).then(|| file.with_file_name(format!("{of}.toml")));
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let pack = same_name.into_iter().chain([folder.to_owned()]).find(|path| is_pack(path))?;
    Some((pack, tag.to_owned()))
}

/// Whether this is a language file, going by its name.
pub(crate) fn is_language(path: &Path) -> bool {
    path.to_string_lossy().ends_with(LANGUAGE_ENDING) && !path.is_dir()
}

/// Whether this is a file of tests, going by its name.
pub(crate) fn is_tests(path: &Path) -> bool {
    path.to_string_lossy().ends_with(TESTS_ENDING) && !path.is_dir()
}

/// The files of a folder whose names will do, in the order of their names; hidden ones are left alone.
fn files_in(folder: &Path, will_do: fn(&str) -> bool) -> Result<Vec<PathBuf>, Failure> {
    let broken = |error: &std::io::Error| unreadable(folder, error);
    let mut names: Vec<OsString> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| broken(&error))? {
        let name = entry.map_err(|error| broken(&error))?.file_name();
        let text = name.to_string_lossy();
        if will_do(&text) && !text.starts_with('.') {
            names.push(name);
        }
    }
    names.sort_unstable();
    let files: Vec<PathBuf> =
        names.into_iter().map(|name| within(folder, name)).filter(|path| !path.is_dir()).collect();
    fit(folder, &files)?;
    Ok(files)
}

/// Refuses files that are small enough one by one, but not together: all of them would be held in memory before the first is looked at.
pub(crate) fn fit<'p>(folder: &Path, files: impl IntoIterator<Item = &'p PathBuf>) -> Result<(), Failure> {
    let sizes = files.into_iter().filter_map(|path| std::fs::metadata(path).ok()).map(|seen| seen.len());
    // A file that is too large alone is named when it is its turn.
    let together = sizes.map(|size| size.min(LARGEST)).fold(0, u64::saturating_add);
    if together > Limits::default().bytes as u64 {
        return Err(Failure::plain(format!(
            "the files in `{}` are larger than 64 MiB together, too large for rules",
            shown(folder)
        )));
    }
    Ok(())
}

/// A file of a folder, as one would type it: nobody types `./rules.toml`.
pub(crate) fn within(folder: &Path, name: impl AsRef<Path>) -> PathBuf {
    if folder == Path::new(".") { name.as_ref().to_owned() } else { folder.join(name) }
}

/// A path, safe to show. Its white space is its own: editors and hosts of code look for the file by this name.
pub(crate) fn shown(path: &Path) -> String {
    let name = visible(&path.to_string_lossy());
    // At the beginning of a line these would be commands to GitHub.
    if name.starts_with("::") || name.starts_with("##") { format!("./{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_build_has_read_the_pack_as_it_is_read_now() {
        // A folder that changed after the build would show here, too.
        let (built, read) = (shipped(), RuleSet::closing());
        assert!(read.warnings().is_empty());
        assert!(format!("{built:?}") == format!("{read:?}"));
    }

    #[test]
    fn a_pack_says_that_it_is_one_in_any_way_that_toml_has() {
        for line in [
            "[pack]",
            " [ pack ]",
            "\u{feff}[pack]",
            "['pack']",
            "[\"pack\"] # mine",
            "pack = { name = 'x' }",
            "\"pack\" = { name = 'x' }",
            "pack.name = 'x'",
            "\u{feff}'pack' . name = 'x'",
        ] {
            assert!(opens_pack(line), "{line}");
        }
        for line in ["pack = \"closing\"", "pack = \"{\"", "[packs]", "package.name = 'x'", "# [pack]"] {
            assert!(!opens_pack(line), "{line}");
        }
    }
}
