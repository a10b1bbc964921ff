//! The engines, each in its own words.

#[cfg(feature = "others")]
mod a_tree;
#[cfg(feature = "others")]
mod cedar;
#[cfg(feature = "others")]
mod cel;
#[cfg(feature = "others")]
mod datalogic;
mod hand;
mod ours;
mod plain;
#[cfg(feature = "others")]
mod regorus;
#[cfg(feature = "others")]
mod rhai;
#[cfg(feature = "others")]
mod zen;

#[cfg(feature = "others")]
pub(crate) use a_tree::ATree;
#[cfg(feature = "others")]
pub(crate) use cedar::Cedar;
#[cfg(feature = "others")]
pub(crate) use cel::Cel;
#[cfg(feature = "others")]
pub(crate) use datalogic::Datalogic;
pub(crate) use hand::Hand;
pub(crate) use ours::{Decide, Matching, TopTen};
pub(crate) use plain::Plain;
#[cfg(feature = "others")]
pub(crate) use regorus::Regorus;
#[cfg(feature = "others")]
pub(crate) use rhai::Rhai;
#[cfg(feature = "others")]
pub(crate) use zen::Zen;

use crate::workload::{Context, Workload};

/// One engine with the rules of a workload.
pub(crate) trait Engine: Sized {
    const NAME: &'static str;
    /// A context in the engine's own form. Making it is not measured.
    type Input;

    /// Reads the rules in the engine's own language.
    fn load(workload: &Workload) -> Self;

    fn input(&mut self, workload: &Workload, context: &Context) -> Self::Input;

    /// The numbers of the rules that are true.
    fn run(&mut self, input: &Self::Input, found: &mut Vec<u32>);

    /// What is expected: usually the true rules, in any order.
    fn is_right(workload: &Workload, context: &Context, found: &mut Vec<u32>) -> bool {
        found.sort_unstable();
        *found == workload.expected(context)
    }
}
