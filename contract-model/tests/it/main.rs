//! The vocabulary and the policy through the crate's front door: schema texts in, findings out.

#![expect(clippy::unwrap_used, reason = "a test that cannot parse its own input shall stop there")]
