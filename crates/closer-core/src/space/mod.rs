//! Finite domains and regions of their product: where all exactness rests.
//!
//! A vocabulary of facts is a [`Space`]: one dimension per fact, with as many values as the fact can take. An
//! assignment of a value to every fact is a *world*, a point of the space. What is known is a box of worlds
//! ([`Bounds`]: what is still possible of each fact), and a condition is a set of worlds ([`Region`]: a union
//! of [`Row`]s, each a box that names only the facts it asks about). Then every question about conditions is
//! one about sets, and has an exact answer:
//!
//! | question | answered by |
//! |---|---|
//! | does it hold, fail, or is it open? | [`status`], [`covers`] |
//! | where does it not hold? where does it? | [`uncovered`], [`first_point`] |
//! | could this fact make a difference? | [`depends_on`] |
//! | in how many worlds? | [`count`], [`count_weighted`] |
//! | what is the least to know for it to hold? | [`smallest_witness`] |
//! | how is it said most shortly? | [`smallest`], by way of [`primes`](primes()) |
//! | and, or, not; implies, excludes, means the same | the methods of [`Region`] |
//! | what is a number that differs from world to world? are two such alike? | [`Diagrams`] |
//!
//! Each of these can be hard for contrived input, so those that may be take a [`Budget`]: the answer is then
//! exact or [`OutOfBudget`], never a guess. Everything here is deterministic, and total: nothing panics,
//! whatever it is given.
//!
//! # Example
//!
//! ```
//! use closer_core::space::{smallest, status, Bounds, Budget, Region, Row, Space, Status, ValueSet};
//!
//! // went: poorly, unsure, well. level: junior, senior. asked: no, yes.
//! let space = Space::new([3, 2, 2])?;
//! let (went, level, asked) = (0, 1, 2);
//! let budget = &mut Budget::new(10_000);
//!
//! // "It went well; or it did not, and they are senior; and nobody asked yet."
//! let well = ValueSet::single(2);
//! let no = ValueSet::single(0);
//! let first = Row::all().with(went, well, &space).unwrap();
//! let second = Row::all().with(went, well.complement(3), &space).unwrap();
//! let second = second.with(level, ValueSet::single(1), &space).unwrap();
//! let not_asked = Region::from(Row::all().with(asked, no, &space).unwrap());
//! let condition = Region::from_rows([first, second], &space, budget)?.intersect(&not_asked, &space, budget)?;
//!
//! // Known: nobody asked, and they are senior. How it went is unknown, and does not matter.
//! let known = Bounds::all(&space).restrict(asked, no).unwrap();
//! let senior = known.restrict(level, ValueSet::single(1)).unwrap();
//! assert_eq!(status(&condition, &senior, budget), Ok(Status::Holds));
//!
//! // Known: nobody asked. What is left to find out: "it went well, or they are senior".
//! assert_eq!(status(&condition, &known, budget), Ok(Status::Open));
//! let left = smallest(&condition, &known, budget)?;
//! let it_went_well = Row::all().with(went, well, &space).unwrap();
//! let they_are_senior = Row::all().with(level, ValueSet::single(1), &space).unwrap();
//! assert_eq!(left.rows, [it_went_well, they_are_senior]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A tour of the files
//!
//! What there is: `value_set` (values of one dimension), `product` (the space), `bounds` and `row` (a box,
//! dense and sparse), `region` (a union of boxes), `diagram` (a number for every world), `budget`. What can be asked: `cover`, `count`, `primes`,
//! `smallest`. How it is done: `table` is the form that recursions work on, `tidy` drops and joins rows,
//! `complement` and `consensus` are the two roads to the primes.

mod bounds;
mod budget;
mod complement;
mod consensus;
mod count;
mod cover;
mod diagram;
mod primes;
mod product;
mod region;
mod row;
mod smallest;
mod table;
mod tidy;
mod value_set;

pub use bounds::Bounds;
pub use budget::{Budget, OutOfBudget};
pub use count::{count, count_weighted};
pub use cover::{Status, covers, depends_on, first_point, status, uncovered};
pub use diagram::{Diagram, Diagrams};
pub use primes::{primes, smallest_witness};
pub use product::{Space, SpaceError};
pub use region::Region;
pub use row::Row;
pub(crate) use smallest::smallest_but_for;
pub use smallest::{Minimal, smallest};
pub use value_set::{ValueSet, Values};
