//! Writes a pack as TOML, in any order and any number of files.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};

use super::json;
use super::pack::{Citation, Fact, Kind, Pack, View};

/// One table of a pack: `[facts.went]`, or one `[[rule]]` when it has no name of its own.
struct Piece {
    kind: &'static str,
    name: Option<String>,
    entries: Json,
}

/// The pack as one file, in the order of its lists.
pub(crate) fn plain(pack: &Pack) -> String {
    let mut text = String::new();
    for piece in pieces(pack) {
        piece.write(&mut text, &mut Dice::new(0));
    }
    text
}

/// The pack as `count` files, everything shuffled: files, tables, entries of tables, and ways of writing them.
pub(crate) fn shuffled(pack: &Pack, seed: u64, count: usize) -> Vec<(String, String)> {
    let mut dice = Dice::new(seed);
    let mut files: Vec<(String, String)> =
        (0..count).map(|at| (format!("{}-{at}.toml", dice.below(10)), String::new())).collect();
    let mut pieces = pieces(pack);
    dice.shuffle(&mut pieces);
    for piece in pieces {
        let at = dice.below(files.len());
        piece.write(&mut files[at].1, &mut dice);
    }
    dice.shuffle(&mut files);
    files
}

fn pieces(pack: &Pack) -> Vec<Piece> {
    let named = |kind, name: &str, entries| Piece { kind, name: Some(name.to_owned()), entries };
    let citations =
        |list: &[Citation]| -> Json { list.iter().map(|one| json!(pack.citation(one))).collect() };
    let condition = |written| json::condition(pack, written);
    let moments: Vec<&str> = pack.moments.iter().map(|moment| moment.id.as_str()).collect();
    let mut pieces = vec![Piece {
        kind: "[pack]",
        name: None,
        entries: json!({ "name": "random", "version": "1.2.3", "title": "A random pack", "moments": moments }),
    }];
    pieces.extend(pack.facts.iter().map(|fact| {
        named("facts", &fact.name, fact_entries(fact, fact.ask_when.as_ref().map(condition).as_ref()))
    }));
    pieces.extend(pack.sources.iter().map(|source| {
        let entries = json!({ "title": "A source", "editorial": source.editorial.then_some(true) });
        named("sources", &source.id, entries)
    }));
    pieces.extend(pack.moments.iter().map(|moment| {
        let entries = json!({ "title": "A moment", "when": moment.guard.as_ref().map(condition) });
        named("moments", &moment.id, entries)
    }));
    pieces.extend(
        pack.groups
            .iter()
            .map(|group| named("groups", &group.id, json!({ "title": "A group", "at_most": group.at_most }))),
    );
    for action in &pack.actions {
        let never_with: Vec<&str> =
            action.never_with.iter().map(|other| pack.actions[*other].id.as_str()).collect();
        let entries = json!({
            "title": action.title(),
            "moment": pack.moments[action.moment].id,
            "why": "It helps.",
            "say": action.say,
            "group": action.group.map(|group| &pack.groups[group].id),
            "never_with": Some(never_with).filter(|others| !others.is_empty()),
        });
        pieces.push(named("actions", &action.id, entries));
    }
    for rule in &pack.rules {
        let action = &pack.actions[rule.action].id;
        let entries = json!({
            "id": rule.id,
            "suggest": (rule.view == View::Suggest).then_some(action),
            "avoid": (rule.view == View::Avoid).then_some(action),
            "when": rule.when.as_ref().map(condition),
            "unless": rule.unless.as_ref().map(condition),
            "weight": rule.weight,
            "because": rule.because(),
            "sources": citations(&rule.sources),
        });
        pieces.push(Piece { kind: "[[rule]]", name: None, entries });
    }
    for one in &pack.disagreements {
        let actions: Vec<&str> = one.actions.iter().map(|action| pack.actions[*action].id.as_str()).collect();
        let side =
            |says: &str, source: &Citation| json!({ "sources": [pack.citation(source)], "says": says });
        let entries = json!({
            "id": one.id,
            "actions": actions,
            "when": one.when.as_ref().map(condition),
            "note": one.note(),
            "sides": [side("this", &one.sides[0]), side("that", &one.sides[1])],
        });
        pieces.push(Piece { kind: "[[disagreement]]", name: None, entries });
    }
    pieces
}

fn fact_entries(fact: &Fact, ask_when: Option<&Json>) -> Json {
    let flags: Map<String, Json> =
        fact.flags.iter().map(|(name, test)| (name.clone(), json::test(fact, test))).collect();
    json!({
        "question": format!("What of {}?", fact.name),
        "bool": (fact.kind == Kind::Bool).then_some(true),
        "values": if let Kind::Values(names) = &fact.kind { Some(names) } else { None },
        "ordered": if let Kind::Ordered(names) = &fact.kind { Some(names) } else { None },
        "range": if let Kind::Range(low, high) = fact.kind { Some([low, high]) } else { None },
        "assume": fact.assume.as_ref().map(|test| json::test(fact, test)),
        "ask_first": fact.ask_first.then_some(true),
        "ask_when": ask_when,
        "flags": Some(flags).filter(|flags| !flags.is_empty()),
    })
}

impl Piece {
    fn write(&self, text: &mut String, dice: &mut Dice) {
        let header =
            self.name.as_ref().map_or_else(|| self.kind.to_owned(), |name| format!("[{}.{name}]", self.kind));
        // A null entry is one that was left out.
        let mut entries: Vec<(&String, &Json)> =
            self.entries.as_object().unwrap().iter().filter(|(_, value)| !value.is_null()).collect();
        dice.shuffle(&mut entries);
        // Conditions of a rule may also stand as tables of their own, after everything else.
        let apart = |key: &str| self.kind == "[[rule]]" && (key == "when" || key == "unless");
        let (tables, lines): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|(key, _)| apart(key.as_str()) && dice.below(4) == 3);
        writeln!(text, "{header}").unwrap();
        for (key, value) in lines {
            writeln!(text, "{key} = {}", inline(value, SETS.contains(&key.as_str()), dice)).unwrap();
        }
        for (key, table) in tables {
            writeln!(text, "[rule.{key}]").unwrap();
            let mut tests: Vec<_> = table.as_object().unwrap().iter().collect();
            dice.shuffle(&mut tests);
            for (fact, test) in tests {
                writeln!(text, "{fact} = {}", inline(test, true, dice)).unwrap();
            }
        }
        writeln!(text).unwrap();
    }
}

/// What stands under these keys means the same in any order.
const SETS: [&str; 7] = ["when", "unless", "ask_when", "assume", "flags", "never_with", "actions"];

/// A value on one line. The entries of a table have no order, and neither have the lists of a condition.
fn inline(value: &Json, lists_are_sets: bool, dice: &mut Dice) -> String {
    match value {
        Json::Array(parts) => {
            let mut parts: Vec<&Json> = parts.iter().collect();
            if lists_are_sets {
                dice.shuffle(&mut parts);
            }
            let parts: Vec<String> =
                parts.into_iter().map(|part| inline(part, lists_are_sets, dice)).collect();
            format!("[{}]", parts.join(", "))
        }
        Json::Object(entries) => {
            let mut entries: Vec<(&String, &Json)> = entries.iter().collect();
            dice.shuffle(&mut entries);
            let mut text = String::new();
            for (key, value) in entries {
                let comma = if text.is_empty() { "" } else { ", " };
                write!(text, "{comma}{key} = {}", inline(value, lists_are_sets, dice)).unwrap();
            }
            format!("{{ {text} }}")
        }
        // Strings, numbers and booleans look the same in JSON and TOML.
        plain => plain.to_string(),
    }
}

/// Numbers that look random and depend on the seed alone; with seed 0 nothing is ever shuffled.
struct Dice {
    state: u64,
}

impl Dice {
    fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn below(&mut self, limit: usize) -> usize {
        if self.state == 0 {
            return 0;
        }
        // Marsaglia's xorshift.
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state % u64::try_from(limit).unwrap()).unwrap()
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        if self.state != 0 {
            for end in (1..list.len()).rev() {
                let other = self.below(end + 1);
                list.swap(end, other);
            }
        }
    }
}
