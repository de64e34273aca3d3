//! Keywords of JSON Schema that are no Rust: an evaluator over tables that the compiler has made of the schema.
//!
//! Nothing is parsed or fetched here; references are resolved and patterns compiled. Depth is bounded.

mod array;
mod numbers;
mod object;

use super::unevaluated::Seen;
use super::value::{Value, read_value};
use crate::text;
use crate::violation::{Path, Violations};
pub use numbers::Limit;

/// Schemas that are entered one inside of the other.
const MAX_DEPTH: usize = 512;

/// A pattern, compiled into a function.
pub type Pattern = fn(&str) -> bool;

/// A schema: all its keywords must hold.
#[derive(Debug)]
pub struct Schema {
    /// In an order in which what is unevaluated comes last.
    pub keywords: &'static [Keyword],
}

/// A keyword of a schema.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is the keyword it is named after")]
pub enum Keyword {
    /// The schema `false`.
    Never,
    /// `type`: null 1, boolean 2, integer 4, number 12, string 16, array 32, object 64.
    Types(u8),
    /// `enum` and `const`.
    Values(fn() -> &'static [Value]),
    Least {
        limit: Limit,
        excluded: bool,
    },
    Most {
        limit: Limit,
        excluded: bool,
    },
    MultipleOf(Limit),
    MinLength(u64),
    MaxLength(u64),
    Pattern(Pattern),
    Format(&'static str),
    MinItems(u64),
    MaxItems(u64),
    UniqueItems,
    /// `prefixItems` and `items`, or `items` and `additionalItems`.
    Items {
        prefix: &'static [&'static Schema],
        rest: Option<&'static Schema>,
    },
    /// `evaluates`: what it finds is evaluated.
    Contains {
        schema: &'static Schema,
        least: u64,
        most: Option<u64>,
        evaluates: bool,
    },
    UnevaluatedItems(&'static Schema),
    MinProperties(u64),
    MaxProperties(u64),
    Required(&'static [&'static str]),
    /// `properties`, `patternProperties`, `additionalProperties`.
    Properties {
        named: &'static [(&'static str, &'static Schema)],
        patterns: &'static [(Pattern, &'static Schema)],
        rest: Option<&'static Schema>,
    },
    PropertyNames(&'static Schema),
    DependentRequired(&'static [(&'static str, &'static [&'static str])]),
    DependentSchemas(&'static [(&'static str, &'static Schema)]),
    UnevaluatedProperties(&'static Schema),
    AllOf(&'static [&'static Schema]),
    AnyOf(&'static [&'static Schema]),
    OneOf(&'static [&'static Schema]),
    Not(&'static Schema),
    If {
        condition: &'static Schema,
        then: Option<&'static Schema>,
        other: Option<&'static Schema>,
    },
    Ref(&'static Schema),
}

impl Keyword {
    /// Rule id and message of a violation.
    fn said(&self) -> (&'static str, &'static str) {
        match self {
            Keyword::Never => ("json.false", "no value is allowed here"),
            Keyword::Types(_) => ("json.type", "must be of an allowed type"),
            Keyword::Values(_) => ("json.enum", "must be one of the allowed values"),
            Keyword::Least { excluded: false, .. } => {
                ("json.minimum", "must not be below the minimum")
            }
            Keyword::Least { excluded: true, .. } => {
                ("json.exclusiveMinimum", "must be above the limit")
            }
            Keyword::Most { excluded: false, .. } => {
                ("json.maximum", "must not be above the maximum")
            }
            Keyword::Most { excluded: true, .. } => {
                ("json.exclusiveMaximum", "must be below the limit")
            }
            Keyword::MultipleOf(_) => {
                ("json.multipleOf", "must be a multiple of the declared step")
            }
            Keyword::MinLength(_) => ("json.minLength", "has too few characters"),
            Keyword::MaxLength(_) => ("json.maxLength", "has too many characters"),
            Keyword::Pattern(_) => ("json.pattern", "must match the declared pattern"),
            Keyword::Format(_) => ("json.format", "must have the declared format"),
            Keyword::MinItems(_) => ("json.minItems", "has too few elements"),
            Keyword::MaxItems(_) => ("json.maxItems", "has too many elements"),
            Keyword::UniqueItems => ("json.uniqueItems", "must not contain an element twice"),
            Keyword::Items { .. } => ("json.items", "has an element that is not allowed"),
            Keyword::Contains { .. } => {
                ("json.contains", "must contain the declared number of elements of a kind")
            }
            Keyword::UnevaluatedItems(_) => {
                ("json.unevaluatedItems", "has an element that nothing describes")
            }
            Keyword::MinProperties(_) => ("json.minProperties", "has too few properties"),
            Keyword::MaxProperties(_) => ("json.maxProperties", "has too many properties"),
            Keyword::Required(_) => ("json.required", "lacks a required property"),
            Keyword::Properties { .. } => ("json.properties", "has a property that is not allowed"),
            Keyword::PropertyNames(_) => {
                ("json.propertyNames", "has a property whose name is not allowed")
            }
            Keyword::DependentRequired(_) => {
                ("json.dependentRequired", "lacks a property that another one demands")
            }
            Keyword::DependentSchemas(_) => {
                ("json.dependentSchemas", "is not what the presence of a property demands")
            }
            Keyword::UnevaluatedProperties(_) => {
                ("json.unevaluatedProperties", "has a property that nothing describes")
            }
            Keyword::AllOf(_) => ("json.allOf", "must be all of the declared schemas"),
            Keyword::AnyOf(_) => ("json.anyOf", "must be one of the declared alternatives"),
            Keyword::OneOf(_) => ("json.oneOf", "must be exactly one of the declared alternatives"),
            Keyword::Not(_) => ("json.not", "must not be what the contract excludes"),
            Keyword::If { .. } => ("json.if", "must be what its other parts demand"),
            Keyword::Ref(_) => ("json.ref", "must be what the contract refers to"),
        }
    }
}

/// Checks a value against a schema; violations are told with their places.
pub fn judge(schema: &'static Schema, value: &Value, at: &Path<'_>, found: &mut Violations) {
    let before = found.len();
    let holds = Judge { found: Some(&mut *found), depth: 0 }.schema(schema, value, at).is_some();
    if !holds && found.len() == before {
        found.push(at, "json.schema", "must be what the contract says");
    }
}

/// The same for what `write` writes, which is how a value is that has a type in Rust.
pub fn judge_text<E>(
    schema: &'static Schema,
    at: &Path<'_>,
    found: &mut Violations,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
) {
    let mut text = Vec::new();
    let value = match write(&mut text) {
        Ok(()) => super::decode(&text, read_value).ok(),
        Err(_) => None,
    };
    match value {
        Some(value) => judge(schema, &value, at, found),
        None => found.push(at, "json.value", "must be a value that JSON has a text for"),
    }
}

/// One question. Without a list of violations only the answer counts.
pub(super) struct Judge<'f> {
    found: Option<&'f mut Violations>,
    depth: usize,
}

impl Judge<'_> {
    /// The same place in the walk, where nothing is told.
    fn quiet(&self) -> Judge<'static> {
        Judge { found: None, depth: self.depth }
    }

    fn tell(&mut self, at: &Path<'_>, keyword: &Keyword) {
        if let Some(found) = &mut self.found {
            let (rule, message) = keyword.said();
            found.push(at, rule, message);
        }
    }

    /// What the schema has looked at, if the value is valid for it.
    fn schema<'v>(
        &mut self,
        schema: &'static Schema,
        value: &'v Value,
        at: &Path<'_>,
    ) -> Option<Seen<'v>> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let (mut seen, mut holds) = (Seen::default(), true);
        for keyword in schema.keywords {
            if !self.keyword(keyword, value, at, &mut seen) {
                holds = false;
                if self.found.is_none() {
                    break;
                }
            }
        }
        self.depth -= 1;
        holds.then_some(seen)
    }

    /// A schema for a part of the value.
    fn holds(&mut self, schema: &'static Schema, value: &Value, at: &Path<'_>) -> bool {
        self.schema(schema, value, at).is_some()
    }

    fn keyword<'v>(
        &mut self,
        keyword: &'static Keyword,
        value: &'v Value,
        at: &Path<'_>,
        seen: &mut Seen<'v>,
    ) -> bool {
        let (holds, is_told) = match (keyword, value) {
            (Keyword::Ref(schema), _) => (self.take(schema, value, at, seen), true),
            (Keyword::AllOf(schemas), _) => {
                let each = schemas.iter().map(|schema| self.take(schema, value, at, seen));
                (each.filter(|holds| !holds).count() == 0, true)
            }
            (Keyword::If { condition, then, other }, _) => {
                let met = self.quiet().schema(condition, value, at);
                let branch = if met.is_some() { then } else { other };
                met.into_iter().for_each(|more| seen.add(more));
                (branch.is_none_or(|branch| self.take(branch, value, at, seen)), true)
            }
            (Keyword::AnyOf(_) | Keyword::OneOf(_) | Keyword::Not(_), _) => {
                (self.alternatives(keyword, value, at, seen), false)
            }
            (_, Value::Array(list)) if keyword.is_of_arrays() => {
                self.array(keyword, list, at, seen)
            }
            (_, Value::Object(map)) if keyword.is_of_objects() => {
                self.object(keyword, map, value, at, seen)
            }
            _ => (plain(keyword, value), false),
        };
        if !holds && !is_told {
            self.tell(at, keyword);
        }
        holds
    }

    /// A schema for the value itself; what it has looked at counts.
    fn take<'v>(
        &mut self,
        schema: &'static Schema,
        value: &'v Value,
        at: &Path<'_>,
        seen: &mut Seen<'v>,
    ) -> bool {
        match self.schema(schema, value, at) {
            Some(more) => {
                seen.add(more);
                true
            }
            None => false,
        }
    }

    fn alternatives<'v>(
        &mut self,
        keyword: &'static Keyword,
        value: &'v Value,
        at: &Path<'_>,
        seen: &mut Seen<'v>,
    ) -> bool {
        let mut quiet = self.quiet();
        let mut fitting = |schemas: &'static [&'static Schema]| -> Vec<Seen<'v>> {
            schemas.iter().filter_map(|schema| quiet.schema(schema, value, at)).collect()
        };
        let (all, holds) = match keyword {
            Keyword::AnyOf(schemas) => {
                let all = fitting(schemas);
                let any = !all.is_empty();
                (all, any)
            }
            Keyword::OneOf(schemas) => {
                let all = fitting(schemas);
                let one = all.len() == 1;
                (all, one)
            }
            Keyword::Not(schema) => (Vec::new(), quiet.schema(schema, value, at).is_none()),
            _ => (Vec::new(), true),
        };
        if holds {
            all.into_iter().for_each(|more| seen.add(more));
        }
        holds
    }
}

/// Keywords that look at no part of the value; they hold for values that they are not about.
fn plain(keyword: &Keyword, value: &Value) -> bool {
    match (keyword, value) {
        (Keyword::Never, _) => false,
        (Keyword::Types(types), _) => types & numbers::kind(value) != 0,
        (Keyword::Values(values), _) => values().iter().any(|one| numbers::is_same(one, value)),
        (
            Keyword::Least { .. } | Keyword::Most { .. } | Keyword::MultipleOf(_),
            Value::Number(number),
        ) => numbers::fits(keyword, number),
        (Keyword::MinLength(least), Value::String(value)) => text::has_at_least(value, *least),
        (Keyword::MaxLength(most), Value::String(value)) => text::has_at_most(value, *most),
        (Keyword::Pattern(pattern), Value::String(value)) => pattern(value),
        (Keyword::Format(name), Value::String(value)) => super::format::fits(name, value),
        _ => true,
    }
}
