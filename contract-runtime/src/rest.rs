//! Bodies of REST requests as events and drafts: read, checked, and answered in `application/problem+json` if they are wrong.
//!
//! Extractors for axum, so that one type serves the API and the topic. What it is not: a server; it opens no socket.

mod body;
mod openapi;
mod problem;

pub use body::{Contract, Instructed};
pub use openapi::{Described, describe};
pub use problem::{MEDIA_TYPE, Problem};
