//! The producer's view of an event: no envelope, and no option where a writer has to give a value.

use super::event::{CAUSATION_ID, CORRELATION_ID, ENVELOPE, EVENT_ID, OCCURRED_AT};
use super::{Emitter, deprecated, doc, held, ident, json, once, redact};
use crate::ir::{Body, Event, Field, Named, Record, TimeTy, Ty};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(emitter: &Emitter<'_>, event: &Event) -> TokenStream {
    let named = emitter.ir.get(event.record);
    let fields = &emitter.ir.record(event.record).fields;
    let own: Vec<&Field> = fields.iter().filter(|field| !is_envelope(field)).collect();
    let (event_name, draft_name) = (ident(&named.ident), ident(&draft_ident(named)));
    let members = own.iter().map(|field| once(member(emitter, named, field)));
    let values = fields.iter().map(|field| {
        let name = ident(&field.ident);
        let value = once(value(field));
        once(quote! { #name: #value, })
    });
    let debug = redact::debug(&draft_ident(named), &own, |field| {
        field.ty.is_option() && !field.is_mandatory_on_write()
    });
    let json = json::draft(emitter, &twin(named, &own));
    let about =
        format!(" What a producer says of [`{}`]: everything but the envelope.", named.ident);
    let deprecated = emitter.deprecated(event.record);
    let (debug, json) = (once(debug), once(json));
    quote! {
        #[doc = #about]
        #deprecated
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq)]
        pub struct #draft_name { #(#members)* }
        #debug
        #json

        impl #draft_name {
            /// The event as an effect of `cause`: the same flow, the cause's id as causation.
            pub fn caused_by(
                self,
                cause: &impl ::contract_runtime::Fact,
                stamp: ::contract_runtime::Stamp,
            ) -> ::contract_runtime::Outgoing<#event_name> {
                ::contract_runtime::Outgoing::caused_by(self, cause, stamp)
            }

            /// The event as the first of a flow.
            pub fn root(
                self,
                correlation_id: ::contract_runtime::CorrelationId,
                stamp: ::contract_runtime::Stamp,
            ) -> ::contract_runtime::Outgoing<#event_name> {
                ::contract_runtime::Outgoing::root(self, correlation_id, stamp)
            }

            /// The event as the first of a flow whose id may be missing: then one is made, with a warning.
            pub fn root_from(
                self,
                given: ::core::option::Option<::contract_runtime::CorrelationId>,
                stamp: ::contract_runtime::Stamp,
            ) -> ::contract_runtime::Outgoing<#event_name> {
                ::contract_runtime::Outgoing::root_from(self, given, stamp)
            }
        }

        impl ::contract_runtime::Draft for #draft_name {
            type Event = #event_name;

            fn fill(self, envelope: &mut ::contract_runtime::Envelope) -> #event_name {
                #event_name { #(#values)* }
            }
        }
    }
}

/// The draft as a record of its own.
fn twin(named: &Named, own: &[&Field]) -> Named {
    let fields = own.iter().map(|field| {
        let mut field = Field::clone(field);
        if field.is_mandatory_on_write() {
            field.ty = field.ty.required().clone();
            field.rules.required = true;
        }
        field
    });
    let record = Record { fields: fields.collect(), draft: true, ..Record::default() };
    Named {
        full_name: format!("{}Draft", named.full_name),
        ident: draft_ident(named),
        body: Body::Record(record),
        ..named.clone()
    }
}

/// The name of an event's draft.
pub(crate) fn draft_ident(named: &Named) -> String {
    format!("{}Draft", named.ident.trim_start_matches("r#"))
}

fn is_envelope(field: &Field) -> bool {
    ENVELOPE.contains(&field.name.as_str())
}

fn member(emitter: &Emitter<'_>, named: &Named, field: &Field) -> TokenStream {
    let doc = doc(field.doc.as_deref());
    let name = ident(&field.ident);
    let ty = if field.is_mandatory_on_write() { field.ty.required() } else { &field.ty };
    let ty = held(field, emitter.ty(named, ty), true);
    let deprecated = deprecated(field);
    quote! { #doc #deprecated pub #name: #ty, }
}

/// The field's value in the finished event.
fn value(field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    if !is_envelope(field) {
        if !field.is_mandatory_on_write() {
            return quote! { self.#name };
        }
        let name = super::member(field);
        return held(field, quote! { ::core::option::Option::Some(self.#name) }, false);
    }
    let is_uuid = matches!(field.ty.required(), Ty::Uuid(_));
    let value = match (field.name.as_str(), is_uuid) {
        (EVENT_ID, true) => quote! { envelope.event_id() },
        (EVENT_ID, false) => quote! { ::std::string::ToString::to_string(&envelope.event_id()) },
        (CORRELATION_ID, _) => quote! { envelope.correlation_id() },
        // Already an option: null at the root of a flow.
        (CAUSATION_ID, true) => return quote! { envelope.causation_uuid() },
        // Protobuf's text without presence.
        (CAUSATION_ID, false) if !field.ty.is_option() => {
            return quote! { envelope.causation_id().unwrap_or_default() };
        }
        (CAUSATION_ID, false) => return quote! { envelope.causation_id() },
        (OCCURRED_AT, _) => occurred_at(field.ty.required()),
        _ => unreachable!("the envelope has four fields"),
    };
    match field.ty.is_option() {
        true => quote! { ::core::option::Option::Some(#value) },
        false => value,
    }
}

fn occurred_at(ty: &Ty) -> TokenStream {
    match ty {
        Ty::Time(TimeTy::TimestampMillis) => quote! { envelope.occurred_at_millis() },
        Ty::Time(TimeTy::TimestampNanos) => quote! { envelope.occurred_at_nanos() },
        Ty::WellKnown(_) => quote! { ::core::convert::Into::into(envelope.occurred_at()) },
        _ => quote! { envelope.occurred_at() },
    }
}
