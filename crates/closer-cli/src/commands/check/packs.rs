//! The packs that are checked, and where each of their files came from.

use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};

use closer_core::missing_base;

use crate::failure::Failure;
use crate::packs::{self, File};

/// A pack, with those it stands on.
pub(super) struct Pack {
    /// Its files, in the order in which complaints count them.
    pub(super) files: Vec<File>,
    /// How many files each layer has.
    pub(super) layers: Vec<usize>,
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
        return Ok(vec![Pack::new(vec![built_in()])]);
    }
    if named.iter().filter(|name| **name == "-").count() > 1 {
        return Err(Failure::plain("standard input can be read only once, so name `-` once"));
    }
    let mut layers: Vec<Layer> =
        named.iter().map(|name| read_one(name, input)).collect::<Result<_, Failure>>()?;
    if !layers.iter().any(|layer| missing_base([texts(layer)]).is_some()) {
        return Ok(layers.into_iter().map(|layer| Pack::new(vec![layer])).collect());
    }
    if missing_base(layers.iter().map(texts)).is_some_and(|base| base == packs::SHIPPED) {
        layers.push(built_in());
    }
    Ok(vec![Pack::new(layers)])
}

fn texts(layer: &Layer) -> impl Iterator<Item = &str> {
    layer.iter().map(|(file, _)| file.text.as_str())
}

fn built_in() -> Layer {
    let file = |(name, text): &(&str, &str)| File { name: (*name).to_owned(), text: (*text).to_owned() };
    closer_rules::CLOSING.iter().map(|it| (file(it), Place::BuiltIn)).collect()
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
    fn new(mut layers: Vec<Layer>) -> Self {
        fn key((file, _): &(File, Place)) -> (&str, &str) {
            (&file.name, &file.text)
        }
        for layer in &mut layers {
            layer.sort_by(|a, b| key(a).cmp(&key(b)));
        }
        layers.sort_by(|a, b| a.iter().map(key).cmp(b.iter().map(key)));
        let counts = layers.iter().map(Vec::len).collect();
        let (files, places) = layers.into_iter().flatten().unzip();
        Self { files, layers: counts, places }
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
