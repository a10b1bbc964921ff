//! Citations: a source's id, or the id, a hyphen and a row of it.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use super::codes;
use super::complaints::Complaints;
use super::fields::Fields;
use super::names::Names;
use super::words::{Used, listed, quoted, shown};
use crate::model::{Citation, SourceId};
use crate::text::{Diagnostic, Span};

/// Resolves citations to the sources of a pack.
#[derive(Debug)]
pub(super) struct Citations<'a> {
    sources: Names<'a>,
    longest: usize,
    /// Every list that was read, for most rules cite what others cite, too.
    read: RefCell<HashSet<Arc<[Citation]>>>,
}

impl<'a> Citations<'a> {
    /// `ids` sorted, as the sources will be.
    pub(super) fn new(ids: impl IntoIterator<Item = (&'a str, Option<Span>)>) -> Self {
        let sources = Names::new("source", codes::UNKNOWN_SOURCE, ids);
        let longest = sources.all().map(str::len).max().unwrap_or_default();
        Self { sources, longest, read: RefCell::default() }
    }

    /// The `sources` of a table, which must name at least one.
    pub(super) fn required(&self, fields: &Fields<'_>, complaints: &mut Complaints) -> Arc<[Citation]> {
        fields.need("sources", "[\"…\"]", complaints);
        self.optional(fields, complaints)
    }

    /// The `sources` of a table, if it names any.
    pub(super) fn optional(&self, fields: &Fields<'_>, complaints: &mut Complaints) -> Arc<[Citation]> {
        let words = fields.words("sources", complaints);
        let cited: Vec<Citation> =
            words.into_iter().filter_map(|word| self.resolve(word, complaints)).collect();
        let mut read = self.read.borrow_mut();
        if let Some(cited) = read.get(cited.as_slice()) {
            return cited.clone();
        }
        let cited: Arc<[Citation]> = cited.into();
        read.insert(cited.clone());
        cited
    }

    /// The citation in a single text.
    pub(super) fn resolve(
        &self,
        (word, at): (&str, Option<Span>),
        complaints: &mut Complaints,
    ) -> Option<Citation> {
        let source = self.find(word);
        if source.is_none() {
            self.complain(Used { word, at, quoted: true }, complaints);
        }
        Some(Citation { source: SourceId::new(source?), text: word.into() })
    }

    fn complain(&self, used: Used<'_>, complaints: &mut Complaints) {
        let (id, row) = used.word.rsplit_once('-').unwrap_or((used.word, ""));
        let found =
            Diagnostic::error(codes::UNKNOWN_SOURCE, format!("`{}` names no source", shown(used.word)))
                .at(used.at, "no source begins like this");
        // One number is as near to another as any.
        let near = Some(id).filter(|id| id.contains(char::is_alphabetic));
        let near = near.and_then(|id| complaints.nearest(id, self.sources.all()));
        complaints.push(match near {
            Some(near) => {
                let hyphen = if row.is_empty() { "" } else { "-" };
                found
                    .help(format!("did you mean `{near}`?"))
                    .fix(used.at, quoted(&format!("{near}{hyphen}{row}")))
            }
            None if self.longest == 0 => found.help("no source is declared at all"),
            None if self.sources.all().count() == 1 => {
                found.help(format!("the only source is {}", listed(self.sources.all(), "and")))
            }
            None => found.help(format!("the sources are {}", listed(self.sources.all(), "and"))),
        });
    }

    /// The longest source id that is the whole citation, or stands before one of its hyphens and something after.
    fn find(&self, word: &str) -> Option<usize> {
        let before_hyphens = word.match_indices('-').map(|(at, _)| at).take_while(|at| *at <= self.longest);
        let mut found = None;
        for end in before_hyphens.filter(|at| at.saturating_add(1) < word.len()) {
            found = word.get(..end).and_then(|id| self.sources.find(id)).or(found);
        }
        self.sources.find(word).or(found)
    }
}
