//! Rules about the length of a value, or about a part of it.

use super::super::ident;
use super::rules::{Family, Found, text_argument, text_place};
use contract_model::{Constraint, Literal};
use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

/// Rules that compare a length.
pub(super) fn length(family: Family, constraint: &Constraint, place: &TokenStream) -> Found {
    let (text, argument) = (text_place(family, place), text_argument(family, place));
    let is_text = matches!(family, Family::Text | Family::Uuid);
    let (rule, holds, message) = match constraint {
        Constraint::Len(n) if is_text => (
            "len",
            quote! { ::contract_runtime::text::char_count(#argument) == #n },
            format!("must have exactly {n} characters"),
        ),
        Constraint::MinLen(1) if is_text => {
            ("min_len", quote! { !(#text).is_empty() }, "must not be empty".to_owned())
        }
        Constraint::MinLen(n) if is_text => (
            "min_len",
            quote! { ::contract_runtime::text::has_at_least(#argument, #n) },
            format!("must have at least {n} characters"),
        ),
        Constraint::MaxLen(n) if is_text => (
            "max_len",
            quote! { ::contract_runtime::text::has_at_most(#argument, #n) },
            format!("must have at most {n} characters"),
        ),
        Constraint::Len(n) => {
            ("len", sized(place, "==", *n), format!("must have exactly {n} bytes"))
        }
        Constraint::MinLen(n) => {
            ("min_len", sized(place, ">=", *n), format!("must have at least {n} bytes"))
        }
        Constraint::MaxLen(n) => {
            ("max_len", sized(place, "<=", *n), format!("must have at most {n} bytes"))
        }
        Constraint::LenBytes(n) => {
            ("len_bytes", sized(&text, "==", *n), format!("must have exactly {n} bytes"))
        }
        Constraint::MinBytes(n) => {
            ("min_bytes", sized(&text, ">=", *n), format!("must have at least {n} bytes"))
        }
        Constraint::MaxBytes(n) => {
            ("max_bytes", sized(&text, "<=", *n), format!("must have at most {n} bytes"))
        }
        Constraint::MinItems(n) => {
            ("min_items", sized(place, ">=", *n), format!("must have at least {n} elements"))
        }
        Constraint::MaxItems(n) => {
            ("max_items", sized(place, "<=", *n), format!("must have at most {n} elements"))
        }
        Constraint::MinPairs(n) => {
            ("min_pairs", sized(place, ">=", *n), format!("must have at least {n} entries"))
        }
        Constraint::MaxPairs(n) => {
            ("max_pairs", sized(place, "<=", *n), format!("must have at most {n} entries"))
        }
        _ => return None,
    };
    Some((rule.to_owned(), holds, message))
}

fn sized(place: &TokenStream, operator: &str, limit: u64) -> TokenStream {
    let limit = Token::u64_suffixed(limit);
    let size = quote! { (#place.len() as ::core::primitive::u64) };
    match operator {
        ">=" => quote! { #size >= #limit },
        "<=" => quote! { #size <= #limit },
        _ => quote! { #size == #limit },
    }
}

/// Rules about a part of a text or of bytes.
pub(super) fn part(rule: &str, method: &str, literal: &Literal, place: &TokenStream) -> Found {
    let (holds, shown) = match literal {
        Literal::String(text) => {
            let method = ident(method);
            (quote! { #place.#method(#text) }, format!("`{text}`"))
        }
        Literal::Bytes(bytes) => {
            let bytes = Token::byte_string(bytes);
            let holds = match method {
                "contains" if bytes_len(literal) == 0 => quote! { true },
                "contains" => {
                    let size = bytes_len(literal);
                    quote! { #place.windows(#size).any(|window| window == &#bytes[..]) }
                }
                _ => {
                    let method = ident(method);
                    quote! { #place.#method(&#bytes[..]) }
                }
            };
            (holds, "the declared bytes".to_owned())
        }
        _ => return None,
    };
    let (holds, message) = match rule {
        "prefix" => (holds, format!("must begin with {shown}")),
        "suffix" => (holds, format!("must end with {shown}")),
        "contains" => (holds, format!("must contain {shown}")),
        _ => (quote! { !#holds }, format!("must not contain {shown}")),
    };
    Some((rule.to_owned(), holds, message))
}

fn bytes_len(literal: &Literal) -> usize {
    match literal {
        Literal::Bytes(bytes) => bytes.len(),
        _ => 0,
    }
}
