//! The projections that build.rs asks for, checked against the events.

use crate::diagnostics::{Finding, Findings, Weight};
use crate::emit::{is_plain, projected_name};
use crate::ir::{Field, Ir, Projection};
use std::collections::BTreeSet;

/// A projection as build.rs names it.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) subject: String,
    pub(crate) name: String,
    pub(crate) fields: Vec<String>,
}

/// Gives the projections to their events; complains about every one that cannot be.
pub(crate) fn add(ir: &mut Ir, wanted: &[Wanted], findings: &mut Findings) {
    for one in wanted {
        let mut complain = |message: String, help: &str| {
            let message = format!("projection `{}` of `{}`: {message}", one.name, one.subject);
            findings.push(Finding::new(Weight::Error, None, message).help(help));
        };
        let Some(event) = ir.events.iter().position(|event| event.subject == one.subject) else {
            complain("there is no such event".to_owned(), "name the subject of a compiled event");
            continue;
        };
        if ir.events[event].resolution.is_none() {
            complain("its payloads are no Avro".to_owned(), "only Avro payloads are projected");
            continue;
        }
        if syn::parse_str::<syn::Ident>(&one.name).is_err() {
            complain("the name is none in Rust".to_owned(), "give letters, digits and `_`");
            continue;
        }
        let record = ir.events[event].record;
        let taken = ir
            .types
            .iter()
            .any(|named| named.modules == ir.get(record).modules && named.ident == one.name);
        if taken {
            complain("a type of its module has this name".to_owned(), "give it another one");
            continue;
        }
        let mut names = BTreeSet::new();
        for path in &one.fields {
            if !names.insert(projected_name(path)) {
                complain(format!("`{path}` is there twice"), "name each field once");
            }
            if let Err(reason) = found(ir, &ir.record(record).fields, path) {
                complain(
                    format!("`{path}`: {reason}"),
                    "name fields that always stand at one place, without parts",
                );
            }
        }
        let projection = Projection { ident: one.name.clone(), fields: one.fields.clone() };
        ir.events[event].projections.push(projection);
    }
}

fn found(ir: &Ir, fields: &[Field], path: &str) -> Result<(), String> {
    let (first, rest) = match path.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (path, None),
    };
    let field = fields.iter().find(|field| field.name == first);
    let field = field.ok_or_else(|| format!("there is no field `{first}`"))?;
    match rest {
        None if is_plain(ir, &field.ty) => Ok(()),
        None => Err(format!("`{first}` has parts of its own")),
        Some(_) if field.ty.is_option() => Err(format!("`{first}` may be null")),
        Some(rest) => match ir.fields_of(&field.ty) {
            Some(fields) => found(ir, fields, rest),
            None => Err(format!("`{first}` is no record")),
        },
    }
}
