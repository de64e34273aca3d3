//! CloudEvents attributes as headers of Kafka's binding: written from the payload, and held against it on the way in.

use crate::fact::Fact;
use crate::violation::{Path, Violations};
use crate::warning;
use std::fmt;
use std::str::FromStr;

/// `ce_specversion`
pub const SPEC_VERSION: &str = "ce_specversion";
/// `ce_id`: the event's id.
pub const ID: &str = "ce_id";
/// `ce_type`: the event's name.
pub const TYPE: &str = "ce_type";
/// `ce_source`: the service that published it.
pub const SOURCE: &str = "ce_source";
/// `ce_correlationid`: the flow.
pub const CORRELATION_ID: &str = "ce_correlationid";
/// `ce_causationid`: the event that caused it.
pub const CAUSATION_ID: &str = "ce_causationid";
/// `ce_partitionkey`: the key of the partition.
pub const PARTITION_KEY: &str = "ce_partitionkey";
/// `traceparent` of W3C Trace Context.
pub const TRACE_PARENT: &str = "traceparent";

/// The rule that headers break which tell something else than the payload.
pub const MISMATCH: &str = "ENV-HEADER-MISMATCH";

/// The version of CloudEvents that is written.
const VERSION: &str = "1.0";

/// The headers that mirror a fact, in the order in which they are written.
pub(crate) fn of<F: Fact>(fact: &F, source: &str, key: &str) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        (SPEC_VERSION, VERSION.to_owned()),
        (ID, fact.event_id().into_owned()),
        (TYPE, fact.event_name().to_owned()),
        (SOURCE, source.to_owned()),
        (CORRELATION_ID, fact.correlation_id().to_owned()),
        (PARTITION_KEY, key.to_owned()),
    ];
    if let Some(cause) = fact.causation_id() {
        headers.push((CAUSATION_ID, cause.into_owned()));
    }
    headers
}

/// Holds the headers of a message against its payload; those that are not there say nothing.
///
/// A `ce_source` other than the contract's producer is no fault of the payload: it is a warning and a count
/// ([`crate::Warnings`]), so that the transfer of an event to another service does not stop its consumers.
///
/// # Errors
/// A violation of [`MISMATCH`] for every header that contradicts; it names the header and shows no value.
pub fn check<'h, F: Fact>(
    fact: &F,
    headers: impl IntoIterator<Item = (&'h str, &'h [u8])>,
) -> Result<(), Violations> {
    let mut found = Violations::new();
    for (name, value) in headers {
        if let Some((header, message)) = contradiction(fact, name, value) {
            found.push(&Path::Root.field("headers").field(header), MISMATCH, message);
        }
    }
    found.into_result()
}

/// The header and what it should be, if the payload says otherwise.
fn contradiction<F: Fact>(
    fact: &F,
    name: &str,
    value: &[u8],
) -> Option<(&'static str, &'static str)> {
    let is = |wanted: &str| wanted.as_bytes() == value;
    let (agrees, header, message) = match name {
        ID => (is(&fact.event_id()), ID, "must be the payload's `eventId`"),
        TYPE => (is(fact.event_name()), TYPE, "must be the name of the event"),
        CORRELATION_ID => {
            (is(fact.correlation_id()), CORRELATION_ID, "must be the payload's `correlationId`")
        }
        CAUSATION_ID => {
            let agrees = fact.causation_id().is_some_and(|cause| is(&cause));
            (agrees, CAUSATION_ID, "must be the payload's `causationId`")
        }
        PARTITION_KEY => {
            (is(&fact.partition_key()), PARTITION_KEY, "must be the key of the payload's partition")
        }
        SOURCE => {
            if let Some(producer) = fact.producer().filter(|producer| !is(producer)) {
                warning::foreign_source(fact.event_name(), producer);
            }
            return None;
        }
        _ => return None,
    };
    (!agrees).then_some((header, message))
}

/// The place of an event in a trace, as W3C Trace Context writes it: `00-` trace `-` span `-` flags.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TraceParent(String);

/// The text is no `traceparent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a traceparent: use `00-`, 32 hexadecimal digits of the trace, 16 of the span and 2 of flags, in lower case and joined by `-`"
)]
pub struct BadTraceParent;

impl TraceParent {
    /// The header's value.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TraceParent {
    type Err = BadTraceParent;

    fn from_str(text: &str) -> Result<Self, BadTraceParent> {
        let is_hex = |part: &str, size: usize| {
            part.len() == size && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        };
        let is_some = |part: &str| part.bytes().any(|byte| byte != b'0');
        let parts: Vec<&str> = text.split('-').collect();
        match parts[..] {
            ["00", trace, span, flags]
                if is_hex(trace, 32)
                    && is_hex(span, 16)
                    && is_hex(flags, 2)
                    && is_some(trace)
                    && is_some(span) =>
            {
                Ok(TraceParent(text.to_owned()))
            }
            _ => Err(BadTraceParent),
        }
    }
}

impl fmt::Display for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_traceparent_traces() {
        let good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assert_eq!(good.parse::<TraceParent>().unwrap().as_str(), good);
        let zero = format!("00-{}-b7ad6b7169203331-01", "0".repeat(32));
        for bad in ["", &good[1..], &good.to_uppercase(), &zero, &format!("{good}-00")] {
            assert_eq!(bad.parse::<TraceParent>(), Err(BadTraceParent), "{bad}");
        }
    }
}
