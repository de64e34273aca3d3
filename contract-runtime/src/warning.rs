//! What is let pass, but not in silence: always counted, and told through `tracing` where the feature of that name is on.

use std::sync::atomic::{AtomicU64, Ordering};

static GENERATED: AtomicU64 = AtomicU64::new(0);
static FOREIGN: AtomicU64 = AtomicU64::new(0);

/// How often this process has let something pass that should not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Warnings {
    /// Flows that came without a correlation id and got one.
    pub generated_correlations: u64,
    /// Events whose header `ce_source` names another service than the contract's producer.
    pub foreign_sources: u64,
}

impl Warnings {
    /// The counts so far, for a metric.
    pub fn counted() -> Self {
        Warnings {
            generated_correlations: GENERATED.load(Ordering::Relaxed),
            foreign_sources: FOREIGN.load(Ordering::Relaxed),
        }
    }
}

/// Something came without a correlation id, so that `event` begins a flow of its own.
#[cold]
pub(crate) fn generated_correlation(event: &'static str, correlation_id: &str) {
    GENERATED.fetch_add(1, Ordering::Relaxed);
    #[cfg(feature = "tracing")]
    tracing::warn!(
        event,
        correlation_id,
        "what led to this event carried no correlation id: one was generated, and the flow cannot be traced further back"
    );
    #[cfg(not(feature = "tracing"))]
    let _ = (event, correlation_id);
}

/// An event came from another service than the one that its contract names.
#[cold]
pub(crate) fn foreign_source(event: &'static str, producer: &'static str) {
    FOREIGN.fetch_add(1, Ordering::Relaxed);
    #[cfg(feature = "tracing")]
    tracing::warn!(
        event,
        producer,
        "the header `ce_source` does not name the one producer of this event"
    );
    #[cfg(not(feature = "tracing"))]
    let _ = (event, producer);
}
