//! The rule packs that ship with `closer`, as text.
//!
//! This crate holds data only, so that the packs travel with the programs that use them. What the text
//! means is the business of `closer-core`.
