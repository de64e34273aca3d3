//! The one place that dispatches over formats: a parsed schema, whatever its language.

mod clip;

use crate::avro::AvroSchema;
use crate::compat::Terms;
use crate::json::JsonSchema;
use crate::position::Position;
use crate::protobuf::ProtoSchema;
use crate::rule::Breach;
use std::sync::Arc;

pub(crate) use clip::clip;

/// A schema language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Apache Avro 1.12.
    Avro,
    /// JSON Schema, drafts 4, 6, 7, 2019-09 and 2020-12.
    Json,
    /// Protocol Buffers, proto2 and proto3.
    Protobuf,
}

impl Format {
    /// Every format this crate can judge.
    pub const ALL: [Format; 3] = [Format::Avro, Format::Json, Format::Protobuf];

    /// The `schemaType` of the REST API.
    pub fn name(self) -> &'static str {
        match self {
            Format::Avro => "AVRO",
            Format::Json => "JSON",
            Format::Protobuf => "PROTOBUF",
        }
    }

    /// The format with this `schemaType`, exact spelling.
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A reference from one registered schema to another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    /// Avro: full name of the type. JSON: the URI of `$ref`. Protobuf: import path.
    pub name: String,
    /// Subject that holds the referenced schema.
    pub subject: String,
    /// Version in that subject; -1 means the latest.
    pub version: i32,
}

/// A schema that another one refers to, with its text.
///
/// A parse takes the transitive closure as a list in which every schema comes after those it needs itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The name under which it is referred to.
    pub name: String,
    /// Its subject.
    pub subject: String,
    /// Its version.
    pub version: u32,
    /// Its text.
    pub text: Arc<str>,
}

/// What a parse may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Longest text in bytes, each dependency included.
    pub bytes: usize,
    /// Deepest nesting of brackets or messages.
    pub depth: usize,
    /// Most schemas in the reference closure.
    pub dependencies: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { bytes: 8 << 20, depth: 256, dependencies: 2_000 }
    }
}

/// How strictly a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseOptions {
    /// Check what only a new schema must satisfy: ASCII names, defaults that fit their types.
    pub as_new: bool,
    /// What the parse may cost.
    pub limits: Limits,
}

impl ParseOptions {
    /// For a schema that is about to be registered.
    pub fn new_schema() -> Self {
        ParseOptions { as_new: true, limits: Limits::default() }
    }

    /// For a schema that was accepted earlier.
    pub fn stored() -> Self {
        ParseOptions { as_new: false, limits: Limits::default() }
    }
}

/// One thing that is wrong with a schema text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The place in the text, if the parser knows it.
    pub at: Option<Position>,
    /// What is wrong: lower case, no final stop, values in backticks.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Complaint {
    /// The same complaint with a remedy.
    #[must_use]
    pub fn with_help(mut self, help: &str) -> Self {
        self.help = Some(help.to_owned());
        self
    }
}

/// The text is not a schema; every complaint that could be found at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaError {
    /// Never empty.
    pub complaints: Vec<Complaint>,
}

impl std::fmt::Display for SchemaError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, complaint) in self.complaints.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{}", complaint.message)?;
            if let Some(at) = complaint.at {
                write!(f, " (line {}, column {})", at.line, at.column)?;
            }
            if let Some(help) = &complaint.help {
                write!(f, ": {help}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for SchemaError {}

/// A parsed schema.
#[derive(Debug, Clone)]
pub enum Schema {
    /// An Avro schema.
    Avro(AvroSchema),
    /// A JSON Schema.
    Json(JsonSchema),
    /// A Protobuf file.
    Protobuf(ProtoSchema),
}

impl Schema {
    /// Parses `text`; `dependencies` is the closure of its references, each after those it needs.
    ///
    /// # Errors
    /// Every complaint about the text, with positions where the parser knows them.
    pub fn parse(
        format: Format,
        text: &str,
        dependencies: &[Dependency],
        options: ParseOptions,
    ) -> Result<Schema, SchemaError> {
        match format {
            Format::Avro => AvroSchema::parse(text, dependencies, options).map(Schema::Avro),
            Format::Json => JsonSchema::parse(text, dependencies, options).map(Schema::Json),
            Format::Protobuf => {
                ProtoSchema::parse(text, dependencies, options).map(Schema::Protobuf)
            }
        }
    }

    /// The schema's language.
    pub fn format(&self) -> Format {
        match self {
            Schema::Avro(_) => Format::Avro,
            Schema::Json(_) => Format::Json,
            Schema::Protobuf(_) => Format::Protobuf,
        }
    }

    /// The text that Confluent's registry stores and hashes: equal for texts that differ only in layout.
    pub fn canonical_text(&self) -> String {
        match self {
            Schema::Avro(schema) => schema.canonical_text(),
            Schema::Json(schema) => schema.canonical_text(),
            Schema::Protobuf(schema) => schema.canonical_text(),
        }
    }

    /// The text under `normalize=true`: also independent of the order of what has no order.
    pub fn normalized_text(&self) -> String {
        match self {
            Schema::Avro(schema) => schema.normalized_text(),
            Schema::Json(schema) => schema.normalized_text(),
            Schema::Protobuf(schema) => schema.normalized_text(),
        }
    }

    /// About how many bytes the parsed schema takes in memory, for caches that bound themselves.
    pub fn weight(&self) -> usize {
        match self {
            // Measured on the payments catalogue: a tree of six to nine times its text.
            Schema::Avro(schema) => 4096 + schema.text().len() * 10,
            Schema::Json(schema) => schema.weight(),
            Schema::Protobuf(schema) => schema.weight(),
        }
    }

    /// Whether the two mean the same to a registration (the second equality test of a lookup).
    pub fn is_equivalent(&self, other: &Schema) -> bool {
        match (self, other) {
            (Schema::Avro(a), Schema::Avro(b)) => a.is_equivalent(b),
            (Schema::Json(a), Schema::Json(b)) => a.is_equivalent(b),
            (Schema::Protobuf(a), Schema::Protobuf(b)) => a.is_equivalent(b),
            (Schema::Avro(_) | Schema::Json(_) | Schema::Protobuf(_), _) => false,
        }
    }
}

/// What keeps `reader` from reading the data of `writer` on these terms: nothing when it can, `None` if their formats
/// differ. What the standard refuses comes first.
pub fn can_read(reader: &Schema, writer: &Schema, terms: Terms) -> Option<Vec<Breach>> {
    Some(match (reader, writer) {
        (Schema::Avro(reader), Schema::Avro(writer)) => {
            crate::avro::can_read_under(terms.safety, reader, writer)
        }
        (Schema::Json(reader), Schema::Json(writer)) => {
            crate::json::can_read_on(reader, writer, terms)
        }
        (Schema::Protobuf(reader), Schema::Protobuf(writer)) => {
            crate::protobuf::can_read_under(terms.safety, reader, writer)
        }
        (Schema::Avro(_) | Schema::Json(_) | Schema::Protobuf(_), _) => return None,
    })
}

/// What `new` gives up so that a later version could give it another meaning: asked at
/// [`Safety::Wire`](crate::compat::Safety::Wire), whoever reads. `None` if their formats differ.
pub fn retires(new: &Schema, old: &Schema) -> Option<Vec<Breach>> {
    Some(match (new, old) {
        (Schema::Protobuf(new), Schema::Protobuf(old)) => crate::protobuf::retires(new, old),
        // Numbers and names of the other formats hold no data once they are gone.
        (Schema::Avro(_), Schema::Avro(_)) | (Schema::Json(_), Schema::Json(_)) => Vec::new(),
        (Schema::Avro(_) | Schema::Json(_) | Schema::Protobuf(_), _) => return None,
    })
}

/// What `old` has and `new` does not keep, as [`Safety::Golden`](crate::compat::Safety::Golden) asks: `new` stands in the
/// reader's place. `None` if their formats differ.
pub fn keeps(new: &Schema, old: &Schema) -> Option<Vec<Breach>> {
    Some(match (new, old) {
        (Schema::Avro(new), Schema::Avro(old)) => crate::avro::keeps(new, old),
        (Schema::Json(new), Schema::Json(old)) => crate::json::keeps(new, old),
        (Schema::Protobuf(new), Schema::Protobuf(old)) => crate::protobuf::keeps(new, old),
        (Schema::Avro(_) | Schema::Json(_) | Schema::Protobuf(_), _) => return None,
    })
}
