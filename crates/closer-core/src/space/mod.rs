//! Finite domains and regions of their product.
