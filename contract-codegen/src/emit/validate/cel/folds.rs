//! Macros over the elements of a list or the keys of a map, as iterators.

use super::scalar::{into_owned, is_scalar};
use super::{Form, Reason, Scope, Value, result};
use crate::ir::Ty;
use contract_model::cel::{Fold, Node, Ty as Cel};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

impl Scope<'_> {
    pub(super) fn fold(
        &self,
        fold: Fold,
        range: &Node,
        variable: usize,
        body: &Node,
    ) -> Result<Value, Reason> {
        let list = self.value(range)?;
        let element = match &range.ty {
            Cel::List(element) => (**element).clone(),
            Cel::Map(key, _) => (**key).clone(),
            _ => return Err("a macro goes over a list or a map".to_owned()),
        };
        let name = format_ident!("item_{}", variable);
        let name = quote! { #name };
        let (iter, item) = self.iterate(list, &name, &element)?;
        let form = item.form.clone();
        let mut scope = self.clone();
        scope.variables.insert(variable, item);
        if fold == Fold::Map {
            return scope.map(&iter, &name, &form, body);
        }
        let code = scope.scalar(body)?;
        let falling = result(&code);
        // `|| Ok(…)` becomes `|item| Ok(…)`.
        let falling = {
            let mut tokens = falling.into_iter().skip(2).peekable();
            let rest: TokenStream = tokens.by_ref().collect();
            quote! { |#name| #rest }
        };
        Ok(match (fold, body.fails) {
            (Fold::All, false) => Value::plain(quote! { (#iter).all(|#name| #code) }),
            (Fold::Exists, false) => Value::plain(quote! { (#iter).any(|#name| #code) }),
            (Fold::All, true) => {
                Value::plain(quote! { ::contract_runtime::cel::all(#iter, #falling)? })
            }
            (Fold::Exists, true) => {
                Value::plain(quote! { ::contract_runtime::cel::exists(#iter, #falling)? })
            }
            (Fold::ExistsOne, false) => Value::plain(
                quote! { ::contract_runtime::cel::exists_one(#iter, #falling) == ::core::result::Result::Ok(true) },
            ),
            (Fold::ExistsOne, true) => {
                Value::plain(quote! { ::contract_runtime::cel::exists_one(#iter, #falling)? })
            }
            (Fold::Filter, false) => Value {
                code: quote! { ::contract_runtime::cel::filter(#iter, #falling).unwrap_or_default() },
                form: Form::Items(Box::new(form)),
            },
            (Fold::Filter, true) => Value {
                code: quote! { ::contract_runtime::cel::filter(#iter, #falling)? },
                form: Form::Items(Box::new(form)),
            },
            (Fold::Map, _) => return Err("a map is made elsewhere".to_owned()),
        })
    }

    fn map(
        &self,
        iter: &TokenStream,
        name: &TokenStream,
        range: &Form,
        body: &Node,
    ) -> Result<Value, Reason> {
        let (code, form) = if is_scalar(&body.ty) {
            let made = self.scalar_of(body)?;
            let is_lent = matches!((range, &made.form), (Form::Owned, Form::Plain));
            let is_text = matches!(body.ty, Cel::String | Cel::Symbol(_) | Cel::Bytes);
            // A text inside of an element that was made dies with it.
            if is_lent && is_text {
                (into_owned(&made), Form::Owned)
            } else {
                (made.code, made.form)
            }
        } else {
            let made = self.value(body)?;
            (made.code, made.form)
        };
        let form = Form::Items(Box::new(form));
        let code = match body.fails {
            false => quote! { (#iter).map(|#name| #code).collect::<::std::vec::Vec<_>>() },
            true => quote! {
                (#iter)
                    .map(|#name| ::core::result::Result::<_, ::contract_runtime::cel::Fault>::Ok(#code))
                    .collect::<::core::result::Result<::std::vec::Vec<_>, _>>()?
            },
        };
        Ok(Value { code, form })
    }

    /// An iterator over the elements, and what the variable called `name` is in each turn.
    pub(super) fn iterate(
        &self,
        list: Value,
        name: &TokenStream,
        _: &Cel,
    ) -> Result<(TokenStream, Value), Reason> {
        let code = &list.code;
        let place = |ty: &Ty| match ty {
            Ty::Option { inner, .. } => {
                Value { code: quote! { #name.as_ref() }, form: Form::Maybe((**inner).clone()) }
            }
            ty => Value::of(name.clone(), ty.clone()),
        };
        Ok(match &list.form {
            Form::Place(Ty::Array(items)) => (quote! { (#code).iter() }, place(items)),
            Form::Maybe(Ty::Array(items)) => {
                (quote! { (#code).into_iter().flatten() }, place(items))
            }
            Form::Place(Ty::Map(keys, _)) => (quote! { (#code).keys() }, place(keys)),
            Form::Maybe(Ty::Map(keys, _)) => {
                (quote! { (#code).into_iter().flat_map(|map| map.keys()) }, place(keys))
            }
            Form::Items(form) => (
                quote! { (#code).into_iter() },
                Value { code: name.clone(), form: (**form).clone() },
            ),
            Form::List(items) => self.constants(items.iter(), name)?,
            Form::Map(entries) => self.constants(entries.iter().map(|[key, _]| key), name)?,
            _ => return Err("elements are asked of what has none".to_owned()),
        })
    }

    fn constants<'b>(
        &self,
        items: impl Iterator<Item = &'b (Value, Cel)>,
        name: &TokenStream,
    ) -> Result<(TokenStream, Value), Reason> {
        let settled: Result<Vec<Value>, Reason> =
            items.map(|(item, _)| self.settle(item.clone())).collect();
        let settled = settled?;
        if settled.is_empty() {
            return Err("a macro goes over a list that is always empty".to_owned());
        }
        if settled.iter().any(|item| matches!(item.form, Form::Owned)) {
            let items = settled.iter().map(into_owned);
            return Ok((quote! { [#(#items),*].into_iter() }, Value::owned(name.clone())));
        }
        let items = settled.iter().map(|item| &item.code);
        Ok((quote! { [#(#items),*].into_iter() }, Value::plain(name.clone())))
    }
}
