//! The text of an edition as proto2: labels are put in, names of `reserved` are quoted, the words of editions blanked.
//!
//! Lines stay; columns behind an insertion move, and [`Rewritten::origin`] leads back.

use super::Edition;
use super::repair::{Edits, repairs};
use super::rewritten::apply;
pub(in crate::protobuf) use super::rewritten::{Extras, Rewritten};
use super::scan::{Scanner, Token};
use crate::position::LineIndex;
use crate::schema::Complaint;

/// A text that the parser understands, `None` if it does as it is.
///
/// # Errors
/// Everything that editions no longer have.
pub(in crate::protobuf) fn rewrite(text: &str) -> Result<Option<Rewritten>, Vec<Complaint>> {
    let mut scanner = Scanner::new(text);
    let mut edits = repairs(text);
    let (mut edition, mut extras) = (None, Extras::default());
    if scanner.peek().is_some_and(|(token, _)| token == Token::Word("edition")) {
        let mut rewriter = Rewriter::new(text);
        edition = rewriter.edition(&mut scanner);
        if let Some(edition) = edition {
            rewriter.edition = edition;
            rewriter.statements(&mut scanner);
        }
        if !rewriter.complaints.is_empty() {
            return Err(rewriter.complaints);
        }
        extras = rewriter.extras;
        edits.blanked.extend(rewriter.edits.blanked);
        edits.inserted.extend(rewriter.edits.inserted);
        edits.inserted.sort_by_key(|(at, _)| *at);
    } else if edits.blanked.is_empty() && edits.inserted.is_empty() {
        return Ok(None);
    }
    let (text, inserted) = apply(text, edits);
    Ok(Some(Rewritten { text, edition, extras, inserted }))
}

/// What a bracket holds; a place to count the elements in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    File,
    Message,
    Enum,
    Extend,
    Oneof,
    Service,
}

struct Open {
    scope: Scope,
    messages: i32,
    enums: i32,
}

struct Rewriter<'a> {
    text: &'a str,
    lines: LineIndex<'a>,
    edition: Edition,
    open: Vec<Open>,
    path: Vec<i32>,
    imports: i32,
    edits: Edits,
    extras: Extras,
    complaints: Vec<Complaint>,
}

impl<'a> Rewriter<'a> {
    fn new(text: &'a str) -> Self {
        Rewriter {
            text,
            lines: LineIndex::new(text),
            edition: Edition::E2023,
            open: vec![Open { scope: Scope::File, messages: 0, enums: 0 }],
            path: Vec::new(),
            imports: 0,
            edits: Edits::default(),
            extras: Extras::default(),
            complaints: Vec::new(),
        }
    }

    fn complain(&mut self, at: usize, message: impl Into<String>, help: &str) {
        // More help nobody.
        if self.complaints.len() < 50 {
            self.complaints.push(Complaint {
                at: Some(self.lines.position(at as u32)),
                message: message.into(),
                help: Some(help.to_owned()),
            });
        }
    }

    /// Takes `edition = "…";`, which becomes an empty statement.
    fn edition(&mut self, scanner: &mut Scanner<'a>) -> Option<Edition> {
        let (_, start) = scanner.next()?;
        let help = "write `edition = \"2023\";`";
        let mut expect = |scanner: &mut Scanner<'a>, mark: u8| match scanner.next() {
            Some((Token::Mark(found), at)) if found == mark => Some(at),
            found => {
                let at = found.map_or(self.text.len(), |(_, at)| at);
                self.complain(at, format!("expected `{}`", mark as char), help);
                None
            }
        };
        expect(scanner, b'=')?;
        let named = scanner.peek();
        let mut name = String::new();
        while let Some((Token::Text(literal), _)) = scanner.peek() {
            name.push_str(literal.trim_matches(['"', '\'']));
            scanner.next();
        }
        let end = expect(scanner, b';')?;
        self.edits.blanked.push((start, end));
        let found = Edition::of_name(&name);
        if found.is_none() {
            let at = named.map_or(start, |(_, at)| at);
            let known: Vec<_> = Edition::ALL.iter().map(|e| format!("`{}`", e.name())).collect();
            let help = format!("known editions are {}", known.join(" and "));
            self.complain(at, format!("edition `{name}` is not known"), &help);
        }
        found
    }

    fn statements(&mut self, scanner: &mut Scanner<'a>) {
        while let Some((token, at)) = scanner.peek() {
            match token {
                Token::Mark(b'}') => {
                    scanner.next();
                    self.close();
                }
                Token::Mark(b'.') => self.field(scanner, at),
                Token::Word(word) => self.statement(scanner, word, at),
                Token::Mark(_) | Token::Text(_) => scanner.skip(),
            }
        }
    }

    fn scope(&self) -> Scope {
        self.open.last().map_or(Scope::File, |open| open.scope)
    }

    fn statement(&mut self, scanner: &mut Scanner<'a>, word: &str, at: usize) {
        match (self.scope(), word) {
            (Scope::File | Scope::Message, "message" | "enum" | "extend") => {
                scanner.next();
                self.enter(scanner, word);
            }
            (Scope::File | Scope::Message, "export" | "local")
                if self.edition >= Edition::E2024 && Self::is_visibility(scanner) =>
            {
                self.visibility(scanner, word == "export", at);
            }
            (Scope::File | Scope::Message, "export" | "local")
                if self.edition >= Edition::E2024 =>
            {
                let help = "write a type of that name with its package or a leading dot";
                let message = format!("`{word}` can stand before `message` and `enum` only");
                self.complain(at, message, help);
                skip(scanner, true);
            }
            (Scope::File, "service") | (Scope::Message, "oneof") => {
                scanner.next();
                self.enter(scanner, word);
            }
            (Scope::File, "import") => self.import(scanner),
            (Scope::Message | Scope::Enum, "reserved") => self.reserved(scanner),
            (Scope::File | Scope::Enum | Scope::Service, _) | (_, "option") => skip(scanner, true),
            (Scope::Message, "extensions") => skip(scanner, false),
            (Scope::Message | Scope::Extend | Scope::Oneof, _) => self.field(scanner, at),
        }
    }

    /// Goes into the brackets of an element whose keyword was taken; without brackets the parser will complain.
    fn enter(&mut self, scanner: &mut Scanner<'a>, word: &str) {
        let scope = match word {
            "message" => Scope::Message,
            "enum" => Scope::Enum,
            "extend" => Scope::Extend,
            "oneof" => Scope::Oneof,
            _ => Scope::Service,
        };
        loop {
            match scanner.peek() {
                Some((Token::Word(_) | Token::Mark(b'.'), _)) => scanner.skip(),
                Some((Token::Mark(b'{'), _)) => break scanner.skip(),
                _ => return,
            }
        }
        self.path.extend(self.next_path(scope).unwrap_or([0, 0]));
        if let Some(parent) = self.open.last_mut() {
            parent.messages += i32::from(scope == Scope::Message);
            parent.enums += i32::from(scope == Scope::Enum);
        }
        self.open.push(Open { scope, messages: 0, enums: 0 });
    }

    /// Tag and index of the next message or enum where we are.
    fn next_path(&self, scope: Scope) -> Option<[i32; 2]> {
        let parent = self.open.last()?;
        let in_file = parent.scope == Scope::File;
        match scope {
            Scope::Message => Some([if in_file { 4 } else { 3 }, parent.messages]),
            Scope::Enum => Some([if in_file { 5 } else { 4 }, parent.enums]),
            Scope::File | Scope::Extend | Scope::Oneof | Scope::Service => None,
        }
    }

    fn close(&mut self) {
        if self.open.len() > 1 {
            self.open.pop();
            self.path.truncate(self.path.len().saturating_sub(2));
        }
    }

    /// Whether a message or an enum follows: `export` may also begin the name of a type.
    fn is_visibility(scanner: &Scanner<'a>) -> bool {
        let mut ahead = *scanner;
        ahead.next();
        matches!(ahead.peek(), Some((Token::Word("message" | "enum"), _)))
    }

    fn visibility(&mut self, scanner: &mut Scanner<'a>, is_exported: bool, at: usize) {
        let word = if is_exported { "export" } else { "local" };
        scanner.next();
        self.edits.blanked.push((at, at + word.len()));
        let scope = match scanner.peek() {
            Some((Token::Word("enum"), _)) => Scope::Enum,
            _ => Scope::Message,
        };
        let next = self.next_path(scope).into_iter().flatten();
        let path: Vec<i32> = self.path.iter().copied().chain(next).collect();
        self.extras.visibility.push((path, is_exported));
    }

    fn import(&mut self, scanner: &mut Scanner<'a>) {
        scanner.next();
        if let Some((Token::Word("option"), at)) = scanner.peek()
            && self.edition >= Edition::E2024
        {
            self.edits.blanked.push((at, at + "option".len()));
            self.extras.option_imports.push(self.imports);
        }
        if let Some((Token::Word("weak"), at)) = scanner.peek()
            && self.edition >= Edition::E2024
        {
            self.complain(at, "edition 2024 has no weak imports", "import the file plainly");
        }
        self.imports += 1;
        skip(scanner, false);
    }

    /// Names stand without quotes in editions.
    fn reserved(&mut self, scanner: &mut Scanner<'a>) {
        scanner.next();
        while let Some((token, at)) = scanner.peek() {
            match token {
                Token::Word(word) if is_name(word) && !matches!(word, "to" | "max") => {
                    self.quote(at, word);
                }
                // `to` and `max` are names too where a name can stand.
                Token::Word(word @ ("to" | "max")) if self.is_alone(scanner, at) => {
                    self.quote(at, word);
                }
                Token::Text(literal) => self.complain(
                    at,
                    format!("the reserved name {literal} is quoted"),
                    "editions write reserved names without quotes",
                ),
                Token::Mark(b';' | b'}') => break,
                Token::Word(_) | Token::Mark(_) => {}
            }
            scanner.next();
        }
    }

    fn quote(&mut self, at: usize, word: &str) {
        for at in [at, at + word.len()] {
            self.edits.inserted.push((at, "\"".to_owned()));
        }
    }

    /// Whether the word is an element of the list by itself.
    fn is_alone(&self, scanner: &Scanner<'a>, at: usize) -> bool {
        let before = self.text[..at].trim_end();
        let starts = before.ends_with(',') || before.ends_with("reserved");
        let mut ahead = *scanner;
        ahead.next();
        starts && matches!(ahead.peek(), Some((Token::Mark(b',' | b';'), _)))
    }

    fn field(&mut self, scanner: &mut Scanner<'a>, at: usize) {
        let mut is_map = false;
        match scanner.peek() {
            Some((Token::Word(label @ ("optional" | "required")), _)) => {
                let help = match label {
                    "optional" => {
                        "leave it out: fields have presence unless a feature says otherwise"
                    }
                    _ => "leave it out, and add `[features.field_presence = LEGACY_REQUIRED]`",
                };
                self.complain(at, format!("editions have no label `{label}`"), help);
            }
            Some((Token::Word("repeated"), _)) => scanner.skip(),
            Some((Token::Word("map"), _)) => {
                let mut ahead = *scanner;
                ahead.next();
                is_map = ahead.peek().is_some_and(|(token, _)| token == Token::Mark(b'<'));
                if let Some(open) = self.open.last_mut().filter(|_| is_map) {
                    open.messages += 1;
                }
            }
            _ => {}
        }
        if let Some((Token::Word("group"), at)) = scanner.peek() {
            let help = "make it a message field with `[features.message_encoding = DELIMITED]`";
            self.complain(at, "editions have no groups", help);
            while !matches!(scanner.peek(), None | Some((Token::Mark(b'{' | b';' | b'}'), _))) {
                scanner.skip();
            }
            return skip(scanner, true);
        }
        let is_labelled = self.scope() == Scope::Oneof || is_map;
        if !is_labelled && scanner.peek().is_some_and(|(_, now)| now == at) {
            self.edits.inserted.push((at, "optional ".to_owned()));
        }
        skip(scanner, false);
    }
}

/// To the end of the statement: its semicolon, or (`block`) its closing bracket; a bracket around it is not taken.
fn skip(scanner: &mut Scanner<'_>, block: bool) {
    let mut depth = 0_usize;
    let mut is_value = false;
    while let Some((token, _)) = scanner.peek() {
        match token {
            Token::Mark(b';') if depth == 0 => return scanner.skip(),
            Token::Mark(b'=') if depth == 0 => is_value = true,
            Token::Mark(b'{' | b'[' | b'(') => depth += 1,
            Token::Mark(b'}' | b']' | b')') if depth == 0 => return,
            Token::Mark(closing @ (b'}' | b']' | b')')) => {
                depth -= 1;
                if depth == 0 && block && closing == b'}' && !is_value {
                    return scanner.skip();
                }
            }
            Token::Mark(_) | Token::Word(_) | Token::Text(_) => {}
        }
        scanner.next();
    }
}

fn is_name(word: &str) -> bool {
    word.bytes().next().is_some_and(|first| !first.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use prost_types::SourceCodeInfo;

    #[test]
    fn labels_come_in_and_places_lead_back() {
        let text = "// ü\nedition = '2023'; message M { int32 a = 1; repeated .p.T b = 2; map<int32, M> c = 3;\n\
                    oneof o { M d = 4; } reserved x, max, 5 to max; option (y) = { z: 1; }; } // end";
        let rewritten = rewrite(text).unwrap().unwrap();
        assert_eq!(
            rewritten.text,
            "// ü\n                ; message M { optional int32 a = 1; repeated .p.T b = 2; map<int32, M> c = 3;\n\
             oneof o { M d = 4; } reserved \"x\", \"max\", 5 to max; option (y) = { z: 1; }; } // end"
        );
        for word in ["int32 a", "repeated", "oneof", "x", "max", "(y)", "// end"] {
            let here = rewritten.text.find(word).unwrap();
            assert_eq!(rewritten.origin(here), text.find(word).unwrap(), "{word}");
        }
        let mut info = SourceCodeInfo::default();
        let label = rewritten.text.lines().nth(1).unwrap().find("int32 a").unwrap() as i32;
        info.location.push(prost_types::source_code_info::Location {
            span: vec![1, label, label + 7],
            ..Default::default()
        });
        rewritten.restore(&mut info);
        let column = text.lines().nth(1).unwrap().find("int32 a").unwrap() as i32;
        assert_eq!(info.location[0].span, [1, column, column + 7]);
    }

    #[test]
    fn what_editions_no_longer_have_is_named_with_its_place() {
        let text = "edition = \"2023\";\nmessage M {\n optional int32 a = 1;\n required int32 b = 2;\n \
                    repeated group G = 3 {}\n reserved \"x\";\n}";
        let found = rewrite(text).err().unwrap();
        let found: Vec<_> =
            found.iter().map(|c| format!("{} {}", c.at.unwrap(), c.message)).collect();
        let expected = [
            "3:2 editions have no label `optional`",
            "4:2 editions have no label `required`",
            "5:11 editions have no groups",
            "6:11 the reserved name \"x\" is quoted",
        ];
        assert_eq!(found, expected);
        for (text, at) in [("edition;", "1:8"), ("edition = \"1999\";", "1:11"), ("edition", "1:8")]
        {
            assert_eq!(rewrite(text).err().unwrap()[0].at.unwrap().to_string(), at);
        }
        assert!(rewrite("syntax = \"proto3\";").unwrap().is_none());
    }

    #[test]
    fn edition_2024_has_visibility_and_option_imports() {
        let text = "edition = \"2024\"; import \"a.proto\"; import option \"b.proto\"; local message M { \
                    map<string, int32> m = 1; export enum E { A = 0; } local message N {} .export x = 2; }";
        let rewritten = rewrite(text).unwrap().unwrap();
        assert_eq!(rewritten.extras.option_imports, [1]);
        let expected = [(vec![4, 0], false), (vec![4, 0, 4, 0], true), (vec![4, 0, 3, 1], false)];
        assert_eq!(rewritten.extras.visibility, expected);
        assert!(rewritten.text.contains("optional .export x = 2;"), "{}", rewritten.text);
    }
}
