//! The one place that asks the clock.

use crate::time::TimestampMicros;
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// What makes an event an individual: its id, and when its fact became true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// The event's id; consumers recognise repeated deliveries by it.
    pub event_id: Uuid,
    /// When the fact became true.
    pub occurred_at: TimestampMicros,
}

impl Stamp {
    /// A fresh id (version 7, so ids sort by time) and the time of now.
    pub fn now() -> Self {
        Stamp { event_id: Uuid::now_v7(), occurred_at: now() }
    }
}

/// The time of now.
pub(crate) fn now() -> TimestampMicros {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    TimestampMicros(match since {
        Ok(after) => i64::try_from(after.as_micros()).unwrap_or(i64::MAX),
        // A clock before 1970 is wrong, but it is no reason to fail.
        Err(before) => {
            i64::try_from(before.duration().as_micros()).map_or(i64::MIN, |micros| -micros)
        }
    })
}
