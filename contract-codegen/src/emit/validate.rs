//! `check`: every declared constraint as a plain `if`, collecting violations; nothing is built while all is well.

mod cel;
mod formats;
mod groups;
mod numbers;
mod parts;
mod pattern;
mod rules;
mod texts;

use super::{Emitter, argument, ident, once};
use crate::ir::{Body, Field, Ir, Named, Record, Syntax, Ty, TypeId};
use contract_model::{Constraint, FieldRules};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use rules::Check;

pub(super) use numbers::{bounds, is_exclusive};

use cel::is_wrapper;

/// Which types have something to check, in themselves or in what they hold: a fixpoint over the arena.
pub(super) fn checked_types(ir: &Ir) -> Vec<bool> {
    let mut checked = vec![false; ir.types.len()];
    loop {
        let types = ir.types.iter().enumerate();
        let next: Vec<bool> = types
            .map(|(id, named)| is_checked(named, &checked) || has_residual(ir, TypeId(id)))
            .collect();
        if next == checked {
            return checked;
        }
        checked = next;
    }
}

fn is_checked(named: &Named, checked: &[bool]) -> bool {
    match &named.body {
        Body::Record(record) => {
            !record.rules.is_empty()
                || !record.groups.is_empty()
                || record.fields.iter().any(|field| {
                    field.rules.required
                        || (!field.rules.ignores_always
                            && (!field.rules.is_empty() || has_checks(&field.ty, checked)))
                })
        }
        Body::Union(union) => union.branches.iter().any(|branch| {
            !branch.rules.ignores_always
                && (!branch.rules.is_empty() || has_checks(&branch.ty, checked))
        }),
        Body::Enum(_) | Body::Fixed(_) => false,
        Body::Value(_) => true,
    }
}

/// Whether something of the type is left to the evaluator of JSON Schema.
fn has_residual(ir: &Ir, id: TypeId) -> bool {
    ir.residuals.range((id, None)..(TypeId(id.0 + 1), None)).next().is_some()
}

/// Whether a type has checks of its own, whatever its field declares: decimals have a precision.
fn has_checks(ty: &Ty, checked: &[bool]) -> bool {
    match ty {
        Ty::Decimal(_) => true,
        Ty::Named { id, .. } => checked[id.0],
        Ty::Option { inner, .. } | Ty::Array(inner) | Ty::Map(_, inner) => {
            has_checks(inner, checked)
        }
        _ => false,
    }
}

/// The function that checks a value of the type at a path.
pub(super) fn emit(emitter: &Emitter<'_>, id: TypeId) -> TokenStream {
    let named = emitter.ir.get(id);
    let name = ident(&named.ident);
    let body = match &named.body {
        Body::Record(record) => {
            let fields =
                (0..record.fields.len()).map(|index| once(self::field(emitter, id, record, index)));
            let groups = groups::emit(emitter, named, record);
            let this = cel::Value::of(quote! { self }, Ty::Named { id, boxed: false });
            let rules = record.rules.iter().map(|rule| {
                once(cel::statement(emitter.ir, named, rule, None, this.clone(), &quote! { *at }))
            });
            let left = super::json_text::judged_type(emitter, id);
            quote! { #(#fields)* #left #groups #(#rules)* }
        }
        Body::Union(union) => {
            let arms = union.branches.iter().map(|branch| {
                let variant = ident(&branch.ident);
                let walk = Walk { emitter, from: named, prefix: String::new(), depth: 0 };
                // In brackets: a list in the branch asks it for the path of an element.
                let path = match (named.syntax, branch.tag, &branch.name) {
                    (Syntax::Avro | Syntax::Json, ..) => quote! { (*at) },
                    (Syntax::Protobuf, None, name) => quote! { at.field(#name) },
                    (Syntax::Protobuf, Some(_), name) => quote! { at.tagged(#name) },
                };
                // A member that is set is set to what it is, zero or not.
                let rules = FieldRules { ignores_zero: false, ..branch.rules.clone() };
                let checks = walk.value(&branch.ty, &rules, &quote! { value }, &Where::Path(path));
                quote! { Self::#variant(value) => { let _ = value; #checks } }
            });
            let left = super::json_text::judged_type(emitter, id);
            quote! { match self { #(#arms)* } #left }
        }
        Body::Value(schema) => super::json_text::judged_value(named, *schema),
        Body::Enum(_) | Body::Fixed(_) => return TokenStream::new(),
    };
    // An event has the function even if it has nothing to check. Lints that are allowed cost time where they fire.
    let unused = match emitter.checked[id.0] {
        true => quote! { let _ = now; },
        false => quote! { let _ = (at, now, found); },
    };
    let body = once(if emitter.checked[id.0] { body } else { TokenStream::new() });
    quote! {
        impl #name {
            #[doc(hidden)]
            pub fn check(
                &self,
                at: &::contract_runtime::Path<'_>,
                now: &::contract_runtime::Now,
                found: &mut ::contract_runtime::Violations,
            ) {
                #unused
                #body
            }
        }
    }
}

/// The checks of one field.
fn field(emitter: &Emitter<'_>, id: TypeId, record: &Record, index: usize) -> TokenStream {
    let (named, field) = (emitter.ir.get(id), &record.fields[index]);
    let (member, label) = (super::member(field), &field.name);
    let walk = Walk { emitter, from: named, prefix: String::new(), depth: 0 };
    let place = quote! { (&self.#member) };
    if field.oneof.is_some() {
        let missing = members(emitter, named, field);
        // Members are fields of the message, whatever holds them.
        let at = Where::Path(quote! { (*at) });
        let value = walk.value(&field.ty, &field.rules, &place, &at);
        return quote! { #missing #value };
    }
    let at = match field.tag {
        // Properties without a field stand in the object itself.
        _ if super::json_text::is_kept(emitter.ir, id, index) => Where::Path(quote! { (*at) }),
        Some(_) => Where::Field { name: label, is_tagged: true },
        None if super::json_text::is_tuple(emitter.ir, id) => {
            Where::Path(quote! { at.index(#index) })
        }
        None => Where::Field { name: label, is_tagged: false },
    };
    let value = walk.value(&field.ty, &field.rules, &place, &at);
    let path = at.path();
    let left = super::json_text::judged_field(emitter, id, index, &place, &path);
    let (value, left) = (once(value), left.map(once));
    let value = quote! { #value #left };
    match is_set(emitter, named, field) {
        Some(is_set) if field.rules.required => {
            let message = "must have a value other than the default";
            let missing = quote! { found.push(&#path, "required", #message); };
            match value.is_empty() {
                true => quote! { if !(#is_set) { #missing } },
                false => quote! { if #is_set { #value } else { #missing } },
            }
        }
        _ => value,
    }
}

/// Whether a field without presence has a value: zero and absent are one there.
fn is_set(emitter: &Emitter<'_>, named: &Named, field: &Field) -> Option<TokenStream> {
    if named.syntax != Syntax::Protobuf || field.ty.is_option() {
        return None;
    }
    let member = super::member(field);
    Some(match &field.ty {
        Ty::Array(_) | Ty::Map(..) => quote! { !self.#member.is_empty() },
        ty => super::proto::is_set(emitter, ty, &quote! { &self.#member }),
    })
}

/// Members of a oneof that must be the one that is set.
fn members(emitter: &Emitter<'_>, named: &Named, field: &Field) -> TokenStream {
    let Ty::Named { id, .. } = field.ty.required() else { return TokenStream::new() };
    let Body::Union(union) = &emitter.ir.get(*id).body else { return TokenStream::new() };
    let (member, path) = (super::member(field), emitter.path(named, *id));
    let required = union.branches.iter().filter(|branch| branch.rules.required);
    let checks = required.map(|branch| {
        let (variant, label) = (ident(&branch.ident), &branch.name);
        quote! {
            if !::core::matches!(&self.#member, ::core::option::Option::Some(#path::#variant(_))) {
                found.push(&at.field(#label), "required", "must have a value");
            }
        }
    });
    quote! { #(#checks)* }
}

/// Where a value stands, seen from the record that has the field.
enum Where<'a> {
    /// A field of the record.
    Field { name: &'a str, is_tagged: bool },
    /// An expression of the path: the record itself, or what is inside of a field.
    Path(TokenStream),
}

impl Where<'_> {
    fn path(&self) -> TokenStream {
        match self {
            Where::Field { name, is_tagged: true } => quote! { at.tagged(#name) },
            Where::Field { name, is_tagged: false } => quote! { at.field(#name) },
            Where::Path(path) => path.clone(),
        }
    }

    /// The field, if it is one.
    fn step(&self) -> Option<TokenStream> {
        match self {
            Where::Field { name, is_tagged: true } => {
                Some(quote! { ::contract_runtime::Step::Tagged(#name) })
            }
            Where::Field { name, is_tagged: false } => {
                Some(quote! { ::contract_runtime::Step::Field(#name) })
            }
            Where::Path(_) => None,
        }
    }
}

/// The checks below one field.
struct Walk<'a> {
    emitter: &'a Emitter<'a>,
    from: &'a Named,
    /// Where the rules stand among those of the field: `repeated.items.` of elements.
    prefix: String,
    /// Lists and maps around: the path of an inner element names the places in all of them.
    depth: usize,
}

impl Walk<'_> {
    /// A variable of a loop that those of loops inside it do not hide.
    fn variable(&self, name: &str) -> proc_macro2::Ident {
        match self.depth {
            0 => ident(name),
            depth => ident(&format!("{name}{depth}")),
        }
    }

    /// The one field of a wrapper.
    fn wrapped(&self, ty: &Ty) -> Option<&Field> {
        let named = self.emitter.named_of(ty).filter(|named| is_wrapper(named))?;
        match &named.body {
            Body::Record(record) => record.fields.first(),
            Body::Enum(_) | Body::Fixed(_) | Body::Union(_) | Body::Value(_) => None,
        }
    }

    /// The walk over elements, whose rules stand at `part` of the field's.
    fn inside(&self, part: &str) -> Self {
        let prefix = format!("{}{part}.", self.prefix);
        Walk { depth: self.depth + 1, prefix, ..*self }
    }

    /// `place` is an expression of a reference to the value.
    fn value(
        &self,
        ty: &Ty,
        rules: &FieldRules,
        place: &TokenStream,
        at: &Where<'_>,
    ) -> TokenStream {
        let checked = &self.emitter.checked;
        if rules.ignores_always && !ty.is_option() {
            return TokenStream::new();
        }
        if let Ty::Option { inner, .. } = ty {
            return self.option(inner, rules, place, at);
        }
        // Rules of a wrapper of `google.protobuf` are about the value in it.
        if let Some(value) = self.wrapped(ty).filter(|_| !rules.value.is_empty()) {
            let member = ident(&value.ident);
            return self.value(&value.ty, rules, &quote! { (&#place.#member) }, at);
        }
        let path = &at.path();
        // A fixed is a type of its own over its bytes.
        let is_fixed =
            self.emitter.named_of(ty).is_some_and(|named| matches!(named.body, Body::Fixed(_)));
        let bytes = if is_fixed {
            quote! { (&#place.0) }
        } else {
            place.clone()
        };
        let checks = rules::checks(self.emitter, self.from, ty, rules, &bytes);
        let own = checks.into_iter().map(|check| once(push(check, &self.prefix, at)));
        let this = cel::Value::of(place.clone(), ty.clone());
        let rules_in_cel = rules.cel.iter().map(|rule| {
            let (ir, prefix) = (self.emitter.ir, &self.prefix);
            once(cel::statement(ir, self.from, rule, Some(prefix), this.clone(), path))
        });
        let own = quote! { #(#own)* #(#rules_in_cel)* };
        let own = match rules::is_zero(self.emitter.ir, ty, &bytes) {
            Some(is_zero) if rules.ignores_zero && !own.is_empty() => {
                quote! { if !(#is_zero) { #own } }
            }
            _ => own,
        };
        let inside = match ty {
            Ty::Named { id, .. } if checked[id.0] => quote! { #place.check(&#path, now, found); },
            Ty::Array(items) => self.items(items, rules, place, path),
            Ty::Map(keys, values) => self.entries([keys, values], rules, place, path),
            _ => TokenStream::new(),
        };
        let (own, inside) = (once(own), once(inside));
        quote! { #own #inside }
    }

    fn option(
        &self,
        inner: &Ty,
        rules: &FieldRules,
        place: &TokenStream,
        at: &Where<'_>,
    ) -> TokenStream {
        if *inner == Ty::String
            && let Some(calls) = texts::calls(rules, place, at)
        {
            return calls;
        }
        let path = at.path();
        // Zero is a value where it can be told from none.
        let inner_rules = FieldRules { ignores_zero: false, ..rules.clone() };
        let checks = self.value(inner, &inner_rules, &quote! { value }, at);
        let missing = rules.required.then(|| {
            let message = "must have a value";
            quote! { found.push(&#path, "required", #message); }
        });
        let bare = argument(place);
        match (checks.is_empty(), missing) {
            (true, None) => TokenStream::new(),
            (true, Some(missing)) => quote! { if #place.is_none() { #missing } },
            (false, None) => {
                quote! { if let ::core::option::Option::Some(value) = #bare { #checks } }
            }
            (false, Some(missing)) => quote! {
                if let ::core::option::Option::Some(value) = #bare { #checks } else { #missing }
            },
        }
    }

    fn items(
        &self,
        items: &Ty,
        rules: &FieldRules,
        place: &TokenStream,
        path: &TokenStream,
    ) -> TokenStream {
        let none = FieldRules::default();
        let rules = rules.items.as_deref().unwrap_or(&none);
        let index = self.variable("index");
        let element = Where::Path(quote! { #path.index(#index) });
        let checks = self.inside("repeated.items").value(items, rules, &quote! { item }, &element);
        if checks.is_empty() {
            return TokenStream::new();
        }
        quote! { for (#index, item) in #place.iter().enumerate() { #checks } }
    }

    fn entries(
        &self,
        [key_ty, values]: [&Ty; 2],
        rules: &FieldRules,
        place: &TokenStream,
        path: &TokenStream,
    ) -> TokenStream {
        let none = FieldRules::default();
        let (keys, value_rules) = (rules.keys.as_deref(), rules.values.as_deref());
        let key = self.variable("key");
        let shown = quote! { ::contract_runtime::EntryKey::from(#key) };
        let key_path = Where::Path(quote! { ::contract_runtime::Path::OfKey(&#path, #shown) });
        let value_path = Where::Path(quote! { ::contract_runtime::Path::Key(&#path, #shown) });
        let (key_walk, value_walk) = (self.inside("map.keys"), self.inside("map.values"));
        let keys = key_walk.value(key_ty, keys.unwrap_or(&none), &quote! { #key }, &key_path);
        let value_rules = value_rules.unwrap_or(&none);
        let values = value_walk.value(values, value_rules, &quote! { value }, &value_path);
        if keys.is_empty() && values.is_empty() {
            return TokenStream::new();
        }
        quote! { for (#key, value) in #place.iter() { let _ = (#key, value); #keys #values } }
    }
}

fn push(check: Check, prefix: &str, at: &Where<'_>) -> TokenStream {
    let Check { holds, id, place, empty, message } = check;
    let (path, place) = (at.path(), format!("{prefix}{place}"));
    if let (Some(step), true, None) = (at.step(), place == id, &empty) {
        return quote! { found.hold(#holds, at, #step, #id, #message); };
    }
    let holds = once(negated(holds));
    if place == id && empty.is_none() {
        return quote! { if #holds { found.push(&#path, #id, #message); } };
    }
    let id = match empty {
        None => quote! { #id },
        Some(is_empty) => {
            let of_empty = format!("{id}_empty");
            quote! { if #is_empty { #of_empty } else { #id } }
        }
    };
    quote! { if #holds { found.push_of(&#path, #id, #place, #message); } }
}

/// `!call(…)` needs no parentheses, an operator does.
fn negated(holds: TokenStream) -> TokenStream {
    let is_call = is_call(&holds);
    let holds = once(holds);
    match is_call {
        true => quote! { !#holds },
        false => quote! { !(#holds) },
    }
}

/// Whether these are names, brackets, and what joins them, up to the brackets of a call.
fn is_call(holds: &TokenStream) -> bool {
    let is_bracket = |group: &Group| group.delimiter() == Delimiter::Parenthesis;
    let mut is_closed = false;
    for token in holds.clone() {
        let is_part = match &token {
            TokenTree::Ident(_) => !is_closed,
            TokenTree::Group(group) => is_bracket(group),
            TokenTree::Punct(sign) => matches!(sign.as_char(), ':' | '.'),
            TokenTree::Literal(_) => false,
        };
        if !is_part {
            return false;
        }
        is_closed = matches!(token, TokenTree::Group(_));
    }
    is_closed
}

/// A function that tells whether a text matches a pattern.
pub(super) fn pattern_function(pattern: &str) -> TokenStream {
    let matches = pattern::matches(pattern, &quote! { text });
    quote! { |text: &::core::primitive::str| -> ::core::primitive::bool { #matches } }
}

/// Why a constraint cannot be compiled for a type, if it cannot.
pub(crate) fn unsupported(ir: &Ir, ty: &Ty, constraint: &Constraint) -> Option<&'static str> {
    rules::unsupported(ir, ty, constraint)
}

/// Why rules in CEL of a record, or of a field of it, cannot be compiled.
pub(crate) fn unsupported_rules(ir: &Ir, id: TypeId) -> Vec<(usize, String)> {
    let named = ir.get(id);
    let mut found = Vec::new();
    let mut ask = |field: usize, rules: &[contract_model::cel::Rule], ty: &Ty| {
        // What was not understood was complained about before.
        for rule in rules.iter().filter(|rule| rule.program.is_some()) {
            let this = cel::Value::of(quote! { this }, ty.required().clone());
            if let Err(reason) = cel::compile(ir, named, rule, this) {
                found.push((field, format!("rule `{}` cannot be compiled: {reason}", rule.id)));
            }
        }
    };
    match &named.body {
        Body::Record(record) => {
            ask(usize::MAX, &record.rules, &Ty::Named { id, boxed: false });
            for (index, field) in record.fields.iter().enumerate() {
                below(&field.ty, &field.rules, &mut |rules, ty| ask(index, rules, ty));
            }
        }
        Body::Union(union) => {
            for branch in &union.branches {
                below(&branch.ty, &branch.rules, &mut |rules, ty| ask(usize::MAX, rules, ty));
            }
        }
        Body::Enum(_) | Body::Fixed(_) | Body::Value(_) => {}
    }
    found
}

/// Rules of a value and of its elements, each with the type it is asked of.
fn below(ty: &Ty, rules: &FieldRules, ask: &mut impl FnMut(&[contract_model::cel::Rule], &Ty)) {
    ask(&rules.cel, ty);
    match ty.required() {
        Ty::Array(items) => rules.items.iter().for_each(|rules| below(items, rules, ask)),
        Ty::Map(keys, values) => {
            rules.keys.iter().for_each(|rules| below(keys, rules, ask));
            rules.values.iter().for_each(|rules| below(values, rules, ask));
        }
        _ => {}
    }
}
