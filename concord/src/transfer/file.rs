//! The file line by line, read without keeping more than a line.

use super::{FORM, Line, VersionLine};
use crate::error::Error;
use crate::whole_file::WholeFile;
use contract_model::lock::sha256;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Longer than any line with a schema of megabytes.
const LONGEST_LINE: u64 = 256 << 20;

/// A file in the making.
pub(crate) struct Writer {
    out: WholeFile,
    hash: String,
    versions: usize,
}

impl Writer {
    pub(crate) fn create(path: &Path) -> Result<Writer, Error> {
        let out = WholeFile::create(path)?;
        let mut writer = Writer { out, hash: String::new(), versions: 0 };
        writer.line(&Line::Export { form: FORM })?;
        Ok(writer)
    }

    pub(crate) fn line(&mut self, line: &Line) -> Result<(), Error> {
        let mut text = serde_json::to_string(line).expect("lines are plain values");
        self.hash = chained(&self.hash, &text);
        self.versions += usize::from(matches!(line, Line::Version(_)));
        text.push('\n');
        self.out.add(text.as_bytes())
    }

    /// Closes the file and gives it its name; the number of its versions.
    pub(crate) fn finish(mut self) -> Result<usize, Error> {
        let versions = self.versions;
        self.line(&Line::End { versions, sha256: self.hash.clone() })?;
        self.out.sync()?;
        self.out.finish()?;
        Ok(versions)
    }
}

/// The hash of all lines so far, from the hash before the last.
fn chained(before: &str, line: &str) -> String {
    sha256(&format!("{before}\n{line}"))
}

/// Calls `take` for every line between the first and the last; what is no whole export is refused.
pub(crate) fn read(
    path: &Path,
    mut take: impl FnMut(usize, Line) -> Result<(), Error>,
) -> Result<(), Error> {
    let unreadable = |reason| Error::Read { path: path.to_owned(), reason };
    let shown = path.display().to_string();
    let mut file = BufReader::new(File::open(path).map_err(unreadable)?);
    let (mut text, mut hash) = (String::new(), String::new());
    let (mut number, mut versions, mut is_whole) = (0, 0, false);
    loop {
        text.clear();
        let read = std::io::Read::take(&mut file, LONGEST_LINE).read_line(&mut text);
        match read {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                return Err(Error::Invalid(format!(
                    "`{shown}` line {}: it is no text in UTF-8",
                    number + 1
                )));
            }
            Err(error) => return Err(unreadable(error)),
        }
        number += 1;
        if is_whole {
            return Err(Error::Invalid(format!(
                "`{shown}` line {number}: something follows the last line"
            )));
        }
        let line = text.trim_end_matches(['\n', '\r']);
        let parsed = parse(&shown, number, line, text.ends_with('\n'))?;
        match parsed {
            Line::Export { form: FORM } if number == 1 => {}
            Line::Export { form } if number == 1 => {
                return Err(Error::Invalid(format!(
                    "`{shown}` is an export of form {form}, and this program knows form {FORM}: export again with this version of concord"
                )));
            }
            Line::Export { .. } => {
                return Err(Error::Invalid(format!("`{shown}` line {number}: a second beginning")));
            }
            Line::End { versions: expected, sha256 } => {
                if expected != versions || sha256 != hash {
                    return Err(Error::Invalid(format!(
                        "`{shown}` was changed after it was written: its hash does not fit; export again"
                    )));
                }
                is_whole = true;
            }
            line => {
                versions += usize::from(matches!(line, Line::Version(_)));
                take(number, line)?;
            }
        }
        hash = chained(&hash, line);
    }
    if is_whole { Ok(()) } else { Err(half(&shown)) }
}

fn parse(shown: &str, number: usize, line: &str, is_ended: bool) -> Result<Line, Error> {
    let parsed: Result<Line, _> = serde_json::from_str(line);
    match parsed {
        Ok(Line::Version(version)) if number == 1 => Err(no_export(shown, &version)),
        Ok(Line::Settings { .. } | Line::Mode { .. } | Line::End { .. }) if number == 1 => {
            Err(Error::Invalid(format!("`{shown}` is no export: its first line is missing")))
        }
        Ok(line) => Ok(line),
        Err(_) if number == 1 => Err(Error::Invalid(format!(
            "`{shown}` is no export: `concord export --out FILE` writes one"
        ))),
        Err(_) if !is_ended => Err(half(shown)),
        Err(error) => Err(Error::Invalid(format!("`{shown}` line {number}: {error}"))),
    }
}

fn no_export(shown: &str, version: &VersionLine) -> Error {
    Error::Invalid(format!(
        "`{shown}` begins with a version of `{}`: its first line is missing",
        version.subject
    ))
}

fn half(shown: &str) -> Error {
    Error::Invalid(format!("`{shown}` is half a file: its last line is missing; export again"))
}
