//! What is wrong with a value: paths, rule ids and texts, never the value itself.

use crate::text;
use std::fmt;

/// One broken rule. Texts say what is allowed, not what was found, so that no personal data leaks into a log.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Violation {
    /// Where, in the contract's field names: `originatorInfo.identity.name`, `lines[2].sku`.
    pub path: String,
    /// Which rule: protovalidate's id (`string.max_len`) or one of this project's.
    pub rule_id: &'static str,
    /// Where the rule stands among those of its field: `string.max_len`, `repeated.items.cel[0]`; empty for rules of a
    /// record.
    pub rule: &'static str,
    /// It is the key of a map that is wrong, not the value behind it.
    pub for_key: bool,
    /// What is allowed.
    pub message: &'static str,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} [{}]", self.path, self.message, self.rule_id)
    }
}

/// Every broken rule of one value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Violations {
    list: Vec<Violation>,
}

impl Violations {
    /// None so far.
    pub const fn new() -> Self {
        Violations { list: Vec::new() }
    }

    /// Adds one of a rule whose place is called as the rule is.
    #[cold]
    pub fn push(&mut self, path: &Path<'_>, rule_id: &'static str, message: &'static str) {
        self.push_of(path, rule_id, rule_id, message);
    }

    /// Adds one of the rule that stands at `rule`.
    #[cold]
    pub fn push_of(
        &mut self,
        path: &Path<'_>,
        rule_id: &'static str,
        rule: &'static str,
        message: &'static str,
    ) {
        let for_key = matches!(path, Path::OfKey(..));
        self.list.push(Violation { path: path.to_string(), rule_id, rule, for_key, message });
    }

    /// Adds one of a field unless its rule holds.
    ///
    /// Generated code calls this, and what follows, once for each rule, where an `if` would have a path of its own: rustc
    /// checks every one of them.
    #[inline]
    pub fn hold(
        &mut self,
        holds: bool,
        at: &Path<'_>,
        field: Step,
        rule_id: &'static str,
        message: &'static str,
    ) {
        if !holds {
            self.push_field(at, field, rule_id, message);
        }
    }

    /// Adds those of a text of fewer or more characters than `limits` allow, whose messages are `said`.
    #[inline]
    pub fn chars(
        &mut self,
        text: &str,
        at: &Path<'_>,
        field: Step,
        limits: [u64; 2],
        said: [&'static str; 2],
    ) {
        self.hold(text::has_at_least(text, limits[0]), at, field, "string.min_len", said[0]);
        self.hold(text::has_at_most(text, limits[1]), at, field, "string.max_len", said[1]);
    }

    /// As [`Violations::chars`], of a text that may be missing.
    #[inline]
    pub fn optional_chars(
        &mut self,
        text: &Option<String>,
        at: &Path<'_>,
        field: Step,
        limits: [u64; 2],
        said: [&'static str; 2],
    ) {
        if let Some(text) = text {
            self.chars(text, at, field, limits, said);
        }
    }

    /// Adds one of a text that may be missing, unless it is of a format.
    #[inline]
    pub fn optional_format(
        &mut self,
        text: &Option<String>,
        at: &Path<'_>,
        field: Step,
        is_format: fn(&str) -> bool,
        rule_id: &'static str,
        message: &'static str,
    ) {
        if let Some(text) = text {
            self.hold(is_format(text), at, field, rule_id, message);
        }
    }

    #[cold]
    fn push_field(
        &mut self,
        at: &Path<'_>,
        field: Step,
        rule_id: &'static str,
        message: &'static str,
    ) {
        let path = match field {
            Step::Field(name) => at.field(name),
            Step::Tagged(name) => at.tagged(name),
        };
        self.push(&path, rule_id, message);
    }

    /// Adds one whose path is text already.
    #[cfg(feature = "axum")]
    pub(crate) fn push_at(&mut self, path: String, rule_id: &'static str, message: &'static str) {
        let (rule, for_key) = (rule_id, false);
        self.list.push(Violation { path, rule_id, rule, for_key, message });
    }

    /// Adds those of another check.
    pub fn append(&mut self, other: Violations) {
        self.list.extend(other.list);
    }

    /// The violations in the order of the fields.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.list.iter()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// `Ok` if nothing is wrong.
    ///
    /// # Errors
    /// These violations.
    #[inline]
    pub fn into_result(self) -> Result<(), Violations> {
        if self.list.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.list.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

/// The way to a value while it is being checked: a list on the stack, turned into text only for a violation.
#[derive(Debug, Clone, Copy)]
pub enum Path<'a> {
    /// The event itself.
    Root,
    /// A field of a record.
    Field(&'a Path<'a>, &'static str),
    /// A field with a tag: below it, no key of a map is shown.
    Tagged(&'a Path<'a>, &'static str),
    /// An element of a list.
    Index(&'a Path<'a>, usize),
    /// A value of a map.
    Key(&'a Path<'a>, EntryKey<'a>),
    /// A key of a map.
    OfKey(&'a Path<'a>, EntryKey<'a>),
}

/// A field below a path.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// One without a tag.
    Field(&'static str),
    /// One with a tag.
    Tagged(&'static str),
}

/// A key of a map: text, or one of the other kinds that Protobuf has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKey<'a> {
    /// A text.
    Text(&'a str),
    /// A number.
    Int(i64),
    /// A number without a sign.
    UInt(u64),
    /// A truth value.
    Bool(bool),
}

impl fmt::Display for EntryKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EntryKey::Text(text) => write!(f, "{text:?}"),
            EntryKey::Int(number) => write!(f, "{number}"),
            EntryKey::UInt(number) => write!(f, "{number}"),
            EntryKey::Bool(value) => write!(f, "{value}"),
        }
    }
}

impl<'a> From<&'a String> for EntryKey<'a> {
    fn from(key: &'a String) -> Self {
        EntryKey::Text(key)
    }
}

impl From<&i32> for EntryKey<'_> {
    fn from(key: &i32) -> Self {
        EntryKey::Int(i64::from(*key))
    }
}

impl From<&i64> for EntryKey<'_> {
    fn from(key: &i64) -> Self {
        EntryKey::Int(*key)
    }
}

impl From<&u32> for EntryKey<'_> {
    fn from(key: &u32) -> Self {
        EntryKey::UInt(u64::from(*key))
    }
}

impl From<&u64> for EntryKey<'_> {
    fn from(key: &u64) -> Self {
        EntryKey::UInt(*key)
    }
}

impl From<&bool> for EntryKey<'_> {
    fn from(key: &bool) -> Self {
        EntryKey::Bool(*key)
    }
}

impl Path<'_> {
    /// The field called `name` below this.
    #[inline(always)]
    pub fn field(&self, name: &'static str) -> Path<'_> {
        Path::Field(self, name)
    }

    /// The tagged field called `name` below this.
    #[inline(always)]
    pub fn tagged(&self, name: &'static str) -> Path<'_> {
        Path::Tagged(self, name)
    }

    /// Whether this is inside of a tagged field.
    fn is_tagged(&self) -> bool {
        match self {
            Path::Root => false,
            Path::Tagged(..) => true,
            Path::Field(parent, _)
            | Path::Index(parent, _)
            | Path::Key(parent, _)
            | Path::OfKey(parent, _) => parent.is_tagged(),
        }
    }

    /// The element at `index` below this.
    #[inline(always)]
    pub fn index(&self, index: usize) -> Path<'_> {
        Path::Index(self, index)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root => Ok(()),
            Path::Field(Path::Root, name) | Path::Tagged(Path::Root, name) => f.write_str(name),
            Path::Field(parent, name) | Path::Tagged(parent, name) => write!(f, "{parent}.{name}"),
            Path::Index(parent, index) => write!(f, "{parent}[{index}]"),
            Path::Key(parent, _) | Path::OfKey(parent, _) if parent.is_tagged() => {
                write!(f, "{parent}[…]")
            }
            Path::Key(parent, key) | Path::OfKey(parent, key) => write!(f, "{parent}[{key}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_prints_fields_indexes_and_keys() {
        let lines = Path::Root.field("lines");
        let second = lines.index(1);
        let path = second.field("labels");
        assert_eq!(
            Path::Key(&path, EntryKey::Text("a\"b")).to_string(),
            r#"lines[1].labels["a\"b"]"#
        );
        assert_eq!(Path::OfKey(&path, EntryKey::from(&-42)).to_string(), "lines[1].labels[-42]");
        let tagged = second.tagged("party");
        let inside = tagged.field("labels");
        let ann = EntryKey::Text("Ann");
        assert_eq!(Path::Key(&inside, ann).to_string(), "lines[1].party.labels[…]");
        assert_eq!(Path::OfKey(&inside, ann).to_string(), "lines[1].party.labels[…]");
        let mut found = Violations::new();
        found.push(&second, "string.min_len", "must not be empty");
        assert_eq!(found.to_string(), "lines[1]: must not be empty [string.min_len]");
        let key = EntryKey::Bool(true);
        found.push_of(
            &Path::OfKey(&lines, key),
            "bool.const",
            "map.keys.bool.const",
            "must be false",
        );
        assert!(found.iter().any(|one| one.for_key && one.rule == "map.keys.bool.const"));
    }
}
