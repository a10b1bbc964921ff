//! Meaning to advice. Every function here is total: it cannot fail, and reads nothing but its arguments.

mod advice;
mod assume;
mod batch;
mod card;
mod compose;
mod counterfactual;
mod decider;
mod decision;
mod dispute;
mod explain;
mod first;
mod leading;
mod matcher;
mod nearest;
mod outcome;
mod program;
mod question;
mod questionnaire;
mod ranking;
mod requirement;
mod residual;
mod rule;
mod settled;
mod steps;
mod tables;

pub use advice::{
    Advice, Answer, Assumed, Avoided, Change, Depends, Dispute, DisputeSide, NextQuestion, PackName, Role,
    Silent, Standing, Suggested, Tests, Verdict,
};
pub use batch::{Batch, Block, Column};
pub use card::{Card, CardAssumption, CardLine, CardSection, CardWarning, Surprise};
pub use counterfactual::{Against, ChangeSet, Counterfactual, FactChange, Goal, Possibility};
pub use decider::Decider;
pub use decision::{Decision, Stand};
pub use explain::{Check, Explanation, Obstacle, RuleCheck, TestCheck};
pub use matcher::Matcher;
pub use program::Program;
pub use questionnaire::Questionnaire;
pub use requirement::Requirement;
pub use rule::RuleExplanation;
