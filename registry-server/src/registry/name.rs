//! Names: contexts, subjects, schema ids, and the version a path asks for. Checked here, trusted everywhere else.

use registry_api::Refusal;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A context: `.` is the default one, others are `.name`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Context(Arc<str>);

impl Context {
    /// The context of subjects that name none.
    pub const DEFAULT: &'static str = ".";
    /// The last fallback of configuration and mode; it holds no subjects.
    pub const GLOBAL: &'static str = ".__GLOBAL";

    /// The context of this name; a missing leading dot is added.
    pub fn new(name: &str) -> Context {
        Context(if name.starts_with('.') { name.into() } else { format!(".{name}").into() })
    }

    /// Reads `:.name:`, `.name` or `name`, each with one colon before and behind it or without; nothing is the default
    /// context. A colon inside is no name.
    pub fn spelled(text: &str) -> Option<Context> {
        let name = text.strip_prefix(':').unwrap_or(text);
        let name = name.strip_suffix(':').unwrap_or(name);
        match name {
            "" => Some(Context::default()),
            name if name.contains(':') => None,
            name => Some(Context::new(name)),
        }
    }

    /// The default context first of all.
    pub fn is_default(&self) -> bool {
        &*self.0 == Context::DEFAULT
    }

    /// The last fallback of configuration and mode.
    pub fn is_global(&self) -> bool {
        &*self.0 == Context::GLOBAL
    }

    /// The name, dot included.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it stands before a subject: nothing for the default context, else `:.name:`.
    pub fn prefix(&self) -> String {
        if self.is_default() { String::new() } else { format!(":{}:", self.0) }
    }
}

impl Default for Context {
    fn default() -> Self {
        Context(Context::DEFAULT.into())
    }
}

/// Contexts are ordered like their names.
impl Borrow<str> for Context {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A subject in its context. The empty name is the context itself, as a place of configuration and mode.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    /// Where it lives.
    pub context: Context,
    /// Its name there.
    pub name: Arc<str>,
}

impl Subject {
    /// The place of the registry's own configuration and mode: the default context.
    pub fn registry() -> Subject {
        Subject::of_context(Context::default())
    }

    /// The place of a context's configuration and mode.
    pub fn of_context(context: Context) -> Subject {
        Subject { context, name: "".into() }
    }

    /// Reads `name`, `:.context:name` or `:.context:`; a name without a context is in `home`.
    pub fn parse_in(home: &Context, text: &str) -> Subject {
        let Some(rest) = text.strip_prefix(':').filter(|rest| rest.starts_with('.')) else {
            return Subject { context: home.clone(), name: text.into() };
        };
        let (context, name) = rest.split_once(':').unwrap_or((rest, ""));
        Subject { context: Context(context.into()), name: name.into() }
    }

    /// Reads a subject; a name without a context is in the default one.
    pub fn parse(text: &str) -> Subject {
        Subject::parse_in(&Context::default(), text)
    }

    /// Whether it stands for a context, not for a subject in it.
    pub fn is_context(&self) -> bool {
        self.name.is_empty()
    }

    /// A subject that may be written to: no control characters, no reserved name, a name at all.
    pub fn writable(text: &str) -> Result<Subject, Refusal> {
        let place = Subject::place(text)?;
        if place.is_context() || place.context.is_global() {
            return Err(Refusal::InvalidSubject { subject: text.to_owned() });
        }
        Ok(place)
    }

    /// A subject or context that may get configuration or a mode; in `.__GLOBAL` too, though nothing is registered there.
    pub fn place(text: &str) -> Result<Subject, Refusal> {
        let place = Subject::parse(text);
        let reserved = matches!(&*place.name, "__GLOBAL" | "__EMPTY");
        if text.chars().any(char::is_control) || reserved {
            return Err(Refusal::InvalidSubject { subject: text.to_owned() });
        }
        Ok(place)
    }

    /// As messages name it: the place of the registry's own settings is `null`.
    pub fn in_message(&self) -> String {
        if *self == Subject::registry() { "null".to_owned() } else { self.to_string() }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.context.is_default() {
            write!(f, ":{}:", self.context)?;
        }
        f.write_str(&self.name)
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|text| Subject::parse(&text))
    }
}

impl Serialize for Context {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Context {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|text| Context::new(&text))
    }
}

/// A schema id; unique in its context, 1 to 2^31-1.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
#[schemars(inline)]
pub struct SchemaId(pub u32);

impl fmt::Display for SchemaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The version that a path asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionAsked {
    /// `latest` or `-1`: the highest live one.
    Latest,
    /// This number.
    Number(u32),
}

impl VersionAsked {
    /// As messages name it: -1 for the latest.
    pub fn in_message(self) -> i64 {
        match self {
            VersionAsked::Latest => -1,
            VersionAsked::Number(number) => i64::from(number),
        }
    }
}

impl FromStr for VersionAsked {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let asked = text.trim();
        if asked.eq_ignore_ascii_case("latest") || asked == "-1" {
            return Ok(VersionAsked::Latest);
        }
        match asked.parse::<i32>() {
            Ok(number) if number > 0 => Ok(VersionAsked::Number(number.unsigned_abs())),
            Ok(_) | Err(_) => Err(Refusal::InvalidVersion { version: text.to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_read_and_printed_qualified_unless_default() {
        for (text, context, name, printed) in [
            ("a", ".", "a", "a"),
            (":.:a", ".", "a", "a"),
            (":.c:a", ".c", "a", ":.c:a"),
            (":.c:", ".c", "", ":.c:"),
            (":.c", ".c", "", ":.c:"),
            ("a:b", ".", "a:b", "a:b"),
            (":x:a", ".", ":x:a", ":x:a"),
        ] {
            let subject = Subject::parse(text);
            assert_eq!((subject.context.as_str(), &*subject.name), (context, name), "{text}");
            assert_eq!(subject.to_string(), printed);
        }
    }

    #[test]
    fn contexts_are_spelled_with_or_without_their_colons() {
        for (text, name) in [
            ("c", Some(".c")),
            (".c", Some(".c")),
            (":.c:", Some(".c")),
            (":.c", Some(".c")),
            ("c:", Some(".c")),
            ("", Some(".")),
            (".", Some(".")),
            (":.:", Some(".")),
            ("::", Some(".")),
            ("a:b", None),
            ("::c:", None),
            (":.c:s", None),
        ] {
            assert_eq!(Context::spelled(text).as_ref().map(Context::as_str), name, "{text:?}");
        }
    }

    #[test]
    fn names_that_may_not_be_written_are_refused() {
        for text in ["a\0b", "a\u{7f}", "__GLOBAL", ":.c:__EMPTY", ":.__GLOBAL:x", ":.c:", ""] {
            assert!(Subject::writable(text).is_err(), "{text:?}");
        }
        assert!(Subject::place(":.__GLOBAL:").is_ok() && Subject::place(":.__GLOBAL:x").is_ok());
        assert!(Subject::writable("a/b %é").is_ok());
    }

    #[test]
    fn versions_are_latest_or_positive() {
        for (text, asked) in [
            ("latest", Some(VersionAsked::Latest)),
            (" LATEST ", Some(VersionAsked::Latest)),
            ("-1", Some(VersionAsked::Latest)),
            ("7", Some(VersionAsked::Number(7))),
            ("2147483647", Some(VersionAsked::Number(2_147_483_647))),
            ("0", None),
            ("-2", None),
            ("2147483648", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(text.parse().ok(), asked, "{text:?}");
        }
    }
}
