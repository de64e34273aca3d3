//! What holds for every text, and how texts are varied; the targets of libFuzzer and a test of `contract-schema` share it.

pub mod laws;
pub mod mutation;
