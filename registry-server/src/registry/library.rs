//! Parsed schemas, remembered: a text is parsed once, however many candidates are compared with it.
//!
//! The key is a hash of everything that a parse depends on, so a memory can never be stale.
//! Bounded by two generations: what was not asked for while a whole generation filled up is forgotten.

use super::content::Content;
use contract_model::{Contract, Shape};
use contract_schema::{Dependency, Format, ParseOptions, Schema, SchemaError};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Bytes of memory in one generation. A Protobuf schema takes a hundred times its text, so texts are no measure.
const GENERATION_BYTES: usize = 128 << 20;

/// A schema with the texts that tell who it is.
#[derive(Debug)]
pub struct Parsed {
    pub schema: Arc<Schema>,
    canonical: OnceLock<Arc<str>>,
    normalized: OnceLock<Arc<str>>,
    shape: OnceLock<Shape>,
    contract: OnceLock<Option<Contract>>,
}

impl Parsed {
    fn new(schema: Schema) -> Parsed {
        Parsed {
            schema: Arc::new(schema),
            canonical: OnceLock::new(),
            normalized: OnceLock::new(),
            shape: OnceLock::new(),
            contract: OnceLock::new(),
        }
    }

    /// The fields, whatever the format.
    pub fn shape(&self) -> &Shape {
        self.shape.get_or_init(|| Shape::of(&self.schema))
    }

    /// The event contract that the schema declares, if it does and can be read.
    pub fn contract(&self) -> Option<&Contract> {
        self.contract.get_or_init(|| Contract::read(&self.schema, self.shape()).0).as_ref()
    }

    /// See [`Schema::canonical_text`].
    pub fn canonical(&self) -> Arc<str> {
        Arc::clone(self.canonical.get_or_init(|| self.schema.canonical_text().into()))
    }

    /// See [`Schema::normalized_text`].
    pub fn normalized(&self) -> Arc<str> {
        Arc::clone(self.normalized.get_or_init(|| self.schema.normalized_text().into()))
    }
}

/// The memory.
#[derive(Debug, Default)]
pub struct Library {
    shelves: Mutex<Shelves>,
}

type Key = [u8; 32];

#[derive(Debug, Default)]
struct Shelves {
    young: HashMap<Key, (Arc<Parsed>, usize)>,
    old: HashMap<Key, (Arc<Parsed>, usize)>,
    young_bytes: usize,
}

impl Library {
    /// Parses, or remembers having parsed.
    ///
    /// # Errors
    /// The parser's complaints; those are not remembered.
    pub fn parse(
        &self,
        format: Format,
        text: &str,
        dependencies: &[Dependency],
        options: ParseOptions,
    ) -> Result<Arc<Parsed>, SchemaError> {
        let key = key(format, text, dependencies, options);
        self.remember(key, || Schema::parse(format, text, dependencies, options))
    }

    /// The same for a stored schema without references, which its content hash names as well: the text is not hashed.
    ///
    /// # Errors
    /// The parser's complaints.
    pub fn stored(
        &self,
        content: &Content,
        options: ParseOptions,
    ) -> Result<Arc<Parsed>, SchemaError> {
        let mut key = [0; 32];
        key[..16].copy_from_slice(content.guid.as_bytes());
        key[16] = content.format as u8;
        self.remember(key, || Schema::parse(content.format, &content.text.plain(), &[], options))
    }

    /// What parsing a text without references brought, if that is remembered.
    pub fn remembered(
        &self,
        format: Format,
        text: &str,
        options: ParseOptions,
    ) -> Option<Arc<Parsed>> {
        self.find(&key(format, text, &[], options))
    }

    fn remember(
        &self,
        key: Key,
        parse: impl FnOnce() -> Result<Schema, SchemaError>,
    ) -> Result<Arc<Parsed>, SchemaError> {
        if let Some(found) = self.find(&key) {
            return Ok(found);
        }
        let parsed = Arc::new(Parsed::new(parse()?));
        let bytes = parsed.schema.weight();
        self.keep(key, Arc::clone(&parsed), bytes);
        Ok(parsed)
    }

    fn find(&self, key: &Key) -> Option<Arc<Parsed>> {
        let mut shelves = self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((found, _)) = shelves.young.get(key) {
            return Some(Arc::clone(found));
        }
        let (found, bytes) = shelves.old.remove(key)?;
        shelves.put(*key, Arc::clone(&found), bytes);
        Some(found)
    }

    fn keep(&self, key: Key, parsed: Arc<Parsed>, bytes: usize) {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner).put(key, parsed, bytes);
    }
}

impl Shelves {
    /// Puts a schema with the young; when they fill a generation, they become the old and the old are forgotten.
    fn put(&mut self, key: Key, parsed: Arc<Parsed>, bytes: usize) {
        if self.young_bytes + bytes > GENERATION_BYTES {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        self.young_bytes += bytes;
        self.young.insert(key, (parsed, bytes));
    }
}

fn key(format: Format, text: &str, dependencies: &[Dependency], options: ParseOptions) -> Key {
    let mut hash = Sha256::new();
    hash.update([format as u8, u8::from(options.as_new)]);
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    };
    part(text);
    for dependency in dependencies {
        part(&dependency.name);
        part(&dependency.subject);
        part(&dependency.version.to_string());
        part(&dependency.text);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_tells_apart_what_only_concatenates_alike() {
        let dependency = |name: &str, subject: &str| Dependency {
            name: name.into(),
            subject: subject.into(),
            version: 1,
            text: "t".into(),
        };
        let of = |dependencies: &[Dependency]| {
            key(Format::Avro, "x", dependencies, ParseOptions::stored())
        };
        assert_ne!(of(&[dependency("ab", "c")]), of(&[dependency("a", "bc")]));
        assert_ne!(of(&[]), key(Format::Avro, "x", &[], ParseOptions::new_schema()));
        assert_ne!(of(&[]), key(Format::Protobuf, "x", &[], ParseOptions::stored()));
    }
}
