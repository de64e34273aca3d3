//! The report as Markdown, for a comment on a change or the summary of a job.

use super::place::{Places, plain, plain_line};
use super::text::clipped;
use super::{Finding, Report, Waived};
use crate::terminal::Terminal;
use contract_model::Severity;
use std::fmt::Write;

/// GitHub takes no longer comment.
pub(crate) const MOST_BYTES: usize = 65_536;

/// By this a script finds the comment it wrote last time.
const MARK: &str = "<!-- concord check -->";

/// One finding is never so long that no other has room.
const MOST_OF_ONE: usize = 8_000;

/// Characters that are left of each of its parts if it is longer.
const MOST_OF_A_LONG_ONE: usize = 400;

/// Room for the line that says what was cut.
const ROOM_FOR_NOTE: usize = 200;

/// Findings that count first, waived ones last; what does not fit into `limit` bytes is counted.
pub(crate) fn render(report: &Report, places: &Places, limit: usize) -> String {
    let summary = super::text::summary(report, &Terminal::plain());
    let mut out = format!("{MARK}\n### Contracts: {}\n", prose(&summary));
    let mut rest = String::new();
    impact(&mut rest, report);
    for remark in &report.remarks {
        let _ = writeln!(rest, "\n- {}", prose(remark));
    }
    let mut findings: Vec<&Finding> = report.findings.iter().collect();
    findings.sort_by_key(|finding| (finding.waived.is_some(), finding.severity));
    let room = limit.saturating_sub(ROOM_FOR_NOTE);
    let mut cut = report.unshown.len();
    for (index, finding) in findings.iter().enumerate() {
        let told = told(finding, places);
        if out.len() + told.len() > room {
            cut += findings.len() - index;
            break;
        }
        out.push_str(&told);
    }
    if cut > 0 {
        let _ = writeln!(
            out,
            "\n{cut} more findings are not shown here: a comment holds {limit} bytes; see the log of the job, or `--report json`."
        );
    }
    if out.len() + rest.len() <= limit {
        out.push_str(&rest);
    }
    out
}

fn told(finding: &Finding, places: &Places) -> String {
    let word = match (&finding.waived, finding.severity) {
        (Some(_), _) => "waived",
        (None, Severity::Error) => "error",
        (None, Severity::Warn) => "warning",
        (None, Severity::Info) => "info",
    };
    let place = format!("{}:{}", places.path(&finding.file), finding.at);
    let mut out = format!("\n#### {word}: {}\n\n", prose(&finding.message));
    let _ = write!(out, "{} in {}", code(&finding.rule), code(&place));
    for (what, value) in [("subject", &finding.subject), ("path", &finding.path)] {
        if !value.is_empty() {
            let _ = write!(out, ", {what} {}", code(value));
        }
    }
    out.push_str("\n\n");
    if let Some(Waived { reason, owner, expires, .. }) = &finding.waived {
        let _ = writeln!(out, "- until {expires} by {}: {}", prose(owner), prose(reason));
        return out;
    }
    for fact in finding.facts() {
        let _ = writeln!(out, "- {}", prose(&fact));
    }
    if let Some(help) = &finding.help {
        match help.lines().count() {
            0 | 1 => {
                let _ = writeln!(out, "- help: {}", prose(help));
            }
            _ => {
                let _ = writeln!(out, "- help:\n\n{}", fenced(help));
            }
        }
    }
    if out.len() > MOST_OF_ONE {
        let [message, rule, place] =
            [&finding.message, &finding.rule, &place].map(|text| clipped(text, MOST_OF_A_LONG_ONE));
        return format!(
            "\n#### {word}: {}\n\n{} in {}\n",
            prose(&message),
            code(&rule),
            code(&place)
        );
    }
    out
}

fn impact(out: &mut String, report: &Report) {
    for ripple in &report.ripples {
        let (direct, more) = (ripple.direct.len(), ripple.transitive.len());
        let broken = ripple.broken.len();
        let _ = writeln!(
            out,
            "\n- impact of {}: {direct} direct, {more} through others, {broken} broken",
            code(&ripple.subject)
        );
    }
}

/// Text with its names in backticks kept as code, and everything else without a meaning in Markdown or HTML.
fn prose(text: &str) -> String {
    let text = plain_line(text);
    let mut out = String::new();
    let pieces: Vec<&str> = text.split('`').collect();
    for (index, piece) in pieces.iter().enumerate() {
        let is_code = index % 2 == 1 && index + 1 < pieces.len();
        if is_code && !piece.is_empty() {
            out.push_str(&code(piece));
        } else {
            escape(&mut out, piece);
        }
    }
    out
}

fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A name would be told, a number would become a link.
            '@' | '#' => {
                out.push(character);
                out.push('\u{200b}');
            }
            '\\' | '*' | '_' | '[' | ']' | '(' | ')' | '!' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
}

/// A code span that its content cannot end.
fn code(text: &str) -> String {
    let text = plain_line(text);
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A block of code that its content cannot end.
fn fenced(text: &str) -> String {
    let fence = "`".repeat((longest_run(text) + 1).max(3));
    format!("{fence}\n{}\n{fence}", plain(text).trim_end())
}

fn longest_run(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Stage;

    #[test]
    fn names_stay_code_and_the_rest_is_only_text() {
        assert_eq!(prose("field `a|b` <img> @me"), "field `a|b` &lt;img&gt; @\u{200b}me");
        assert_eq!(prose("a `half"), "a half");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(fenced("```\nx\n```"), "````\n```\nx\n```\n````");
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let mut report = Report::default();
        let one = |index: usize| {
            let message = format!("{} {index}", "x".repeat(500));
            Finding { file: "a.avsc".into(), ..Finding::error(Stage::Policy, "a-rule", message) }
        };
        report.findings.extend((0..500).map(one));
        let shown = render(&report, &Places::of(""), MOST_BYTES);
        assert!(shown.len() <= MOST_BYTES && shown.len() > MOST_BYTES - 2_000, "{}", shown.len());
        assert!(shown.contains("more findings are not shown here"), "{shown}");
    }

    #[test]
    fn one_endless_finding_leaves_room_for_the_next() {
        let mut report = Report::default();
        let endless = Finding::error(Stage::Policy, "a-rule", "y".repeat(100_000));
        report.findings.extend([endless, Finding::error(Stage::Policy, "b-rule", "short")]);
        let shown = render(&report, &Places::of(""), MOST_BYTES);
        assert!(shown.contains("`a-rule`") && shown.contains("`b-rule`"), "{shown}");
    }
}
