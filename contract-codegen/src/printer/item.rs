//! Items one by one, for what stands before some of them.

use super::{Last, Printer, take};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Generated code is read by people but not judged by lints, those that a user switches on included: the modules at the top
/// say so for all below, and so does each type without a namespace, which stands beside them.
pub(crate) const QUIET: &str = "#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction, rustdoc::all, \
    deprecated, missing_docs, missing_debug_implementations, missing_copy_implementations, unreachable_pub, dead_code, \
    non_camel_case_types, unused_comparisons, unused_parens, unused_results, unused_variables, variant_size_differences, unreachable_code, \
    reason = \"generated from schemas, whose words and shapes are not ours to lint\")]";

/// Machine code is made of a function where it is used: a crate of a hundred events, of which a service reads three, costs
/// no more than these three.
const INLINE: &str = "#[inline]";

/// Where items stand.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Scope {
    /// Beside the modules.
    Root,
    Module,
    Impl,
}

/// What kinds of items have to be told from each other.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Type,
    Impl,
    Module,
    Function,
    Trait,
    /// Whatever ends with a semicolon, or has no need of us.
    Other,
}

impl Printer<'_> {
    pub(super) fn items(&mut self, tokens: TokenStream, scope: Scope) {
        let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut tokens = &mut tokens[..];
        while !tokens.is_empty() {
            tokens = self.item(tokens, scope);
        }
    }

    /// Prints the first of the items; gives the others.
    fn item<'t>(&mut self, mut tokens: &'t mut [TokenTree], scope: Scope) -> &'t mut [TokenTree] {
        let mut is_inline = false;
        while tokens.first().is_some_and(is_fence) {
            let rest = &mut tokens[1..];
            is_inline |= rest.first().is_some_and(is_about_inlining);
            tokens = self.attribute(rest);
        }
        let kind = kind(tokens);
        match (scope, kind) {
            (Scope::Root, Kind::Type | Kind::Impl) => self.line(QUIET),
            (Scope::Impl, Kind::Function) if !is_inline => self.line(INLINE),
            _ => {}
        }
        let ends = |token: &TokenTree| match token {
            TokenTree::Group(_) => kind != Kind::Other && is_block(token),
            TokenTree::Punct(sign) => sign.as_char() == ';',
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        let end = tokens.iter().position(ends).unwrap_or(tokens.len().saturating_sub(1));
        if tokens.is_empty() {
            return tokens;
        }
        let (item, others) = tokens.split_at_mut(end + 1);
        let (before, last) = item.split_at_mut(end);
        self.tokens(before);
        let scope = match kind {
            Kind::Impl => Some(Scope::Impl),
            Kind::Module => Some(Scope::Module),
            Kind::Type | Kind::Function | Kind::Trait | Kind::Other => None,
        };
        match last {
            [last @ TokenTree::Group(_)] if is_block(last) => self.block(take(last), scope, None),
            last => self.tokens(last),
        }
        self.end_line();
        others
    }

    fn line(&mut self, text: &str) {
        self.text(text);
        self.end_line();
        self.last = Last::Start;
    }
}

/// Tells the kind by the first word that is no adornment.
fn kind(tokens: &[TokenTree]) -> Kind {
    let words = tokens.iter().filter_map(|token| match token {
        TokenTree::Ident(word) => Some(word),
        // As in `pub(crate)` and `extern "C"`.
        TokenTree::Group(_) | TokenTree::Literal(_) | TokenTree::Punct(_) => None,
    });
    for word in words {
        return match word.to_string().as_str() {
            // `const fn` is a function, what else is `const` ends with a semicolon.
            "pub" | "unsafe" | "async" | "extern" | "default" | "const" => continue,
            "struct" | "enum" => Kind::Type,
            "impl" => Kind::Impl,
            "mod" => Kind::Module,
            "fn" => Kind::Function,
            "trait" => Kind::Trait,
            _ => Kind::Other,
        };
    }
    Kind::Other
}

/// Whether an attribute begins here.
fn is_fence(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(sign) if sign.as_char() == '#')
}

fn is_block(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// Whether the brackets of an attribute begin with `inline`.
fn is_about_inlining(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => {
            matches!(group.stream().into_iter().next(), Some(TokenTree::Ident(name)) if name == "inline")
        }
        TokenTree::Ident(_) | TokenTree::Literal(_) | TokenTree::Punct(_) => false,
    }
}
