//! The report as JUnit's XML: a case for each contract that passes and for each finding.

use super::place::{Places, plain};
use super::{Finding, Report, Stage};
use contract_model::Severity;
use std::collections::BTreeSet;
use std::fmt::Write;

pub(crate) fn render(report: &Report, places: &Places) -> String {
    let found: BTreeSet<&str> = report.all().map(|finding| finding.subject.as_str()).collect();
    let clean: Vec<&(String, String)> =
        report.contracts.iter().filter(|(subject, _)| !found.contains(subject.as_str())).collect();
    let tests = report.all().count() + clean.len();
    let refused = |finding: &&Finding| finding.refuses();
    let errors = report.all().filter(refused).filter(|finding| is_parse(finding)).count();
    let failures = report.all().filter(refused).count() - errors;
    let skipped = report.waived();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<testsuite name=\"concord check\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\" time=\"0\">"
    );
    for (subject, file) in clean {
        let (subject, file) = (escaped(subject), escaped(&places.path(file)));
        let _ = writeln!(out, "  <testcase classname=\"{file}\" name=\"{subject}\" time=\"0\"/>");
    }
    for finding in report.all() {
        case(&mut out, finding, report, places);
    }
    out.push_str("</testsuite>\n");
    out
}

/// Nothing was judged there.
fn is_parse(finding: &Finding) -> bool {
    finding.stage == Stage::Parse
}

fn case(out: &mut String, finding: &Finding, report: &Report, places: &Places) {
    let file = places.path(&finding.file);
    let parts = [&finding.subject, &finding.rule, &finding.path];
    let parts: Vec<&str> =
        parts.iter().map(|part| part.as_str()).filter(|part| !part.is_empty()).collect();
    let (name, class) = (escaped(&parts.join(" ")), escaped(&file));
    let _ = writeln!(out, "  <testcase classname=\"{class}\" name=\"{name}\" time=\"0\">");
    let message = escaped(&finding.message);
    let element = match (&finding.waived, finding.severity) {
        (Some(_), _) => "skipped",
        (None, Severity::Warn | Severity::Info) => "system-out",
        (None, Severity::Error) if is_parse(finding) => "error",
        (None, Severity::Error) => "failure",
    };
    let kind = escaped(&finding.rule);
    let attributes = match element {
        "skipped" => format!(" message=\"{message}\""),
        "system-out" => String::new(),
        _ => format!(" type=\"{kind}\" message=\"{message}\""),
    };
    let body = escaped(&body(finding, &file, report)).replace("&#10;", "\n");
    let _ = writeln!(out, "    <{element}{attributes}>{body}</{element}>\n  </testcase>");
}

fn body(finding: &Finding, file: &str, report: &Report) -> String {
    let severity = finding.severity.name();
    let mut body = format!("{severity}: {}\n{file}:{}\n", finding.message, finding.at);
    for fact in finding.facts() {
        let _ = writeln!(body, "{fact}");
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(body, "help: {help}");
    }
    let _ = writeln!(body, "fingerprint: {}", report.fingerprint(finding));
    body
}

/// Text for an attribute or an element: what XML may not hold is spelt out, what it would read as markup is escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in plain(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            // Also the end of `]]>`, which no text may hold.
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            // A bare one in an attribute is read as a space.
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_may_not_hold_is_spelt_out() {
        assert_eq!(
            escaped("a]]>\u{0}<b a='\"&'>"),
            "a]]&gt;\\u{0}&lt;b a=&apos;&quot;&amp;&apos;&gt;"
        );
        assert_eq!(escaped("a\nb\u{ffff}"), "a&#10;b\\u{ffff}");
    }
}
