//! Texts to trees: the schema, its shape and its contract, with every complaint placed.

use crate::diagnostics::{Finding, Findings, Weight};
use crate::ir::Place;
use crate::source::Sources;
use contract_model::{Contract, Diagnostic, Severity, Shape};
use contract_schema::{ParseOptions, Schema};

/// A source that is a schema.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// Index of the source.
    pub(crate) source: usize,
    pub(crate) schema: Schema,
    pub(crate) shape: Shape,
    pub(crate) contract: Option<Contract>,
}

/// Parses every source; what is no schema is complained about and left out.
pub(crate) fn parse(sources: &Sources, findings: &mut Findings) -> Vec<Parsed> {
    let mut parsed = Vec::new();
    for (index, source) in sources.list.iter().enumerate() {
        let dependencies = sources.dependencies(source);
        let options = ParseOptions::stored();
        match Schema::parse(source.format, &source.text, &dependencies, options) {
            Ok(schema) => {
                let shape = Shape::of(&schema);
                let (contract, found) = Contract::read(&schema, &shape);
                found.into_iter().for_each(|found| findings.push(placed(found, index)));
                parsed.push(Parsed { source: index, schema, shape, contract });
            }
            Err(error) => {
                for complaint in error.complaints {
                    let place = Place { source: index, at: complaint.at };
                    let mut finding = Finding::error(place, complaint.message);
                    finding.help = complaint.help;
                    findings.push(finding);
                }
            }
        }
    }
    parsed
}

/// A finding of the contract model as one of ours.
pub(crate) fn placed(found: Diagnostic, source: usize) -> Finding {
    let weight = match found.severity {
        Severity::Error => Weight::Error,
        Severity::Warn | Severity::Info => Weight::Warning,
    };
    let place = Place { source, at: found.at };
    let mut finding = Finding::new(weight, Some(place), found.message);
    finding.id = Some(found.id);
    finding.help = found.help;
    finding
}
