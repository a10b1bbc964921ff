//! Exact, ranked advice from declarative rules.
pub mod space;
