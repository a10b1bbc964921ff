//! The typed context of the shipped closing pack.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ops::{RangeFrom, RangeInclusive, RangeToInclusive};

use serde::{Deserialize, Serialize};

use crate::model::Wanted;

/// A value that a fact of the closing pack can have: one of its enums, a `bool`, or a `u16`.
pub trait Value: sealed::Named {}

/// A value with an order, so that "management or above" (`Level::Management..`) makes sense.
pub trait Ordered: Value {}

mod sealed {
    pub trait Named {
        fn wanted(self) -> crate::model::Wanted;
    }
}

/// What may be true of one fact: a value, one of several, a range, or explicitly unknown.
///
/// ```
/// use closer_core::{Interview, Level, Possible, Setting};
///
/// let interview = Interview::new()
///     .level(Level::Management..)                      // management or above
///     .setting([Setting::InPerson, Setting::Video])    // one of these
///     .interviewers(2..=4)
///     .next_steps_known(Possible::unknown());          // unknown, and nothing is to be assumed
/// # let _ = interview;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Possible<T> {
    wanted: Wanted,
    of: PhantomData<T>,
}

impl<T> Possible<T> {
    /// Asked, and not known: every value is possible, and none is to be assumed.
    #[must_use]
    pub fn unknown() -> Self {
        Self::new(Wanted::Value("unknown".into()))
    }

    fn new(wanted: Wanted) -> Self {
        Self { wanted, of: PhantomData }
    }
}

impl<T: Value> From<T> for Possible<T> {
    fn from(value: T) -> Self {
        Self::new(value.wanted())
    }
}

impl<T: Value, const N: usize> From<[T; N]> for Possible<T> {
    fn from(values: [T; N]) -> Self {
        Self::new(Wanted::OneOf(values.into_iter().map(sealed::Named::wanted).collect()))
    }
}

impl<T: Ordered> From<RangeFrom<T>> for Possible<T> {
    fn from(range: RangeFrom<T>) -> Self {
        Self::new(bounds(Some(range.start), None))
    }
}

impl<T: Ordered> From<RangeToInclusive<T>> for Possible<T> {
    fn from(range: RangeToInclusive<T>) -> Self {
        Self::new(bounds(None, Some(range.end)))
    }
}

impl<T: Ordered> From<RangeInclusive<T>> for Possible<T> {
    fn from(range: RangeInclusive<T>) -> Self {
        let (low, high) = range.into_inner();
        Self::new(bounds(Some(low), Some(high)))
    }
}

fn bounds<T: Ordered>(low: Option<T>, high: Option<T>) -> Wanted {
    let boxed = |value: T| Box::new(value.wanted());
    Wanted::Bounds { at_least: low.map(boxed), at_most: high.map(boxed) }
}

impl sealed::Named for bool {
    fn wanted(self) -> Wanted {
        Wanted::Bool(self)
    }
}
impl Value for bool {}

impl sealed::Named for u16 {
    fn wanted(self) -> Wanted {
        Wanted::Number(self.into())
    }
}
impl Value for u16 {}
impl Ordered for u16 {}

/// What is known of one interview, typed for the shipped closing pack. Whatever is left out is not known.
///
/// Each method is named after a fact and says what may be true of it; saying it again replaces what was said. The value is turned into a
/// [`Context`](crate::Context) by [`Program::context`](crate::Program::context), as any serialisable struct with the pack's fact names can be.
///
/// ```
/// use closer_core::{Interview, Level, Program, Went};
///
/// let program = Program::closing();
/// let context = program.context(&Interview::new().went(Went::Well).level(Level::Mid))?;
/// let advice = program.advise(&context);
/// assert!(advice.leading().count() > 0);
/// # Ok::<(), closer_core::ContextError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
#[must_use]
pub struct Interview {
    said: BTreeMap<&'static str, Wanted>,
}

impl Interview {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self::default()
    }
}

/// Declares the enums of the facts and a method for each fact.
macro_rules! facts {
    ($(#[doc = $doc:literal] $fact:ident: $kind:ident $($name:ident { $($variant:ident = $value:literal),+ })?,)+) => {
        impl Interview {$(
            #[doc = $doc]
            pub fn $fact(mut self, is: impl Into<Possible<facts!(@type $kind $($name)?)>>) -> Self {
                self.said.insert(stringify!($fact), is.into().wanted);
                self
            }
        )+}

        $($(
            facts!(@enum $doc $name { $($variant = $value),+ });
            facts!(@order $kind $name);
        )?)+

        /// Every fact that has a method, with the values of its enum.
        #[cfg(test)]
        const FACTS: &[(&str, &str, &[&str])] = &[
            $((stringify!($fact), stringify!($kind), &[$($($value),+)?])),+
        ];
    };
    (@type bool) => { bool };
    (@type u16) => { u16 };
    (@type $kind:ident $name:ident) => { $name };
    (@order list $name:ident) => {};
    (@order ordered $name:ident) => { impl Ordered for $name {} };
    (@enum $doc:literal $name:ident { $($variant:ident = $value:literal),+ }) => {
        #[doc = $doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {$(
            #[doc = concat!("`", $value, "`")]
            #[serde(rename = $value)]
            $variant,
        )+}

        impl sealed::Named for $name {
            fn wanted(self) -> Wanted {
                Wanted::Value(match self { $(Self::$variant => $value),+ }.into())
            }
        }
        impl Value for $name {}
    };
}

facts! {
    /// Where are you: still preparing, at the end of the interview, or already out?
    phase: ordered Phase { Before = "before", AtClose = "at_close", After = "after" },
    /// How do you feel it went?
    went: ordered Went { Poorly = "poorly", Unsure = "unsure", Well = "well" },
    /// Having heard it all, do you want this job?
    wants_job: ordered WantsJob { No = "no", Undecided = "undecided", Yes = "yes" },
    /// How sure of yourself do you feel right now?
    confidence: ordered Confidence { Low = "low", Medium = "medium", High = "high" },
    /// Would you risk an awkward moment for a clear answer?
    risk_tolerance: ordered RiskTolerance { Low = "low", Medium = "medium", High = "high" },
    /// Would you rather know today, even if the answer is no?
    needs_early_answer: bool,
    /// What level is the job?
    level: ordered Level { Entry = "entry", Mid = "mid", Senior = "senior", Management = "management", Executive = "executive" },
    /// What field is it in?
    field: list Field { Consulting = "consulting", Sales = "sales", PublicSector = "public_sector", Other = "other" },
    /// How was the interview held?
    setting: list Setting { InPerson = "in_person", Video = "video", Phone = "phone", OneWayVideo = "one_way_video" },
    /// How many people interviewed you?
    interviewers: u16,
    /// Which round is this?
    interview_round: ordered InterviewRound { Screening = "screening", First = "first", Later = "later", Final = "final" },
    /// Who interviewed you?
    interviewer_role: list InterviewerRole { HiringManager = "hiring_manager", Hr = "hr", AgencyRecruiter = "agency_recruiter", Peer = "peer" },
    /// Did they ask whether you have questions?
    invited_to_ask: bool,
    /// How many of your prepared questions are still open?
    questions_left: u16,
    /// How much time is left?
    time_left: ordered TimeLeft { None = "none", Little = "little", Enough = "enough" },
    /// Have they told you what happens next?
    next_steps_known: bool,
    /// Have they said when they decide?
    decision_date_known: bool,
    /// In how many days do they decide?
    days_until_decision: u16,
    /// How interested did the interviewer seem?
    interviewer_engagement: ordered InterviewerEngagement { Uninterested = "uninterested", Neutral = "neutral", Engaged = "engaged" },
    /// Was it a well-run interview?
    interviewer_conduct: list InterviewerConduct { Good = "good", Poor = "poor" },
    /// Did they hint at the outcome?
    employer_signal: list EmployerSignal { None = "none", TurnedDown = "turned_down", Hesitant = "hesitant", Encouraging = "encouraging", OfferMade = "offer_made" },
    /// Did they name a doubt about you?
    reservations_voiced: bool,
    /// When you asked when to get in touch, what did they say?
    contact_date_answer: list ContactDateAnswer { NotAsked = "not_asked", Given = "given", Vague = "vague" },
    /// Has pay come up, and who brought it up?
    salary_topic: list SalaryTopic { NotRaised = "not_raised", AdvertisedOnly = "advertised_only", RaisedByCandidate = "raised_by_candidate", RaisedByEmployer = "raised_by_employer" },
    /// Do you have your own card with you?
    has_business_card: bool,
    /// Did they give you theirs?
    interviewer_gave_card: bool,
    /// Do you have their e-mail address?
    has_email_address: bool,
    /// Do you have their number?
    has_phone_number: bool,
    /// Do you have a postal address for them?
    has_postal_address: bool,
    /// May candidates contact them directly?
    contact_channel: list ContactChannel { Direct = "direct", AgencyOnly = "agency_only", NoContact = "no_contact" },
    /// Is shaking hands possible for you and usual there?
    handshake_ok: bool,
    /// Is whoever checked you in or walked you in still about?
    front_desk_present: bool,
    /// Is there something about the meeting you honestly liked?
    sincere_compliment: bool,
    /// Do you already work there?
    internal_candidate: bool,
    /// How plainly do people there speak in such meetings?
    communication_norms: ordered CommunicationNorms { Reserved = "reserved", Neutral = "neutral", Direct = "direct" },
    /// How many days ago was it?
    days_since_interview: u16,
    /// Have you sent thanks already?
    thank_you_sent: bool,
    /// Have you heard from them since?
    heard_back: bool,
    /// Has the promised date, or a week, passed in silence?
    reply_overdue: bool,
}

#[cfg(test)]
mod tests {
    use super::FACTS;
    use crate::Program;
    use crate::model::Kind;

    /// The typed context and the shipped pack name the same facts with the same values in the same order.
    #[test]
    fn the_typed_context_is_the_packs_vocabulary() {
        let program = Program::closing();
        let mut declared: Vec<_> = FACTS.to_vec();
        declared.sort_unstable();
        let facts = program.rules().vocabulary().facts();
        let read: Vec<(&str, &str, Vec<&str>)> = facts
            .iter()
            .map(|fact| match &fact.kind {
                Kind::Bool => (&*fact.name, "bool", vec![]),
                Kind::Int { .. } => (&*fact.name, "u16", vec![]),
                Kind::Enum { values, ordered } => {
                    let kind = if *ordered { "ordered" } else { "list" };
                    (&*fact.name, kind, values.iter().map(|value| &**value).collect())
                }
            })
            .collect();
        let declared: Vec<_> = declared.into_iter().map(|(n, k, values)| (n, k, values.to_vec())).collect();
        assert_eq!(declared, read);
    }
}
