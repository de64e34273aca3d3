//! The report for GitHub's runner: annotations as workflow commands, and the summary of the step.

use super::place::{Places, plain};
use super::text::clipped;
use super::{Finding, Report, markdown};
use crate::error::Error;
use contract_model::Severity;
use std::io::Write;
use std::path::PathBuf;

/// GitHub cuts what is longer; the log and the summary have it whole.
const MOST_CHARACTERS: usize = 4_000;

/// One annotation for each finding; GitHub shows the first ten of each kind, so the errors come first.
pub(crate) fn render(report: &Report, places: &Places) -> String {
    let mut findings: Vec<&Finding> = report.findings.iter().collect();
    findings.sort_by_key(|finding| weight(finding));
    findings.into_iter().map(|finding| annotation(finding, places)).collect()
}

/// What is waived is a notice: somebody should know, nobody must act.
fn weight(finding: &Finding) -> Severity {
    if finding.waived.is_some() { Severity::Info } else { finding.severity }
}

fn annotation(finding: &Finding, places: &Places) -> String {
    let command = match weight(finding) {
        Severity::Error => "error",
        Severity::Warn => "warning",
        Severity::Info => "notice",
    };
    let (line, column) = (finding.at.line, finding.at.column);
    let file = property(&places.path(&finding.file));
    let title = match finding.subject.as_str() {
        "" => finding.rule.clone(),
        subject => format!("{subject}: {}", finding.rule),
    };
    let (title, message) = (property(&title), text(&clipped(&finding.told(), MOST_CHARACTERS)));
    format!("::{command} file={file},line={line},col={column},title={title}::{message}\n")
}

/// The text of a workflow command, as the runner decodes it.
fn text(text: &str) -> String {
    plain(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value in the head of a workflow command: a colon or a comma would end it.
fn property(value: &str) -> String {
    text(value).replace(':', "%3A").replace(',', "%2C")
}

/// Appends to the summary of the step, if the runner gave one.
pub(crate) fn summarize(report: &Report, places: &Places) -> Result<(), Error> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else {
        return Ok(());
    };
    let path = PathBuf::from(path);
    let failed = |reason| Error::Write { path: path.clone(), reason };
    let mut file =
        std::fs::OpenOptions::new().append(true).create(true).open(&path).map_err(failed)?;
    let summary = markdown::render(report, places, markdown::MOST_BYTES);
    file.write_all(summary.as_bytes()).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_cannot_end_its_command_or_begin_another() {
        assert_eq!(text("50% ::x::\r\n::error::y"), "50%25 ::x::\\u{d}%0A::error::y");
        assert_eq!(property("a,b:c%"), "a%2Cb%3Ac%25");
    }
}
