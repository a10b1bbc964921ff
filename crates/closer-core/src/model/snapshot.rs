//! Rule sets as bytes.

use std::io::{Error, ErrorKind, Read, Result, Write};

use borsh::{BorshDeserialize, BorshSerialize};

use super::{Condition, Fact, RuleSet, Test, Text, Vocabulary, Words};
use crate::space::Space;

/// What a snapshot begins with: that it is one, and of which version of this crate.
const HEADER: &[u8] = concat!("closer ", env!("CARGO_PKG_VERSION"), "\n").as_bytes();

/// Why bytes are no snapshot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// They do not begin as the snapshots of this version of the crate do.
    #[error("this is no snapshot of closer {}", env!("CARGO_PKG_VERSION"))]
    OtherVersion,
    /// They begin like one, and then something else follows.
    #[error("the snapshot is damaged: {0}")]
    Damaged(String),
}

impl RuleSet {
    /// The rule set as bytes, from which [`RuleSet::from_snapshot`] makes the same again, without reading or checking. For programs that come with a pack of
    /// their own: their build reads it, and they start at once.
    ///
    /// [Warnings](RuleSet::warnings) are for authors; they are left out.
    #[must_use]
    pub fn to_snapshot(&self) -> Vec<u8> {
        let mut bytes = HEADER.to_vec();
        // Writing into memory does not fail; if it did, reading would say so.
        let _written = self.write(&mut bytes);
        bytes
    }

    /// The rule set that was made into these bytes by the same version of this crate.
    ///
    /// Nothing is checked but the form: whoever can change the bytes decides what is advised. Damaged bytes never make anything panic.
    ///
    /// # Errors
    /// [`SnapshotError`] where the form is wrong.
    ///
    /// ```
    /// use closer_core::RuleSet;
    ///
    /// let bytes = RuleSet::closing().to_snapshot();
    /// assert_eq!(RuleSet::from_snapshot(&bytes)?.rules().len(), RuleSet::closing().rules().len());
    /// assert!(RuleSet::from_snapshot(&bytes[1..]).is_err());
    /// # Ok::<(), closer_core::model::SnapshotError>(())
    /// ```
    pub fn from_snapshot(bytes: &[u8]) -> std::result::Result<Self, SnapshotError> {
        let mut rest = bytes.strip_prefix(HEADER).ok_or(SnapshotError::OtherVersion)?;
        let rules = Self::read(&mut rest).map_err(|error| SnapshotError::Damaged(error.to_string()))?;
        if rest.is_empty() { Ok(rules) } else { Err(SnapshotError::Damaged("more follows".to_owned())) }
    }

    fn write(&self, to: &mut Vec<u8>) -> Result<()> {
        let Self { pack, vocabulary, moments, groups, sources, actions, rules, disagreements, warnings: _ } =
            self;
        pack.serialize(to)?;
        vocabulary.facts().serialize(to)?;
        vocabulary.words().serialize(to)?;
        moments.serialize(to)?;
        groups.serialize(to)?;
        sources.serialize(to)?;
        actions.serialize(to)?;
        rules.serialize(to)?;
        disagreements.serialize(to)
    }

    fn read(from: &mut &[u8]) -> Result<Self> {
        let pack = BorshDeserialize::deserialize(from)?;
        let facts = list(from)?;
        let space = Space::new(facts.iter().map(|fact: &Fact| usize::from(fact.size())))
            .map_err(|error| Error::new(ErrorKind::InvalidData, error))?;
        let mut vocabulary = Vocabulary::new(facts, space);
        vocabulary.speak(Words::deserialize(from)?, |_| ());
        Ok(Self {
            pack,
            vocabulary,
            moments: BorshDeserialize::deserialize(from)?,
            groups: BorshDeserialize::deserialize(from)?,
            sources: BorshDeserialize::deserialize(from)?,
            actions: list(from)?,
            rules: list(from)?,
            disagreements: list(from)?,
            warnings: Vec::new(),
        })
    }
}

/// A list of large things, each of which takes some bytes: there is room for all of them at once, and none to speak of for a count that is a
/// lie.
fn list<T: BorshDeserialize>(from: &mut &[u8]) -> Result<Vec<T>> {
    const LEAST: usize = 8;
    let count = u32::deserialize(from)?;
    let room = usize::try_from(count).unwrap_or(usize::MAX).min(from.len() / LEAST);
    let mut list = Vec::with_capacity(room);
    for _ in 0..count {
        list.push(T::deserialize(from)?);
    }
    Ok(list)
}

/// A text, copied once; the format's own way copies it three times, and half of a pack is texts.
pub(super) fn text<R: Read>(from: &mut R) -> Result<Text> {
    const SHORT: usize = 256;
    let length = u32::deserialize_reader(from)?;
    let damaged = |error| Error::new(ErrorKind::InvalidData, error);
    let mut short = [0_u8; SHORT];
    if let Some(bytes) = usize::try_from(length).ok().and_then(|length| short.get_mut(..length)) {
        from.read_exact(bytes)?;
        return Ok(std::str::from_utf8(bytes).map_err(damaged)?.into());
    }
    let mut bytes = Vec::new();
    // A length that is a lie ends where the bytes do.
    from.take(length.into()).read_to_end(&mut bytes)?;
    if u32::try_from(bytes.len()) != Ok(length) {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(std::str::from_utf8(&bytes).map_err(damaged)?.into())
}

/// The phrases of a fact.
pub(super) fn phrases<R: Read>(from: &mut R) -> Result<Vec<(Text, Text)>> {
    let count = u32::deserialize_reader(from)?;
    (0..count).map(|_| Ok((text(from)?, text(from)?))).collect()
}

impl BorshSerialize for Condition {
    fn serialize<W: Write>(&self, to: &mut W) -> Result<()> {
        match self {
            Self::All(parts) => (0_u8, parts).serialize(to),
            Self::Any(parts) => (1_u8, parts).serialize(to),
            Self::Not(part) => (2_u8, part).serialize(to),
            Self::Test(test) => (3_u8, test).serialize(to),
        }
    }
}

/// Deeper than conditions may be nested, what a reader makes of them included.
const DEEPEST: u8 = 100;

impl BorshDeserialize for Condition {
    fn deserialize_reader<R: Read>(from: &mut R) -> Result<Self> {
        condition(from, DEEPEST)
    }
}

fn condition<R: Read>(from: &mut R, depth: u8) -> Result<Condition> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(Error::new(ErrorKind::InvalidData, "a condition is nested too deep"));
    };
    Ok(match u8::deserialize_reader(from)? {
        0 => Condition::All(conditions(from, depth)?),
        1 => Condition::Any(conditions(from, depth)?),
        2 => Condition::Not(Box::new(condition(from, depth)?)),
        3 => Condition::Test(Test::deserialize_reader(from)?),
        _ => return Err(Error::new(ErrorKind::InvalidData, "this is no condition")),
    })
}

fn conditions<R: Read>(from: &mut R, depth: u8) -> Result<Vec<Condition>> {
    let count = u32::deserialize_reader(from)?;
    // A count that is a lie ends where the bytes do.
    (0..count).map(|_| condition(from, depth)).collect()
}
