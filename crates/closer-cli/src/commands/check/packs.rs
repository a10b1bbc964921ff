//! The packs that are checked, and where each of their files came from.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};

use closer_core::missing_base;

use super::examine::Parts;
use crate::failure::Failure;
use crate::packs::{self, File, real};
use crate::read::unreadable;

/// A pack, with those it stands on, and its translations.
pub(super) struct Pack {
    /// The files of rules of each layer, then the files of tests of each, in the order in which complaints count them.
    pub(super) files: Vec<File>,
    /// What they are files of.
    pub(super) parts: Parts,
    /// Where each file is.
    pub(super) places: Vec<Place>,
}

/// How many files a layer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) rules: usize,
    pub(crate) tests: usize,
}

/// Where a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// On disk, and among what was named.
    Path(PathBuf),
    /// On disk, read only because something that was named stands on it or belongs to it.
    Below(PathBuf),
    /// It was read from standard input.
    Input,
    /// It is a part of the program.
    BuiltIn,
}

impl Place {
    /// The file on disk, by the one path that leads to it through no link.
    pub(super) fn real(&self) -> Option<PathBuf> {
        match self {
            Self::Path(path) | Self::Below(path) => Some(real(path)),
            Self::Input | Self::BuiltIn => None,
        }
    }

    fn was_not_named(&mut self) {
        if let Self::Path(path) = self {
            *self = Self::Below(std::mem::take(path));
        }
    }

    /// Why mistakes in the file are left alone; `None` where they may be put right. What was not named may belong to somebody else, and a file of another kind would be torn apart.
    pub(super) fn left_alone(&self) -> Option<&'static str> {
        match self {
            Self::Below(_) => Some("it was not named"),
            Self::Path(path) if path.extension().is_none_or(|ending| ending != "toml") => {
                Some("its name does not end in `.toml`")
            }
            Self::BuiltIn => Some("it is built in"),
            Self::Path(_) | Self::Input => None,
        }
    }
}

/// Files, with their places.
type Files = Vec<(File, Place)>;

/// The files of one layer.
#[derive(Default)]
struct Layer {
    rules: Files,
    tests: Files,
    /// By language.
    languages: BTreeMap<String, Files>,
}

/// Reads the packs that are named, with the tests beside them; without a name the built-in one. Each is a pack of its own, unless one is an
/// overlay: then they belong together, and stand on the rules `in_use` where their base is not among them. A file of tests is read with the
/// rules `in_use`, or else with those beside it, and a language file with the pack beside it.
pub(super) fn read(
    named: &[&OsString],
    in_use: &[OsString],
    input: &mut dyn Read,
) -> Result<Vec<Pack>, Failure> {
    if named.iter().filter(|name| **name == "-").count() > 1 {
        return Err(Failure::plain("standard input can be read only once, so name `-` once"));
    }
    // A shell that fills in names may give one twice, and tests together with the rules that they are read with.
    let mut once = BTreeSet::new();
    let named = named.iter().copied().filter(|name| once.insert(real(Path::new(name))));
    let (tests, rules): (Vec<&OsString>, Vec<_>) = named.partition(|name| packs::is_tests(Path::new(name)));
    let (languages, rules): (Vec<&OsString>, Vec<_>) =
        rules.into_iter().partition(|name| packs::is_language(Path::new(name)));
    let mut all = Vec::new();
    let mut read = BTreeSet::new();
    if !rules.is_empty() || (tests.is_empty() && languages.is_empty()) {
        let mut layers: Vec<Layer> =
            rules.iter().map(|name| Layer::read(name, input)).collect::<Result<_, _>>()?;
        let places = |files: &Files| files.iter().filter_map(|(_, place)| place.real()).collect::<Vec<_>>();
        if in_use.is_empty() {
            read.extend(layers.iter().flat_map(|layer| places(&layer.tests)));
        }
        read.extend(layers.iter().flat_map(|layer| layer.languages.values()).flat_map(places));
        stand_on(in_use, &rules, &mut layers, input)?;
        all.extend(together(layers));
    }
    for name in tests.into_iter().filter(|name| !read.contains(&real(Path::new(name)))) {
        let path = Path::new(name);
        let beside = packs::rules_beside(path).map(PathBuf::into_os_string);
        let rules = if in_use.is_empty() { beside.as_slice() } else { in_use };
        let mut layers: Vec<Layer> =
            rules.iter().map(|name| Layer::read(name, input)).collect::<Result<_, _>>()?;
        if layers.is_empty() {
            layers.push(Layer::built_in());
        }
        // Nothing but these tests was asked for.
        for layer in &mut layers {
            layer.tests.clear();
            layer.languages.clear();
            layer.rules.iter_mut().for_each(|(_, place)| place.was_not_named());
        }
        if let Some(last) = layers.last_mut() {
            last.tests.push(on_disk(path.to_owned())?);
        }
        all.extend(together(layers));
    }
    for name in languages {
        let path = Path::new(name);
        if read.contains(&real(path)) {
            continue;
        }
        // The languages of a pack are looked for by its name, so nobody else would miss this one.
        std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        let Some((pack, tag)) = packs::translated_by(path) else {
            return Err(Failure::plain(format!(
                "there are no rules beside `{}`, a language file",
                packs::shown(path)
            )));
        };
        let pack = pack.into_os_string();
        let mut layer = Layer::read(&pack, input)?;
        // Nothing but this language was asked for: all of its files, since each holds a part of it.
        layer.tests.clear();
        layer.languages.retain(|other, _| *other == tag);
        layer.rules.iter_mut().for_each(|(_, place)| place.was_not_named());
        let files = layer.languages.values().flatten();
        read.extend(files.filter_map(|(_, place)| place.real()));
        let mut layers = vec![layer];
        stand_on(in_use, &[&pack], &mut layers, input)?;
        all.extend(together(layers));
    }
    Ok(all)
}

/// Adds the rules in use that these stand on. Nobody asked for their tests, or for languages that those above are not translated into.
fn stand_on(
    in_use: &[OsString],
    named: &[&OsString],
    layers: &mut Vec<Layer>,
    input: &mut dyn Read,
) -> Result<(), Failure> {
    let texts: Vec<Vec<&str>> = layers.iter().map(|layer| layer.texts().collect()).collect();
    let below = packs::below(named, &texts, in_use)?;
    let own: BTreeSet<String> = layers.iter().flat_map(|layer| layer.languages.keys()).cloned().collect();
    for name in &below {
        let mut layer = Layer::read(name, input)?;
        layer.tests.clear();
        layer.languages.retain(|tag, _| own.contains(tag));
        let files = layer.languages.values_mut().flatten().chain(&mut layer.rules);
        files.for_each(|(_, place)| place.was_not_named());
        layers.push(layer);
    }
    Ok(())
}

/// Packs of their own, or one if some of them is an overlay.
fn together(mut layers: Vec<Layer>) -> Vec<Pack> {
    if layers.is_empty() {
        return vec![Pack::new(vec![Layer::built_in()])];
    }
    if !layers.iter().any(|layer| missing_base([layer.texts()]).is_some()) {
        return layers.into_iter().map(|layer| Pack::new(vec![layer])).collect();
    }
    if missing_base(layers.iter().map(Layer::texts)).is_some_and(|base| packs::means_shipped(&base)) {
        // Nobody has to translate an overlay because the built-in pack is translated.
        let own: BTreeSet<String> = layers.iter().flat_map(|layer| layer.languages.keys()).cloned().collect();
        let mut built_in = Layer { tests: Vec::new(), ..Layer::built_in() };
        built_in.languages.retain(|tag, _| own.contains(tag));
        layers.push(built_in);
    }
    vec![Pack::new(layers)]
}

impl Layer {
    fn read(name: &OsString, input: &mut dyn Read) -> Result<Self, Failure> {
        if name == "-" {
            let name = "standard input".to_owned();
            let text = packs::read_text(input, &name)?;
            return Ok(Self { rules: vec![(File { name, text }, Place::Input)], ..Self::default() });
        }
        let path = Path::new(name);
        let all = |paths: Vec<PathBuf>| paths.into_iter().map(on_disk).collect::<Result<_, _>>();
        let mut languages: BTreeMap<String, Files> = BTreeMap::new();
        let found = packs::languages_of(path);
        packs::fit(path, found.iter().map(|(_, path)| path))?;
        for (tag, path) in found {
            languages.entry(tag).or_default().push(on_disk(path)?);
        }
        Ok(Self { rules: all(packs::paths(path)?)?, tests: all(packs::tests_of(path)?)?, languages })
    }

    fn built_in() -> Self {
        let all = |files: &[closer_rules::File]| {
            files.iter().map(|file| (packs::built_in(file), Place::BuiltIn)).collect()
        };
        let languages = closer_rules::CLOSING_LANGUAGES.iter();
        Self {
            rules: all(closer_rules::CLOSING),
            tests: all(closer_rules::CLOSING_TESTS),
            languages: languages.map(|(tag, files)| ((*tag).to_owned(), all(files))).collect(),
        }
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|(file, _)| file.text.as_str())
    }

    /// What the core sorts layers by.
    fn key(&self) -> [Vec<(&str, &str)>; 2] {
        [&self.rules, &self.tests].map(|files| files.iter().map(by_name).collect())
    }
}

fn by_name((file, _): &(File, Place)) -> (&str, &str) {
    (&file.name, &file.text)
}

fn on_disk(path: PathBuf) -> Result<(File, Place), Failure> {
    Ok((packs::read_file(&path)?, Place::Path(path)))
}

impl Pack {
    fn new(mut layers: Vec<Layer>) -> Self {
        let mut languages: BTreeMap<String, Files> = BTreeMap::new();
        for layer in &mut layers {
            for (tag, files) in std::mem::take(&mut layer.languages) {
                languages.entry(tag).or_default().extend(files);
            }
        }
        let parts = layers.iter_mut().flat_map(|layer| [&mut layer.rules, &mut layer.tests]);
        for files in parts.chain(languages.values_mut()) {
            files.sort_by(|a, b| by_name(a).cmp(&by_name(b)));
        }
        layers.sort_by(|a, b| a.key().cmp(&b.key()));
        let counts = |layer: &Layer| Counts { rules: layer.rules.len(), tests: layer.tests.len() };
        let parts = Parts {
            layers: layers.iter().map(counts).collect(),
            languages: languages.values().map(Vec::len).collect(),
        };
        let (rules, tests): (Vec<_>, Vec<_>) =
            layers.into_iter().map(|layer| (layer.rules, layer.tests)).unzip();
        let (files, places) = rules.into_iter().chain(tests).chain(languages.into_values()).flatten().unzip();
        Self { files, parts, places }
    }

    /// Takes over what now stands in files on disk.
    pub(super) fn take_over(&mut self, new: &BTreeMap<PathBuf, String>) {
        if new.is_empty() {
            return;
        }
        for (file, place) in self.files.iter_mut().zip(&self.places) {
            if let Some(text) = place.real().and_then(|path| new.get(&path)) {
                file.text.clone_from(text);
            }
        }
    }

    /// The folder of a pack whose rules are a single file beside others.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        let ([Counts { rules: 1, .. }], [Place::Path(path), ..]) = (&*self.parts.layers, &*self.places)
        else {
            return None;
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let others = packs::paths(folder).is_ok_and(|paths| paths.len() > 1);
        others.then(|| folder.to_owned())
    }
}
