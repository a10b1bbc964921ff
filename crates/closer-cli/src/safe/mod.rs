//! Text made safe for where it goes. Every renderer comes here; nothing else escapes.
//!
//! What the reader of packs refuses can no longer come from a pack; it can still come from a file name, a context, an argument, or the lines of
//! a file that a complaint shows. So each class of trouble is met where the text is put out:
//!
//! | Where | What could act | Met by |
//! |---|---|---|
//! | a pack | hidden characters | refused while reading: `hidden-character` |
//! | a pack | letters of another alphabet that look plain | a warning: `look-alike`; names are ASCII |
//! | terminal | escape codes, direction marks, carriage returns | [`clean`], [`clean_lines`], [`styled`], [`styled_columns`] |
//! | JSON, SARIF | the same, raw in a text | [`json`]: written as `\u001b` |
//! | SARIF | a file name that is no reference | [`uri`] |
//! | HTML, XML | markup, and what XML cannot hold | [`xml`]; `maud` for the card |
//! | Markdown | markup, links, HTML, and the end of a fence | [`markdown`], [`fence`] |
//! | Mermaid | the end of a label, and HTML in it | [`mermaid`] |
//! | GitHub | the end of a message or of a property | [`github_data`], [`github_property`] |
//! | calendar | the end of a value or of a line | [`calendar_text`], [`calendar_line`] |
//! | shell | what is no plain word in a command to repeat | [`crate::words::quoted`] |

mod markup;
mod plain;

pub(crate) use markup::{fence, markdown, mermaid, xml};
pub(crate) use plain::{
    calendar_line, calendar_text, clean, clean_lines, github_data, github_property, json, styled,
    styled_columns, uri, visible,
};

#[cfg(test)]
mod tests;
