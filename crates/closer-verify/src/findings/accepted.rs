//! What authors say is odd on purpose.

use closer_core::model::{Acceptance, Action, Disagreement, Fact, Moment, Rule, RuleSet, Text};
use closer_core::{Diagnostic, Span};

use super::codes;

/// Something that a finding can be about, and that can accept it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject<'a> {
    Action(&'a Action),
    Disagreement(&'a Disagreement),
    Fact(&'a Fact),
    Moment(&'a Moment),
    Rule(&'a Rule),
}

impl<'a> Subject<'a> {
    pub(super) fn name(self) -> &'a Text {
        match self {
            Self::Action(action) => &action.id,
            Self::Disagreement(disagreement) => &disagreement.id,
            Self::Fact(fact) => &fact.name,
            Self::Moment(moment) => &moment.id,
            Self::Rule(rule) => &rule.id,
        }
    }

    pub(super) fn accepted(self) -> &'a [Acceptance] {
        match self {
            Self::Action(action) => action.accepted(),
            Self::Disagreement(disagreement) => &disagreement.accepted,
            Self::Fact(fact) => &fact.accepted,
            Self::Moment(moment) => &moment.accepted,
            Self::Rule(rule) => rule.accepted(),
        }
    }

    pub(super) fn origin(self) -> Span {
        match self {
            Self::Action(action) => action.origin(),
            Self::Disagreement(disagreement) => disagreement.origin,
            Self::Fact(fact) => fact.origin,
            Self::Moment(moment) => moment.origin,
            Self::Rule(rule) => rule.origin(),
        }
    }

    /// "the rule `thanks`".
    pub(super) fn shown(self) -> String {
        let kind = match self {
            Self::Action(_) => "action",
            Self::Disagreement(_) => "disagreement",
            Self::Fact(_) => "fact",
            Self::Moment(_) => "moment",
            Self::Rule(_) => "rule",
        };
        format!("the {kind} `{}`", self.name())
    }
}

/// Everything that is accepted, by what accepts it.
pub(super) fn all(set: &RuleSet) -> impl Iterator<Item = (Subject<'_>, &Acceptance)> {
    let actions = set.actions().iter().map(Subject::Action);
    let disagreements = set.disagreements().iter().map(Subject::Disagreement);
    let facts = set.vocabulary().facts().iter().map(Subject::Fact);
    let moments = set.moments().iter().map(Subject::Moment);
    let rules = set.rules().iter().map(Subject::Rule);
    let all = actions.chain(disagreements).chain(facts).chain(moments).chain(rules);
    all.flat_map(|subject| subject.accepted().iter().map(move |acceptance| (subject, acceptance)))
}

/// Nothing of the kind was found.
pub(super) fn unused(subject: Subject<'_>, acceptance: &Acceptance) -> Diagnostic {
    let Acceptance { code, origin, .. } = acceptance;
    let known = codes::finding_codes().iter().find(|known| *known.name == **code);
    let help = match known {
        Some(known) => format!("leave it out: it would mean that {}", known.about),
        None => "accept a code that a warning shows in brackets, such as `tie-by-id`".to_owned(),
    };
    let message = format!("there is no `{code}` to accept about {}", subject.shown());
    Diagnostic::warning(codes::UNUSED_ACCEPT, message).at(Some(*origin), "accepts nothing").help(help)
}
