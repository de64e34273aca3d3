//! Subjects and what they refer to, from a registry into a lock and its sources.

use super::SOURCES;
use super::wanted::Wanted;
use crate::error::Error;
use crate::remote::{self, Registered, Remote};
use crate::terminal::Terminal;
use contract_model::{Contract, Lock, Locked, Shape};
use contract_schema::{Format, ParseOptions, Reference, Schema};
use registry_api::SubjectVersion;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A version by subject and number.
type Versions = BTreeMap<(String, u32), Taken>;

struct Taken {
    version: Arc<SubjectVersion>,
    direct: bool,
    references: Vec<Reference>,
}

/// The lock, and the sources by path below its directory.
pub(super) fn collect(
    remote: &mut Remote,
    wanted: &[Wanted],
    terminal: &Terminal,
) -> Result<(Lock, BTreeMap<String, String>), Error> {
    let mut versions = Versions::new();
    let mut progress = terminal.progress("pulling", wanted.len());
    for wanted in wanted {
        progress.step(&wanted.subject);
        let version = find(remote, wanted)?;
        take(remote, &version, &mut versions)?;
        take_older(remote, &version, &mut versions)?;
        let key = (version.subject.clone(), version.version);
        versions.entry(key).and_modify(|taken| taken.direct = true);
    }
    let mut lock = Lock::default();
    let mut sources = BTreeMap::new();
    for ((subject, number), taken) in versions {
        let format = format(&taken.version)?;
        let mut file = source_path(&subject, number, format);
        if sources.contains_key(&file) {
            // Two subjects that differ only in a final `.proto` or `.json`.
            file = format!("{file}.{number}");
        }
        let text = taken.version.schema.to_string();
        lock.contracts.push(Locked {
            subject,
            version: number,
            id: taken.version.id,
            format,
            direct: taken.direct,
            writer_of: None,
            file: file.clone(),
            sha256: contract_model::lock::sha256(&text),
            references: taken.references,
        });
        sources.insert(file, text);
    }
    Ok((lock, sources))
}

fn find(remote: &mut Remote, wanted: &Wanted) -> Result<Arc<SubjectVersion>, Error> {
    match wanted.version {
        Some(number) => remote.version(&wanted.subject, number),
        None => remote.latest(&wanted.subject),
    }
}

/// Older versions of an event that come along; what is older still is read by a plan at run time.
const MOST_OLDER: usize = 20;

/// Takes the older versions of an Avro event: consumers read what they wrote by decoders of their own.
fn take_older(
    remote: &mut Remote,
    newest: &Arc<SubjectVersion>,
    versions: &mut Versions,
) -> Result<(), Error> {
    if !is_avro_event(remote, newest)? {
        return Ok(());
    }
    let mut numbers = remote.client().versions(&newest.subject)?;
    numbers.retain(|number| *number < newest.version);
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    for number in numbers.into_iter().take(MOST_OLDER) {
        let older = remote.version(&newest.subject, number)?;
        if remote::format(&older.schema_type) == Some(Format::Avro) {
            take(remote, &older, versions)?;
        }
    }
    Ok(())
}

fn is_avro_event(remote: &mut Remote, version: &SubjectVersion) -> Result<bool, Error> {
    if remote::format(&version.schema_type) != Some(Format::Avro) {
        return Ok(false);
    }
    let dependencies = remote.closure(version)?;
    let schema =
        Schema::parse(Format::Avro, version.schema.as_ref(), &dependencies, ParseOptions::stored());
    // What cannot be parsed is the compiler's to complain about.
    Ok(schema.is_ok_and(|schema| Contract::read(&schema, &Shape::of(&schema)).0.is_some()))
}

/// Takes a version and, before it, what it refers to.
fn take(
    remote: &mut Remote,
    version: &Arc<SubjectVersion>,
    versions: &mut Versions,
) -> Result<(), Error> {
    let key = (version.subject.clone(), version.version);
    if versions.contains_key(&key) {
        return Ok(());
    }
    let taken = Taken { version: version.clone(), direct: false, references: Vec::new() };
    // It is there before its references are followed, so that a cycle ends.
    versions.insert(key.clone(), taken);
    let mut references = Vec::new();
    for reference in &version.references {
        let target = remote.target(&version.subject, reference)?;
        take(remote, &target, versions)?;
        references.push(Reference {
            name: reference.name.clone(),
            subject: target.subject.clone(),
            version: i32::try_from(target.version).unwrap_or(reference.version),
        });
    }
    versions.entry(key).and_modify(|taken| taken.references = references);
    Ok(())
}

fn format(version: &SubjectVersion) -> Result<Format, Error> {
    remote::format(&version.schema_type).ok_or_else(|| {
        Error::Invalid(format!(
            "`{}` version {} is {}, which is not supported",
            version.subject, version.version, version.schema_type
        ))
    })
}

/// `contracts/account.debited-value.v1.avsc`; what a file name cannot carry everywhere is percent-encoded.
fn source_path(subject: &str, version: u32, format: Format) -> String {
    let (stem, extension) = match format {
        Format::Avro => (subject, "avsc"),
        Format::Json => {
            let stem = subject.trim_end_matches(".json").trim_end_matches(".schema");
            (stem, "schema.json")
        }
        Format::Protobuf => (subject.trim_end_matches(".proto"), "proto"),
    };
    let segments: Vec<String> = stem.split('/').map(safe).collect();
    format!("{SOURCES}/{}.v{version}.{extension}", segments.join("/"))
}

/// A path segment that is a plain name on every file system, and never `.` or `..`.
fn safe(segment: &str) -> String {
    let mut name = String::with_capacity(segment.len());
    for (index, byte) in segment.bytes().enumerate() {
        let plain = byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if plain || (byte == b'.' && index > 0) {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("%{byte:02X}"));
        }
    }
    if name.is_empty() { "%".into() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_has_a_plain_name_inside_the_directory() {
        for (subject, expected) in [
            ("account.debited-value", "contracts/account.debited-value.v2.avsc"),
            ("../../etc/passwd", "contracts/%2E./%2E./etc/passwd.v2.avsc"),
            ("a//b", "contracts/a/%/b.v2.avsc"),
            (":.ctx:x y", "contracts/%3A.ctx%3Ax%20y.v2.avsc"),
        ] {
            assert_eq!(source_path(subject, 2, Format::Avro), expected);
        }
        let plain = source_path("common/money.schema.json", 1, Format::Json);
        assert_eq!(plain, "contracts/common/money.v1.schema.json");
        let shared = source_path("common/v1/party.proto", 1, Format::Protobuf);
        assert_eq!(shared, "contracts/common/v1/party.v1.proto");
    }
}
