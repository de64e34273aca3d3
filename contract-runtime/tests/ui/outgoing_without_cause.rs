//! An outgoing event cannot be put together by hand: it comes from a draft with a cause, or as a root.

use contract_runtime::{Event, Outgoing};

fn forged<E: Event>(event: E) -> Outgoing<E> {
    Outgoing { event, faults: Default::default(), trace: None }
}

fn main() {}
