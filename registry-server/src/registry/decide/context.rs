//! Removing a context that is empty.

use super::Outcome;
use crate::registry::command::Reply;
use crate::registry::event::Event;
use crate::registry::name::Context;
use crate::registry::state::State;
use registry_api::Refusal;

/// An unknown context is as good as removed. The default one stays: its ids must not be counted anew.
pub(super) fn remove(state: &State, context: &Context) -> Result<Outcome, Refusal> {
    let Some(held) = state.context(context) else { return Ok(Outcome::unchanged(Reply::Done)) };
    if !held.subjects.is_empty() {
        return Err(Refusal::ContextNotEmpty { context: context.to_string() });
    }
    if context.is_default() {
        return Ok(Outcome::unchanged(Reply::Done));
    }
    let event = Event::ContextRemoved { context: context.clone() };
    Ok(Outcome::of(vec![event], Reply::Done))
}
