//! Comparisons: of numbers of different kinds, of texts, of what may be null, of whole records.

use super::place::is_message;
use super::scalar::{borrowed, is_scalar};
use super::{Form, Reason, Scope, Value, path};
use crate::ir::{Body, Syntax, Ty};
use contract_model::cel::{Comparison, Kind, Literal, Node, Ty as Cel};
use proc_macro2::TokenStream;
use quote::quote;

impl Scope<'_> {
    pub(super) fn compare(
        &self,
        comparison: Comparison,
        left: &Node,
        right: &Node,
    ) -> Result<TokenStream, Reason> {
        if comparison == Comparison::NotEqual {
            let equal = self.compare(Comparison::Equal, left, right)?;
            return Ok(quote! { !(#equal) });
        }
        if comparison == Comparison::Equal {
            if let Some(found) = self.symbol(left, right)?.or(self.symbol(right, left)?) {
                return Ok(found);
            }
            if let Some(found) = self.whole(left, right)? {
                return Ok(found);
            }
            if left.ty.is_nullable() || right.ty.is_nullable() {
                return self.nullable(left, right);
            }
        }
        let (left_code, right_code) = (self.scalar(left)?, self.scalar(right)?);
        Ok(ordered(comparison, &left.ty, &left_code, &right.ty, &right_code))
    }

    /// An enum against a symbol: a comparison of numbers.
    fn symbol(&self, of: &Node, text: &Node) -> Result<Option<TokenStream>, Reason> {
        let (Cel::Symbol(_), Kind::Literal(Literal::String(word))) = (of.ty.value(), &text.kind)
        else {
            return Ok(None);
        };
        let value = self.value(of)?;
        let (Form::Place(ty) | Form::Maybe(ty)) = &value.form else { return Ok(None) };
        let Some(pattern) = self.variant(ty, word) else { return Ok(None) };
        let code = &value.code;
        Ok(Some(match value.form {
            Form::Place(_) => quote! { ::core::matches!(*(#code), #pattern) },
            _ => quote! { ::core::matches!(#code, ::core::option::Option::Some(#pattern)) },
        }))
    }

    /// The variant of an Avro enum.
    pub(super) fn variant(&self, ty: &Ty, word: &str) -> Option<TokenStream> {
        let Ty::Named { id, .. } = ty else { return None };
        let named = self.ir.get(*id);
        let (Body::Enum(body), Syntax::Avro | Syntax::Json) = (&named.body, named.syntax) else {
            return None;
        };
        let symbol = body.symbols.iter().find(|symbol| symbol.name == word)?;
        let (path, variant) =
            (path(self.ir, self.from, *id), super::super::super::ident(&symbol.ident));
        Some(quote! { #path::#variant })
    }

    /// Records, lists and maps, and scalars of one type that compare as they are.
    fn whole(&self, left: &Node, right: &Node) -> Result<Option<TokenStream>, Reason> {
        let (left_value, right_value) = (self.value(left)?, self.value(right)?);
        let (left_code, right_code) = (&left_value.code, &right_value.code);
        let is_plain = is_scalar(&left.ty);
        match (&left_value.form, &right_value.form) {
            (Form::Place(one), Form::Place(other))
                if one == other && (!is_plain || matches!(one, Ty::Uuid(_))) =>
            {
                return Ok(Some(quote! { #left_code == #right_code }));
            }
            (Form::Maybe(one), Form::Maybe(other))
                if one == other
                    && (is_message(one)
                        || left.ty.is_nullable() && right.ty.is_nullable()
                        || !is_plain && self.from.syntax != Syntax::Protobuf) =>
            {
                return Ok(Some(quote! { #left_code == #right_code }));
            }
            (Form::Maybe(one), Form::Place(other)) if one == other && !is_plain => {
                return Ok(Some(
                    quote! { #left_code == ::core::option::Option::Some(#right_code) },
                ));
            }
            (Form::Place(one), Form::Maybe(other)) if one == other && !is_plain => {
                return Ok(Some(
                    quote! { ::core::option::Option::Some(#left_code) == #right_code },
                ));
            }
            _ => {}
        }
        if let (Cel::List(one), Cel::List(other)) = (left.ty.value(), right.ty.value()) {
            let (left, right) = (self.scalars(left_value, one)?, self.scalars(right_value, other)?);
            return Ok(Some(match (&**one, &**other) {
                (Cel::Null, _) => quote! { (#right).is_empty() },
                (_, Cel::Null) => quote! { (#left).is_empty() },
                _ => quote! { #left == #right },
            }));
        }
        if is_plain {
            Ok(None)
        } else {
            Err("these values cannot be compared as a whole".to_owned())
        }
    }

    /// A list as a `Vec` of scalars.
    fn scalars(&self, list: Value, element: &Cel) -> Result<TokenStream, Reason> {
        if matches!(&list.form, Form::List(items) if items.is_empty()) {
            return Ok(quote! { ::std::vec::Vec::<()>::new() });
        }
        let (iter, item) = self.iterate(list, &quote! { item }, element)?;
        let item = self.settle(item)?.code;
        Ok(quote! { (#iter).map(|item| #item).collect::<::std::vec::Vec<_>>() })
    }

    /// Null is equal to nothing but null.
    fn nullable(&self, left: &Node, right: &Node) -> Result<TokenStream, Reason> {
        let (left_code, right_code) = (self.option(left)?, self.option(right)?);
        let equal = ordered(
            Comparison::Equal,
            left.ty.value(),
            &quote! { left },
            right.ty.value(),
            &quote! { right },
        );
        Ok(quote! {
            (match (#left_code, #right_code) {
                (::core::option::Option::Some(left), ::core::option::Option::Some(right)) => #equal,
                (::core::option::Option::None, ::core::option::Option::None) => true,
                _ => false,
            })
        })
    }

    /// `x in y`
    pub(super) fn within(&self, item: &Node, range: &Node) -> Result<TokenStream, Reason> {
        let list = self.value(range)?;
        let value = self.value(item)?;
        let element = match &range.ty {
            Cel::List(element) => (**element).clone(),
            Cel::Map(key, _) => (**key).clone(),
            _ => return Err("`in` looks into a list or a map".to_owned()),
        };
        if let (Cel::Symbol(_), Form::List(items), Form::Place(ty) | Form::Maybe(ty)) =
            (item.ty.value(), &list.form, &value.form)
            && let Some(found) = self.symbols(&value, ty, items, range)
        {
            return Ok(found);
        }
        let settled = self.settle(value.clone())?;
        let is_maybe = item.ty.is_nullable() && matches!(value.form, Form::Maybe(_));
        let code = if is_maybe { self.option(item)? } else { settled.code.clone() };
        // Inside, a text that was made is lent; one that was there is copied as a reference.
        let (wanted, wanted_ty) = match settled.form {
            Form::Owned => (quote! { (&wanted[..]) }, item.ty.value()),
            _ => (quote! { wanted }, item.ty.value()),
        };
        let is_there = match (&list.form, &list.code) {
            (Form::List(items), _) => self.among(items.iter(), wanted_ty, &wanted)?,
            (Form::Map(entries), _) => {
                self.among(entries.iter().map(|[key, _]| key), wanted_ty, &wanted)?
            }
            (Form::Place(Ty::Map(..)) | Form::Maybe(Ty::Map(..)), _)
                if *wanted_ty == Cel::Double =>
            {
                return Err("a float is looked for among keys".to_owned());
            }
            (Form::Place(Ty::Map(keys, _)), code) => {
                let found = lookup(keys, code, &wanted);
                quote! { #found.is_some() }
            }
            (Form::Maybe(Ty::Map(keys, _)), code) => {
                let found = lookup(keys, &quote! { map }, &wanted);
                quote! { (#code).is_some_and(|map| #found.is_some()) }
            }
            _ => {
                let (iter, found) = self.iterate(list.clone(), &quote! { item }, &element)?;
                let found = self.settle(found)?;
                let equal =
                    ordered(Comparison::Equal, wanted_ty, &wanted, &element, &borrowed(&found));
                quote! { (#iter).any(|item| #equal) }
            }
        };
        Ok(match is_maybe {
            true => quote! { (#code).is_some_and(|wanted| #is_there) },
            false => quote! { (match #code { wanted => #is_there }) },
        })
    }

    fn among<'b>(
        &self,
        items: impl Iterator<Item = &'b (Value, Cel)>,
        wanted_ty: &Cel,
        wanted: &TokenStream,
    ) -> Result<TokenStream, Reason> {
        let mut tests = Vec::new();
        for (item, ty) in items {
            let item = self.settle(item.clone())?;
            tests.push(ordered(Comparison::Equal, wanted_ty, wanted, ty.value(), &borrowed(&item)));
        }
        Ok(if tests.is_empty() {
            quote! { { let _ = #wanted; false } }
        } else {
            quote! { (#(#tests)||*) }
        })
    }

    /// An enum among symbols: one comparison of its number with several.
    fn symbols(
        &self,
        value: &Value,
        ty: &Ty,
        items: &[(Value, Cel)],
        range: &Node,
    ) -> Option<TokenStream> {
        let Kind::List(nodes) = &range.kind else { return None };
        let words = nodes.iter().map(|node| match &node.kind {
            Kind::Literal(Literal::String(word)) => self.variant(ty, word),
            _ => None,
        });
        let variants: Vec<TokenStream> = words.collect::<Option<_>>()?;
        if items.is_empty() {
            return None;
        }
        let code = &value.code;
        Some(match value.form {
            Form::Place(_) => quote! { ::core::matches!(*(#code), #(#variants)|*) },
            _ => quote! { ::core::matches!(#code, ::core::option::Option::Some(#(#variants)|*)) },
        })
    }
}

/// Two scalars compared, each an expression of the Rust type of its CEL type.
pub(super) fn ordered(
    comparison: Comparison,
    left_ty: &Cel,
    left: &TokenStream,
    right_ty: &Cel,
    right: &TokenStream,
) -> TokenStream {
    let wide = |ty: &Cel, code: &TokenStream| match ty {
        Cel::Decimal => code.clone(),
        _ => quote! { ::contract_runtime::cel::Number::from(#code) },
    };
    let plain = |left: TokenStream, right: TokenStream| match comparison {
        Comparison::Equal => quote! { (#left) == (#right) },
        Comparison::NotEqual => quote! { (#left) != (#right) },
        Comparison::Less => quote! { (#left) < (#right) },
        Comparison::LessOrEqual => quote! { (#left) <= (#right) },
        Comparison::Greater => quote! { (#left) > (#right) },
        Comparison::GreaterOrEqual => quote! { (#left) >= (#right) },
    };
    match (left_ty, right_ty) {
        (Cel::Double, Cel::Double) => plain(left.clone(), right.clone()),
        (Cel::Double, _) => {
            let order = mirrored(comparison);
            quote! { ::core::matches!(::contract_runtime::cel::compare(::core::primitive::i128::from(#right), #left), #order) }
        }
        (_, Cel::Double) => {
            let order = orders(comparison);
            quote! { ::core::matches!(::contract_runtime::cel::compare(::core::primitive::i128::from(#left), #right), #order) }
        }
        (Cel::Decimal, _) | (_, Cel::Decimal) => plain(wide(left_ty, left), wide(right_ty, right)),
        (Cel::Int, Cel::Uint) | (Cel::Uint, Cel::Int) => plain(
            quote! { ::core::primitive::i128::from(#left) },
            quote! { ::core::primitive::i128::from(#right) },
        ),
        _ => plain(left.clone(), right.clone()),
    }
}

fn orders(comparison: Comparison) -> TokenStream {
    let (less, equal, greater) = (
        quote! { ::core::cmp::Ordering::Less },
        quote! { ::core::cmp::Ordering::Equal },
        quote! { ::core::cmp::Ordering::Greater },
    );
    let some = quote! { ::core::option::Option::Some };
    match comparison {
        Comparison::Equal => quote! { #some(#equal) },
        Comparison::NotEqual => quote! { #some(#less | #greater) },
        Comparison::Less => quote! { #some(#less) },
        Comparison::LessOrEqual => quote! { #some(#less | #equal) },
        Comparison::Greater => quote! { #some(#greater) },
        Comparison::GreaterOrEqual => quote! { #some(#greater | #equal) },
    }
}

/// With the sides exchanged.
fn mirrored(comparison: Comparison) -> TokenStream {
    orders(match comparison {
        Comparison::Equal => Comparison::Equal,
        Comparison::NotEqual => Comparison::NotEqual,
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
    })
}

/// The value of a key in a map behind a reference, if it has one.
pub(super) fn lookup(keys: &Ty, map: &TokenStream, key: &TokenStream) -> TokenStream {
    match keys {
        Ty::String => quote! { (#map).get(#key) },
        _ => quote! { ::contract_runtime::cel::find(#map, #key) },
    }
}
