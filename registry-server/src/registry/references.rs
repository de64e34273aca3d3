//! From references to the texts they mean: the closure that a parse needs, each schema after those it needs itself.

use super::name::{Context, Subject, VersionAsked};
use super::state::{State, Version};
use contract_schema::{Dependency, Format, Limits};
use registry_api::{Refusal, SchemaReference};
use std::collections::HashMap;
use std::sync::Arc;

/// Whether a reference may point at a soft-deleted version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Targets {
    /// Only live ones: a new schema must not build on what is about to go.
    Live,
    /// Also soft-deleted ones: what was accepted stays readable.
    All,
}

/// What two references of one name and different versions mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// The first counts.
    First,
    /// The schema is refused.
    Strict,
}

/// A candidate's references with `-1` replaced by the number it means now.
///
/// # Errors
/// 42201 for a reference that is incomplete or points at nothing.
pub fn pin(
    state: &State,
    home: &Context,
    format: Format,
    references: &[SchemaReference],
    targets: Targets,
) -> Result<Vec<SchemaReference>, Refusal> {
    let pinned = references.iter().map(|reference| {
        let (_, version) = find(state, home, format, reference, targets)?;
        Ok(SchemaReference { version: version.number.cast_signed(), ..reference.clone() })
    });
    pinned.collect()
}

/// The transitive closure of pinned references, dependencies first; of two with one name the first counts.
///
/// # Errors
/// 42201 for a reference that points at nothing, for more schemas than the limit, or for a name of two versions where
/// names are strict.
pub fn closure(
    state: &State,
    home: &Context,
    format: Format,
    references: &[SchemaReference],
    targets: Targets,
    names: Names,
) -> Result<Vec<Dependency>, Refusal> {
    closure_with(state, home, (format, references), targets, names, None)
}

/// A text that stands for every version of a subject.
#[derive(Debug, Clone, Copy)]
pub struct Instead<'a> {
    pub subject: &'a Subject,
    pub format: Format,
    pub text: &'a Arc<str>,
    pub references: &'a [SchemaReference],
}

/// As [`closure`], with another text in the place of a subject.
///
/// # Errors
/// As [`closure`].
pub fn closure_with(
    state: &State,
    home: &Context,
    (format, references): (Format, &[SchemaReference]),
    targets: Targets,
    names: Names,
    instead: Option<Instead<'_>>,
) -> Result<Vec<Dependency>, Refusal> {
    let (seen, found) = (HashMap::new(), Vec::new());
    let mut walk = Walk { state, format, targets, names, instead, seen, found };
    walk.visit(home, references, 0)?;
    Ok(walk.found)
}

struct Walk<'a> {
    state: &'a State,
    format: Format,
    targets: Targets,
    names: Names,
    instead: Option<Instead<'a>>,
    /// The version behind each name; only of use where names are strict.
    seen: HashMap<String, (Subject, u32)>,
    found: Vec<Dependency>,
}

impl Walk<'_> {
    fn visit(
        &mut self,
        home: &Context,
        references: &[SchemaReference],
        depth: usize,
    ) -> Result<(), Refusal> {
        let limits = Limits::default();
        for reference in references {
            let seen = self.seen.get(&reference.name);
            if seen.is_some() && self.names == Names::First {
                continue;
            }
            let (subject, version) = find(self.state, home, self.format, reference, self.targets)?;
            let number = version.number;
            if let Some(first) = seen {
                self.refuse_other(&reference.name, first, &(subject, number))?;
                continue;
            }
            self.seen.insert(reference.name.clone(), (subject.clone(), number));
            if self.seen.len() > limits.dependencies || depth > limits.depth {
                let most = limits.dependencies;
                let details = format!("more than {most} schemas are referred to, or too deeply");
                return Err(invalid(self.format, details));
            }
            let Some(instead) = self.instead.filter(|instead| *instead.subject == subject) else {
                let content = Arc::clone(&version.content);
                self.visit(&subject.context, &content.references, depth + 1)?;
                self.found.push(dependency(reference, number, content.text.plain()));
                continue;
            };
            if instead.format != self.format {
                return Err(other_format(self.format, reference, instead.format));
            }
            self.visit(&subject.context, instead.references, depth + 1)?;
            self.found.push(dependency(reference, number, Arc::clone(instead.text)));
        }
        Ok(())
    }
}

impl Walk<'_> {
    fn refuse_other(
        &self,
        name: &str,
        first: &(Subject, u32),
        other: &(Subject, u32),
    ) -> Result<(), Refusal> {
        if first == other {
            return Ok(());
        }
        let details = format!(
            "Conflicting reference versions for {name}: version {} of {} and version {} of {}; refer to one of them only",
            first.1, first.0, other.1, other.0
        );
        Err(invalid(self.format, details))
    }
}

fn dependency(reference: &SchemaReference, number: u32, text: Arc<str>) -> Dependency {
    Dependency {
        name: reference.name.clone(),
        subject: reference.subject.clone(),
        version: number,
        text,
    }
}

fn find<'a>(
    state: &'a State,
    home: &Context,
    format: Format,
    reference: &SchemaReference,
    targets: Targets,
) -> Result<(Subject, &'a Version), Refusal> {
    let asked = match reference.version {
        -1 => VersionAsked::Latest,
        number if number > 0 => VersionAsked::Number(number.unsigned_abs()),
        _ => return Err(incomplete(format, reference)),
    };
    if reference.name.is_empty() || reference.subject.is_empty() {
        return Err(incomplete(format, reference));
    }
    let subject = Subject::parse_in(home, &reference.subject);
    let found = match asked {
        VersionAsked::Latest => state.latest(&subject),
        VersionAsked::Number(number) => state.version(&subject, number),
    };
    let found = found.filter(|version| targets == Targets::All || !version.deleted);
    let Some(version) = found else {
        let SchemaReference { subject, version, .. } = reference;
        let details =
            format!("No schema reference found for subject \"{subject}\" and version {version}");
        return Err(invalid(format, details));
    };
    if version.content.format != format {
        return Err(other_format(format, reference, version.content.format));
    }
    Ok((subject, version))
}

fn other_format(format: Format, reference: &SchemaReference, other: Format) -> Refusal {
    let SchemaReference { name, subject, .. } = reference;
    let details =
        format!("reference `{name}` points at the {other} subject `{subject}`, not at {format}");
    invalid(format, details)
}

fn incomplete(format: Format, reference: &SchemaReference) -> Refusal {
    let SchemaReference { name, subject, version } = reference;
    let details = format!(
        "Invalid reference: name `{name}`, subject `{subject}`, version {version}; all three are needed, the version positive or -1"
    );
    invalid(format, details)
}

fn invalid(format: Format, details: String) -> Refusal {
    Refusal::InvalidSchema { format: format.name().to_owned(), details }
}
