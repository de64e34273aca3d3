//! What a consumer holds: payloads of every writer of an event, whether a decoder was generated for it or not.

use super::transcode::{Transcoder, TranscoderError};
use crate::avro::{DecodeError, Decoded, Notes};
use crate::event::{Event, Format};
use crate::frame::{FrameError, unframe};
use crate::writer::Writer;
use contract_schema::avro::AvroSchema;
use contract_schema::fingerprint::rabin;
use contract_schema::{Dependency, ParseOptions};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// Reads one event from all its writers; shared between threads by reference.
///
/// A writer is known by its schema's content, not by its id, which is another one in another registry. So the first value
/// with an id asks for the schema; what is known by then is remembered.
pub struct Resolver<E: Event> {
    routes: RwLock<HashMap<u32, Route<E>>>,
    /// Contents of writers that were warned of.
    told: RwLock<HashSet<u64>>,
    reader: OnceLock<Result<AvroSchema, TranscoderError>>,
    own: AtomicU64,
    compiled: AtomicU64,
    planned: AtomicU64,
    replaced: AtomicU64,
}

/// A writer's schema, as a registry gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriterSchema {
    /// Its text.
    pub text: String,
    /// What it refers to, each after those it needs itself.
    pub references: Vec<Dependency>,
}

/// How payloads of a writer are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// They have the event's own schema.
    Own,
    /// By a decoder that was generated for this writer.
    Compiled,
    /// By the plan that was made when the writer was first met.
    Planned,
}

/// An event, and how it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Received<E> {
    /// The event.
    pub event: E,
    /// The registry's id of the writer's schema.
    pub schema_id: u32,
    /// How it was read.
    pub way: Way,
    /// What stands in it that was not written.
    pub notes: Notes,
}

/// How many payloads were read, by the way they took, and what was noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Payloads of the event's own schema.
    pub own: u64,
    /// Payloads read by generated decoders of other writers.
    pub compiled: u64,
    /// Payloads read by plans made at run time.
    pub planned: u64,
    /// Symbols that were read as the default of their enum.
    pub replaced_symbols: u64,
}

/// A value from a topic is not the event it was taken for, or its writer is not known.
#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    /// The frame is broken.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// The payload cannot be decoded.
    #[error("a payload of schema {schema_id} cannot be read as `{event}`: {source}")]
    Decode {
        /// The event that was asked for.
        event: &'static str,
        /// The id of the writer's schema.
        schema_id: u32,
        /// Why.
        source: DecodeError,
    },
    /// Nobody has told the schema with this id.
    #[error("the schema with id {schema_id} is not known: give it to the resolver of `{event}`")]
    UnknownId {
        /// The event that was asked for.
        event: &'static str,
        /// The id.
        schema_id: u32,
    },
    /// No way to read the writer's schema.
    #[error(transparent)]
    Transcoder(#[from] TranscoderError),
    /// The event's payloads are no Avro; only Avro resolves.
    #[error("`{event}` is no Avro event: its payloads need no resolution")]
    NotAvro {
        /// The event.
        event: &'static str,
    },
    /// The schema could not be fetched.
    #[error("the schema with id {schema_id} could not be fetched: {source}")]
    Fetch {
        /// The id.
        schema_id: u32,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl ResolveError {
    /// A word for alerts and metrics, the same in every release.
    pub fn code(&self) -> &'static str {
        match self {
            ResolveError::Frame(_) => "frame",
            ResolveError::Decode { .. } => "decode",
            ResolveError::UnknownId { .. }
            | ResolveError::Transcoder(_)
            | ResolveError::NotAvro { .. } => "unknown-writer",
            ResolveError::Fetch { .. } => "fetch",
        }
    }
}

enum Route<E: 'static> {
    Own,
    Compiled(&'static Writer<E>),
    Planned(Arc<Transcoder>),
}

impl<E> Clone for Route<E> {
    fn clone(&self) -> Self {
        match self {
            Route::Own => Route::Own,
            Route::Compiled(writer) => Route::Compiled(writer),
            Route::Planned(transcoder) => Route::Planned(transcoder.clone()),
        }
    }
}

impl<E: Event> fmt::Debug for Resolver<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resolver")
            .field("event", &E::EVENT)
            .field("counts", &self.counts())
            .finish()
    }
}

impl<E: Event> Default for Resolver<E> {
    fn default() -> Self {
        Resolver::new()
    }
}

impl<E: Event> Resolver<E> {
    /// A resolver that knows no id yet.
    pub fn new() -> Self {
        Resolver {
            routes: RwLock::default(),
            told: RwLock::default(),
            reader: OnceLock::new(),
            own: AtomicU64::new(0),
            compiled: AtomicU64::new(0),
            planned: AtomicU64::new(0),
            replaced: AtomicU64::new(0),
        }
    }

    /// A resolver that takes the ids of `contracts.lock` for those of the values: right only where values come with the
    /// ids of the very registry that the lock file was pulled from.
    pub fn with_locked_ids() -> Self {
        let resolver = Resolver::new();
        let known = E::WRITERS.iter().filter_map(|writer| Some((writer.schema_id?, writer)));
        let mut routes: HashMap<u32, Route<E>> =
            known.map(|(id, writer)| (id, Route::Compiled(writer))).collect();
        routes.extend(E::SCHEMA_ID.map(|id| (id, Route::Own)));
        Resolver { routes: RwLock::new(routes), ..resolver }
    }

    /// Reads a framed value whose writer is known.
    ///
    /// # Errors
    /// The frame is broken, the writer is not known, or the payload is none of its schema or has no reading.
    pub fn receive(&self, value: &[u8]) -> Result<Received<E>, ResolveError> {
        let framed = unframe(value, E::FORMAT)?;
        match self.route(framed.schema_id) {
            Some(route) => self.read(&route, framed.schema_id, framed.payload),
            None => Err(unknown::<E>(framed.schema_id)),
        }
    }

    /// Reads a framed value; `fetch` gives the schema of an id that was not met before.
    ///
    /// # Errors
    /// As for [`Resolver::receive`], or the schema cannot be fetched or parsed.
    pub fn receive_with<F>(
        &self,
        value: &[u8],
        fetch: impl FnOnce(u32) -> Result<WriterSchema, F>,
    ) -> Result<Received<E>, ResolveError>
    where
        F: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let framed = unframe(value, E::FORMAT)?;
        let schema_id = framed.schema_id;
        let route = match self.route(schema_id) {
            Some(route) => route,
            None => {
                let schema = fetch(schema_id)
                    .map_err(|source| ResolveError::Fetch { schema_id, source: source.into() })?;
                self.learn_route(schema_id, &schema)?
            }
        };
        self.read(&route, schema_id, framed.payload)
    }

    /// Tells the schema of an id, and learns how its payloads will be read.
    ///
    /// # Errors
    /// The text is no Avro schema, or it and the event's pair too many types.
    pub fn learn(&self, schema_id: u32, schema: &WriterSchema) -> Result<Way, ResolveError> {
        Ok(match self.learn_route(schema_id, schema)? {
            Route::Own => Way::Own,
            Route::Compiled(_) => Way::Compiled,
            Route::Planned(_) => Way::Planned,
        })
    }

    /// What was read so far.
    pub fn counts(&self) -> Counts {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            own: read(&self.own),
            compiled: read(&self.compiled),
            planned: read(&self.planned),
            replaced_symbols: read(&self.replaced),
        }
    }

    fn route(&self, schema_id: u32) -> Option<Route<E>> {
        // A route is written as a whole: there is nothing half done behind a poisoned lock.
        let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        routes.get(&schema_id).cloned()
    }

    fn learn_route(&self, schema_id: u32, schema: &WriterSchema) -> Result<Route<E>, ResolveError> {
        if E::FORMAT != Format::Avro {
            return Err(ResolveError::NotAvro { event: E::EVENT });
        }
        let writer = AvroSchema::parse(&schema.text, &schema.references, ParseOptions::stored())
            .map_err(|source| TranscoderError::Schema { side: "writer", source })?;
        let content = rabin(writer.resolved_text().as_bytes());
        let route = match E::WRITERS.iter().find(|known| known.content == content) {
            Some(known) => Route::Compiled(known),
            None => {
                let transcoder = Transcoder::new(self.reader()?, writer)?;
                match transcoder.is_same() {
                    true => Route::Own,
                    false => {
                        self.warn(schema_id, content, &transcoder);
                        Route::Planned(Arc::new(transcoder))
                    }
                }
            }
        };
        let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        routes.insert(schema_id, route.clone());
        Ok(route)
    }

    fn reader(&self) -> Result<&AvroSchema, TranscoderError> {
        let parse = || {
            AvroSchema::parse(E::RESOLVED_SCHEMA, &[], ParseOptions::stored())
                .map_err(|source| TranscoderError::Schema { side: "reader", source })
        };
        self.reader.get_or_init(parse).as_ref().map_err(Clone::clone)
    }

    /// Once for each writer, whatever its ids: what of its data this reader does not see.
    fn warn(&self, schema_id: u32, content: u64, transcoder: &Transcoder) {
        if !self.told.write().unwrap_or_else(PoisonError::into_inner).insert(content) {
            return;
        }
        tracing::warn!(
            event = E::EVENT,
            reader_version = E::VERSION,
            schema_id,
            unknown_fields = ?transcoder.dropped(),
            defaulted_fields = ?transcoder.defaulted(),
            refused = ?transcoder.refused(),
            "payloads come from a writer that was not known when this type was compiled; run `concord pull` and build again"
        );
    }

    fn read(
        &self,
        route: &Route<E>,
        schema_id: u32,
        payload: &[u8],
    ) -> Result<Received<E>, ResolveError> {
        let failed = |source| ResolveError::Decode { event: E::EVENT, schema_id, source };
        let (way, counter, decoded) = match route {
            Route::Own => {
                let decoded = E::decode(payload);
                let decoded = decoded.map(|value| Decoded { value, notes: Notes::default() });
                (Way::Own, &self.own, decoded)
            }
            Route::Compiled(writer) => (Way::Compiled, &self.compiled, (writer.decode)(payload)),
            Route::Planned(transcoder) => {
                let mut own = Vec::with_capacity(payload.len() + payload.len() / 4);
                let notes = transcoder.transcode(payload, &mut own);
                let decoded =
                    notes.and_then(|notes| Ok(Decoded { value: E::decode(&own)?, notes }));
                (Way::Planned, &self.planned, decoded)
            }
        };
        let Decoded { value: event, notes } = decoded.map_err(failed)?;
        counter.fetch_add(1, Ordering::Relaxed);
        if !notes.is_empty() {
            self.replaced.fetch_add(notes.replaced_symbols(), Ordering::Relaxed);
            tracing::debug!(
                event = E::EVENT,
                schema_id,
                symbols = ?notes.symbols().collect::<Vec<_>>(),
                "unknown symbols are read as the default of their enum"
            );
        }
        Ok(Received { event, schema_id, way, notes })
    }
}

fn unknown<E: Event>(schema_id: u32) -> ResolveError {
    ResolveError::UnknownId { event: E::EVENT, schema_id }
}
