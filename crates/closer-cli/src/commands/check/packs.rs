//! The packs that are checked, and where each of their files came from.

use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::packs::{self, File};

/// A pack.
pub(super) struct Pack {
    /// Its files, in the order in which complaints count them.
    pub(super) files: Vec<File>,
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

/// Reads the packs that are named, each a pack of its own; without a name the built-in one.
pub(super) fn read(named: &[&OsString], input: &mut dyn Read) -> Result<Vec<Pack>, Failure> {
    if named.is_empty() {
        let file = |(name, text): &(&str, &str)| File { name: (*name).to_owned(), text: (*text).to_owned() };
        return Ok(vec![Pack::new(
            closer_rules::CLOSING.iter().map(|it| (file(it), Place::BuiltIn)).collect(),
        )]);
    }
    if named.iter().filter(|name| **name == "-").count() > 1 {
        return Err(Failure::plain("standard input can be read only once, so name `-` once"));
    }
    named.iter().map(|name| read_one(name, input)).collect()
}

fn read_one(name: &OsString, input: &mut dyn Read) -> Result<Pack, Failure> {
    if name == "-" {
        let name = "standard input".to_owned();
        let text = packs::read_text(input, &name)?;
        return Ok(Pack::new(vec![(File { name, text }, Place::Input)]));
    }
    let paths = packs::paths(Path::new(name))?;
    let read = |path: PathBuf| Ok((packs::read_file(&path)?, Place::Path(path)));
    Ok(Pack::new(paths.into_iter().map(read).collect::<Result<_, Failure>>()?))
}

impl Pack {
    fn new(mut files: Vec<(File, Place)>) -> Self {
        files.sort_by(|(a, _), (b, _)| (&a.name, &a.text).cmp(&(&b.name, &b.text)));
        let (files, places) = files.into_iter().unzip();
        Self { files, places }
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
