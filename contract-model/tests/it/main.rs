//! The vocabulary and the policy through the crate's front door: schema texts in, findings out.

#![expect(clippy::unwrap_used, reason = "a test that cannot parse its own input shall stop there")]

// Subjects, references and order of a folder of contracts.
mod catalogue;
// Rules in CEL, and what is wrong with them.
mod cel;
// Schemas whose shape could be many times their text.
mod hostile;
// JSON Schemas as contracts.
mod json;
// The keys of `contracts.toml`, and their description.
mod manifest;
// What the policy asks of contracts and what it leaves alone.
mod policy;
// What is promised beyond the level, in a policy and a manifest.
mod safety;
// What is wrong with a declaration or a constraint, in both formats.
mod vocabulary;

use contract_model::{Contract, Diagnostic, Shape};
use contract_schema::{Format, ParseOptions, Schema};

/// Parses a text that must be a schema.
fn parse(format: Format, text: &str) -> Schema {
    let parsed = Schema::parse(format, text, &[], ParseOptions::new_schema());
    parsed.unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The contract and the findings about a text.
fn read(format: Format, text: &str) -> (Option<Contract>, Vec<Diagnostic>) {
    let schema = parse(format, text);
    Contract::read(&schema, &Shape::of(&schema))
}

/// Findings as a person sees them.
fn rendered(findings: &[Diagnostic], file: &str) -> String {
    findings.iter().map(|finding| finding.render(file) + "\n").collect()
}
