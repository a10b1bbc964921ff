//! The engines, each in its own words.

mod a_tree;
mod cedar;
mod cel;
mod datalogic;
mod regorus;
mod rhai;
mod zen;

pub(crate) use a_tree::ATree;
pub(crate) use cedar::Cedar;
pub(crate) use cel::Cel;
pub(crate) use datalogic::Datalogic;
pub(crate) use regorus::Regorus;
pub(crate) use rhai::Rhai;
pub(crate) use zen::Zen;
