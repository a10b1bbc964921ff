//! Every action with its verdict in a line.

use closer_core::Role;

use super::teller::Teller;
use crate::words::clean;

/// All actions, grouped by their verdict.
#[derive(Debug)]
pub(crate) struct List {
    pub(crate) groups: Vec<Group>,
    /// How to go on from here.
    pub(crate) tip: String,
}

/// The actions that share a verdict.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) heading: String,
    /// What to do, and its id.
    pub(crate) lines: Vec<(String, String)>,
}

impl Teller<'_> {
    /// Every action with its verdict in a line.
    pub(crate) fn list(&self) -> List {
        let advice = self.known.advice();
        let line = |id: &str| (self.title(id), clean(id));
        let numbered = |(at, it): (usize, &closer_core::Suggested)| {
            let (title, id) = line(&it.action);
            (format!("{}. {title}", at.saturating_add(1)), id)
        };
        let spares = advice.suggested.iter().filter(|it| it.role == Role::Spare);
        let groups = [
            ("Suggested, the most important first", advice.leading().enumerate().map(numbered).collect()),
            ("Just as possible", spares.map(|it| line(&it.action)).collect::<Vec<_>>()),
            ("It depends", advice.depends.iter().map(|it| line(&it.action)).collect()),
            ("Leave alone", advice.avoided.iter().map(|it| line(&it.action)).collect()),
            ("Not for now", advice.silent.iter().map(|it| line(&it.action)).collect()),
        ];
        let groups: Vec<Group> = groups
            .into_iter()
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(heading, lines)| Group { heading: self.language.say(heading).to_owned(), lines })
            .collect();
        let example = groups.first().and_then(|group| group.lines.first()).map(|(_, id)| id.clone());
        let tip = example.map(|id| {
            self.language.fill("Name one of them to see why, and what would change it: closer why {}", &[&id])
        });
        List { groups, tip: tip.unwrap_or_default() }
    }
}
