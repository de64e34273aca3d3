//! The invariants of `docs/architecture.md`, one test each.

use std::fs;
use std::path::{Path, PathBuf};

const PURE: [&str; 4] = ["contract-schema", "contract-model", "contract-runtime", "registry-api"];
const SHELLS_WITH_A_SERVER: [&str; 2] = ["registry-server", "concord"];
const LONGEST_FILE: usize = 500;

/// What a pure crate must not name, and the one file that may, with the reason.
const OUTSIDE_WORLD: [(&str, &[&str]); 6] = [
    ("std::fs", &[]),
    // The blocking client is the feature `client`; without it the crate is pure.
    ("std::net", &["registry-api/src/client.rs"]),
    ("std::process", &[]),
    ("std::env", &[]),
    // The one clock: `Stamp::now` gives an event its id and its time.
    ("SystemTime", &["contract-runtime/src/stamp.rs"]),
    ("Instant::now", &[]),
];

#[test]
fn only_the_server_and_the_binary_depend_on_a_server_or_a_store() {
    for manifest in manifests() {
        let text = read(&manifest);
        let package =
            manifest.parent().and_then(Path::file_name).unwrap().to_string_lossy().into_owned();
        let dependencies = section(&text, "dependencies") + &section(&text, "build-dependencies");
        for name in ["axum", "tokio", "sled", "tower-http"] {
            let declared = dependencies.lines().any(|line| depends_on(line, name));
            let may = SHELLS_WITH_A_SERVER.contains(&package.as_str());
            assert!(
                may || !declared,
                "{package} depends on {name}: only {SHELLS_WITH_A_SERVER:?} may"
            );
        }
    }
}

/// The lines of one section of a manifest.
fn section(text: &str, name: &str) -> String {
    let mut inside = false;
    let belongs = |line: &&str| {
        if line.starts_with('[') {
            inside = *line == format!("[{name}]");
        }
        inside
    };
    text.lines().filter(belongs).map(|line| format!("{line}\n")).collect()
}

fn depends_on(line: &str, name: &str) -> bool {
    line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
}

#[test]
fn pure_crates_touch_neither_disk_nor_network_nor_clock() {
    for (package, file) in
        PURE.iter().flat_map(|package| sources(&root().join(package).join("src"), package))
    {
        let text = read(&file);
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (word, exceptions) in OUTSIDE_WORLD {
            let name = relative(&file);
            let used = code
                .lines()
                .any(|line| !line.trim_start().starts_with("//") && line.contains(word));
            assert!(
                !used || exceptions.contains(&name.as_str()),
                "{name} of the pure crate {package} names {word}"
            );
        }
    }
}

#[test]
fn no_file_is_longer_than_five_hundred_lines() {
    for file in rust_files() {
        let text = read(&file);
        // Tables and tests are exempt: what stands after `#[cfg(test)]`, and files of tests.
        let code = text.split("#[cfg(test)]").next().unwrap();
        let length = code.lines().count();
        let name = relative(&file);
        assert!(
            length <= LONGEST_FILE || is_test(&name),
            "{name} has {length} lines, the limit is {LONGEST_FILE}"
        );
    }
}

#[test]
fn every_source_file_opens_by_saying_what_lives_in_it() {
    for file in rust_files() {
        let name = relative(&file);
        assert!(read(&file).starts_with("//!"), "{name} does not open with a `//!` comment");
    }
}

#[test]
fn nothing_is_left_unfinished_or_switched_off() {
    // Written in two halves, so that this file does not find itself.
    let words = [
        ("todo", "!("),
        ("unimplemented", "!("),
        ("#[ig", "nore"),
        ("FIX", "ME"),
        ("#[should", "_panic"),
    ];
    for file in rust_files() {
        let text = read(&file);
        for (head, tail) in words {
            let word = format!("{head}{tail}");
            assert!(!text.contains(&word), "{} contains `{word}`", relative(&file));
        }
    }
}

#[test]
fn the_root_crate_is_a_front_page_and_an_include() {
    let text = read(&root().join("src/lib.rs"));
    let code: Vec<&str> = text
        .lines()
        .filter(|line| {
            !line.trim().is_empty() && !line.starts_with("//!") && !line.starts_with("#![")
        })
        .collect();
    assert!(
        code.len() <= 1 && code.iter().all(|line| line.starts_with("include!")),
        "src/lib.rs holds code: {code:?}"
    );
}

/// A user's build needs neither a network nor `protoc`: nothing that could ask for them is among its dependencies.
#[test]
fn a_service_crate_builds_without_network_and_without_protoc() {
    let lock = read(&root().join("examples/rtgs-gateway/Cargo.lock"));
    assert!(lock.contains("name = \"contract-codegen\""));
    for name in ["prost-build", "protoc", "reqwest", "ureq", "hyper", "curl", "tokio", "openssl"] {
        let is_there = lock.lines().any(|line| line.starts_with(&format!("name = \"{name}")));
        assert!(!is_there, "the example depends on `{name}`");
    }
}

#[test]
fn every_crate_takes_the_lints_of_the_workspace() {
    for manifest in manifests() {
        let text = read(&manifest);
        assert!(
            text.contains("[lints]\nworkspace = true"),
            "{} does not take the lints",
            relative(&manifest)
        );
    }
}

#[test]
fn every_link_in_the_documents_leads_somewhere() {
    for page in documents() {
        let text = read(&page);
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = target.split('#').next().unwrap();
            let outside = path.is_empty() || path.contains("://") || path.starts_with("mailto:");
            let found = page.parent().unwrap().join(path).exists();
            assert!(
                outside || found,
                "{} links to `{target}`, which does not exist",
                relative(&page)
            );
        }
    }
}

#[test]
fn every_environment_variable_of_the_command_line_is_documented() {
    let pages: String = documents().iter().map(|page| read(page)).collect();
    for file in sources(&root().join("concord/src"), "concord") {
        let text = read(&file.1);
        for name in text.split("env = \"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(pages.contains(name), "{name} stands in no document");
        }
    }
}

fn is_test(name: &str) -> bool {
    name.contains("/tests/") || name.starts_with("tests/") || name.contains("benches/")
}

fn documents() -> Vec<PathBuf> {
    let mut pages = files(&root().join("docs"), "md");
    pages.extend(["README.md", "CHANGELOG.md", "schemas/README.md"].map(|name| root().join(name)));
    pages.into_iter().filter(|page| page.exists()).collect()
}

fn manifests() -> Vec<PathBuf> {
    let text = read(&root().join("Cargo.toml"));
    let members = text.split("default-members").next().unwrap().split('"').skip(1).step_by(2);
    members.filter(|name| *name != "3").map(|name| root().join(name).join("Cargo.toml")).collect()
}

fn rust_files() -> Vec<PathBuf> {
    let members = manifests().into_iter().map(|manifest| manifest.parent().unwrap().to_path_buf());
    let mut found: Vec<PathBuf> = members
        .filter(|member| member.canonicalize().unwrap() != root())
        .flat_map(|member| files(&member, "rs"))
        .chain(
            ["src", "tests", "benches", "examples"]
                .into_iter()
                .flat_map(|name| files(&root().join(name), "rs")),
        )
        .chain([root().join("build.rs")])
        // Test data: what the compiler must refuse or has printed.
        .filter(|file| {
            !["/ui/", "/fixtures/", "/snapshots/"]
                .iter()
                .any(|part| file.to_string_lossy().contains(part))
        })
        .collect();
    found.sort();
    found
}

fn sources<'a>(
    folder: &Path,
    package: &'a str,
) -> impl Iterator<Item = (&'a str, PathBuf)> + use<'a> {
    files(folder, "rs").into_iter().map(move |file| (package, file))
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() && !path.ends_with("target") {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|end| end == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).canonicalize().unwrap()
}

fn relative(file: &Path) -> String {
    file.canonicalize().unwrap().strip_prefix(root()).unwrap().to_string_lossy().into_owned()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
