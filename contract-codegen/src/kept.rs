//! The output that is kept in `tests/generated` is current.
//!
//! Tests of this binary and not of `tests/it`, which includes the files and may not compile while they are old.

use crate::{Config, Setting};
use std::path::{Path, PathBuf};

/// Folder of schemas and name of the file that is kept of it; how it is compiled.
type Kept = (&'static str, fn(Config, &Path) -> Config);

const KEPT: [Kept; 5] = [
    ("avro", avro),
    ("deprecated", |config, _| config),
    ("json", |config, _| config),
    ("protobuf", |config, _| config),
    ("sealed", |config, _| config.sealed(true).views(true).requests(true)),
];

fn avro(config: Config, tests: &Path) -> Config {
    let nasty = "nasty.self.crate.type.v1";
    let wide = format!("{nasty}.Nasty.wide.union");
    config
        .views(true)
        .writer("nasty.happened-value", tests.join("schemas/avro-older/nasty.avsc"))
        .project("nasty.happened-value", "Routing", ["Self", "correlationId", "box.a", "Option"])
        // What would be one name in Rust.
        .rename(format!("{nasty}.Nasty.self"), "self_2")
        .rename(format!("{nasty}.String.__"), "Dunder")
        .rename(format!("{wide}.{nasty}.String"), "String2")
        .rename(format!("{wide}.other.Box"), "FixedBox")
}

#[test]
fn the_kept_output_is_current() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let stale: Vec<PathBuf> =
        KEPT.iter().filter_map(|(name, configured)| stale(&tests, name, *configured)).collect();
    assert!(
        stale.is_empty(),
        "the output differs from {stale:?}: run UPDATE_EXPECTED=1 cargo test -p contract-codegen --lib, and review"
    );
}

/// The file that is not what the compiler prints now; it is written anew where that is asked for.
fn stale(tests: &Path, name: &str, configured: fn(Config, &Path) -> Config) -> Option<PathBuf> {
    let config = Config::from_schemas(tests.join("schemas").join(name)).policy(Setting::Off);
    let rust =
        configured(config, tests).generate().unwrap_or_else(|error| panic!("{error}")).formatted();
    let kept = tests.join("generated").join(format!("{name}.snap"));
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&kept, &rust).unwrap();
    }
    (std::fs::read_to_string(&kept).unwrap_or_default() != rust).then_some(kept)
}
