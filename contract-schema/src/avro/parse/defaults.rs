//! Does a field's default fit its type: asked of new schemas only.
//!
//! Source: Avro 1.12 specification, "Complex Types", table of field default values; a default of a union may fit any branch.
//! Fields that a record value leaves out must have defaults of their own, which are judged where they are declared.

use super::Builder;
use super::definition::brief;
use crate::avro::fit::Fit;
use crate::avro::model::{Field, Kind, TypeId};
use crate::json_text::{Node, Value};
use std::collections::HashMap;

/// Levels of values in values that filling in defaults may reach; following them recurses.
const DEEPEST_FILL: usize = 400;

impl Builder<'_> {
    /// Judges the defaults of the types from `first` on, and refuses defaults that contain themselves.
    pub(super) fn check_defaults(&mut self, first: usize) {
        let fit = Fit::new(&self.types);
        let mut check = Check { builder: self, fit, depth: 0, states: HashMap::new() };
        let mut misfits = Vec::new();
        for (index, ty) in check.builder.types.iter().enumerate().skip(first) {
            let Kind::Record(record) = &ty.kind else { continue };
            for (position, field) in record.fields.iter().enumerate() {
                let Some(default) = &field.default else { continue };
                if !check.fit.fits_field(field.ty, default) {
                    misfits.push((default.clone(), field.name.clone(), check.expected(field.ty)));
                } else if check.never_ends((TypeId(index as u32), position)) {
                    let expected =
                        "a value that does not fill in itself, nor hundreds of further defaults"
                            .to_owned();
                    misfits.push((default.clone(), field.name.clone(), expected));
                }
            }
        }
        for (default, name, expected) in misfits {
            let message =
                format!("default `{}` of field `{name}` does not fit its type", brief(&default));
            self.complain(&default, message).help = Some(format!("use {expected}"));
        }
    }
}

/// A field by its record and its index.
type Place = (TypeId, usize);

struct Check<'b, 'a> {
    builder: &'b Builder<'a>,
    fit: Fit<'b>,
    depth: usize,
    /// Fields whose default is being followed (false) or is known to end (true).
    states: HashMap<Place, bool>,
}

impl Check<'_, '_> {
    /// Whether filling in the default of a field needs that same default again.
    fn never_ends(&mut self, place: Place) -> bool {
        match self.states.get(&place) {
            Some(done) => return !done,
            None => self.states.insert(place, false),
        };
        let builder = self.builder;
        let field = field(builder, place);
        let endless =
            field.default.as_ref().is_some_and(|default| self.needs_itself(field.ty, default));
        self.states.insert(place, !endless);
        endless
    }

    fn needs_itself(&mut self, ty: TypeId, value: &Node) -> bool {
        if self.depth == DEEPEST_FILL {
            return true;
        }
        self.depth += 1;
        let needs = self.parts_need_themselves(ty, value);
        self.depth -= 1;
        needs
    }

    fn parts_need_themselves(&mut self, ty: TypeId, value: &Node) -> bool {
        let builder = self.builder;
        match (&builder.types[ty.0 as usize].kind, &value.value) {
            (Kind::Array(items), Value::Array(elements)) => {
                elements.iter().any(|element| self.needs_itself(*items, element))
            }
            (Kind::Map(values), Value::Object(members)) => {
                members.iter().any(|member| self.needs_itself(*values, &member.value))
            }
            (Kind::Union(branches), _) => {
                let taken = branches.iter().find(|branch| self.fit.fits(**branch, value));
                taken.is_some_and(|branch| self.needs_itself(*branch, value))
            }
            (Kind::Record(record), Value::Object(_)) => {
                record.fields.iter().enumerate().any(|(index, field)| {
                    match value.get(&field.name) {
                        Some(value) => self.needs_itself(field.ty, value),
                        None => self.never_ends((ty, index)),
                    }
                })
            }
            _ => false,
        }
    }

    /// What a default of this type looks like, for the remedy.
    fn expected(&self, ty: TypeId) -> String {
        match &self.builder.types[ty.0 as usize].kind {
            Kind::Null => "null".to_owned(),
            Kind::Boolean => "true or false".to_owned(),
            Kind::Int => "a whole number of 32 bits".to_owned(),
            Kind::Long => "a whole number of 64 bits".to_owned(),
            Kind::Float | Kind::Double => "a number".to_owned(),
            Kind::Bytes => "a string of characters U+0000 to U+00FF, one for each byte".to_owned(),
            Kind::String => "a string".to_owned(),
            Kind::Array(_) => "an array of fitting items".to_owned(),
            Kind::Map(_) => "an object of fitting values".to_owned(),
            Kind::Union(branches) => {
                let labels = branches.iter().take(10).map(|branch| self.builder.label(*branch));
                format!("a value of one branch: {}", labels.collect::<Vec<_>>().join(", "))
            }
            Kind::Fixed(fixed) => format!("a string of {} characters U+0000 to U+00FF", fixed.size),
            Kind::Enum(kind) => {
                let symbols = kind.symbols.iter().take(20).map(|symbol| &**symbol);
                format!("one of its symbols: {}", symbols.collect::<Vec<_>>().join(", "))
            }
            Kind::Record(record) => {
                format!(
                    "an object with every field of `{}` that has no default",
                    record.name.full()
                )
            }
        }
    }
}

fn field<'b>(builder: &'b Builder<'_>, place: Place) -> &'b Field {
    match &builder.types[place.0.0 as usize].kind {
        Kind::Record(record) => &record.fields[place.1],
        _ => unreachable!("places are made from records only"),
    }
}
