//! Values in words, as said to a person.

use super::{Allowed, Fact, Kind, fill};

impl Fact {
    /// Half a sentence that says the fact is one of `allowed`: "you feel it went well", "the job is at management level or above".
    #[must_use]
    pub fn phrase(&self, allowed: &Allowed) -> String {
        if let Some(words) = self.single(allowed).and_then(|value| self.own_phrase(&value)) {
            return words.to_owned();
        }
        let plain = fill(&self.words.is, &[&self.name.replace('_', " ")]);
        match (&self.phrase, allowed) {
            (Some(template), _) => template.replace("{}", &self.titles_of(allowed)),
            (None, Allowed::Values(values)) if !self.phrases.is_empty() => {
                let each = values.iter().map(|position| {
                    let value = self.value(position).unwrap_or_default();
                    self.own_phrase(value)
                        .map_or_else(|| plain.replace("{}", self.title(position)), str::to_owned)
                });
                match each.collect::<Vec<_>>().as_slice() {
                    [one] => one.clone(),
                    // "Either" tells where the alternatives begin, in a sentence that goes on with "and".
                    several => fill(&self.words.either, &[&self.words.any_of(several)]),
                }
            }
            (None, _) => plain.replace("{}", &self.titles_of(allowed)),
        }
    }

    /// The values' titles: "mid-level or senior", "at management level or above", "2 or more".
    #[must_use]
    pub fn titles_of(&self, allowed: &Allowed) -> String {
        match (allowed, &self.kind) {
            (Allowed::Numbers(ranges), Kind::Int { low, high, .. }) => {
                let each = ranges.iter().map(|&(first, last)| match (first, last) {
                    _ if first == last => first.to_string(),
                    _ if last == *high => fill(&self.words.or_more, &[&first.to_string()]),
                    _ if first == *low => fill(&self.words.at_most, &[&last.to_string()]),
                    _ => fill(&self.words.from_to, &[&first.to_string(), &last.to_string()]),
                });
                self.words.any_of(&each.collect::<Vec<_>>())
            }
            (Allowed::Values(values), kind) => {
                let positions: Vec<u8> = values.iter().collect();
                let last = self.size().saturating_sub(1);
                let ordered = matches!(kind, Kind::Enum { ordered: true, .. });
                if let ([first, .., highest], true) =
                    (positions.as_slice(), ordered && values.len() < u32::from(self.size()))
                {
                    let unbroken =
                        u32::from(highest.saturating_sub(*first)).saturating_add(1) == values.len();
                    if unbroken && *highest == last && positions.len() > 2 {
                        return fill(&self.words.or_above, &[self.title(*first)]);
                    }
                    if unbroken && *first == 0 && positions.len() > 2 {
                        return fill(&self.words.or_below, &[self.title(*highest)]);
                    }
                }
                let titles: Vec<&str> = positions.into_iter().map(|position| self.title(position)).collect();
                self.words.any_of(&titles)
            }
            (Allowed::Numbers(_), _) => String::new(),
        }
    }

    /// The one value that is allowed, as it is written, if it is one.
    fn single(&self, allowed: &Allowed) -> Option<String> {
        match allowed {
            Allowed::Values(values) if values.len() == 1 => {
                values.first().and_then(|position| self.value(position)).map(str::to_owned)
            }
            Allowed::Numbers(ranges) => match ranges.as_slice() {
                [(first, last)] if first == last => Some(first.to_string()),
                _ => None,
            },
            Allowed::Values(_) => None,
        }
    }

    fn own_phrase(&self, value: &str) -> Option<&str> {
        self.phrases.iter().find(|(of, _)| &**of == value).map(|(_, words)| &**words)
    }
}

/// Joins words: "a", "a or b", "a, b or c" with `between = ", "` and `last = " or "`.
pub(crate) fn join<S: AsRef<str>>(words: &[S], between: &str, last: &str) -> String {
    let mut joined = String::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            joined.push_str(if at.saturating_add(1) == words.len() { last } else { between });
        }
        joined.push_str(word.as_ref());
    }
    joined
}
