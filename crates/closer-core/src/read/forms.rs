//! Every kind of table that the reader knows, for programs that describe what can be written.

use super::fields::Form;
use super::{actions, facts, layers, material, pack, rules, sheet, translated, translation};

/// The tables that only overlays have.
const OVERLAY_FILE: Form = Form { one: "an overlay", keys: &layers::TABLES };

/// Every kind of table in files of rules, tests and translations, with its keys.
///
/// A program that describes these files, such as a JSON Schema of them, can hold itself to this list.
///
/// ```
/// let rule = closer_core::forms().iter().find(|form| form.one == "a rule").unwrap();
/// assert!(rule.keys.contains(&"because"));
/// ```
#[must_use]
pub fn forms() -> &'static [Form] {
    FORMS
}

const FORMS: &[Form] = &[
    material::PACK_FILE,
    pack::PACK,
    facts::FACT,
    pack::MOMENT,
    pack::FOLLOW_UP,
    pack::GROUP,
    pack::SOURCE,
    actions::ACTION,
    rules::RULE,
    rules::DISAGREEMENT,
    rules::SIDE,
    OVERLAY_FILE,
    layers::PLACE,
    layers::VALUE,
    layers::DISABLE,
    sheet::FILE,
    sheet::TEST,
    sheet::CASE,
    sheet::PROPERTY,
    translation::FILE,
    translation::FACT,
    translation::MOMENT,
    translation::GROUP,
    translation::SOURCE,
    translation::ACTION,
    translation::RULE,
    translation::DISAGREEMENT,
    translated::TEXT,
];

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// How many forms the files in a folder define.
    fn defined(folder: &Path) -> usize {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let count = |path: &Path| {
            let text = fs::read_to_string(path).unwrap_or_default();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            code.matches(": Form =").count()
        };
        entries.map(|path| if path.is_dir() { defined(&path) } else { count(&path) }).sum()
    }

    #[test]
    fn no_form_is_left_out() {
        let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/read");
        assert_eq!(defined(&room), FORMS.len());
    }

    #[test]
    fn each_has_a_name_of_its_own() {
        let mut names: Vec<&str> = FORMS.iter().map(|form| form.one).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FORMS.len());
    }
}
