//! Writes what came out into the tests that wanted something else.

use std::collections::BTreeMap;

use closer_core::model::Text;
use closer_core::sheet::Want;
use closer_core::{Advice, Program, Role, Verdict};
use toml_edit::{Array, Decor, DocumentMut, InlineTable, Item, RawString, Table, TableLike, Value};

use crate::run::is_disputed;
use crate::suite::number_of_cases;
use crate::{Case, Outcome, Suite};

/// Files of tests in which failing tests now expect what comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Accepted {
    /// Names and new texts of the files that change.
    pub files: Vec<(String, String)>,
    /// Which of [`Suite::files`] these are, counted from 0: several files can have the same name.
    pub numbers: Vec<usize>,
    /// The tests that were rewritten, as file and name.
    pub tests: Vec<(Text, Text)>,
    /// Tests that could not be rewritten: file, name, and why.
    pub refused: Vec<(Text, Text, String)>,
}

impl Suite {
    /// Rewrites the expectations of every failing test to what comes out; what stays keeps its comments, its order and its layout.
    ///
    /// Only what was wanted and did not come is touched: an action moves to the list of its verdict, a first action or a next question is
    /// replaced, and a known gap that is closed is no longer called one. Cases of one test that need different expectations
    /// cannot be rewritten, nor can a test that would expect nothing any more, or one of which [`Suite::filter`] has left out cases.
    ///
    /// ```
    /// use closer_core::Program;
    /// use closer_verify::Suite;
    ///
    /// let program = Program::closing();
    /// let tests = "pack = \"closing\"\n\n[[test]] # mine\nname   = \"thanks\"\navoids = [\"thank-interviewer\"]\n";
    /// let accepted = Suite::from_toml(program.rules(), tests)?.accept(&program);
    /// let expected = "pack = \"closing\"\n\n[[test]] # mine\nname   = \"thanks\"\nsuggests = [\"thank-interviewer\"]\n";
    /// assert_eq!(accepted.files[0].1, expected);
    /// # Ok::<(), closer_core::LoadError>(())
    /// ```
    #[must_use]
    pub fn accept(&self, program: &Program) -> Accepted {
        let mut accepted =
            Accepted { files: Vec::new(), numbers: Vec::new(), tests: Vec::new(), refused: Vec::new() };
        let mut failing: BTreeMap<usize, Vec<Vec<&Case>>> = BTreeMap::new();
        for cases in self.cases().chunk_by(|a, b| std::sync::Arc::ptr_eq(&a.test, &b.test)) {
            if cases.iter().any(|case| !case.run(program).is_ok()) {
                let file = cases.first().map_or(usize::MAX, |case| case.test.at.file);
                failing.entry(file).or_default().push(cases.iter().collect());
            }
        }
        for (number, tests) in failing {
            let Some((path, old)) = self.files().get(number) else { continue };
            let Ok(mut document) = old.parse::<DocumentMut>() else { continue };
            let mut changed = false;
            for cases in tests {
                let Some(first) = cases.first() else { continue };
                let (file, test) = (first.file.clone(), first.test.name.clone());
                match rewrite(&mut document, &cases, program) {
                    Ok(()) => {
                        changed = true;
                        accepted.tests.push((file, test));
                    }
                    Err(why) => accepted.refused.push((file, test, why)),
                }
            }
            if changed {
                accepted.files.push((path.clone(), as_in(old, document.to_string())));
                accepted.numbers.push(number);
            }
        }
        accepted
    }
}

/// A text with the mark at the beginning that the old one has, and the line ends of its first line; a document forgets both.
fn as_in(old: &str, mut new: String) -> String {
    const MARK: char = '\u{feff}';
    if old.find('\n').is_some_and(|end| old.get(..end).is_some_and(|line| line.ends_with('\r'))) {
        // Texts of several lines have kept theirs.
        new = new.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    if old.starts_with(MARK) && !new.starts_with(MARK) {
        new.insert(0, MARK);
    }
    new
}

/// Expectations by key, as they are to stand.
type Expectations = BTreeMap<Want, Vec<Text>>;

fn rewrite(document: &mut DocumentMut, cases: &[&Case], program: &Program) -> Result<(), String> {
    let Some(first) = cases.first() else { return Ok(()) };
    if cases.len() < number_of_cases(&first.test) {
        return Err("it has other cases, which were left out and share what it expects".to_owned());
    }
    let mut new: Option<Expectations> = None;
    for case in cases {
        let came = came_out(case, &case.advise(program));
        if *new.get_or_insert_with(|| came.clone()) != came {
            return Err("its cases come out differently; make several tests of it".to_owned());
        }
    }
    let new = new.unwrap_or_default();
    if new.is_empty() {
        return Err("nothing that it expects came out; write what it should expect".to_owned());
    }
    let mut place = place_of(document, first.test.position).ok_or("its place in the file is not clear")?;
    let closed =
        cases.iter().any(|case| matches!(case.run(program), Outcome::Failed(f) if f.closed_gap.is_some()));
    if closed {
        place.table().remove("known_gap");
    } else {
        let old = first.expected().iter().map(|expected| (expected.want, expected.names.clone())).collect();
        expect(&mut place, &old, &new);
    }
    Ok(())
}

/// Puts new expectations in place of old ones.
fn expect(place: &mut Place<'_>, old: &Expectations, new: &Expectations) {
    let mut order: Vec<String> = place.table().iter().map(|(key, _)| key.to_owned()).collect();
    let gone: Vec<Want> = old.keys().filter(|want| !new.contains_key(want)).copied().collect();
    let mut vacant = gone.iter();
    for (want, names) in new.iter().filter(|(want, names)| old.get(want) != Some(names)) {
        let table = place.table();
        if let Some(item) = table.get_mut(want.key()) {
            edit(item, *want, names);
            continue;
        }
        let instead_of = vacant.next().map(|want| want.key());
        insert(table, *want, names, instead_of);
        if let Some(key) = order.iter_mut().find(|key| Some(key.as_str()) == instead_of) {
            want.key().clone_into(key);
        }
    }
    // A new key took over the comment of the one it came for; the others leave theirs to the key below.
    let orphans: Vec<&str> = vacant.map(|want| want.key()).collect();
    for want in &gone {
        let table = place.table();
        let below = table.iter().map(|(key, _)| key.to_owned()).skip_while(|key| key != want.key()).nth(1);
        let comment = table.key(want.key()).and_then(|key| key.leaf_decor().prefix()?.as_str());
        let comment = comment.filter(|text| text.contains('#') && orphans.contains(&want.key()));
        let comment = comment.map(str::to_owned);
        table.remove(want.key());
        if let (Some(comment), Some(below)) = (comment, below)
            && let Some(mut key) = table.key_mut(&below)
        {
            let own = key.leaf_decor().prefix().and_then(|own| own.as_str()).unwrap_or_default().to_owned();
            key.leaf_decor_mut().set_prefix(comment + &own);
        }
    }
    place.sort(|key| order.iter().position(|other| other == key).unwrap_or(usize::MAX));
}

/// A test where it stands.
enum Place<'a> {
    Table(&'a mut Table),
    Inline(&'a mut InlineTable),
}

impl Place<'_> {
    fn table(&mut self) -> &mut dyn TableLike {
        match self {
            Self::Table(table) => *table,
            Self::Inline(table) => *table,
        }
    }

    fn sort(&mut self, rank: impl Fn(&str) -> usize) {
        match self {
            Self::Table(table) => table.sort_values_by(|a, _, b, _| rank(a.get()).cmp(&rank(b.get()))),
            Self::Inline(table) => table.sort_values_by(|a, _, b, _| rank(a.get()).cmp(&rank(b.get()))),
        }
    }
}

fn place_of(document: &mut DocumentMut, position: usize) -> Option<Place<'_>> {
    match document.get_mut("test")? {
        Item::ArrayOfTables(tables) => tables.get_mut(position).map(Place::Table),
        Item::Value(Value::Array(list)) => list.get_mut(position)?.as_inline_table_mut().map(Place::Inline),
        _ => None,
    }
}

/// What the test would have to expect.
fn came_out(case: &Case, advice: &Advice) -> Expectations {
    let mut new = Expectations::new();
    for expected in case.expected() {
        for name in &expected.names {
            let want = match expected.want {
                Want::Suggests | Want::Avoids | Want::Silent | Want::Depends | Want::Order => {
                    standing(advice, name, expected.want)
                }
                Want::Leads | Want::Spares => role(advice, name),
                Want::Disputed | Want::Undisputed if is_disputed(advice, name) => Want::Disputed,
                Want::Disputed | Want::Undisputed => Want::Undisputed,
                Want::Reasons => {
                    let suggested = advice.suggested.iter().flat_map(|suggested| &suggested.rules);
                    let mut behind =
                        suggested.chain(advice.avoided.iter().flat_map(|avoided| &avoided.rules));
                    if !behind.any(|rule| rule == name) {
                        continue;
                    }
                    Want::Reasons
                }
                _ => continue,
            };
            let names = new.entry(want).or_default();
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        match expected.want {
            Want::First => {
                if let Some(first) = advice.suggested.first() {
                    new.insert(Want::First, vec![first.action.clone()]);
                }
            }
            Want::NextQuestion => {
                let next = advice.next_question.iter().map(|question| question.fact.clone()).collect();
                new.insert(Want::NextQuestion, next);
            }
            _ => {}
        }
    }
    if let Some(order) = new.get_mut(&Want::Order) {
        let rank = |name: &Text| advice.suggested.iter().position(|suggested| suggested.action == *name);
        order.sort_by_key(rank);
    }
    new
}

/// The list that an action belongs in; an order stays one as long as the action is suggested.
fn standing(advice: &Advice, action: &str, now: Want) -> Want {
    match advice.verdict(action) {
        Some(Verdict::Suggested) if now == Want::Order => Want::Order,
        Some(Verdict::Suggested) => Want::Suggests,
        Some(Verdict::Avoided) => Want::Avoids,
        Some(Verdict::Depends) => Want::Depends,
        Some(Verdict::Silent) | None => Want::Silent,
    }
}

fn role(advice: &Advice, action: &str) -> Want {
    match advice.suggested.iter().find(|suggested| *suggested.action == *action).map(|it| it.role) {
        Some(Role::Lead) => Want::Leads,
        Some(Role::Spare) => Want::Spares,
        None => standing(advice, action, Want::Suggests),
    }
}

/// One name for what has one, else a list.
fn value(want: Want, names: &[Text]) -> Value {
    match want {
        Want::First | Want::NextQuestion => Value::from(names.first().map_or("", |name| name)),
        _ => names.iter().map(|name| &**name).collect(),
    }
}

/// Changes a value where it stands.
fn edit(item: &mut Item, want: Want, names: &[Text]) {
    match item.as_array_mut() {
        Some(list) if want != Want::Order => edit_list(list, names),
        _ => {
            let mut new = value(want, names);
            if let Some(old) = item.as_value() {
                *new.decor_mut() = old.decor().clone();
            }
            *item = Item::Value(new);
        }
    }
}

/// Takes out elements that are not named, and adds those that are missing the way the others stand: on a line of their own, or after a space.
/// Elements that stay keep their lines and comments.
///
/// A document has a comment at the end of a line before whatever comes next, be it an element or the end of the list. So what stands between two elements comes apart at the
/// first line end: the *tail* of the one, and the *lead* of the other.
fn edit_list(list: &mut Array, names: &[Text]) {
    let text = |part: Option<&RawString>| part.and_then(RawString::as_str).unwrap_or_default().to_owned();
    let befores =
        list.iter().map(|element| text(element.decor().prefix())).chain([text(Some(list.trailing()))]);
    let afters =
        std::iter::once(String::new()).chain(list.iter().map(|element| text(element.decor().suffix())));
    let gaps: Vec<String> = afters.zip(befores).map(|(after, before)| after + &before).collect();
    let apart = |gap: &str| {
        let (tail, lead) = gap.split_at(gap.find('\n').unwrap_or_default());
        (tail.to_owned(), lead.to_owned())
    };
    let mut gaps = gaps.iter().map(|gap| apart(gap));
    let (mut tail, first) = gaps.next().unwrap_or_default();
    let mut lead = first.clone();
    let mut own_line = first.clone();
    let mut kept: Vec<(String, Value, String)> = Vec::new();
    for (element, (its_tail, next)) in list.iter().zip(gaps) {
        let its_lead = std::mem::replace(&mut lead, next);
        if own_line.find('\n').is_none() {
            own_line.clone_from(&its_lead);
        }
        if names.iter().any(|name| element.as_str() == Some(name)) {
            kept.push((its_lead, element.clone(), its_tail));
        }
    }
    let own_line = own_line.rfind('\n').and_then(|at| own_line.get(at..));
    for name in names {
        if !kept.iter().any(|(_, element, _)| element.as_str() == Some(name)) {
            kept.push((own_line.unwrap_or(" ").to_owned(), Value::from(&**name), String::new()));
        }
    }
    list.clear();
    for (at, (its_lead, mut element, its_tail)) in kept.into_iter().enumerate() {
        // The first of a line may not have been the first before.
        let its_lead = if at == 0 && !its_lead.contains('\n') { first.clone() } else { its_lead };
        let before = after_tail(std::mem::replace(&mut tail, its_tail), &its_lead);
        *element.decor_mut() = Decor::new(before, "");
        list.push_formatted(element);
    }
    list.set_trailing(after_tail(tail, &lead));
}

/// What stands behind an element and before the next. Nothing but a line end ends a comment.
fn after_tail(tail: String, lead: &str) -> String {
    let end = if tail.contains('#') && !lead.contains('\n') { "\n" } else { "" };
    tail + end + lead
}

/// Adds a key, laid out like the one that it replaces, or like the name.
fn insert(table: &mut dyn TableLike, want: Want, names: &[Text], instead_of: Option<&str>) {
    let replaced = instead_of.and_then(|key| table.key(key));
    let before = replaced.and_then(|key| key.leaf_decor().prefix().cloned());
    let pattern = replaced.or_else(|| table.key("name"));
    let column = pattern.map_or(0, |key| {
        let gap = key.leaf_decor().suffix().and_then(|suffix| suffix.as_str()).unwrap_or(" ");
        key.get().len().saturating_add(gap.len())
    });
    let mut new = value(want, names);
    new.decor_mut().set_prefix(" ");
    if let Some(old) = instead_of.and_then(|key| table.get(key)).and_then(Item::as_value) {
        *new.decor_mut() = old.decor().clone();
    }
    table.insert(want.key(), Item::Value(new));
    if let Some(mut key) = table.key_mut(want.key()) {
        let gap = column.saturating_sub(want.key().len()).max(1);
        key.leaf_decor_mut().set_suffix(" ".repeat(gap));
        if let Some(before) = before {
            key.leaf_decor_mut().set_prefix(before);
        }
    }
}
