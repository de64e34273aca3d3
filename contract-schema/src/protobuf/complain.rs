//! Errors of the parser and the linker, turned into complaints with a place in the schema's own text.

use crate::position::{LineIndex, Position};
use crate::schema::{Complaint, SchemaError};
use miette::Diagnostic;
use prost_types::FileDescriptorProto;

/// More complaints than this help nobody.
const MOST: usize = 50;

/// Steps that finding the places of all errors may take; with more only the first error gets one.
const PATIENCE: usize = 50_000_000;

/// A single complaint as an error.
pub(super) fn only(complaint: Complaint) -> SchemaError {
    SchemaError { complaints: vec![complaint] }
}

/// What the parser says.
///
/// `origin` leads from an offset in the text that was parsed to the one in `text`.
pub(super) fn of_parse(
    error: &protox_parse::ParseError,
    text: &str,
    origin: &dyn Fn(usize) -> usize,
) -> Vec<Complaint> {
    let mut complaints = all(error, text, origin);
    let end = Some(LineIndex::new(text).position(text.len() as u32));
    for complaint in &mut complaints {
        complaint.at = complaint.at.or(end);
    }
    complaints
}

/// What the linker says about `file`, whose text is `text`; `relink` links again with the source info it is given.
pub(super) fn of_link(
    error: &prost_reflect::DescriptorError,
    file: &FileDescriptorProto,
    text: &str,
    relink: impl FnOnce(FileDescriptorProto) -> Option<prost_reflect::DescriptorError>,
) -> Vec<Complaint> {
    let errors = 1 + error.related().map_or(0, Iterator::count);
    let locations = file.source_code_info.as_ref().map_or(0, |info| info.location.len());
    // Every error looks through the locations and the text for its place.
    if errors.saturating_mul(locations + text.len()) <= PATIENCE
        && let Some(placed) = relink(with_character_columns(file, text))
    {
        return all(&placed.with_source_code(text), text, &same);
    }
    all(error, text, &same)
}

fn same(offset: usize) -> usize {
    offset
}

fn all(
    first: &(dyn Diagnostic + '_),
    text: &str,
    origin: &dyn Fn(usize) -> usize,
) -> Vec<Complaint> {
    let lines = LineIndex::new(text);
    let mut complaints = vec![complaint(first, &lines, origin)];
    let mut left_out = 0;
    for related in first.related().into_iter().flatten() {
        if complaints.len() < MOST {
            complaints.push(complaint(related, &lines, origin));
        } else {
            left_out += 1;
        }
    }
    if left_out > 0 {
        complaints.push(Complaint {
            at: None,
            message: format!("{left_out} more errors are not listed"),
            help: None,
        });
    }
    complaints
}

fn complaint(
    diagnostic: &(dyn Diagnostic + '_),
    lines: &LineIndex<'_>,
    origin: &dyn Fn(usize) -> usize,
) -> Complaint {
    let labels: Vec<_> = diagnostic.labels().into_iter().flatten().collect();
    let place = |label: &miette::LabeledSpan| lines.position(origin(label.offset()) as u32);
    let is_culprit = |label: &&miette::LabeledSpan| {
        label.label().is_some_and(|text| text.contains("again") || text == "found here")
    };
    let at = labels.iter().find(is_culprit).or(labels.first()).map(place);
    let other = labels.iter().map(place).find(|place| Some(*place) != at);
    let help = diagnostic.help().map(|help| quote(&help.to_string()));
    Complaint {
        at,
        message: quote(&diagnostic.to_string()),
        help: help.or_else(|| first_use(other)),
    }
}

fn first_use(other: Option<Position>) -> Option<String> {
    other.map(|place| {
        format!("the other one stands in line {}, column {}", place.line, place.column)
    })
}

/// Our messages put values in backticks.
fn quote(message: &str) -> String {
    message.replace('\'', "`")
}

/// The linker's diagnostics count columns in characters, the parser's locations in bytes.
fn with_character_columns(file: &FileDescriptorProto, text: &str) -> FileDescriptorProto {
    let mut file = file.clone();
    if text.is_ascii() {
        return file;
    }
    let lines: Vec<_> = text.split('\n').collect();
    let characters = |line: i32, column: i32| {
        let start = lines.get(line as usize).and_then(|line| line.get(..column as usize));
        start.map_or(column, |start| start.chars().count() as i32)
    };
    for location in file.source_code_info.iter_mut().flat_map(|info| &mut info.location) {
        if let [line, start, rest @ ..] = location.span.as_mut_slice() {
            *start = characters(*line, *start);
            match rest {
                [end] => *end = characters(*line, *end),
                [end_line, end] => *end = characters(*end_line, *end),
                _ => {}
            }
        }
    }
    file
}
