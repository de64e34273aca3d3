//! Every check of the Rust clients against the registry at `CONCORD_REGISTRY`; the exit code is 0 only if none failed.

mod client;
mod converter;
mod json;

use std::pin::Pin;
use std::process::ExitCode;
use tokio::task::LocalSet;

/// A sentence that must hold and what shows it; an assertion that fails panics.
type Check = (&'static str, Pin<Box<dyn Future<Output = ()>>>);

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (mut passed, mut failed) = (0, 0);
    for (name, action) in
        [client::checks(), converter::checks(), json::checks()].into_iter().flatten()
    {
        // A task of its own, so that a panic ends this check only.
        let tasks = LocalSet::new();
        let ended = tasks.spawn_local(action);
        match tasks.run_until(ended).await {
            Ok(()) => {
                passed += 1;
                println!("ok     {name}");
            }
            Err(_) => {
                failed += 1;
                println!("FAILED {name}");
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The address of the registry.
fn registry() -> String {
    std::env::var("CONCORD_REGISTRY").expect("against.py sets CONCORD_REGISTRY")
}

/// A schema that the languages share, as text.
fn text(file: &str) -> String {
    let folder = std::env::var("INTEROP_SCHEMAS").expect("against.py sets INTEROP_SCHEMAS");
    std::fs::read_to_string(std::path::Path::new(&folder).join(file)).expect("the schema is there")
}

/// Magic byte and id.
fn header(id: u32) -> Vec<u8> {
    [&[0], &id.to_be_bytes()[..]].concat()
}
