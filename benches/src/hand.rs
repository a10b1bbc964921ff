//! W1 as one would write it by hand in Rust: typed facts, one `if` per rule. The practical limit of code that knows its rules when it is compiled.

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Poorly,
    Unsure,
    Well,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Entry,
    Junior,
    Mid,
    Senior,
    Management,
    Executive,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Salary {
    No,
    ByMe,
    ByThem,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Format {
    InPerson,
    Video,
    Phone,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Engaged,
    Neutral,
    Uninterested,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    Cautious,
    Balanced,
    Bold,
}

#[derive(Clone, Copy)]
pub struct Facts {
    pub outcome: Outcome,
    pub level: Level,
    pub consulting: bool,
    pub salary_raised: Salary,
    pub wants_job: bool,
    pub format: Format,
    pub interviewer_mood: Mood,
    pub invited_questions: bool,
    pub next_steps_known: bool,
    pub has_card: bool,
    pub has_phone: bool,
    pub risk: Risk,
}

#[inline(never)]
pub fn rules(c: &Facts, out: &mut Vec<u32>) {
    // ask-for-the-job
    if c.outcome == Outcome::Well && c.wants_job && c.risk >= Risk::Bold {
        out.push(0);
    }
    // say-you-want-it
    if c.wants_job && matches!(c.outcome, Outcome::Well | Outcome::Unsure) {
        out.push(1);
    }
    // thank-by-name
    if c.interviewer_mood != Mood::Uninterested {
        out.push(2);
    }
    // short-thanks
    if c.interviewer_mood == Mood::Uninterested {
        out.push(3);
    }
    // ask-next-steps
    if !c.next_steps_known && c.outcome != Outcome::Poorly {
        out.push(4);
    }
    // confirm-next-steps
    if c.next_steps_known && c.wants_job {
        out.push(5);
    }
    // ask-team-question
    if c.invited_questions && c.level <= Level::Mid {
        out.push(6);
    }
    // ask-strategy-question
    if c.invited_questions && c.level >= Level::Management {
        out.push(7);
    }
    // ask-first-90-days
    if c.invited_questions && c.level >= Level::Senior && c.outcome == Outcome::Well {
        out.push(8);
    }
    // ask-objections
    if matches!(c.outcome, Outcome::Unsure | Outcome::Poorly)
        && c.risk >= Risk::Balanced
        && matches!(c.interviewer_mood, Mood::Engaged | Mood::Neutral)
    {
        out.push(9);
    }
    // recover-weak-answer
    if c.outcome == Outcome::Poorly && c.wants_job && !(c.interviewer_mood == Mood::Uninterested) {
        out.push(10);
    }
    // graceful-exit
    if !c.wants_job && matches!(c.outcome, Outcome::Poorly | Outcome::Unsure) {
        out.push(11);
    }
    // decline-softly
    if !c.wants_job && c.outcome == Outcome::Well {
        out.push(12);
    }
    // keep-door-open
    if (!c.wants_job && c.level >= Level::Senior)
        || (c.outcome == Outcome::Poorly && c.interviewer_mood == Mood::Engaged)
    {
        out.push(13);
    }
    // hand-over-card
    if c.has_card && c.format == Format::InPerson {
        out.push(14);
    }
    // ask-for-card
    if !c.has_card && c.format == Format::InPerson && c.interviewer_mood != Mood::Uninterested {
        out.push(15);
    }
    // offer-phone
    if c.has_phone && matches!(c.format, Format::Video | Format::Phone) {
        out.push(16);
    }
    // ask-phone
    if !c.has_phone && !c.next_steps_known && c.risk >= Risk::Balanced {
        out.push(17);
    }
    // connect-online
    if c.format == Format::Video || (c.format == Format::Phone && c.level <= Level::Junior) {
        out.push(18);
    }
    // answer-salary-range
    if c.salary_raised == Salary::ByThem && c.level <= Level::Senior {
        out.push(19);
    }
    // defer-salary
    if c.salary_raised == Salary::ByThem && (c.level >= Level::Management || c.risk == Risk::Cautious) {
        out.push(20);
    }
    // soften-salary
    if c.salary_raised == Salary::ByMe && c.outcome != Outcome::Well {
        out.push(21);
    }
    // anchor-high
    if c.salary_raised == Salary::ByThem
        && c.outcome == Outcome::Well
        && c.risk == Risk::Bold
        && c.level >= Level::Senior
    {
        out.push(22);
    }
    // never-raise-salary
    if c.salary_raised == Salary::No && c.risk <= Risk::Balanced {
        out.push(23);
    }
    // consulting-propose-sow
    if c.consulting && c.outcome == Outcome::Well && c.interviewer_mood == Mood::Engaged {
        out.push(24);
    }
    // consulting-offer-trial
    if c.consulting && c.outcome == Outcome::Unsure && c.risk >= Risk::Balanced {
        out.push(25);
    }
    // consulting-rate-card
    if c.consulting && matches!(c.salary_raised, Salary::ByMe | Salary::ByThem) {
        out.push(26);
    }
    // consulting-no-job-ask
    if c.consulting {
        out.push(27);
    }
    // permanent-benefits
    if !c.consulting && c.salary_raised != Salary::No && c.outcome == Outcome::Well {
        out.push(28);
    }
    // executive-meet-board
    if c.level == Level::Executive && c.outcome == Outcome::Well && c.format != Format::Phone {
        out.push(29);
    }
    // manager-meet-team
    if matches!(c.level, Level::Senior | Level::Management)
        && c.outcome != Outcome::Poorly
        && c.invited_questions
    {
        out.push(30);
    }
    // entry-eager
    if c.level <= Level::Junior && c.wants_job && c.interviewer_mood == Mood::Engaged {
        out.push(31);
    }
    // entry-no-pressure
    if c.level <= Level::Junior || c.interviewer_mood == Mood::Uninterested {
        out.push(32);
    }
    // press-for-decision
    if c.risk == Risk::Bold && c.outcome == Outcome::Well && !c.next_steps_known && c.level >= Level::Mid {
        out.push(33);
    }
    // wake-up-interviewer
    if c.interviewer_mood == Mood::Uninterested && c.invited_questions && (c.risk != Risk::Cautious) {
        out.push(34);
    }
    // end-early
    if c.interviewer_mood == Mood::Uninterested && !c.wants_job {
        out.push(35);
    }
    // phone-summarise
    if c.format == Format::Phone && matches!(c.outcome, Outcome::Well | Outcome::Unsure) && c.wants_job {
        out.push(36);
    }
    // follow-up-email
    if c.outcome != Outcome::Poorly && c.wants_job {
        out.push(37);
    }
    // reference-offer
    if c.outcome == Outcome::Unsure && c.level >= Level::Mid && !matches!(c.risk, Risk::Bold) {
        out.push(38);
    }
    // uninvited-one-question
    if !c.invited_questions && c.interviewer_mood == Mood::Engaged && c.risk >= Risk::Balanced {
        out.push(39);
    }
}

impl Facts {
    /// The enums number their values as the workload does.
    pub fn new(values: &[u8]) -> Self {
        let value = |fact: usize| usize::from(values[fact]);
        Self {
            outcome: [Outcome::Poorly, Outcome::Unsure, Outcome::Well][value(0)],
            level: [
                Level::Entry,
                Level::Junior,
                Level::Mid,
                Level::Senior,
                Level::Management,
                Level::Executive,
            ][value(1)],
            consulting: value(2) == 1,
            salary_raised: [Salary::No, Salary::ByMe, Salary::ByThem][value(3)],
            wants_job: value(4) == 1,
            format: [Format::InPerson, Format::Video, Format::Phone][value(5)],
            interviewer_mood: [Mood::Engaged, Mood::Neutral, Mood::Uninterested][value(6)],
            invited_questions: value(7) == 1,
            next_steps_known: value(8) == 1,
            has_card: value(9) == 1,
            has_phone: value(10) == 1,
            risk: [Risk::Cautious, Risk::Balanced, Risk::Bold][value(11)],
        }
    }
}
