//! The embedded store: sled 0.34.7, used as a log under the five rules of docs/storage.md and nowhere else.
