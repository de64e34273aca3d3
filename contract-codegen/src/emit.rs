//! IR to Rust: items are sorted into modules, one per namespace. Every path is absolute or relative by `super`, so that
//! neither the names of a schema nor the place of the `include!` can change what a generated line means.

mod codec;
mod draft;
mod enums;
mod event;
mod fixed;
mod json;
mod json_schema;
mod json_text;
mod keys;
mod module;
mod project;
mod proto;
mod record;
mod redact;
mod resolve;
mod topic;
mod types;
mod union;
mod validate;
mod view;

pub(crate) use draft::draft_ident;
pub(crate) use event::{CAUSATION_ID, CORRELATION_ID, ENVELOPE, EVENT_ID, OCCURRED_AT};
pub(crate) use project::{is_plain, local as projected_name};
pub(crate) use validate::{unsupported, unsupported_rules};
pub(crate) use view::check_names as check_view_names;

use crate::ir::{Body, Event, Field, Ir, Named, Syntax, Tag, Ty, TypeId};
use crate::{Config, printer};
use contract_model::parallel;
use module::Module;
use proc_macro2::{Delimiter, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use std::cell::RefCell;

/// Prints everything, or what one source defines.
pub(crate) fn emit(ir: &Ir, config: &Config, only: Option<usize>) -> String {
    let checked = validate::checked_types(ir);
    let emitter = Emitter {
        ir,
        config,
        checked,
        least: codec::least_sizes(ir),
        inlined: codec::inlined(ir),
        has_any: ir.types.iter().any(|named| named.full_name == json::ANY),
    };
    let borrowing = if config.views { view::borrowing(ir) } else { Vec::new() };
    let is_wanted = |named: &Named| only.is_none_or(|source| named.place.source == source);
    let wanted = ir.types.iter().enumerate().filter(|(_, named)| is_wanted(named));
    let wanted: Vec<TypeId> = wanted.map(|(index, _)| TypeId(index)).collect();
    let print = |id: &TypeId| {
        let id = *id;
        let depth = ir.get(id).modules.len();
        let mut text = text(emitter.named(id), depth);
        if config.views {
            printer::print(view::emit(&emitter, &borrowing, id), depth, &mut text);
        }
        text
    };
    let events = ir.events.iter().filter(|event| is_wanted(ir.get(event.record)));
    // Tokens of one type are made, printed and dropped before the next: those of a thousand would fill gigabytes.
    let (types, events) = parallel::beside(&wanted, print, || emit_events(&emitter, events));
    let mut root = Module::default();
    for (id, text) in wanted.iter().zip(types) {
        root.at(&ir.get(*id).modules).items.push(text);
    }
    for (id, text) in events {
        root.at(&ir.get(id).modules).items.push(text);
    }
    // Part of the types has no enum of all.
    for topic in ir.topics.iter().filter(|_| only.is_none()) {
        let text = text(topic::emit(&emitter, topic), topic.modules.len());
        root.at(&topic.modules).items.push(text);
    }
    let is_judged = |named: &Named| named.syntax == Syntax::Json && is_wanted(named);
    if !ir.judged.is_empty() && ir.types.iter().any(is_judged) {
        let schemas = json_text::schemas(ir).into_iter();
        let described = json_text::described_schemas(&emitter).into_iter();
        let texts = schemas.chain(described).map(|item| text(item, 1));
        root.at(&[json_text::SCHEMAS.to_owned()]).items.extend(texts);
    }
    let mut rust = String::with_capacity(root.length());
    root.print(0, &mut rust);
    rust
}

/// The text of items so many modules deep.
fn text(tokens: TokenStream, depth: usize) -> String {
    let mut text = String::new();
    printer::print(tokens, depth, &mut text);
    text
}

/// What belongs to events, and the decoders of older writers that their types have.
fn emit_events<'a>(
    emitter: &Emitter<'_>,
    events: impl Iterator<Item = &'a Event>,
) -> Vec<(TypeId, String)> {
    let depth = |id: TypeId| emitter.ir.get(id).modules.len();
    let mut functions = resolve::Functions::default();
    let mut printed = Vec::new();
    for event in events {
        let writers = resolve::writers(emitter, event, &mut functions);
        let depth = depth(event.record);
        let mut text = text(event::emit(emitter, event, writers), depth);
        printer::print(draft::emit(emitter, event), depth, &mut text);
        for one in &event.projections {
            printer::print(project::emit(emitter, event, one), depth, &mut text);
        }
        printed.push((event.record, text));
    }
    printed.extend(functions.print(emitter).map(|(id, item)| (id, text(item, depth(id)))));
    printed
}

/// What the emitters of all kinds share.
pub(crate) struct Emitter<'a> {
    ir: &'a Ir,
    config: &'a Config,
    /// Types whose values have something to check, by id.
    checked: Vec<bool>,
    /// The least number of bytes that a value of a type has in Avro, by id.
    least: Vec<usize>,
    /// Types whose codec in Avro is printed into its caller, by id.
    inlined: Vec<bool>,
    /// Some message may hold any other.
    has_any: bool,
}

impl Emitter<'_> {
    fn named(&self, id: TypeId) -> TokenStream {
        let named = self.ir.get(id);
        match named.syntax {
            Syntax::Avro => self.avro(id, named),
            Syntax::Json => json_text::emit(self, id, named),
            Syntax::Protobuf => proto::emit(self, id, named),
        }
    }

    fn avro(&self, id: TypeId, named: &Named) -> TokenStream {
        let definition = match &named.body {
            Body::Record(record) => record::emit(self, named, record, &TokenStream::new()),
            Body::Enum(body) => enums::emit(named, body),
            Body::Fixed(size) => fixed::emit(named, *size),
            Body::Union(union) => union::emit(self, named, union),
            Body::Value(_) => TokenStream::new(),
        };
        let (definition, codec) = (once(definition), once(codec::emit(self, id)));
        let (validate, json) = (once(validate::emit(self, id)), once(json::emit(self, id)));
        let deprecated = self.deprecated(id);
        quote! { #deprecated #definition #codec #validate #json }
    }

    /// `#[deprecated]` for a type that should be left.
    fn deprecated(&self, id: TypeId) -> Option<TokenStream> {
        let note = self.ir.deprecated.get(&id)?;
        Some(quote! { #[deprecated(note = #note)] })
    }

    /// The path to a named type from inside `from`'s module.
    fn path(&self, from: &Named, to: TypeId) -> TokenStream {
        path(self.ir, from, to)
    }

    fn named_of(&self, ty: &Ty) -> Option<&Named> {
        match ty {
            Ty::Named { id, .. } => Some(self.ir.get(*id)),
            _ => None,
        }
    }
}

/// The path to a named type from inside `from`'s module.
fn path(ir: &Ir, from: &Named, to: TypeId) -> TokenStream {
    let to = ir.get(to);
    path_to(&from.modules, &to.modules, &to.ident)
}

/// The path to a name in these modules from inside the module `from`.
fn path_to(from: &[String], modules: &[String], name: &str) -> TokenStream {
    let common = from.iter().zip(modules).take_while(|(a, b)| a == b).count();
    let up = (common..from.len()).map(|_| quote! { super:: });
    let down = modules[common..].iter().map(|name| {
        let name = ident(name);
        quote! { #name:: }
    });
    let name = ident(name);
    quote! { #(#up)* #(#down)* #name }
}

/// A Rust name as a token, raw if it says so.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// `#[deprecated]` for a field that should be left.
fn deprecated(field: &Field) -> Option<TokenStream> {
    let attribute = || match crate::lower::deprecated::reason(field.doc.as_deref()) {
        Some(note) => quote! { #[deprecated(note = #note)] },
        None => quote! { #[deprecated] },
    };
    field.deprecated.then(attribute)
}

/// A field behind `self.`, through the wrapper in which it stands; in a tuple by its position.
fn member(field: &Field) -> TokenStream {
    let name = match field.ident.parse() {
        Ok(position) => Literal::usize_unsuffixed(position).into_token_stream(),
        Err(_) => ident(&field.ident).into_token_stream(),
    };
    match field.sealed {
        Some(_) => quote! { #name.0 },
        None => quote! { #name },
    }
}

/// What may be there, as an expression.
fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote! { ::core::option::Option::Some(#value) },
        None => quote! { ::core::option::Option::None },
    }
}

/// A type or a value as a field holds it: `Pii<T>` is the name of the type and of what makes one.
fn held(field: &Field, inner: TokenStream, is_type: bool) -> TokenStream {
    let name = match field.sealed {
        None => return inner,
        Some(Tag::Pii) => quote! { ::contract_runtime::Pii },
        Some(Tag::Sensitive) => quote! { ::contract_runtime::Sensitive },
    };
    match is_type {
        true => quote! { #name<#inner> },
        false => quote! { #name(#inner) },
    }
}

/// A text as a raw literal, which shows its quotes as they are and is copied as it is, unless it has characters that are
/// better not seen.
fn raw(text: &str) -> Literal {
    let is_plain = text.chars().all(|character| {
        (character.is_ascii() && character != '\r') || character.is_alphanumeric()
    });
    if !is_plain {
        return Literal::string(text);
    }
    let mut fence = "#".to_owned();
    while text.contains(&format!("\"{fence}")) {
        fence.push('#');
    }
    let literal = format!("r{fence}\"{text}\"{fence}").parse();
    literal.unwrap_or_else(|_| Literal::string(text))
}

/// Tokens that stand in one place only: they move there, where `quote!` copies a stream name by name.
struct Once(RefCell<TokenStream>);

impl ToTokens for Once {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend([self.0.take()]);
    }
}

/// To be named once in `quote!`.
fn once(tokens: TokenStream) -> Once {
    Once(RefCell::new(tokens))
}

/// A place that is a whole argument needs no parentheses. rustc looks for those that are not needed and words what it
/// has to say, allowed or not, which takes longer than to check the call.
fn argument(place: &TokenStream) -> TokenStream {
    let mut tokens = place.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Parenthesis => {
            group.stream()
        }
        _ => place.clone(),
    }
}

/// The value of an expression that may fail; not `?`, for the sake of the time that rustc takes.
fn tried(expression: TokenStream) -> TokenStream {
    let expression = once(expression);
    quote! { ::contract_runtime::tried!(#expression) }
}

/// As [`tried`], where there is no value.
fn run(expression: TokenStream) -> TokenStream {
    let expression = once(expression);
    quote! { ::contract_runtime::tried!(#expression); }
}

/// Documentation as attributes, a line each.
fn doc(text: Option<&str>) -> TokenStream {
    let lines = text.unwrap_or_default().lines().map(|line| {
        let line = format!(" {}", line.trim());
        quote! { #[doc = #line] }
    });
    quote! { #(#lines)* }
}
