//! The event types of the payments catalogue, compiled from `schemas/` by `build.rs`.
//!
//! A module per namespace: `payment.initiated` is [`fintech::payments::v1::PaymentInitiated`], and a producer makes it from
//! a [`fintech::payments::v1::PaymentInitiatedDraft`] and the event that caused it.
//!
//! What is required of new writers cannot be left out, though the wire allows null for old ones:
//!
//! ```compile_fail,E0308
//! use event_contracts::fintech::payments::v1::PaymentInitiatedDraft;
//!
//! fn without_corridor(full: PaymentInitiatedDraft) -> PaymentInitiatedDraft {
//!     PaymentInitiatedDraft { corridor_code: None, ..full }
//! }
//! ```

include!(concat!(env!("OUT_DIR"), "/contracts.rs"));
