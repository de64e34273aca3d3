//! Event contracts in, Rust types out; used from `build.rs`.
//!
//! What it is: a compiler. It reads schemas from a folder or a lock file and writes one file into `OUT_DIR`: structs and
//! enums with exact types, straight-line codecs, `validate()`, keys, and the producer's view of each event.
//! What it is not: it never opens a socket, runs no `protoc`, and its output depends on nothing but the schemas.
//!
//! ```no_run
//! // The body of `main` in build.rs:
//! contract_codegen::Config::from_schemas("schemas").compile();
//! ```
//!
//! The crate then includes the types: `include!(concat!(env!("OUT_DIR"), "/contracts.rs"));`

mod check;
mod cycles;
mod diagnostics;
mod emit;
mod error;
mod files;
mod ir;
#[cfg(test)]
mod kept;
mod lower;
mod names;
mod output;
mod printer;
mod projections;
mod selection;
mod source;

pub use contract_model::Setting;
pub use error::Error;
pub use files::HEADER;

use diagnostics::{Finding, Findings, Weight};
use source::Origin;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The name of the generated file in `OUT_DIR`.
pub const FILE_NAME: &str = "contracts.rs";

/// What to compile, and how.
#[derive(Debug, Clone)]
#[must_use = "nothing happens before `compile`"]
pub struct Config {
    origin: Origin,
    out_file: Option<PathBuf>,
    serde: bool,
    json_schema: bool,
    prost: bool,
    views: bool,
    requests: bool,
    sealed: bool,
    renames: BTreeMap<String, String>,
    policy: Setting,
    only: Option<String>,
    writers: Vec<(String, PathBuf)>,
    policy_file: Option<PathBuf>,
    projections: Vec<projections::Wanted>,
}

/// What a compilation gives.
#[derive(Debug)]
pub struct Compiled {
    /// The generated Rust, as a build script writes it.
    pub rust: String,
    /// What is worth saying, a line each.
    pub warnings: Vec<String>,
    watched: Vec<PathBuf>,
}

impl Config {
    /// Compiles the schema files of a folder, those of the folders below it included.
    ///
    /// Cargo runs the build script again when anything in the folder changes, for a new file may be a contract.
    pub fn from_schemas(folder: impl Into<PathBuf>) -> Self {
        Config::new(Origin::Folder(folder.into()))
    }

    /// Compiles what a lock file names, from the sources that `concord pull` wrote beside it.
    ///
    /// Cargo runs the build script again when the lock file or one of those sources changes, and for nothing else.
    pub fn from_lock(path: impl Into<PathBuf>) -> Self {
        Config::new(Origin::Lock(path.into()))
    }

    fn new(origin: Origin) -> Self {
        let (renames, policy) = (BTreeMap::new(), Setting::Enforce);
        let (out_file, only, policy_file) = (None, None, None);
        let (writers, projections) = (Vec::new(), Vec::new());
        let (serde, json_schema, prost, views) = (true, true, false, false);
        let (requests, sealed) = (false, false);
        Config {
            origin,
            out_file,
            serde,
            json_schema,
            prost,
            views,
            requests,
            sealed,
            renames,
            policy,
            only,
            policy_file,
            writers,
            projections,
        }
    }

    /// How the contracts of a folder are judged where its manifest does not say (`Setting::Enforce`); what comes from a
    /// lock file was judged by its registry.
    pub fn policy(mut self, setting: Setting) -> Self {
        self.policy = setting;
        self
    }

    /// Takes the rules between fields from this policy document, the travel rule included, instead of from the manifest's
    /// policy or the built-in one: contracts from a lock file have no policy beside them.
    pub fn policy_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.policy_file = Some(path.into());
        self
    }

    /// Whether types get `Serialize` and `Deserialize` (on unless switched off).
    pub fn serde(mut self, on: bool) -> Self {
        self.serde = on;
        self
    }

    /// Whether types get schemars' `JsonSchema` (on unless switched off; needs serde).
    pub fn json_schema(mut self, on: bool) -> Self {
        self.json_schema = on;
        self
    }

    /// Whether Protobuf messages implement `prost::Message` and `prost::Name` (off unless switched on; needs the feature
    /// `prost` of `contract-runtime`), so that tonic, `prost_types::Any` and whatever else takes prost's messages take them.
    ///
    /// Bytes and values are those of the contract's own codec; unknown fields are skipped, as prost does.
    /// prost begins every message at `Default`, the empty message, which Protobuf types have with or without this option:
    /// a field with presence is `None`, also where proto2 or a rule says `required`, and every other field is zero or
    /// empty. Thus a message that prost decodes is complete only if `validate()` says so.
    /// Import `contract_runtime::Event` or `prost::Message`, not both: each has an `encode` and a `decode`.
    pub fn prost(mut self, on: bool) -> Self {
        self.prost = on;
        self
    }

    /// Whether Avro records also get views (off unless switched on): `PaymentRef<'a>` beside `Payment`, whose texts point
    /// into the payload and whose lists and maps stay there until somebody looks. To decode one allocates nothing.
    pub fn views(mut self, on: bool) -> Self {
        self.views = on;
        self
    }

    /// Whether drafts are bodies of requests as well (off unless switched on; needs serde): they get `Serialize` and
    /// `Deserialize`, and `JsonSchema` if types have it. What a new writer must give, the JSON must have.
    pub fn requests(mut self, on: bool) -> Self {
        self.requests = on;
        self
    }

    /// Whether fields tagged `PII` or `SENSITIVE` are `Pii<T>` and `Sensitive<T>` (off unless switched on): `Debug` and
    /// `Display` of the value by itself show `[PII]` too, wherever it is carried to. `Debug` of the types that hold them
    /// shows nothing either way, and neither do violations.
    pub fn sealed(mut self, on: bool) -> Self {
        self.sealed = on;
        self
    }

    /// Gives a type (`a.b.Record`), field (`a.b.Record.field`), symbol, or Avro union (`a.b.Record.field.union`, of the
    /// items of a list `a.b.Record.field.item.union`) another name in Rust.
    pub fn rename(mut self, path: impl Into<String>, rust: impl Into<String>) -> Self {
        self.renames.insert(path.into(), rust.into());
        self
    }

    /// Prints only what one schema defines: that of the event, subject or type with this name.
    ///
    /// Everything is still read and judged, and the output refers to types of other schemas that are not in it: it is
    /// for reading.
    pub fn only(mut self, name: impl Into<String>) -> Self {
        self.only = Some(name.into());
        self
    }

    /// Also reads what was written with the Avro schema in this file as the event of `subject`: an older version that no
    /// lock file knows, or a foreign writer. It may refer to the shared types that are compiled too. Name newer ones first.
    ///
    /// The versions of a subject that a lock file knows need no such line.
    pub fn writer(mut self, subject: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        self.writers.push((subject.into(), path.into()));
        self
    }

    /// Also makes a struct `name` of some fields of the Avro event of `subject`, which reads them from a payload without
    /// the rest: for routing and keys. Fields are paths, `originatorInfo.identity.name`, to values without parts.
    pub fn project(
        mut self,
        subject: impl Into<String>,
        name: impl Into<String>,
        fields: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let fields = fields.into_iter().map(Into::into).collect();
        self.projections.push(projections::Wanted {
            subject: subject.into(),
            name: name.into(),
            fields,
        });
        self
    }

    /// Writes to this file instead of `OUT_DIR`.
    pub fn out_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.out_file = Some(path.into());
        self
    }

    /// Compiles; on errors prints all of them and ends the build script.
    pub fn compile(self) {
        if let Err(error) = self.try_compile() {
            eprintln!("{error}");
            std::process::exit(1);
        }
    }

    /// Compiles and writes the file.
    ///
    /// # Errors
    /// Everything that is wrong with the contracts, or what kept us from reading or writing.
    pub fn try_compile(self) -> Result<(), Error> {
        let out_dir =
            || std::env::var_os("OUT_DIR").map(|folder| PathBuf::from(folder).join(FILE_NAME));
        let path = self.out_file.clone().or_else(out_dir).ok_or(Error::NoOutDir)?;
        let compiled = self.generate()?;
        output::write_if_changed(&path, &compiled.rust)?;
        output::tell_cargo(&compiled.watched, &compiled.warnings);
        Ok(())
    }

    /// The whole way from texts to Rust; complaints are collected within a phase and stop it at its end.
    ///
    /// # Errors
    /// Everything that is wrong with the contracts, or what kept us from reading them.
    pub fn generate(&self) -> Result<Compiled, Error> {
        output::keep_memory();
        let mut findings = Findings::default();
        let mut contracts = source::read(&self.origin, self.policy, &mut findings)?;
        source::read_writers(&self.writers, &mut contracts, &mut findings)?;
        if let Some(path) = &self.policy_file {
            source::read_policy(path, &mut contracts, &mut findings)?;
        }
        findings.stop(&contracts.sources)?;
        if contracts.parsed.is_empty() {
            findings.push(Finding::new(Weight::Warning, None, "there is no schema to compile"));
        }
        let mut ir = lower::lower(&contracts, &self.renames, &mut findings);
        projections::add(&mut ir, &self.projections, &mut findings);
        findings.stop(&contracts.sources)?;
        if self.sealed {
            ir.seal();
        }
        cycles::mark(&mut ir, &mut findings);
        names::check(&ir, &mut findings);
        if self.views {
            emit::check_view_names(&ir, &mut findings);
        }
        check::check(&ir, &mut findings);
        findings.stop(&contracts.sources)?;
        let only = match &self.only {
            Some(name) => Some(selection::source_of(name, &ir, &contracts)?),
            None => None,
        };
        let rust = emit::emit(&ir, self, only);
        let warnings = findings.warnings(&contracts.sources);
        Ok(Compiled { rust, warnings, watched: contracts.watched })
    }
}

impl Compiled {
    /// Files and folders whose change asks for a new compilation: what a build script tells cargo.
    pub fn watched(&self) -> &[PathBuf] {
        &self.watched
    }

    /// The generated Rust as rustfmt would have it, more or less: for people. To rustc it is the same.
    pub fn formatted(&self) -> String {
        files::format(&self.parsed())
    }

    /// The generated Rust as the files of a module, to be kept under version control: path below the module's folder,
    /// with `/` between its parts, to text. `mod.rs` is the module itself, each namespace has a file of its own.
    pub fn files(&self) -> BTreeMap<String, String> {
        files::split(self.parsed().items)
    }

    fn parsed(&self) -> syn::File {
        syn::parse_file(&self.rust).expect("the compiler prints valid Rust")
    }
}
