//! What the difference means for the version of a pack that others build on.

use closer_core::model::Text;
use serde::Serialize;

/// Which part of the version has to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// Nothing is otherwise.
    None,
    /// Other words, sources or ways to write the same: no interview gets other advice.
    Patch,
    /// More can be told or named, and what could be told before comes out as before.
    Minor,
    /// An interview that could be told before gets other advice, or a name is gone.
    Major,
}

/// What follows for the version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Version {
    /// Which part has to change.
    pub bump: Bump,
    /// Whether that is certain; if not, it is at least this.
    pub decided: bool,
    /// The lowest version that the new pack can have; `None` where the packs have different names, or the old version is not three numbers.
    pub at_least: Option<String>,
    /// Whether the version that is written in the new pack will do; `None` as above.
    pub fits: Option<bool>,
}

impl Version {
    pub(super) fn new(bump: Bump, decided: bool, same_pack: bool, old: &Text, new: &Text) -> Self {
        let least = if same_pack { numbers(old).map(|old| raised(old, bump)) } else { None };
        let fits = least.zip(numbers(new)).map(|(least, new)| new >= least);
        Self { bump, decided, at_least: least.map(|(a, b, c)| format!("{a}.{b}.{c}")), fits }
    }
}

type Numbers = (u64, u64, u64);

/// `1.2.3` as numbers; a version with more to it is not compared.
fn numbers(version: &str) -> Option<Numbers> {
    let mut parts = version.split('.').map(|part| part.parse().ok());
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(Some(major)), Some(Some(minor)), Some(Some(patch)), None) => Some((major, minor, patch)),
        _ => None,
    }
}

/// Before 1.0.0 the second number stands in for the first, and the third for the second.
fn raised((major, minor, patch): Numbers, bump: Bump) -> Numbers {
    match (bump, major) {
        (Bump::None, _) => (major, minor, patch),
        (Bump::Major, 0) => (0, minor.saturating_add(1), 0),
        (Bump::Patch, _) | (Bump::Minor, 0) => (major, minor, patch.saturating_add(1)),
        (Bump::Minor, _) => (major, minor.saturating_add(1), 0),
        (Bump::Major, _) => (major.saturating_add(1), 0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn least(old: &str, new: &str, bump: Bump) -> (Option<String>, Option<bool>) {
        let version = Version::new(bump, true, true, &old.into(), &new.into());
        (version.at_least, version.fits)
    }

    #[test]
    fn the_written_version_has_to_be_high_enough() {
        assert_eq!(least("1.0.0", "1.0.1", Bump::Major), (Some("2.0.0".into()), Some(false)));
        assert_eq!(least("1.2.3", "1.3.0", Bump::Minor), (Some("1.3.0".into()), Some(true)));
        assert_eq!(least("1.2.3", "1.2.3", Bump::Patch), (Some("1.2.4".into()), Some(false)));
        assert_eq!(least("1.2.3", "4.0.0", Bump::Patch), (Some("1.2.4".into()), Some(true)));
        assert_eq!(least("1.2.3", "1.2.3", Bump::None), (Some("1.2.3".into()), Some(true)));
        assert_eq!(least("0.3.1", "0.3.2", Bump::Major), (Some("0.4.0".into()), Some(false)));
        assert_eq!(least("0.3.1", "0.3.2", Bump::Minor), (Some("0.3.2".into()), Some(true)));
        assert_eq!(least("1.0", "1.0.1", Bump::Patch), (None, None));
    }
}
