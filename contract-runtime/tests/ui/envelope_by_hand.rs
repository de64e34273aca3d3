//! Without an envelope no draft becomes an event, and only the runtime makes envelopes.

use contract_runtime::{Draft, Envelope, TimestampMicros, Uuid};

fn filled<D: Draft>(draft: D) -> D::Event {
    let mut envelope = Envelope {
        event_id: Uuid::nil(),
        occurred_at: TimestampMicros(0),
        correlation_id: String::new(),
        causation_id: None,
        faults: Default::default(),
    };
    draft.fill(&mut envelope)
}

fn main() {}
