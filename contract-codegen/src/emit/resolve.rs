//! Decoders from older and foreign writers to the current types: the plan of resolution, printed as Rust.
//!
//! One function per pair of a writer's and a reader's named type whose bytes differ, beside the reader's type. What is the
//! same to both is read by the type's own decoder, and two writers share what they write the same way.

mod skip;
mod value;

use super::{Emitter, ident, once, option};
use crate::ir::{Body, Event, Named, Older, Record, Ty, TypeId};
use contract_schema::avro::Kind;
use contract_schema::avro::resolve::{Action, EntryId, Fields, Step, Symbol};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
pub(super) use skip::Skips;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// The functions of all pairs, by the type that has them.
#[derive(Default)]
pub(super) struct Functions {
    items: BTreeMap<TypeId, Vec<Function>>,
    count: usize,
}

struct Function {
    name: Ident,
    body: TokenStream,
    /// Of the body, made when there is another function to compare it with: most types have one.
    text: OnceCell<String>,
}

impl Functions {
    /// An `impl` for each type that has any.
    pub(super) fn print(
        self,
        emitter: &Emitter<'_>,
    ) -> impl Iterator<Item = (TypeId, TokenStream)> {
        self.items.into_iter().map(|(id, functions)| {
            let name = ident(&emitter.ir.get(id).ident);
            let functions = functions.into_iter().map(|function| once(function.print()));
            (id, quote! { impl #name { #(#functions)* } })
        })
    }
}

impl Function {
    fn is_same(&self, other: &Function) -> bool {
        let text = |function: &Function| function.body.to_string();
        self.text.get_or_init(|| text(self)) == other.text.get_or_init(|| text(other))
    }

    fn print(self) -> TokenStream {
        let (name, body) = (self.name, once(self.body));
        quote! {
            #[doc(hidden)]
            pub fn #name(
                reader: &mut ::contract_runtime::avro::Reader<'_>,
            ) -> ::core::result::Result<Self, ::contract_runtime::DecodeError> {
                #body
            }
        }
    }
}

/// The constants of an event that tell its writers; nothing for an event without resolution.
pub(super) fn writers(
    emitter: &Emitter<'_>,
    event: &Event,
    functions: &mut Functions,
) -> TokenStream {
    let Some(resolution) = &event.resolution else {
        return TokenStream::new();
    };
    let resolved = (resolution.resolved != event.text).then(|| {
        let text = super::raw(&resolution.resolved);
        quote! { const RESOLVED_SCHEMA: &'static ::core::primitive::str = #text; }
    });
    let id = event.schema_id.map(|id| {
        let id = option(Some(id));
        quote! { const SCHEMA_ID: ::core::option::Option<::core::primitive::u32> = #id; }
    });
    let writers: Vec<_> = resolution
        .writers
        .iter()
        .map(|older| {
            let mut printer = Printer { emitter, older, functions, known: BTreeMap::new() };
            printer.writer(event.record)
        })
        .collect();
    let writers = (!writers.is_empty()).then(|| {
        quote! { const WRITERS: &'static [::contract_runtime::Writer<Self>] = &[#(#writers),*]; }
    });
    quote! { #id #resolved #writers }
}

/// Prints the decoders of one writer.
struct Printer<'a, 'e> {
    emitter: &'a Emitter<'e>,
    older: &'a Older,
    functions: &'a mut Functions,
    /// The functions of this writer's pairs, those that are being printed included.
    known: BTreeMap<(TypeId, EntryId), Ident>,
}

impl Printer<'_, '_> {
    fn writer(&mut self, record: TypeId) -> TokenStream {
        let plan = &self.older.plan;
        let read = match plan.get(plan.root()).same {
            true => format_ident!("read_avro"),
            false => self.function(record, plan.root()),
        };
        let (version, schema_id) = (option(self.older.version), option(self.older.schema_id));
        let (fingerprint, content) = (self.older.fingerprint, self.older.content);
        let Older { dropped, defaulted, refused, .. } = self.older;
        quote! {
            ::contract_runtime::Writer {
                version: #version,
                schema_id: #schema_id,
                fingerprint: #fingerprint,
                content: #content,
                decode: |payload| ::contract_runtime::avro::decode_noted(payload, Self::#read),
                dropped: &[#(#dropped),*],
                defaulted: &[#(#defaulted),*],
                refused: &[#(#refused),*],
            }
        }
    }

    /// The function of the type `id` that reads what the entry's writer wrote.
    fn function(&mut self, id: TypeId, entry: EntryId) -> Ident {
        if let Some(name) = self.known.get(&(id, entry)) {
            return name.clone();
        }
        let name = format_ident!("resolve_{}", self.functions.count);
        self.functions.count += 1;
        self.known.insert((id, entry), name.clone());
        let body = self.body(id, entry);
        let function = Function { name: name.clone(), body, text: OnceCell::new() };
        let others = self.functions.items.entry(id).or_default();
        // Equal bodies are printed once.
        if let Some(twin) = others.iter().find(|other| other.is_same(&function)) {
            self.known.insert((id, entry), twin.name.clone());
            return twin.name.clone();
        }
        others.push(function);
        name
    }

    fn body(&mut self, id: TypeId, entry: EntryId) -> TokenStream {
        let (ir, older) = (self.emitter.ir, self.older);
        let named = ir.get(id);
        match (&older.plan.get(entry).action, &named.body) {
            (Action::Record(fields), Body::Record(record)) => self.record(named, record, fields),
            (Action::Enum(symbols), Body::Enum(_)) => self.symbols(id, entry, symbols),
            // A record or enum of another name, or a field without a default: told in `refused`.
            _ => quote! { reader.fail(::contract_runtime::avro::Reason::Resolution) },
        }
    }

    /// Fields are read in the writer's order, and put together in the reader's.
    fn record(&mut self, named: &Named, record: &Record, fields: &Fields) -> TokenStream {
        let mut skips = Skips::new(&self.older.schema, &self.older.least);
        let mut statements = Vec::new();
        let mut values: BTreeMap<usize, TokenStream> = BTreeMap::new();
        for step in &fields.steps {
            match step {
                Step::Skip { ty } => statements.push(once(skips.skip(*ty))),
                Step::Read { field, entry } => {
                    let ty = &record.fields[*field].ty;
                    let value = self.value(&mut skips, named, *entry, ty);
                    let local = format_ident!("field_{field}");
                    let value = once(value);
                    statements.push(once(quote! { let #local = #value; }));
                    values.insert(*field, quote! { #local });
                }
            }
        }
        for default in &fields.defaults {
            let ty = &record.fields[default.field].ty;
            values.insert(default.field, self.default(named, ty, &default.bytes));
        }
        let parts = record.fields.iter().enumerate().map(|(index, field)| {
            let name = ident(&field.ident);
            let value = super::held(field, values[&index].clone(), false);
            once(quote! { #name: #value, })
        });
        let value = once(quote! { Self { #(#parts)* } });
        let skips = skips.print();
        if record.recursive {
            return quote! {
                #skips
                reader.enter()?;
                reader.charge(::core::mem::size_of::<Self>())?;
                #(#statements)*
                let value = #value;
                reader.leave();
                ::core::result::Result::Ok(value)
            };
        }
        quote! { #skips #(#statements)* ::core::result::Result::Ok(#value) }
    }

    fn symbols(&self, id: TypeId, entry: EntryId, symbols: &[Symbol]) -> TokenStream {
        let (ir, older) = (self.emitter.ir, self.older);
        let Body::Enum(body) = &ir.get(id).body else {
            unreachable!("symbols belong to enums");
        };
        let Kind::Enum(written) = &older.schema.get(older.plan.get(entry).writer).kind else {
            unreachable!("symbols are written by enums");
        };
        let arms = symbols.iter().zip(&written.symbols).enumerate().map(|(at, (symbol, name))| {
            let index = Literal::usize_unsuffixed(at);
            let variant = |at: &usize| ident(&body.symbols[*at].ident);
            match symbol {
                Symbol::Known(at) => {
                    let variant = variant(at);
                    quote! { #index => ::core::result::Result::Ok(Self::#variant), }
                }
                Symbol::Default(at) => {
                    let variant = variant(at);
                    let name = format!("{}.{name}", written.name.full());
                    quote! {
                        #index => {
                            reader.replaced(#name);
                            ::core::result::Result::Ok(Self::#variant)
                        }
                    }
                }
                Symbol::Unknown => quote! {
                    #index => reader.fail(::contract_runtime::avro::Reason::Resolution),
                },
            }
        });
        quote! {
            match reader.symbol()? {
                #(#arms)*
                _ => reader.fail(::contract_runtime::avro::Reason::Symbol),
            }
        }
    }

    /// A default is read from its own bytes, so that it is what a writer of it would have given.
    fn default(&self, from: &Named, ty: &Ty, bytes: &[u8]) -> TokenStream {
        match (ty, bytes) {
            (Ty::Option { null, .. }, [byte]) if u32::from(*byte) == *null * 2 => {
                return quote! { ::core::option::Option::None };
            }
            (Ty::Array(_), [0]) => return quote! { ::std::vec::Vec::new() },
            (Ty::Map(..), [0]) => return quote! { ::std::collections::BTreeMap::new() },
            _ => {}
        }
        let rust = self.emitter.ty(from, ty);
        let value = super::codec::read_value(self.emitter, from, ty);
        let bytes = Literal::byte_string(bytes);
        quote! {
            {
                fn default(
                    reader: &mut ::contract_runtime::avro::Reader<'_>,
                ) -> ::core::result::Result<#rust, ::contract_runtime::DecodeError> {
                    ::core::result::Result::Ok(#value)
                }
                ::contract_runtime::avro::decode(#bytes, default)?
            }
        }
    }
}
