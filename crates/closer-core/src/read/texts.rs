//! Texts that are read, each kept once however often it is said.

use std::cell::RefCell;
use std::collections::HashSet;

use crate::model::Text;

/// The same reason, title or line stands in many places of a large pack.
#[derive(Debug, Default)]
pub(super) struct Texts(RefCell<HashSet<Text>>);

impl Texts {
    pub(super) fn share(&self, text: &str) -> Text {
        let mut known = self.0.borrow_mut();
        if let Some(text) = known.get(text) {
            return text.clone();
        }
        let text = Text::from(text);
        known.insert(text.clone());
        text
    }
}
