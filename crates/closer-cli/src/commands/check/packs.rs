//! The packs that are checked, and where each of their files came from.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};

use closer_core::missing_base;

use super::examine::Parts;
use crate::failure::Failure;
use crate::packs::{self, File};

/// A pack, with those it stands on, and its translations.
pub(super) struct Pack {
    /// Its files, in the order in which complaints count them.
    pub(super) files: Vec<File>,
    /// What they are files of.
    pub(super) parts: Parts,
    /// Where each file is.
    pub(super) places: Vec<Place>,
}

/// Where a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// On disk.
    Path(PathBuf),
    /// It was read from standard input.
    Input,
    /// It is a part of the program.
    BuiltIn,
}

/// Reads the packs that are named; without a name the built-in one. Each is a pack of its own, unless one is an overlay: then they belong
/// together.
pub(super) fn read(named: &[&OsString], input: &mut dyn Read) -> Result<Vec<Pack>, Failure> {
    if named.is_empty() {
        let languages = closer_rules::CLOSING_LANGUAGES.iter().map(|(tag, _)| shipped_language(tag));
        return Ok(vec![Pack::new(vec![built_in()], languages.collect())]);
    }
    if named.iter().filter(|name| **name == "-").count() > 1 {
        return Err(Failure::plain("standard input can be read only once, so name `-` once"));
    }
    let mut layers: Vec<Layer> =
        named.iter().map(|name| read_one(name, input)).collect::<Result<_, Failure>>()?;
    let mut languages: Vec<BTreeMap<String, Layer>> =
        named.iter().map(|name| read_languages(name)).collect::<Result<_, Failure>>()?;
    if !layers.iter().any(|layer| missing_base([texts(layer)]).is_some()) {
        let alone = |(layer, own): (Layer, BTreeMap<String, Layer>)| {
            Pack::new(vec![layer], own.into_values().collect())
        };
        return Ok(layers.into_iter().zip(languages).map(alone).collect());
    }
    let mut together: BTreeMap<String, Layer> = BTreeMap::new();
    for (tag, files) in languages.drain(..).flatten() {
        together.entry(tag).or_default().extend(files);
    }
    if missing_base(layers.iter().map(texts)).is_some_and(|base| base == packs::SHIPPED) {
        layers.push(built_in());
        for (tag, files) in &mut together {
            files.extend(shipped_language(tag));
        }
    }
    Ok(vec![Pack::new(layers, together.into_values().collect())])
}

fn texts(layer: &Layer) -> impl Iterator<Item = &str> {
    layer.iter().map(|(file, _)| file.text.as_str())
}

fn built_in() -> Layer {
    closer_rules::CLOSING.iter().map(|it| (packs::built_in(it), Place::BuiltIn)).collect()
}

fn shipped_language(tag: &str) -> Layer {
    packs::shipped_language(tag).map(|file| (file, Place::BuiltIn)).collect()
}

/// The language files of a pack, by language.
fn read_languages(name: &OsString) -> Result<BTreeMap<String, Layer>, Failure> {
    let mut languages: BTreeMap<String, Layer> = BTreeMap::new();
    let files = if name == "-" { Vec::new() } else { packs::languages_of(Path::new(name)) };
    for (tag, path) in files {
        let file = packs::read_file(&path)?;
        languages.entry(tag).or_default().push((file, Place::Path(path)));
    }
    Ok(languages)
}

/// The files of one pack, with their places.
type Layer = Vec<(File, Place)>;

fn read_one(name: &OsString, input: &mut dyn Read) -> Result<Layer, Failure> {
    if name == "-" {
        let name = "standard input".to_owned();
        let text = packs::read_text(input, &name)?;
        return Ok(vec![(File { name, text }, Place::Input)]);
    }
    let paths = packs::paths(Path::new(name))?;
    let read = |path: PathBuf| Ok((packs::read_file(&path)?, Place::Path(path)));
    paths.into_iter().map(read).collect()
}

impl Pack {
    fn new(mut layers: Vec<Layer>, mut languages: Vec<Layer>) -> Self {
        fn key((file, _): &(File, Place)) -> (&str, &str) {
            (&file.name, &file.text)
        }
        for files in layers.iter_mut().chain(&mut languages) {
            files.sort_by(|a, b| key(a).cmp(&key(b)));
        }
        layers.sort_by(|a, b| a.iter().map(key).cmp(b.iter().map(key)));
        let counts = |parts: &[Layer]| parts.iter().map(Vec::len).collect();
        let parts = Parts { layers: counts(&layers), languages: counts(&languages) };
        let (files, places) = layers.into_iter().chain(languages).flatten().unzip();
        Self { files, parts, places }
    }

    /// The folder of a pack that is a single file beside other rule files.
    pub(super) fn folder(&self) -> Option<String> {
        let [Place::Path(path)] = self.places.as_slice() else { return None };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let others = packs::paths(folder).is_ok_and(|paths| paths.len() > 1);
        others.then(|| packs::shown(folder))
    }
}
