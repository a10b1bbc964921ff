//! What files say, read as far as it goes: a rule set and complaints, of which neither rules out the other.

use std::collections::BTreeSet;

use super::actions;
use super::citations::Citations;
use super::codes;
use super::complaints::Complaints;
use super::document;
use super::facts::Facts;
use super::layers::{self, LayerName};
use super::limits::Limits;
use super::load::NO_FILE;
use super::material::Material;
use super::misplaced;
use super::node::Entry;
use super::pack::{self, Cover, names_of};
use super::regions::Conditions;
use super::rules;
use super::sheet;
use super::texts::Texts;
use super::unused;
use crate::model::{FactId, Layer, RuleSet};
use crate::text::Diagnostic;

/// A rule set, and where it comes from.
pub(super) struct Loaded {
    pub(super) rules: RuleSet,
    /// What it was read from.
    pub(super) document: Vec<Entry>,
    /// What overlays have taken away, by table and id.
    pub(super) disabled: Vec<(&'static str, String)>,
}

/// The numbers of the files of each pack.
pub(super) type Layers = [Vec<usize>];

/// Packs that are read together, whatever is wrong with them.
pub(super) struct Draft<'a> {
    files: &'a [(String, String)],
    /// The files of each pack.
    layers: &'a Layers,
    read: Option<Read>,
    complaints: Complaints,
}

/// What could be read although some of it may be wrong.
struct Read {
    rules: RuleSet,
    document: Vec<Entry>,
    names: Vec<LayerName>,
    disabled: Vec<(&'static str, String)>,
    /// The packs that each pack stands on.
    below: Vec<BTreeSet<usize>>,
    /// Something that names may stand for is not there to be read.
    incomplete: bool,
    /// Facts whose declaration is broken.
    doubtful: BTreeSet<FactId>,
    /// What nothing uses; only looked for where all else is right.
    unused: Vec<Diagnostic>,
}

impl<'a> Draft<'a> {
    /// Reads the `files` of some packs: `layers` are their numbers.
    pub(super) fn read(files: &'a [(String, String)], layers: &'a Layers, limits: Limits) -> Self {
        let mut complaints = Complaints::within(limits);
        let read = Read::new(files, layers, &mut complaints);
        Self { files, layers, read, complaints }
    }

    /// Reads the files of tests of one of the packs, of which `tests` are the numbers: how many tests and properties there are, and what is
    /// wrong with them.
    ///
    /// They are tests of that pack and those that it stands on, whatever else is read with these.
    pub(super) fn tests(&self, layer: usize, tests: &[usize]) -> (usize, Vec<Diagnostic>) {
        let stack = self
            .read
            .as_ref()
            .filter(|read| !read.is_whole(layer))
            .map(|read| read.stack(layer, self.layers));
        let below = stack.as_ref().map(|stack| Draft::read(self.files, stack, self.complaints.limits));
        let Draft { read, complaints, .. } = below.as_ref().unwrap_or(self);
        let mut complaints = match read {
            Some(read) => complaints.for_what_builds_on_it(read.incomplete, read.doubtful.clone()),
            None => Complaints::within(complaints.limits),
        };
        let files = tests.iter().filter_map(|file| Some((*file, self.files.get(*file)?)));
        let number = if let Some(read) = read {
            sheet::read(&read.rules, files, &mut complaints).len()
        } else {
            // What they may name is not known, but they can be read.
            files.for_each(|(file, (_, text))| drop(document::parse(text, file, &mut complaints)));
            0
        };
        (number, complaints.finish())
    }

    /// The rule set and what it was read from, if nothing is wrong.
    pub(super) fn finish(mut self) -> Result<Loaded, Vec<Diagnostic>> {
        match self.read {
            Some(read) if !self.complaints.has_errors() => {
                for found in read.blamed(self.files, self.layers, self.complaints.limits) {
                    self.complaints.push(found);
                }
                let Read { mut rules, document, names, disabled, .. } = read;
                rules.warnings = self.complaints.finish();
                rules.pack.layers = names
                    .into_iter()
                    .map(|(name, version)| Layer { name: name.into(), version: version.into() })
                    .collect();
                Ok(Loaded { rules, document, disabled })
            }
            _ => Err(self.complaints.finish()),
        }
    }
}

impl Read {
    fn new(files: &[(String, String)], layers: &Layers, complaints: &mut Complaints) -> Option<Self> {
        if !complaints.layers_fit(layers) {
            return None;
        }
        let mut documents = Vec::with_capacity(layers.len());
        let mut names = Vec::with_capacity(layers.len());
        for layer in layers {
            let texts = layer.iter().filter_map(|file| Some((*file, files.get(*file)?)));
            names.push(texts.clone().next().map_or(NO_FILE, |(_, (name, _))| name));
            let document = |(file, (name, text)): (usize, &(String, String))| {
                let mut document = document::parse(text, file, complaints);
                misplaced::take_tests(&mut document, name, complaints);
                document
            };
            documents.push(texts.map(document).collect::<Vec<_>>());
        }
        if complaints.has_errors() && documents.iter().flatten().all(Vec::is_empty) {
            // Nothing is left that more could be said of.
            return None;
        }
        let combined = layers::combine(documents, &names, complaints)?;
        let document = [combined.document];
        let material = Material::gather(&document, complaints);
        if !complaints.things_fit(&material) {
            return None;
        }
        let (rules, doubtful) = assemble(&material, complaints)?;
        // What looks unused may only be named wrongly elsewhere.
        let unused = if complaints.has_errors() { Vec::new() } else { unused::find(&rules, &material) };
        let incomplete = material.unclear || material.pack.is_none();
        let [document] = document;
        Some(Self {
            rules,
            document,
            names: combined.names,
            disabled: combined.disabled,
            below: combined.below,
            incomplete,
            doubtful,
            unused,
        })
    }

    /// Whether one of the packs stands on all the others.
    fn is_whole(&self, layer: usize) -> bool {
        self.below.get(layer).is_none_or(|below| below.len().saturating_add(1) == self.below.len())
    }

    /// One of the packs and those that it stands on.
    fn stack(&self, layer: usize, layers: &Layers) -> Vec<Vec<usize>> {
        let below = self.below.get(layer).into_iter().flatten().copied();
        below.chain([layer]).filter_map(|layer| layers.get(layer)).cloned().collect()
    }

    /// Those of the warnings about what is unused that somebody is to blame for.
    ///
    /// That is the author of the pack that declares it, who can only be told of what he would be told if his pack and those that it stands on
    /// were all there is. Nobody who writes an overlay can change the base, nor know what another overlay will take away.
    fn blamed(&self, files: &[(String, String)], layers: &Layers, limits: Limits) -> Vec<Diagnostic> {
        let in_layer = |found: &Diagnostic, layer: &[usize]| {
            found.labels.first().is_some_and(|label| layer.contains(&label.span.file))
        };
        let alone = layers.len() == 1;
        let mut blamed = Vec::new();
        for (number, (layer, below)) in layers.iter().zip(&self.below).enumerate() {
            if below.is_empty() && !alone {
                continue;
            }
            let own: Vec<&Diagnostic> = self.unused.iter().filter(|found| in_layer(found, layer)).collect();
            if own.is_empty() || self.is_whole(number) {
                blamed.extend(own.into_iter().cloned());
                continue;
            }
            let stack = self.stack(number, layers);
            let as_its_author_sees_it = Self::new(files, &stack, &mut Complaints::within(limits));
            let said = as_its_author_sees_it.map(|read| read.unused).unwrap_or_default();
            blamed.extend(own.into_iter().filter(|found| said.contains(found)).cloned());
        }
        blamed
    }
}

/// Reads everything, whatever is wrong with some of it, and hands back the facts whose declaration is broken beside it. What is broken is
/// replaced by something that will do until the end, where the whole is thrown away if any complaint was made.
fn assemble(material: &Material<'_>, complaints: &mut Complaints) -> Option<(RuleSet, BTreeSet<FactId>)> {
    let cover = Cover::read(material, complaints);
    let moment_names = cover.moments(material, complaints);
    let group_names = names_of("group", codes::UNKNOWN_GROUP, &material.groups);
    let action_names = names_of("action", codes::UNKNOWN_ACTION, &material.actions);
    let citations = Citations::new(
        material.sources.iter().filter(|table| table.counts).map(|table| (table.name, table.at)),
    );

    let facts = Facts::read(&material.facts, &citations, complaints);
    let moments = pack::moments(&material.moments, &moment_names, &facts, complaints);
    let groups = pack::groups(&material.groups, complaints);
    let sources = pack::sources(&material.sources, complaints);
    let texts = Texts::default();
    let known = actions::Known {
        actions: &action_names,
        moments: &moment_names,
        groups: &group_names,
        citations: &citations,
        texts: &texts,
    };
    let actions = actions::read(&material.actions, &known, complaints);
    let known = rules::Known {
        facts: &facts,
        names: &action_names,
        actions: &actions,
        citations: &citations,
        texts: &texts,
    };
    let mut conditions = Conditions {
        questions: facts.questions(complaints),
        moments,
        rules: known.rules(&material.rules, complaints),
        disagreements: known.disagreements(&material.disagreements, complaints),
    };
    nothing_to_advise(material, complaints);

    let doubtful = facts.doubtful().collect();
    let mut vocabulary = conditions.cut(facts, complaints)?;
    conditions.follow(&mut vocabulary, &actions, complaints);
    let rules = RuleSet {
        pack: cover.pack,
        vocabulary,
        moments: conditions.moments.into_iter().map(|guarded| guarded.moment).collect(),
        groups,
        sources,
        actions: exactly(actions.into_iter()),
        rules: exactly(conditions.rules.into_iter().map(|rule| rule.item)),
        disagreements: conditions.disagreements.into_iter().map(|disagreement| disagreement.item).collect(),
        warnings: Vec::new(),
    };
    Some((rules, doubtful))
}

/// A list without room for more: there may be very many rules and actions.
fn exactly<T>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut exact: Vec<T> = items.collect();
    exact.shrink_to_fit();
    exact
}

fn nothing_to_advise(material: &Material<'_>, complaints: &mut Complaints) {
    let missing = match (material.actions.is_empty(), material.rules.is_empty()) {
        _ if material.unclear => return,
        (false, false) => return,
        (true, true) => "no actions and no rules",
        (true, false) => "no actions",
        (false, true) => "no rules",
    };
    complaints.push(
        Diagnostic::error(codes::NOTHING_TO_ADVISE, format!("the pack has {missing}"))
            .at(material.pack.and_then(|pack| pack.at), "this pack can advise nothing")
            .help("add `[actions.…]` for what can be advised, and `[[rule]]` for when"),
    );
}
