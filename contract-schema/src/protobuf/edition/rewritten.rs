//! A text as the parser takes it, and the way back to the places of the original.

use super::Edition;
use super::repair::Edits;
use prost_types::SourceCodeInfo;

/// A text that the parser understands.
pub(in crate::protobuf) struct Rewritten {
    pub(in crate::protobuf) text: String,
    /// `None` for proto2 and proto3.
    pub(in crate::protobuf) edition: Option<Edition>,
    /// What proto2 cannot say.
    pub(in crate::protobuf) extras: Extras,
    pub(super) inserted: Vec<Inserted>,
}

/// What edition 2024 says and no older parser understands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Extras {
    /// Index in the list of imports of each `import option`.
    pub(crate) option_imports: Vec<i32>,
    /// Path of each message or enum with a visibility of its own, and whether it is exported.
    pub(crate) visibility: Vec<(Vec<i32>, bool)>,
}

impl Extras {
    /// Whether the element at `path` is exported or local, if it says so.
    pub(crate) fn visibility_of(&self, path: &[i32]) -> Option<bool> {
        let mut known = self.visibility.iter();
        known.find(|(known, _)| known == path).map(|(_, is_exported)| *is_exported)
    }
}

impl Rewritten {
    /// The offset in the original text.
    pub(in crate::protobuf) fn origin(&self, offset: usize) -> usize {
        let before = self.inserted.partition_point(|inserted| inserted.at <= offset);
        match self.inserted[..before].last() {
            None => offset,
            Some(last) => offset - last.shift - last.length.min(offset - last.at),
        }
    }

    /// Moves every place back to where it stands in the original.
    pub(in crate::protobuf) fn restore(&self, info: &mut SourceCodeInfo) {
        if self.inserted.is_empty() {
            return;
        }
        let lines = line_starts(&self.text);
        let column = |line: i32, column: i32| {
            let start = lines.get(line as usize).copied().unwrap_or(self.text.len());
            (self.origin(start + column as usize) - self.origin(start)) as i32
        };
        for location in &mut info.location {
            match location.span.as_mut_slice() {
                [line, start, end] => {
                    (*start, *end) = (column(*line, *start), column(*line, *end));
                }
                [line, start, end_line, end] => {
                    (*start, *end) = (column(*line, *start), column(*end_line, *end));
                }
                _ => {}
            }
        }
    }
}

/// Something put in: its offset in the new text, its length, and the length of all that came in before.
pub(super) struct Inserted {
    at: usize,
    length: usize,
    shift: usize,
}

fn line_starts(text: &str) -> Vec<usize> {
    let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
}

/// The new text, and where something was put in.
pub(super) fn apply(text: &str, edits: Edits) -> (String, Vec<Inserted>) {
    let mut bytes = text.as_bytes().to_vec();
    for (start, end) in &edits.blanked {
        for byte in bytes[*start..*end].iter_mut().filter(|byte| **byte != b'\n') {
            *byte = b' ';
        }
    }
    let blanked = String::from_utf8(bytes).expect("whole characters became blanks");
    let mut text = String::with_capacity(blanked.len() + 16 * edits.inserted.len());
    let mut inserted = Vec::with_capacity(edits.inserted.len());
    let mut taken = 0;
    for (at, what) in edits.inserted {
        text.push_str(&blanked[taken..at]);
        inserted.push(Inserted { at: text.len(), length: what.len(), shift: text.len() - at });
        text.push_str(&what);
        taken = at;
    }
    text.push_str(&blanked[taken..]);
    (text, inserted)
}
