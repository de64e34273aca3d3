//! The binary as its users run it: arguments in, text and exit code out.
#![expect(clippy::unwrap_used, reason = "a test that cannot prepare its stage has failed")]

// What `check` compares with.
mod baselines;
// Bad files, directories and manifests: each gets its message and exit code 2.
mod bad_input;
// `check --against git:` in repositories of every state.
mod check_git;
// Credentials, proxies, certificates: by environment and file, printed never.
mod credentials;
// `diff` and `explain`.
mod diff_explain;
// `generate` and `show`: contracts as Rust.
mod generate;
// JSON Schemas in a folder: check, push, pull.
mod json;
// A registry of another make, which has nothing of ours.
mod other_make;
// `plan` and `apply`: a registry made what a directory says.
mod plan_apply;
// What a service crate builds from: lock file and sources.
mod pull;
// A registry that is away, answers HTML, 401, half a body, or never.
mod registry_trouble;
// Files and variables written for Confluent's registry.
mod serve_confluent;
// The main job: serve, push, refuse.
mod serve_push;
// A registry of our own binary on a free port.
mod server;
// A temporary directory with files, git and the binary in it.
mod stage;
// Who refers to what changed, and who of them breaks.
mod check_impact;
// Policy, manifest and evolution, without a registry.
mod check_policy;
// The action, the component, the hooks, completions, manual pages, the image.
mod ready_made;
// Reports in every form, against the schemas that others publish.
mod reports;
// Findings that are let through, and waivers that do not hold.
mod waivers;
// `export` and `import`: a whole registry as a file, and back.
mod transfer;
// Help, usage errors, colours.
mod usage;
