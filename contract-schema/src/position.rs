//! Places in a text: byte spans while parsing, line and column for people.

/// A half-open range of byte offsets in one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

/// Line and column of a character, both counted from 1; columns count characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Turns byte offsets of one text into positions; the cost of a question does not grow with the length of a line.
#[derive(Debug, Clone)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<u32>,
    /// Characters before each multiple of [`STEP`]; empty when every character is one byte.
    characters: Vec<u32>,
}

/// Bytes between two counts of characters.
const STEP: usize = 256;

impl<'a> LineIndex<'a> {
    /// Indexes the line starts of `text`.
    pub fn new(text: &'a str) -> Self {
        let after_breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(after_breaks.map(|(at, _)| at as u32 + 1)).collect();
        let mut characters = Vec::new();
        if !text.is_ascii() {
            let mut before = 0;
            for chunk in text.as_bytes().chunks(STEP) {
                characters.push(before);
                before += count(chunk);
            }
            characters.push(before);
        }
        LineIndex { text, starts, characters }
    }

    /// The position of the character at `offset`; an offset past the end gives the end.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.text.len() as u32);
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let column = self.before(offset) - self.before(self.starts[line]);
        Position { line: line as u32 + 1, column: column + 1 }
    }

    /// Characters before `offset`.
    fn before(&self, offset: u32) -> u32 {
        let step = offset as usize / STEP;
        match self.characters.get(step) {
            Some(known) => known + count(&self.text.as_bytes()[step * STEP..offset as usize]),
            None => offset,
        }
    }
}

/// Characters that begin in `bytes`: all bytes but UTF-8's continuations (10xxxxxx).
fn count(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let index = LineIndex::new("ab\nhé!x\n");
        for (offset, line, column) in
            [(0, 1, 1), (2, 1, 3), (3, 2, 1), (6, 2, 3), (7, 2, 4), (99, 3, 1)]
        {
            assert_eq!(index.position(offset), Position { line, column }, "offset {offset}");
        }
    }

    #[test]
    fn long_lines_are_counted_in_steps() {
        let text = format!("x\n{}", "é".repeat(1000));
        let index = LineIndex::new(&text);
        for characters in [0, 1, 126, 127, 128, 500, 1000] {
            let position = index.position(2 + 2 * characters);
            assert_eq!(position, Position { line: 2, column: characters + 1 });
        }
    }
}
