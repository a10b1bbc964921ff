//! Rule packs and contexts on disk: the only place that opens files.

use std::ffi::OsString;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use closer_core::{LoadError, RuleSet};

use crate::failure::Failure;
use crate::words::clean;

/// No pack or context that people write comes near this size.
const LARGEST: u64 = 4 * 1024 * 1024;

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

/// Reads a pack from a file or a folder; every mistake in it at once.
pub(crate) fn load(path: &Path) -> Result<RuleSet, Failure> {
    let files = read(path)?.into_iter().map(|file| (file.name, file.text));
    RuleSet::from_files(files).map_err(mistakes)
}

/// Mistakes in files, to be shown where they are.
pub(crate) fn mistakes(error: LoadError) -> Failure {
    Failure::Mistakes {
        found: error.diagnostics,
        files: error.files.into_iter().map(|(name, text)| File { name, text }).collect(),
    }
}

/// The language files for packs: in the folder of a pack, or beside its file. No pack is the built-in one.
pub(crate) fn language_files(packs: &[OsString], language: &str) -> Result<Vec<File>, Failure> {
    if packs.is_empty() {
        let built_in = closer_rules::CLOSING_LANGUAGES.iter().find(|(tag, _)| *tag == language);
        let files = built_in.into_iter().flat_map(|(_, files)| files.iter());
        return Ok(files.map(|(name, text)| File { name: (*name).into(), text: (*text).into() }).collect());
    }
    let all = packs.iter().flat_map(|pack| languages_of(Path::new(pack)));
    all.filter(|(tag, _)| tag == language).map(|(_, path)| read_file(&path)).collect()
}

/// The languages that packs are translated into.
pub(crate) fn languages(packs: &[OsString]) -> Vec<String> {
    let mut tags: Vec<String> = if packs.is_empty() {
        closer_rules::CLOSING_LANGUAGES.iter().map(|(tag, _)| (*tag).to_owned()).collect()
    } else {
        packs.iter().flat_map(|pack| languages_of(Path::new(pack))).map(|(tag, _)| clean(&tag)).collect()
    };
    tags.sort();
    tags.dedup();
    tags
}

/// Each language file of a pack with the language that its name tells: `de.lang.toml`, `facts.de.lang.toml`.
/// Beside a pack that is one file, `my.toml`, only `my.de.lang.toml` belongs to it.
fn languages_of(pack: &Path) -> Vec<(String, PathBuf)> {
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

/// Reads a rule file, or all rule files of a folder, in the order of their names.
fn read(path: &Path) -> Result<Vec<File>, Failure> {
    let is_folder = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?.is_dir();
    if !is_folder {
        return Ok(vec![read_file(path)?]);
    }
    let files: Vec<File> = rule_files(path)?.iter().map(|path| read_file(path)).collect::<Result<_, _>>()?;
    if files.is_empty() {
        return Err(Failure::with_tip(
            format!("there are no rule files in `{}`", shown(path)),
            "a rule pack is a TOML file, or a folder with files that end in `.toml`",
        ));
    }
    Ok(files)
}

/// Reads one text file.
pub(crate) fn read_file(path: &Path) -> Result<File, Failure> {
    let file = std::fs::File::open(path).map_err(|error| unreadable(path, &error))?;
    Ok(File { name: shown(path), text: read_text(file, &shown(path))? })
}

/// Reads all of a stream as text.
pub(crate) fn read_text(stream: impl Read, name: &str) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    stream
        .take(LARGEST.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(Path::new(name), &error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::plain(format!("`{name}` is larger than 4 MiB, too large for rules or facts")));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = good.split(|byte| *byte == b'\n').count();
        Failure::with_tip(
            format!("`{name}` is not UTF-8 text: see line {line}"),
            "save it as UTF-8 and try again",
        )
    })
}

fn rule_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let broken = |error: &std::io::Error| unreadable(folder, error);
    let mut names: Vec<OsString> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| broken(&error))? {
        let name = entry.map_err(|error| broken(&error))?.file_name();
        let text = name.to_string_lossy();
        if text.ends_with(".toml")
            && !text.ends_with(".test.toml")
            && !text.ends_with(LANGUAGE_ENDING)
            && !text.starts_with('.')
        {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names.into_iter().map(|name| folder.join(name)).filter(|path| !path.is_dir()).collect())
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    let name = shown(path);
    Failure::plain(match error.kind() {
        ErrorKind::NotFound => format!("there is no file or folder `{name}`"),
        ErrorKind::PermissionDenied => format!("`{name}` cannot be read: permission denied"),
        ErrorKind::IsADirectory => format!("`{name}` is a folder, not a file"),
        _ => format!("`{name}` cannot be read: {}", clean(&error.to_string())),
    })
}

fn shown(path: &Path) -> String {
    clean(&path.to_string_lossy())
}
