//! Names are found where they are guessed, or else guessing would only cost time.

use super::guess::Guess;

/// How many of the names stand where they are guessed.
fn found(names: &[String]) -> usize {
    let guess = Guess::new(names.iter().map(String::as_str));
    names.iter().enumerate().filter(|(at, name)| guess.place(name) == *at).count()
}

fn numbered(many: usize, name: impl Fn(usize) -> String) -> Vec<String> {
    (0..many).map(name).collect()
}

/// Of as many places as there are, chance would leave about nine of ten.
#[track_caller]
fn most_are_found(names: &[String]) {
    let found = found(names);
    assert!(found * 10 >= names.len() * 8, "{found} of {}, such as {:?}", names.len(), names.first());
}

#[test]
fn most_names_are_guessed_right() {
    let shipped = super::RuleSet::closing();
    let facts: Vec<String> = shipped.vocabulary().facts().iter().map(|fact| fact.name.to_string()).collect();
    most_are_found(&facts);
    most_are_found(&numbered(200, |at| format!("f{at}")));
    most_are_found(&numbered(200, |at| format!("how_many_people_are_there_{at}")));
    most_are_found(&numbered(200, |at| format!("{at}_people_are_there_at_most")));
}

/// Each letter counts, wherever it stands, and so does how many there are.
#[test]
fn most_names_that_differ_in_little_are_guessed_right() {
    most_are_found(&numbered(60, |at| "x".repeat(at + 1)));
    for (before, after) in [("", "xxx"), ("a", "xx"), ("facts", ""), ("in_the_middle_", ""), ("", "_first")] {
        most_are_found(&numbered(100, |at| format!("{before}{at:02}{after}")));
    }
}

#[test]
fn what_is_no_name_is_guessed_nowhere_or_wrong() {
    let names = numbered(20, |at| format!("f{at}"));
    let guess = Guess::new(names.iter().map(String::as_str));
    for name in ["", "f", "f20", "facts", "something_else_altogether"] {
        assert!(names.get(guess.place(name)).is_none_or(|other| other != name));
    }
    assert!(Guess::default().place("f1") >= 1);
    assert!(Guess::new([].into_iter()).place("f1") >= 1);
}
