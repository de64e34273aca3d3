//! Tags in the options of one message or field: those that go are cut out, those that come are written beside the rest.

use super::outline::{Outline, Place, Setting, Site};
use super::token::{Kind, Token, quoted, unquoted};
use crate::tags::splice::Splices;
use std::collections::HashSet;
use std::ops::Range;

/// Changes the options of `place` so that it has the tags `after`. `from_root`: a name nearby hides the package.
pub(super) fn set_tags(
    splices: &mut Splices,
    text: &str,
    place: &Place,
    after: &[String],
    from_root: bool,
) {
    let extension = match place.site {
        Site::Body(_) => "confluent.message_meta",
        Site::Field { .. } => "confluent.field_meta",
    };
    let forms: Vec<Form> =
        place.options.iter().map(|option| Form::of(text, option, extension)).collect();
    let held: HashSet<&String> = forms.iter().flat_map(Form::tags).collect();
    let coming: Vec<&String> = after.iter().filter(|tag| !held.contains(tag)).collect();
    let staying: HashSet<&String> = after.iter().collect();
    let stays = |tag: &String| staying.contains(tag);

    // An aggregate takes what comes: beside it the option may not be set again.
    let aggregate = forms.iter().position(|form| matches!(form, Form::Aggregate(_)));
    let is_dropped = |index: usize| match &forms[index] {
        Form::Other => false,
        Form::Tag(tag) => !stays(tag),
        Form::Aggregate(fields) => {
            coming.is_empty() && !fields.others && !fields.tags().any(&stays)
        }
    };
    if let Some(index) = aggregate.filter(|index| !is_dropped(*index))
        && let Form::Aggregate(fields) = &forms[index]
    {
        fields.rewrite(splices, &stays, &coming);
    }
    let beside: &[&String] = if aggregate.is_some() { &[] } else { &coming };
    let dot = if from_root { "." } else { "" };
    let written: Vec<String> =
        beside.iter().map(|tag| format!("({dot}{extension}).tags = {}", quoted(tag))).collect();
    let spans: Vec<Range<usize>> = place.options.iter().map(|option| option.span.clone()).collect();
    match &place.site {
        Site::Body(opened) => {
            for index in (0..spans.len()).filter(|index| is_dropped(*index)) {
                splices.remove(with_line(text, spans[index].clone()));
            }
            add_statements(splices, text, *opened, &written);
        }
        Site::Field { number_end, brackets } => {
            let stays = (0..spans.len()).any(|index| !is_dropped(index));
            match brackets {
                None if written.is_empty() => {}
                None => splices.insert(*number_end, format!(" [{}]", written.join(", "))),
                Some(brackets) if !stays && written.is_empty() => {
                    splices.remove(*number_end..brackets.end);
                }
                Some(brackets) if !stays => {
                    splices.replace(brackets.clone(), format!("[{}]", written.join(", ")));
                }
                Some(_) => {
                    splices.thin_out(&spans, is_dropped);
                    let last = spans.last().map_or(*number_end, |span| span.end);
                    let more: String = written.iter().map(|one| format!(", {one}")).collect();
                    splices.insert(last, more);
                }
            }
        }
    }
}

/// Adds an import after the head of the file.
pub(super) fn add_import(splices: &mut Splices, text: &str, outline: &Outline, path: &str) {
    let statement = format!("import \"{path}\";");
    match outline.head {
        None => splices.insert(0, format!("{statement}\n")),
        Some(end) => {
            // A comment at the end of the line belongs to what stands before it.
            let line = text[end..].split('\n').next().unwrap_or_default();
            let rest = line.trim();
            let is_free = rest.is_empty() || rest.starts_with("//");
            let at = if is_free { end + line.trim_end().len() } else { end };
            splices.insert(at, format!("\n{statement}"));
        }
    }
}

const LONGEST_LINE: usize = 256;

/// Statements at the beginning of a message.
fn add_statements(splices: &mut Splices, text: &str, opened: usize, written: &[String]) {
    // A line that is longer than that is not indented by hand.
    let near = text.get(opened.saturating_sub(LONGEST_LINE)..opened).unwrap_or_default();
    let line = near.rsplit('\n').next().unwrap_or_default();
    let indent = &line[..line.len() - line.trim_start().len()];
    let breaks = text[opened..].trim_start_matches([' ', '\t', '\r']).starts_with('\n');
    for statement in written {
        let statement = match breaks {
            true => format!("\n{indent}  option {statement};"),
            false => format!(" option {statement};"),
        };
        splices.insert(opened, statement);
    }
}

/// A statement with the rest of its line if it stands alone there.
fn with_line(text: &str, span: Range<usize>) -> Range<usize> {
    let before = text[..span.start].trim_end_matches([' ', '\t']).len();
    let alone = text[..before].ends_with('\n')
        && text[span.end..].trim_start_matches([' ', '\t', '\r']).starts_with('\n');
    if alone { before - 1..span.end } else { before..span.end }
}

/// How an option speaks of tags.
enum Form {
    /// Not at all.
    Other,
    /// `(confluent.field_meta).tags = "PII"`
    Tag(String),
    /// `(confluent.field_meta) = { tags: ["PII"] }`
    Aggregate(Fields),
}

impl Form {
    fn of(text: &str, option: &Setting, extension: &str) -> Form {
        let name = option.name.strip_prefix("(.").or_else(|| option.name.strip_prefix('('));
        // Inside the package `confluent` the short name is enough.
        let short = extension.rsplit('.').next().unwrap_or(extension);
        let rest = name.and_then(|name| {
            name.strip_prefix(extension).or_else(|| name.strip_prefix(short))?.strip_prefix(')')
        });
        match rest {
            Some("") => Form::Aggregate(Fields::of(text, &option.value)),
            Some(".tags") => Form::Tag(said(text, &option.value)),
            Some(_) | None => Form::Other,
        }
    }

    fn tags(&self) -> Box<dyn Iterator<Item = &String> + '_> {
        match self {
            Form::Other => Box::new(std::iter::empty()),
            Form::Tag(tag) => Box::new(std::iter::once(tag)),
            Form::Aggregate(fields) => Box::new(fields.tags()),
        }
    }
}

/// The fields of an aggregate.
#[derive(Default)]
struct Fields {
    opened: usize,
    spans: Vec<Range<usize>>,
    /// The tags that the field with the same index sets; `None`: it is another field.
    lists: Vec<Option<List>>,
    others: bool,
}

/// The value of one `tags:`.
struct List {
    tags: Vec<String>,
    spans: Vec<Range<usize>>,
    in_brackets: bool,
}

impl Fields {
    fn of(text: &str, value: &[Token]) -> Fields {
        let mut fields = Fields::default();
        let Some(open) = value.first().filter(|token| token.kind == Kind::Mark(b'{')) else {
            // A name that means no message: leave it alone.
            fields.others = true;
            return fields;
        };
        fields.opened = open.span.end;
        let inner = &value[1..value.len() - 1];
        let mut at = 0;
        while at < inner.len() {
            if matches!(inner[at].kind, Kind::Mark(b',' | b';')) {
                at += 1;
                continue;
            }
            let end = end_of_field(inner, at);
            let field = &inner[at..end];
            let is_tags = &text[field[0].span.clone()] == "tags";
            let list = is_tags.then(|| List::of(text, &field[1..]));
            fields.others |= list.is_none();
            fields.lists.push(list);
            fields.spans.push(field[0].span.start..field[field.len() - 1].span.end);
            at = end;
        }
        fields
    }

    fn tags(&self) -> impl Iterator<Item = &String> {
        self.lists.iter().flatten().flat_map(|list| &list.tags)
    }

    fn rewrite(&self, splices: &mut Splices, stays: &dyn Fn(&String) -> bool, coming: &[&String]) {
        let goes = |index: usize| {
            self.lists[index].as_ref().is_some_and(|list| !list.tags.iter().any(stays))
        };
        let quoted: Vec<String> = coming.iter().map(|tag| quoted(tag)).collect();
        if (0..self.spans.len()).all(goes) {
            // Only what comes is left to say.
            let end = self.spans.last().map_or(self.opened, |span| span.end);
            let start = self.spans.first().map_or(self.opened, |span| span.start);
            let text = if quoted.is_empty() {
                String::new()
            } else {
                format!("tags: [{}]", quoted.join(", "))
            };
            splices.replace(start..end, text);
            return;
        }
        splices.thin_out(&self.spans, goes);
        let mut bracketed = None;
        for (_, list) in self.lists.iter().enumerate().filter(|(index, _)| !goes(*index)) {
            let Some(list) = list else { continue };
            splices.thin_out(&list.spans, |tag| !stays(&list.tags[tag]));
            if list.in_brackets {
                bracketed = list.spans.last().map(|span| span.end);
            }
        }
        if quoted.is_empty() {
            return;
        }
        match (bracketed, self.spans.last()) {
            (Some(at), _) => splices.insert(at, format!(", {}", quoted.join(", "))),
            (None, Some(last)) => {
                splices.insert(last.end, format!(", tags: [{}]", quoted.join(", ")));
            }
            (None, None) => {}
        }
    }
}

impl List {
    /// From what follows the name: `: "PII"`, `: ["PII", "SECRET"]`, `["PII"]`.
    fn of(text: &str, value: &[Token]) -> List {
        let mut list = List { tags: Vec::new(), spans: Vec::new(), in_brackets: false };
        let mut literal: Vec<Token> = Vec::new();
        let close = |literal: &mut Vec<Token>, list: &mut List| {
            if let (Some(first), Some(last)) = (literal.first(), literal.last()) {
                list.spans.push(first.span.start..last.span.end);
                list.tags.push(said(text, literal));
            }
            literal.clear();
        };
        for token in value {
            match token.kind {
                Kind::Text => literal.push(token.clone()),
                Kind::Mark(mark) => {
                    list.in_brackets |= mark == b'[';
                    close(&mut literal, &mut list);
                }
                Kind::Word => {}
            }
        }
        close(&mut literal, &mut list);
        list
    }
}

/// Where the field that begins at `at` ends: after its value.
fn end_of_field(tokens: &[Token], at: usize) -> usize {
    let mut next = at + 1;
    // `[package.extension]` is a name too.
    if tokens[at].kind == Kind::Mark(b'[') {
        next = end_of_brackets(tokens, at);
    }
    if tokens.get(next).is_some_and(|token| token.kind == Kind::Mark(b':')) {
        next += 1;
    }
    match tokens.get(next).map(|token| token.kind) {
        Some(Kind::Mark(b'{' | b'[' | b'<')) => end_of_brackets(tokens, next),
        // Texts that stand side by side are one.
        Some(Kind::Text) => {
            next + tokens[next..].iter().take_while(|token| token.kind == Kind::Text).count()
        }
        Some(Kind::Mark(b'-')) => (next + 2).min(tokens.len()),
        Some(Kind::Mark(_) | Kind::Word) => next_after_number(tokens, next),
        None => tokens.len(),
    }
}

/// A number may be several words: `1`, `.`, `5e`, `-`, `3`.
fn next_after_number(tokens: &[Token], at: usize) -> usize {
    let mut end = at + 1;
    while end < tokens.len()
        && tokens[end].span.start == tokens[end - 1].span.end
        && !matches!(tokens[end].kind, Kind::Mark(b',' | b';' | b'}' | b']' | b'>'))
    {
        end += 1;
    }
    end
}

fn end_of_brackets(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token.kind {
            Kind::Mark(b'{' | b'[' | b'<') => depth += 1,
            Kind::Mark(b'}' | b']' | b'>') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return index + 1;
                }
            }
            Kind::Mark(_) | Kind::Word | Kind::Text => {}
        }
    }
    tokens.len()
}

/// What texts that stand side by side say.
fn said(text: &str, value: &[Token]) -> String {
    let texts = value.iter().filter(|token| token.kind == Kind::Text);
    texts.map(|token| unquoted(&text[token.span.clone()])).collect()
}
