//! One schema in two spellings: a registry may write a text in another order or layout than the one it came from.
//! Whether two texts are one schema the registry itself is asked.

use super::batch::Batch;
use super::{Line, VersionLine, file, lanes};
use crate::error::Error;
use registry_api::Register;
use registry_api::client::{Client, ClientError};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A version by subject and number.
pub(super) type Name = (String, u32);

/// Versions of a file whose text is not that of the registry, and the subject there that has their id.
pub(super) type Suspects = BTreeMap<Name, String>;

/// Those of the suspects that are other schemas.
pub(super) fn others(
    suspects: &Suspects,
    path: &Path,
    client: &Client,
) -> Result<BTreeSet<Name>, Error> {
    let mut others = BTreeSet::new();
    if suspects.is_empty() {
        return Ok(others);
    }
    let mut batch = Batch::default();
    let ask = |batch: &mut Batch, others: &mut BTreeSet<Name>| {
        let versions: Vec<VersionLine> = batch.take().into_iter().flatten().collect();
        let found = lanes::each(&versions, |version| is_other(version, suspects, client))?;
        others.extend(found.into_iter().flatten());
        Ok::<(), Error>(())
    };
    file::read(path, |_, line| {
        let Line::Version(version) = line else { return Ok(()) };
        if suspects.contains_key(&(version.subject.clone(), version.version)) {
            batch.add(*version);
        }
        if batch.is_full() { ask(&mut batch, &mut others) } else { Ok(()) }
    })?;
    ask(&mut batch, &mut others)?;
    Ok(others)
}

fn is_other(
    version: &VersionLine,
    suspects: &Suspects,
    client: &Client,
) -> Result<Option<Name>, Error> {
    let name = (version.subject.clone(), version.version);
    let Some(whom) = suspects.get(&name) else { return Ok(None) };
    let request = Register { id: None, version: None, ..version.request() };
    let found = match client.lookup_any(whom, &request) {
        Ok(found) => found,
        // What it cannot read it does not have.
        Err(ClientError::Refused(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let is_same = found.is_some_and(|found| found.id == version.id);
    Ok((!is_same).then_some(name))
}
