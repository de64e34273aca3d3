//! What who operates a registry asks and orders: deleted versions, settings, modes, contexts.

use super::{Client, ClientError, segment};
use crate::{Compatibility, Config, ModeBody, Register, SubjectVersion, VersionOfSchema};
use serde_json::{Map, Value};

/// What settings and modes hold for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'s> {
    /// The default context, and what has no settings of its own.
    Global,
    /// A subject, or a context written as `:.context:`.
    Of(&'s str),
}

impl Scope<'_> {
    fn path(self, resource: &str) -> String {
        match self {
            Scope::Global => format!("/{resource}"),
            Scope::Of(name) => format!("/{resource}/{}", segment(name)),
        }
    }
}

/// What registries give at once, unless they are told to give less.
const PAGE: usize = 1_000;

impl Client {
    /// Every subject of every context, also those whose versions are all soft-deleted; sorted.
    ///
    /// # Errors
    /// No answer, or none that a registry gives.
    pub fn all_subjects(&self) -> Result<Vec<String>, ClientError> {
        let mut subjects: Vec<String> = self.transport.get("/subjects?deleted=true")?;
        subjects.sort_unstable();
        Ok(subjects)
    }

    /// Every version of a subject, soft-deleted ones too, ascending.
    ///
    /// # Errors
    /// No answer, or the subject does not exist.
    pub fn all_versions(&self, subject: &str) -> Result<Vec<u32>, ClientError> {
        self.transport.get(&format!("/subjects/{}/versions?deleted=true", segment(subject)))
    }

    /// The version of `subject` that has this very schema, even if it is soft-deleted; `None` if there is none.
    ///
    /// # Errors
    /// No answer, or the candidate is no schema.
    pub fn lookup_any(
        &self,
        subject: &str,
        candidate: &Register,
    ) -> Result<Option<SubjectVersion>, ClientError> {
        let path = format!("/subjects/{}?deleted=true", segment(subject));
        there(self.transport.post(&path, candidate))
    }

    /// One version, even if it is soft-deleted.
    ///
    /// # Errors
    /// No answer, or the subject or the version does not exist.
    pub fn any_version(&self, subject: &str, number: u32) -> Result<SubjectVersion, ClientError> {
        let subject = segment(subject);
        self.transport.get(&format!("/subjects/{subject}/versions/{number}?deleted=true"))
    }

    /// Every live version of the subjects that begin with `prefix`, or the newest of each; as many requests as there are pages.
    /// The empty prefix is the default context; `:*:` stands for all contexts.
    ///
    /// # Errors
    /// No answer, or none that a registry gives; some registries know no such list (404).
    pub fn list(&self, prefix: &str, is_latest: bool) -> Result<Vec<SubjectVersion>, ClientError> {
        let prefix = match prefix {
            "" => String::new(),
            prefix => format!("subjectPrefix={}&", segment(prefix)),
        };
        let mut found: Vec<SubjectVersion> = Vec::new();
        let mut longest = 0;
        loop {
            let offset = found.len();
            let page: Vec<SubjectVersion> = self.transport.get(&format!(
                "/schemas?{prefix}latestOnly={is_latest}&offset={offset}&limit={PAGE}"
            ))?;
            // Some registries know no offset, and give the whole list each time.
            let is_repeated = |first: &SubjectVersion| {
                found
                    .iter()
                    .any(|one| (&one.subject, one.version) == (&first.subject, first.version))
            };
            if page.first().is_some_and(is_repeated) {
                return Ok(found);
            }
            // A registry may give less at once than it is asked for: only a page shorter than another is the last.
            let is_last = page.is_empty() || page.len() < longest;
            longest = longest.max(page.len());
            found.extend(page);
            if is_last {
                return Ok(found);
            }
        }
    }

    /// Asks about compatibility, and what a registration would be answered; registries that cannot be asked leave `registration` out.
    ///
    /// # Errors
    /// No answer, or one that is not a verdict.
    pub fn rehearse(
        &self,
        subject: &str,
        candidate: &Register,
    ) -> Result<Compatibility, ClientError> {
        let subject = segment(subject);
        let path = format!("/compatibility/subjects/{subject}/versions?verbose=true&dryRun=true");
        self.transport.post(&path, candidate)
    }

    /// The ids of live schemas that refer to a version.
    ///
    /// # Errors
    /// No answer, or the subject or the version does not exist.
    pub fn referenced_by(&self, subject: &str, number: u32) -> Result<Vec<u32>, ClientError> {
        let subject = segment(subject);
        self.transport.get(&format!("/subjects/{subject}/versions/{number}/referencedby"))
    }

    /// The live versions that carry an id, in the context of `subject`.
    ///
    /// # Errors
    /// No answer, or nobody carries it.
    pub fn carriers(&self, id: u32, subject: &str) -> Result<Vec<VersionOfSchema>, ClientError> {
        self.transport.get(&format!("/schemas/ids/{id}/versions?subject={}", segment(subject)))
    }

    /// Deletes a subject; the numbers of the versions that were there.
    ///
    /// # Errors
    /// No answer, or a refusal: 404, 422 referred to, or read-only.
    pub fn delete_subject(&self, subject: &str, permanent: bool) -> Result<Vec<u32>, ClientError> {
        let subject = segment(subject);
        self.transport.delete(&format!("/subjects/{subject}?permanent={permanent}"))
    }

    /// Deletes a version.
    ///
    /// # Errors
    /// As [`Client::delete_subject`].
    pub fn delete_version(
        &self,
        subject: &str,
        number: u32,
        permanent: bool,
    ) -> Result<u32, ClientError> {
        let subject = segment(subject);
        self.transport
            .delete(&format!("/subjects/{subject}/versions/{number}?permanent={permanent}"))
    }

    /// The settings that are set on this very scope; none there is `None`.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn own_settings(&self, scope: Scope<'_>) -> Result<Option<Config>, ClientError> {
        there(self.transport.get(&scope.path("config")))
    }

    /// Changes settings: an absent member keeps, `null` clears, a value sets.
    ///
    /// # Errors
    /// No answer, or a refusal: 422 no such value, or read-only.
    pub fn change_settings(
        &self,
        scope: Scope<'_>,
        changes: &Map<String, Value>,
    ) -> Result<(), ClientError> {
        let _: Value = self.transport.put(&scope.path("config"), changes)?;
        Ok(())
    }

    /// Takes a scope's settings away.
    ///
    /// # Errors
    /// No answer, or a refusal.
    pub fn clear_settings(&self, scope: Scope<'_>) -> Result<(), ClientError> {
        let _: Option<Value> = there(self.transport.delete(&scope.path("config")))?;
        Ok(())
    }

    /// The mode that is set on this very scope; none there is `None`.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn own_mode(&self, scope: Scope<'_>) -> Result<Option<String>, ClientError> {
        let body: Option<ModeBody> = there(self.transport.get(&scope.path("mode")))?;
        Ok(body.and_then(|body| body.mode).flatten())
    }

    /// The mode that is in force for a scope, wherever it is set.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn mode_in_force(&self, scope: Scope<'_>) -> Result<Option<String>, ClientError> {
        let path = format!("{}?defaultToGlobal=true", scope.path("mode"));
        let body: Option<ModeBody> = there(self.transport.get(&path))?;
        Ok(body.and_then(|body| body.mode).flatten())
    }

    /// Sets a mode; with `force` also IMPORT on a scope that holds subjects.
    ///
    /// # Errors
    /// No answer, or a refusal.
    pub fn set_mode(&self, scope: Scope<'_>, mode: &str, force: bool) -> Result<(), ClientError> {
        let body = ModeBody { mode: Some(Some(mode.to_owned())) };
        let _: Value =
            self.transport.put(&format!("{}?force={force}", scope.path("mode")), &body)?;
        Ok(())
    }

    /// Takes a scope's mode away.
    ///
    /// # Errors
    /// No answer, or a refusal.
    pub fn clear_mode(&self, scope: Scope<'_>) -> Result<(), ClientError> {
        let _: Option<Value> = there(self.transport.delete(&scope.path("mode")))?;
        Ok(())
    }

    /// The contexts, `.` first; none from registries that know no contexts.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn contexts(&self) -> Result<Vec<String>, ClientError> {
        let contexts: Vec<String> = match self.transport.get("/contexts") {
            Err(error) if error.is_unserved() => Vec::new(),
            answer => answer?,
        };
        // Some registries write them as they stand in front of subjects.
        Ok(contexts.iter().map(|context| context.trim_matches(':').to_owned()).collect())
    }
}

/// What is not there is `None`, and so is what a registry of another make does not know at all.
fn there<T>(answer: Result<T, ClientError>) -> Result<Option<T>, ClientError> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.is_unserved() => Ok(None),
        Err(error) => Err(error),
    }
}
