//! Rules in CEL as straight-line Rust: no interpreter, no tree of values, no allocation where texts are borrowed.
//!
//! Places of the schema's own types stay references until a scalar is wanted of them. What may be absent stays an
//! option; the check of the rule has proven that null is not looked into, and Protobuf reads absent as empty.

mod calls;
mod compare;
mod folds;
mod place;
mod scalar;

pub(super) use place::is_wrapper;

use super::super::path;
use crate::ir::{Ir, Named, Ty};
use contract_model::cel::{Arithmetic, Function, Kind, Literal, Node, Rule, Ty as Cel};
use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

/// Why a part cannot be printed.
type Reason = String;

/// An expression of Rust and what it is.
#[derive(Clone)]
pub(super) struct Value {
    code: TokenStream,
    form: Form,
}

/// How a value is held.
#[derive(Clone)]
enum Form {
    /// `&T` of a type of the schema.
    Place(Ty),
    /// `Option<&T>`
    Maybe(Ty),
    /// A number, truth value, `&str`, `&[u8]`, `Number`, or nanoseconds.
    Plain,
    /// A `String` or `Vec<u8>`.
    Owned,
    /// A `Vec` of elements of a form.
    Items(Box<Form>),
    /// The elements of a list that stands in the rule.
    List(Vec<(Value, Cel)>),
    /// The entries of a map that stands in the rule.
    Map(Vec<[(Value, Cel); 2]>),
}

impl Value {
    /// The value behind a reference.
    pub(super) fn of(code: TokenStream, ty: Ty) -> Value {
        Value { code, form: Form::Place(ty) }
    }

    fn plain(code: TokenStream) -> Value {
        Value { code, form: Form::Plain }
    }

    fn owned(code: TokenStream) -> Value {
        Value { code, form: Form::Owned }
    }
}

/// The statement that asks a rule at a path; rules of a record stand among those of no field. Rules that cannot be printed were refused by the check phase.
pub(super) fn statement(
    ir: &Ir,
    from: &Named,
    rule: &Rule,
    prefix: Option<&str>,
    this: Value,
    at: &TokenStream,
) -> TokenStream {
    let place = prefix.map(|prefix| format!("{prefix}{}", rule.path)).unwrap_or_default();
    compile(ir, from, rule, this)
        .map(|compiled| compiled.statement(rule, &place, at))
        .unwrap_or_default()
}

/// A rule as Rust.
pub(in super::super) enum Compiled {
    /// True if all is well.
    Holds(TokenStream),
    /// What a violation says, if there is one.
    Says { option: TokenStream },
    /// As `Says`, where `?` may end it.
    Fails { option: TokenStream },
}

impl Compiled {
    fn statement(&self, rule: &Rule, place: &str, at: &TokenStream) -> TokenStream {
        let (id, message) = (&rule.id, &rule.message);
        match self {
            Compiled::Holds(holds) => quote! {
                if !(#holds) { found.push_of(&#at, #id, #place, #message); }
            },
            Compiled::Says { option } => quote! {
                if let ::core::option::Option::Some(message) = #option {
                    found.push_of(&#at, #id, #place, message);
                }
            },
            Compiled::Fails { option } => quote! {
                ::contract_runtime::cel::judge(found, &#at, #id, #place, || ::core::result::Result::Ok(#option));
            },
        }
    }
}

/// The rule as Rust.
pub(super) fn compile(ir: &Ir, from: &Named, rule: &Rule, this: Value) -> Result<Compiled, Reason> {
    let program = rule.program.as_ref().ok_or("it was not understood")?;
    let scope = Scope { ir, from, this, variables: BTreeMap::new() };
    if program.ty != Cel::Bool {
        let option = scope.message(program, &rule.message)?;
        return Ok(if program.fails {
            Compiled::Fails { option }
        } else {
            Compiled::Says { option }
        });
    }
    let holds = scope.scalar(program)?;
    if !program.fails {
        return Ok(Compiled::Holds(holds));
    }
    let message = &rule.message;
    let option = quote! {
        if #holds { ::core::option::Option::None } else { ::core::option::Option::Some(#message) }
    };
    Ok(Compiled::Fails { option })
}

/// What names mean at a place of the expression.
#[derive(Clone)]
struct Scope<'a> {
    ir: &'a Ir,
    from: &'a Named,
    this: Value,
    variables: BTreeMap<usize, Value>,
}

impl Scope<'_> {
    /// What a rule says that gives a text: constants are said as they are; a text made of values could show what must
    /// not be shown, so its rule's own message stands for it.
    fn message(&self, node: &Node, message: &str) -> Result<TokenStream, Reason> {
        match &node.kind {
            Kind::Cond(test, yes, no) => {
                let (test, yes, no) =
                    (self.scalar(test)?, self.message(yes, message)?, self.message(no, message)?);
                Ok(quote! { if #test { #yes } else { #no } })
            }
            Kind::Literal(Literal::String(text)) if text.is_empty() => {
                Ok(quote! { ::core::option::Option::None })
            }
            Kind::Literal(Literal::String(text)) => {
                Ok(quote! { ::core::option::Option::Some(#text) })
            }
            Kind::Call(Function::Format, parts) if !matches!(&parts[0].kind, Kind::Literal(Literal::String(text)) if text.is_empty()) => {
                Ok(quote! { ::core::option::Option::Some(#message) })
            }
            _ => {
                let text = self.text(node)?;
                Ok(quote! {
                    if (#text).is_empty() { ::core::option::Option::None } else { ::core::option::Option::Some(#message) }
                })
            }
        }
    }

    fn value(&self, node: &Node) -> Result<Value, Reason> {
        match &node.kind {
            Kind::Literal(literal) => Ok(self.literal(literal)),
            Kind::This => Ok(self.this.clone()),
            Kind::Now => Ok(Value::plain(quote! { now.nanos() })),
            Kind::Variable(number) => {
                self.variables.get(number).cloned().ok_or_else(|| "a name is unknown".to_owned())
            }
            Kind::Field { of, name, .. } => self.field(of, name),
            Kind::Part(of, part) => self.part(of, *part),
            Kind::IsSet(field) => self.is_set(field).map(Value::plain),
            Kind::IsNull(inner) => self.is_null(inner).map(Value::plain),
            Kind::Not(inner) => {
                let inner = self.scalar(inner)?;
                Ok(Value::plain(quote! { !(#inner) }))
            }
            Kind::Negate(inner) => self.negate(inner),
            Kind::And(left, right) => self.both(left, right, true),
            Kind::Or(left, right) => self.both(left, right, false),
            Kind::Cond(test, yes, no) => self.cond(node, test, yes, no),
            Kind::Compare(comparison, left, right) => {
                self.compare(*comparison, left, right).map(Value::plain)
            }
            Kind::Arithmetic(arithmetic, left, right) => {
                self.arithmetic(*arithmetic, node, left, right)
            }
            Kind::In(item, range) => self.within(item, range).map(Value::plain),
            Kind::Index(of, key) => self.index(of, key),
            Kind::List(items) => {
                let items: Result<Vec<_>, Reason> =
                    items.iter().map(|item| Ok((self.value(item)?, item.ty.clone()))).collect();
                Ok(Value { code: TokenStream::new(), form: Form::List(items?) })
            }
            Kind::Map(entries) => {
                let entry = |node: &Node| Ok::<_, Reason>((self.value(node)?, node.ty.clone()));
                let entries: Result<Vec<_>, Reason> =
                    entries.iter().map(|(key, value)| Ok([entry(key)?, entry(value)?])).collect();
                Ok(Value { code: TokenStream::new(), form: Form::Map(entries?) })
            }
            Kind::Call(function, arguments) => self.call(*function, arguments),
            Kind::Fold { fold, range, variable, body } => self.fold(*fold, range, *variable, body),
        }
    }

    fn literal(&self, literal: &Literal) -> Value {
        Value::plain(match literal {
            Literal::Null => quote! { () },
            Literal::Bool(value) => quote! { #value },
            Literal::Int(value) => {
                let value = Token::i64_suffixed(*value);
                quote! { #value }
            }
            Literal::Uint(value) => {
                let value = Token::u64_suffixed(*value);
                quote! { #value }
            }
            Literal::Double(value) => {
                let value = Token::f64_suffixed(*value);
                quote! { #value }
            }
            Literal::String(text) => quote! { #text },
            Literal::Bytes(bytes) => {
                let bytes = Token::byte_string(bytes);
                quote! { &#bytes[..] }
            }
            Literal::Timestamp(nanos) | Literal::Duration(nanos) => {
                let nanos = Token::i128_suffixed(*nanos);
                quote! { #nanos }
            }
            Literal::Decimal(unscaled, scale) => {
                let unscaled = Token::i128_suffixed(*unscaled);
                quote! { ::contract_runtime::cel::Number::new(#unscaled, #scale) }
            }
        })
    }

    /// One side that decides outweighs the other's failure, whichever comes first.
    fn both(&self, left: &Node, right: &Node, is_and: bool) -> Result<Value, Reason> {
        let (left_code, right_code) = (self.scalar(left)?, self.scalar(right)?);
        if !left.fails {
            return Ok(Value::plain(match is_and {
                true => quote! { ((#left_code) && (#right_code)) },
                false => quote! { ((#left_code) || (#right_code)) },
            }));
        }
        let function = super::super::ident(if is_and { "and" } else { "or" });
        let (left, right) = (result(&left_code), result(&right_code));
        Ok(Value::plain(quote! { ::contract_runtime::cel::#function((#left)(), #right)? }))
    }

    fn cond(&self, node: &Node, test: &Node, yes: &Node, no: &Node) -> Result<Value, Reason> {
        let test = self.scalar(test)?;
        let is_text = matches!(node.ty, Cel::String | Cel::Symbol(_) | Cel::Bytes);
        if is_text {
            let (yes, no) = (self.scalar_of(yes)?, self.scalar_of(no)?);
            if let (Form::Plain, Form::Plain) = (&yes.form, &no.form) {
                let (yes, no) = (yes.code, no.code);
                return Ok(Value::plain(quote! { (if #test { #yes } else { #no }) }));
            }
            let (yes, no) = (scalar::into_owned(&yes), scalar::into_owned(&no));
            return Ok(Value::owned(quote! { (if #test { #yes } else { #no }) }));
        }
        if scalar::is_scalar(&node.ty) {
            let (yes, no) = (self.scalar(yes)?, self.scalar(no)?);
            return Ok(Value::plain(quote! { (if #test { #yes } else { #no }) }));
        }
        let (yes, no) = (self.value(yes)?, self.value(no)?);
        let (yes_code, no_code) = (&yes.code, &no.code);
        let code = quote! { (if #test { #yes_code } else { #no_code }) };
        match (&yes.form, &no.form) {
            (Form::Place(left), Form::Place(right)) | (Form::Maybe(left), Form::Maybe(right))
                if left == right =>
            {
                Ok(Value { code, form: yes.form })
            }
            _ => Err("`? :` chooses between lists or records of different origin".to_owned()),
        }
    }

    fn negate(&self, inner: &Node) -> Result<Value, Reason> {
        let code = self.scalar(inner)?;
        Ok(Value::plain(match inner.ty {
            Cel::Double => quote! { -(#code) },
            Cel::Duration => quote! { ::contract_runtime::cel::add_span(0, -(#code))? },
            _ => quote! { ::contract_runtime::cel::Checked::negate(#code)? },
        }))
    }

    fn arithmetic(
        &self,
        arithmetic: Arithmetic,
        node: &Node,
        left: &Node,
        right: &Node,
    ) -> Result<Value, Reason> {
        if matches!(node.ty, Cel::String | Cel::Bytes) {
            let (left, right) = (self.text(left)?, self.text(right)?);
            let function =
                super::super::ident(if node.ty == Cel::String { "concat" } else { "concat_bytes" });
            return Ok(Value::owned(quote! { ::contract_runtime::cel::#function(#left, #right) }));
        }
        let (left_code, right_code) = (self.scalar(left)?, self.scalar(right)?);
        let is_subtract = arithmetic == Arithmetic::Subtract;
        let sign = is_subtract.then(|| quote! { - });
        let code = match (&left.ty, &node.ty) {
            (Cel::Duration, Cel::Timestamp) => {
                quote! { ::contract_runtime::cel::add_time(#right_code, #left_code)? }
            }
            (_, Cel::Timestamp) => {
                quote! { ::contract_runtime::cel::add_time(#left_code, #sign (#right_code))? }
            }
            (_, Cel::Duration) => {
                quote! { ::contract_runtime::cel::add_span(#left_code, #sign (#right_code))? }
            }
            (_, Cel::Double) => match arithmetic {
                Arithmetic::Add => quote! { ((#left_code) + (#right_code)) },
                Arithmetic::Subtract => quote! { ((#left_code) - (#right_code)) },
                Arithmetic::Multiply => quote! { ((#left_code) * (#right_code)) },
                Arithmetic::Divide | Arithmetic::Remainder => {
                    quote! { ((#left_code) / (#right_code)) }
                }
            },
            _ => {
                let function = super::super::ident(match arithmetic {
                    Arithmetic::Add => "add",
                    Arithmetic::Subtract => "subtract",
                    Arithmetic::Multiply => "multiply",
                    Arithmetic::Divide => "divide",
                    Arithmetic::Remainder => "remainder",
                });
                quote! { ::contract_runtime::cel::Checked::#function(#left_code, #right_code)? }
            }
        };
        Ok(Value::plain(code))
    }
}

/// A closure in which `?` may end the expression.
fn result(code: &TokenStream) -> TokenStream {
    quote! { || ::core::result::Result::<_, ::contract_runtime::cel::Fault>::Ok(#code) }
}
