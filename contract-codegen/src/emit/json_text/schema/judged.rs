//! Schemas of the evaluator as JSON Schema again. What refers to itself, or would be long where it is used, is a type of
//! its own that stands for nothing else, so that others refer to it by name.

use super::super::super::json_schema::{Printer, Text, list, object, string, strings};
use super::super::super::{Emitter, ident, path_to};
use super::super::tables::{SCHEMAS, name};
use crate::ir::{Body, Ir, Judged, Named, Place, Record, Syntax, Word};
use crate::lower::json::kinds;
use contract_schema::json::Limit;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// Keywords, in a schema and what it holds, that are printed where it is used.
const SHORT: usize = 40;

/// A schema of the evaluator, seen from the type that is printed.
pub(super) fn text(printer: &mut Printer<'_>, schema: usize) -> String {
    match is_short(printer.emitter.ir, schema) {
        true => words(printer, schema).print(),
        false => {
            let path = path_to(&printer.named.modules, &[SCHEMAS.to_owned()], &described(schema));
            printer.mark(path).print()
        }
    }
}

/// The types that stand for schemas.
pub(in super::super::super) fn described_schemas(emitter: &Emitter<'_>) -> Vec<TokenStream> {
    if !emitter.config.serde || !emitter.config.json_schema {
        return Vec::new();
    }
    let long = (0..emitter.ir.judged.len()).filter(|schema| !is_short(emitter.ir, *schema));
    long.map(|schema| described_schema(emitter, schema)).collect()
}

fn described_schema(emitter: &Emitter<'_>, schema: usize) -> TokenStream {
    let (ty, full_name) = (format_ident!("{}", described(schema)), described(schema));
    let place = Named {
        full_name: full_name.clone(),
        modules: vec![SCHEMAS.to_owned()],
        ident: full_name.clone(),
        doc: None,
        syntax: Syntax::Json,
        place: Place { source: 0, at: None },
        body: Body::Record(Record::default()),
    };
    let mut printer = Printer::of(emitter, &place);
    let text = words(&mut printer, schema);
    let body = printer.finish(&text);
    let of = ident(&name(schema));
    let about = format!(" [`{of}`] for readers of JSON Schema.");
    quote! {
        #[doc(hidden)]
        #[doc = #about]
        pub struct #ty;

        impl ::contract_runtime::schemars::JsonSchema for #ty {
            fn schema_name() -> ::std::borrow::Cow<'static, ::core::primitive::str> {
                ::std::borrow::Cow::Borrowed(#full_name)
            }

            fn schema_id() -> ::std::borrow::Cow<'static, ::core::primitive::str> {
                ::std::borrow::Cow::Borrowed(::core::concat!(::core::module_path!(), "::", #full_name))
            }

            fn json_schema(
                generator: &mut ::contract_runtime::schemars::SchemaGenerator,
            ) -> ::contract_runtime::schemars::Schema {
                #body
            }
        }
    }
}

/// The name of the type that stands for a schema.
fn described(schema: usize) -> String {
    format!("Schema{schema}")
}

/// Whether a schema ends soon, and so not in itself.
fn is_short(ir: &Ir, schema: usize) -> bool {
    let (mut left, mut waiting) = (SHORT, vec![schema]);
    while let Some(next) = waiting.pop() {
        let words = &ir.judged[next].words;
        let inner: Vec<usize> = words.iter().flat_map(inner).collect();
        match left.checked_sub(words.len() + inner.len()) {
            Some(rest) => left = rest,
            None => return false,
        }
        waiting.extend(inner);
    }
    true
}

/// The schemas that a keyword holds.
fn inner(word: &Word) -> Vec<usize> {
    let named = |list: &[(String, usize)]| list.iter().map(|(_, one)| *one).collect::<Vec<_>>();
    match word {
        Word::Items { prefix, rest } => prefix.iter().chain(rest).copied().collect(),
        Word::Properties { named: list, patterns, rest } => {
            [named(list), named(patterns), rest.iter().copied().collect()].concat()
        }
        Word::DependentSchemas(list) => named(list),
        Word::AllOf(all) | Word::AnyOf(all) | Word::OneOf(all) => all.clone(),
        Word::If { condition, then, other } => {
            [*condition].iter().chain(then).chain(other).copied().collect()
        }
        Word::Contains { schema, .. }
        | Word::UnevaluatedItems(schema)
        | Word::PropertyNames(schema)
        | Word::UnevaluatedProperties(schema)
        | Word::Not(schema)
        | Word::Ref(schema) => vec![*schema],
        Word::Never
        | Word::Types(_)
        | Word::Values(_)
        | Word::Least(_)
        | Word::Most(_)
        | Word::MultipleOf(_)
        | Word::MinLength(_)
        | Word::MaxLength(_)
        | Word::Pattern(_)
        | Word::Format(_)
        | Word::MinItems(_)
        | Word::MaxItems(_)
        | Word::UniqueItems
        | Word::MinProperties(_)
        | Word::MaxProperties(_)
        | Word::Required(_)
        | Word::DependentRequired(_) => Vec::new(),
    }
}

fn words(printer: &mut Printer<'_>, schema: usize) -> Text {
    let Judged { words } = &printer.emitter.ir.judged[schema];
    let mut text = Text::default();
    for word in words {
        put(printer, &mut text, word);
    }
    text
}

fn put(printer: &mut Printer<'_>, text: &mut Text, word: &Word) {
    match word {
        Word::Never => text.put("not", "{}".to_owned()),
        Word::Types(types) => text.put("type", self::types(*types)),
        Word::Values(values) => text.put("enum", values.clone()),
        Word::Least(limit) => {
            let keyword = if limit.is_excluded { "exclusiveMinimum" } else { "minimum" };
            text.put(keyword, number(limit));
        }
        Word::Most(limit) => {
            let keyword = if limit.is_excluded { "exclusiveMaximum" } else { "maximum" };
            text.put(keyword, number(limit));
        }
        Word::MultipleOf(step) => text.put("multipleOf", number(step)),
        Word::MinLength(count) => text.put("minLength", count.to_string()),
        Word::MaxLength(count) => text.put("maxLength", count.to_string()),
        Word::Pattern(pattern) => text.put("pattern", string(spelled(printer, pattern))),
        Word::Format(format) => text.put("format", string(format)),
        Word::MinItems(count) => text.put("minItems", count.to_string()),
        Word::MaxItems(count) => text.put("maxItems", count.to_string()),
        Word::UniqueItems => text.put("uniqueItems", "true".to_owned()),
        Word::MinProperties(count) => text.put("minProperties", count.to_string()),
        Word::MaxProperties(count) => text.put("maxProperties", count.to_string()),
        Word::Required(names) => text.put("required", strings(names)),
        Word::DependentRequired(list) => {
            let rows = list.iter().map(|(name, names)| (name, strings(names)));
            text.put("dependentRequired", object(rows));
        }
        Word::AllOf(all) => {
            let all = all.iter().map(|one| self::text(printer, *one));
            text.all.extend(all.collect::<Vec<_>>());
        }
        Word::AnyOf(all) => text.put("anyOf", each(printer, all)),
        Word::OneOf(all) => text.put("oneOf", each(printer, all)),
        Word::Not(schema) => text.put("not", self::text(printer, *schema)),
        Word::Ref(schema) => {
            let schema = self::text(printer, *schema);
            text.all.push(schema);
        }
        Word::If { condition, then, other } => {
            let condition = self::text(printer, *condition);
            // Together in one schema, whatever else is said.
            let branches = [("then", then), ("else", other)].into_iter();
            let branches = branches.filter_map(|(keyword, one)| Some((keyword, (*one)?)));
            let branches: Vec<_> =
                branches.map(|(keyword, one)| (keyword, self::text(printer, one))).collect();
            text.all.push(object([("if", condition)].into_iter().chain(branches)));
        }
        Word::Items { .. } | Word::Contains { .. } | Word::UnevaluatedItems(_) => {
            put_items(printer, text, word);
        }
        Word::Properties { .. }
        | Word::PropertyNames(_)
        | Word::DependentSchemas(_)
        | Word::UnevaluatedProperties(_) => put_properties(printer, text, word),
    }
}

fn put_items(printer: &mut Printer<'_>, text: &mut Text, word: &Word) {
    let mut members = Vec::new();
    match word {
        Word::Items { prefix, rest } => {
            if !prefix.is_empty() {
                members.push(("prefixItems", each(printer, prefix)));
            }
            members.extend(rest.map(|rest| ("items", self::text(printer, rest))));
        }
        Word::Contains { schema, least, most, .. } => {
            members.push(("contains", self::text(printer, *schema)));
            members.push(("minContains", least.to_string()));
            members.extend(most.map(|most| ("maxContains", most.to_string())));
        }
        Word::UnevaluatedItems(schema) => {
            text.put("unevaluatedItems", self::text(printer, *schema));
        }
        _ => unreachable!("only keywords of lists come here"),
    }
    together(text, members);
}

fn put_properties(printer: &mut Printer<'_>, text: &mut Text, word: &Word) {
    let mut members = Vec::new();
    match word {
        Word::Properties { named: list, patterns, rest } => {
            if !list.is_empty() {
                members.push(("properties", named(printer, list)));
            }
            if !patterns.is_empty() {
                let spell =
                    |(pattern, one): &(String, usize)| (spelled(printer, pattern).to_owned(), *one);
                let patterns: Vec<_> = patterns.iter().map(spell).collect();
                members.push(("patternProperties", named(printer, &patterns)));
            }
            members.extend(rest.map(|rest| ("additionalProperties", self::text(printer, rest))));
        }
        Word::PropertyNames(schema) => text.put("propertyNames", self::text(printer, *schema)),
        Word::DependentSchemas(list) => text.put("dependentSchemas", named(printer, list)),
        Word::UnevaluatedProperties(schema) => {
            text.put("unevaluatedProperties", self::text(printer, *schema));
        }
        _ => unreachable!("only keywords of objects come here"),
    }
    together(text, members);
}

/// Keywords that speak of each other, in one schema.
fn together(text: &mut Text, members: Vec<(&'static str, String)>) {
    match members.iter().any(|(keyword, _)| text.has(keyword)) {
        true => text.all.push(object(members)),
        false => members.into_iter().for_each(|(keyword, value)| text.put(keyword, value)),
    }
}

fn each(printer: &mut Printer<'_>, schemas: &[usize]) -> String {
    let texts: Vec<String> = schemas.iter().map(|one| text(printer, *one)).collect();
    list(&texts)
}

fn named(printer: &mut Printer<'_>, schemas: &[(String, usize)]) -> String {
    let rows = schemas.iter().map(|(name, one)| (name, text(printer, *one)));
    object(rows.collect::<Vec<_>>())
}

/// A pattern as the contract writes it.
fn spelled<'p>(printer: &Printer<'p>, pattern: &'p str) -> &'p str {
    printer.emitter.ir.spellings.get(pattern).map_or(pattern, String::as_str)
}

fn number(limit: &Limit) -> String {
    match limit.whole {
        Some(whole) => whole.to_string(),
        None if limit.double.is_finite() => limit.double.to_string(),
        None if limit.double > 0.0 => f64::MAX.to_string(),
        None => f64::MIN.to_string(),
    }
}

fn types(types: u8) -> String {
    const ROWS: [(u8, &str); 5] = [
        (kinds::NULL, "null"),
        (kinds::BOOL, "boolean"),
        (kinds::OBJECT, "object"),
        (kinds::ARRAY, "array"),
        (kinds::STRING, "string"),
    ];
    let rows = ROWS.iter().filter(|(kind, _)| types & kind != 0).map(|(_, name)| *name);
    let number = match types & kinds::NUMBER {
        kinds::NUMBER => Some("number"),
        kinds::WHOLE => Some("integer"),
        _ => None,
    };
    let names: Vec<String> = rows.chain(number).map(string).collect();
    match &names[..] {
        [only] => only.clone(),
        _ => list(&names),
    }
}
