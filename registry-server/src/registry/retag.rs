//! Tags that a request wants in a text, written into it before it is compared with anything.

use super::Rules;
use super::command::Candidate;
use super::identity::{Draft, parse_stored};
use super::name::Subject;
use super::references::Targets;
use super::state::State;
use contract_schema::tags::{self, Tagged};
use contract_schema::{Schema, SchemaError};
use registry_api::Refusal;

/// The candidate with its tags changed: first those of the latest version are given, then the request's are added, then
/// the request's are removed.
///
/// # Errors
/// 42201 for a text that is no schema or an entity that it does not have, 42209 if the tags make it too long.
pub fn retagged(
    state: &State,
    rules: &Rules,
    subject: &Subject,
    candidate: Candidate,
) -> Result<Candidate, Refusal> {
    if !candidate.is_retagged() {
        return Ok(candidate);
    }
    let draft = Draft::new(state, subject, &candidate, false, Targets::All)?;
    let parsed = draft.read(state, rules, subject)?;
    let mut changes = candidate.tags.clone();
    if candidate.propagate_tags {
        let inherited = inherited(state, rules, subject, &parsed.schema);
        changes.add.splice(0..0, inherited);
    }
    let text = tags::apply(&parsed.schema, &candidate.text, &changes)
        .map_err(|error| invalid(&candidate, &error))?;
    if text.len() > rules.schema_bytes {
        let (bytes, limit) = (text.len(), rules.schema_bytes);
        return Err(Refusal::SchemaTooLarge { bytes, limit });
    }
    Ok(Candidate { text: text.into(), ..candidate })
}

/// The tags of the latest version, of what is still there.
fn inherited(state: &State, rules: &Rules, subject: &Subject, new: &Schema) -> Vec<Tagged> {
    let latest = state.latest(subject).filter(|latest| latest.content.format == new.format());
    let parsed =
        latest.and_then(|latest| parse_stored(state, rules, subject, &latest.content).ok());
    parsed.map_or(Vec::new(), |old| tags::applicable(new, tags::find(&old.schema)))
}

fn invalid(candidate: &Candidate, error: &SchemaError) -> Refusal {
    let format = candidate.format.name().to_owned();
    Refusal::InvalidSchema { format, details: error.to_string() }
}
