//! What is wrong with a value: paths, rule ids and texts, never the value itself.

use std::fmt;

/// One broken rule. Texts say what is allowed, not what was found, so that no personal data leaks into a log.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Violation {
    /// Where, in the contract's field names: `originatorInfo.identity.name`, `lines[2].sku`.
    pub path: String,
    /// Which rule: protovalidate's id (`string.max_len`) or one of this project's.
    pub rule_id: &'static str,
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

    /// Adds one.
    #[cold]
    pub fn push(&mut self, path: &Path<'_>, rule_id: &'static str, message: &'static str) {
        self.list.push(Violation { path: path.to_string(), rule_id, message });
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
    Key(&'a Path<'a>, &'a str),
    /// A key of a map, or a value of a map whose keys are not to be shown.
    Hidden(&'a Path<'a>),
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
            | Path::Hidden(parent) => parent.is_tagged(),
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
            Path::Key(parent, _) if parent.is_tagged() => write!(f, "{parent}[…]"),
            Path::Key(parent, key) => write!(f, "{parent}[{key:?}]"),
            Path::Hidden(parent) => write!(f, "{parent}[…]"),
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
        assert_eq!(Path::Key(&path, "a\"b").to_string(), r#"lines[1].labels["a\"b"]"#);
        assert_eq!(Path::Hidden(&path).to_string(), "lines[1].labels[…]");
        let tagged = second.tagged("party");
        let inside = tagged.field("labels");
        assert_eq!(Path::Key(&inside, "Ann").to_string(), "lines[1].party.labels[…]");
        let mut found = Violations::new();
        found.push(&second, "string.min_len", "must not be empty");
        assert_eq!(found.to_string(), "lines[1]: must not be empty [string.min_len]");
    }
}
