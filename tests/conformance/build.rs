//! Compiles the cases of the module that `PROTOVALIDATE` names, and a table from message names to their checks.
//!
//! A message that the compiler refuses is taken out of its file and its reason kept, so that the others can be asked.

#[path = "src/dump.rs"]
mod dump;
mod schema;

use contract_codegen::{Config, Setting};
use prost::Message;
use prost_reflect::{DescriptorPool, ReflectMessage};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};

const CASES: &str = "buf/validate/conformance/cases";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=PROTOVALIDATE");
    println!("cargo::rerun-if-env-changed=CASES");
    for file in ["build.rs", "schema.rs", "src/dump.rs"] {
        println!("cargo::rerun-if-changed={file}");
    }
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let module = PathBuf::from(
        std::env::var("PROTOVALIDATE").map_err(|_| "PROTOVALIDATE names no folder: start ./run")?,
    );
    let testing = module.join("proto/protovalidate-testing");
    let harness = protox::compile(
        ["buf/validate/conformance/harness/results.proto"],
        [testing.clone(), module.join("proto/protovalidate")],
    )?;
    std::fs::write(out.join("harness.bin"), harness.encode_to_vec())?;
    let folder = out.join("cases");
    let _ = std::fs::remove_dir_all(&folder);
    copy(&testing.join(CASES), &folder.join(CASES))?;
    let rust = compile(&folder, &out)?;
    std::fs::write(out.join("cases.rs"), &rust)?;
    let table =
        table(&rust, "cases", |key| key.starts_with("buf.") || key.starts_with("google.protobuf."));
    std::fs::write(out.join("table.rs"), table)?;
    mirror(&harness.encode_to_vec(), &out)
}

/// The schemas of the Avro mirror, for the standard rules that the harness dumped into the file `CASES`.
fn mirror(harness: &[u8], out: &Path) -> Result<(), Box<dyn Error>> {
    let dump =
        std::fs::read(std::env::var("CASES").map_err(|_| "CASES names no file: start ./run")?)?;
    let folder = out.join("mirror");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)?;
    let mut found: BTreeMap<String, Option<String>> = BTreeMap::new();
    dump::each(&dump, &DescriptorPool::decode(harness)?, |_, message, _| {
        let descriptor = message.descriptor();
        let schema = || schema::of(&descriptor).map(|schema| schema.to_string());
        found.entry(descriptor.full_name().to_owned()).or_insert_with(schema);
        Ok(())
    })?;
    let mut counterparts = String::new();
    for (name, schema) in found {
        if let Some(schema) = schema {
            writeln!(counterparts, "{name}")?;
            std::fs::write(folder.join(format!("{name}.avsc")), schema)?;
        }
    }
    std::fs::write(out.join("counterparts.txt"), counterparts)?;
    let rust = loop {
        let config =
            Config::from_schemas(&folder).policy(Setting::Off).serde(false).json_schema(false);
        match config.generate() {
            Ok(compiled) => break compiled.rust,
            Err(error) => {
                let error = error.to_string();
                let mut taken = 0;
                for (file, _) in places(&error) {
                    let path = folder.join(&file);
                    taken += usize::from(path.exists());
                    let _ = std::fs::remove_file(path);
                }
                std::fs::write(out.join("mirror_refused.txt"), &error)?;
                if taken == 0 {
                    return Err(format!("nothing left to take out:\n{error}").into());
                }
            }
        }
    };
    std::fs::write(out.join("mirror.rs"), &rust)?;
    let table = table(&rust, "mirrored", |key| key.starts_with("mirror."));
    std::fs::write(out.join("mirror_table.rs"), table)?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            let text = std::fs::read_to_string(entry.path())?;
            std::fs::write(target, text)?;
        }
    }
    Ok(())
}

/// Compiles, and takes out what is refused until nothing is.
fn compile(folder: &Path, out: &Path) -> Result<String, Box<dyn Error>> {
    let mut refused = String::new();
    for _ in 0..60 {
        let config =
            Config::from_schemas(folder).policy(Setting::Off).serde(false).json_schema(false);
        let error = match config.generate() {
            Ok(compiled) => {
                std::fs::write(out.join("refused.txt"), refused)?;
                return Ok(compiled.rust);
            }
            Err(error) => error.to_string(),
        };
        let mut taken = 0;
        for (file, line) in places(&error) {
            if let Some(name) =
                take_out(&folder.join(&file).canonicalize().unwrap_or(PathBuf::from(&file)), line)?
            {
                taken += 1;
                writeln!(refused, "{name} ({file}:{line})")?;
            }
        }
        let lines: Vec<&str> =
            error.lines().filter(|line| line.starts_with("error")).take(40).collect();
        writeln!(refused, "{}", lines.join("\n"))?;
        if taken == 0 {
            std::fs::write(out.join("refused.txt"), &refused)?;
            return Err(format!(
                "nothing left to take out:\n{}",
                error.chars().take(6_000).collect::<String>()
            )
            .into());
        }
    }
    Err("too many rounds".into())
}

/// `--> file:line:column`
fn places(error: &str) -> Vec<(String, usize)> {
    let arrows = error.lines().filter_map(|line| line.trim_start().strip_prefix("--> "));
    let mut found: Vec<(String, usize)> = arrows
        .filter_map(|place| {
            let mut parts = place.split_whitespace().next()?.split(':');
            Some((parts.next()?.to_owned(), parts.next()?.parse().ok()?))
        })
        .collect();
    found.dedup();
    found
}

/// Blanks the message, enum or extension around a line; nothing if it is blank already.
fn take_out(path: &Path, line: usize) -> Result<Option<String>, Box<dyn Error>> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let is_start =
        |line: &str| ["message ", "enum ", "extend "].iter().any(|word| line.starts_with(word));
    let at = line.saturating_sub(1).min(lines.len().saturating_sub(1));
    let Some(start) = (0..=at).rev().find(|index| is_start(&lines[*index])) else {
        return Ok(None);
    };
    let is_single = lines[start].trim_end().ends_with('}');
    let end = if is_single {
        start
    } else {
        (start..lines.len()).find(|index| lines[*index].starts_with('}')).unwrap_or(start)
    };
    if at > end {
        return Ok(None);
    }
    let name = lines[start].clone();
    lines[start..=end].iter_mut().for_each(String::clear);
    std::fs::write(path, lines.join("\n"))?;
    Ok(Some(name))
}

/// Every struct of the printed file by its modules and name, spelled without case and underscores.
fn table(rust: &str, module: &str, is_asked: impl Fn(&str) -> bool) -> String {
    let mut modules: Vec<(usize, String)> = Vec::new();
    let mut found = BTreeMap::new();
    for line in rust.lines() {
        let indent = line.len() - line.trim_start().len();
        if line.trim_start().starts_with('}') {
            while modules.last().is_some_and(|(depth, _)| *depth >= indent) {
                modules.pop();
            }
        }
        if let Some(name) =
            line.trim_start().strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(" {"))
        {
            modules.push((indent, name.to_owned()));
        }
        if let Some(rest) = line.trim_start().strip_prefix("pub struct ") {
            let name = rest.split([' ', '{', '(', ';']).next().unwrap_or_default();
            let mut path: Vec<&str> = modules.iter().map(|(_, name)| name.as_str()).collect();
            path.push(name);
            let key = path.join(".").replace("r#", "").replace('_', "").to_lowercase();
            found.insert(key, path.join("::"));
        }
    }
    let mut arms = String::new();
    for (key, path) in found.iter().filter(|(key, _)| is_asked(key)) {
        writeln!(arms, "        {key:?} => check!(crate::{module}::{path}, bytes),")
            .expect("a string takes everything");
    }
    format!(
        "pub(crate) fn ask(name: &str, bytes: &[u8]) -> Option<Answer> {{\n    Some(match name {{\n{arms}        _ => return None,\n    }})\n}}\n"
    )
}
