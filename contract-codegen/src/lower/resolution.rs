//! Other writers of an event, each with the plan of how its payloads are read.

use crate::diagnostics::{Finding, Findings};
use crate::ir::{Older, Place, Resolution};
use crate::source::{Contracts, Parsed, Written};
use contract_schema::Schema;
use contract_schema::avro::AvroSchema;
use contract_schema::avro::resolve::{Plan, least_sizes};
use contract_schema::fingerprint::rabin;

/// The writers of an Avro event; what of their data is lost or refused is said, a line for each writer.
pub(super) fn resolution(
    contracts: &Contracts,
    one: &Parsed,
    findings: &mut Findings,
) -> Option<Resolution> {
    let Schema::Avro(reader) = &one.schema else {
        return None;
    };
    let mut writers: Vec<Older> = Vec::new();
    for written in contracts.written.iter().filter(|written| written.subject == one.subject) {
        let place = Place { source: written.source, at: None };
        let Schema::Avro(writer) = &written.schema else {
            findings.push(Finding::warning(place, "only Avro schemas are read as an older writer"));
            continue;
        };
        match older(reader, writer, written) {
            Ok(older) => {
                tell(one, &older, place, findings);
                twins(&writers, &older, place, findings);
                writers.push(older);
            }
            Err(reason) => findings.push(
                Finding::warning(place, reason).help("its payloads are read by a plan at run time"),
            ),
        }
    }
    Some(Resolution {
        resolved: reader.resolved_text(),
        schema: reader.clone(),
        least: least_sizes(reader),
        writers,
    })
}

fn older(reader: &AvroSchema, writer: &AvroSchema, written: &Written) -> Result<Older, String> {
    let plan = Plan::new(reader, writer).map_err(|error| error.to_string())?;
    Ok(Older {
        version: written.version,
        schema_id: written.schema_id,
        fingerprint: writer.rabin_fingerprint(),
        content: rabin(writer.resolved_text().as_bytes()),
        dropped: plan.dropped(writer),
        defaulted: plan.defaulted(reader),
        refused: plan.refused(reader, writer),
        least: least_sizes(writer),
        schema: writer.clone(),
        plan,
    })
}

/// Nothing is lost in silence.
fn tell(one: &Parsed, older: &Older, place: Place, findings: &mut Findings) {
    let subject = &one.subject;
    if !older.dropped.is_empty() {
        let fields = older.dropped.join("`, `");
        let message = format!("`{subject}` does not read what is written here: `{fields}`");
        findings.push(Finding::warning(place, message));
    }
    for reason in &older.refused {
        let message =
            format!("`{subject}` refuses some payloads that are written with this: {reason}");
        findings.push(Finding::warning(place, message));
    }
}

/// The canonical form knows no logical types: two writers that differ only there have one fingerprint.
fn twins(writers: &[Older], older: &Older, place: Place, findings: &mut Findings) {
    let is_twin =
        |other: &Older| other.fingerprint == older.fingerprint && other.content != older.content;
    if writers.iter().any(is_twin) && !older.plan.get(older.plan.root()).same {
        let message = format!(
            "another writer has the same fingerprint {:016x}: by fingerprint this one is not found",
            older.fingerprint
        );
        findings
            .push(Finding::warning(place, message).help("read by schema id, through a resolver"));
    }
}
