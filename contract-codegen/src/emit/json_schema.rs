//! `JsonSchema` written out from the contract: the text of the schema with what the contract says of every field, and
//! marks where the schemas of other types belong. What JSON Schema cannot say is left to `validate()`.

mod limits;

use super::json::{Known, known};
use super::{Emitter, ident};
use crate::ir::{Body, Enum, Field, Named, Record, Syntax, Ty, Union};
use contract_model::{Constraint, FieldRules};
use contract_schema::json_text::write_string;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

pub(super) fn emit(emitter: &Emitter<'_>, named: &Named) -> TokenStream {
    let (name, full_name) = (ident(&named.ident), &named.full_name);
    let mut printer = Printer::of(emitter, named);
    let mut text = match &named.body {
        _ if known(named).is_some() => printer.well_known(named),
        Body::Record(record) => printer.record(record),
        Body::Enum(body) => of_enum(named, body),
        Body::Fixed(size) => printer.mark(quote! { ::contract_runtime::Fixed<#size> }),
        Body::Union(union) => printer.union(union),
        Body::Value(_) => Text::default(),
    };
    text.describe(named.doc.as_deref());
    let body = printer.finish(&text);
    described(&name, full_name, &body)
}

/// `body` makes the schema of a type with the `generator`.
pub(super) fn described(name: &Ident, full_name: &str, body: &TokenStream) -> TokenStream {
    quote! {
        impl ::contract_runtime::schemars::JsonSchema for #name {
            fn schema_name() -> ::std::borrow::Cow<'static, ::core::primitive::str> {
                ::std::borrow::Cow::Borrowed(#full_name)
            }

            fn json_schema(
                generator: &mut ::contract_runtime::schemars::SchemaGenerator,
            ) -> ::contract_runtime::schemars::Schema {
                #body
            }
        }
    }
}

/// A schema as keywords with their values in JSON.
#[derive(Default)]
pub(super) struct Text {
    members: Vec<(&'static str, String)>,
    /// Further schemas that hold too.
    pub(super) all: Vec<String>,
}

impl Text {
    pub(super) fn of_type(name: &str) -> Self {
        let mut text = Text::default();
        text.put("type", string(name));
        text
    }

    /// Adds a keyword; one that is there already holds beside it.
    pub(super) fn put(&mut self, keyword: &'static str, value: String) {
        if self.members.iter().any(|(one, _)| *one == keyword) {
            self.all.push(format!("{{{}:{value}}}", string(keyword)));
        } else {
            self.members.push((keyword, value));
        }
    }

    pub(super) fn has(&self, keyword: &str) -> bool {
        self.members.iter().any(|(one, _)| *one == keyword)
    }

    pub(super) fn describe(&mut self, doc: Option<&str>) {
        if let Some(doc) = doc.filter(|doc| !doc.is_empty()) {
            let lines: Vec<&str> = doc.lines().map(str::trim).collect();
            self.put("description", string(&lines.join("\n")));
        }
    }

    fn is_empty(&self) -> bool {
        self.members.is_empty() && self.all.is_empty()
    }

    pub(super) fn print(&self) -> String {
        let all = (!self.all.is_empty()).then(|| ("allOf", list(&self.all)));
        let members = self.members.iter().map(|(keyword, value)| (*keyword, value.clone()));
        object(members.chain(all))
    }
}

/// A text as JSON.
pub(super) fn string(text: &str) -> String {
    let mut json = String::new();
    write_string(&mut json, text);
    json
}

pub(super) fn list(values: &[String]) -> String {
    format!("[{}]", values.join(","))
}

pub(super) fn strings<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    let texts: Vec<String> = texts.into_iter().map(|text| string(text)).collect();
    list(&texts)
}

pub(super) fn object<K: AsRef<str>>(members: impl IntoIterator<Item = (K, String)>) -> String {
    let members: Vec<String> = members
        .into_iter()
        .map(|(key, value)| format!("{}:{value}", string(key.as_ref())))
        .collect();
    format!("{{{}}}", members.join(","))
}

pub(super) fn of_enum(named: &Named, body: &Enum) -> Text {
    let mut text = Text::default();
    let symbols = strings(body.symbols.iter().map(|symbol| &symbol.name));
    match named.syntax {
        Syntax::Avro | Syntax::Json => {
            text.put("type", string("string"));
            text.put("enum", symbols);
        }
        // Open: a number without a name is kept.
        Syntax::Protobuf => {
            let any = format!(
                r#"[{{"type":"string","enum":{symbols}}},{{"type":"integer","format":"int32"}}]"#
            );
            text.put("anyOf", any);
        }
    }
    text
}

/// Prints the schema of one type and collects the types that it means.
pub(super) struct Printer<'a> {
    pub(super) emitter: &'a Emitter<'a>,
    pub(super) named: &'a Named,
    /// What the marks mean, each once.
    types: Vec<(String, TokenStream)>,
}

impl<'a> Printer<'a> {
    pub(super) fn of(emitter: &'a Emitter<'a>, named: &'a Named) -> Self {
        Printer { emitter, named, types: Vec::new() }
    }

    /// The expression that makes the schema in a text.
    pub(super) fn finish(self, text: &Text) -> TokenStream {
        let (text, types) = (super::raw(&text.print()), self.types.into_iter().map(|(_, ty)| ty));
        quote! {
            ::contract_runtime::json::schema(
                generator,
                #text,
                &[#(::contract_runtime::schemars::SchemaGenerator::subschema_for::<#types>),*],
            )
        }
    }

    pub(super) fn mark(&mut self, ty: TokenStream) -> Text {
        let key = ty.to_string();
        let known = self.types.iter().position(|(one, _)| *one == key);
        let index = known.unwrap_or_else(|| {
            self.types.push((key, ty));
            self.types.len() - 1
        });
        let mut text = Text::default();
        text.put("$type", index.to_string());
        text
    }

    /// Messages and an enum whose JSON is not that of their kind.
    fn well_known(&mut self, named: &Named) -> Text {
        match known(named) {
            Some((Known::Inner, Some(field))) => self.value(&field.ty, &field.rules),
            Some((Known::FieldMask, _)) => Text::of_type("string"),
            Some((Known::Null, _)) => Text::of_type("null"),
            Some((Known::Any, _)) => {
                let mut text = Text::of_type("object");
                let url = Text::of_type("string").print();
                text.put("properties", object([("@type", url)]));
                text
            }
            Some((Known::Value | Known::Inner, _)) | None => Text::default(),
        }
    }

    fn record(&mut self, record: &Record) -> Text {
        let mut properties = Vec::new();
        for field in &record.fields {
            match self.emitter.oneof(&field.ty) {
                Some(union) => {
                    for branch in &union.branches {
                        let text = self.value(&branch.ty, &branch.rules);
                        properties.push((&branch.name, text.print()));
                    }
                }
                None => properties.push((&field.name, self.field(field).print())),
            }
        }
        let required = record.fields.iter().filter(|field| self.is_required(field));
        let required = strings(required.map(|field| &field.name));
        let mut text = Text::of_type("object");
        text.put("properties", object(properties));
        if required != "[]" {
            text.put("required", required);
        }
        text
    }

    /// Protobuf's JSON may leave out what has its default value.
    fn is_required(&self, field: &Field) -> bool {
        let is_optional = field.ty.is_option() || self.named.syntax == Syntax::Protobuf;
        let is_oneof = self.emitter.oneof(&field.ty).is_some();
        !is_oneof && (field.rules.required || !is_optional)
    }

    fn field(&mut self, field: &Field) -> Text {
        let mut text = self.value(&field.ty, &field.rules);
        text.describe(field.doc.as_deref());
        if field.deprecated {
            text.put("deprecated", "true".to_owned());
        }
        text
    }

    /// An object whose one member names the branch.
    fn union(&mut self, union: &Union) -> Text {
        let branches: Vec<String> = union
            .branches
            .iter()
            .map(|branch| {
                let value = self.value(&branch.ty, &branch.rules).print();
                object([
                    ("type", string("object")),
                    ("properties", object([(&branch.name, value)])),
                    ("required", strings([&branch.name])),
                    ("additionalProperties", "false".to_owned()),
                ])
            })
            .collect();
        let mut text = Text::default();
        text.put("oneOf", list(&branches));
        text
    }

    pub(super) fn value(&mut self, ty: &Ty, rules: &FieldRules) -> Text {
        if let Ty::Option { inner, .. } = ty {
            let mut text = self.value(inner, rules);
            if !rules.required {
                text.put("$null", "true".to_owned());
            }
            return text;
        }
        let mut text = self.plain(ty, rules);
        let limits = limits::of(self.emitter.ir, self.named.syntax, ty, rules);
        if rules.ignores_zero && !limits.is_empty() {
            if let Some(zero) = limits::zero(self.emitter.ir, self.named.syntax, ty) {
                text.put("anyOf", list(&[zero, limits.print()]));
            }
            return text;
        }
        limits.members.into_iter().for_each(|(keyword, value)| text.put(keyword, value));
        text.all.extend(limits.all);
        text
    }

    /// The type without what is declared of its value.
    fn plain(&mut self, ty: &Ty, rules: &FieldRules) -> Text {
        let none = FieldRules::default();
        match ty {
            Ty::Null => Text::of_type("null"),
            Ty::Bool => Text::of_type("boolean"),
            Ty::String => Text::of_type("string"),
            Ty::Int => self.number("i32", "integer", "int32", rules),
            Ty::Long => self.number("i64", "integer", "int64", rules),
            Ty::UInt => self.number("u32", "integer", "uint32", rules),
            Ty::ULong => self.number("u64", "integer", "uint64", rules),
            Ty::Float => self.number("f32", "number", "float", rules),
            Ty::Double => self.number("f64", "number", "double", rules),
            Ty::Array(items) => {
                let items = self.value(items, rules.items.as_deref().unwrap_or(&none));
                let mut text = Text::of_type("array");
                text.put("items", items.print());
                text
            }
            Ty::Map(_, values) => {
                let values = self.value(values, rules.values.as_deref().unwrap_or(&none));
                let mut text = Text::of_type("object");
                text.put("additionalProperties", values.print());
                if let Some(keys) = &rules.keys {
                    let keys = self.value(&Ty::String, keys);
                    text.put("propertyNames", keys.print());
                }
                text
            }
            Ty::Named { id, .. } => self.mark(self.emitter.path(self.named, *id)),
            Ty::Bytes | Ty::Uuid(_) | Ty::Decimal(_) | Ty::Time(_) | Ty::WellKnown(_) => {
                self.mark(self.emitter.ty(self.named, ty))
            }
            Ty::Option { .. } => self.value(ty, rules),
            Ty::Json => Text::default(),
        }
    }

    /// A number as JSON has it, or, where numbers have a form of their own, as that form.
    fn number(&mut self, rust: &str, json: &str, format: &str, rules: &FieldRules) -> Text {
        let is_float = json == "number";
        let is_finite = rules.value.contains(&Constraint::Finite);
        let is_plain = match self.named.syntax {
            Syntax::Avro => !is_float || is_finite,
            Syntax::Json => true,
            Syntax::Protobuf => false,
        };
        if !is_plain {
            let rust = ident(rust);
            return self.mark(quote! {
                ::contract_runtime::protobuf::number::Json<::core::primitive::#rust>
            });
        }
        let mut text = Text::of_type(json);
        text.put("format", string(format));
        text
    }
}
