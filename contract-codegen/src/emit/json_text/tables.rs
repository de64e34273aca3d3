//! Schemas for the evaluator as constants that refer to each other.

use super::super::{ident, option, path_to};
use crate::emit::validate::pattern_function;
use crate::ir::{Ir, Named, Word};
use crate::lower::json::kinds;
use contract_schema::json::Limit;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The module that they stand in.
pub(in super::super) const SCHEMAS: &str = "json_schemas";

pub(super) fn name(schema: usize) -> String {
    format!("SCHEMA_{schema}")
}

/// A schema, seen from a type.
pub(super) fn reference(from: &Named, schema: usize) -> TokenStream {
    path_to(&from.modules, &[SCHEMAS.to_owned()], &name(schema))
}

/// Every schema.
pub(in super::super) fn schemas(ir: &Ir) -> Vec<TokenStream> {
    let item = |(index, judged): (usize, &crate::ir::Judged)| {
        let (name, words) = (ident(&name(index)), judged.words.iter().map(word));
        quote! {
            #[doc(hidden)]
            pub static #name: ::contract_runtime::json_text::Schema =
                ::contract_runtime::json_text::Schema { keywords: &[#(#words),*] };
        }
    };
    ir.judged.iter().enumerate().map(item).collect()
}

fn word(word: &Word) -> TokenStream {
    let content = match word {
        Word::Never => quote! { Never },
        Word::Types(types) => {
            let bits = Literal::u8_unsuffixed(bits(*types));
            quote! { Types(#bits) }
        }
        Word::Values(list) => quote! {
            Values(|| {
                static VALUES: ::std::sync::LazyLock<
                    ::std::vec::Vec<::contract_runtime::json_text::Value>,
                > = ::std::sync::LazyLock::new(|| ::contract_runtime::json_text::values(#list));
                &VALUES
            })
        },
        Word::Least(limit) => limited("Least", limit),
        Word::Most(limit) => limited("Most", limit),
        Word::MultipleOf(step) => {
            let step = number(step);
            quote! { MultipleOf(#step) }
        }
        Word::MinLength(count) => counted("MinLength", *count),
        Word::MaxLength(count) => counted("MaxLength", *count),
        Word::Pattern(pattern) => {
            let function = pattern_function(pattern);
            quote! { Pattern(#function) }
        }
        Word::Format(name) => quote! { Format(#name) },
        Word::MinItems(count) => counted("MinItems", *count),
        Word::MaxItems(count) => counted("MaxItems", *count),
        Word::UniqueItems => quote! { UniqueItems },
        Word::Items { .. } | Word::Contains { .. } | Word::UnevaluatedItems(_) => array_word(word),
        Word::MinProperties(count) => counted("MinProperties", *count),
        Word::MaxProperties(count) => counted("MaxProperties", *count),
        Word::Required(_)
        | Word::Properties { .. }
        | Word::PropertyNames(_)
        | Word::DependentRequired(_)
        | Word::DependentSchemas(_)
        | Word::UnevaluatedProperties(_) => object_word(word),
        Word::AllOf(schemas) => single("AllOf", &each(schemas)),
        Word::AnyOf(schemas) => single("AnyOf", &each(schemas)),
        Word::OneOf(schemas) => single("OneOf", &each(schemas)),
        Word::Not(schema) => single("Not", &one(*schema)),
        Word::If { condition, then, other } => {
            let (condition, then, other) = (one(*condition), maybe(*then), maybe(*other));
            quote! { If { condition: #condition, then: #then, other: #other } }
        }
        Word::Ref(schema) => single("Ref", &one(*schema)),
    };
    quote! { ::contract_runtime::json_text::Keyword::#content }
}

fn array_word(word: &Word) -> TokenStream {
    match word {
        Word::Items { prefix, rest } => {
            let (prefix, rest) = (each(prefix), maybe(*rest));
            quote! { Items { prefix: #prefix, rest: #rest } }
        }
        Word::Contains { schema, least, most, evaluates } => {
            let (schema, least) = (one(*schema), Literal::u64_unsuffixed(*least));
            let most = option(most.map(|most| {
                let most = Literal::u64_unsuffixed(most);
                quote! { #most }
            }));
            quote! { Contains { schema: #schema, least: #least, most: #most, evaluates: #evaluates } }
        }
        Word::UnevaluatedItems(schema) => single("UnevaluatedItems", &one(*schema)),
        _ => unreachable!("only keywords of lists come here"),
    }
}

fn object_word(word: &Word) -> TokenStream {
    match word {
        Word::Required(names) => quote! { Required(&[#(#names),*]) },
        Word::Properties { named: list, patterns, rest } => {
            let (list, rest) = (named(list), maybe(*rest));
            let patterns = patterns.iter().map(|(pattern, schema)| {
                let (function, schema) = (pattern_function(pattern), one(*schema));
                quote! { (#function, #schema) }
            });
            quote! { Properties { named: #list, patterns: &[#(#patterns),*], rest: #rest } }
        }
        Word::PropertyNames(schema) => single("PropertyNames", &one(*schema)),
        Word::DependentRequired(list) => {
            let rows = list.iter().map(|(name, names)| quote! { (#name, &[#(#names),*]) });
            quote! { DependentRequired(&[#(#rows),*]) }
        }
        Word::DependentSchemas(list) => single("DependentSchemas", &named(list)),
        Word::UnevaluatedProperties(schema) => single("UnevaluatedProperties", &one(*schema)),
        _ => unreachable!("only keywords of objects come here"),
    }
}

fn one(schema: usize) -> TokenStream {
    let name = ident(&name(schema));
    quote! { &#name }
}

fn each(schemas: &[usize]) -> TokenStream {
    let schemas = schemas.iter().map(|schema| one(*schema));
    quote! { &[#(#schemas),*] }
}

fn maybe(schema: Option<usize>) -> TokenStream {
    option(schema.map(one))
}

fn named(list: &[(String, usize)]) -> TokenStream {
    let rows = list.iter().map(|(name, schema)| {
        let schema = one(*schema);
        quote! { (#name, #schema) }
    });
    quote! { &[#(#rows),*] }
}

fn single(variant: &str, value: &TokenStream) -> TokenStream {
    let variant = ident(variant);
    quote! { #variant(#value) }
}

fn counted(variant: &str, count: u64) -> TokenStream {
    let count = Literal::u64_unsuffixed(count);
    single(variant, &quote! { #count })
}

fn limited(variant: &str, limit: &Limit) -> TokenStream {
    let (variant, number, excluded) = (ident(variant), number(limit), limit.is_excluded);
    quote! { #variant { limit: #number, excluded: #excluded } }
}

fn number(limit: &Limit) -> TokenStream {
    let content = match limit.whole {
        Some(whole) => {
            let whole = Literal::i128_unsuffixed(whole);
            quote! { Whole(#whole) }
        }
        None if limit.double.is_finite() => {
            let double = Literal::f64_unsuffixed(limit.double);
            quote! { Double(#double) }
        }
        None => match limit.double > 0.0 {
            true => quote! { Double(::core::primitive::f64::MAX) },
            false => quote! { Double(::core::primitive::f64::MIN) },
        },
    };
    quote! { ::contract_runtime::json_text::Limit::#content }
}

/// The runtime's bits of types: null 1, boolean 2, whole number 4, other number 8, string 16, array 32, object 64.
fn bits(types: u8) -> u8 {
    const ROWS: [(u8, u8); 7] = [
        (kinds::NULL, 1),
        (kinds::BOOL, 2),
        (kinds::WHOLE, 4),
        (kinds::NUMBER & !kinds::WHOLE, 8),
        (kinds::STRING, 16),
        (kinds::ARRAY, 32),
        (kinds::OBJECT, 64),
    ];
    ROWS.iter().filter(|(own, _)| types & own != 0).fold(0, |bits, (_, bit)| bits | bit)
}
