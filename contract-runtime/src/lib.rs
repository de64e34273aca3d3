//! The few names that generated event types refer to. Pure.
