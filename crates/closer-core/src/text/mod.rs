//! Places in a text, and complaints about them. Knows nothing of what can go wrong upstairs.

mod diagnostic;
mod letters;
mod lines;
mod nearest;
mod sink;
mod span;

pub use diagnostic::{Diagnostic, Fix, Label, Severity};
pub use letters::is_hidden;
pub(crate) use letters::looks_like;
pub use lines::LineIndex;
pub(crate) use lines::{MARK, after_mark};
pub(crate) use nearest::nearest;
pub(crate) use sink::Sink;
pub(crate) use span::ShortSpan;
pub use span::Span;
