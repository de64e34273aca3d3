//! Where a command writes: results to stdout, complaints and progress to stderr, colours for people only.

use crate::args::ColorWhen;
use crate::error::Error;
use crate::report::place::plain;
use clap::builder::styling::{AnsiColor, Color, Style};
use std::io::{IsTerminal, Write};

/// What a piece of text is; the colours follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paint {
    Error,
    Warning,
    Good,
    Place,
    Strong,
}

/// The two streams and what they can show.
pub(crate) struct Terminal {
    colours_out: bool,
    colours_err: bool,
    progress: bool,
}

impl Terminal {
    pub(crate) fn new(when: ColorWhen) -> Terminal {
        let wanted = |is_terminal: bool| match when {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto => {
                let said = |name| std::env::var_os(name).filter(|value| !value.is_empty());
                let is_off = |name| said(name).is_some_and(|value| value == "0");
                // A CI system shows colours and is no terminal.
                let forced = said("CLICOLOR_FORCE").is_some() && !is_off("CLICOLOR_FORCE");
                let dumb = said("TERM").is_some_and(|term| term == "dumb");
                let can = is_terminal && !dumb && !is_off("CLICOLOR");
                said("NO_COLOR").is_none() && (forced || can)
            }
        };
        let err_is_terminal = std::io::stderr().is_terminal();
        Terminal {
            colours_out: wanted(std::io::stdout().is_terminal()),
            colours_err: wanted(err_is_terminal),
            progress: err_is_terminal,
        }
    }

    /// One that colours nothing, for files.
    pub(crate) fn plain() -> Terminal {
        Terminal { colours_out: false, colours_err: false, progress: false }
    }

    /// Writes a result, a line break included.
    pub(crate) fn say(&self, text: impl AsRef<str>) -> Result<(), Error> {
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_ref().as_bytes())?;
        out.write_all(b"\n")?;
        Ok(out.flush()?)
    }

    /// Text for stdout in the colour of its meaning.
    pub(crate) fn paint(&self, paint: Paint, text: &str) -> String {
        painted(self.colours_out, paint, text)
    }

    /// Tells on stderr what stopped the command.
    pub(crate) fn complain(&self, error: &Error) {
        let told = plain(&error.to_string());
        self.note(&format!("{} {told}", painted(self.colours_err, Paint::Error, "error:")));
    }

    /// A warning on stderr.
    pub(crate) fn warn(&self, text: &str) {
        let told = plain(text);
        self.note(&format!("{} {told}", painted(self.colours_err, Paint::Warning, "warning:")));
    }

    /// A remark on stderr.
    pub(crate) fn note(&self, text: &str) {
        // A closed stderr leaves nobody to tell.
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// A line on stderr that shows how far the work is; invisible unless stderr is a terminal.
    pub(crate) fn progress(&self, verb: &'static str, total: usize) -> Progress {
        Progress { visible: self.progress && total > 1, verb, total, done: 0 }
    }
}

/// Work that takes long enough to be watched.
pub(crate) struct Progress {
    visible: bool,
    verb: &'static str,
    total: usize,
    done: usize,
}

impl Progress {
    /// The next piece of work begins.
    pub(crate) fn step(&mut self, what: &str) {
        self.done += 1;
        if self.visible {
            let what: String = what.chars().take(60).collect();
            self.write(&format!("\r\x1b[2K{} {}/{} {what}", self.verb, self.done, self.total));
        }
    }

    /// Makes room for a line of output.
    pub(crate) fn clear(&self) {
        if self.visible && self.done > 0 {
            self.write("\r\x1b[2K");
        }
    }

    fn write(&self, text: &str) {
        let mut err = std::io::stderr().lock();
        // Progress is a courtesy: it must never end the work.
        let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

/// A warning on stderr from where no terminal is at hand: without colours.
pub(crate) fn warn(text: &str) {
    // A closed stderr leaves nobody to tell.
    let _ = writeln!(std::io::stderr().lock(), "warning: {text}");
}

fn painted(colours: bool, paint: Paint, text: &str) -> String {
    if !colours {
        return text.to_owned();
    }
    let colour = |colour| Style::new().fg_color(Some(Color::Ansi(colour))).bold();
    let style = match paint {
        Paint::Error => colour(AnsiColor::Red),
        Paint::Warning => colour(AnsiColor::Yellow),
        Paint::Good => colour(AnsiColor::Green),
        Paint::Place => colour(AnsiColor::Blue),
        Paint::Strong => Style::new().bold(),
    };
    format!("{style}{text}{style:#}")
}
