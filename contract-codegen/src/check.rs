//! What must hold before code is printed: envelopes and keys that functions can be made of.

use crate::diagnostics::{Finding, Findings};
use crate::emit::{
    CAUSATION_ID, CORRELATION_ID, EVENT_ID, OCCURRED_AT, unsupported, unsupported_rules,
};
use crate::ir::{Body, Event, Ir, Place, Syntax, TimeTy, Ty, TypeId, WellKnownTy};
use contract_model::{Constraint, FieldRules, parallel};

/// Checks every event.
pub(crate) fn check(ir: &Ir, findings: &mut Findings) {
    for event in &ir.events {
        envelope(ir, event, findings);
        keys(ir, event, findings);
    }
    constraints(ir, findings);
    rules(ir, findings);
}

/// So is a rule in CEL.
fn rules(ir: &Ir, findings: &mut Findings) {
    let ids: Vec<TypeId> = (0..ir.types.len()).map(TypeId).collect();
    let reasons = parallel::in_order(&ids, |id| unsupported_rules(ir, *id));
    for (named, reasons) in ir.types.iter().zip(reasons) {
        for (field, message) in reasons {
            let place = match &named.body {
                Body::Record(record) => record.fields.get(field).map(|field| field.place),
                Body::Enum(_) | Body::Fixed(_) | Body::Union(_) | Body::Value(_) => None,
            };
            let help = "what rules may say, and what not, is in docs/cel.md";
            findings.push(Finding::error(place.unwrap_or(named.place), message).help(help));
        }
    }
}

/// A constraint that would be left out is an error: nothing pretends to enforce it.
fn constraints(ir: &Ir, findings: &mut Findings) {
    let mut refuse = |name: &str, place: Place, ty: &Ty, rules: &FieldRules| {
        for (ty, constraint) in declared(ty, rules) {
            if let Some(reason) = unsupported(ir, ty, constraint) {
                let message = format!("a constraint of `{name}` cannot be compiled: {reason}");
                findings.push(Finding::error(place, message));
            }
        }
    };
    for named in &ir.types {
        match &named.body {
            Body::Record(record) => {
                for field in &record.fields {
                    refuse(&field.name, field.place, &field.ty, &field.rules);
                }
            }
            // Members of a oneof.
            Body::Union(union) => {
                for branch in &union.branches {
                    refuse(&branch.name, named.place, &branch.ty, &branch.rules);
                }
            }
            Body::Enum(_) | Body::Fixed(_) | Body::Value(_) => {}
        }
    }
}

/// Every constraint of a field and of its elements, with the type it is declared for.
fn declared<'a>(ty: &'a Ty, rules: &'a FieldRules) -> Vec<(&'a Ty, &'a Constraint)> {
    let ty = ty.required();
    let mut found: Vec<_> = rules.value.iter().map(|constraint| (ty, constraint)).collect();
    let parts = match ty {
        Ty::Array(items) => [(Some(items.as_ref()), rules.items.as_deref()), (None, None)],
        Ty::Map(keys, values) => [
            (Some(values.as_ref()), rules.values.as_deref()),
            (Some(keys.as_ref()), rules.keys.as_deref()),
        ],
        _ => [(None, None), (None, None)],
    };
    for (ty, rules) in parts.into_iter().filter_map(|(ty, rules)| ty.zip(rules)) {
        found.extend(declared(ty, rules));
    }
    found
}

/// An envelope field, whether it must be there, and what types it can have.
struct Wanted {
    name: &'static str,
    mandatory: bool,
    types: &'static str,
    /// Of the type without its option.
    fits: fn(&Ty) -> bool,
    /// Whether it may, or must, be able to say that there is no value; absence of Protobuf's fields is another matter.
    null: Null,
}

/// Whether an envelope field has a null.
#[derive(PartialEq)]
enum Null {
    Never,
    Maybe,
    Always,
}

const WANTED: [Wanted; 4] = [
    Wanted {
        name: EVENT_ID,
        mandatory: true,
        types: "a uuid or a string",
        fits: is_id,
        null: Null::Never,
    },
    Wanted {
        name: CORRELATION_ID,
        mandatory: true,
        types: "a string",
        fits: |ty| *ty == Ty::String,
        null: Null::Never,
    },
    Wanted {
        name: CAUSATION_ID,
        mandatory: false,
        types: "a uuid or string, or null",
        fits: is_id,
        null: Null::Always,
    },
    Wanted {
        name: OCCURRED_AT,
        mandatory: false,
        types: "a timestamp",
        fits: is_timestamp,
        null: Null::Maybe,
    },
];

impl Wanted {
    fn takes(&self, ty: &Ty, syntax: Syntax) -> bool {
        // An absent text of Protobuf is an empty one, whichever way it is absent.
        let is_null_right = match self.null {
            _ if syntax == Syntax::Protobuf => true,
            Null::Maybe => true,
            Null::Never => !ty.is_option(),
            Null::Always => ty.is_option(),
        };
        is_null_right && (self.fits)(ty.required())
    }
}

fn is_id(ty: &Ty) -> bool {
    matches!(ty, Ty::Uuid(_) | Ty::String)
}

fn is_timestamp(ty: &Ty) -> bool {
    matches!(
        ty,
        Ty::Time(TimeTy::TimestampMillis | TimeTy::TimestampMicros | TimeTy::TimestampNanos)
            | Ty::WellKnown(WellKnownTy::Timestamp)
    )
}

/// Correlation by construction needs fields to put it in.
fn envelope(ir: &Ir, event: &Event, findings: &mut Findings) {
    let fields = &ir.record(event.record).fields;
    let syntax = ir.get(event.record).syntax;
    for wanted in WANTED {
        let name = wanted.name;
        match fields.iter().find(|field| field.name == name) {
            Some(field) if !wanted.takes(&field.ty, syntax) => {
                let message = format!("`{name}` of an event must be {}", wanted.types);
                findings.push(Finding::error(field.place, message));
            }
            None if wanted.mandatory => {
                let event_name = &event.contract.event;
                let message = format!("event `{event_name}` has no field `{name}`");
                let help = format!("add `{name}`, which must be {}", wanted.types);
                let place = ir.get(event.record).place;
                findings.push(Finding::error(place, message).help(help));
            }
            Some(_) | None => {}
        }
    }
}

fn keys(ir: &Ir, event: &Event, findings: &mut Findings) {
    let contract = &event.contract;
    for path in contract.partition_key.iter().chain(&contract.idempotency_key) {
        if let Err(reason) = key(ir, event, path) {
            let message = format!("`{path}` cannot be part of a key: {reason}");
            let help = "name fields that always have a value and print as one word";
            findings.push(Finding::error(event.place, message).help(help));
        }
    }
}

fn key(ir: &Ir, event: &Event, path: &str) -> Result<(), String> {
    let syntax = ir.get(event.record).syntax;
    let mut of = Ty::Named { id: event.record, boxed: false };
    for part in path.split('.') {
        let shared = ir.shared(&of, part);
        let field =
            ir.fields_of(&of).and_then(|fields| fields.iter().find(|field| field.name == part));
        let (ty, is_option) = match (shared, field) {
            (Some(shared), _) => (shared.ty, shared.is_option),
            // Decoding Protobuf is lenient: that a required field is there, validation sees to.
            (None, Some(field)) => {
                let is_there = syntax == Syntax::Protobuf && field.rules.required;
                (field.ty.required().clone(), field.ty.is_option() && !is_there)
            }
            (None, None) => return Err(format!("there is no field `{part}`")),
        };
        if is_option {
            return Err(format!("`{part}` may be null"));
        }
        of = ty;
    }
    match prints(ir, &of) {
        true => Ok(()),
        false => Err("it is no scalar".to_owned()),
    }
}

/// Whether a value prints as one word, the same in every build.
fn prints(ir: &Ir, ty: &Ty) -> bool {
    match ty {
        Ty::Bool | Ty::Int | Ty::Long | Ty::UInt | Ty::ULong | Ty::String => true,
        Ty::Uuid(_) | Ty::Decimal(_) | Ty::Time(_) => true,
        Ty::Named { id, .. } => matches!(ir.get(*id).body, Body::Enum(_)),
        Ty::Null | Ty::Float | Ty::Double | Ty::Bytes => false,
        Ty::Option { .. } | Ty::Array(_) | Ty::Map(..) | Ty::WellKnown(_) | Ty::Json => false,
    }
}
