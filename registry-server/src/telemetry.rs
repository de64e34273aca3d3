//! Logs: where they go, how they look, which are written.
//!
//! Lines of a request carry its id (see `limits.rs`). Panics are logged like everything else.

use std::io::{self, IsTerminal as _};
use std::panic;

use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, ServeConfig};

/// Sends logs to standard error from now on. Does nothing if logs go somewhere already.
pub fn start(config: &ServeConfig) {
    let filter = EnvFilter::try_new(&config.log_filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let started = match config.log_format {
        LogFormat::Json => {
            logs.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init()
        }
        LogFormat::Text => logs.with_ansi(io::stderr().is_terminal()).with_target(false).try_init(),
    };
    if started.is_ok() {
        panic::set_hook(Box::new(|panic| tracing::error!(%panic, "a thread panicked")));
    }
}

/// The error says which directive is not understood.
pub(crate) fn check_filter(directives: &str) -> Result<(), String> {
    EnvFilter::try_new(directives).map(|_| ()).map_err(|error| error.to_string())
}
