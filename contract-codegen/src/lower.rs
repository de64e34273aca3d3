//! Parsed schemas to the IR: first every named type gets its place in the arena, then bodies and events are filled in.

mod avro;
pub(crate) mod deprecated;
pub(crate) mod json;
mod protobuf;
mod resolution;
mod topic;

use crate::diagnostics::{Finding, Findings, Weight};
use crate::ir::{Body, Event, Ir, Named, Place, Resolution, Tag, TypeId};
use crate::names;
use crate::source::{Contracts, Parsed, placed};
use contract_model::cel::Rule;
use contract_model::parallel;
use contract_model::shape::Group;
use contract_schema::Schema;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What lowering needs to know besides the schemas.
pub(crate) struct Lowering<'a> {
    pub(crate) ir: Ir,
    /// Named types by full name.
    pub(crate) ids: BTreeMap<String, TypeId>,
    /// Types made of JSON Schemas.
    json: json::Known,
    /// The types of JSON Schemas that are events, by source.
    roots: BTreeMap<usize, TypeId>,
    /// Rust names given in build.rs, by path.
    pub(crate) renames: &'a BTreeMap<String, String>,
    /// Those of them that named something.
    used: RefCell<BTreeSet<String>>,
}

/// Lowers every schema.
pub(crate) fn lower(
    contracts: &Contracts,
    renames: &BTreeMap<String, String>,
    findings: &mut Findings,
) -> Ir {
    let mut lowering = Lowering {
        ir: Ir::default(),
        ids: BTreeMap::new(),
        json: BTreeMap::new(),
        roots: BTreeMap::new(),
        renames,
        used: RefCell::default(),
    };
    lowering.check_renames(findings);
    for one in &contracts.parsed {
        misunderstood(one, findings);
        match &one.schema {
            Schema::Avro(schema) => avro::declare(schema, one, &mut lowering, findings),
            Schema::Json(_) => {}
            Schema::Protobuf(schema) => protobuf::declare(schema, one, &mut lowering, findings),
        }
    }
    let drawn = parallel::in_order(&contracts.parsed, |one| Drawn::of(contracts, one));
    for (one, drawn) in contracts.parsed.iter().zip(drawn) {
        match &one.schema {
            Schema::Avro(schema) => avro::define(schema, one, &mut lowering, findings),
            Schema::Json(schema) => {
                json::define(schema, one, contracts, &mut lowering, findings);
            }
            Schema::Protobuf(schema) => protobuf::define(schema, one, &mut lowering),
        }
        deprecated::types(one, &mut lowering);
        lowering.event(contracts, one, drawn, findings);
    }
    lowering.ir.events.sort_by(|a, b| a.subject.cmp(&b.subject));
    topic::declare(&mut lowering);
    lowering.unused_renames(findings);
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
        let Some(rust) = self.renames.get(path) else {
            return converted;
        };
        self.used.borrow_mut().insert(path.to_owned());
        // What is no name has been complained about; the emitters never see it.
        rust.clone()
    }

    /// Whether there is a record for the event of a schema; what is none has been complained about.
    fn is_event(&self, one: &Parsed) -> bool {
        !matches!(one.schema, Schema::Json(_)) || self.roots.contains_key(&one.source)
    }

    /// Names from build.rs reach the generated code as they are, so they must be names.
    fn check_renames(&self, findings: &mut Findings) {
        for (path, rust) in self.renames {
            if syn::parse_str::<syn::Ident>(rust).is_err() {
                let message =
                    format!("`{path}` cannot be renamed to `{rust}`, which is no name in Rust");
                let help = "give letters, digits and `_`; a keyword needs `r#` before it";
                findings.push(Finding::new(Weight::Error, None, message).help(help));
            }
        }
    }

    fn unused_renames(&self, findings: &mut Findings) {
        for path in self.renames.keys().filter(|path| !self.used.borrow().contains(*path)) {
            let message = format!("there is nothing called `{path}` to rename");
            findings.push(Finding::new(Weight::Warning, None, message));
        }
    }

    /// Makes an event of the record that carries the contract.
    fn event(
        &mut self,
        contracts: &Contracts,
        one: &Parsed,
        drawn: Option<Drawn>,
        findings: &mut Findings,
    ) {
        let (Some(contract), Some(drawn)) = (&one.contract, drawn) else {
            return;
        };
        // A record that could not be lowered has been complained about.
        let record = self.roots.get(&one.source).or_else(|| self.ids.get(&contract.record));
        let Some(record) = record.copied().filter(|_| self.is_event(one)) else {
            return;
        };
        findings.extend(drawn.findings);
        match &mut self.ir.types[record.0].body {
            Body::Record(body) => body.rules.extend(drawn.house_rules),
            Body::Enum(_) | Body::Fixed(_) | Body::Union(_) | Body::Value(_) => {}
        }
        let event = Event {
            schema_id: one.schema_id,
            resolution: drawn.resolution,
            projections: Vec::new(),
            record,
            subject: one.subject.clone(),
            version: one.version,
            text: contracts.sources[one.source].text.clone(),
            fingerprint: drawn.fingerprint,
            message_indexes: drawn.message_indexes,
            place: Place { source: one.source, at: contract.at },
            contract: contract.clone(),
        };
        deprecated::event(&event, one, self);
        self.ir.events.push(event);
    }
}

/// What an event needs of its own schema, of the policy and of its other writers: for all events at once.
struct Drawn {
    fingerprint: u64,
    message_indexes: Vec<i32>,
    /// What the policy asks of the event beyond its schema.
    house_rules: Vec<Rule>,
    resolution: Option<Resolution>,
    findings: Findings,
}

impl Drawn {
    /// `None` of what is no event.
    fn of(contracts: &Contracts, one: &Parsed) -> Option<Drawn> {
        let contract = one.contract.as_ref()?;
        let by_text = |text: &str| contract_schema::fingerprint::rabin(text.as_bytes());
        let (fingerprint, message_indexes) = match &one.schema {
            Schema::Avro(schema) => (schema.rabin_fingerprint(), Vec::new()),
            Schema::Json(schema) => (by_text(&schema.canonical_text()), Vec::new()),
            Schema::Protobuf(schema) => (
                by_text(&schema.canonical_text()),
                protobuf::message_indexes(schema, &contract.record),
            ),
        };
        let mut findings = Findings::default();
        let policy = contracts.policy.as_ref();
        let (house_rules, found) = policy
            .map(|policy| policy.rules_for(&one.subject, contract, &one.shape))
            .unwrap_or_default();
        // Where the policy has judged, it has said so.
        if !contracts.is_judged {
            found.into_iter().for_each(|found| findings.push(placed(found, one.source)));
        }
        let resolution = resolution::resolution(contracts, one, &mut findings);
        Some(Drawn { fingerprint, message_indexes, house_rules, resolution, findings })
    }
}

/// A rule that was not understood would be left out of the code, so it stops the build, whatever the policy says.
fn misunderstood(one: &Parsed, findings: &mut Findings) {
    // A contradiction is enforced as it stands, and rules that are ignored are left out as they say.
    let is_understood = |id: &str| matches!(id, "constraint-contradiction" | "constraint-ignored");
    let is_rule = |id: &str| id.starts_with("cel-") || id.starts_with("constraint-");
    let wrong = one.shape.complaints.iter().filter(|found| found.is_error());
    let rules = wrong.filter(|found| is_rule(&found.id) && !is_understood(&found.id));
    rules.for_each(|found| findings.push(placed(found.clone(), one.source)));
}

/// The rules across the fields of a record.
fn rules(parsed: &Parsed, full_name: &str) -> (Vec<Rule>, Vec<Group>) {
    let found = parsed.shape.records.iter().find(|record| record.name == full_name);
    found.map(|record| (record.rules.clone(), record.groups.clone())).unwrap_or_default()
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
