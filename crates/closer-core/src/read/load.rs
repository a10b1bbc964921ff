//! The whole way from files to a rule set.

use super::actions;
use super::citations::Citations;
use super::codes;
use super::complaints::Complaints;
use super::document;
use super::effective::Effective;
use super::error::LoadError;
use super::facts::Facts;
use super::layers;
use super::material::Material;
use super::node::Entry;
use super::pack::{self, Cover, names_of};
use super::regions::Conditions;
use super::rules;
use super::unused;
use crate::model::{Layer, RuleSet};
use crate::text::Diagnostic;

/// What a text without a file is called in complaints.
pub(super) const NO_FILE: &str = "<text>";

impl RuleSet {
    /// Reads a pack that is one text.
    ///
    /// ```
    /// use closer_core::RuleSet;
    ///
    /// let rules = RuleSet::from_toml(r#"
    ///     [pack]
    ///     name    = "small"
    ///     version = "1.0.0"
    ///     moments = ["questions"]
    ///
    ///     [moments.questions]
    ///     title = "When they ask for questions"
    ///
    ///     [facts.next_steps_known]
    ///     question = "Have they told you what happens next?"
    ///     bool     = true
    ///
    ///     [sources.editorial]
    ///     title = "Common sense"
    ///
    ///     [actions.ask-next-steps]
    ///     moment = "questions"
    ///     title  = "Ask about the next step"
    ///     why    = "You leave informed."
    ///
    ///     [[rule]]
    ///     id      = "ask-what-comes-next"
    ///     suggest = "ask-next-steps"
    ///     when    = { next_steps_known = false }
    ///     because = "Nobody has told you."
    ///     sources = ["editorial"]
    /// "#)?;
    /// assert_eq!(rules.rules().len(), 1);
    /// # Ok::<(), closer_core::LoadError>(())
    /// ```
    ///
    /// # Errors
    /// [`LoadError`] with every mistake in the text, not only the first.
    pub fn from_toml(text: &str) -> Result<Self, LoadError> {
        Self::from_files([(NO_FILE, text)])
    }

    /// Reads a pack that consists of several files, given as their names and texts. Their order does not matter.
    ///
    /// ```
    /// use closer_core::RuleSet;
    ///
    /// let mistakes = RuleSet::from_files([
    ///     ("facts.toml", "[facts.went]\nquestion = \"How did it go?\"\nordered = [\"poorly\", \"well\"]"),
    ///     ("rules.toml", "[[rule]]\nid = \"r\"\nwhen = { wnet = \"wel\" }"),
    /// ]).unwrap_err().to_string();
    /// assert!(mistakes.contains("rules.toml:3:10: error[unknown-fact]: unknown fact `wnet`"));
    /// ```
    ///
    /// # Errors
    /// [`LoadError`] with every mistake in all the texts, not only the first.
    pub fn from_files<N: Into<String>, T: Into<String>>(
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Result<Self, LoadError> {
        Self::from_layers([files])
    }

    /// Reads a pack and overlays that stand on it. Each layer is a pack of its own, given as the names and texts of its files;
    /// an overlay says what it stands on with `extends`. The order of layers does not matter.
    ///
    /// ```
    /// use closer_core::RuleSet;
    ///
    /// let overlay = r#"
    ///     [pack]
    ///     name    = "bold"
    ///     version = "1.0.0"
    ///     extends = "closing"
    ///
    ///     [override.rule.few-say-thank-you]
    ///     weight = 99
    ///
    ///     [disable]
    ///     actions = ["ask-for-card"]
    /// "#;
    /// let closing = closer_rules::CLOSING.to_vec();
    /// let rules = RuleSet::from_layers([closing, vec![("bold.toml", overlay)]])?;
    /// assert_eq!(&*rules.pack().name, "bold");
    /// assert!(rules.find_action("ask-for-card").is_none());
    /// # Ok::<(), closer_core::LoadError>(())
    /// ```
    ///
    /// # Errors
    /// [`LoadError`] with every mistake in all the texts: those of the overlays, of how they fit together, and of the result.
    pub fn from_layers<L, N, T>(layers: impl IntoIterator<Item = L>) -> Result<Self, LoadError>
    where
        L: IntoIterator<Item = (N, T)>,
        N: Into<String>,
        T: Into<String>,
    {
        Effective::from_layers(layers).map(Effective::into_rules)
    }
}

/// A rule set, and where it comes from.
pub(super) struct Loaded {
    pub(super) rules: RuleSet,
    /// What it was read from.
    pub(super) document: Vec<Entry>,
    /// What overlays have taken away, by table and id.
    pub(super) disabled: Vec<(&'static str, String)>,
}

pub(super) fn read(files: &[(String, String)], layers: &[Vec<usize>]) -> Result<Loaded, Vec<Diagnostic>> {
    let mut complaints = Complaints::new();
    let mut documents = Vec::with_capacity(layers.len());
    let mut names = Vec::with_capacity(layers.len());
    for layer in layers {
        let texts = layer.iter().filter_map(|file| Some((*file, files.get(*file)?)));
        names.push(texts.clone().next().map_or(NO_FILE, |(_, (name, _))| name));
        documents.push(texts.map(|(file, (_, text))| document::parse(text, file, &mut complaints)).collect());
    }
    let Some(combined) = layers::combine(documents, &names, &mut complaints) else {
        return Err(complaints.finish());
    };
    let document = [combined.document];
    let material = Material::gather(&document, &mut complaints);
    let complete = assemble(&material, layers.len() == 1, &mut complaints);
    match complete {
        Some(mut rules) if !complaints.has_errors() => {
            rules.warnings = complaints.finish();
            rules.pack.layers = combined
                .layers
                .into_iter()
                .map(|(name, version)| Layer { name: name.into(), version: version.into() })
                .collect();
            let [document] = document;
            Ok(Loaded { rules, document, disabled: combined.disabled })
        }
        _ => Err(complaints.finish()),
    }
}

/// Reads everything, whatever is wrong with some of it. What is broken is replaced by something that will do until the end, where
/// the whole is thrown away if any complaint was made.
fn assemble(material: &Material<'_>, alone: bool, complaints: &mut Complaints) -> Option<RuleSet> {
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
    let known = actions::Known {
        actions: &action_names,
        moments: &moment_names,
        groups: &group_names,
        citations: &citations,
    };
    let actions = actions::read(&material.actions, &known, complaints);
    let known =
        rules::Known { facts: &facts, names: &action_names, actions: &actions, citations: &citations };
    let mut conditions = Conditions {
        moments,
        rules: known.rules(&material.rules, complaints),
        disagreements: known.disagreements(&material.disagreements, complaints),
    };
    nothing_to_advise(material, complaints);

    let vocabulary = conditions.cut(facts, complaints)?;
    conditions.follow(&vocabulary, &actions, complaints);
    let rules = RuleSet {
        pack: cover.pack,
        vocabulary,
        moments: conditions.moments.into_iter().map(|guarded| guarded.moment).collect(),
        groups,
        sources,
        actions,
        rules: conditions.rules.into_iter().map(|rule| rule.item).collect(),
        disagreements: conditions.disagreements.into_iter().map(|disagreement| disagreement.item).collect(),
        warnings: Vec::new(),
    };
    // What looks unused may only be named wrongly, or be what an overlay has left without a use.
    if alone && !complaints.has_errors() {
        unused::complain(&rules, material, complaints);
    }
    Some(rules)
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
