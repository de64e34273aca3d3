//! Compiles the schemas of the shapes, with views; JSON is no part of what is timed.

use contract_codegen::{Config, Setting};

fn main() {
    Config::from_schemas("schemas").policy(Setting::Off).serde(false).views(true).compile();
}
