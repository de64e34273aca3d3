//! What happened while a value was read that its reader may want to know of.

use std::borrow::Cow;

/// Different symbols that are remembered by name.
const MOST_NAMES: usize = 16;

/// A value, and what happened while it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded<T> {
    /// The value.
    pub value: T,
    /// What stands in it that was not written.
    pub notes: Notes,
}

/// Symbols that the reader does not know and read as its default symbol.
///
/// Nothing is allocated while there is nothing to note.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes(Option<Box<Noted>>);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Noted {
    count: u64,
    symbols: Vec<Cow<'static, str>>,
}

impl Notes {
    /// Whether the value is what was written.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// How many symbols were replaced by a default.
    pub fn replaced_symbols(&self) -> u64 {
        self.0.as_ref().map_or(0, |noted| noted.count)
    }

    /// The symbols that were replaced, as `a.b.Enum.SYMBOL`, each once; the first sixteen of them.
    pub fn symbols(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|noted| &noted.symbols).map(|symbol| &**symbol)
    }

    #[cold]
    pub(crate) fn replaced(&mut self, symbol: Cow<'static, str>) {
        let noted = self.0.get_or_insert_default();
        noted.count = noted.count.saturating_add(1);
        if noted.symbols.len() < MOST_NAMES && !noted.symbols.contains(&symbol) {
            noted.symbols.push(symbol);
        }
    }
}
