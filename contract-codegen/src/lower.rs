//! Parsed schemas to the IR: first every named type gets its place in the arena, then bodies and events are filled in.

mod avro;
mod protobuf;

use crate::diagnostics::{Finding, Findings};
use crate::ir::{Event, Ir, Named, Place, Tag, TypeId};
use crate::names;
use crate::source::{Contracts, Parsed};
use contract_schema::Schema;
use std::collections::BTreeMap;

/// What lowering needs to know besides the schemas.
pub(crate) struct Lowering<'a> {
    pub(crate) ir: Ir,
    /// Named types by full name.
    pub(crate) ids: BTreeMap<String, TypeId>,
    /// Rust names given in build.rs, by path.
    pub(crate) renames: &'a BTreeMap<String, String>,
}

/// Lowers every schema.
pub(crate) fn lower(
    contracts: &Contracts,
    renames: &BTreeMap<String, String>,
    findings: &mut Findings,
) -> Ir {
    let mut lowering = Lowering { ir: Ir::default(), ids: BTreeMap::new(), renames };
    for one in &contracts.parsed {
        match &one.schema {
            Schema::Avro(schema) => avro::declare(schema, one, &mut lowering, findings),
            Schema::Protobuf(schema) => protobuf::declare(schema, one, &mut lowering, findings),
        }
    }
    for one in &contracts.parsed {
        match &one.schema {
            Schema::Avro(schema) => avro::define(schema, one, &mut lowering, findings),
            Schema::Protobuf(schema) => protobuf::define(schema, one, &mut lowering, findings),
        }
        lowering.event(contracts, one);
    }
    lowering.ir.events.sort_by(|a, b| a.subject.cmp(&b.subject));
    lowering.ir
}

impl Lowering<'_> {
    /// Gives a named type its place; its body follows.
    fn declare(&mut self, named: Named, findings: &mut Findings) {
        if let Some(first) = self.ids.get(&named.full_name) {
            let first = self.ir.get(*first).place;
            let message = format!("`{}` is defined twice", named.full_name);
            let finding = Finding::error(named.place, message).also(first, "first defined here");
            findings.push(finding.help("define it in one file; the other can use it by its name"));
            return;
        }
        let id = TypeId(self.ir.types.len());
        self.ids.insert(named.full_name.clone(), id);
        self.ir.types.push(named);
    }

    /// The Rust name of what stands at `path`: the one given in build.rs, or the converted one.
    fn rust_name(&self, path: &str, converted: String) -> String {
        self.renames.get(path).cloned().unwrap_or(converted)
    }

    /// Makes an event of the record that carries the contract.
    fn event(&mut self, contracts: &Contracts, one: &Parsed) {
        let Some(contract) = &one.contract else {
            return;
        };
        // A record that could not be lowered has been complained about.
        let Some(record) = self.ids.get(&contract.record) else {
            return;
        };
        let (fingerprint, message_indexes) = match &one.schema {
            Schema::Avro(schema) => (schema.rabin_fingerprint(), Vec::new()),
            Schema::Protobuf(schema) => (
                contract_schema::fingerprint::rabin(schema.canonical_text().as_bytes()),
                protobuf::message_indexes(schema, &contract.record),
            ),
        };
        self.ir.events.push(Event {
            record: *record,
            subject: one.subject.clone(),
            version: one.version,
            text: contracts.sources[one.source].text.clone(),
            fingerprint,
            message_indexes,
            place: Place { source: one.source, at: contract.at },
            contract: contract.clone(),
        });
    }
}

/// A namespace as modules: `fintech.payments.v1` is `fintech::payments::v1`.
fn modules(namespace: &str) -> Vec<String> {
    namespace.split('.').filter(|part| !part.is_empty()).map(names::snake).collect()
}

/// The strictest of a field's tags.
fn tag(tags: &[String]) -> Option<Tag> {
    let has = |name: &str| tags.iter().any(|tag| tag.eq_ignore_ascii_case(name));
    match (has("PII"), has("SENSITIVE")) {
        (true, _) => Some(Tag::Pii),
        (false, true) => Some(Tag::Sensitive),
        (false, false) => None,
    }
}
