//! What `Debug` of a generated type prints in place of a tagged field.

use std::fmt;

/// Prints its text without quotes.
#[derive(Clone, Copy)]
pub struct Redacted(&'static str);

/// In place of personal data.
pub const PII: Redacted = Redacted("[PII]");
/// In place of other sensitive data.
pub const SENSITIVE: Redacted = Redacted("[SENSITIVE]");

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
