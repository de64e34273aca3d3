//! A temporary directory with files, git and the binary in it.

use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A working directory that goes away with the test.
pub(crate) struct Stage {
    directory: TempDir,
}

/// Beginnings of variables that mean something to the binary: ours, git's, and those of CI systems.
const FOREIGN: [&str; 13] = [
    "SSL_CERT_",
    "CONCORD_",
    "SCHEMA_REGISTRY_",
    "GIT_",
    "GITHUB_",
    "CI_",
    "BITBUCKET_",
    "SYSTEM_PULLREQUEST",
    "CHANGE_TARGET",
    "BUILDKITE_",
    "CODEBUILD_",
    "DRONE_",
    "CIRRUS_",
];

/// What the binary said and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Stage {
    pub(crate) fn new() -> Stage {
        Stage { directory: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &Stage {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    pub(crate) fn remove(&self, path: &str) -> &Stage {
        std::fs::remove_file(self.path().join(path)).unwrap();
        self
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).unwrap()
    }

    pub(crate) fn concord(&self, args: &[&str]) -> Run {
        self.concord_with(args, &[])
    }

    pub(crate) fn concord_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Run {
        let mut command = self.command(env!("CARGO_BIN_EXE_concord"));
        command.args(args).envs(variables.iter().copied());
        let Output { status, stdout, stderr } = command.output().unwrap();
        Run {
            code: status.code().unwrap(),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    /// Runs git, which must succeed.
    pub(crate) fn git(&self, args: &[&str]) -> &Stage {
        let mut command = self.command("git");
        command.args(["-c", "user.name=t", "-c", "user.email=t@example.com"]).args(args);
        let output = command.output().unwrap();
        assert!(output.status.success(), "git {args:?}: {output:?}");
        self
    }

    /// A repository with everything committed on `main`.
    pub(crate) fn commit_all(&self) -> &Stage {
        if !self.path().join(".git").exists() {
            self.git(&["init", "-q", "-b", "main"]);
        }
        self.git(&["add", "-A"]).git(&["commit", "-q", "-m", "state"])
    }

    /// A command that sees nothing of the developer's own settings.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path());
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            let proxies = text.to_ascii_lowercase().ends_with("_proxy");
            let alone =
                ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "NETRC", "HOME"].contains(&&*text);
            if FOREIGN.iter().any(|start| text.starts_with(start)) || proxies || alone {
                command.env_remove(&name);
            }
        }
        // The ceiling keeps git out of a repository that may surround the temporary directory.
        command
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CEILING_DIRECTORIES", self.path().parent().unwrap());
        command
    }
}

impl Run {
    /// The run ended with `code`; what it said is in the panic otherwise.
    #[track_caller]
    pub(crate) fn code(&self, code: i32) -> &Run {
        assert_eq!(self.code, code, "{self}");
        self
    }

    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Run {
        assert!(self.out.contains(text), "stdout lacks `{text}`\n{self}");
        self
    }

    #[track_caller]
    pub(crate) fn complains(&self, text: &str) -> &Run {
        assert!(self.err.contains(text), "stderr lacks `{text}`\n{self}");
        self
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "exit {}\n--- stdout\n{}\n--- stderr\n{}", self.code, self.out, self.err)
    }
}

/// A plain record, no contract.
pub(crate) const ADDRESS: &str = r#"{
  "type": "record", "name": "Address", "namespace": "shop.v1",
  "doc": "Where to send it.",
  "fields": [
    {"name": "street", "type": "string", "doc": "Street and number."},
    {"name": "city", "type": "string", "doc": "Town."}
  ]
}
"#;

/// The same record with a field that old events do not have.
pub(crate) const ADDRESS_BROKEN: &str = r#"{
  "type": "record", "name": "Address", "namespace": "shop.v1",
  "doc": "Where to send it.",
  "fields": [
    {"name": "street", "type": "string", "doc": "Street and number."},
    {"name": "city", "type": "string", "doc": "Town."},
    {"name": "country", "type": "string", "doc": "Country."}
  ]
}
"#;
