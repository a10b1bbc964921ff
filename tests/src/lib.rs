//! Tests of what crosses crates; there is no code here, but that of the documents.

/// The README's code, so that it keeps working.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// The code of the page on overlays.
#[cfg(doctest)]
#[doc = include_str!("../../docs/layering.md")]
struct Layering;
