//! The REST API, exchange by exchange: one file per part of the behaviour.

mod framework;
mod levels;
mod worked;
