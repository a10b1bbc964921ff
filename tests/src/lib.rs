//! Tests of what crosses crates; there is no code here.
