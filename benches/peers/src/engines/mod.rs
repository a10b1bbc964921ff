//! The engines, each in its own words.

#[cfg(feature = "a-tree")]
mod a_tree;
#[cfg(feature = "cedar-policy")]
mod cedar;
#[cfg(feature = "cel")]
mod cel;
#[cfg(feature = "datalogic-rs")]
mod datalogic;
#[cfg(feature = "regorus")]
mod regorus;
#[cfg(feature = "rhai")]
mod rhai;
#[cfg(feature = "zen-engine")]
mod zen;

#[cfg(feature = "a-tree")]
pub(crate) use a_tree::ATree;
#[cfg(feature = "cedar-policy")]
pub(crate) use cedar::Cedar;
#[cfg(feature = "cel")]
pub(crate) use cel::Cel;
#[cfg(feature = "datalogic-rs")]
pub(crate) use datalogic::Datalogic;
#[cfg(feature = "regorus")]
pub(crate) use regorus::Regorus;
#[cfg(feature = "rhai")]
pub(crate) use rhai::Rhai;
#[cfg(feature = "zen-engine")]
pub(crate) use zen::Zen;
