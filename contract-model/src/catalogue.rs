//! A folder of contracts as values: subjects, references, an order in which everything follows what it needs.
//!
//! The registry's clients, the gate and the compiler all start here, so that they agree on what refers to what.

mod known;
mod order;
mod scan;
mod shared;
mod undefined;

use crate::contract::Contract;
use crate::diagnostic::Diagnostic;
use crate::manifest::{Manifest, Naming, Part, format_of};
use crate::parallel;
use crate::policy::Setting;
use crate::shape::Shape;
use contract_schema::compat::{self, Safety};
use contract_schema::{Dependency, Format, Level, ParseOptions, Position, Schema};
use known::Known;
use scan::Scan;
use shared::SharedTypes;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The contracts and shared types of a folder.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// What a member refers to stands before it.
    pub members: Vec<Member>,
    /// Why files are missing from `members`; no finding means that none is.
    ///
    /// What is wrong with a declaration or a constraint is not here: [`crate::judge`] and [`Contract::read`] say it.
    pub findings: Vec<FileFinding>,
    /// What was read, by path.
    known: BTreeMap<String, Known>,
}

/// A file that is a schema.
#[derive(Debug)]
pub struct Member {
    /// Path below the manifest's folder.
    pub path: String,
    /// The subject it is registered under.
    pub subject: String,
    /// Its language.
    pub format: Format,
    /// Its text.
    pub text: Arc<str>,
    /// What it refers to directly: the name it uses, and the member that defines it.
    pub references: Vec<(String, usize)>,
    /// The closure of its references as a parse takes it; versions are 0, as nothing is registered yet.
    pub dependencies: Vec<Dependency>,
    /// Parsed as a new schema.
    pub schema: Arc<Schema>,
    /// Its shape.
    pub shape: Arc<Shape>,
    /// The contract it declares.
    pub contract: Option<Contract>,
    /// Compatibility level from the manifest.
    pub level: Option<Level>,
    /// What is promised beyond the level, from the manifest.
    pub safety: Option<Safety>,
    /// Compatibility policy from the manifest.
    pub compatibility_policy: Option<compat::Policy>,
    /// Setting of the policy from the manifest.
    pub policy: Option<Setting>,
    /// Owner from the declaration, else from the manifest.
    pub owner: Option<String>,
    /// Whether the manifest names it, or it is here because another needs it.
    pub is_listed: bool,
}

/// A finding about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFinding {
    /// Path below the manifest's folder; `contracts.toml` for the manifest itself.
    pub path: String,
    /// What is wrong.
    pub diagnostic: Diagnostic,
}

impl Catalogue {
    /// Reads `files` (path below the manifest's folder → text) as `manifest` says.
    ///
    /// Files that no row covers take part only if others need them, and are named as shared types then.
    pub fn read(manifest: &Manifest, files: &BTreeMap<String, Arc<str>>) -> Catalogue {
        Catalogue::read_like(manifest, files, &Catalogue::default())
    }

    /// The same, without reading again what `like` has under the same path with the same text and the same references.
    pub fn read_like(
        manifest: &Manifest,
        files: &BTreeMap<String, Arc<str>>,
        like: &Catalogue,
    ) -> Catalogue {
        let catalogue = Catalogue::default();
        let (scans, shared) = (Vec::new(), SharedTypes::default());
        let mut build = Build { manifest, like, scans, catalogue, shared };
        build.unmatched(files);
        build.scan(files);
        build.misstated();
        let needs = build.needs();
        let order = build.order(&needs);
        build.members(&needs, &order);
        build.same_subject();
        build.remember();
        build.catalogue
    }

    /// The member with this subject.
    pub fn subject(&self, subject: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.subject == subject)
    }
}

/// Uses of names by a file: the name and the scan that defines it; `None` when a use could not be resolved.
type Needs = Vec<Option<Vec<(String, usize)>>>;

struct Build<'a> {
    manifest: &'a Manifest,
    like: &'a Catalogue,
    scans: Vec<Scan<'a>>,
    catalogue: Catalogue,
    shared: SharedTypes,
}

impl<'a> Build<'a> {
    /// A row without a file is a misspelt row.
    fn unmatched(&mut self, files: &BTreeMap<String, Arc<str>>) {
        for glob in self.manifest.entries.iter().flat_map(|entry| &entry.files) {
            if glob.at.is_some() && !files.keys().any(|path| glob.matches(path)) {
                let message = format!("no file fits `{}`", glob.text());
                let finding = Diagnostic::error("manifest-no-file", message).at(glob.at);
                self.complain(
                    "contracts.toml",
                    finding.help("correct the pattern or delete the row"),
                );
            }
        }
    }

    fn scan(&mut self, files: &'a BTreeMap<String, Arc<str>>) {
        let files: Vec<(&String, &Arc<str>)> = files.iter().collect();
        let scanned = parallel::in_order(&files, |(path, text)| {
            let entry = self.manifest.entry(path);
            let format = entry.and_then(|entry| entry.format).or_else(|| format_of(path));
            let import_path = self.manifest.import_path(path);
            let names = format.map(|format| self.names(path, import_path, text, format));
            (entry, import_path, format.zip(names))
        });
        for ((path, text), (entry, import_path, scanned)) in files.into_iter().zip(scanned) {
            let Some((format, names)) = scanned else {
                if entry.is_some() {
                    let message = format!("the name `{path}` does not tell the format");
                    let help = "add `format = \"AVRO\"`, `\"JSON\"` or `\"PROTOBUF\"` to its row";
                    self.complain(
                        path,
                        Diagnostic::error("manifest-no-format", message).help(help),
                    );
                }
                continue;
            };
            match names {
                Ok(names) => {
                    self.scans.push(Scan { path, import_path, entry, format, text, names });
                }
                // What nobody listed may be anything.
                Err(_) if entry.is_none() => {}
                Err(findings) => {
                    findings.into_iter().for_each(|finding| self.complain(path, finding))
                }
            }
        }
    }

    /// Resolves every use of a name; complains about those that resolve to nothing or to several files.
    fn needs(&mut self) -> Needs {
        let mut definitions: BTreeMap<(Format, String), Vec<usize>> = BTreeMap::new();
        for (index, scan) in self.scans.iter().enumerate() {
            for name in &scan.names.defines {
                definitions.entry((scan.format, name.clone())).or_default().push(index);
            }
        }
        let mut found = Vec::new();
        let mut needs = Vec::new();
        for scan in &self.scans {
            let mut resolved = Some(Vec::new());
            for (name, at) in &scan.names.uses {
                let meanings = scan.names.meanings(name).into_iter();
                let candidates = meanings
                    .filter_map(|meaning| definitions.get(&(scan.format, meaning)))
                    .next()
                    .map_or(&[][..], Vec::as_slice);
                let stated = self.stated(scan, name);
                let candidates = stated.as_ref().map_or(candidates, std::slice::from_ref);
                match self.definition(scan, name, *at, candidates, &definitions) {
                    Ok(target) => {
                        resolved.iter_mut().for_each(|list| list.push((name.clone(), target)))
                    }
                    Err(finding) => {
                        resolved = None;
                        found.push((scan.path, scan.entry.is_some(), *finding));
                    }
                }
            }
            needs.push(resolved);
        }
        for (path, is_listed, finding) in found {
            if is_listed {
                self.complain(path, finding);
            }
        }
        needs
    }

    /// The file that the scan's row states for a name.
    fn stated(&self, scan: &Scan<'_>, name: &str) -> Option<usize> {
        let row = scan.entry?.references.iter().find(|row| row.name == name)?;
        self.scans.iter().position(|scan| scan.path == row.file)
    }

    /// A stated reference that leads nowhere, or that no file of its row uses, is misspelt.
    fn misstated(&mut self) {
        let mut found = Vec::new();
        for entry in &self.manifest.entries {
            for row in &entry.references {
                let own = self.scans.iter().filter(|scan| {
                    scan.entry.is_some_and(|covering| std::ptr::eq(covering, entry))
                });
                let mut used = own.clone().flat_map(|scan| scan.names.uses.keys());
                let finding = if !self.scans.iter().any(|scan| scan.path == row.file) {
                    let message = format!("`{}` is no schema of this folder", row.file);
                    let paths = self.scans.iter().map(|scan| scan.path);
                    Diagnostic::error("manifest-no-file", message)
                        .help(crate::suggest::hint(&row.file, paths))
                } else if !used.any(|name| *name == row.name) {
                    let message = format!("no file of this row refers to `{}`", row.name);
                    let names = own.flat_map(|scan| scan.names.uses.keys()).map(String::as_str);
                    Diagnostic::error("manifest-no-reference", message)
                        .help(crate::suggest::hint(&row.name, names))
                } else {
                    continue;
                };
                found.push(finding.at(row.at));
            }
        }
        found.into_iter().for_each(|finding| self.complain("contracts.toml", finding));
    }

    fn definition(
        &self,
        scan: &Scan<'_>,
        name: &str,
        at: Option<Position>,
        candidates: &[usize],
        known: &BTreeMap<(Format, String), Vec<usize>>,
    ) -> Result<usize, Box<Diagnostic>> {
        // A listed file is meant rather than one that merely lies about.
        let listed: Vec<usize> =
            candidates.iter().copied().filter(|index| self.scans[*index].entry.is_some()).collect();
        let chosen = if listed.is_empty() { candidates } else { listed.as_slice() };
        match chosen {
            [only] => Ok(*only),
            [] => {
                let names = known
                    .keys()
                    .filter(|(format, _)| *format == scan.format)
                    .map(|(_, name)| name.as_str());
                let message = match scan.format {
                    Format::Avro => format!("no file defines the type `{name}`"),
                    Format::Json => format!("no file is what `{name}` refers to"),
                    Format::Protobuf => format!("there is no file `{name}` to import"),
                };
                let help = undefined::help(scan.format, name, names);
                Err(Box::new(Diagnostic::error("catalogue-undefined", message).at(at).help(help)))
            }
            several => {
                let paths: Vec<&str> =
                    several.iter().map(|index| self.scans[*index].path).collect();
                let message = format!("`{name}` is defined in {}", crate::suggest::list(&paths));
                let help = "keep one definition, or leave the others out with `exclude`";
                Err(Box::new(
                    Diagnostic::error("catalogue-defined-twice", message).at(at).help(help),
                ))
            }
        }
    }

    /// An order of what is listed and what that needs; complains about circles.
    fn order(&mut self, needs: &Needs) -> Vec<usize> {
        let mut wanted: BTreeSet<usize> = BTreeSet::new();
        let mut waiting: Vec<usize> =
            (0..self.scans.len()).filter(|index| self.scans[*index].entry.is_some()).collect();
        while let Some(index) = waiting.pop() {
            if wanted.insert(index) {
                waiting.extend(needs[index].iter().flatten().map(|(_, target)| *target));
            }
        }
        let (order, circle) = order::topological(&wanted, needs);
        if let Some(circle) = circle {
            let paths: Vec<&str> = circle.iter().map(|index| self.scans[*index].path).collect();
            let message = format!("these files need each other in a circle: {}", paths.join(" → "));
            let help = "move what both need into a file of its own";
            let path = paths[0].to_owned();
            self.complain(&path, Diagnostic::error("catalogue-circle", message).help(help));
        }
        order
    }

    fn members(&mut self, needs: &Needs, mut order: &[usize]) {
        // Where a scan ended up; what could not be read, and all that needs it, has no place.
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        while !order.is_empty() {
            // Neighbours of which none needs another are read at once.
            let (run, rest) = order.split_at(order::independent(order, needs));
            order = rest;
            let read = parallel::in_order(run, |index| {
                let uses = needs[*index].as_ref()?.iter();
                let places = uses.map(|(name, target)| Some((name.clone(), *places.get(target)?)));
                let scan = &self.scans[*index];
                let references = one_per_target(scan.format, places.collect::<Option<_>>()?);
                Some(self.member(scan, references))
            });
            for (index, read) in run.iter().zip(read) {
                match read {
                    Some(Ok(member)) => {
                        places.insert(*index, self.catalogue.members.len());
                        self.catalogue.members.push(member);
                    }
                    Some(Err(findings)) => {
                        let path = self.scans[*index].path;
                        findings.into_iter().for_each(|finding| self.complain(path, finding));
                    }
                    None => {}
                }
            }
        }
    }

    fn member(
        &self,
        scan: &Scan<'_>,
        references: Vec<(String, usize)>,
    ) -> Result<Member, Vec<Diagnostic>> {
        let (places, dependencies) = shared::closure(&self.catalogue.members, &references);
        let (schema, shape) = match self.same(scan, &dependencies) {
            Some(same) => (same.schema.clone(), same.shape.clone()),
            None => {
                let options = ParseOptions::new_schema();
                let parsed = match scan.format {
                    Format::Avro => self.shared.parse(scan.text, places, &dependencies, options),
                    Format::Json | Format::Protobuf => {
                        Schema::parse(scan.format, scan.text, &dependencies, options)
                    }
                };
                let schema = parsed.map_err(|error| Diagnostic::of_parse(&error))?;
                let shape = Arc::new(Shape::of(&schema));
                (Arc::new(schema), shape)
            }
        };
        let (contract, found) = Contract::read(&schema, &shape);
        let naming = scan.entry.map(|entry| &entry.subject);
        let subject = self.subject(scan, naming, &shape, contract.as_ref()).map_err(|finding| {
            // A declaration that cannot be read has no topic: the reasons are what the author must see.
            let mut errors: Vec<Diagnostic> =
                found.into_iter().filter(Diagnostic::is_error).collect();
            if errors.is_empty() {
                errors.push(*finding);
            }
            errors
        })?;
        let owner = contract.as_ref().and_then(|contract| contract.owner.clone());
        Ok(Member {
            path: scan.path.to_owned(),
            subject,
            format: scan.format,
            text: scan.text.clone(),
            references,
            dependencies,
            schema,
            shape,
            level: scan.entry.and_then(|entry| entry.level),
            safety: scan.entry.and_then(|entry| entry.safety),
            compatibility_policy: scan.entry.and_then(|entry| entry.compatibility_policy),
            policy: scan.entry.and_then(|entry| entry.policy),
            owner: owner.or_else(|| scan.entry.and_then(|entry| entry.owner.clone())),
            contract,
            is_listed: scan.entry.is_some(),
        })
    }

    fn subject(
        &self,
        scan: &Scan<'_>,
        naming: Option<&Naming>,
        shape: &Shape,
        contract: Option<&Contract>,
    ) -> Result<String, Box<Diagnostic>> {
        let own_name = match scan.format {
            Format::Avro => shape.root().map_or(scan.names.name.clone(), |root| root.name.clone()),
            Format::Json | Format::Protobuf => scan.import_path.to_owned(),
        };
        let record = match scan.format {
            // Without a title a schema is called as its file is.
            Format::Json => scan.names.name.clone(),
            Format::Avro | Format::Protobuf => {
                shape.root().map_or(scan.names.name.clone(), |root| root.name.clone())
            }
        };
        let is_broken = contract.is_none() && shape.root.is_some() && scan.names.declares;
        let no_contract = |what: &str| {
            let message =
                format!("the subject needs `{{{what}}}`, and `{}` declares no contract", scan.path);
            let help = "declare the contract, or give the file a row with `subject = \"record\"` or `\"path\"`";
            Box::new(Diagnostic::error("catalogue-no-subject", message).help(help))
        };
        match (naming, contract) {
            (Some(Naming::Topic | Naming::TopicRecord), None) if is_broken => {
                Err(no_contract("topic"))
            }
            (None, _) | (Some(Naming::Topic | Naming::TopicRecord), None) => Ok(own_name),
            (Some(Naming::Topic), Some(contract)) => Ok(format!("{}-value", contract.topic())),
            (Some(Naming::TopicRecord), Some(contract)) => {
                Ok(format!("{}-{record}", contract.topic()))
            }
            (Some(Naming::Record), _) => Ok(record),
            (Some(Naming::Path), _) => Ok(scan.import_path.to_owned()),
            (Some(Naming::Template(parts)), contract) => {
                let part = |part: &Part| match part {
                    Part::Text(text) => Ok(text.clone()),
                    Part::Name => Ok(record.clone()),
                    Part::Path => Ok(scan.import_path.to_owned()),
                    Part::Stem => Ok(stem(scan.path).to_owned()),
                    Part::Topic => {
                        contract.map(|c| c.topic().to_owned()).ok_or_else(|| no_contract("topic"))
                    }
                    Part::Event => {
                        contract.map(|c| c.event.clone()).ok_or_else(|| no_contract("event"))
                    }
                };
                parts.iter().map(part).collect()
            }
        }
    }

    /// Two files under one subject would be two versions of nothing.
    fn same_subject(&mut self) {
        let mut first: BTreeMap<&str, &str> = BTreeMap::new();
        let mut found = Vec::new();
        for member in &self.catalogue.members {
            if let Some(other) = first.insert(&member.subject, &member.path) {
                let message = format!("`{}` has the subject `{}` too", other, member.subject);
                let help = undefined::help_to_tell_apart(member);
                found.push((
                    member.path.clone(),
                    Diagnostic::error("catalogue-same-subject", message).help(help),
                ));
            }
        }
        found.into_iter().for_each(|(path, finding)| self.complain(&path, finding));
    }

    fn complain(&mut self, path: &str, diagnostic: Diagnostic) {
        self.catalogue.findings.push(FileFinding { path: path.to_owned(), diagnostic });
    }
}

/// A file that is used under several names is one reference, under the first of them; not so in JSON Schema, where the
/// name of the reference is the URI that a `$ref` is looked up by.
fn one_per_target(format: Format, mut references: Vec<(String, usize)>) -> Vec<(String, usize)> {
    let mut seen = BTreeSet::new();
    references.retain(|(_, target)| format == Format::Json || seen.insert(*target));
    references
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.strip_suffix(".schema").filter(|_| name.ends_with(".json")).unwrap_or(stem)
}
