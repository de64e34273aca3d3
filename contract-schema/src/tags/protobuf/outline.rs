//! Where messages, fields and their options stand in a .proto text: as much of the grammar as tags need.
//!
//! The text has passed the parser, so that nothing is complained about here; what is not understood is passed over.

use super::token::{Kind, Token, tokens};
use crate::tags::EntityKind;
use std::collections::HashMap;
use std::ops::Range;

/// The places of a file.
#[derive(Debug, Default)]
pub(super) struct Outline {
    places: Vec<Place>,
    index: HashMap<(EntityKind, String), usize>,
    /// The end of the last import, else of the package, else of the syntax.
    pub(super) head: Option<usize>,
}

/// A message or a field.
#[derive(Debug)]
pub(super) struct Place {
    kind: EntityKind,
    /// Without package and oneof, parts joined by dots.
    path: String,
    pub(super) site: Site,
    /// In order of writing.
    pub(super) options: Vec<Setting>,
}

/// Where further options go.
#[derive(Debug)]
pub(super) enum Site {
    /// After the brace that opens the message.
    Body(usize),
    /// After the number of the field; with the brackets that stand there already.
    Field { number_end: usize, brackets: Option<Range<usize>> },
}

/// One option.
#[derive(Debug)]
pub(super) struct Setting {
    /// All of it; that of a message from `option` to the semicolon.
    pub(super) span: Range<usize>,
    /// Its name without blanks, `(confluent.field_meta).tags`.
    pub(super) name: String,
    pub(super) value: Vec<Token>,
}

impl Outline {
    pub(super) fn of(text: &str) -> Outline {
        let mut reader = Reader { text, tokens: tokens(text), at: 0, outline: Outline::default() };
        reader.file();
        let mut outline = reader.outline;
        for (at, place) in outline.places.iter_mut().enumerate() {
            let path = std::mem::take(&mut place.path);
            outline.index.entry((place.kind, path)).or_insert(at);
        }
        outline
    }

    pub(super) fn find(&self, kind: EntityKind, path: &str) -> Option<&Place> {
        self.index.get(&(kind, path.to_owned())).map(|at| &self.places[*at])
    }
}

struct Reader<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    at: usize,
    outline: Outline,
}

impl Reader<'_> {
    fn file(&mut self) {
        while self.at < self.tokens.len() {
            self.skip_visibility();
            match self.word() {
                "message" if self.opens_block() => self.message(""),
                // An import counts for more than a package, wherever it stands.
                "syntax" | "edition" | "package" | "import" => {
                    let end = self.statement();
                    self.outline.head = Some(end);
                }
                _ => self.pass_over(),
            }
        }
    }

    /// `message Name {` … `}`
    fn message(&mut self, scope: &str) {
        let name = self.text_at(self.at + 1).to_owned();
        self.at += 3;
        self.body(&format!("{scope}{name}"));
    }

    /// What stands between the braces of a message, the first of which is behind us.
    fn body(&mut self, path: &str) {
        let opened = self.end_before();
        let index = self.outline.places.len();
        let (kind, site) = (EntityKind::Record, Site::Body(opened));
        self.outline.places.push(Place { kind, path: path.to_owned(), site, options: Vec::new() });
        while self.at < self.tokens.len() && !self.takes(b'}') {
            self.skip_visibility();
            match self.word() {
                "message" if self.opens_block() => self.message(&format!("{path}.")),
                "oneof" if self.opens_block() => {
                    self.at += 3;
                    while self.at < self.tokens.len() && !self.takes(b'}') {
                        if self.word() == "option" { self.pass_over() } else { self.field(path) }
                    }
                }
                "option" => {
                    let option = self.option();
                    self.outline.places[index].options.push(option);
                }
                "enum" if self.opens_block() => self.pass_over(),
                "extend" | "extensions" | "reserved" => self.pass_over(),
                _ => self.field(path),
            }
        }
    }

    /// `option name = value;`
    fn option(&mut self) -> Setting {
        let start = self.tokens[self.at].span.start;
        self.at += 1;
        let mut setting = self.setting(b";");
        self.takes(b';');
        setting.span = start..self.end_before();
        setting
    }

    /// `name = value`, up to one of these marks outside of brackets.
    fn setting(&mut self, ends: &[u8]) -> Setting {
        let from = self.at;
        let equals = self.until(b"=;]");
        let name = self.tokens[from..equals].iter().map(|token| &self.text[token.span.clone()]);
        let name = name.collect();
        self.at = equals + usize::from(self.mark(equals) == Some(b'='));
        let value_from = self.at;
        self.at = self.until(ends);
        let value = self.tokens[value_from.min(self.at)..self.at].to_vec();
        let start = self.tokens.get(from).map_or(self.text.len(), |token| token.span.start);
        Setting { span: start..self.end_before().max(start), name, value }
    }

    /// `[label] type name = number [options];`, or a group with its body.
    fn field(&mut self, path: &str) {
        let from = self.at;
        let equals = self.until(b"=;}");
        if self.mark(equals) != Some(b'=') || equals == from {
            self.at = equals + usize::from(self.mark(equals) == Some(b';'));
            // A brace that closes the message is left to the message.
            return;
        }
        let written = self.text_at(equals - 1).to_owned();
        let is_group = equals >= 2 && self.text_at(equals - 2) == "group";
        self.at = equals + 2;
        let number_end = self.end_before();
        let opened = self.at;
        let mut options = Vec::new();
        let mut brackets = None;
        if self.takes(b'[') {
            while self.at < self.tokens.len() && !self.takes(b']') {
                options.push(self.setting(b",]"));
                self.takes(b',');
            }
            brackets = Some(self.tokens[opened].span.start..self.end_before());
        }
        let name = if is_group { written.to_lowercase() } else { written.clone() };
        let site = Site::Field { number_end, brackets };
        let path_of_field = format!("{path}.{name}");
        self.outline.places.push(Place {
            kind: EntityKind::Field,
            path: path_of_field,
            site,
            options,
        });
        if !self.takes(b';') && self.takes(b'{') {
            self.body(&format!("{path}.{written}"));
        }
    }

    fn pass_over(&mut self) {
        self.statement();
    }

    /// Passes over a statement: up to its semicolon or the brace that closes its block. Returns its end.
    fn statement(&mut self) -> usize {
        let mut depth = 0_usize;
        while let Some(token) = self.tokens.get(self.at) {
            self.at += 1;
            match token.kind {
                Kind::Mark(b'{' | b'[' | b'(') => depth += 1,
                Kind::Mark(close @ (b'}' | b']' | b')')) => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 && close == b'}' {
                        break;
                    }
                }
                Kind::Mark(b';') if depth == 0 => break,
                Kind::Mark(_) | Kind::Word | Kind::Text => {}
            }
        }
        self.end_before()
    }

    /// The first of these marks outside of brackets, or the end.
    fn until(&self, marks: &[u8]) -> usize {
        let mut depth = 0_usize;
        for (index, token) in self.tokens.iter().enumerate().skip(self.at) {
            match token.kind {
                Kind::Mark(mark) if depth == 0 && marks.contains(&mark) => return index,
                Kind::Mark(b'{' | b'[' | b'(') => depth += 1,
                Kind::Mark(b'}' | b']' | b')') => depth = depth.saturating_sub(1),
                Kind::Mark(_) | Kind::Word | Kind::Text => {}
            }
        }
        self.tokens.len()
    }

    /// Whether a name and a brace follow the word that stands here.
    fn opens_block(&self) -> bool {
        self.mark(self.at + 2) == Some(b'{')
    }

    /// `export` and `local` before a message, since edition 2024.
    fn skip_visibility(&mut self) {
        let is_visibility = matches!(self.word(), "export" | "local");
        let before_message = self.text_at(self.at + 1) == "message";
        if is_visibility && before_message && self.mark(self.at + 3) == Some(b'{') {
            self.at += 1;
        }
    }

    fn takes(&mut self, mark: u8) -> bool {
        let here = self.mark(self.at) == Some(mark);
        self.at += usize::from(here);
        here
    }

    fn mark(&self, at: usize) -> Option<u8> {
        match self.tokens.get(at)?.kind {
            Kind::Mark(mark) => Some(mark),
            Kind::Word | Kind::Text => None,
        }
    }

    fn word(&self) -> &str {
        self.text_at(self.at)
    }

    fn text_at(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &self.text[token.span.clone()])
    }

    /// Where the word before this place ends.
    fn end_before(&self) -> usize {
        let at = self.at.min(self.tokens.len());
        at.checked_sub(1).map_or(0, |at| self.tokens[at].span.end)
    }
}
