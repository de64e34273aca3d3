//! A registry of our own binary on a free port, for one test.

use crate::stage::Stage;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

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
        let arguments = [&["--listen", "127.0.0.1:0", "--data", "store"], more].concat();
        Server::start_with(stage, &arguments, &[])
    }

    /// Starts a registry with these arguments and variables; what it logs goes to `serve.log` below the stage.
    pub(crate) fn start_with(
        stage: &Stage,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Server {
        let logs = std::fs::File::create(stage.path().join("serve.log")).unwrap();
        let mut command = stage.command(env!("CARGO_BIN_EXE_concord"));
        command.arg("serve").args(arguments).envs(variables.iter().copied());
        let mut process = command.stdout(Stdio::piped()).stderr(logs).spawn().unwrap();
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

    /// The body of an answer.
    pub(crate) fn get(&self, path: &str) -> String {
        Server::get_from(&self.url, path)
    }

    /// The body of an answer at this address.
    pub(crate) fn get_from(url: &str, path: &str) -> String {
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        Server::ask(url, &request)
    }

    /// Puts a body of JSON; the body of the answer.
    pub(crate) fn put(&self, path: &str, body: &str) -> String {
        self.send("PUT", path, body)
    }

    /// Sends a body of JSON; the body of the answer.
    pub(crate) fn send(&self, method: &str, path: &str, body: &str) -> String {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        Server::ask(&self.url, &request)
    }

    fn ask(url: &str, request: &str) -> String {
        let mut stream = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split_once("\r\n\r\n").unwrap().1.to_owned()
    }

    /// A way to the registry that ends for good when so many registrations were sent.
    pub(crate) fn frail(&self, registrations: usize) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let target = self.url.trim_start_matches("http://").to_owned();
        let left = Arc::new(AtomicUsize::new(registrations));
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (left, target) = (Arc::clone(&left), target.clone());
                std::thread::spawn(move || forward(client.unwrap(), &target, &left));
            }
        });
        address
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

/// Carries requests to `target` and answers back, until nothing is left.
fn forward(mut client: TcpStream, target: &str, left: &AtomicUsize) {
    let mut server = TcpStream::connect(target).unwrap();
    let (mut answers, mut back) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    std::thread::spawn(move || std::io::copy(&mut answers, &mut back));
    let mut chunk = [0; 65_536];
    while left.load(Ordering::SeqCst) > 0 {
        let Ok(length @ 1..) = client.read(&mut chunk) else { break };
        let head = String::from_utf8_lossy(&chunk[..length.min(200)]).into_owned();
        let line = head.lines().next().unwrap_or_default();
        if line.starts_with("POST /subjects/") && line.contains("/versions") {
            // Several come at once: nothing is taken from nothing.
            let take = |left: usize| left.checked_sub(1);
            let before = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take);
            if before.unwrap_or(0) < 2 {
                break;
            }
        }
        server.write_all(&chunk[..length]).unwrap();
    }
    let _ = (client.shutdown(Shutdown::Both), server.shutdown(Shutdown::Both));
}
