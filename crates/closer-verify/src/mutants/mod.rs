//! Tests of tests: slips that an author could make, and whether anything notices them.
//!
//! A *mutant* is the pack with one slip in it: a rule left out, a bound one step too far, "suggest" in place of "avoid". If all tests and
//! properties still pass, nothing would have told the author, and the mutant has *survived*. A mutant that gives the same result in every
//! world is no slip at all: that is proved, not guessed, and such *equivalent* mutants are left out.
//!
//! The method is mutation analysis (`DeMillo`, Lipton and Sayward, *Hints on test data selection*, 1978). What is new here is that equivalence, undecidable
//! for programs, is decided.

mod conditions;
mod equivalence;
mod make;
mod notice;
mod survivor;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

use closer_core::model::{ActionId, Context, Edit, RuleSet, Text};
use closer_core::space::OutOfBudget;
use closer_core::{Program, Span};
use serde::{Serialize, Serializer};

use crate::Suite;
use equivalence::{Difference, Judge};
use notice::Watchers;

/// Every mutant of a pack.
///
/// ```
/// use std::num::NonZeroUsize;
/// use closer_core::RuleSet;
/// use closer_verify::{Fate, Mutants, Suite};
///
/// let rules = RuleSet::from_toml(r#"
///     pack = { name = "tiny", version = "1.0.0", title = "Tiny", moments = ["end"] }
///     moments.end.title = "At the end"
///     sources.us.title  = "Us"
///     facts.went = { question = "How did it go?", ordered = ["poorly", "fairly", "well"] }
///     actions.smile = { moment = "end", title = "Smile", why = "It is contagious." }
///     [[rule]]
///     id = "smile-after-a-good-one"
///     suggest = "smile"
///     when = { went = { at_least = "fairly" } }
///     because = "It went well."
///     sources = ["us"]
/// "#)?;
/// let tests = r#"
///     pack = "tiny"
///     [[test]]
///     name     = "a good talk ends with a smile"
///     given    = { went = "well" }
///     suggests = ["smile"]
/// "#;
/// let suite = Suite::from_toml(&rules, tests)?;
/// let hunt = Mutants::of(&rules)?.hunt(&suite, NonZeroUsize::MIN, &|_| ());
///
/// // Nothing tells that a fair talk is good enough. Here is what would.
/// let survivor = hunt.survivors().next().unwrap();
/// assert_eq!(survivor.mutant.change, r#"went = { at_least = "fairly" } becomes went = "well""#);
/// assert!(survivor.test.contains(r#"given    = { went = "fairly" }"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Mutants {
    /// With numbers told apart as finely as some mutant does.
    rules: RuleSet,
    mutants: Vec<Mutant>,
}

/// A pack with one slip in it.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Mutant {
    /// What kind of slip it is.
    pub operator: Operator,
    /// What it was made in: `rule`, `group` or `fact`.
    pub kind: &'static str,
    /// The id of the rule or group, or the name of the fact.
    pub id: Text,
    /// What is otherwise, in a few words.
    pub change: String,
    /// Where the rule or fact is written; `None` for groups.
    #[serde(skip)]
    pub at: Option<Span>,
    /// The change itself, for a rule set as finely cut as [`Mutants::rules`].
    #[serde(skip)]
    pub edit: Edit,
}

/// A kind of slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Operator {
    /// A rule is not there.
    Rule,
    /// A rule speaks for the other side.
    Polarity,
    /// A rule's weight is the lowest or the highest there is.
    Weight,
    /// A rule has lost its `unless`, or another negated part.
    Unless,
    /// A test or a part of a condition is not there.
    Test,
    /// A test asks for another value.
    Value,
    /// A list of values has one too many or one too few.
    List,
    /// A bound is one step off.
    Bound,
    /// One more or one fewer of a group leads.
    Group,
    /// Something else is taken for granted, or nothing.
    Assumption,
}

impl Operator {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Rule,
        Self::Polarity,
        Self::Weight,
        Self::Unless,
        Self::Test,
        Self::Value,
        Self::List,
        Self::Bound,
        Self::Group,
        Self::Assumption,
    ];

    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Polarity => "polarity",
            Self::Weight => "weight",
            Self::Unless => "unless",
            Self::Test => "test",
            Self::Value => "value",
            Self::List => "list",
            Self::Bound => "bound",
            Self::Group => "group",
            Self::Assumption => "assumption",
        }
    }
}

/// Serialises to its name.
impl Serialize for Operator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What became of a mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fate {
    /// A test fails, or a property is broken; here is its name.
    Noticed(Text),
    /// It gives the same result in every interview that is told in full, but for a fact that is taken for granted: proved.
    Equivalent,
    /// Nothing notices it. This `[[test]]` would: it passes now, and fails with the slip.
    Survived(String),
    /// Nothing notices it, and whether it makes any difference is not decided: the question is too large, or something that could make one is otherwise and
    /// no interview was found in which it does.
    NotDecided,
}

/// What became of all mutants of a pack.
#[derive(Debug, Clone)]
#[must_use]
pub struct Hunt {
    fates: Vec<(Mutant, Fate)>,
}

/// A mutant that nothing notices.
#[derive(Debug, Clone, Copy, Serialize)]
#[non_exhaustive]
pub struct Survivor<'h> {
    /// The slip.
    #[serde(flatten)]
    pub mutant: &'h Mutant,
    /// A `[[test]]` that would notice it.
    pub test: &'h str,
}

impl Mutants {
    /// All mutants of a pack, in the order of its rules, groups and facts.
    ///
    /// # Errors
    /// [`OutOfBudget`] when the pack tells numbers apart so finely that those beside them do not fit.
    pub fn of(rules: &RuleSet) -> Result<Self, OutOfBudget> {
        let rules = make::finer(rules)?;
        let mut mutants = make::all(&rules);
        // What stands twice in a condition can be changed twice in the same way.
        let mut seen: BTreeMap<(&str, Text, String), usize> = BTreeMap::new();
        for mutant in &mut mutants {
            let times = seen.entry((mutant.kind, mutant.id.clone(), mutant.change.clone())).or_default();
            *times = times.saturating_add(1);
            if *times > 1 {
                mutant.change = format!("{} ({times})", mutant.change);
            }
        }
        Ok(Self { rules, mutants })
    }

    /// The mutants.
    #[must_use]
    pub fn mutants(&self) -> &[Mutant] {
        &self.mutants
    }

    /// The pack that the mutants are of, with numbers told apart more finely.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Keeps those that `keep` keeps.
    #[must_use]
    pub fn filter(mut self, mut keep: impl FnMut(&Mutant) -> bool) -> Self {
        self.mutants.retain(|mutant| keep(mutant));
        self
    }

    /// Looks for each mutant whether some test or property of the suite notices it; if none does, whether it makes any difference; and if it does, for a
    /// test that would notice it.
    ///
    /// Works on so many threads, and tells `progress` after each mutant how many are done; it may be called from any of them. The result does not depend
    /// on either. Tests that are skipped or fail without any slip notice nothing.
    pub fn hunt(&self, suite: &Suite, workers: NonZeroUsize, progress: &(dyn Fn(usize) + Sync)) -> Hunt {
        let watchers = Watchers::of(&self.rules, suite);
        let done = AtomicUsize::new(0);
        let tell = || progress(done.fetch_add(1, Ordering::Relaxed).saturating_add(1));
        let noticed = spread(workers, &self.mutants, || {
            |mutant: &Mutant| {
                let fate = match self.rules.edited(&mutant.edit) {
                    Ok(edited) => watchers.notice(&mutant.edit, &edited.compile()).map(Fate::Noticed),
                    Err(OutOfBudget) => Some(Fate::NotDecided),
                };
                fate.inspect(|_| tell())
            }
        });
        let unnoticed = self.mutants.iter().zip(&noticed).filter(|(_, fate)| fate.is_none());
        let unnoticed: Vec<&Mutant> = unnoticed.map(|(mutant, _)| mutant).collect();
        let steps = steps_for(unnoticed.len());
        let mut judged = spread(workers, &unnoticed, || {
            let mut judge = None;
            move |mutant: &&Mutant| {
                let judge = judge.get_or_insert_with(|| Judge::of(&self.rules));
                let fate = judge.as_mut().map_or(Fate::NotDecided, |judge| self.judge(judge, mutant, steps));
                tell();
                fate
            }
        })
        .into_iter();
        let fate = |noticed: Option<Fate>| noticed.or_else(|| judged.next()).unwrap_or(Fate::NotDecided);
        Hunt { fates: self.mutants.iter().cloned().zip(noticed.into_iter().map(fate)).collect() }
    }

    /// What becomes of a mutant that no test notices.
    fn judge(&self, judge: &mut Judge<'_>, mutant: &Mutant, steps: u64) -> Fate {
        let Ok(edited) = self.rules.edited(&mutant.edit) else { return Fate::NotDecided };
        let program = edited.compile();
        match judge.difference(&mutant.edit, &program, steps) {
            Ok(Difference::None) => Fate::Equivalent,
            Ok(Difference::Shown(context)) => {
                let test = survivor::test(judge.program(), &program, mutant, context);
                test.map_or(Fate::NotDecided, Fate::Survived)
            }
            Ok(Difference::NotFound) | Err(OutOfBudget) => Fate::NotDecided,
        }
    }
}

/// The steps that each of so many unnoticed mutants may cost: a fair share, so that a pack made to be hard comes to an end, too.
fn steps_for(mutants: usize) -> u64 {
    const ALL: u64 = 400_000_000;
    const EACH: u64 = 2_000_000;
    ALL.checked_div(u64::try_from(mutants).unwrap_or(u64::MAX)).unwrap_or(EACH).min(EACH)
}

/// What comes of each item, in their order; worked out by so many threads, each with a worker of its own.
fn spread<'i, T, R, W>(workers: NonZeroUsize, items: &'i [T], worker: impl Fn() -> W + Sync) -> Vec<R>
where
    T: Sync,
    R: Send,
    W: FnMut(&'i T) -> R,
{
    let next = AtomicUsize::new(0);
    let work = || {
        let mut worker = worker();
        let next = || {
            let at = next.fetch_add(1, Ordering::Relaxed);
            items.get(at).map(|item| (at, item))
        };
        std::iter::from_fn(next).map(|(at, item)| (at, worker(item))).collect::<Vec<_>>()
    };
    let workers = workers.get().min(items.len());
    let mut all: Vec<(usize, R)> = if workers <= 1 {
        work()
    } else {
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
            let join = |thread: std::thread::ScopedJoinHandle<'_, _>| {
                thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            threads.into_iter().flat_map(join).collect()
        })
    };
    all.sort_unstable_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, result)| result).collect()
}

impl Hunt {
    /// Every mutant and what became of it.
    #[must_use]
    pub fn fates(&self) -> &[(Mutant, Fate)] {
        &self.fates
    }

    /// The mutants that nothing notices.
    pub fn survivors(&self) -> impl Iterator<Item = Survivor<'_>> {
        self.fates.iter().filter_map(|(mutant, fate)| match fate {
            Fate::Survived(test) => Some(Survivor { mutant, test }),
            _ => None,
        })
    }

    /// Whether each mutant that makes a difference is noticed; not, while one is not decided.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.fates.iter().all(|(_, fate)| matches!(fate, Fate::Noticed(_) | Fate::Equivalent))
    }
}

/// Whether two programs over one vocabulary come to the same in a context.
fn same(one: &Program, other: &Program, context: &Context) -> bool {
    one.decide(context) == other.decide(context) && disputed(one, context) == disputed(other, context)
}

/// The actions about which sources differ.
fn disputed(program: &Program, context: &Context) -> Vec<ActionId> {
    let rules = program.rules();
    let mut bounds = context.bounds().clone();
    for fact in rules.vocabulary().facts() {
        if let (None, Some(assume)) = (context.said(fact.id), &fact.assume) {
            // Nothing is said of the fact, so what is assumed is possible.
            let _narrowed = bounds.narrow(fact.id.dim(), assume.allowed.positions(fact));
        }
    }
    let actions = rules.actions().iter().filter_map(|action| rules.find_action(&action.id));
    actions.filter(|id| program.stand(*id, &bounds).is_some_and(|stand| stand.disputed)).collect()
}
