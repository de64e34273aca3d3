//! HTTP bodies and error codes of the registry; feature client: a small blocking client.

#[cfg(feature = "client")]
pub mod client;
