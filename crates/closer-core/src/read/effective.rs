//! What packs say together, as one pack, with the place of every field.

use std::collections::BTreeSet;

use super::complaints::Complaints;
use super::document;
use super::draft::{Draft, Loaded};
use super::limits::Limits;
use super::node::{Entry, Node, Value};
use super::written::{Places, key};
use super::{LoadError, actions, facts, pack, rules};
use crate::model::RuleSet;
use crate::text::Span;

/// A pack and its overlays as one: the rule set, and what one would have to write to get it from a single pack.
///
/// ```
/// use closer_core::Effective;
///
/// let overlay = "
///     [pack]
///     name    = 'calm'
///     version = '1.0.0'
///     extends = 'closing'
///     [override.rule.few-say-thank-you]
///     weight = 99
/// ";
/// let layers = [closer_rules::CLOSING.to_vec(), vec![("calm.toml", overlay)]];
/// let effective = Effective::from_layers(layers)?;
/// assert!(effective.to_toml().contains("weight = 99  # calm.toml:7\n"));
///
/// let origins = effective.origins();
/// let weight = origins.iter().find(|origin| origin.id == "few-say-thank-you" && origin.field == "weight").unwrap();
/// assert_eq!((weight.file, weight.line), ("calm.toml", 7));
/// # Ok::<(), closer_core::LoadError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Effective {
    rules: RuleSet,
    document: Vec<Entry>,
    disabled: Vec<(&'static str, String)>,
    files: Vec<(String, String)>,
}

/// The name of the pack that overlays stand on and that is not among the layers, if there is one: `layers` are the texts of the files of
/// each. A program that knows where packs are can then add it.
///
/// ```
/// let overlay = "[pack]\nname = 'calm'\nextends = 'closing'";
/// assert_eq!(closer_core::missing_base([[overlay]]).as_deref(), Some("closing"));
/// ```
#[must_use]
pub fn missing_base<'a, L>(layers: impl IntoIterator<Item = L>) -> Option<String>
where
    L: IntoIterator<Item = &'a str>,
{
    let (mut names, mut bases) = (BTreeSet::new(), BTreeSet::new());
    for text in layers.into_iter().flatten() {
        // What is wrong with the text is said when it is read.
        let document = document::parse(text, 0, &mut Complaints::new());
        for pack in document.iter().filter(|entry| entry.key == "pack").map(|entry| &entry.node) {
            names.extend(pack.text_at("name").map(str::to_owned));
            // Close enough counts: the reader complains of the key, and can say more when the base is there.
            bases.extend(pack.text_at("extends").or_else(|| pack.text_at("extend")).map(str::to_owned));
        }
    }
    bases.into_iter().find(|base| !names.contains(base))
}

/// Where a field of the effective pack was written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin<'a> {
    /// The table: `pack`, `facts`, `moments`, `groups`, `sources`, `actions`, `rule` or `disagreement`.
    pub table: &'static str,
    /// The name of the thing, empty for `pack`.
    pub id: &'a str,
    /// The field.
    pub field: &'a str,
    /// The name of the file.
    pub file: &'a str,
    /// The line, counted from 1.
    pub line: usize,
}

impl Effective {
    /// Reads a pack and its overlays, as [`RuleSet::from_layers`] does.
    ///
    /// # Errors
    /// [`LoadError`] with every mistake in all the texts.
    pub fn from_layers<L, N, T>(layers: impl IntoIterator<Item = L>) -> Result<Self, LoadError>
    where
        L: IntoIterator<Item = (N, T)>,
        N: Into<String>,
        T: Into<String>,
    {
        Self::from_layers_within(layers, Limits::default())
    }

    /// As [`Effective::from_layers`], for packs that may not be larger than this.
    ///
    /// # Errors
    /// [`LoadError`] with every mistake in all the texts, or with what is too large.
    pub fn from_layers_within<L, N, T>(
        layers: impl IntoIterator<Item = L>,
        limits: Limits,
    ) -> Result<Self, LoadError>
    where
        L: IntoIterator<Item = (N, T)>,
        N: Into<String>,
        T: Into<String>,
    {
        let mut given: Vec<Vec<(String, String)>> = layers
            .into_iter()
            .map(|layer| {
                let mut files: Vec<(String, String)> =
                    layer.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
                files.sort();
                files
            })
            .collect();
        // So that the order in which layers are given cannot show anywhere.
        given.sort();
        let mut count = 0..;
        let layers: Vec<Vec<usize>> =
            given.iter().map(|files| count.by_ref().take(files.len()).collect()).collect();
        let files: Vec<(String, String)> = given.into_iter().flatten().collect();
        match Draft::read(&files, &layers, limits).finish() {
            Ok(Loaded { rules, document, disabled }) => Ok(Self { rules, document, disabled, files }),
            Err(diagnostics) => Err(LoadError { diagnostics, files }),
        }
    }

    /// What the packs mean together.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// As [`Effective::rules`], without the texts.
    #[must_use]
    pub fn into_rules(self) -> RuleSet {
        self.rules
    }

    /// Names and texts of all files, in the order in which spans count them.
    #[must_use]
    pub fn files(&self) -> &[(String, String)] {
        &self.files
    }

    /// What overlays have taken away, as table (`actions`, `rule` or `disagreement`) and id: what they name, and what hung on it.
    ///
    /// ```
    /// use closer_core::Effective;
    ///
    /// let overlay = "
    ///     [pack]
    ///     name    = 'calm'
    ///     version = '1.0.0'
    ///     extends = 'closing'
    ///     [disable]
    ///     actions = ['ask-for-card']
    /// ";
    /// let effective = Effective::from_layers([closer_rules::CLOSING.to_vec(), vec![("calm.toml", overlay)]])?;
    /// assert!(effective.disabled().any(|gone| gone == ("actions", "ask-for-card")));
    /// // With an action go its rules.
    /// assert!(effective.disabled().any(|(table, _)| table == "rule"));
    /// # Ok::<(), closer_core::LoadError>(())
    /// ```
    pub fn disabled(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.disabled.iter().map(|(table, id)| (*table, id.as_str()))
    }

    /// The place of every field, in the order of [`Effective::to_toml`].
    #[must_use]
    pub fn origins(&self) -> Vec<Origin<'_>> {
        let places = Places::new(&self.files);
        let mut origins = Vec::new();
        for thing in self.things() {
            for field in thing.fields() {
                let Some((file, line)) = places.find(field.at) else { continue };
                origins.push(Origin { table: thing.table, id: thing.id, field: &field.key, file, line });
            }
        }
        origins
    }

    /// One pack that means the same, as TOML, with the place of every field beside it. Reading it again gives the same advice.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let places = Places::new(&self.files);
        let mut written = String::new();
        for thing in self.things() {
            if !written.is_empty() {
                written.push('\n');
            }
            let heading = match (thing.table, thing.id) {
                ("rule" | "disagreement", _) => format!("[[{}]]", thing.table),
                ("pack", _) => "[pack]".to_owned(),
                (table, id) => format!("[{table}.{}]", key(id)),
            };
            places.line(&mut written, &heading, thing.at);
            for field in thing.fields() {
                places.field(&mut written, field);
            }
        }
        written
    }

    /// `[pack]`, sources, moments in the order of time, groups, facts, then each moment's actions, each with its rules, and disagreements.
    fn things(&self) -> Vec<Thing<'_>> {
        let mut all: Vec<Thing<'_>> = self.document.iter().flat_map(things_of).collect();
        let moment_of = |thing: &Thing<'_>| {
            let moment = thing.node.text_at("moment")?;
            self.rules.moments().iter().position(|known| *known.id == *moment)
        };
        let action_of = |thing: &Thing<'_>| {
            let id = thing.node.text_at("suggest").or_else(|| thing.node.text_at("avoid"))?;
            self.rules.action(self.rules.find_action(id)?)
        };
        all.sort_by_cached_key(|thing| {
            let own = thing.id.to_owned();
            match thing.table {
                "pack" => (0, 0, own, String::new()),
                "sources" => (1, 0, own, String::new()),
                "moments" => {
                    let time = self.rules.moments().iter().position(|moment| *moment.id == *thing.id);
                    (2, time.unwrap_or(usize::MAX), own, String::new())
                }
                "groups" => (3, 0, own, String::new()),
                "facts" => (4, 0, own, String::new()),
                "actions" => (5, moment_of(thing).unwrap_or(usize::MAX), own, String::new()),
                "rule" => {
                    let action = action_of(thing);
                    let time = action.map_or(usize::MAX, |action| action.moment.index());
                    // After its action: no id is empty.
                    (5, time, action.map_or(String::new(), |action| action.id.to_string()), own)
                }
                _ => (6, 0, own, String::new()),
            }
        });
        all
    }
}

/// A table of the document.
struct Thing<'a> {
    table: &'static str,
    id: &'a str,
    at: Option<Span>,
    node: &'a Node,
    keys: &'static [&'static str],
}

impl<'a> Thing<'a> {
    /// Its fields in the order in which they are documented.
    fn fields(&self) -> impl Iterator<Item = &'a Entry> {
        let entries: &[Entry] = match &self.node.value {
            Value::Table(entries) => entries,
            _ => &[],
        };
        self.keys.iter().filter_map(|key| entries.iter().find(|entry| entry.key == *key))
    }
}

fn things_of(entry: &Entry) -> Vec<Thing<'_>> {
    let (table, form) = match &*entry.key {
        "pack" => ("pack", &pack::PACK),
        "facts" => ("facts", &facts::FACT),
        "moments" => ("moments", &pack::MOMENT),
        "groups" => ("groups", &pack::GROUP),
        "sources" => ("sources", &pack::SOURCE),
        "actions" => ("actions", &actions::ACTION),
        "rule" => ("rule", &rules::RULE),
        "disagreement" => ("disagreement", &rules::DISAGREEMENT),
        // Tests may stand in the same file.
        _ => return Vec::new(),
    };
    let keys = form.keys;
    match &entry.node.value {
        Value::Table(_) if table == "pack" => {
            vec![Thing { table, id: "", at: entry.at, node: &entry.node, keys }]
        }
        Value::Table(tables) => tables
            .iter()
            .map(|Entry { key, at, node }| Thing { table, id: key, at: *at, node, keys })
            .collect(),
        Value::List(nodes) => nodes
            .iter()
            .map(|node| Thing { table, id: node.text_at("id").unwrap_or_default(), at: node.at, node, keys })
            .collect(),
        _ => Vec::new(),
    }
}
