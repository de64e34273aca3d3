//! What can be said of an event without knowing which it is: of a single type, or of the enum of a topic.

use crate::event::Event;
use crate::now::Now;
use crate::violation::Violations;
use std::borrow::Cow;

/// A fact that happened: every [`Event`] is one, and so is the enum of a topic that carries several.
///
/// It is what generic code asks for; where the type is known, use [`Event`] and do not import both.
pub trait Fact: Sized + 'static {
    /// Canonical name of the event.
    fn event_name(&self) -> &'static str;

    /// The one service that publishes it.
    fn producer(&self) -> Option<&'static str>;

    /// The id of this one event, as text.
    fn event_id(&self) -> Cow<'_, str>;

    /// The id that all events of the flow share.
    fn correlation_id(&self) -> &str;

    /// The id of the event that caused this one; none at the root of a flow.
    fn causation_id(&self) -> Option<Cow<'_, str>>;

    /// Key of the partition.
    fn partition_key(&self) -> Cow<'_, str>;

    /// What two deliveries of one business fact have in common.
    fn idempotency_key(&self) -> Cow<'_, str>;

    /// Checks every declared constraint.
    ///
    /// # Errors
    /// Every violation, not only the first.
    fn validate_with(&self, now: &Now) -> Result<(), Violations>;
}

impl<E: Event> Fact for E {
    fn event_name(&self) -> &'static str {
        E::EVENT
    }

    fn producer(&self) -> Option<&'static str> {
        E::PRODUCER
    }

    fn event_id(&self) -> Cow<'_, str> {
        Event::event_id(self)
    }

    fn correlation_id(&self) -> &str {
        Event::correlation_id(self)
    }

    fn causation_id(&self) -> Option<Cow<'_, str>> {
        Event::causation_id(self)
    }

    fn partition_key(&self) -> Cow<'_, str> {
        Event::partition_key(self)
    }

    fn idempotency_key(&self) -> Cow<'_, str> {
        Event::idempotency_key(self)
    }

    fn validate_with(&self, now: &Now) -> Result<(), Violations> {
        Event::validate_with(self, now)
    }
}
