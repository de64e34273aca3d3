//! What a registry has otherwise than a file says: told before anything is changed.

use super::inventory::{Held, Inventory};
use super::spelling::{self, Name, Suspects};
use crate::error::Error;
use crate::remote::context;
use registry_api::client::Client;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Every clash in words, in the order of subjects and versions.
pub(super) fn clashes(
    path: &Path,
    wanted: &Inventory,
    before: &Inventory,
    client: &Client,
) -> Result<Vec<String>, Error> {
    let mut clashes: BTreeMap<Name, String> = BTreeMap::new();
    let mut suspects = Suspects::new();
    let carriers = carriers(before);
    for (subject, versions) in &wanted.versions {
        for (number, held) in versions {
            let Some(clash) = clash(subject, *number, held, before, &carriers) else { continue };
            let name = (subject.clone(), *number);
            if let Some(whom) = clash.unless_same_in {
                suspects.insert(name.clone(), whom);
            }
            clashes.insert(name, clash.words);
        }
    }
    let others = spelling::others(&suspects, path, client)?;
    clashes.retain(|name, _| !suspects.contains_key(name) || others.contains(name));
    Ok(clashes.into_values().collect())
}

struct Clash {
    words: String,
    /// Only the text differs: it may be another spelling of what this subject has under the id.
    unless_same_in: Option<String>,
}

/// A subject for each id, by context.
fn carriers(before: &Inventory) -> HashMap<(&str, u32), &str> {
    let held = before.versions.iter().flat_map(|(subject, versions)| {
        versions.values().map(move |held| ((context(subject), held.id), subject.as_str()))
    });
    held.collect()
}

fn clash(
    subject: &str,
    number: u32,
    held: &Held,
    before: &Inventory,
    carriers: &HashMap<(&str, u32), &str>,
) -> Option<Clash> {
    let carrier =
        || carriers.get(&(context(subject), held.id)).map(|carrier| (*carrier).to_owned());
    match before.get(subject, number) {
        Some(there) if there.id != held.id => Some(Clash {
            words: format!(
                "`{subject}` version {number} has id {} there, and id {} in the file",
                there.id, held.id
            ),
            unless_same_in: None,
        }),
        Some(there) if there.content != held.content => Some(Clash {
            words: format!("`{subject}` version {number} is another schema there"),
            unless_same_in: there.content.is_like(held.content).then(|| subject.to_owned()),
        }),
        Some(_) => None,
        None => {
            let there = before.contents.get(&(context(subject).to_owned(), held.id))?;
            (*there != held.content).then(|| Clash {
                words: format!(
                    "id {} of `{subject}` version {number} stands for another schema there",
                    held.id
                ),
                unless_same_in: if there.is_like(held.content) { carrier() } else { None },
            })
        }
    }
}
