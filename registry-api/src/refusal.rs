//! The one table of refusals: situation, code, text. The HTTP status is the first three digits of the code.
//!
//! Texts are those that clients compare, odd spellings included (`is not a valid.`, no blank in `deleted.Set`).

use crate::body::{ErrorBody, Violation};

/// One situation, for who documents them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The variant of [`Refusal`].
    pub name: &'static str,
    /// The `error_code`.
    pub code: u32,
    /// The message; values stand in braces.
    pub text: &'static str,
    /// When it is answered.
    pub meaning: &'static str,
}

macro_rules! refusals {
    ($( #[doc = $doc:literal] $name:ident { $( $field:ident : $kind:ty ),* } $code:literal $text:literal; )*) => {
        /// Why the registry does not do what it is asked.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub enum Refusal {
            $(
                #[doc = $doc]
                #[error($text)]
                $name { $(
                    #[doc = concat!("The `", stringify!($field), "` named in the text.")]
                    $field: $kind,
                )* },
            )*
        }

        impl Refusal {
            /// The `error_code`.
            pub fn code(&self) -> u32 {
                match self { $( Refusal::$name { .. } => $code, )* }
            }
        }

        /// Every row of the table.
        pub const TABLE: &[Row] = &[ $( Row {
            name: stringify!($name),
            code: $code,
            text: $text,
            meaning: $doc,
        }, )* ];
    };
}

refusals! {
    #[doc = "No version of the subject passes the `deleted` filter, or nothing to delete is set on it."]
    SubjectNotFound { subject: String } 40401 "Subject '{subject}' not found.";
    #[doc = "The subject exists, the version does not; -1 is the latest."]
    VersionNotFound { version: i64 } 40402 "Version {version} not found.";
    #[doc = "No schema has this id or guid."]
    SchemaNotFoundBy { key: String } 40403 "Schema {key} not found";
    #[doc = "The subject exists, the schema is not in it; or no subject carries the id."]
    SchemaNotFound {} 40403 "Schema not found";
    #[doc = "Soft delete of a subject whose versions are all soft-deleted."]
    SubjectSoftDeleted { subject: String } 40404 "Subject '{subject}' was soft deleted.Set permanent=true to delete permanently";
    #[doc = "Permanent delete of a subject that has a live version."]
    SubjectNotSoftDeleted { subject: String } 40405 "Subject '{subject}' was not deleted first before being permanently deleted";
    #[doc = "Soft delete of a soft-deleted version."]
    VersionSoftDeleted { subject: String, version: i64 } 40406 "Subject '{subject}' Version {version} was soft deleted.Set permanent=true to delete permanently";
    #[doc = "Permanent delete of a live version."]
    VersionNotSoftDeleted { subject: String, version: i64 } 40407 "Subject '{subject}' Version {version} was not deleted first before being permanently deleted";
    #[doc = "No configuration is set on the subject."]
    ConfigNotSet { subject: String } 40408 "Subject '{subject}' does not have subject-level compatibility configured";
    #[doc = "No mode is set on the subject."]
    ModeNotSet { subject: String } 40409 "Subject '{subject}' does not have subject-level mode configured";
    #[doc = "Nothing is associated with the resource that is to be left alone."]
    AssociationNotFound { resource: String } 40410 "Association for '{resource}' not found.";
    #[doc = "An earlier version and the candidate cannot read each other as the level demands."]
    Incompatible { subject: String, details: String } 40901 "Schema being registered is incompatible with an earlier schema for subject \"{subject}\", details: [{details}]";
    #[doc = "Schemas that refer to the subject would break, and the setting `impact` refuses that."]
    BreaksReferrers { subject: String, details: String } 40901 "Schema being registered for subject \"{subject}\" breaks schemas that refer to it: [{details}]";
    #[doc = "The resource has an association of that type, but with other attributes."]
    AssociationExists { kind: String, resource: String } 40903 "An association of type '{kind}' already exists for resource '{resource}'";
    #[doc = "A subject that is associated is to be deleted, or to be associated STRONG once more."]
    SubjectAssociated { subject: String } 40904 "An association already exists for subject '{subject}'";
    #[doc = "The subject belongs to another resource."]
    SubjectTaken { subject: String } 40905 "A strong association already exists for subject '{subject}'";
    #[doc = "An associated subject needs a live version."]
    NoLiveVersion { subject: String } 40907 "No active (non-deleted) version exists for subject '{subject}'";
    #[doc = "A frozen association is to be changed, or to be ended without its subject. Two blanks, as upstream."]
    AssociationFrozen { kind: String, subject: String } 40908 "The association of type  '{kind}' is frozen for subject '{subject}'";
    #[doc = "There is no text, and no earlier version to take it from."]
    EmptySchema {} 42201 "Empty schema";
    #[doc = "The format is not one of ours."]
    UnknownFormat { format: String } 42201 "Invalid schema type {format}";
    #[doc = "The text is not a schema of its format, or a reference cannot be resolved."]
    InvalidSchema { format: String, details: String } 42201 "Invalid schema of type {format}, details: {details}";
    #[doc = "The version asked for is not the next one."]
    NotNextVersion {} 42201 "Version is not one more than previous version";
    #[doc = "The path segment is no version."]
    InvalidVersion { version: String } 42202 "The specified version '{version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"";
    #[doc = "The name is none of the seven levels."]
    InvalidLevel {} 42203 "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive";
    #[doc = "The name is none of the three safeties."]
    InvalidSafety {} 42203 "Invalid safety. Valid values are STANDARD, WIRE and GOLDEN";
    #[doc = "The name is none of the three settings."]
    InvalidImpact {} 42203 "Invalid impact. Valid values are OFF, WARN and REFUSE";
    #[doc = "The name is no mode."]
    InvalidMode {} 42204 "Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.";
    #[doc = "FORWARD on anything but the global level."]
    ForwardOnlyGlobal {} 42204 "Forward mode only supported on global level";
    #[doc = "The mode in force is READONLY. The default context prints as nothing (two blanks)."]
    ReadOnly { subject: String, context: String } 42205 "Subject {subject} in context {context} is in read-only mode";
    #[doc = "An id is given outside IMPORT."]
    NotImport { subject: String, context: String } 42205 "Subject {subject} in context {context} is not in import mode";
    #[doc = "No id is given in IMPORT."]
    NotReadWrite { subject: String, context: String } 42205 "Subject {subject} in context {context} is not in read-write mode";
    #[doc = "IMPORT on a scope that holds live subjects, without force."]
    SubjectsExist {} 42205 "Cannot import since found existing subjects";
    #[doc = "The id belongs to another schema."]
    IdTaken { id: u32, context: String } 42205 "Overwrite new schema with id {id} in context {context} is not permitted.";
    #[doc = "The server is configured to keep its modes."]
    ModesFixed {} 42205 "Mode changes are not allowed";
    #[doc = "A schema refers to a subject that belongs to a resource."]
    StrongReference { subject: String } 42205 "Subject '{subject}' has a strong association and cannot be referenced";
    #[doc = "Another schema refers to what is to be deleted."]
    Referenced { subject: String, version: u32 } 42206 "One or more references exist to the schema {{magic=1,keytype=SCHEMA,subject={subject},version={version}}}.";
    #[doc = "The subject's name is not allowed."]
    InvalidSubject { subject: String } 42208 "The specified subject '{subject}' is not a valid.";
    #[doc = "The schema is longer than the server's limit."]
    SchemaTooLarge { bytes: usize, limit: usize } 42209 "Register operation failed because schema is too large: it has {bytes} bytes, at most {limit} are allowed";
    #[doc = "The rule set breaks a rule of rule sets."]
    InvalidRuleSet { details: String } 42210 "{details}";
    #[doc = "A whole rule set and changes to the one that is there."]
    RuleSetTwice {} 42210 "ruleSet should be omitted if specifying rulesToMerge or rulesToRemove";
    #[doc = "The context still holds a subject."]
    ContextNotEmpty { context: String } 42211 "The specified context '{context}' is not empty.";
    #[doc = "A member of an association is missing or does not fit."]
    InvalidAssociation { property: String, detail: String } 42212 "The association specified an invalid value for property: '{property}', detail: {detail}";
    #[doc = "The policy for event contracts demands something that the schema does not have."]
    Policy { message: String, violations: Vec<Violation> } 42291 "{message}";
    #[doc = "The store did not take the change; nothing was acknowledged."]
    Store { details: String } 50001 "Register operation failed while writing to the store: {details}";
    #[doc = "The store did not answer in time; the change may or may not be there."]
    StoreTimeout {} 50002 "Register operation timed out";
}

impl Refusal {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        (self.code() / 100) as u16
    }

    /// The body to send.
    pub fn body(&self) -> ErrorBody {
        let mut violations = Vec::new();
        if let Refusal::Policy { violations: found, .. } = self {
            violations.clone_from(found);
        }
        ErrorBody { error_code: self.code(), message: self.to_string(), violations }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_begins_with_a_status_of_an_error() {
        for Row { name, code, text, .. } in TABLE {
            assert!((400..600).contains(&(code / 100)), "{name} {code}");
            assert!(!text.is_empty(), "{name}");
        }
    }

    #[test]
    fn texts_are_the_ones_clients_compare() {
        let soft = Refusal::VersionSoftDeleted { subject: "s".into(), version: -1 };
        assert_eq!(
            soft.to_string(),
            "Subject 's' Version -1 was soft deleted.Set permanent=true to delete permanently"
        );
        let referenced = Refusal::Referenced { subject: "s".into(), version: 3 };
        assert_eq!(
            referenced.to_string(),
            "One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=s,version=3}."
        );
        let readonly = Refusal::ReadOnly { subject: "t".into(), context: String::new() };
        assert_eq!((readonly.status(), readonly.code()), (422, 42205));
        assert_eq!(readonly.to_string(), "Subject t in context  is in read-only mode");
    }
}
