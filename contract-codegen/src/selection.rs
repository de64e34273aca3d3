//! Which source a name means: that of an event, a subject, or a type.

use crate::Error;
use crate::ir::Ir;
use crate::source::Contracts;
use contract_model::suggest;

/// The index of the source that defines what is called `name`.
pub(crate) fn source_of(name: &str, ir: &Ir, contracts: &Contracts) -> Result<usize, Error> {
    let event = || ir.events.iter().find(|event| event.contract.event == name);
    let subject = || contracts.parsed.iter().find(|one| one.subject == name);
    let named = || ir.types.iter().find(|named| named.full_name == name);
    let source = event().map(|event| event.place.source);
    let source = source.or_else(|| subject().map(|one| one.source));
    let source = source.or_else(|| named().map(|named| named.place.source));
    source.ok_or_else(|| {
        let events = ir.events.iter().map(|event| event.contract.event.as_str());
        let subjects = contracts.parsed.iter().map(|one| one.subject.as_str());
        let types = ir.types.iter().map(|named| named.full_name.as_str());
        let help = suggest::hint(name, events.chain(subjects).chain(types));
        Error::Unknown { name: name.to_owned(), help }
    })
}
