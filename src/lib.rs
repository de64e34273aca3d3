//! The event types of the payments catalogue, compiled from `schemas/` by `build.rs`.
//!
//! A module per namespace: `payment.initiated` is [`fintech::payments::v1::PaymentInitiated`], and a producer makes it from
//! a [`fintech::payments::v1::PaymentInitiatedDraft`] and the event that caused it.

include!(concat!(env!("OUT_DIR"), "/contracts.rs"));
