//! Every action with its verdict in a line.

use closer_core::Role;

use super::teller::Teller;
use crate::words::clean;

/// All actions, grouped by their verdict.
#[derive(Debug)]
pub(crate) struct List {
    pub(crate) groups: Vec<Group>,
    /// How to go on from here, and what to type for it; empty where there is nothing to look at.
    pub(crate) tip: String,
    pub(crate) typed: String,
}

/// The actions that share a verdict.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) heading: String,
    /// What to do, and its id.
    pub(crate) lines: Vec<(String, String)>,
}

impl Teller<'_> {
    /// Every action with its verdict in a line. `ask_for` is the command that tells more of one.
    pub(crate) fn list(&self, ask_for: impl Fn(&str) -> String) -> List {
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
        let Some((_, example)) = groups.first().and_then(|group| group.lines.first()) else {
            return List { groups, tip: String::new(), typed: String::new() };
        };
        let typed = ask_for(example);
        let tip = self.language.say("Name one of them to see why, and what would change it:").to_owned();
        List { groups, tip, typed }
    }
}
