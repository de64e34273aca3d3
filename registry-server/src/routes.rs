//! One file per resource. A handler says what happens; how it is decided is the registry's.

pub mod associations;
pub(crate) mod bodies;
pub mod compatibility;
pub mod config;
pub mod contexts;
pub mod health;
pub mod mode;
pub mod root;
pub mod schemas;
pub mod subjects;
pub mod versions;
