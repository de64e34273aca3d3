//! Fields, elements, and whether something is there.

use super::super::super::ident;
use super::super::super::json_text::shared_place;
use super::compare::lookup;
use super::{Form, Reason, Scope, Value, path};
use crate::ir::{Body, Field, Named, Record, Shared, Ty, WellKnownTy};
use contract_model::cel::{Kind, Literal, Node, Part, Ty as Cel};
use proc_macro2::TokenStream;
use quote::quote;

/// Why a rule cannot look into what is held as JSON.
pub(super) fn untyped(named: &Named) -> Reason {
    format!(
        "`{}` has no type in Rust (a warning says why) and is held as JSON: give it one type, or say the rule in keywords of JSON Schema",
        named.full_name.trim_end_matches(".type")
    )
}

impl Scope<'_> {
    fn record(&self, ty: &Ty) -> Result<&Record, Reason> {
        match ty {
            Ty::Named { id, .. } => match &self.ir.get(*id).body {
                Body::Record(record) => Ok(record),
                Body::Value(_) => Err(untyped(self.ir.get(*id))),
                Body::Enum(_) | Body::Fixed(_) | Body::Union(_) => {
                    Err("fields are asked of what is no record".to_owned())
                }
            },
            _ => Err("fields are asked of what is no record".to_owned()),
        }
    }

    pub(super) fn field(&self, of: &Node, name: &str) -> Result<Value, Reason> {
        let base = self.value(of)?;
        let (Form::Place(ty) | Form::Maybe(ty)) = &base.form else {
            return Err("fields are asked of what is no record".to_owned());
        };
        let is_certain = matches!(base.form, Form::Place(_));
        if let Some(shared) = self.ir.shared(ty, name) {
            return Ok(self.shared(&base.code, ty, &shared, is_certain));
        }
        let record = self.record(ty)?;
        let code = &base.code;
        if let Some(field) = record.fields.iter().find(|field| field.name == name) {
            let member = super::super::super::member(field);
            return Ok(match (&field.ty, is_certain) {
                (Ty::Option { inner, .. }, true) => Value {
                    code: quote! { (#code).#member.as_ref() },
                    form: Form::Maybe((**inner).clone()),
                },
                (Ty::Option { inner, .. }, false) => Value {
                    code: quote! { (#code).and_then(|record| record.#member.as_ref()) },
                    form: Form::Maybe((**inner).clone()),
                },
                (ty, true) => Value::of(quote! { (&(#code).#member) }, ty.clone()),
                (ty, false) => Value {
                    code: quote! { (#code).map(|record| &record.#member) },
                    form: Form::Maybe(ty.clone()),
                },
            });
        }
        let (holder, union, variant, ty) = self.member(record, name)?;
        let holder = super::super::super::member(holder);
        let pattern = quote! { ::core::option::Option::Some(#union::#variant(value)) };
        let find = |record: TokenStream| {
            quote! {
                match &(#record).#holder {
                    #pattern => ::core::option::Option::Some(value),
                    _ => ::core::option::Option::None,
                }
            }
        };
        let code = if is_certain {
            find(code.clone())
        } else {
            let found = find(quote! { record });
            quote! { (#code).and_then(|record| #found) }
        };
        Ok(Value { code: quote! { (#code) }, form: Form::Maybe(ty) })
    }

    /// What stands beside alternatives, whichever of them is there.
    fn shared(&self, code: &TokenStream, ty: &Ty, shared: &Shared<'_>, is_certain: bool) -> Value {
        let union = match ty {
            Ty::Named { id, .. } => path(self.ir, self.from, *id),
            _ => TokenStream::new(),
        };
        let of = |place: &TokenStream| shared_place(self.ir, &union, place, shared);
        let (own, inner) = (of(code), of(&quote! { record }));
        let maybe = |code: TokenStream| Value { code, form: Form::Maybe(shared.ty.clone()) };
        match (is_certain, shared.is_tag, shared.is_option) {
            (true, true, _) => Value::plain(quote! { (#own) }),
            (true, false, false) => Value::of(quote! { (#own) }, shared.ty.clone()),
            (true, false, true) => maybe(quote! { (#own) }),
            (false, true, _) => Value::plain(quote! { (#code).map_or("", |record| #inner) }),
            (false, false, false) => maybe(quote! { (#code).map(|record| #inner) }),
            (false, false, true) => maybe(quote! { (#code).and_then(|record| #inner) }),
        }
    }

    /// A member of a oneof: the field that holds the oneof, its union, the variant and its type.
    fn member<'b>(
        &'b self,
        record: &'b Record,
        name: &str,
    ) -> Result<(&'b Field, TokenStream, proc_macro2::Ident, Ty), Reason> {
        for field in &record.fields {
            let Ty::Named { id, .. } = field.ty.required() else { continue };
            let Body::Union(union) = &self.ir.get(*id).body else { continue };
            if let Some(branch) = union.branches.iter().find(|branch| branch.name == name) {
                return Ok((
                    field,
                    path(self.ir, self.from, *id),
                    ident(&branch.ident),
                    branch.ty.clone(),
                ));
            }
        }
        Err(format!("the compiled type has no field `{name}`"))
    }

    pub(super) fn part(&self, of: &Node, part: Part) -> Result<Value, Reason> {
        let base = self.value(of)?;
        let code = &base.code;
        let (member, conversion, absent) = match part {
            Part::CurrencyCode => ("currency_code", None, quote! { "" }),
            Part::Units => ("units", Some(false), quote! { 0i64 }),
            Part::Nanos => ("nanos", Some(true), quote! { 0i64 }),
            Part::Year => ("year", Some(true), quote! { 0i64 }),
            Part::Month => ("month", Some(true), quote! { 0i64 }),
            Part::Day => ("day", Some(true), quote! { 0i64 }),
        };
        let member = ident(member);
        let read = |place: TokenStream| match conversion {
            None => quote! { #place.#member.as_str() },
            Some(false) => quote! { #place.#member },
            Some(true) => quote! { ::core::primitive::i64::from(#place.#member) },
        };
        Ok(Value::plain(match &base.form {
            Form::Place(_) => read(quote! { (#code) }),
            Form::Maybe(_) => {
                let inner = read(quote! { present });
                quote! { (#code).map_or(#absent, |present| #inner) }
            }
            _ => return Err("a part is asked of what is no message".to_owned()),
        }))
    }

    pub(super) fn is_null(&self, node: &Node) -> Result<TokenStream, Reason> {
        let value = self.value(node)?;
        let code = &value.code;
        Ok(match value.form {
            Form::Maybe(_) => quote! { (#code).is_none() },
            _ => quote! { false },
        })
    }

    /// `has(x.y)`: what has presence is there; anything else is there if it is not empty.
    pub(super) fn is_set(&self, field: &Node) -> Result<TokenStream, Reason> {
        let value = self.value(field)?;
        let code = &value.code;
        if let Kind::Field { of, .. } = &field.kind
            && let Form::Maybe(ty) = &value.form
        {
            let outer = self.value(of)?;
            let is_own_presence =
                matches!(outer.form, Form::Place(_)) || self.keeps_presence(&outer, field);
            if is_own_presence {
                return Ok(quote! { (#code).is_some() });
            }
            let is_set = self.is_not_zero(&quote! { present }, ty);
            return Ok(quote! { (#code).is_some_and(|present| #is_set) });
        }
        match &value.form {
            Form::Place(ty) => Ok(self.is_not_zero(code, ty)),
            _ => Ok(quote! { true }),
        }
    }

    /// Whether the field itself is an option, or a member of a oneof.
    fn keeps_presence(&self, outer: &Value, field: &Node) -> bool {
        let (Form::Maybe(ty), Kind::Field { name, .. }) = (&outer.form, &field.kind) else {
            return false;
        };
        let Ok(record) = self.record(ty) else { return false };
        record
            .fields
            .iter()
            .find(|field| field.name == *name)
            .is_none_or(|field| field.ty.is_option())
    }

    /// Whether a value of implicit presence counts as there.
    pub(super) fn is_not_zero(&self, place: &TokenStream, ty: &Ty) -> TokenStream {
        match ty {
            Ty::Array(_) | Ty::Map(..) | Ty::String | Ty::Bytes => quote! { !(#place).is_empty() },
            Ty::Bool => quote! { *#place },
            Ty::Float | Ty::Double => quote! { (#place).to_bits() != 0 },
            Ty::Int | Ty::Long | Ty::UInt | Ty::ULong => quote! { *#place != 0 },
            Ty::Named { id, .. } if matches!(self.ir.get(*id).body, Body::Enum(_)) => {
                quote! { (#place).number() != 0 }
            }
            _ => quote! { true },
        }
    }

    pub(super) fn index(&self, of: &Node, key: &Node) -> Result<Value, Reason> {
        let base = self.value(of)?;
        let code = &base.code;
        let element = |code: TokenStream, ty: &Ty| match ty {
            Ty::Option { inner, .. } => {
                Value { code: quote! { #code.as_ref() }, form: Form::Maybe((**inner).clone()) }
            }
            ty => Value::of(code, ty.clone()),
        };
        match &base.form {
            Form::Place(Ty::Array(items)) => {
                let index = self.scalar(key)?;
                Ok(element(quote! { ::contract_runtime::cel::at(&(#code)[..], #index)? }, items))
            }
            Form::Maybe(Ty::Array(items)) => {
                let index = self.scalar(key)?;
                Ok(element(
                    quote! { ::contract_runtime::cel::at((#code).map_or(&[][..], |list| &list[..]), #index)? },
                    items,
                ))
            }
            Form::Place(Ty::Map(keys, values)) => {
                let found = lookup(keys, code, &self.scalar(key)?);
                let fault = quote! { ::contract_runtime::cel::Fault::Key };
                Ok(element(quote! { #found.ok_or(#fault)? }, values))
            }
            Form::Maybe(Ty::Map(keys, values)) => {
                let found = lookup(keys, &quote! { map }, &self.scalar(key)?);
                let fault = quote! { ::contract_runtime::cel::Fault::Key };
                Ok(element(quote! { (#code).and_then(|map| #found).ok_or(#fault)? }, values))
            }
            Form::Items(form) => {
                let index = self.scalar(key)?;
                let code = quote! { ::core::clone::Clone::clone(::contract_runtime::cel::at(&#code, #index)?) };
                Ok(Value { code, form: (**form).clone() })
            }
            Form::Map(entries) => self.entry(entries, key),
            Form::List(items) => {
                let entries: Vec<[(Value, Cel); 2]> = items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| {
                        let index = Literal::Int(i64::try_from(index).unwrap_or(i64::MAX));
                        [(self.literal(&index), Cel::Int), item.clone()]
                    })
                    .collect();
                self.entry_or(&entries, key, "Index")
            }
            _ => Err("elements are asked of what has none".to_owned()),
        }
    }

    fn entry(&self, entries: &[[(Value, Cel); 2]], key: &Node) -> Result<Value, Reason> {
        self.entry_or(entries, key, "Key")
    }

    /// The value of a key among those that stand in the rule.
    fn entry_or(
        &self,
        entries: &[[(Value, Cel); 2]],
        key: &Node,
        fault: &str,
    ) -> Result<Value, Reason> {
        let fault = ident(fault);
        let wanted = self.scalar(key)?;
        let mut arms = TokenStream::new();
        let mut is_owned = false;
        for [(known, _), (value, _)] in entries {
            let (known, value) = (self.settle(known.clone())?, self.settle(value.clone())?);
            is_owned |= matches!(value.form, Form::Owned);
            let (known, value) = (super::scalar::borrowed(&known), value.code);
            arms.extend(quote! { key if key == #known => #value, });
        }
        if is_owned {
            return Err("texts that are made stand in a list or map".to_owned());
        }
        Ok(Value::plain(quote! {
            (match #wanted {
                #arms
                _ => return ::core::result::Result::Err(::contract_runtime::cel::Fault::#fault),
            })
        }))
    }
}

/// Whether the type is one of the wrappers of `google.protobuf`.
pub(in super::super) fn is_wrapper(named: &Named) -> bool {
    named.full_name.strip_prefix("google.protobuf.").is_some_and(|name| {
        name.ends_with("Value") && name != "Value" && name != "ListValue" && name != "NullValue"
    })
}

/// Whether the type is a message with a type of its own.
pub(super) fn is_message(ty: &Ty) -> bool {
    matches!(ty, Ty::WellKnown(WellKnownTy::Date | WellKnownTy::Money) | Ty::Named { .. })
}
