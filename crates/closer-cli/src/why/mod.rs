//! Why an action or a rule came out as it did, in words, before it is laid out.
//!
//! Every text here is clean (see [`clean`](crate::words::clean)): a layout may print it as it is.

mod action;
mod changes;
mod list;
mod report;
mod rule;
mod teller;

pub(crate) use list::List;
pub(crate) use report::Report;
pub(crate) use teller::Teller;

/// One action or one rule, accounted for.
#[derive(Debug, Default)]
pub(crate) struct Account {
    pub(crate) title: String,
    /// The line to say, in quotation marks.
    pub(crate) say: Option<String>,
    /// Who says so, where it is one view.
    pub(crate) by: String,
    /// How it came out, in a sentence or two.
    pub(crate) verdict: Vec<String>,
    pub(crate) sections: Vec<Section>,
    /// Ids, for those who want to look further.
    pub(crate) ids: String,
}

/// A few things under a heading.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) heading: String,
    pub(crate) items: Vec<Item>,
}

/// One thing that is to be said.
#[derive(Debug)]
pub(crate) enum Item {
    Line(String),
    /// A view, and who holds it.
    Said {
        text: String,
        by: String,
    },
    /// Something that is asked for, and whether it is so.
    Asked {
        mark: Mark,
        text: String,
    },
    /// Several ways to the same end.
    Ways(Vec<String>),
}

/// Whether something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Yes,
    No,
    Open,
}

impl Account {
    /// Adds a section, unless there is nothing in it.
    fn add(&mut self, heading: &str, items: Vec<Item>) {
        if !items.is_empty() {
            self.sections.push(Section { heading: heading.to_owned(), items });
        }
    }
}
