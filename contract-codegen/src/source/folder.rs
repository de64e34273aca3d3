//! A folder of schema files: who defines which name, who needs it.

use super::{Source, Sources, format_of, read_text};
use crate::diagnostics::{Finding, Findings};
use crate::error::Error;
use crate::ir::Place;
use contract_schema::Format;
use contract_schema::json_text::{self, Node, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Folders that hold older versions, which are no contracts of their own.
const HISTORY: &str = "history";

pub(super) fn read(folder: &Path, findings: &mut Findings) -> Result<Sources, Error> {
    let mut sources = Sources::default();
    collect(folder, &mut sources.watched, &mut sources.list, folder)?;
    let links: Vec<Links> = sources.list.iter().map(links).collect();
    let owners = owners(&links, findings);
    for index in 0..sources.list.len() {
        let mut needs = Vec::new();
        let mut open = BTreeSet::from([index]);
        closure(index, &links, &owners, &mut open, &mut needs);
        sources.list[index].needs = needs;
    }
    Ok(sources)
}

/// Every schema file below `folder`, in the order of the paths; folders are watched, since files may come.
fn collect(
    folder: &Path,
    watched: &mut Vec<PathBuf>,
    list: &mut Vec<Source>,
    root: &Path,
) -> Result<(), Error> {
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    watched.push(folder.to_owned());
    let entries = std::fs::read_dir(folder).map_err(failed)?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != HISTORY) {
                collect(&path, watched, list, root)?;
            }
        } else if let Some(format) = format_of(&path) {
            let below = path.strip_prefix(root).unwrap_or(&path);
            let name = below.to_string_lossy().replace('\\', "/");
            let file = path.to_string_lossy().replace('\\', "/");
            let text = read_text(&path)?;
            watched.push(path.clone());
            let (subject, version, needs) = (None, None, Vec::new());
            list.push(Source { file, text, format, name, subject, version, needs });
        }
    }
    Ok(())
}

/// What a text defines and what it uses.
#[derive(Default)]
struct Links {
    defines: BTreeSet<String>,
    uses: BTreeSet<String>,
}

fn links(source: &Source) -> Links {
    match source.format {
        Format::Avro => avro_links(&source.text),
        Format::Protobuf => Links {
            defines: BTreeSet::from([source.name.clone()]),
            uses: imports(&source.text).collect(),
        },
    }
}

/// Import paths; a line in a comment does no harm, since nothing is demanded here.
fn imports(text: &str) -> impl Iterator<Item = String> {
    let lines = text.lines().filter_map(|line| line.trim_start().strip_prefix("import"));
    lines.filter_map(|line| line.split(['"', '\'']).nth(1)).map(str::to_owned)
}

fn avro_links(text: &str) -> Links {
    let mut links = Links::default();
    // A text that is no JSON is the parser's business, which says it better.
    if let Ok(node) = json_text::parse(text, json_text::MAX_DEPTH) {
        walk(&node, "", &mut links);
    }
    links
}

/// The names of a type, with `namespace` in force.
fn walk(node: &Node, namespace: &str, links: &mut Links) {
    match &node.value {
        Value::String(name) => {
            links.uses.insert(qualified(name, namespace));
        }
        Value::Array(branches) => branches.iter().for_each(|node| walk(node, namespace, links)),
        Value::Object(_) => walk_object(node, namespace, links),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn walk_object(node: &Node, namespace: &str, links: &mut Links) {
    let mut namespace = namespace.to_owned();
    if let Some(name) = node.get("name").and_then(Node::as_str) {
        if let Some(own) = node.get("namespace").and_then(Node::as_str) {
            own.clone_into(&mut namespace);
        }
        let full = qualified(name, &namespace);
        namespace = full.rsplit_once('.').map(|(space, _)| space.to_owned()).unwrap_or_default();
        links.defines.insert(full);
    }
    let is_container = |node: &Node| !matches!(node.value, Value::String(_));
    match node.get("type") {
        Some(ty) if is_container(ty) => walk(ty, &namespace, links),
        Some(ty) => match ty.as_str() {
            Some("array") => node.get("items").into_iter().for_each(|n| walk(n, &namespace, links)),
            Some("map") => node.get("values").into_iter().for_each(|n| walk(n, &namespace, links)),
            Some("record" | "error") => {
                for field in node.get("fields").map(Node::elements).unwrap_or_default() {
                    field.get("type").into_iter().for_each(|n| walk(n, &namespace, links));
                }
            }
            Some("enum" | "fixed") | None => {}
            Some(name) => {
                links.uses.insert(qualified(name, &namespace));
            }
        },
        None => {}
    }
}

fn qualified(name: &str, namespace: &str) -> String {
    if name.contains('.') || namespace.is_empty() {
        name.to_owned()
    } else {
        format!("{namespace}.{name}")
    }
}

/// Which source defines a name; two definitions are an error, since Rust has one type per name.
fn owners(links: &[Links], findings: &mut Findings) -> BTreeMap<String, usize> {
    let mut owners = BTreeMap::new();
    for (index, links) in links.iter().enumerate() {
        for name in &links.defines {
            if let Some(first) = owners.insert(name.clone(), index) {
                let here = Place { source: index, at: None };
                let there = Place { source: first, at: None };
                let message = format!("`{name}` is defined twice");
                let help = "define it in one file; the other can use it by its full name";
                let finding = Finding::error(here, message);
                findings.push(finding.also(there, "also here").help(help));
            }
        }
    }
    owners
}

/// Appends what `index` needs, each after those it needs itself; a cycle of references ends where it closes.
fn closure(
    index: usize,
    links: &[Links],
    owners: &BTreeMap<String, usize>,
    open: &mut BTreeSet<usize>,
    needs: &mut Vec<usize>,
) {
    for owner in links[index].uses.iter().filter_map(|name| owners.get(name)) {
        if open.insert(*owner) {
            closure(*owner, links, owners, open, needs);
            needs.push(*owner);
        }
    }
}
