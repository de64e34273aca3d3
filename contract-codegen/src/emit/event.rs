//! `impl Event`: what the contract declares, as constants and functions.

use super::{Emitter, ident, keys, once, option};
use crate::ir::{Event, Field, Named, Syntax, Ty};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// `writers` are the constants that tell who else may have written its payloads.
pub(super) fn emit(emitter: &Emitter<'_>, event: &Event, writers: TokenStream) -> TokenStream {
    let named = emitter.ir.get(event.record);
    let name = ident(&named.ident);
    let (constants, writers) = (once(constants(named, event)), once(writers));
    let envelope = once(envelope(&emitter.ir.record(event.record).fields));
    let keys = once(keys::emit(emitter, event));
    let codec = match named.syntax {
        Syntax::Avro => avro_codec(),
        Syntax::Json => super::json_text::event_codec(),
        Syntax::Protobuf => protobuf_codec(),
    };
    let codec = once(codec);
    quote! {
        impl ::contract_runtime::Event for #name {
            #constants
            #writers
            #envelope
            #keys

            fn validate_with(
                &self,
                now: &::contract_runtime::Now,
            ) -> ::core::result::Result<(), ::contract_runtime::Violations> {
                let mut found = ::contract_runtime::Violations::new();
                self.check(&::contract_runtime::Path::Root, now, &mut found);
                found.into_result()
            }

            #codec
        }
    }
}

fn constants(named: &Named, event: &Event) -> TokenStream {
    let contract = &event.contract;
    let (event_name, full_name, subject) = (&contract.event, &named.full_name, &event.subject);
    let topic = contract.topic();
    let version = option(event.version.map(|version| quote! { #version }));
    let producer = option(contract.producer.as_ref().map(|producer| quote! { #producer }));
    let text = super::raw(&event.text);
    let fingerprint = event.fingerprint;
    let hash = contract_schema::fingerprint::sha256(event.text.as_bytes());
    let hash = hash.iter().map(|byte| Literal::u8_unsuffixed(*byte));
    let indexes = event.message_indexes.iter().map(|index| Literal::i32_unsuffixed(*index));
    let format = match named.syntax {
        Syntax::Avro => quote! { Avro },
        Syntax::Json => quote! { Json },
        Syntax::Protobuf => quote! { Protobuf },
    };
    let text_ty = quote! { &'static ::core::primitive::str };
    quote! {
        const EVENT: #text_ty = #event_name;
        const NAME: #text_ty = #full_name;
        const SUBJECT: #text_ty = #subject;
        const VERSION: ::core::option::Option<::core::primitive::u32> = #version;
        const TOPIC: #text_ty = #topic;
        const PRODUCER: ::core::option::Option<#text_ty> = #producer;
        const FORMAT: ::contract_runtime::Format = ::contract_runtime::Format::#format;
        const SCHEMA: #text_ty = #text;
        const FINGERPRINT: ::core::primitive::u64 = #fingerprint;
        const SHA256: [::core::primitive::u8; 32] = [#(#hash),*];
        const MESSAGE_INDEXES: &'static [::core::primitive::i32] = &[#(#indexes),*];
    }
}

/// Names of the envelope's fields.
pub(crate) const EVENT_ID: &str = "eventId";
pub(crate) const CORRELATION_ID: &str = "correlationId";
pub(crate) const CAUSATION_ID: &str = "causationId";
pub(crate) const OCCURRED_AT: &str = "occurredAt";
/// The fields that a draft leaves out.
pub(crate) const ENVELOPE: [&str; 4] = [EVENT_ID, CORRELATION_ID, CAUSATION_ID, OCCURRED_AT];

fn envelope(fields: &[Field]) -> TokenStream {
    let find = |name: &str| fields.iter().find(|field| field.name == name);
    let text = quote! { ::std::borrow::Cow<'_, ::core::primitive::str> };
    // The check before emission demands both.
    let event_id = find(EVENT_ID).map(|field| match field.ty.is_option() {
        true => borrowed(&absent_or_text(field)),
        false => id_text(&field.ty, &place(field)),
    });
    let correlation_id = find(CORRELATION_ID).map(|field| match field.ty.is_option() {
        true => absent_or_text(field),
        false => {
            let place = place(field);
            quote! { &#place }
        }
    });
    let causation_id = match find(CAUSATION_ID) {
        None => quote! { ::core::option::Option::None },
        // Protobuf's text without presence: an empty one is none.
        Some(field) if !field.ty.is_option() => {
            let (place, text) = (place(field), borrowed(&quote! { id }));
            quote! { ::core::option::Option::Some(#place.as_str()).filter(|id| !id.is_empty()).map(|id| #text) }
        }
        Some(field) => {
            let place = place(field);
            let text = id_text(field.ty.required(), &quote! { id });
            quote! { #place.as_ref().map(|id| #text) }
        }
    };
    quote! {
        fn event_id(&self) -> #text { #event_id }
        fn correlation_id(&self) -> &::core::primitive::str { #correlation_id }
        fn causation_id(&self) -> ::core::option::Option<#text> { #causation_id }
    }
}

fn place(field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    quote! { self.#name }
}

fn id_text(ty: &Ty, place: &TokenStream) -> TokenStream {
    match ty {
        Ty::Uuid(_) => {
            quote! { ::std::borrow::Cow::Owned(::std::string::ToString::to_string(&#place)) }
        }
        _ => borrowed(&quote! { #place.as_str() }),
    }
}

fn borrowed(text: &TokenStream) -> TokenStream {
    quote! { ::std::borrow::Cow::Borrowed(#text) }
}

/// A text of Protobuf that may be absent: an empty one then.
fn absent_or_text(field: &Field) -> TokenStream {
    let place = place(field);
    quote! { #place.as_deref().unwrap_or_default() }
}

fn avro_codec() -> TokenStream {
    quote! {
        fn encoded_size_hint(&self) -> ::core::primitive::usize {
            self.avro_size()
        }

        fn encode(
            &self,
            out: &mut ::std::vec::Vec<::core::primitive::u8>,
        ) -> ::core::result::Result<(), ::contract_runtime::EncodeError> {
            self.write_avro(out)
        }

        fn decode(
            payload: &[::core::primitive::u8],
        ) -> ::core::result::Result<Self, ::contract_runtime::DecodeError> {
            ::contract_runtime::avro::decode(payload, Self::read_avro)
        }

        fn decode_into(
            &mut self,
            payload: &[::core::primitive::u8],
        ) -> ::core::result::Result<(), ::contract_runtime::DecodeError> {
            ::contract_runtime::avro::decode(payload, |reader| self.read_avro_into(reader))
        }
    }
}

fn protobuf_codec() -> TokenStream {
    quote! {
        fn encoded_size_hint(&self) -> ::core::primitive::usize {
            self.proto_size()
        }

        fn encode(
            &self,
            out: &mut ::std::vec::Vec<::core::primitive::u8>,
        ) -> ::core::result::Result<(), ::contract_runtime::EncodeError> {
            self.encode_fields(out);
            ::core::result::Result::Ok(())
        }

        fn decode(
            payload: &[::core::primitive::u8],
        ) -> ::core::result::Result<Self, ::contract_runtime::DecodeError> {
            let empty = <Self as ::core::default::Default>::default();
            ::contract_runtime::protobuf::decode(payload, empty, Self::merge)
        }
    }
}
