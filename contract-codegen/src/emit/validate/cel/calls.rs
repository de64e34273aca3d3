//! Functions: each a method of the standard library or a function of the runtime.

use super::super::super::ident;
use super::super::pattern;
use super::{Form, Reason, Scope, Value};
use crate::ir::Ty;
use contract_model::cel::{Function as F, Kind, Literal, Node, Ty as Cel};
use proc_macro2::TokenStream;
use quote::quote;

impl Scope<'_> {
    pub(super) fn call(&self, function: F, arguments: &[Node]) -> Result<Value, Reason> {
        let first = arguments.first().ok_or("a function without arguments")?;
        match function {
            F::SizeList | F::SizeMap => return self.size(first).map(Value::plain),
            F::Unique => return self.unique(first).map(Value::plain),
            _ => {}
        }
        if let Some(value) = self.conversion(function, first)? {
            return Ok(value);
        }
        if let Some(part) = moment(function) {
            let (time, offset, part) = (self.scalar(first)?, offset(arguments), ident(part));
            return Ok(Value::plain(quote! {
                ::contract_runtime::cel::part(#time, ::contract_runtime::cel::Part::#part, #offset)
            }));
        }
        if let Some(nanos) = span(function) {
            let span = self.scalar(first)?;
            let whole = quote! { ((#span) / #nanos) };
            // Of a span, milliseconds are those within its last second.
            let code = match function {
                F::WholeMilliseconds => quote! { (#whole % 1_000) as ::core::primitive::i64 },
                _ => quote! { #whole as ::core::primitive::i64 },
            };
            return Ok(Value::plain(quote! { (#code) }));
        }
        let rest: Result<Vec<TokenStream>, Reason> =
            arguments[1..].iter().map(|argument| self.scalar(argument)).collect();
        let is_strict = arguments.get(1).is_some_and(|argument| argument.ty == Cel::Bool);
        if function == F::IsIpPrefix && is_strict {
            let (of, strict) = (self.scalar(first)?, self.scalar(&arguments[1])?);
            return Ok(Value::plain(
                quote! { ::contract_runtime::cel::is_ip_prefix(#of, 0, #strict) },
            ));
        }
        self.plain_call(function, first, &rest?)
    }

    fn plain_call(&self, function: F, first: &Node, rest: &[TokenStream]) -> Result<Value, Reason> {
        let of = self.scalar(first)?;
        let code = match function {
            F::SizeText => quote! { ::contract_runtime::cel::size(#of) },
            F::SizeBytes => quote! { ((#of).len() as ::core::primitive::i64) },
            F::StartsWith | F::StartsWithBytes => quote! { (#of).starts_with(#(#rest)*) },
            F::EndsWith | F::EndsWithBytes => quote! { (#of).ends_with(#(#rest)*) },
            F::Contains => quote! { (#of).contains(#(#rest)*) },
            F::ContainsBytes => quote! { ::contract_runtime::cel::contains_bytes(#of, #(#rest)*) },
            F::Matches => {
                let text = rest.first().map(ToString::to_string).unwrap_or_default();
                let pattern: syn::LitStr =
                    syn::parse_str(&text).map_err(|_| "a pattern that is no text")?;
                pattern::matches(&pattern.value(), &of)
            }
            F::Lower => return Ok(Value::owned(quote! { (#of).to_ascii_lowercase() })),
            F::Upper => return Ok(Value::owned(quote! { (#of).to_ascii_uppercase() })),
            F::Trim => quote! { (#of).trim() },
            F::IsEmail => quote! { ::contract_runtime::format::is_email(#of) },
            F::IsHostname => quote! { ::contract_runtime::format::is_hostname(#of) },
            F::IsUri => quote! { ::contract_runtime::format::is_uri(#of) },
            F::IsUriRef => quote! { ::contract_runtime::format::is_uri_ref(#of) },
            F::IsUuid => quote! { ::contract_runtime::format::is_uuid(#of) },
            F::IsCorridorOf => {
                quote! { ::contract_runtime::format::is_corridor_of(#of, #(#rest),*) }
            }
            F::InMinorUnits => quote! { ::contract_runtime::cel::in_minor_units(#of, #(#rest)*) },
            F::IsHostAndPort => {
                quote! { ::contract_runtime::cel::is_host_and_port(#of, #(#rest)*) }
            }
            F::IsIp => {
                let version = rest.first().cloned().unwrap_or_else(|| quote! { 0 });
                quote! { ::contract_runtime::cel::is_ip(#of, #version) }
            }
            F::IsIpPrefix => match rest {
                [version, strict] => {
                    quote! { ::contract_runtime::cel::is_ip_prefix(#of, #version, #strict) }
                }
                [version] => quote! { ::contract_runtime::cel::is_ip_prefix(#of, #version, false) },
                _ => quote! { ::contract_runtime::cel::is_ip_prefix(#of, 0, false) },
            },
            F::IsNan => quote! { (#of).is_nan() },
            F::IsInf => {
                let sign = rest.first().cloned().unwrap_or_else(|| quote! { 0 });
                quote! { ::contract_runtime::cel::is_inf(#of, #sign) }
            }
            other => return Err(format!("the function {other:?} has no Rust")),
        };
        Ok(Value::plain(code))
    }

    fn conversion(&self, function: F, of: &Node) -> Result<Option<Value>, Reason> {
        let runtime = |name: &str, code: TokenStream, fails: bool| {
            let (name, question) = (ident(name), fails.then(|| quote! { ? }));
            Value::plain(quote! { ::contract_runtime::cel::#name(#code) #question })
        };
        let is_conversion = matches!(
            function,
            F::ToInt
                | F::ToUint
                | F::ToDouble
                | F::ToText
                | F::ToBytes
                | F::ToBool
                | F::ToTimestamp
                | F::ToDuration
                | F::ToDecimal
        );
        if !is_conversion {
            return Ok(None);
        }
        let settled = self.scalar_of(of)?;
        let code = self.scalar(of)?;
        Ok(Some(match (function, &of.ty) {
            (F::ToInt, Cel::Uint) => runtime("int_of_uint", code, true),
            (F::ToInt, Cel::Double) => runtime("int_of_double", code, true),
            (F::ToInt, Cel::String | Cel::Symbol(_)) => runtime("int_of_text", code, true),
            (F::ToInt, Cel::Timestamp) => Value::plain(
                quote! { ((#code).div_euclid(1_000_000_000) as ::core::primitive::i64) },
            ),
            (F::ToUint, Cel::Int) => runtime("uint_of_int", code, true),
            (F::ToUint, Cel::Double) => runtime("uint_of_double", code, true),
            (F::ToUint, Cel::String | Cel::Symbol(_)) => runtime("uint_of_text", code, true),
            (F::ToDouble, Cel::Int | Cel::Uint) => {
                Value::plain(quote! { ((#code) as ::core::primitive::f64) })
            }
            (F::ToDouble, Cel::String | Cel::Symbol(_)) => runtime("double_of_text", code, true),
            (F::ToText, ty) => return Ok(Some(text(ty, code).unwrap_or(settled))),
            (F::ToBytes, Cel::String | Cel::Symbol(_)) => {
                Value::plain(quote! { (#code).as_bytes() })
            }
            (F::ToBool, Cel::String | Cel::Symbol(_)) => runtime("bool_of_text", code, true),
            (F::ToTimestamp, Cel::String | Cel::Symbol(_)) => {
                runtime("timestamp_of_text", code, true)
            }
            (F::ToTimestamp, Cel::Int) => runtime("timestamp_of_int", code, true),
            (F::ToTimestamp, Cel::Date) => {
                Value::plain(quote! { (::core::primitive::i128::from(#code) * 86_400_000_000_000) })
            }
            (F::ToDuration, Cel::String | Cel::Symbol(_)) => {
                runtime("duration_of_text", code, true)
            }
            (F::ToDecimal, Cel::Int | Cel::Uint) => {
                Value::plain(quote! { ::contract_runtime::cel::Number::from(#code) })
            }
            (F::ToDecimal, Cel::String | Cel::Symbol(_)) => runtime("number_of_text", code, true),
            // A conversion to what it is.
            _ => settled,
        }))
    }

    fn size(&self, of: &Node) -> Result<TokenStream, Reason> {
        let value = self.value(of)?;
        let code = &value.code;
        let size = match &value.form {
            Form::Place(_) | Form::Items(_) => quote! { (#code).len() },
            Form::Maybe(_) => quote! { (#code).map_or(0, |list| list.len()) },
            Form::List(items) => {
                let size = items.len();
                quote! { #size }
            }
            Form::Map(entries) => {
                let size = entries.len();
                quote! { #size }
            }
            Form::Plain | Form::Owned => {
                return Err("a size is asked of what has no elements".to_owned());
            }
        };
        Ok(quote! { (#size as ::core::primitive::i64) })
    }

    fn unique(&self, of: &Node) -> Result<TokenStream, Reason> {
        let value = self.value(of)?;
        let code = &value.code;
        Ok(match &value.form {
            Form::Place(Ty::Array(_)) => quote! { ::contract_runtime::is_unique(&(#code)[..]) },
            Form::Maybe(Ty::Array(_)) => {
                quote! { (#code).is_none_or(|list| ::contract_runtime::is_unique(&list[..])) }
            }
            Form::Items(_) => quote! { ::contract_runtime::is_unique(&(#code)[..]) },
            _ => {
                let Cel::List(element) = &of.ty else {
                    return Err("`unique` is asked of what is no list".to_owned());
                };
                let (iter, item) = self.iterate(value.clone(), &quote! { item }, element)?;
                let item = self.settle(item)?.code;
                quote! { ::contract_runtime::is_unique(&(#iter).map(|item| #item).collect::<::std::vec::Vec<_>>()) }
            }
        })
    }
}

/// The part of a time that a function asks for.
fn moment(function: F) -> Option<&'static str> {
    Some(match function {
        F::FullYear => "FullYear",
        F::Month => "Month",
        F::DayOfMonth => "DayOfMonth",
        F::Date => "Date",
        F::DayOfWeek => "DayOfWeek",
        F::DayOfYear => "DayOfYear",
        F::Hours => "Hours",
        F::Minutes => "Minutes",
        F::Seconds => "Seconds",
        F::Milliseconds => "Milliseconds",
        _ => return None,
    })
}

/// The unit in which a span is counted, in nanoseconds.
fn span(function: F) -> Option<i128> {
    Some(match function {
        F::WholeHours => 3_600_000_000_000,
        F::WholeMinutes => 60_000_000_000,
        F::WholeSeconds => 1_000_000_000,
        F::WholeMilliseconds => 1_000_000,
        _ => return None,
    })
}

/// Seconds ahead of UTC of the zone in quotes, if there is one.
fn offset(arguments: &[Node]) -> i64 {
    let Some(Kind::Literal(Literal::String(zone))) = arguments.get(1).map(|node| &node.kind) else {
        return 0;
    };
    let Some((hours, minutes)) = zone.trim_start_matches(['+', '-']).split_once(':') else {
        return 0;
    };
    let number = |text: &str| text.parse::<i64>().unwrap_or(0);
    let seconds = number(hours) * 3_600 + number(minutes) * 60;
    if zone.starts_with('-') { -seconds } else { seconds }
}

/// A value as text; none of what is text.
fn text(ty: &Cel, code: TokenStream) -> Option<Value> {
    let runtime = |name: &str| {
        let name = ident(name);
        Value::owned(quote! { ::contract_runtime::cel::#name(#code) })
    };
    Some(match ty {
        Cel::Bool => Value::plain(quote! { (if #code { "true" } else { "false" }) }),
        Cel::Double => runtime("text_of_double"),
        Cel::Timestamp => runtime("text_of_timestamp"),
        Cel::Duration => runtime("text_of_duration"),
        Cel::Bytes => Value::plain(quote! { ::contract_runtime::cel::text_of_bytes(#code)? }),
        Cel::Date => Value::owned(quote! {
            ::std::string::ToString::to_string(
                &::contract_runtime::Date((#code) as ::core::primitive::i32),
            )
        }),
        Cel::Int | Cel::Uint | Cel::Decimal => {
            Value::owned(quote! { ::std::string::ToString::to_string(&(#code)) })
        }
        _ => return None,
    })
}
