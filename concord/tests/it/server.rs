//! A registry of our own binary on a free port, for one test.

use crate::stage::Stage;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

/// Stopped when it goes out of scope.
pub(crate) struct Server {
    process: Child,
    pub(crate) url: String,
    /// What it said until it was ready.
    pub(crate) greeting: String,
}

impl Server {
    /// Starts a registry whose store is below the stage; ready when this returns.
    pub(crate) fn start(stage: &Stage, more: &[&str]) -> Server {
        let mut command = stage.command(env!("CARGO_BIN_EXE_concord"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data", "store"]).args(more);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        let mut greeting = String::new();
        // The last line of the greeting says how to stop.
        while !greeting.contains("Ctrl-C") {
            let read = out.read_line(&mut greeting).unwrap();
            assert!(read > 0, "the server ended: {greeting}");
        }
        let start = greeting.find("http://127.0.0.1:").unwrap();
        let url = greeting[start..].split_whitespace().next().unwrap().to_owned();
        Server { process, url, greeting }
    }

    /// Asks it to stop as an orchestrator does, and waits for its exit code.
    pub(crate) fn terminate(mut self) -> Option<i32> {
        let pid = self.process.id().to_string();
        assert!(std::process::Command::new("kill").arg(pid).status().unwrap().success());
        self.process.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
