//! The few names that generated event types refer to.
//!
//! What it is: the exact types of the wire (decimals, dates, timestamps), the cursors of Avro and JSON, framing, violations, formats,
//! and the way from a draft to a message that keeps correlation by construction.
//! What it is not: it reads no schema, opens no socket, and asks the clock in one place only: [`Stamp::now`].
//!
//! ```
//! use contract_runtime::{Decimal, TimestampMicros};
//!
//! let amount: Decimal<5> = "1250.5".parse()?;
//! assert_eq!(amount.unscaled(), 125_050_000);
//! assert_eq!(amount.to_string(), "1250.50000");
//! let at: TimestampMicros = "2026-01-02T03:04:05.000006Z".parse()?;
//! assert_eq!(at.to_string(), "2026-01-02T03:04:05.000006Z");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![deny(missing_docs)]

pub mod avro;
mod bytes;
pub mod cel;
mod correlation;
pub mod dead_letter;
pub mod decimal;
mod duration;
mod event;
mod fact;
pub mod format;
pub mod frame;
pub mod headers;
mod incoming;
#[cfg(feature = "serde")]
pub mod json;
pub mod json_text;
pub mod key;
mod now;
mod outgoing;
pub mod pattern;
mod producer;
pub mod protobuf;
pub mod redact;
#[cfg(feature = "resolution")]
pub mod resolution;
#[cfg(feature = "axum")]
pub mod rest;
mod stamp;
pub mod text;
pub mod time;
pub mod topic;
mod unique;
mod violation;
mod warning;
mod writer;

pub use avro::{DecodeError, Decoded, EncodeError, Notes};
pub use bytes::{Bytes, Fixed};
pub use correlation::{BadCorrelationId, CorrelationId};
pub use dead_letter::DeadLetter;
pub use decimal::{Decimal, DecimalError};
pub use duration::{AvroDuration, DurationError};
pub use event::{Draft, Envelope, Event, Format, ReceiveError};
pub use fact::Fact;
pub use incoming::{Consumed, Incoming, Rejection};
pub use now::Now;
pub use outgoing::{Message, Outgoing, PublishError};
pub use producer::{BadProducer, Producer};
pub use redact::{Pii, Sensitive};
pub use stamp::Stamp;
pub use time::{
    Date, LocalTimestampMicros, LocalTimestampMillis, LocalTimestampNanos, TimeError, TimeMicros,
    TimeMillis, TimestampMicros, TimestampMillis, TimestampNanos,
};
pub use topic::{Topic, TopicReader};
pub use unique::{is_unique, is_unique_ord};
pub use uuid;
pub use uuid::Uuid;
pub use violation::{EntryKey, Path, Step, Violation, Violations};
pub use warning::Warnings;
pub use writer::{Writer, WriterError};

#[cfg(feature = "prost")]
pub use prost;
#[cfg(feature = "pattern")]
pub use regex;
#[cfg(feature = "schemars")]
pub use schemars;
#[cfg(feature = "serde")]
pub use serde;

/// The value of a `Result`, or the end of the function with its error: what `?` is to generated code, where errors are of
/// one type. The calls behind a `?` are resolved, checked and taken apart again by rustc at each of tens of thousands of
/// places; a `match` is not.
#[doc(hidden)]
#[macro_export]
macro_rules! tried {
    ($result:expr) => {
        match $result {
            ::core::result::Result::Ok(value) => value,
            ::core::result::Result::Err(error) => return ::core::result::Result::Err(error),
        }
    };
}
