//! The questions to a person: as few as possible, and none that makes no sense.

mod support;

use closer_core::model::{Fact, Wanted};
use closer_core::{Context, Program, Questionnaire};
use support::{Random, say};

/// How many leading actions are to be settled, as `closer ask` does.
const TOP: usize = 5;

/// What one person would answer, to every question.
fn person(program: &Program, random: &mut Random) -> Context {
    let vocabulary = program.rules().vocabulary();
    let mut person = Context::unknown(vocabulary);
    for fact in vocabulary.facts() {
        say(program, &mut person, fact, random.one_of(fact.all()));
    }
    person
}

fn answer(program: &Program, person: &Context, fact: &Fact) -> Context {
    let said = Wanted::shortest(person.said(fact.id).expect("everything is known"), fact);
    program.context(&serde_json::json!({ &*fact.name: said })).expect("a value of the fact")
}

fn fact<'a>(program: &'a Program, name: &str) -> &'a Fact {
    program.rules().vocabulary().find(name).expect("a fact of the pack")
}

fn leading(questions: &Questionnaire) -> Vec<String> {
    questions.advice().leading().take(TOP).map(|action| action.action.to_string()).collect()
}

/// Asks what is most worth asking. How many questions it took, and what then leads.
fn ask_what_matters(program: &Program, person: &Context) -> (usize, Vec<String>) {
    let mut questions = program.questionnaire(Context::unknown(program.rules().vocabulary()), TOP);
    let mut asked = 0;
    while let Some(next) = questions.next_question() {
        assert!(questions.answer(&answer(program, person, fact(program, &next.fact))));
        asked += 1;
    }
    (asked, leading(&questions))
}

/// Asks in the order of the file, and passes over what can change nothing.
fn ask_in_file_order(program: &Program, person: &Context) -> (usize, Vec<String>) {
    let mut questions = program.questionnaire(Context::unknown(program.rules().vocabulary()), TOP);
    let mut asked = 0;
    while let Some(next) = questions.open_facts().into_iter().min_by_key(|fact| fact.origin) {
        let answer = answer(program, person, next);
        assert!(questions.answer(&answer));
        asked += 1;
    }
    (asked, leading(&questions))
}

#[test]
fn fewer_questions_lead_to_the_same_advice() {
    let program = Program::closing();
    let mut random = Random(20_260_101);
    let people: Vec<Context> = (0..40).map(|_| person(&program, &mut random)).collect();
    let (mut chosen, mut in_order) = (0, 0);
    for person in &people {
        let (asked, advice) = ask_what_matters(&program, person);
        let (asked_in_order, same) = ask_in_file_order(&program, person);
        assert_eq!(advice, same);
        chosen += asked;
        in_order += asked_in_order;
    }
    println!("questions for {} people: {chosen} chosen, {in_order} in file order", people.len());
    assert!(chosen < in_order);
}

#[test]
fn nobody_is_asked_before_the_interview_how_it_went() {
    let program = Program::closing();
    let questions = |known: serde_json::Value| {
        let known = program.context(&known).expect("facts of the pack");
        let questions = program.questionnaire(known, TOP);
        questions.open_facts().iter().map(|fact| fact.name.to_string()).collect::<Vec<_>>()
    };
    let before = questions(serde_json::json!({ "phase": "before" }));
    for fact in ["went", "wants_job", "invited_to_ask", "salary_topic", "days_since_interview"] {
        assert!(!before.iter().any(|open| open == fact), "{before:?}");
    }
    let at_close = questions(serde_json::json!({ "phase": "at_close" }));
    assert!(at_close.iter().any(|open| open == "went"), "{at_close:?}");
    assert!(!at_close.iter().any(|open| open == "thank_you_sent"), "{at_close:?}");
    // The hint beside advice keeps to it as well.
    let known = program.context(&serde_json::json!({ "phase": "before" })).expect("facts of the pack");
    let next = program.advise(&known).next_question.expect("much is open");
    assert!(!["went", "wants_job"].contains(&&*next.fact), "{}", next.fact);
}
