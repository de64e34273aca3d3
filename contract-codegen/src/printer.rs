//! Tokens to text without a syntax tree between them: lines end at braces and semicolons, and at commas between braces.
//!
//! For rustc, which wants a line for each thing that it complains about, and for whoever follows it there; what is kept
//! under version control is formatted by prettyplease, at many times the price. On its way every function of an impl gets
//! `#[inline]`.

mod item;
mod sign;

pub(crate) use item::QUIET;
use item::Scope;
use proc_macro2::{Delimiter, Ident, Literal, Punct, Spacing, TokenStream, TokenTree};
use std::fmt::{Display, Write};

/// Adds the items of a module so many levels deep.
pub(crate) fn print(tokens: TokenStream, depth: usize, out: &mut String) {
    let scope = if depth == 0 { Scope::Root } else { Scope::Module };
    let mut printer =
        Printer { out, depth, last: Last::Start, angles: 0, is_begun: false, is_braced: true };
    printer.items(tokens, scope);
    printer.end_line();
}

struct Printer<'a> {
    out: &'a mut String,
    depth: usize,
    last: Last,
    /// Angle brackets that are open, as far as they can be told from comparisons.
    angles: usize,
    /// Whether the line holds a token.
    is_begun: bool,
    /// Whether the innermost brackets are braces.
    is_braced: bool,
}

/// What the text ends with, as far as the next token has to know.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    /// The indentation, or an opening bracket.
    Start,
    /// A name, a literal or a closing bracket: what is `&` after it stands between two values.
    Value,
    /// A word after which a value begins.
    Keyword,
    /// A sign that adheres to what comes.
    Prefix,
    /// A sign that does not.
    Sign,
    /// `<`: one more `<`, or a `-`, would make another sign of it.
    Less,
    /// `>`
    Greater,
}

impl Printer<'_> {
    fn stream(&mut self, tokens: TokenStream) {
        let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
        self.tokens(&mut tokens);
    }

    /// Groups are taken out of the list: what nobody else holds is not copied when it is walked.
    fn tokens(&mut self, mut tokens: &mut [TokenTree]) {
        while let Some((token, rest)) = tokens.split_first_mut() {
            tokens = match token {
                TokenTree::Ident(name) => {
                    self.name(name);
                    rest
                }
                TokenTree::Literal(literal) => {
                    self.literal(literal);
                    rest
                }
                TokenTree::Group(group) => {
                    let delimiter = group.delimiter();
                    self.group(delimiter, take(token), rest.first());
                    rest
                }
                TokenTree::Punct(first) if first.as_char() == '#' && !self.is_begun => {
                    self.attribute(rest)
                }
                TokenTree::Punct(first) => {
                    let length = self.sign(first, rest);
                    &mut rest[length..]
                }
            }
        }
    }

    fn name(&mut self, name: &Ident) {
        let is_lifetime = self.out.ends_with('\'');
        self.space();
        let start = self.out.len();
        self.display(name);
        let is_keyword = is_lifetime || KEYWORDS.contains(&&self.out[start..]);
        self.last = if is_keyword { Last::Keyword } else { Last::Value };
    }

    fn literal(&mut self, literal: &Literal) {
        self.space();
        let start = self.out.len();
        self.display(literal);
        if self.last == Last::Less && self.out[start..].starts_with('-') {
            self.out.insert(start, ' ');
        }
        self.last = Last::Value;
    }

    fn group(&mut self, delimiter: Delimiter, tokens: TokenStream, next: Option<&TokenTree>) {
        let (open, close) = match delimiter {
            Delimiter::Brace => return self.block(tokens, None, next),
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::None => return self.stream(tokens),
        };
        if matches!(self.last, Last::Keyword | Last::Sign) {
            self.out.push(' ');
        }
        self.text(open);
        let outside = (self.angles, self.is_braced);
        (self.last, self.angles, self.is_braced) = (Last::Start, 0, false);
        self.stream(tokens);
        (self.angles, self.is_braced) = outside;
        self.text(close);
        self.last = Last::Value;
    }

    /// What is between braces, items if there is a scope for them.
    fn block(&mut self, tokens: TokenStream, scope: Option<Scope>, next: Option<&TokenTree>) {
        if self.is_begun && self.last != Last::Start {
            self.out.push(' ');
        }
        self.text("{");
        if !tokens.is_empty() {
            let outside = (self.angles, self.is_braced);
            self.is_braced = true;
            self.depth += 1;
            self.end_line();
            match scope {
                Some(scope) => self.items(tokens, scope),
                None => self.stream(tokens),
            }
            self.end_line();
            self.depth -= 1;
            (self.angles, self.is_braced) = outside;
        }
        self.text("}");
        self.last = Last::Value;
        let goes_on = match next {
            Some(TokenTree::Punct(sign)) => matches!(sign.as_char(), ',' | ';' | '.' | '?'),
            Some(TokenTree::Ident(word)) => word == "else",
            Some(TokenTree::Group(_) | TokenTree::Literal(_)) | None => false,
        };
        if self.is_braced && !goes_on {
            self.end_line();
        }
    }

    /// An attribute as a line of its own, documentation as a comment; gives what comes after it. `tokens` begin after `#`.
    fn attribute<'t>(&mut self, tokens: &'t mut [TokenTree]) -> &'t mut [TokenTree] {
        let [group @ TokenTree::Group(_), rest @ ..] = tokens else {
            self.text("#");
            return tokens;
        };
        let mut inside: Vec<TokenTree> = take(group).into_iter().collect();
        match documentation(&inside) {
            Some(line) => {
                self.text("///");
                self.out.push_str(&line);
            }
            None => {
                self.text("#[");
                let outside = (self.angles, self.is_braced);
                (self.last, self.angles, self.is_braced) = (Last::Start, 0, false);
                self.tokens(&mut inside);
                (self.angles, self.is_braced) = outside;
                self.text("]");
            }
        }
        self.end_line();
        rest
    }

    /// The blank between two tokens, if there is one.
    fn space(&mut self) {
        match self.last {
            Last::Value | Last::Keyword | Last::Sign | Last::Greater => self.text(" "),
            Last::Start | Last::Prefix | Last::Less => self.text(""),
        }
    }

    fn display(&mut self, token: &impl Display) {
        write!(self.out, "{token}").expect("a string takes everything");
    }

    fn text(&mut self, text: &str) {
        self.begin_line();
        self.out.push_str(text);
    }

    fn begin_line(&mut self) {
        if !self.is_begun {
            self.is_begun = true;
            (0..self.depth).for_each(|_| self.out.push_str("    "));
        }
    }

    fn end_line(&mut self) {
        if self.is_begun {
            self.out.push('\n');
            (self.is_begun, self.last, self.angles) = (false, Last::Start, 0);
        }
    }
}

/// What is in the brackets; an empty place is left in the list.
fn take(token: &mut TokenTree) -> TokenStream {
    match std::mem::replace(token, TokenTree::Punct(Punct::new(';', Spacing::Alone))) {
        TokenTree::Group(group) => group.stream(),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => TokenStream::new(),
    }
}

/// The line of a `doc = "…"` that means the same after three slashes.
fn documentation(attribute: &[TokenTree]) -> Option<String> {
    let [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(text)] = attribute else {
        return None;
    };
    if name != "doc" {
        return None;
    }
    let text = text.to_string();
    // As somebody wrote it in `quote!`, or made from a text.
    let is_raw = text.starts_with('r');
    let text = text.trim_start_matches('r').strip_prefix('"')?.strip_suffix('"')?;
    let is_plain = !text.starts_with('/') && !text.contains(['\n', '\r']);
    let is_plain = is_plain && (is_raw || !text.contains('\\'));
    is_plain.then(|| text.to_owned())
}

/// Words after which a value begins, or a type, or a bracket that is not an argument list.
const KEYWORDS: [&str; 31] = [
    "as", "async", "await", "break", "const", "continue", "dyn", "else", "enum", "extern", "fn",
    "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref",
    "return", "static", "struct", "type", "unsafe", "use", "where", "while",
];

#[cfg(test)]
mod tests {
    use super::print;
    use proc_macro2::TokenStream;

    fn printed(rust: &str, depth: usize) -> String {
        let tokens: TokenStream = rust.parse().unwrap();
        let mut text = String::new();
        print(tokens, depth, &mut text);
        text
    }

    /// What another parser and printer make of it, which know the syntax.
    fn formatted(rust: &str) -> String {
        let file = syn::parse_file(rust).unwrap_or_else(|error| panic!("{rust}\n{error}"));
        prettyplease::unparse(&file)
    }

    #[test]
    fn items_become_indented_lines_and_functions_of_impls_are_inline() {
        let text = printed(
            "#[doc = \" A\"] pub struct A<'a, T> { #[doc = r\" of \\d\"] pub a: &'a [T; 3], b: Vec<Vec<T>> } struct B(u8);
             impl<'a, T: Copy> A<'a, T> { const C: [u8; 2] = [1, 2]; #[inline] fn a(&self) {} pub const fn b(mut self, b: &mut u8) -> Option<A<'a, T>> {
             let x = if !self.a { *b } else { -1 }; match x { 0 => f(|y| { y?; 1 }), _ => {} } } }",
            1,
        );
        assert_eq!(
            text,
            "    /// A
    pub struct A<'a, T> {
        /// of \\d
        pub a: &'a [T; 3],
        b: Vec<Vec<T>>
    }
    struct B(u8);
    impl<'a, T: Copy> A<'a, T> {
        const C: [u8; 2] = [1, 2];
        #[inline]
        fn a(&self) {}
        #[inline]
        pub const fn b(mut self, b: &mut u8) -> Option<A<'a, T>> {
            let x = if !self.a {
                *b
            } else {
                -1
            };
            match x {
                0 => f(|y | {
                    y?;
                    1
                }),
                _ => {}
            }
        }
    }
"
        );
    }

    #[test]
    fn signs_stay_what_they_are() {
        for expression in [
            "a < -1",
            "a < <T as X>::Y",
            "a <= b && c >= d || !e",
            "(a << 1) >> 2",
            "a - -1 + *b * -c",
            "& &a",
            "&& a",
            "x.0.1",
            "(0..3, 0..=a, ..b, a..)",
            "::core::mem::size_of::<Vec<Option<u8>>>() as f64 / 1.5e-3",
            "a::<{ 1 }>(b'x', \"y\", 'z', r#\"w\"#)",
            "|a, &b| -> bool { a == b }",
            "move || 'l: loop { break 'l 1 }",
            "vec![f!(1), g!{}]",
            "matches!(a, A | B { .. })",
            "a = b?.c[1].d::<'static, _>(r#type)?",
        ] {
            let rust = format!("fn f() {{ {expression}; }}");
            assert_eq!(formatted(&printed(&rust, 0)), formatted(&rust));
        }
    }

    #[test]
    fn what_stands_beside_the_modules_is_quiet() {
        let text = printed("struct A; impl A { fn f() {} } mod b { struct C; } fn d() {}", 0);
        assert_eq!(text.matches("#[allow(").count(), 2, "{text}");
        assert_eq!(text.matches("#[inline]").count(), 1, "{text}");
    }
}
