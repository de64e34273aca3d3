//! What an event contract is: the vocabulary in the schema text, constraints on fields, the policy over both.
//!
//! One engine for the registry, the gate and the compiler: the same input gives the same diagnostics everywhere.
//! What it is not: it validates schemas, not payloads (generated code does that), and touches no file, socket or clock.
//!
//! ```
//! use contract_model::{Candidate, Date, Policy, Setting, Shape, judge};
//! use contract_schema::{Format, ParseOptions, Schema};
//!
//! let text = r#"{"type": "record", "name": "Paid", "fields": [],
//!   "contract": {"event": "invoice.paid", "class": "operational"}}"#;
//! let schema = Schema::parse(Format::Avro, text, &[], ParseOptions::new_schema())?;
//! let shape = Shape::of(&schema);
//! let candidate = Candidate {
//!     subject: "invoice.paid-value",
//!     version: 1,
//!     schema: &schema,
//!     shape: &shape,
//!     earlier: &[],
//!     elsewhere: &[],
//! };
//! let today = Date::parse("2026-11-21").expect("a date");
//! let verdict = judge(&Policy::fintech_default(), Setting::Enforce, today, &candidate);
//! assert!(verdict.is_refused());
//! assert!(verdict.violations().any(|finding| finding.id == "ENV-CORRELATION"));
//! # Ok::<(), contract_schema::SchemaError>(())
//! ```

#![deny(missing_docs)]

pub mod catalogue;
pub mod cel;
pub mod constraint;
pub mod contract;
pub mod date;
pub mod diagnostic;
pub mod folder;
pub mod glob;
pub mod lock;
pub mod manifest;
pub mod parallel;
mod pattern;
pub mod policy;
pub mod shape;
pub mod suggest;
mod toml_text;

pub use catalogue::{Catalogue, FileFinding, Member};
pub use constraint::{Bound, Constraint, FieldRules, Literal, WellKnown};
pub use contract::{Class, Classification, Contract, Stability};
pub use date::Date;
pub use diagnostic::{Diagnostic, Severity};
pub use glob::Glob;
pub use lock::{Lock, Locked};
pub use manifest::Manifest;
pub use policy::{Candidate, Earlier, Elsewhere, Policy, Setting, Settings, Verdict, judge};
pub use shape::{Field, Presence, Record, RecordId, Shape, Type};
