//! A folder for a test.

use contract_codegen::{Config, Setting};
use std::path::Path;

/// A temporary folder with these files, compiled as plain schemas.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Folder(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Without serde, so that snapshots stay short; without policy, so that schemas can be small.
    pub(crate) fn config(&self) -> Config {
        Config::from_schemas(self.path()).serde(false).policy(Setting::Off)
    }

    /// The generated Rust.
    pub(crate) fn rust(&self) -> String {
        self.config().generate().unwrap().formatted()
    }

    /// The complaints, with the folder's random name left out.
    pub(crate) fn refused(&self, config: &Config) -> String {
        let report = config.generate().unwrap_err().to_string();
        report.replace(&format!("{}/", self.path().display()), "")
    }
}
