//! Expressions that read what a writer wrote as a value of the reader's type.

use super::super::codec::{list_of, map_of, read_value};
use super::super::ident;
use super::Printer;
use super::skip::Skips;
use crate::ir::{Body, Named, Ty};
use contract_schema::avro::resolve::{Action, EntryId, Promotion};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

impl Printer<'_, '_> {
    /// `from` is the type in whose function the expression stands.
    pub(super) fn value(
        &mut self,
        skips: &mut Skips<'_>,
        from: &Named,
        entry: EntryId,
        ty: &Ty,
    ) -> TokenStream {
        let older = self.older;
        let found = older.plan.get(entry);
        if found.same {
            return read_value(self.emitter, from, ty);
        }
        match &found.action {
            Action::Keep => read_value(self.emitter, from, ty),
            Action::Promote(promotion) => self.promoted(*promotion, from, ty),
            Action::Record(_) | Action::Enum(_) => self.call(from, entry, ty),
            Action::Array(items) => self.array(skips, from, *items, ty),
            Action::Map(values) => self.map(skips, from, *values, ty),
            Action::FromUnion(branches) => {
                let arms: Vec<_> = branches
                    .iter()
                    .enumerate()
                    .map(|(index, branch)| {
                        let index = Literal::usize_unsuffixed(index);
                        let value = self.value(skips, from, *branch, ty);
                        quote! { #index => #value, }
                    })
                    .collect();
                quote! {
                    match reader.branch()? {
                        #(#arms)*
                        _ => return reader.fail(::contract_runtime::avro::Reason::Branch),
                    }
                }
            }
            Action::IntoUnion { branch, inner } => self.branch(skips, from, *branch, *inner, ty),
            Action::Refuse(_) => {
                quote! { return reader.fail(::contract_runtime::avro::Reason::Resolution) }
            }
        }
    }

    fn promoted(&self, promotion: Promotion, from: &Named, ty: &Ty) -> TokenStream {
        match promotion {
            Promotion::IntToLong => {
                let value = quote! { ::core::primitive::i64::from(reader.int()?) };
                match ty {
                    Ty::Time(time) => {
                        let time = super::super::types::time_ty(*time);
                        quote! { #time(#value) }
                    }
                    _ => value,
                }
            }
            Promotion::IntToFloat => quote! { reader.int()? as ::core::primitive::f32 },
            Promotion::IntToDouble => quote! { ::core::primitive::f64::from(reader.int()?) },
            Promotion::LongToFloat => quote! { reader.long()? as ::core::primitive::f32 },
            Promotion::LongToDouble => quote! { reader.long()? as ::core::primitive::f64 },
            Promotion::FloatToDouble => quote! { ::core::primitive::f64::from(reader.float()?) },
            // Text and bytes look the same on the wire; the reader's own decoder demands UTF-8 where it has text.
            Promotion::StringToBytes | Promotion::BytesToString => {
                read_value(self.emitter, from, ty)
            }
        }
    }

    /// The function of a record or an enum.
    fn call(&mut self, from: &Named, entry: EntryId, ty: &Ty) -> TokenStream {
        let Ty::Named { id, boxed } = ty else {
            unreachable!("records and enums are named types");
        };
        let name = self.function(*id, entry);
        let path = self.emitter.path(from, *id);
        match boxed {
            true => quote! { ::std::boxed::Box::new(#path::#name(reader)?) },
            false => quote! { #path::#name(reader)? },
        }
    }

    fn array(
        &mut self,
        skips: &mut Skips<'_>,
        from: &Named,
        entry: EntryId,
        ty: &Ty,
    ) -> TokenStream {
        let Ty::Array(items) = ty else {
            unreachable!("an array is read as an array");
        };
        let plan = &self.older.plan;
        let min_size = plan.least_size(plan.get(entry).writer);
        let value = self.value(skips, from, entry, items);
        list_of(&self.emitter.ty(from, items), min_size, &value)
    }

    fn map(&mut self, skips: &mut Skips<'_>, from: &Named, entry: EntryId, ty: &Ty) -> TokenStream {
        let Ty::Map(_, values) = ty else {
            unreachable!("a map is read as a map");
        };
        let plan = &self.older.plan;
        let min_size = plan.least_size(plan.get(entry).writer);
        let value = self.value(skips, from, entry, values);
        map_of(&self.emitter.ty(from, values), min_size, &value)
    }

    /// A value that becomes this branch of the reader's union.
    fn branch(
        &mut self,
        skips: &mut Skips<'_>,
        from: &Named,
        branch: usize,
        inner: EntryId,
        ty: &Ty,
    ) -> TokenStream {
        match ty {
            // Null has no bytes.
            Ty::Option { null, .. } if *null as usize == branch => {
                quote! { ::core::option::Option::None }
            }
            Ty::Option { inner: of, .. } => {
                let is_union = self
                    .emitter
                    .named_of(of)
                    .is_some_and(|named| matches!(named.body, Body::Union(_)));
                let value = match is_union {
                    true => self.branch(skips, from, branch, inner, of),
                    false => self.value(skips, from, inner, of),
                };
                quote! { ::core::option::Option::Some(#value) }
            }
            Ty::Named { id, boxed } => {
                let ir = self.emitter.ir;
                let Body::Union(union) = &ir.get(*id).body else {
                    unreachable!("a union is read as a union");
                };
                let found = union.branches.iter().find(|one| one.index as usize == branch);
                let found = found.expect("the plan and the type come from one schema");
                let (path, variant) = (self.emitter.path(from, *id), ident(&found.ident));
                let value = self.value(skips, from, inner, &found.ty);
                let value = quote! { #path::#variant(#value) };
                match boxed {
                    true => quote! { ::std::boxed::Box::new(#value) },
                    false => value,
                }
            }
            _ => unreachable!("a union is an option or a type of its own"),
        }
    }
}
