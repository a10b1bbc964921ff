//! Mistakes in files as annotations that GitHub shows beside the changed lines.

use closer_core::{Diagnostic, Report};

use super::report::{severity, with_texts};
use crate::packs::File;
use crate::safe::{clean, github_data as data, github_property as property};
use crate::words::put;

/// All of `found`, as workflow commands.
pub(crate) fn render(found: &[Diagnostic], files: &[File]) -> String {
    let files = with_texts(files);
    let mut lines = String::new();
    for found in &Report::new(found, &files).findings {
        let mut properties: Vec<String> = Vec::new();
        if let Some(label) = found.labels.first() {
            let place = label.place;
            properties.push(format!("file={}", property(place.file)));
            properties.push(format!("line={},endLine={}", place.line, place.end_line));
            // Columns of places that run over several lines are not understood.
            if place.line == place.end_line {
                properties.push(format!("col={},endColumn={}", place.column, place.end_column));
            }
        }
        properties.push(format!("title={}", property(found.code)));
        let mut message = clean(found.message);
        if let Some(help) = found.help {
            put(&mut message, format_args!("\n{}", clean(help)));
        }
        put(
            &mut lines,
            format_args!("::{} {}::{}\n", severity(found.severity), properties.join(","), data(&message)),
        );
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::check::examine::{Parts, examine};
    use crate::commands::check::packs::Counts;

    #[test]
    fn nothing_in_a_name_or_a_message_ends_the_command() {
        assert_eq!(property("a:b,c%\r\n.toml"), "a%3Ab%2Cc%25%0D%0A.toml");
        assert_eq!(data("100 %: a, b\nc"), "100 %25: a, b%0Ac");
        let file = File { name: "odd,name:1.toml".into(), text: "[[rule]]\n\"100%::\" = 1\n".into() };
        let layers = vec![Counts { rules: 1, tests: 0 }];
        let parts = Parts { layers, ..Parts::default() };
        let found = examine(std::slice::from_ref(&file), &parts).found;
        let lines = render(&found, &[file]);
        assert!(lines.lines().all(|line| line.starts_with("::error ")), "{lines}");
        assert!(
            lines.contains("::error file=odd%2Cname%3A1.toml,line=2,endLine=2,col=1,endColumn=9,title="),
            "{lines}"
        );
        assert!(lines.contains("`100%25::`"), "{lines}");
        assert!(lines.contains("%0Athe keys are"), "{lines}");
    }
}
