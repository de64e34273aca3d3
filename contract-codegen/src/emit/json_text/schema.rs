//! The JSON Schema of a type, for schemars: its properties with their rules, and beside them what the evaluator checks,
//! so that it takes and refuses what the contract does.

mod judged;

pub(in super::super) use judged::described_schemas;

use super::super::json_schema::{Printer, Text, described, list, object, of_enum, string, strings};
use super::super::{Emitter, ident};
use crate::ir::{Body, Choice, Field, Form, Member, Named, Record, Rest, Ty, TypeId, Union};
use contract_model::FieldRules;
use proc_macro2::TokenStream;

pub(super) fn emit(emitter: &Emitter<'_>, id: TypeId, named: &Named) -> TokenStream {
    let (name, full_name) = (ident(&named.ident), &named.full_name);
    let mut printer = Printer::of(emitter, named);
    let mut text = match &named.body {
        Body::Record(record) => match emitter.ir.forms.get(&id) {
            Some(Form::Tuple) => tuple(&mut printer, id, record),
            Some(Form::Object { members, rest }) => {
                self::record(&mut printer, id, record, (members, *rest))
            }
            None => Text::default(),
        },
        Body::Enum(body) => of_enum(named, body),
        Body::Union(union) => choice(&mut printer, union, emitter.ir.choices.get(&id)),
        Body::Value(schema) => {
            let mut text = Text::default();
            text.all.push(judged::text(&mut printer, *schema));
            text
        }
        Body::Fixed(_) => Text::default(),
    };
    left(&mut printer, &mut text, (id, None));
    text.describe(named.doc.as_deref());
    let body = printer.finish(&text);
    described(&name, full_name, &body)
}

/// What the evaluator checks.
fn left(printer: &mut Printer<'_>, text: &mut Text, of: (TypeId, Option<usize>)) {
    if let Some(schema) = printer.emitter.ir.residuals.get(&of) {
        text.all.push(judged::text(printer, *schema));
    }
}

/// A value with all that is said of it; null is let in where the type has an option.
fn value(
    printer: &mut Printer<'_>,
    ty: &Ty,
    rules: &FieldRules,
    of: (TypeId, Option<usize>),
) -> Text {
    let mut text = printer.value(ty, rules);
    left(printer, &mut text, of);
    text
}

fn record(
    printer: &mut Printer<'_>,
    id: TypeId,
    record: &Record,
    (members, rest): (&[Member], Rest),
) -> Text {
    let fields = record.fields.iter().zip(members).enumerate();
    let properties = fields.clone().map(|(index, (field, member))| {
        let ty = if member.is_nullable { &field.ty } else { field.ty.required() };
        let mut text = value(printer, ty, &field.rules, (id, Some(index)));
        about(&mut text, field);
        (&field.name, text.print())
    });
    let mut text = Text::of_type("object");
    text.put("properties", object(properties.collect::<Vec<_>>()));
    let required = fields.filter(|(_, (_, member))| member.is_required);
    let required = strings(required.map(|(_, (field, _))| &field.name));
    if required != "[]" {
        text.put("required", required);
    }
    match (rest, record.fields.get(members.len()).map(|kept| (&kept.ty, &kept.rules))) {
        (Rest::Refused, _) => text.put("additionalProperties", "false".to_owned()),
        (Rest::Kept, Some((Ty::Map(_, values), rules))) => {
            let none = FieldRules::default();
            let values = printer.value(values, rules.values.as_deref().unwrap_or(&none)).print();
            if values != "{}" {
                text.put("additionalProperties", values);
            }
        }
        (Rest::Kept | Rest::Ignored, _) => {}
    }
    text
}

fn about(text: &mut Text, field: &Field) {
    text.describe(field.doc.as_deref());
    if field.deprecated {
        text.put("deprecated", "true".to_owned());
    }
}

fn tuple(printer: &mut Printer<'_>, id: TypeId, record: &Record) -> Text {
    let elements = record.fields.iter().enumerate().map(|(index, field)| {
        let mut text = value(printer, &field.ty, &field.rules, (id, Some(index)));
        about(&mut text, field);
        text.print()
    });
    let elements: Vec<String> = elements.collect();
    let mut text = Text::of_type("array");
    text.put("minItems", elements.len().to_string());
    text.put("prefixItems", list(&elements));
    text.put("items", "false".to_owned());
    text
}

/// The branches; among objects the text of the tag says which of them it is.
fn choice(printer: &mut Printer<'_>, union: &Union, choice: Option<&Choice>) -> Text {
    let branches = union.branches.iter().enumerate().map(|(index, branch)| {
        let mut text = printer.value(&branch.ty, &branch.rules);
        let tag = choice.and_then(|choice| {
            let tags = &choice.branches.get(index)?.tags;
            choice.tag.as_ref().filter(|_| !tags.is_empty()).map(|tag| (tag, tags))
        });
        if let Some((tag, tags)) = tag {
            let texts = object([("enum", strings(tags))]);
            text.put("type", string("object"));
            text.put("properties", object([(tag, texts)]));
            text.put("required", strings([tag]));
        }
        text.print()
    });
    let branches: Vec<String> = branches.collect();
    let mut text = Text::default();
    text.put("anyOf", list(&branches));
    text
}
