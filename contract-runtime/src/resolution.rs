//! Writers that were not known at build time: a plan of resolution is made once for each, and walked for every payload.
//!
//! A [`Transcoder`] rewrites payloads of one schema as payloads of another. A [`Resolver`] is what a consumer holds: it
//! chooses, by the schema id in the frame, between the generated decoders and a transcoder, and says what it does.

mod resolver;
mod transcode;

pub use resolver::{Counts, Received, ResolveError, Resolver, Way, WriterSchema};
pub use transcode::{Transcoder, TranscoderError};
