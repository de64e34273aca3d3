//! Where the elements of one file stand, and the comments beside them.
//!
//! Linking takes time that grows with options times locations, so the locations are kept here and taken from the file
//! before it is linked.

use crate::position::Position;
use prost_reflect::{DescriptorPool, ExtensionDescriptor, MessageDescriptor};
use prost_types::{FileDescriptorProto, SourceCodeInfo, UninterpretedOption};
use std::collections::HashMap;

/// Places of one file, sorted by path.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places(Vec<Place>);

#[derive(Debug, Clone)]
struct Place {
    path: Box<[i32]>,
    at: Position,
    doc: Option<Box<str>>,
}

type Extensions = HashMap<String, ExtensionDescriptor>;

/// Number of `uninterpreted_option` in every options message.
const UNINTERPRETED: i32 = 999;

impl Places {
    /// Turns byte columns into character columns and orders the locations.
    pub(super) fn new(info: &SourceCodeInfo, text: &str) -> Places {
        let lines = Lines::new(text);
        let places = info.location.iter().filter(|location| location.span.len() >= 3);
        let mut places: Vec<_> = places
            .map(|location| {
                let comment = location.leading_comments.as_deref().map(tidy);
                let comment = comment.filter(|comment| !comment.is_empty());
                let trailing = || location.trailing_comments.as_deref().map(tidy);
                Place {
                    path: location.path.as_slice().into(),
                    at: lines.position(location.span[0], location.span[1]),
                    doc: comment.or_else(trailing).filter(|comment| !comment.is_empty()),
                }
            })
            .collect();
        places.sort_by(|a, b| a.path.cmp(&b.path));
        Places(places)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn position(&self, path: &[i32]) -> Option<Position> {
        self.find(path).map(|place| place.at)
    }

    pub(super) fn doc(&self, path: &[i32]) -> Option<&str> {
        self.find(path).and_then(|place| place.doc.as_deref())
    }

    fn find(&self, path: &[i32]) -> Option<&Place> {
        let index = self.0.partition_point(|place| *place.path < *path);
        self.0.get(index).filter(|place| *place.path == *path)
    }

    /// Makes the places of options findable by the numbers of the fields they set, as linking would name them.
    pub(super) fn resolve_options(
        &mut self,
        file: &mut FileDescriptorProto,
        pool: &DescriptorPool,
    ) {
        let mut found = Vec::new();
        let package = file.package().to_owned();
        let extensions = pool.all_extensions();
        let known: Extensions =
            extensions.map(|extension| (extension.full_name().to_owned(), extension)).collect();
        super::options::each_list(file, &mut |list, options| {
            let Some(root) = options_message(list).and_then(|name| pool.get_message_by_name(name))
            else {
                return;
            };
            for (index, option) in options.iter().enumerate() {
                let written = [list, &[UNINTERPRETED, index as i32]].concat();
                if let Some(at) = self.position(&written) {
                    let path = [list, &numbers(&root, option, &package, &known)].concat();
                    found.push(Place { path: path.into(), at, doc: None });
                }
            }
        });
        self.0.extend(found);
        self.0.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

/// The message that holds the options at this path; told by the element's tag, which comes before its index.
fn options_message(list: &[i32]) -> Option<&'static str> {
    // Below a message the tags mean other things than at the top of the file.
    let inside_message = list.len() > 3 && list[0] == 4;
    Some(match (list.len(), inside_message, list.len().checked_sub(3).map(|at| list[at])?) {
        (_, false, 4) | (_, true, 3) => "google.protobuf.MessageOptions",
        (_, false, 7) | (_, true, 2 | 6) => "google.protobuf.FieldOptions",
        _ => return None,
    })
}

/// The numbers of the fields that an option's name walks through, as far as they are known.
fn numbers(
    root: &MessageDescriptor,
    option: &UninterpretedOption,
    package: &str,
    known: &Extensions,
) -> Vec<i32> {
    let mut message = Some(root.clone());
    let mut path = Vec::new();
    for part in &option.name {
        let Some(parent) = message else { break };
        let (number, kind) = if part.is_extension {
            let Some(found) = extension(&part.name_part, package, known) else { break };
            (found.number(), found.kind())
        } else {
            let Some(found) = parent.get_field_by_name(&part.name_part) else { break };
            (found.number(), found.kind())
        };
        path.push(number as i32);
        message = kind.as_message().cloned();
    }
    path
}

fn extension<'a>(
    written: &str,
    package: &str,
    known: &'a Extensions,
) -> Option<&'a ExtensionDescriptor> {
    if let Some(full) = written.strip_prefix('.') {
        return known.get(full);
    }
    let mut scope = package;
    while !scope.is_empty() {
        if let Some(found) = known.get(&format!("{scope}.{written}")) {
            return Some(found);
        }
        scope = scope.rsplit_once('.').map_or("", |(outer, _)| outer);
    }
    known.get(written)
}

/// Comment text without the space after the marks and at the ends.
fn tidy(comment: &str) -> Box<str> {
    let lines: Vec<_> =
        comment.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
    lines.join("\n").trim().into()
}

struct Lines<'a>(Vec<(&'a str, bool)>);

impl<'a> Lines<'a> {
    /// Longer lines that are not ASCII give byte columns: counting characters would take too long.
    const COUNTED: usize = 4096;

    fn new(text: &'a str) -> Self {
        let counted = |line: &str| !line.is_ascii() && line.len() <= Self::COUNTED;
        Lines(text.split('\n').map(|line| (line, counted(line))).collect())
    }

    fn position(&self, line: i32, column: i32) -> Position {
        let bytes = column.max(0) as usize;
        let before = match self.0.get(line.max(0) as usize) {
            Some((text, true)) => text.get(..bytes).map_or(bytes, |start| start.chars().count()),
            _ => bytes,
        };
        Position { line: line.max(0) as u32 + 1, column: before as u32 + 1 }
    }
}
