//! Packs with all that belongs to them, and the schemas that the program prints for them.

use std::fs;
use std::path::{Path, PathBuf};

use closer_core::{LoadError, RuleSet, missing_base};
use serde_json::Value;

use crate::support::{closer, folder};

/// A name and a text.
pub(crate) type File = (String, String);

/// A pack, or an overlay with what it stands on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pack {
    pub(crate) name: String,
    /// The files that it stands on; an overlay of the shipped pack finds that by itself.
    pub(crate) base: Vec<File>,
    pub(crate) rules: Vec<File>,
    pub(crate) tests: Vec<File>,
    pub(crate) languages: Vec<File>,
}

/// The folder of the project.
pub(crate) fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(crate) fn file(path: &Path) -> File {
    (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
}

pub(crate) fn toml_files(folder: &Path) -> Vec<PathBuf> {
    files(folder).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect()
}

/// The files of a folder, in the order of their names.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    paths
}

impl Pack {
    /// A pack that is a folder.
    pub(crate) fn folder(path: &Path) -> Self {
        let mut pack =
            Self { name: path.file_name().unwrap().to_str().unwrap().to_owned(), ..Self::default() };
        for path in toml_files(path) {
            pack.add(file(&path));
        }
        pack
    }

    /// A pack that is one file, with the tests and translations beside it.
    pub(crate) fn file(path: &Path) -> Self {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let mut pack = Self { name: stem.to_owned(), ..Self::default() };
        let belongs =
            |path: &Path| path.file_name().unwrap().to_str().unwrap().split('.').next() == Some(stem);
        for path in toml_files(path.parent().unwrap()).iter().filter(|path| belongs(path)) {
            pack.add(file(path));
        }
        pack
    }

    pub(crate) fn add(&mut self, file: File) {
        match &file.0 {
            name if name.ends_with(".test.toml") => self.tests.push(file),
            name if name.ends_with(".lang.toml") => self.languages.push(file),
            _ => self.rules.push(file),
        }
    }

    pub(crate) fn read(&self) -> Result<RuleSet, LoadError> {
        let mut layers = vec![self.rules.clone()];
        if !self.base.is_empty() {
            layers.push(self.base.clone());
        }
        let texts = layers.iter().map(|files| files.iter().map(|(_, text)| text.as_str()));
        if missing_base(texts).as_deref() == Some("closing") {
            let shipped = closer_rules::CLOSING.iter();
            layers.push(shipped.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect());
        }
        RuleSet::from_layers(layers)
    }

    /// The schema of `pack` or `language` files that the program prints for this pack.
    pub(crate) fn schema(&self, of: &str) -> Schema {
        let place = folder(&format!("schema-{}-{of}", self.name));
        let mut args = vec!["schema", of];
        for (layer, files) in [("base", &self.base), ("pack", &self.rules)] {
            if files.is_empty() {
                continue;
            }
            fs::create_dir_all(place.join(layer)).unwrap();
            for (name, text) in files {
                fs::write(place.join(layer).join(name), text).unwrap();
            }
            args.extend(["--rules", layer]);
        }
        Schema::printed(&place, &args)
    }
}

/// A schema, ready to check documents.
#[derive(Debug)]
pub(crate) struct Schema {
    pub(crate) value: Value,
    validator: jsonschema::Validator,
}

impl Schema {
    /// One that knows no pack.
    pub(crate) fn any(of: &str) -> Self {
        Self::printed(&project(), &["schema", of])
    }

    pub(crate) fn printed(place: &Path, args: &[&str]) -> Self {
        let said = closer(place, args);
        assert_eq!(said.code, 0, "{}", said.err);
        let value: Value = serde_json::from_str(&said.out).unwrap();
        assert!(jsonschema::meta::is_valid(&value));
        let validator = jsonschema::validator_for(&value).unwrap();
        Self { value, validator }
    }

    /// What it finds wrong with a TOML text.
    pub(crate) fn mistakes(&self, text: &str) -> Vec<String> {
        let document = document(text);
        self.validator
            .iter_errors(&document)
            .map(|found| format!("{}: {found}", found.instance_path()))
            .collect()
    }
}

/// A TOML text as JSON.
pub(crate) fn document(text: &str) -> Value {
    toml::from_str(text).unwrap()
}
