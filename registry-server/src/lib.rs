//! The schema registry: Confluent's REST API over an event log.
