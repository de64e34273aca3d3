//! A witness shows a breach: one datum that the writer can write and the reader refuses or reads as something else.
//!
//! It is searched for only when somebody asks, within bounds; a compatible pair costs nothing.

use crate::compat::Safety;
use crate::rule::Breach;
use crate::schema::Schema;

/// One datum of the writer, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// The type of the datum: full name of an Avro or Protobuf type, empty for JSON.
    pub of: String,
    /// The datum as JSON text, for people: Avro's JSON encoding, ProtoJSON, or the instance itself.
    pub json: String,
    /// The datum as the writer encodes it, for machines: Avro binary, Protobuf wire format or JSON text, without the
    /// header that payloads in Kafka have.
    pub bytes: Vec<u8>,
    /// What becomes of it at the reader.
    pub outcome: Outcome,
}

impl Witness {
    /// The encoded datum in lower-case hexadecimal digits.
    pub fn hex(&self) -> String {
        self.bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What a reader makes of a datum that it does not get right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Decoding or validation fails, for this reason.
    Refused(String),
    /// It reads this instead, as JSON text.
    Altered(String),
}

/// What is known about the truth of a breach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// This datum breaks.
    Shown(Box<Witness>),
    /// No datum breaks: Confluent refuses the change, data survive it.
    FalseAlarm,
    /// The rule keeps names and numbers for later; it speaks of no datum.
    Promise,
    /// None was found within the bounds of the search.
    NotFound,
}

/// Looks for a datum that shows that `breach` of `reader` and `writer` is one.
pub fn evidence(reader: &Schema, writer: &Schema, breach: &Breach) -> Evidence {
    if breach.rule.safety == Safety::Golden || crate::protobuf::is_promise(breach.rule) {
        return Evidence::Promise;
    }
    match (reader, writer) {
        (Schema::Avro(reader), Schema::Avro(writer)) => {
            crate::avro::evidence(reader, writer, breach)
        }
        (Schema::Protobuf(reader), Schema::Protobuf(writer)) => {
            crate::protobuf::evidence(reader, writer, breach)
        }
        (Schema::Json(reader), Schema::Json(writer)) => {
            crate::json::evidence(reader, writer, breach)
        }
        (Schema::Avro(_) | Schema::Json(_) | Schema::Protobuf(_), _) => Evidence::NotFound,
    }
}
