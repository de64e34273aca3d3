//! `Serialize` and `Deserialize` written out: names and a `match` for each type, the rest is in the runtime once. Derives
//! would say the same in ten times as many lines for the compiler.

mod well_known;

pub(super) use well_known::{ANY, Known, known};

use super::{Emitter, ident, json_schema, once, run, tried};
use crate::ir::{Body, Enum, Field, Named, Record, Syntax, Ty, TypeId, Union};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

/// Everything that makes JSON of a type, if it is wanted. Protobuf's enums are open and have their own.
pub(super) fn emit(emitter: &Emitter<'_>, id: TypeId) -> TokenStream {
    if !emitter.config.serde {
        return TokenStream::new();
    }
    let named = emitter.ir.get(id);
    let schema = emitter.config.json_schema.then(|| json_schema::emit(emitter, named));
    let serde = match &named.body {
        Body::Record(record) => well_known::emit(emitter, named, record)
            .unwrap_or_else(|| emit_record(emitter, named, record)),
        Body::Union(union) => emit_union(emitter, named, union),
        Body::Fixed(_) => emit_fixed(named),
        Body::Value(_) => TokenStream::new(),
        Body::Enum(body) => match named.syntax {
            Syntax::Avro => emit_enum(named, body),
            // JSON Schema has its own, whatever the type.
            Syntax::Json | Syntax::Protobuf => TokenStream::new(),
        },
    };
    let (serde, schema) = (once(serde), schema.map(once));
    quote! { #serde #schema }
}

/// The JSON of a draft, if it is to be the body of a request.
pub(super) fn draft(emitter: &Emitter<'_>, named: &Named) -> TokenStream {
    match &named.body {
        Body::Record(record) if emitter.config.serde && emitter.config.requests => {
            let schema = emitter.config.json_schema.then(|| json_schema::emit(emitter, named));
            let serde = emit_record(emitter, named, record);
            quote! { #serde #schema }
        }
        Body::Record(_) | Body::Union(_) | Body::Enum(_) | Body::Fixed(_) | Body::Value(_) => {
            TokenStream::new()
        }
    }
}

fn emit_record(emitter: &Emitter<'_>, named: &Named, record: &Record) -> TokenStream {
    let (name, label) = (ident(&named.ident), named.ident.trim_start_matches("r#"));
    let writes = record.fields.iter().map(|field| once(write_field(emitter, named, field)));
    let count = count(emitter, record);
    let begin = quote! { ::contract_runtime::json::Writing::begin(serializer, #label, #count) };
    let writes = match record.fields.is_empty() {
        true => TokenStream::new(),
        false => quote! { out #(#writes)*; },
    };
    // An `Any` writes the fields of what it holds beside the URL of its type.
    let fields =
        (emitter.has_any && named.syntax == Syntax::Protobuf).then(|| write_fields(&name, &writes));
    let write = match (&fields, record.fields.is_empty()) {
        (_, true) => quote! { #begin.end() },
        (None, false) => quote! { let mut out = #begin; #writes out.end() },
        (Some(_), false) => {
            quote! { let mut out = #begin; self.write_json_fields(&mut out); out.end() }
        }
    };
    let serialize = once(serialize(&name, &write));
    let read = once(read(emitter, named, record));
    let names = record.fields.iter().flat_map(|field| match emitter.oneof(&field.ty) {
        Some(union) => union.branches.iter().map(|branch| &branch.name).collect(),
        None => vec![&field.name],
    });
    let tagged = tagged(emitter, record);
    let deserialize =
        deserialize(&name, &quote! { ::contract_runtime::json::read_record(deserializer) });
    quote! {
        #fields
        #serialize

        impl ::contract_runtime::json::Record for #name {
            const NAME: &'static ::core::primitive::str = #label;
            const FIELDS: &'static [&'static ::core::primitive::str] = &[#(#names),*];
            #tagged

            fn read<'de, __A: ::contract_runtime::serde::de::MapAccess<'de>>(
                fields: &mut ::contract_runtime::json::Fields<'de, __A>,
            ) -> ::core::result::Result<Self, __A::Error> {
                #read
            }
        }

        #deserialize
    }
}

fn write_fields(name: &Ident, writes: &TokenStream) -> TokenStream {
    quote! {
        impl #name {
            /// Writes the members of its JSON.
            #[doc(hidden)]
            pub fn write_json_fields<__S: ::contract_runtime::serde::Serializer>(
                &self,
                out: &mut ::contract_runtime::json::Writing<__S>,
            ) {
                #writes
            }
        }
    }
}

/// Which members errors must not quote.
fn tagged(emitter: &Emitter<'_>, record: &Record) -> Option<TokenStream> {
    let is_tagged = record.fields.iter().flat_map(|field| match emitter.oneof(&field.ty) {
        Some(union) => union.branches.iter().map(|branch| branch.tag.is_some()).collect(),
        None => vec![field.tag.is_some()],
    });
    let indexes: Vec<Literal> = (0..)
        .zip(is_tagged)
        .filter(|(_, is_tagged)| *is_tagged)
        .map(|(index, _)| Literal::usize_unsuffixed(index))
        .collect();
    let list = quote! { const TAGGED: &'static [::core::primitive::usize] = &[#(#indexes),*]; };
    (!indexes.is_empty()).then_some(list)
}

fn write_field(emitter: &Emitter<'_>, named: &Named, field: &Field) -> TokenStream {
    let (member, name) = (super::member(field), &field.name);
    if emitter.oneof(&field.ty).is_some() {
        return quote! { .member(&self.#member) };
    }
    if emitter.holds_any_json(&field.ty) {
        return quote! { .present(#name, &self.#member) };
    }
    match emitter.is_number(named, &field.ty) {
        true => quote! { .number(#name, &self.#member) },
        false => quote! { .field(#name, &self.#member) },
    }
}

/// How many members the object has.
fn count(emitter: &Emitter<'_>, record: &Record) -> TokenStream {
    let is_oneof = |field: &&Field| emitter.oneof(&field.ty).is_some();
    let plain = record.fields.iter().filter(|field| !is_oneof(field)).count();
    let plain = Literal::usize_unsuffixed(plain);
    let oneofs = record.fields.iter().filter(is_oneof).map(super::member);
    quote! { #plain #(+ ::core::primitive::usize::from(self.#oneofs.is_some()))* }
}

fn read(emitter: &Emitter<'_>, named: &Named, record: &Record) -> TokenStream {
    let slots: Vec<Ident> =
        (0..record.fields.len()).map(|index| format_ident!("field{index}")).collect();
    let places = record.fields.iter().zip(&slots).map(|(field, slot)| {
        // Types are written out: unknown ones keep rustc asking until the struct tells them.
        let ty = emitter.ty(named, &field.ty);
        let none = quote! { ::core::option::Option };
        match (emitter.oneof(&field.ty), field.ty.required()) {
            (Some(_), Ty::Named { id, .. }) => {
                let path = emitter.path(named, *id);
                quote! { let mut #slot = #none::<#path>::None; }
            }
            _ if is_needed(named, record, field) => quote! { let mut #slot = #none::<#ty>::None; },
            _ if field.ty.is_option() => quote! { let mut #slot: #ty = #none::None; },
            _ => quote! { let mut #slot: #ty = ::core::default::Default::default(); },
        }
    });
    let mut names = 0..;
    let mut reads = Vec::new();
    let mut values = Vec::new();
    for (field, slot) in record.fields.iter().zip(&slots) {
        let member = ident(&field.ident);
        if let Some(union) = emitter.oneof(&field.ty) {
            reads.extend(read_members(emitter, named, field, union, slot));
            names.by_ref().nth(union.branches.len() - 1);
            let is_boxed = matches!(field.ty.required(), Ty::Named { boxed: true, .. });
            let value = match is_boxed {
                true => quote! { #slot.map(::std::boxed::Box::new) },
                false => quote! { #slot },
            };
            let value = super::held(field, value, false);
            values.push(quote! { #member: #value });
            continue;
        }
        let is_needed = is_needed(named, record, field);
        let read = match (emitter.is_number(named, &field.ty), is_needed) {
            (_, false) if emitter.holds_any_json(&field.ty) => quote! { read_present },
            (_, true) if emitter.holds_any_json(&field.ty) => quote! { fill_present },
            (true, false) => quote! { read_number },
            (true, true) => quote! { fill_number },
            (false, false) => quote! { read },
            (false, true) => quote! { fill },
        };
        reads.push(quote! { fields.#read(&mut #slot) });
        let index = Literal::usize_unsuffixed(names.next().unwrap_or_default());
        let value = match is_needed {
            true => tried(quote! { fields.need(#slot, #index) }),
            false => quote! { #slot },
        };
        let value = super::held(field, value, false);
        values.push(quote! { #member: #value });
    }
    let walk = once(walk(reads));
    let values = values.into_iter().map(once);
    let end = run(quote! { fields.end() });
    quote! {
        #(#places)*
        #walk
        #end
        ::core::result::Result::Ok(Self { #(#values,)* })
    }
}

/// Whether JSON may not leave a field out, as it may what is null, and in Protobuf what has its default value.
fn is_needed(named: &Named, record: &Record, field: &Field) -> bool {
    let may_miss = field.ty.is_option() || named.syntax == Syntax::Protobuf;
    !may_miss || (record.draft && field.rules.required)
}

/// The loop over the members, whose last arm takes what is left.
fn walk(mut others: Vec<TokenStream>) -> TokenStream {
    let Some(last) = others.pop().map(once) else {
        return quote! { while fields.next().is_some() {} };
    };
    let others = others.into_iter().map(once);
    let indexes = (0..others.len()).map(Literal::usize_unsuffixed);
    quote! {
        while let ::core::option::Option::Some(index) = fields.next() {
            match index {
                #(#indexes => #others,)*
                _ => #last,
            }
        }
    }
}

fn read_members<'a>(
    emitter: &'a Emitter<'_>,
    named: &'a Named,
    field: &Field,
    union: &'a Union,
    slot: &'a Ident,
) -> impl Iterator<Item = TokenStream> + 'a {
    let path = match field.ty.required() {
        Ty::Named { id, .. } => emitter.path(named, *id),
        other => emitter.ty(named, other),
    };
    union.branches.iter().map(move |branch| {
        let variant = ident(&branch.ident);
        let some = Ty::Option { null: 0, inner: Box::new(branch.ty.clone()) };
        match emitter.is_number(named, &branch.ty) {
            _ if emitter.holds_any_json(&some) => {
                quote! { fields.read_present_member(&mut #slot, #path::#variant) }
            }
            true => quote! { fields.read_number_member(&mut #slot, #path::#variant) },
            false => quote! { fields.read_member(&mut #slot, #path::#variant) },
        }
    })
}

fn emit_union(emitter: &Emitter<'_>, named: &Named, union: &Union) -> TokenStream {
    let (name, label) = (ident(&named.ident), named.ident.trim_start_matches("r#"));
    let names: Vec<&String> = union.branches.iter().map(|branch| &branch.name).collect();
    let indexes = 0u32..;
    let writes = union.branches.iter().zip(indexes).map(|(branch, index)| {
        let (variant, branch_name) = (ident(&branch.ident), &branch.name);
        let index = Literal::u32_unsuffixed(index);
        let value = match emitter.is_number(named, &branch.ty) {
            true => quote! { &::contract_runtime::json::write_number(value) },
            false => quote! { value },
        };
        quote! {
            Self::#variant(value) => {
                serializer.serialize_newtype_variant(#label, #index, #branch_name, #value)
            }
        }
    });
    let reads: Vec<TokenStream> = union
        .branches
        .iter()
        .map(|branch| {
            let variant = ident(&branch.ident);
            match emitter.is_number(named, &branch.ty) {
                true => {
                    quote! { ::contract_runtime::json::read_number(value).map(Self::#variant) }
                }
                false => quote! { value.newtype_variant().map(Self::#variant) },
            }
        })
        .collect();
    let (last, others) = reads.split_last().expect("a union has branches");
    let indexes = (0..others.len()).map(Literal::usize_unsuffixed);
    let serialize = serialize(&name, &quote! { match self { #(#writes)* } });
    let deserialize =
        deserialize(&name, &quote! { ::contract_runtime::json::read_union(deserializer) });
    let member = (named.syntax == Syntax::Protobuf).then(|| member(emitter, named, union));
    quote! {
        #serialize

        impl ::contract_runtime::json::Union for #name {
            const NAME: &'static ::core::primitive::str = #label;
            const BRANCHES: &'static [&'static ::core::primitive::str] = &[#(#names),*];

            fn read<'de, __V: ::contract_runtime::serde::de::VariantAccess<'de>>(
                branch: ::core::primitive::usize,
                value: __V,
            ) -> ::core::result::Result<Self, __V::Error> {
                match branch {
                    #(#indexes => #others,)*
                    _ => #last,
                }
            }
        }

        #deserialize

        #member
    }
}

/// Members of a oneof stand beside the other fields, as Protobuf's JSON has them.
fn member(emitter: &Emitter<'_>, named: &Named, union: &Union) -> TokenStream {
    let name = ident(&named.ident);
    let writes = union.branches.iter().map(|branch| {
        let (variant, branch_name) = (ident(&branch.ident), &branch.name);
        let write = match emitter.is_number(named, &branch.ty) {
            true => quote! { number },
            false => quote! { field },
        };
        quote! { Self::#variant(value) => out.#write(#branch_name, value), }
    });
    quote! {
        impl ::contract_runtime::json::Member for #name {
            fn write_member<__S: ::contract_runtime::serde::Serializer>(
                &self,
                out: &mut ::contract_runtime::json::Writing<__S>,
            ) {
                match self { #(#writes)* };
            }
        }
    }
}

fn emit_enum(named: &Named, body: &Enum) -> TokenStream {
    let (name, label) = (ident(&named.ident), named.ident.trim_start_matches("r#"));
    let symbols = body.symbols.iter().map(|symbol| &symbol.name);
    let serialize = serialize(
        &name,
        &quote! {
            serializer.serialize_unit_variant(
                #label,
                *self as ::core::primitive::u32,
                self.symbol(),
            )
        },
    );
    let deserialize = deserialize(
        &name,
        &quote! {
            ::contract_runtime::json::read_symbol(deserializer, #label, &[#(#symbols),*])
                .map(|index| Self::ALL[index])
        },
    );
    quote! { #serialize #deserialize }
}

fn emit_fixed(named: &Named) -> TokenStream {
    let name = ident(&named.ident);
    let serialize = serialize(
        &name,
        &quote! { ::contract_runtime::serde::Serialize::serialize(&self.0, serializer) },
    );
    let deserialize = deserialize(
        &name,
        &quote! { ::contract_runtime::serde::Deserialize::deserialize(deserializer).map(Self) },
    );
    quote! { #serialize #deserialize }
}

pub(super) fn serialize(name: &Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl ::contract_runtime::serde::Serialize for #name {
            fn serialize<__S: ::contract_runtime::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #body
            }
        }
    }
}

pub(super) fn deserialize(name: &Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl<'de> ::contract_runtime::serde::Deserialize<'de> for #name {
            fn deserialize<__D: ::contract_runtime::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                #body
            }
        }
    }
}

impl Emitter<'_> {
    /// Numbers, and options, lists and maps of them, whose JSON is not that of serde: in Protobuf all, as it maps them; in
    /// Avro floats, for some of which JSON has no number.
    pub(super) fn is_number(&self, named: &Named, ty: &Ty) -> bool {
        match ty {
            Ty::Float | Ty::Double => true,
            Ty::Int | Ty::Long | Ty::UInt | Ty::ULong => named.syntax == Syntax::Protobuf,
            Ty::Option { inner, .. } | Ty::Array(inner) | Ty::Map(_, inner) => {
                self.is_number(named, inner)
            }
            Ty::Null
            | Ty::Bool
            | Ty::String
            | Ty::Bytes
            | Ty::Uuid(_)
            | Ty::Decimal(_)
            | Ty::Time(_)
            | Ty::WellKnown(_)
            | Ty::Json
            | Ty::Named { .. } => false,
        }
    }

    /// The members of a oneof, if a field is one.
    pub(super) fn oneof(&self, ty: &Ty) -> Option<&Union> {
        let named = self.named_of(ty.required())?;
        match &named.body {
            Body::Union(union) if named.syntax == Syntax::Protobuf => Some(union),
            Body::Record(_) | Body::Enum(_) | Body::Fixed(_) | Body::Union(_) | Body::Value(_) => {
                None
            }
        }
    }
}
