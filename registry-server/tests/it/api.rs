//! The REST API, exchange by exchange: one file per part of the behaviour.

mod associations;
mod at_once;
mod codes;
mod configs;
mod deletes;
mod formats;
mod framework;
mod ids;
mod invalid;
mod json;
mod json_levels;
mod large;
mod levels;
mod lists;
mod lookup;
mod modes;
mod odd;
mod policy;
mod references;
mod requests;
mod sentences;
mod settings;
mod seven;
mod story;
mod tags;
mod worked;
