//! Complaints of a phase, collected, and printed the way rustc prints: the one exit towards people.

use crate::ir::Place;
use crate::source::Source;
use contract_schema::Position;
use std::fmt::Write as _;

/// How many characters of a line are shown.
const WIDEST: usize = 120;

/// Everything that one phase complains about.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    list: Vec<Finding>,
}

/// One complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) weight: Weight,
    /// Rule id, if the complaint has one.
    pub(crate) id: Option<String>,
    /// Lower case, no final stop, values in backticks.
    pub(crate) message: String,
    pub(crate) place: Option<Place>,
    /// A second place and what stands there.
    pub(crate) also: Option<(Place, String)>,
    pub(crate) help: Option<String>,
}

/// Whether a complaint ends the compilation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    Error,
    Warning,
}

impl Finding {
    pub(crate) fn error(place: Place, message: impl Into<String>) -> Self {
        Finding::new(Weight::Error, Some(place), message)
    }

    pub(crate) fn warning(place: Place, message: impl Into<String>) -> Self {
        Finding::new(Weight::Warning, Some(place), message)
    }

    pub(crate) fn new(weight: Weight, place: Option<Place>, message: impl Into<String>) -> Self {
        Finding { weight, id: None, message: message.into(), place, also: None, help: None }
    }

    pub(crate) fn rule(mut self, id: &str) -> Self {
        self.id = Some(id.to_owned());
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn also(mut self, place: Place, what: impl Into<String>) -> Self {
        self.also = Some((place, what.into()));
        self
    }
}

impl Findings {
    pub(crate) fn push(&mut self, finding: Finding) {
        if !self.list.contains(&finding) {
            self.list.push(finding);
        }
    }

    pub(crate) fn extend(&mut self, others: Findings) {
        others.list.into_iter().for_each(|finding| self.push(finding));
    }

    pub(crate) fn errors(&self) -> usize {
        self.list.iter().filter(|finding| finding.weight == Weight::Error).count()
    }

    /// Ends the compilation after a phase that found errors, with all of them.
    pub(crate) fn stop(&self, sources: &[Source]) -> Result<(), crate::Error> {
        match self.errors() {
            0 => Ok(()),
            count => Err(crate::Error::Refused { count, report: self.report(sources) }),
        }
    }

    /// Every complaint with its excerpt, errors first.
    pub(crate) fn report(&self, sources: &[Source]) -> String {
        let mut sorted: Vec<&Finding> = self.list.iter().collect();
        sorted.sort_by_key(|finding| {
            let place = finding.place.map(|place| (place.source, place.at));
            (finding.weight, place)
        });
        let mut text = String::new();
        for finding in sorted {
            write_finding(&mut text, finding, sources);
            text.push('\n');
        }
        text
    }

    /// Warnings, a line each, as cargo wants them.
    pub(crate) fn warnings(&self, sources: &[Source]) -> Vec<String> {
        let warnings = self.list.iter().filter(|finding| finding.weight == Weight::Warning);
        let line = |finding: &Finding| {
            let place = finding.place.map(|place| format!("{}: ", location(place, sources)));
            let help = finding.help.as_deref().map(|help| format!(" ({help})"));
            let place = place.unwrap_or_default();
            let text = format!("{place}{}{}", finding.message, help.unwrap_or_default());
            plain(&text).replace('\n', " ")
        };
        warnings.map(line).collect()
    }
}

/// `file:line:column`, as far as known.
fn location(place: Place, sources: &[Source]) -> String {
    let file = &sources[place.source].file;
    match place.at {
        Some(Position { line, column }) => format!("{file}:{line}:{column}"),
        None => file.clone(),
    }
}

fn write_finding(text: &mut String, finding: &Finding, sources: &[Source]) {
    let kind = match finding.weight {
        Weight::Error => "error",
        Weight::Warning => "warning",
    };
    let id = finding.id.as_ref().map(|id| format!("[{id}]")).unwrap_or_default();
    let _ = writeln!(text, "{kind}{id}: {}", plain(&finding.message));
    if let Some(place) = finding.place {
        write_excerpt(text, "-->", place, None, sources);
    }
    if let Some((place, what)) = &finding.also {
        write_excerpt(text, ":::", *place, Some(what), sources);
    }
    for (index, line) in finding.help.iter().flat_map(|help| help.lines()).enumerate() {
        let lead = if index == 0 { "= help:" } else { "       " };
        let _ = writeln!(text, "   {lead} {}", plain(line));
    }
}

/// The place, and the line that stands there with a mark below the column.
fn write_excerpt(
    text: &mut String,
    arrow: &str,
    place: Place,
    label: Option<&str>,
    sources: &[Source],
) {
    let _ = writeln!(text, "  {arrow} {}", location(place, sources));
    let Some(Position { line, column }) = place.at else {
        return;
    };
    let mut lines = sources[place.source].text.lines().skip(line as usize - 1);
    let Some(excerpt) = lines.next() else {
        return;
    };
    let number = line.to_string();
    let margin = " ".repeat(number.len());
    // A schema on one long line is shown around the place.
    let column = (column as usize - 1).min(excerpt.chars().count());
    let is_long = excerpt.chars().nth(WIDEST).is_some();
    let from = if is_long { column.saturating_sub(WIDEST / 2) } else { 0 };
    let shown = shown(excerpt, from);
    // Tabs keep their width, so that the mark stands below its character.
    let blank = |c: char| if c == '\t' { '\t' } else { ' ' };
    let indent: String = shown.chars().take(column - from).map(blank).collect();
    let label = label.map(|label| format!(" {label}")).unwrap_or_default();
    let _ = writeln!(text, "{margin} |\n{number} | {shown}\n{margin} | {indent}^{label}");
    // A bracket alone does not tell what it opens.
    if let Some(next) = lines.next().filter(|_| matches!(excerpt.trim(), "{" | "[")) {
        let _ = writeln!(text, "{:1$} | {2}", line + 1, margin.len(), self::shown(next, 0));
    }
}

/// Part of a line, without what would move the mark or speak to a terminal.
fn shown(line: &str, from: usize) -> String {
    let is_quiet = |c: char| c == '\t' || !c.is_control();
    let characters = line.chars().skip(from).take(WIDEST);
    characters.map(|c| if is_quiet(c) { c } else { ' ' }).collect()
}

/// A message in which a schema's own words cannot speak to a terminal.
fn plain(message: &str) -> String {
    let spelled = |c: char| {
        if c.is_control() && c != '\n' { c.escape_default().collect() } else { c.to_string() }
    };
    message.chars().map(spelled).collect()
}
