//! Topics on which several events travel: one enum for each, in the innermost module that holds all of its events.

use super::Lowering;
use crate::ir::Topic;
use crate::names;
use std::collections::BTreeMap;

/// Where an enum stands whose events have no module in common.
const MODULE: &str = "topics";

/// Finds the topics; events are in their final order.
pub(super) fn declare(lowering: &mut Lowering<'_>) {
    let mut topics: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, event) in lowering.ir.events.iter().enumerate() {
        topics.entry(event.contract.topic().to_owned()).or_default().push(index);
    }
    for (name, events) in topics.into_iter().filter(|(_, events)| events.len() > 1) {
        let modules = common_modules(lowering, &events);
        let ident = lowering.rust_name(&name, names::camel(&name));
        lowering.ir.topics.push(Topic { name, modules, ident, events });
    }
}

fn common_modules(lowering: &Lowering<'_>, events: &[usize]) -> Vec<String> {
    let modules = |index: &usize| &lowering.ir.get(lowering.ir.events[*index].record).modules[..];
    let mut common = events.first().map(modules).unwrap_or_default();
    for other in events.iter().map(modules) {
        let length = common.iter().zip(other).take_while(|(a, b)| a == b).count();
        common = &common[..length];
    }
    match common.is_empty() {
        true => vec![MODULE.to_owned()],
        false => common.to_vec(),
    }
}
