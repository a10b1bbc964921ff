//! Mistakes in files, a line each: `file:line:column: error[code]: message`, as compilers and editors write and read them.

use closer_core::{Diagnostic, Report};

use super::report::{severity, with_texts};
use crate::packs::File;
use crate::words::{clean, put, visible};

/// All of `found`.
pub(crate) fn render(found: &[Diagnostic], files: &[File]) -> String {
    let files = with_texts(files);
    let mut lines = String::new();
    for found in &Report::new(found, &files).findings {
        if let Some(label) = found.labels.first() {
            let place = label.place;
            put(&mut lines, format_args!("{}:{}:{}: ", visible(place.file), place.line, place.column));
        }
        put(
            &mut lines,
            format_args!("{}[{}]: {}", severity(found.severity), found.code, clean(found.message)),
        );
        if let Some(help) = found.help {
            put(&mut lines, format_args!("; {}", clean(help)));
        }
        lines.push('\n');
    }
    lines
}
