//! Events of random pairs of schemas, each with the decoder that was generated for its older version.

use contract_runtime::{DecodeError, Event, Notes};

/// A payload of the type itself, and what was noted on the way to it.
pub type Written = (Vec<u8>, Notes);

/// One event with two versions.
#[derive(Debug)]
pub struct Pair {
    /// The older version's schema.
    pub writer: &'static str,
    /// The type's own schema.
    pub reader: &'static str,
    /// Reads a payload of the older version by the generated decoder, and writes it as the type does.
    pub compiled: fn(&[u8]) -> Result<Written, DecodeError>,
    /// Reads a payload of the type itself, and writes it.
    pub own: fn(&[u8]) -> Result<Vec<u8>, DecodeError>,
}

fn pair<E: Event>(writer: &'static str) -> Pair {
    Pair {
        writer,
        reader: E::SCHEMA,
        compiled: |payload| {
            let decoded = (E::WRITERS[0].decode)(payload)?;
            Ok((written(&decoded.value), decoded.notes))
        },
        own: |payload| Ok(written(&E::decode(payload)?)),
    }
}

fn written<E: Event>(value: &E) -> Vec<u8> {
    value.to_payload().expect("no decimal on a fixed is among the random types")
}

/// Every pair.
pub fn pairs() -> Vec<Pair> {
    table::pairs()
}

mod table {
    use super::{Pair, pair};

    pub(super) fn pairs() -> Vec<Pair> {
        include!(concat!(env!("OUT_DIR"), "/pairs.rs")).into()
    }
}

mod compiled {
    include!(concat!(env!("OUT_DIR"), "/compiled.rs"));
}
