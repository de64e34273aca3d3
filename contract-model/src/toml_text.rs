//! TOML with places: reads tables key by key and complains about what nobody asked for.
//!
//! Used for policies, manifests and lock files, whose findings have the ids `policy-…`, `manifest-…`, `lock-…`.

use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::suggest;
use contract_schema::{LineIndex, Position};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Something and the place where it was written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Placed<T> {
    pub(crate) value: T,
    pub(crate) at: Option<Position>,
}

/// A table and the place where it begins.
#[derive(Clone, Copy)]
pub(crate) struct Table<'a> {
    table: &'a DeTable<'a>,
    pub(crate) at: Option<Position>,
}

/// Reads one text.
pub(crate) struct Reader<'t> {
    text: &'t str,
    lines: LineIndex<'t>,
    kind: &'static str,
    pub(crate) found: Vec<Diagnostic>,
}

impl<'t> Reader<'t> {
    /// Reads a `kind` of document: `policy`, `manifest` or `lock`.
    pub(crate) fn new(kind: &'static str, text: &'t str) -> Self {
        Reader { text, lines: LineIndex::new(text), kind, found: Vec::new() }
    }

    /// The document; syntax errors are complained of, and what could be read is returned.
    pub(crate) fn document(&mut self) -> Spanned<DeTable<'t>> {
        let (document, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let at = error.span().map(|span| self.lines.position(span.start as u32));
            let message = error.message().replace('\n', "; ");
            self.found.push(Diagnostic::error(&self.id("syntax"), message).at(at));
        }
        document
    }

    /// Every complaint; about a text that is no TOML only where it is none, as the rest was guessed.
    pub(crate) fn complaints(mut self) -> Vec<Diagnostic> {
        let syntax = self.id("syntax");
        if self.found.iter().any(|finding| finding.id == syntax) {
            self.found.retain(|finding| finding.id == syntax);
        }
        self.found.sort_by_key(|finding| finding.at);
        self.found
    }

    /// The document's root as a table.
    pub(crate) fn root<'a>(&self, document: &'a Spanned<DeTable<'t>>) -> Table<'a> {
        Table { table: document.get_ref(), at: None }
    }

    /// Complains about every key of `table` that is not among `known`.
    pub(crate) fn keys(&mut self, table: Table<'_>, known: &[&str]) {
        for (key, _) in table.table {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let at = Some(self.lines.position(key.span().start as u32));
                let help = suggest::hint(name, known.iter().copied());
                self.complain("unknown-key", format!("there is no key `{name}` here"), at).help =
                    Some(help);
            }
        }
    }

    /// Complains about every key of `required` that is not in `table`.
    pub(crate) fn required(&mut self, table: Table<'_>, required: &[&str]) {
        for name in required {
            if !table.has(name) {
                self.complain("missing-key", format!("`{name}` is missing"), table.at);
            }
        }
    }

    /// A string.
    pub(crate) fn text(&mut self, table: Table<'_>, key: &str) -> Option<Placed<String>> {
        let (value, at) = self.value(table, key)?;
        match value {
            DeValue::String(text) => Some(Placed { value: text.to_string(), at }),
            other => self.wrong_type(key, "a string", other, at),
        }
    }

    /// A string that `read` understands; `expected` says what it would.
    pub(crate) fn word<T>(
        &mut self,
        table: Table<'_>,
        key: &str,
        known: &[&str],
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(table, key)?;
        let word = read(&text.value);
        if word.is_none() {
            let message = format!("`{}` is no `{key}`", text.value);
            let help = suggest::hint(&text.value, known.iter().copied());
            self.complain("wrong-value", message, text.at).help = Some(help);
        }
        word
    }

    /// A list of strings, or one string alone.
    pub(crate) fn texts(&mut self, table: Table<'_>, key: &str) -> Vec<Placed<String>> {
        let Some((value, at)) = self.value(table, key) else { return Vec::new() };
        match value {
            DeValue::String(text) => vec![Placed { value: text.to_string(), at }],
            DeValue::Array(values) => {
                let mut texts = Vec::new();
                for value in values {
                    let at = Some(self.lines.position(value.span().start as u32));
                    match value.get_ref() {
                        DeValue::String(text) => texts.push(Placed { value: text.to_string(), at }),
                        other => {
                            self.wrong_type::<()>(key, "a list of strings", other, at);
                        }
                    }
                }
                texts
            }
            other => {
                self.wrong_type::<()>(key, "a string or a list of strings", other, at);
                Vec::new()
            }
        }
    }

    /// A truth value.
    pub(crate) fn flag(&mut self, table: Table<'_>, key: &str) -> Option<bool> {
        let (value, at) = self.value(table, key)?;
        match value {
            DeValue::Boolean(flag) => Some(*flag),
            other => self.wrong_type(key, "`true` or `false`", other, at),
        }
    }

    /// A whole number from 0.
    pub(crate) fn number(&mut self, table: Table<'_>, key: &str) -> Option<u32> {
        let (value, at) = self.value(table, key)?;
        let number = match value {
            DeValue::Integer(number) => {
                u32::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()
            }
            _ => None,
        };
        number.or_else(|| self.wrong_type(key, "a whole number from 0", value, at))
    }

    /// A calendar date, as TOML date or as string.
    pub(crate) fn date(&mut self, table: Table<'_>, key: &str) -> Option<Date> {
        let (value, at) = self.value(table, key)?;
        let date = match value {
            DeValue::Datetime(moment) if moment.time.is_none() => {
                moment.date.and_then(|date| Date::new(date.year, date.month, date.day))
            }
            DeValue::String(text) => Date::parse(text),
            _ => None,
        };
        date.or_else(|| self.wrong_type(key, "a date such as 2027-12-31", value, at))
    }

    /// A table.
    pub(crate) fn table<'a>(&mut self, table: Table<'a>, key: &str) -> Option<Table<'a>> {
        let (value, at) = self.value(table, key)?;
        match value {
            DeValue::Table(table) => Some(Table { table, at }),
            other => self.wrong_type(key, "a table", other, at),
        }
    }

    /// A list of tables.
    pub(crate) fn tables<'a>(&mut self, table: Table<'a>, key: &str) -> Vec<Table<'a>> {
        let Some((value, at)) = self.value(table, key) else { return Vec::new() };
        let DeValue::Array(values) = value else {
            self.wrong_type::<()>(key, "a list of tables", value, at);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for value in values {
            let at = Some(self.lines.position(value.span().start as u32));
            match value.get_ref() {
                DeValue::Table(table) => tables.push(Table { table, at }),
                other => {
                    self.wrong_type::<()>(key, "a list of tables", other, at);
                }
            }
        }
        tables
    }

    /// The keys of a table whose names are free, with string values.
    pub(crate) fn pairs(&mut self, table: Table<'_>) -> Vec<(String, Placed<String>)> {
        let names: Vec<String> = table.table.keys().map(|key| key.get_ref().to_string()).collect();
        names
            .into_iter()
            .filter_map(|name| self.text(table, &name).map(|text| (name, text)))
            .collect()
    }

    /// Adds an error of this kind of document.
    pub(crate) fn complain(
        &mut self,
        what: &str,
        message: String,
        at: Option<Position>,
    ) -> &mut Diagnostic {
        self.found.push(Diagnostic::error(&self.id(what), message).at(at));
        self.found.last_mut().expect("pushed in the line above")
    }

    fn id(&self, what: &str) -> String {
        format!("{}-{what}", self.kind)
    }

    fn value<'a>(
        &self,
        table: Table<'a>,
        key: &str,
    ) -> Option<(&'a DeValue<'a>, Option<Position>)> {
        let (_, value) = table.table.iter().find(|(name, _)| name.get_ref() == key)?;
        let at = Some(self.lines.position(value.span().start as u32));
        Some((value.get_ref(), at))
    }

    fn wrong_type<T>(
        &mut self,
        key: &str,
        expected: &str,
        value: &DeValue<'_>,
        at: Option<Position>,
    ) -> Option<T> {
        let message =
            format!("`{key}` is {expected}, this is {} {}", article(value), value.type_str());
        self.complain("wrong-type", message, at);
        None
    }
}

impl Table<'_> {
    /// Whether the table has the key.
    pub(crate) fn has(self, key: &str) -> bool {
        self.table.iter().any(|(name, _)| name.get_ref() == key)
    }

    /// Whether the value of the key is a table.
    pub(crate) fn is_table(self, key: &str) -> bool {
        self.table.iter().any(|(name, value)| name.get_ref() == key && value.get_ref().is_table())
    }
}

fn article(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::Integer(_) | DeValue::Array(_) => "an",
        DeValue::String(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Table(_) => "a",
    }
}
