//! References followed from the root: where each of them leads, and which lead nowhere.
//!
//! One in a definition that nothing uses may lead nowhere: Confluent's registry never looks at it either.

use super::Found;
use crate::json::documents::Place;
use crate::json::{uri, walk};
use std::collections::HashSet;

/// Schemas of the own text that a reference led to, with that reference.
pub(super) fn follow<'a>(root: Place<'a>, found: &mut Found<'_>) -> Vec<(Place<'a>, &'a str)> {
    let draft = root.draft();
    let mut seen: HashSet<u32> = HashSet::new();
    let mut led_to = Vec::new();
    let mut waiting = vec![root];
    while let Some(place) = waiting.pop() {
        if !seen.insert(place.node().span.start) {
            continue;
        }
        let mut hides = false;
        for (keyword, offset, reference) in walk::references(place) {
            hides |= draft.ref_hides_siblings();
            match place.resolve(reference) {
                Some(target) if target.is_own() => {
                    led_to.push((target, reference));
                    waiting.push(target);
                }
                Some(_) => {}
                None => {
                    found.push(offset, || {
                        let (message, help) = nowhere(place, keyword, reference);
                        (message, Some(help))
                    });
                }
            }
        }
        if !hides {
            waiting.extend(walk::below(place, false));
        }
    }
    led_to
}

fn nowhere(place: Place<'_>, keyword: &str, reference: &str) -> (String, String) {
    let (address, fragment) = uri::split_fragment(reference);
    let Some(document) = place.resolve(address) else {
        let message = format!(
            "the `{keyword}` `{reference}` is neither one of the references nor a bundled meta-schema"
        );
        let help =
            format!("nothing is fetched: register it and name it in references as `{address}`");
        return (message, help);
    };
    let Some(pointer) = fragment.strip_prefix('/') else {
        let message =
            format!("the `{keyword}` `{reference}` leads nowhere: there is no such anchor");
        return (message, "a JSON pointer begins with `#/`, an anchor needs its schema".to_owned());
    };
    let (mut last, mut shown, mut missing) = (document, String::from("#"), "");
    for token in pointer.split('/') {
        let Some(next) = last.step(&uri::percent_decoded(token)) else {
            missing = token;
            break;
        };
        last = next;
        shown.extend(["/", token]);
    }
    let message =
        format!("the `{keyword}` `{reference}` leads nowhere: `{shown}` has no `{missing}`");
    let names: Vec<String> =
        last.node().members().iter().take(5).map(|member| format!("`{}`", member.key)).collect();
    let help = match names.is_empty() {
        true => "define it there, or correct the pointer".to_owned(),
        false => format!("define it there, or correct the pointer; there are {}", names.join(", ")),
    };
    (message, help)
}
