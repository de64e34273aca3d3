"""Starts and stops the release binary: on a free port, with a data directory of its own.

Standard library only; used by `run.py`, by the checks and by `benches/http_load.py`.
"""

import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

READY_WITHIN_SECONDS = 30


class Process:
    """A process that ends with its `with` block."""

    def __init__(self, command, log=None):
        self.command = [str(word) for word in command]
        self.log = log
        self.process = None

    def __enter__(self):
        out = open(self.log, "wb") if self.log else subprocess.DEVNULL
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def said(self):
        """What it wrote so far, for error messages."""
        return pathlib.Path(self.log).read_text(errors="replace") if self.log else ""


class Concord(Process):
    """`concord serve` with an empty data directory below `scratch`."""

    def __init__(self, binary, scratch):
        self.binary = binary
        listen = f"127.0.0.1:{free_port()}"
        self.url = f"http://{listen}"
        command = [binary, "serve", "--listen", listen, "--data", pathlib.Path(scratch) / "concord-data"]
        super().__init__(command, log=pathlib.Path(scratch) / "concord.log")

    def __enter__(self):
        super().__enter__()
        try:
            wait_until_it_answers(self, self.url + "/subjects")
        except BaseException:
            self.__exit__()
            raise
        return self

    def push(self, directory):
        """Registers the schemas that `contracts.toml` of the directory lists; returns what the command said."""
        return subprocess.run([self.binary, "push", "--registry", self.url], cwd=directory, check=True,
                              capture_output=True, text=True).stdout


def wait_until_it_answers(process, url):
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if process.process.poll() is not None:
            raise RuntimeError(f"{' '.join(process.command)} ended with {process.process.returncode}:\n{process.said()}")
        try:
            return fetch(url)
        except OSError:
            time.sleep(0.01)
    raise RuntimeError(f"{url} did not answer within {READY_WITHIN_SECONDS} seconds:\n{process.said()}")


def fetch(url, body=None, method=None):
    """Status, body and headers of one request; refusals are answers, not exceptions."""
    payload = json.dumps(body).encode() if body is not None else None
    headers = {"Content-Type": "application/vnd.schemaregistry.v1+json"} if body is not None else {}
    request = urllib.request.Request(url, data=payload, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read(), dict(refusal.headers)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def build(arguments, repo, profile="release"):
    """Builds with cargo and returns the directory of the binaries."""
    command = [os.environ.get("CARGO", "cargo"), "build", "--profile", profile, *arguments]
    if subprocess.run(command, cwd=repo).returncode != 0:
        sys.exit(f"{' '.join(command)} failed")
    metadata = subprocess.run([command[0], "metadata", "--format-version=1", "--no-deps"], cwd=repo, check=True,
                              capture_output=True, text=True).stdout
    folder = "debug" if profile == "dev" else profile
    return pathlib.Path(json.loads(metadata)["target_directory"]) / folder
