//! The registry's REST API as types: request and response bodies, and the one table of its refusals.
//!
//! What it is not: it knows no server and no state; `registry-server` fills these bodies, clients read them.

#![deny(missing_docs)]

pub mod association;
pub mod body;
#[cfg(feature = "client")]
pub mod client;
pub mod config;
pub mod explained;
mod lenient;
pub mod metadata;
pub mod refusal;
pub mod server;
mod shape;
pub mod tags;

pub use association::{
    Association, AssociationBatch, AssociationBatchGet, AssociationBatchResponse, AssociationMade,
    AssociationOperation, AssociationQuestion, AssociationRequest, AssociationResponse,
    AssociationResult, AssociationType, AssociationWish, Lifecycle, ListedVersion,
};
pub use body::{
    Admission, AdmissionOutcome, Compatibility, ErrorBody, IdInContext, Register, Registered,
    SchemaById, SchemaReference, SubjectVersion, VersionOfSchema, Violation,
};
pub use config::{Config, ConfigFields, ConfigPatch, ConfigUpdated, Mode, ModeBody};
pub use metadata::{Metadata, Rule, RuleKind, RuleMode, RuleSet};
pub use refusal::Refusal;
pub use shape::{INT32_TEXT, VERSION_TEXT};
pub use tags::{EntityType, SchemaEntity, SchemaTags, TagSchema};

/// The media type of every answer unless another one is asked for.
pub const MEDIA_TYPE: &str = "application/vnd.schemaregistry.v1+json";

/// The media types the API speaks, with the server's own weight, best first.
pub const MEDIA_TYPES: [(&str, f32); 3] =
    [(MEDIA_TYPE, 1.0), ("application/vnd.schemaregistry+json", 0.9), ("application/json", 0.5)];
