//! Disks that are full or not ours to write: a clear refusal, reads go on, writing resumes.

use std::fs::{self, DirBuilder};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Output};

use registry_server::log::AppendError;
use registry_server::log::sled::SledLog;
use registry_server::writer::{Failure, Writer, WriterSettings};

use crate::words::{Words, say};

/// Tells the test binary to be the process with the small disk, or the one without rights; the value is a directory.
const SMALL_DISK: &str = "CONCORD_TEST_SMALL_DISK";
const SMALL_FILES: &str = "CONCORD_TEST_SMALL_FILES";
const NO_RIGHTS: &str = "CONCORD_TEST_NO_RIGHTS";

/// Runs one test of this binary through `command`, which is to start it.
fn run(command: &mut Command) -> Output {
    command.output().unwrap()
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Fills a disk of 24 MB while registering. Does nothing in an ordinary run.
#[test]
fn on_a_small_disk() {
    let Ok(disk) = std::env::var(SMALL_DISK) else { return };
    let disk = Path::new(&disk);
    let filler = disk.join("filler");
    let log = SledLog::open(&disk.join("store"), 0).unwrap();
    let (writer, thread) = Writer::start(Words, Box::new(log), WriterSettings::default()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let submit =
        |number: usize| runtime.block_on(writer.submit(say(&format!("word-{number:040}"))));
    for number in 1..=50 {
        assert_eq!(submit(number), Ok(number));
    }

    let mut file = fs::File::create(&filler).unwrap();
    while file.write_all(&[0; 65_536]).is_ok() {}
    while file.write_all(&[0; 512]).is_ok() {}
    let mut acknowledged = 50;
    let refused = loop {
        match submit(acknowledged + 1) {
            Ok(number) => {
                acknowledged += 1;
                assert_eq!(number, acknowledged);
                assert!(acknowledged < 5_000, "the disk should be full");
            }
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, Failure::Store(AppendError::Full { .. })), "{refused}");
    for _again in 0..3 {
        assert!(matches!(submit(acknowledged + 1), Err(Failure::Store(AppendError::Full { .. }))));
    }
    assert_eq!(submit(7), Ok(7), "what is known is still told");
    assert_eq!(writer.snapshot().state.len(), acknowledged);
    assert!(matches!(writer.store_error().as_deref(), Some(AppendError::Full { .. })));

    drop(file);
    fs::remove_file(&filler).unwrap();
    for number in acknowledged + 1..=acknowledged + 50 {
        assert_eq!(submit(number), Ok(number), "writing resumes by itself");
    }
    assert_eq!(writer.store_error(), None);
    runtime.block_on(writer.stop());
    thread.join();
    let report = registry_server::log::sled::verify(&disk.join("store")).unwrap();
    assert_eq!(report.head.position, u64::try_from(acknowledged + 50).unwrap());
    eprintln!("small disk survived");
}

#[test]
fn a_full_disk_refuses_writes_keeps_reads_and_recovers_by_itself() {
    let disk = tempfile::tempdir().unwrap();
    // A namespace of its own lets everybody mount, and unmounts when the process ends.
    let script = "mount -t tmpfs -o size=24m tmpfs \"$0\" && exec \"$1\" --exact disk::on_a_small_disk --nocapture";
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script]);
    command.arg(disk.path()).arg(std::env::current_exe().unwrap()).env(SMALL_DISK, disk.path());
    let output = run(&mut command);
    let said = text(&output);
    if !said.contains("running 1 test") {
        eprintln!("no small disk can be mounted here, the test is left out: {said}");
        return;
    }
    eprintln!("{said}");
    assert!(output.status.success() && said.contains("small disk survived"), "{said}");
}

/// Meets an I/O error in the middle of a write: files may not grow beyond a limit. Does nothing in an ordinary run.
#[test]
fn with_small_files() {
    let Ok(dir) = std::env::var(SMALL_FILES) else { return };
    let log = SledLog::open(Path::new(&dir), 0).unwrap();
    let (writer, thread) = Writer::start(Words, Box::new(log), WriterSettings::default()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let submit =
        |number: usize| runtime.block_on(writer.submit(say(&format!("word-{number:040}"))));
    let mut acknowledged = 0;
    let refused = loop {
        match submit(acknowledged + 1) {
            Ok(number) => {
                acknowledged += 1;
                assert_eq!(number, acknowledged);
                assert!(acknowledged < 5_000, "the limit should have been met");
            }
            Err(error) => break error,
        }
    };
    assert!(acknowledged > 10);
    assert!(matches!(refused, Failure::Store(AppendError::Unavailable(_))), "{refused}");
    assert!(writer.store_error().is_some());
    assert_eq!(writer.snapshot().state.len(), acknowledged);

    let limit = Command::new("prlimit")
        .args(["--fsize=unlimited", "--pid", &std::process::id().to_string()])
        .status();
    assert!(limit.unwrap().success());
    // The write that failed may have reached the file: then it is found, and its number is the next one all the same.
    for number in acknowledged + 1..=acknowledged + 50 {
        assert_eq!(submit(number), Ok(number), "the store is opened again in process");
    }
    assert_eq!(writer.store_error(), None);
    runtime.block_on(writer.stop());
    thread.join();
    let report = registry_server::log::sled::verify(Path::new(&dir)).unwrap();
    assert_eq!(report.head.position, u64::try_from(acknowledged + 50).unwrap());
    eprintln!("small files survived after {acknowledged}: {refused}");
}

#[test]
fn an_io_error_closes_the_store_and_opens_it_again_in_process() {
    let dir = tempfile::tempdir().unwrap();
    let script =
        "trap '' XFSZ; ulimit -S -f 6000; exec \"$0\" --exact disk::with_small_files --nocapture";
    let mut command = Command::new("sh");
    command.args(["-c", script]).arg(std::env::current_exe().unwrap()).env(SMALL_FILES, dir.path());
    let output = run(&mut command);
    let said = text(&output);
    eprintln!("{said}");
    assert!(output.status.success() && said.contains("small files survived"), "{said}");
}

/// Opens a store where that is not allowed. Does nothing in an ordinary run.
#[test]
fn without_rights() {
    let Ok(dir) = std::env::var(NO_RIGHTS) else { return };
    let error = SledLog::open(Path::new(&dir), 0).map(|_| ()).unwrap_err();
    eprintln!("refused: {error}");
}

#[test]
fn a_directory_without_write_permission_is_named_with_the_reason() {
    let outer = tempfile::tempdir().unwrap();
    fs::set_permissions(outer.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let dir = outer.path().join("store");
    DirBuilder::new().mode(0o555).create(&dir).unwrap();
    // Root may write everywhere, so somebody else must try: with a copy of this binary that they may run.
    let binary = outer.path().join("it");
    fs::copy(std::env::current_exe().unwrap(), &binary).unwrap();
    let mut command = Command::new(&binary);
    command.args(["--exact", "disk::without_rights", "--nocapture"]).env(NO_RIGHTS, &dir);
    if fs::metadata(&dir).unwrap().uid() == 0 {
        command.uid(65_534).gid(65_534);
    }
    let said = text(&run(&mut command));
    let expected =
        format!("cannot write to the data directory `{}`: Permission denied", dir.display());
    assert!(said.contains(&expected), "{said}");
    assert!(said.contains("choose another directory with --data"), "{said}");
}
