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

/// Turns byte offsets of one text into positions.
#[derive(Debug, Clone)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<u32>,
}

impl<'a> LineIndex<'a> {
    /// Indexes the line starts of `text`.
    pub fn new(text: &'a str) -> Self {
        let after_breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(after_breaks.map(|(at, _)| at as u32 + 1)).collect();
        LineIndex { text, starts }
    }

    /// The position of the character at `offset`; an offset past the end gives the end.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.text.len() as u32);
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let bytes = &self.text.as_bytes()[self.starts[line] as usize..offset as usize];
        // Continuation bytes of UTF-8 (10xxxxxx) do not begin a character.
        let characters = bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count();
        Position { line: line as u32 + 1, column: characters as u32 + 1 }
    }
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
}
