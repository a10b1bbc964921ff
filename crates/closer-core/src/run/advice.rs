//! What an evaluation gives, as plain values. The JSON form is described in `docs/json.md`.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::model::{Citation, Polarity, Text, Wanted};
use crate::space::Status;

/// Everything that follows from a context: ranked actions with reasons, and what is still open.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
#[must_use]
pub struct Advice {
    /// The pack it comes from.
    pub pack: PackName,
    /// What was said, by fact.
    pub known: Tests,
    /// What to do, best first.
    pub suggested: Vec<Suggested>,
    /// What to leave alone, the strongest warning first.
    pub avoided: Vec<Avoided>,
    /// What hangs on facts that are not known, the most promising first.
    pub depends: Vec<Depends>,
    /// What no rule speaks of here.
    pub silent: Vec<Silent>,
    /// The assumptions that mattered.
    pub assumed: Vec<Assumed>,
    /// The fact most worth asking for; `None` when nothing unknown matters.
    pub next_question: Option<NextQuestion>,
}

impl Advice {
    /// The actions that lead, best first: what to show when there is little room.
    pub fn leading(&self) -> impl Iterator<Item = &Suggested> {
        self.suggested.iter().filter(|s| s.role == Role::Lead)
    }

    /// The actions of one group that could take the lead's place, best first.
    pub fn spares<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Suggested> {
        self.suggested.iter().filter(move |s| s.role == Role::Spare && s.group.as_deref() == Some(group))
    }

    /// The verdict on an action, by its id; `None` for an id that is not of the pack.
    #[must_use]
    pub fn verdict(&self, action: &str) -> Option<Verdict> {
        let is = |id: &Text| &**id == action;
        if self.suggested.iter().any(|s| is(&s.action)) {
            Some(Verdict::Suggested)
        } else if self.avoided.iter().any(|a| is(&a.action)) {
            Some(Verdict::Avoided)
        } else if self.depends.iter().any(|d| is(&d.action)) {
            Some(Verdict::Depends)
        } else {
            self.silent.iter().any(|s| is(&s.action)).then_some(Verdict::Silent)
        }
    }
}

/// A pack's name and version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PackName {
    /// Its name.
    pub name: Text,
    /// Its version.
    pub version: Text,
}

/// What the rules say of an action in a context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// In every world an avoid rule is silent and a suggest rule speaks.
    Suggested,
    /// In every world an avoid rule speaks.
    Avoided,
    /// In no world does any rule speak.
    Silent,
    /// The worlds differ.
    Depends,
}

/// Whether a suggested action is among the best of its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Show it.
    Lead,
    /// Show it as an alternative.
    Spare,
}

/// An action to take.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Suggested {
    /// The action's id.
    pub action: Text,
    /// When to do it.
    pub moment: Text,
    /// What to do.
    pub title: Text,
    /// A line to say, word for word.
    pub say: Option<Text>,
    /// The source's row that the line is quoted from.
    pub quotes: Option<Citation>,
    /// Why it helps, in general.
    pub why: Option<Text>,
    /// The group it competes in.
    pub group: Option<Text>,
    /// From 1 (gentle) to 5 (bold).
    pub boldness: Option<u8>,
    /// Its place in the list, from 1.
    pub rank: usize,
    /// It has this place in every world: once all is known it is here, whatever the answers are. On the way there it may be elsewhere, as only
    /// sources that agree for certain count.
    pub settled: bool,
    /// Lead or spare.
    pub role: Role,
    /// How strongly, for certain: the lowest score of all worlds, 1 to 100. Where that takes more work than there are steps for, it is the highest
    /// that is proved.
    pub score: u8,
    /// How strongly, at most: the highest score of all worlds.
    pub score_at_most: u8,
    /// Why here, from the strongest rule.
    pub because: Text,
    /// The rows behind it.
    pub sources: Vec<Citation>,
    /// How many sources agree, editorial ones not counted.
    pub agreeing: usize,
    /// The rules behind it, strongest first.
    pub rules: Vec<Text>,
    /// Whether sources differ about it here.
    pub disputed: bool,
    /// Who says what.
    pub disputes: Vec<Dispute>,
}

/// An action to leave alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Avoided {
    /// The action's id.
    pub action: Text,
    /// When one might be tempted.
    pub moment: Text,
    /// What not to do.
    pub title: Text,
    /// What to do in its place.
    pub instead: Option<Text>,
    /// Why not, from the strongest rule.
    pub because: Text,
    /// The rows behind it.
    pub sources: Vec<Citation>,
    /// The rules behind it, strongest first.
    pub rules: Vec<Text>,
    /// How strong the warning is, 1 to 100.
    pub weight: u8,
    /// Whether sources differ about it here.
    pub disputed: bool,
    /// Who says what.
    pub disputes: Vec<Dispute>,
}

/// An action whose verdict hangs on what is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Depends {
    /// The action's id.
    pub action: Text,
    /// When it would be done.
    pub moment: Text,
    /// What to do.
    pub title: Text,
    /// A line to say, word for word.
    pub say: Option<Text>,
    /// The source's row that the line is quoted from.
    pub quotes: Option<Citation>,
    /// The verdicts that are still possible.
    pub may_be: Vec<Verdict>,
    /// The smallest condition under which it would be suggested: one of these alternatives, each with all of its tests. Empty when it can no
    /// longer be suggested, and where the condition is too large to work out.
    pub only_if: Vec<Tests>,
    /// The same in words.
    pub only_if_words: Option<String>,
    /// The smallest condition under which it would be avoided; empty likewise.
    pub avoid_if: Vec<Tests>,
    /// The same in words.
    pub avoid_if_words: Option<String>,
    /// Fewer alternatives are proved to be impossible.
    pub smallest: bool,
    /// The lowest score in the worlds where it is suggested; 0 when there is none.
    pub score: u8,
    /// The highest score in the worlds where it is suggested; 0 when there is none.
    pub score_at_most: u8,
    /// Why, if it comes to that: from the strongest suggest rule that holds, or where none does, from the strongest that may; else from an avoid rule, likewise.
    pub because: Text,
    /// The rows behind it.
    pub sources: Vec<Citation>,
    /// Whether sources may differ about it here.
    pub disputed: bool,
    /// Who says what.
    pub disputes: Vec<Dispute>,
}

/// An action of which no rule speaks here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Silent {
    /// The action's id.
    pub action: Text,
    /// When it would be done.
    pub moment: Text,
    /// What it is.
    pub title: Text,
}

/// Sources that differ about an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Dispute {
    /// The declared disagreement's id; `None` when it shows in the rules themselves.
    pub id: Option<Text>,
    /// What to tell the candidate.
    pub note: Option<Text>,
    /// `Holds`: in every world. `Open`: in some, or too much work to tell whether in every one.
    pub when: Status,
    /// Who says what.
    pub sides: Vec<DisputeSide>,
}

/// One side of a [`Dispute`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DisputeSide {
    /// For or against, where it is a rule's.
    pub view: Option<Polarity>,
    /// The rule.
    pub rule: Option<Text>,
    /// The view in words.
    pub says: Text,
    /// The rows where the sources say so.
    pub sources: Vec<Citation>,
}

/// Something taken for granted that made a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Assumed {
    /// The fact.
    pub fact: Text,
    /// What was taken for granted.
    pub value: Wanted,
    /// The same in words.
    pub words: String,
    /// What would be different without it. Nothing where it takes too much work to say whether it made a difference.
    pub without: Vec<Change>,
}

/// How one action would differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// The action's id.
    pub action: Text,
    /// What it is now.
    pub now: Standing,
    /// What it would be.
    pub then: Standing,
}

/// Where an action stands: its verdict, or for two suggested ones what sets them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Standing {
    /// The verdicts differ.
    Verdict(Verdict),
    /// Both are suggested, the roles differ.
    Role(Role),
    /// Both are suggested in the same role, the ranks differ.
    Rank(usize),
}

/// The fact whose answer settles most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NextQuestion {
    /// The fact.
    pub fact: Text,
    /// What to ask.
    pub question: Text,
    /// The answers that are still possible.
    pub answers: Vec<Answer>,
    /// The actions that at least one answer settles.
    pub could_settle: Vec<Text>,
}

/// One answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Answer {
    /// The value, as a context would give it.
    pub value: Wanted,
    /// What to call it.
    pub title: String,
}

/// Tests that must all hold, by fact; serialises to a table as in a rule's `when`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tests(pub Vec<(Text, Wanted)>);

impl Serialize for Tests {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (fact, wanted) in &self.0 {
            map.serialize_entry(fact, wanted)?;
        }
        map.end()
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Holds => "holds",
            Self::Open => "open",
            Self::Fails => "fails",
        })
    }
}
