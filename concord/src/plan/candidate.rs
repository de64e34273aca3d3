//! One contract against a registry: there already, to be registered, or refused.

use super::make::Maker;
use super::state::Latest;
use super::{Judge, Refused, Step};
use crate::args::ColorWhen;
use crate::change;
use crate::error::Error;
use crate::items::Item;
use crate::refusal;
use crate::remote::Registered;
use crate::terminal::Terminal;
use contract_schema::{ParseOptions, Schema};
use registry_api::client::{Answered, ClientError};
use registry_api::{AdmissionOutcome, ErrorBody, Register};

/// More lines of what changes are counted.
const MOST_CHANGES: usize = 20;

/// How an item stands to the registry; the version is the one that references to it are pinned to.
pub(super) enum Standing {
    There(u32),
    New(u32),
    /// It, or what it refers to, would be refused.
    Refused,
}

/// What the registry says of a candidate.
enum Answer {
    Accepts { version: Option<u32>, judge: Judge },
    Refuses(Answered),
}

impl Maker<'_> {
    pub(super) fn candidate(
        &mut self,
        index: usize,
        latest: Option<Latest>,
    ) -> Result<(Standing, Option<Step>), Error> {
        let request = match self.request(index) {
            Ok(request) => request,
            Err(culprit) => {
                let reason = format!("it refers to {culprit}, which would be refused");
                self.refuse(index, Judge::Here, vec![reason]);
                return Ok((Standing::Refused, None));
            }
        };
        let item = &self.items[index];
        let rests_on_new = item
            .references
            .iter()
            .any(|(_, target)| matches!(self.standings[*target], Standing::New(_)));
        if !rests_on_new && let Some(found) = self.lookup(index, &request)? {
            if let Some(latest) = latest.filter(|latest| latest.version != found) {
                self.notes.push(format!(
                    "`{}` is as version {found}, and its latest is {}: a registration would answer {found} and change nothing",
                    self.items[index].subject, latest.version
                ));
            }
            return Ok((Standing::There(found), None));
        }
        // What the plan changes before makes an answer of now worthless.
        let is_unanswerable = rests_on_new
            || self.pending.contains_key(&self.items[index].subject)
            || self.pending.contains_key("");
        let answer = match is_unanswerable {
            true => Answer::Accepts { version: None, judge: Judge::Here },
            false => self.ask(index, &request)?,
        };
        let (version, judge) = match answer {
            Answer::Accepts { version, judge } => (version, judge),
            Answer::Refuses(answered) => {
                let plain = Terminal::new(ColorWhen::Never);
                let told = refusal::told(&self.items[index], &answered, &plain);
                self.refuse(index, Judge::Registry, vec![told.trim_end().to_owned()]);
                return Ok((Standing::Refused, None));
            }
        };
        let version = match version {
            Some(version) => version,
            None => self.next_version(&self.items[index].subject)?,
        };
        let changes = self.changes(index, latest)?;
        let item = &self.items[index];
        let step = Step::Register {
            subject: item.subject.clone(),
            file: item.file.clone(),
            request: Box::new(request),
            version,
            judge,
            changes,
        };
        Ok((Standing::New(version), Some(step)))
    }

    /// The body that is sent, references pinned; the subject that stands in the way, if one does.
    fn request(&self, index: usize) -> Result<Register, String> {
        let item = &self.items[index];
        let mut references = Vec::new();
        for (name, target) in &item.references {
            let referred = &self.items[*target];
            let (Standing::There(version) | Standing::New(version)) = self.standings[*target]
            else {
                return Err(referred.subject.clone());
            };
            references.push(referred.reference(name, version)?);
        }
        Ok(item.request(references))
    }

    /// The live version that is this very schema. A registry that cannot read the candidate says so when it is asked.
    fn lookup(&self, index: usize, request: &Register) -> Result<Option<u32>, Error> {
        match self.client().lookup(&self.items[index].subject, request) {
            Ok(found) => Ok(found.map(|version| version.version)),
            Err(ClientError::Refused(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Asks with the body that is sent: what a registration would be answered, or at least whether it is compatible.
    fn ask(&self, index: usize, request: &Register) -> Result<Answer, Error> {
        let subject = &self.items[index].subject;
        let verdict = match self.client().rehearse(subject, request) {
            Ok(verdict) => verdict,
            Err(ClientError::Refused(answered)) => return Ok(Answer::Refuses(answered)),
            Err(error) => return Err(error.into()),
        };
        if let Some(told) = verdict.registration {
            return Ok(match (told.outcome, told.refusal) {
                (AdmissionOutcome::Refused, refusal) => Answer::Refuses(answered(refusal)),
                (AdmissionOutcome::Created | AdmissionOutcome::Unchanged, _) => {
                    Answer::Accepts { version: told.version, judge: Judge::Registry }
                }
            });
        }
        if verdict.is_compatible {
            return Ok(Answer::Accepts { version: None, judge: Judge::Compatibility });
        }
        Ok(Answer::Refuses(refusal::of(verdict)))
    }

    pub(super) fn refuse(&mut self, index: usize, judge: Judge, reasons: Vec<String>) {
        let Item { subject, file, .. } = &self.items[index];
        let (subject, file) = (subject.clone(), file.clone());
        self.refusals.push(Refused { subject, file, judge, reasons });
    }

    /// One more than the highest number there ever was, soft-deleted ones included.
    fn next_version(&self, subject: &str) -> Result<u32, Error> {
        match self.client().all_versions(subject) {
            Ok(numbers) => Ok(numbers.iter().max().map_or(1, |highest| highest + 1)),
            Err(error) if error.is_not_found() => Ok(1),
            Err(error) => Err(error.into()),
        }
    }

    /// What changes for an author, against the latest version.
    fn changes(&mut self, index: usize, latest: Option<Latest>) -> Result<Vec<String>, Error> {
        let Some(latest) = latest else { return Ok(Vec::new()) };
        let subject = self.items[index].subject.clone();
        let old = self.remote.version(&subject, latest.version)?;
        let Some(format) = crate::remote::format(&old.schema_type) else { return Ok(Vec::new()) };
        let closure = self.remote.closure(&old)?;
        let Ok(old) = Schema::parse(format, &old.schema, &closure, ParseOptions::stored()) else {
            return Ok(vec!["the latest version does not parse any more".to_owned()]);
        };
        let member = self.contracts.members().iter().find(|member| member.subject == subject);
        let Some(member) = member else { return Ok(Vec::new()) };
        let mut lines = change::between(&old, &member.schema);
        let more = lines.len().saturating_sub(MOST_CHANGES);
        lines.truncate(MOST_CHANGES);
        if more > 0 {
            lines.push(format!("and {more} more"));
        }
        Ok(lines)
    }
}

fn answered(refusal: Option<ErrorBody>) -> Answered {
    let ErrorBody { error_code: code, message, violations } = refusal.unwrap_or(ErrorBody {
        error_code: 422,
        message: "refused".into(),
        violations: Vec::new(),
    });
    let status = if code >= 1000 { code / 100 } else { code };
    Answered { status: u16::try_from(status).unwrap_or(422), code, message, violations }
}
