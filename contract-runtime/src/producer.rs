//! Who publishes: the identity that a service is given when it starts.

use std::fmt;
use std::str::FromStr;

/// The service that this process is, as contracts name their `producer`.
///
/// It is made once, at start-up, from the service's configuration; no event becomes a message without it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Producer(String);

/// The text is no name of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not the name of a service: use 1 to 255 letters, digits, `.`, `_` or `-`, as `producer` in a contract"
)]
pub struct BadProducer;

impl Producer {
    /// The name as contracts write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Producer {
    type Err = BadProducer;

    fn from_str(text: &str) -> Result<Self, BadProducer> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        match (1..=255).contains(&text.len()) && text.bytes().all(allowed) {
            true => Ok(Producer(text.to_owned())),
            false => Err(BadProducer),
        }
    }
}

impl fmt::Display for Producer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_services_are_identities() {
        for good in ["payment-initiation", "a", "cbs.debit_2"] {
            assert_eq!(good.parse::<Producer>().unwrap().as_str(), good);
        }
        for bad in ["", "a b", "ä", "a\n", &"x".repeat(256)] {
            assert_eq!(bad.parse::<Producer>(), Err(BadProducer), "{bad:?}");
        }
    }
}
