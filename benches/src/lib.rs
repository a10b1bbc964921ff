//! Benchmarks of closer; there is no code here.
