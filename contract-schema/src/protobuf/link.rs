//! From files to descriptors: the closure of imports, and the pool in which every name is resolved.

use super::edition::Edition;
use super::edition::descriptor;
use super::edition::features::{self, Misuse};
use super::edition::rewrite::Extras;
use super::model::{File, OfEdition, ProtoSchema};
use super::places::Places;
use super::{bundle, check, complain, json_names, options, parse, prune};
use crate::position::Position;
use crate::schema::{Complaint, Dependency, Limits, ParseOptions, SchemaError};
use prost_reflect::DescriptorPool;
use prost_types::{DescriptorProto, EnumDescriptorProto, FileDescriptorProto};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Parses `text` and links it with what it imports.
pub(super) fn link(
    text: &str,
    dependencies: &[Dependency],
    options: ParseOptions,
) -> Result<ProtoSchema, SchemaError> {
    let limits = options.limits;
    let parse::Parsed { file: mut own, edition } = parse::parse_file("default", text, limits)?;
    own.name = Some(free_name(&own, dependencies));
    let info = own.source_code_info.take().unwrap_or_default();
    let mut places = Places::new(&info, text);
    // Descriptors leave proto2 out; the text says whether it was written.
    let writes_proto2 = own.syntax.is_none() && places.position(&[SYNTAX]).is_some();

    let edition = of_edition(&mut own, edition).map_err(|misuses| SchemaError {
        complaints: misuses.into_iter().map(|misuse| placed(misuse, &places)).collect(),
    })?;
    let closure = Closure::collect(&own, dependencies, limits)?;
    if let Some(name) = closure.package_clash(&own) {
        return Err(complain::only(clash(&name, places.position(&[PACKAGE]))));
    }
    let missing = missing_imports(&closure.missing, &own, &places);
    let mut files = closure.sources.clone();
    let mut linkable = own.clone();
    let features = edition.as_deref().map(|edition| &edition.features);
    let hidden = json_names::separate(&mut linkable, features);
    let pool = match closure.link(linkable) {
        Ok(pool) => pool,
        Err(error) if error.file() == Some(own.name()) || error.file().is_none() => {
            own.source_code_info = Some(info);
            let relink = |own: FileDescriptorProto| {
                Closure::collect(&own, dependencies, limits).ok()?.link(own).err()
            };
            let found = complain::of_link(&error, &own, text, relink);
            return Err(SchemaError { complaints: missing.into_iter().chain(found).collect() });
        }
        Err(error) => {
            let found = bad_reference(error.file().unwrap_or_default(), &error.to_string());
            return Err(SchemaError { complaints: missing.into_iter().chain([found]).collect() });
        }
    };

    places.resolve_options(&mut own, &pool);
    let name = own.name().to_owned();
    own.syntax = own.syntax.or(writes_proto2.then(|| "proto2".to_owned()));
    files.insert(name.clone(), File { places, origin: None, edition });
    let (written, files, hidden) = (Arc::new(own), Arc::new(files), hidden.into());
    let schema = ProtoSchema { pool, name, written, files, hidden };
    let misuses = if options.as_new { check::new_file(&schema) } else { Vec::new() };
    if misuses.is_empty() {
        return Ok(schema);
    }
    let places = &schema.files[&schema.name].places;
    let complaints = misuses.into_iter().map(|misuse| placed(misuse, places));
    Err(SchemaError { complaints: complaints.collect() })
}

/// Numbers of `package` and `syntax` in a file descriptor.
const PACKAGE: i32 = 2;
const SYNTAX: i32 = 12;

/// Links a file that came as a serialized descriptor, options and all.
pub(super) fn pool_of_descriptor(
    bytes: &[u8],
    file: &FileDescriptorProto,
    dependencies: &[Dependency],
    limits: Limits,
) -> Result<DescriptorPool, SchemaError> {
    let mut closure = Closure::collect(file, dependencies, limits)?;
    closure.add_options(file);
    if let Some(name) = closure.package_clash(file) {
        return Err(complain::only(clash(&name, None)));
    }
    let missing = missing_imports(&closure.missing, file, &Places::default());
    if !matches!(file.syntax(), "" | "proto2" | "proto3") {
        return Err(complain::only(Complaint {
            at: None,
            message: format!("the descriptor has the unknown syntax `{}`", file.syntax()),
            help: Some("`proto2`, `proto3` and `editions` are known".into()),
        }));
    }
    let hidden = json_names::separate(&mut file.clone(), None);
    let bytes = match hidden.is_empty() {
        true => bytes.to_vec(),
        false => descriptor::rename(bytes, &hidden, |field| &field.linked),
    };
    let mut pool = DescriptorPool::new();
    let linked = pool
        .add_file_descriptor_protos(closure.files)
        .and_then(|()| pool.decode_file_descriptor_proto(&*bytes));
    match linked {
        Ok(()) if pool.get_file_by_name(file.name()).is_some() => Ok(pool),
        Ok(()) => Err(complain::only(Complaint {
            at: None,
            message: "the descriptor has no file name of its own".into(),
            help: Some("send the .proto text".into()),
        })),
        Err(error) => {
            let found = complain::of_link(&error, file, "", |_| None);
            Err(SchemaError { complaints: missing.into_iter().chain(found).collect() })
        }
    }
}

/// Resolves the features of a file.
fn of_edition(
    file: &mut FileDescriptorProto,
    edition: Option<(Edition, Extras)>,
) -> Result<Option<Arc<OfEdition>>, Vec<Misuse>> {
    let Some((edition, extras)) = edition else {
        let misuses = features::misplaced(file);
        return if misuses.is_empty() { Ok(None) } else { Err(misuses) };
    };
    let (features, misuses) = features::resolve(file, edition);
    if misuses.is_empty() {
        Ok(Some(Arc::new(OfEdition { edition, features, extras })))
    } else {
        Err(misuses)
    }
}

fn placed(misuse: Misuse, places: &Places) -> Complaint {
    let Misuse { path, message, help } = misuse;
    Complaint { at: places.position(&path), message, help }
}

/// A name for the schema's own file that no import has.
fn free_name(own: &FileDescriptorProto, dependencies: &[Dependency]) -> String {
    let mut name = own.name().to_owned();
    let taken: HashSet<&str> = dependencies
        .iter()
        .map(|dependency| &*dependency.name)
        .chain(own.dependency.iter().map(String::as_str))
        .collect();
    while taken.contains(name.as_str()) {
        name.push('_');
    }
    name
}

fn bad_reference(name: &str, why: &str) -> Complaint {
    Complaint {
        at: None,
        message: format!("the referenced file `{name}` cannot be used: {}", why.replace('\'', "`")),
        help: None,
    }
}

fn missing_imports(
    missing: &[(String, String)],
    own: &FileDescriptorProto,
    places: &Places,
) -> Vec<Complaint> {
    let complaint = |(importer, path): &(String, String)| {
        let in_own = importer == own.name();
        let index = own.dependency.iter().position(|import| in_own && import == path);
        let at: Option<Position> = index.and_then(|index| places.position(&[3, index as i32]));
        let whose = if in_own { String::new() } else { format!(" (imported by `{importer}`)") };
        Complaint {
            at,
            message: format!("import `{path}` does not exist{whose}"),
            help: Some(format!(
                "register the file and add a reference with the name `{path}`, or remove the import"
            )),
        }
    };
    missing.iter().map(complaint).collect()
}

/// Every file that the schema imports, directly or not, each after those it imports itself.
struct Closure {
    files: Vec<FileDescriptorProto>,
    sources: BTreeMap<String, File>,
    /// Importer and path of every import that is neither a reference nor bundled.
    missing: Vec<(String, String)>,
}

/// A file whose imports are being visited.
struct Frame {
    file: FileDescriptorProto,
    next: usize,
}

impl Closure {
    fn collect(
        own: &FileDescriptorProto,
        dependencies: &[Dependency],
        limits: Limits,
    ) -> Result<Closure, SchemaError> {
        let references: HashMap<&str, &Dependency> =
            dependencies.iter().rev().map(|found| (&*found.name, found)).collect();
        let mut closure =
            Closure { files: Vec::new(), sources: BTreeMap::new(), missing: Vec::new() };
        // `true` once every import below is in; a file that is entered again before that closes a cycle.
        let mut entered: HashMap<String, bool> = HashMap::from([(own.name().to_owned(), false)]);
        let root = FileDescriptorProto {
            name: own.name.clone(),
            dependency: own.dependency.clone(),
            ..Default::default()
        };
        let mut stack = vec![Frame { file: root, next: 0 }];
        while let Some(frame) = stack.last_mut() {
            let Some(path) = frame.file.dependency.get(frame.next).cloned() else {
                let done = stack.pop().expect("the loop looked at it").file;
                entered.insert(done.name().to_owned(), true);
                if !stack.is_empty() {
                    closure.files.push(done);
                }
                continue;
            };
            frame.next += 1;
            match entered.get(&path) {
                Some(true) => continue,
                Some(false) => return Err(cycle(&stack, &path)),
                None => entered.insert(path.clone(), false),
            };
            let importer = frame.file.name().to_owned();
            let file = closure.open(&path, importer, &references, limits)?;
            stack.push(Frame { file, next: 0 });
        }
        Ok(closure)
    }

    /// A user's reference wins over the bundle; what is in neither is stood in for by an empty file.
    fn open(
        &mut self,
        path: &str,
        importer: String,
        references: &HashMap<&str, &Dependency>,
        limits: Limits,
    ) -> Result<FileDescriptorProto, SchemaError> {
        if let Some(reference) = references.get(path) {
            let bad = |error: &SchemaError| complain::only(bad_reference(path, &error.to_string()));
            let parse::Parsed { mut file, edition } =
                parse::parse_file(path, &reference.text, limits).map_err(|error| bad(&error))?;
            let info = file.source_code_info.take().unwrap_or_default();
            let origin = Some((reference.subject.clone(), reference.version));
            let places = Places::new(&info, &reference.text);
            let edition = of_edition(&mut file, edition).map_err(|misuses| {
                let complaints = misuses.into_iter().map(|misuse| placed(misuse, &places));
                bad(&SchemaError { complaints: complaints.collect() })
            })?;
            let features = edition.as_deref().map(|edition| &edition.features);
            json_names::separate(&mut file, features);
            let source = File { places, origin, edition };
            self.sources.insert(path.to_owned(), source);
            return Ok(file);
        }
        if let Some(bundled) = bundle::find(path) {
            return Ok((*bundled).clone());
        }
        self.missing.push((importer, path.to_owned()));
        Ok(FileDescriptorProto { name: Some(path.to_owned()), ..Default::default() })
    }

    /// A name that is a package in one file and something else in another: the linker does not survive it.
    fn package_clash(&self, own: &FileDescriptorProto) -> Option<String> {
        let files = || self.files.iter().chain([own]);
        let mut packages: HashSet<&str> = HashSet::new();
        for file in files() {
            let mut package = file.package();
            while !package.is_empty() && packages.insert(package) {
                package = package.rsplit_once('.').map_or("", |(outer, _)| outer);
            }
        }
        // A nested name can clash only if the name around it does.
        files().find_map(|file| {
            let is_clash = |name: &str| match file.package() {
                "" => packages.contains(name),
                package => packages.contains(&*format!("{package}.{name}")),
            };
            let name = top_names(file).into_iter().find(|name| is_clash(name))?;
            Some(format!("{}.{name}", file.package()).trim_start_matches('.').to_owned())
        })
    }

    /// Adds our definition of options: the linker's own is older than some features.
    fn add_options(&mut self, own: &FileDescriptorProto) {
        const PATH: &str = "google/protobuf/descriptor.proto";
        let is_there = self.files.iter().any(|file| file.name() == PATH);
        // A file of that package may be the definition itself.
        if !is_there && own.package() != "google.protobuf" {
            self.files.insert(0, (*bundle::find(PATH).expect("bundled")).clone());
        }
    }

    fn link(
        mut self,
        mut own: FileDescriptorProto,
    ) -> Result<DescriptorPool, prost_reflect::DescriptorError> {
        let mut has_features = false;
        for file in self.files.iter_mut().chain([&mut own]) {
            options::each_list(file, &mut |_, options| {
                has_features |= options.iter().any(features::is_feature);
            });
        }
        if has_features {
            self.add_options(&own);
        }
        self.files.push(own);
        if !self.missing.is_empty() {
            drop_unknown_options(&mut self.files);
        }
        infinite_options(&mut self.files);
        prune::prune(&mut self.files, |name| self.sources.contains_key(name));
        let mut pool = DescriptorPool::new();
        pool.add_file_descriptor_protos(self.files)?;
        Ok(pool)
    }
}

/// The linker takes `inf` and `nan` for names of constants only.
fn infinite_options(files: &mut [FileDescriptorProto]) {
    let mut constants = HashSet::new();
    for file in &*files {
        constants_of(&file.enum_type, &file.message_type, &mut constants);
    }
    for file in files {
        options::each_list(file, &mut |_, options| {
            for option in options {
                let number = match option.identifier_value.as_deref() {
                    Some("inf") if !constants.contains("inf") => f64::INFINITY,
                    Some("nan") if !constants.contains("nan") => f64::NAN,
                    _ => continue,
                };
                option.identifier_value = None;
                option.double_value = Some(number);
            }
        });
    }
}

/// The constants that are called like numbers.
fn constants_of(
    enums: &[EnumDescriptorProto],
    messages: &[DescriptorProto],
    found: &mut HashSet<String>,
) {
    let all = enums.iter().flat_map(|found| &found.value).map(|value| value.name());
    found.extend(all.filter(|name| matches!(*name, "inf" | "nan")).map(str::to_owned));
    for message in messages {
        constants_of(&message.enum_type, &message.nested_type, found);
    }
}

fn clash(name: &str, at: Option<Position>) -> Complaint {
    Complaint {
        at,
        message: format!("`{name}` is a package and the name of a type"),
        help: Some("choose another package".into()),
    }
}

/// Full names of what stands at the top of a file.
fn top_names(file: &FileDescriptorProto) -> Vec<&str> {
    let constants = file.enum_type.iter().flat_map(|found| &found.value);
    let messages = file.message_type.iter().map(|found| found.name());
    let enums = file.enum_type.iter().map(|found| found.name());
    let values = constants.map(|value| value.name());
    let services = file.service.iter().map(|found| found.name());
    let extensions = file.extension.iter().map(|found| found.name());
    messages.chain(enums).chain(values).chain(services).chain(extensions).collect()
}

fn cycle(stack: &[Frame], path: &str) -> SchemaError {
    let from = stack.iter().position(|frame| frame.file.name() == path).unwrap_or(0);
    let mut names: Vec<_> = stack[from..].iter().map(|frame| frame.file.name()).collect();
    names.push(path);
    complain::only(Complaint {
        at: None,
        message: format!("the files import each other in a circle: `{}`", names.join("` → `")),
        help: Some("move what they share into a file that imports neither".into()),
    })
}

/// An extension that a missing import may define says nothing about types: options that use it are left uninterpreted.
fn drop_unknown_options(files: &mut [FileDescriptorProto]) {
    let mut known = HashSet::new();
    for file in &*files {
        extension_names(&file.extension, &file.message_type, &mut known);
    }
    for file in files {
        options::each_list(file, &mut |_, options| {
            options.retain(|option| {
                let first = option.name.first().filter(|part| part.is_extension);
                let name = first.map(|part| part.name_part.rsplit('.').next().unwrap_or_default());
                name.is_none_or(|name| known.contains(name))
            });
        });
    }
}

/// Simple names are enough: an option that is kept although its extension is another one is refused by the linker.
fn extension_names(
    extensions: &[prost_types::FieldDescriptorProto],
    messages: &[DescriptorProto],
    known: &mut HashSet<String>,
) {
    known.extend(extensions.iter().map(|extension| extension.name().to_owned()));
    for message in messages {
        extension_names(&message.extension, &message.nested_type, known);
    }
}
