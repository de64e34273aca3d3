//! A server process on a free port, started from the real binary.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

pub(crate) struct Server {
    process: Child,
    address: Option<SocketAddr>,
    /// Kept open: a greeting that nobody can read would end the server.
    greeting: Option<BufReader<ChildStdout>>,
}

impl Server {
    /// Starts a server and does not wait.
    pub(crate) fn spawn(dir: &Path) -> Self {
        let process = Command::new(env!("CARGO_BIN_EXE_concord"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(dir)
            .env_remove("CONCORD_LISTEN")
            .env_remove("CONCORD_DATA")
            .env_remove("CONCORD_POLICY")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self { process, address: None, greeting: None }
    }

    /// Starts a server and waits until it says where it listens.
    pub(crate) fn start(dir: &Path) -> Self {
        let mut server = Self::spawn(dir);
        // Nobody reads the logs while it runs, and a full pipe would stop it.
        let mut logs = server.process.stderr.take().unwrap();
        let logs = std::thread::spawn(move || {
            let mut text = String::new();
            logs.read_to_string(&mut text).map(|_| text)
        });
        let mut line = String::new();
        let mut greeting = BufReader::new(server.process.stdout.take().unwrap());
        greeting.read_line(&mut line).unwrap();
        let address =
            line.trim().rsplit_once("http://").and_then(|(_, address)| address.parse().ok());
        if address.is_none() {
            panic!("the server did not start: {line}{}", logs.join().unwrap().unwrap());
        }
        server.address = address;
        server.greeting = Some(greeting);
        server
    }

    pub(crate) fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    pub(crate) fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        drop(self.greeting);
    }

    /// Asks it to end, and expects that it ends well.
    pub(crate) fn stop(mut self) {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        assert!(self.process.wait().unwrap().success());
        drop(self.greeting);
    }
}
