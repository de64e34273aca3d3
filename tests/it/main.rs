//! The event types, the server and the command line end to end, and the invariants of the tree.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

// What codecs allocate.
mod allocations;
// Avro events as generated types, against an independent library.
mod avro_events;
// Older, newer and foreign writers of a payment, resolved.
mod avro_writers;
// The payments catalogue in schemas/: complete, uniform, evolved as it must be.
mod catalogue;
// What events carry besides their fields: flow, producer, headers, dead letters, topics.
mod duties;
// The JSON Schema event as a generated type, from draft to received value.
mod json_events;
// Rules across fields, and the travel rule of the policy.
mod parties;
// A full payment for tests.
mod payment;
// Protobuf events as generated types, from draft to received value.
mod protobuf_events;
// What is tagged stands in no log line, whichever way it comes there.
mod redaction;
// One type for an API and a topic, through the router of an example.
mod rest;
// The invariants of docs/architecture.md.
mod tidy;
