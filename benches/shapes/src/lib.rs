//! The types of the shapes, compiled from `schemas/`; `bench/` times their codecs.

include!(concat!(env!("OUT_DIR"), "/contracts.rs"));
