//! The id that all events of one flow share.

use std::fmt;
use std::str::FromStr;

/// A correlation id: 1 to 128 letters, digits, `.`, `_`, `:` or `-`, beginning with a letter or digit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CorrelationId(String);

/// The text is no correlation id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a correlation id: use 1 to 128 letters, digits, `.`, `_`, `:` or `-`, beginning with a letter or digit"
)]
pub struct BadCorrelationId;

impl CorrelationId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CorrelationId {
    type Err = BadCorrelationId;

    fn from_str(text: &str) -> Result<Self, BadCorrelationId> {
        let bytes = text.as_bytes();
        let begins = bytes.first().is_some_and(u8::is_ascii_alphanumeric);
        let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"._:-".contains(byte);
        if begins && bytes.len() <= 128 && bytes.iter().all(allowed) {
            Ok(CorrelationId(text.to_owned()))
        } else {
            Err(BadCorrelationId)
        }
    }
}

impl From<uuid::Uuid> for CorrelationId {
    fn from(id: uuid::Uuid) -> Self {
        CorrelationId(id.to_string())
    }
}

impl fmt::Display for CorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_texts_correlate() {
        for good in ["a", "7", "flow-1:a.b_c", &"x".repeat(128)] {
            assert_eq!(good.parse::<CorrelationId>().unwrap().as_str(), good);
        }
        for bad in ["", "-a", "a b", "ä", "a\n", &"x".repeat(129)] {
            assert_eq!(bad.parse::<CorrelationId>(), Err(BadCorrelationId), "{bad:?}");
        }
    }
}
