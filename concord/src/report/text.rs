//! Findings for a terminal: place, excerpt with a caret, reason, help.

use super::place::{plain, plain_line};
use super::{Finding, Report, Ripple, WHOLE, Waived};
use crate::terminal::{Paint, Terminal};
use contract_model::Severity;
use contract_schema::Position;
use std::fmt::Write;

/// Longer source lines are cut around the caret.
const WIDEST: usize = 120;

/// Every finding and the summary.
pub(crate) fn render(report: &Report, terminal: &Terminal) -> String {
    let mut out = String::new();
    for finding in report.findings.iter().filter(|finding| finding.waived.is_none()) {
        render_finding(&mut out, report, finding, terminal);
        out.push('\n');
    }
    for finding in report.findings.iter().filter(|finding| finding.waived.is_some()) {
        render_waived(&mut out, finding, terminal);
    }
    if !report.unshown.is_empty() {
        let more = counted(report.unshown.len(), "more finding");
        line(&mut out, &format!("note: {more} of contracts that changed through others not shown"));
    }
    for ripple in &report.ripples {
        render_ripple(&mut out, ripple, terminal);
    }
    for remark in &report.remarks {
        line(&mut out, &format!("note: {remark}"));
    }
    out.push_str(&summary(report, terminal));
    out
}

/// Longer lists of subjects are cut.
const MOST_SUBJECTS: usize = 10;

fn render_ripple(out: &mut String, ripple: &Ripple, terminal: &Terminal) {
    let Ripple { subject, direct, transitive, broken } = ripple;
    let breaks = match broken.len() {
        0 => terminal.paint(Paint::Good, "none breaks"),
        number => terminal.paint(Paint::Error, &format!("{number} of them broken")),
    };
    let head = terminal.paint(Paint::Strong, &format!("impact of `{subject}`:"));
    let (direct_count, more) = (counted(direct.len(), "direct referrer"), transitive.len());
    line(out, &format!("{head} {direct_count}, {more} through others, {breaks}"));
    for (title, subjects) in
        [("direct", direct), ("through others", transitive), ("broken", broken)]
    {
        if subjects.is_empty() {
            continue;
        }
        let mut shown = subjects.iter().take(MOST_SUBJECTS).cloned().collect::<Vec<_>>().join(", ");
        if subjects.len() > MOST_SUBJECTS {
            let _ = write!(shown, " and {} more", subjects.len() - MOST_SUBJECTS);
        }
        line(out, &format!("  {title}: {shown}"));
    }
}

/// What somebody has answered for is one line.
fn render_waived(out: &mut String, finding: &Finding, terminal: &Terminal) {
    let Some(Waived { reason, owner, expires, file, at }) = &finding.waived else { return };
    let head = terminal.paint(Paint::Strong, &format!("waived[{}]:", finding.rule));
    let row = at.map_or(String::new(), |at| format!(":{at}"));
    let who = format!("until {expires} by {owner}: {reason}; {file}{row}");
    line(out, &format!("{head} {}:{} {} ({who})", finding.file, finding.at, finding.message));
}

/// One finding without its surroundings; push shows the server's refusals with it.
pub(crate) fn render_finding(
    out: &mut String,
    report: &Report,
    finding: &Finding,
    terminal: &Terminal,
) {
    let (word, paint) = match finding.severity {
        Severity::Error => ("error", Paint::Error),
        Severity::Warn => ("warning", Paint::Warning),
        Severity::Info => ("info", Paint::Strong),
    };
    let head = terminal.paint(paint, &format!("{word}[{}]:", finding.rule));
    let message = plain_line(&finding.message);
    line(out, &format!("{head} {}", terminal.paint(Paint::Strong, &message)));
    let at = finding.at;
    let lines = finding.also.iter().map(|(_, at)| at.line).chain([at.line]);
    let gutter = lines.map(|line| line.to_string().len()).max().unwrap_or(1);
    let place = plain_line(&format!("{}:{at}", finding.file));
    let subject = match (finding.subject.as_str(), finding.path.as_str()) {
        ("", "") => String::new(),
        ("", path) => format!("  ({path})"),
        (subject, "") => format!("  ({subject})"),
        (subject, path) => format!("  ({subject}, {path})"),
    };
    let arrow = terminal.paint(Paint::Place, "-->");
    line(out, &format!("{:gutter$}{arrow} {place}{}", "", plain_line(&subject)));
    // What is gone has no place in the new text: its beginning would tell nothing.
    let is_told_elsewhere = at == WHOLE && finding.also.is_some();
    if !is_told_elsewhere {
        excerpt(out, report, &finding.file, at, gutter, paint, terminal);
    }
    if let Some((file, at)) = finding.also.as_ref().filter(|(_, at)| *at != WHOLE) {
        let mark = terminal.paint(Paint::Place, ":::");
        line(out, &format!("{:gutter$}{mark} {file}:{at}", ""));
        excerpt(out, report, file, *at, gutter, Paint::Place, terminal);
    }
    for fact in finding.facts() {
        facts(out, gutter, &fact, terminal);
    }
    if let Some(help) = &finding.help {
        facts(out, gutter, &format!("help: {help}"), terminal);
    }
}

fn facts(out: &mut String, gutter: usize, fact: &str, terminal: &Terminal) {
    let mark = terminal.paint(Paint::Place, "=");
    for (index, text) in fact.lines().enumerate() {
        let mark = if index == 0 { mark.as_str() } else { " " };
        line(out, &format!("{:gutter$} {mark} {}", "", plain(text)));
    }
}

fn excerpt(
    out: &mut String,
    report: &Report,
    file: &str,
    at: Position,
    gutter: usize,
    paint: Paint,
    terminal: &Terminal,
) {
    let mut lines =
        report.texts.get(file).into_iter().flat_map(|text| text.lines().skip(at.line as usize - 1));
    let Some(source) = lines.next() else { return };
    let characters: Vec<char> = source.chars().map(shown).collect();
    let caret = (at.column as usize - 1).min(characters.len());
    // A minified schema is one long line: show the neighbourhood of the place.
    let from = if characters.len() > WIDEST { caret.saturating_sub(WIDEST / 2) } else { 0 };
    let window: String = characters.iter().skip(from).take(WIDEST).collect();
    let bar = terminal.paint(Paint::Place, "|");
    let number = terminal.paint(Paint::Place, &format!("{:gutter$}", at.line));
    line(out, &format!("{:gutter$} {bar}", ""));
    line(out, &format!("{number} {bar} {window}"));
    let mark = terminal.paint(paint, "^");
    line(out, &format!("{:gutter$} {bar} {:width$}{mark}", "", "", width = caret - from));
    // A brace alone does not tell which field it opens.
    if let Some(next) = lines.next().filter(|_| matches!(source.trim(), "{" | "[")) {
        let next: String = next.chars().map(shown).take(WIDEST).collect();
        let number = terminal.paint(Paint::Place, &format!("{:gutter$}", at.line + 1));
        line(out, &format!("{number} {bar} {next}"));
    }
}

/// One column for each character: a tab or a control character would move the caret.
fn shown(character: char) -> char {
    if character.is_control() { ' ' } else { character }
}

pub(super) fn summary(report: &Report, terminal: &Terminal) -> String {
    let errors = report.count(Severity::Error);
    let warnings = report.count(Severity::Warn);
    if report.stopped.is_some() {
        return format!("{} nothing was judged", terminal.paint(Paint::Error, "stopped:"));
    }
    let mut text = match (errors, warnings) {
        (0, 0) => terminal.paint(Paint::Good, "ok:"),
        (0, _) => terminal.paint(Paint::Warning, "ok with warnings:"),
        _ => terminal.paint(Paint::Error, "refused:"),
    };
    let _ = write!(text, " {} judged", counted(report.judged, "contract"));
    if let Some(changed) = report.changed {
        let _ = write!(text, ", {changed} changed against {}", report.baselines.join(", "));
    }
    if errors > 0 {
        let _ = write!(text, ", {}", counted(errors, "error"));
    }
    if warnings > 0 {
        let _ = write!(text, ", {}", counted(warnings, "warning"));
    }
    if report.waived() > 0 {
        let _ = write!(text, ", {} waived", report.waived());
    }
    if let Some(alone) = report.alone {
        let _ = write!(text, "; {alone}");
    }
    text
}

/// At most so many characters, and a sign that there were more.
pub(crate) fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// `1 contract`, `2 contracts`.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

fn line(out: &mut String, text: &str) {
    out.push_str(text.trim_end());
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::ColorWhen;
    use crate::report::Stage;

    fn finding(at: Position) -> Finding {
        Finding {
            subject: "x-value".into(),
            at,
            path: "correlationId".into(),
            policy: Some("p@1".into()),
            help: Some("add:\n{}".into()),
            file: "a.avsc".into(),
            ..Finding::error(Stage::Policy, "ENV-CORRELATION", "no field")
        }
    }

    #[test]
    fn the_caret_stands_under_its_character() {
        let mut report = Report::default();
        report.texts.insert("a.avsc".into(), "{\n\t\"é\": 1}".into());
        report.findings.push(finding(Position { line: 2, column: 4 }));
        report.judged = 1;
        let shown = render(&report, &Terminal::new(ColorWhen::Never));
        let expected = "\
error[ENV-CORRELATION]: no field
 --> a.avsc:2:4  (x-value, correlationId)
  |
2 |  \"é\": 1}
  |    ^
  = required by policy p@1
  = help: add:
    {}

refused: 1 contract judged, 1 error";
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let mut report = Report::default();
        report.texts.insert("a.avsc".into(), "x".repeat(10_000).into());
        report.findings.push(finding(Position { line: 1, column: 9_000 }));
        let shown = render(&report, &Terminal::new(ColorWhen::Never));
        assert!(shown.lines().all(|line| line.chars().count() < 200), "{shown}");
    }
}
