//! Everything a finding can be called that is no compatibility rule of a format: one row each.

use contract_schema::compat::FORMAT_CHANGED;

/// Id, what it means, why it matters, what to do.
pub(super) struct Topic {
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    pub(super) why: &'static str,
    pub(super) help: &'static str,
}

const fn topic(
    id: &'static str,
    summary: &'static str,
    why: &'static str,
    help: &'static str,
) -> Topic {
    Topic { id, summary, why, help }
}

/// Rows in the order in which a check goes: files, manifest, declaration, constraints, policy, evolution.
#[rustfmt::skip]
pub(super) const TOPICS: &[Topic] = &[
    topic("schema-invalid", "the text is no schema of its format", "nothing can be said about it, and no registry takes it", "the finding names line and column"),
    topic("file-no-text", "a file that the manifest covers is no text in UTF-8", "schemas are text", "save it as UTF-8, or leave it out with `exclude`"),
    topic("file-unreadable", "a file that the manifest covers cannot be read", "nobody knows whether it is a schema", "repair the link or the rights of the file, or leave it out with `exclude`"),
    topic("file-merge-conflict", "a file holds the marks of a merge conflict", "nobody has said which side shall be", "keep what shall be and delete the marks"),
    topic("manifest-syntax", "contracts.toml is no TOML", "nothing else can be read from it", "the finding names line and column"),
    topic("manifest-unknown-key", "a key of contracts.toml means nothing", "a misspelt key would silently not hold", "correct it; the finding suggests the nearest key"),
    topic("manifest-missing-key", "a row of contracts.toml lacks a key", "the row cannot be applied", "add it"),
    topic("manifest-wrong-type", "a value of contracts.toml is of another kind", "it cannot be read", "the finding says what was expected"),
    topic("manifest-wrong-value", "a value of contracts.toml is none of the possible ones", "it cannot be applied", "the finding lists the possible ones"),
    topic("manifest-no-file", "a pattern or path of contracts.toml fits no file", "a misspelt row would silently check nothing", "correct it or delete the row"),
    topic("manifest-no-reference", "a name under `references` is used by no file of its row", "a misspelt name would silently mean nothing", "write it as the schema does: full name, import, or `$ref` without its fragment"),
    topic("manifest-no-format", "the name of a file does not tell its format", "the file cannot be parsed", "add `format` to its row"),
    topic("policy-syntax", "the policy document is no TOML", "nothing else can be read from it", "the finding names line and column"),
    topic("policy-unknown-key", "a key of the policy document means nothing", "a misspelt key would silently not hold", "correct it"),
    topic("policy-missing-key", "the policy document lacks a key", "the rule cannot be applied", "add it"),
    topic("policy-wrong-type", "a value of the policy document is of another kind", "it cannot be read", "the finding says what was expected"),
    topic("policy-wrong-value", "a value of the policy document is none of the possible ones", "it cannot be applied", "the finding lists the possible ones"),
    topic("lock-syntax", "contracts.lock cannot be read", "a build from it would not be the one that was pulled", "run `concord pull` again"),
    topic("lock-layout", "contracts.lock was written in another layout", "it cannot be read by this version", "run `concord pull` again"),
    topic("lock-format", "contracts.lock names a format that is not known", "the source cannot be parsed", "run `concord pull` again"),
    topic("lock-twice", "a version stands twice in contracts.lock", "a merge went wrong", "run `concord pull` again"),
    topic("lock-file-outside", "contracts.lock names a source outside of its directory", "a lock file must not reach into other places", "run `concord pull` again"),
    topic("lock-reference-missing", "contracts.lock lacks a version that another one refers to", "the source cannot be parsed without it", "run `concord pull` again"),
    topic("lock-source-missing", "a source that contracts.lock lists is not there", "a build from the lock file would fail", "run `concord pull` again, or take it from version control"),
    topic("lock-source-changed", "a source is not the text that contracts.lock was written for", "a build would not be made of what was registered", "run `concord pull` again; pulled sources are not edited"),
    topic("catalogue-undefined", "a schema uses a name that no file defines", "it cannot be parsed or registered", "add the file, or correct the name"),
    topic("catalogue-defined-twice", "two files define the same name", "nobody can say which one is meant", "keep one, or leave the other out with `exclude`"),
    topic("catalogue-circle", "files need each other in a circle", "there is no order in which to register them", "move what both need into a file of its own"),
    topic("catalogue-no-subject", "a file declares no contract, and its row names subjects by contract", "it cannot be registered", "declare the contract, or give the file another `subject`"),
    topic("catalogue-same-subject", "two files have one subject", "they would be versions of each other", "several events of one topic need `subject = \"topic-record\"`"),
    topic("contract-unknown-key", "a key of the declaration means nothing", "a misspelt key would silently not hold", "correct it"),
    topic("contract-repeated-key", "a key of the declaration stands twice", "one of the two would silently not hold", "keep one"),
    topic("contract-missing-key", "the declaration lacks `event` or `class`", "nobody knows which policy holds", "add it"),
    topic("contract-wrong-type", "a value of the declaration is of another kind", "it cannot be read", "the finding says what was expected"),
    topic("contract-wrong-value", "a value of the declaration is none of the possible ones", "it cannot be applied", "the finding says what is possible"),
    topic("contract-misplaced", "a declaration stands where it does not count", "the event would have no contract", "declare one event per schema, on its root"),
    topic("contract-key", "a key field of the declaration is no field of the event", "events could not be partitioned or told apart", "name a field that exists"),
    topic("contract-key-may-be-empty", "a key field may be absent", "events without it would all have one key", "require it, or choose another field"),
    topic("contract-rule-not-enforced", "a rule of the schema is not enforced by the generated types", "nobody should rely on it", "say it with constraints of the vocabulary"),
    topic("constraint-unknown-rule", "a constraint is not in the vocabulary", "it would silently not hold", "correct it; the finding suggests the nearest one"),
    topic("constraint-wrong-type", "a constraint does not fit the type of its field", "it can never be checked", "use a rule of the field's type"),
    topic("constraint-wrong-value", "the value of a constraint cannot be read", "it can never be checked", "the finding says what was expected"),
    topic("constraint-pattern", "a pattern is no regular expression", "it can never be checked", "the finding says where it ends to be one"),
    topic("constraint-contradiction", "no value satisfies the constraints of a field", "no event could ever be published", "correct the limits"),
    topic("constraint-default", "the default of a field breaks the field's own constraints", "every datum that lacks the field would be invalid", "change the default or the constraint"),
    topic("constraint-ignored", "the constraints of a field are declared and switched off", "a reader of the schema takes them for enforced", "delete the rules that shall not hold"),
    topic("META-", "the declaration lacks a key that the policy demands", "owner, producer, keys and retention of an event must be known before it flows", "add the key; the finding shows how"),
    topic("CONTRACT-MISSING", "a schema declares no contract where every one must", "under `enforce-all` nothing is registered without an owner", "declare it, or name the subject as a type in the policy"),
    topic("CONTRACT-DROPPED", "a new version of a contract declares none", "its consumers would lose what they rely on", "keep the declaration"),
    topic("CONTRACT-EVENT-RENAMED", "a new version declares another event", "a subject holds one event for its whole life", "register the other event under a subject of its own"),
    topic("CONTRACT-ONE-PRODUCER", "an event has two producers", "only one service may say that something happened", "publish it from one, or give the other an event of its own"),
    topic("CONTRACT-TWO-SUBJECTS", "two subjects declare the same event", "consumers would not know which one to read", "keep one"),
    topic("CONTRACT-KEY-CHANGED", "the partition or idempotency key changed", "order and duplicate detection break across the change", "keep the key, or make a new event"),
    topic("EVO-NO-REMOVE", "something was removed from an event contract", "a consumer somewhere reads it, and old events have it", "keep it and mark it as deprecated"),
    topic("EVO-NO-RETYPE", "a type of an event contract was changed", "consumers and stored events have the old one", "add a field with the new type beside it"),
    topic("DOC-RECORD", "a record or message has no documentation", "the contract is what consumers read", "add one sentence"),
    topic("DOC-FIELD", "a field has no documentation", "the contract is what consumers read", "add one sentence"),
    topic("NAME-PAST-TENSE", "the name of an event is not in the past tense", "an event says what has happened, a command what shall happen", "rename it: `payment.initiated`, not `payment.initiate`"),
    topic(FORMAT_CHANGED, "a new version is in another schema language", "neither reads the other", "keep the format, or register it under a new subject"),
    topic("reserved-name-used", "a field bears a name that the metadata reserve", "under `validateFields` the names in `confluent:reserved` are kept for what is gone or still to come", "give the field another name"),
    topic("reserved-name-dropped", "the metadata no longer reserve a name", "a later field could take it and be mistaken for the one that is gone", "list it under `confluent:reserved` again"),
    topic("check-stopped", "something stopped the check before it could judge", "nothing was judged, so nothing may be merged on its word", "the finding says what is in the way and how to remove it"),
    topic("contract-moved", "an event contract has another subject than in the baseline", "consumers of the old topic get nothing any more", "keep the topic, or publish to both until nobody reads the old one"),
    topic("waiver-expired", "the last day of a waiver is past", "what it lets through was to be repaired by then", "repair it and delete the waiver, or have it granted again"),
    topic("waiver-unused", "a waiver answers no finding", "it would let the next break through that nobody has looked at", "delete it; `unused-waivers` of [check] makes it a warning or nothing"),
    topic("waiver-other-content", "a contract has changed since its waiver was granted", "the change that is here is not the one that somebody agreed to", "ask again, and put the new hash in its place"),
    topic("contract-removed", "an event contract of the baseline is gone", "its consumers are not", "bring it back and declare `stability` as `deprecated`"),
];

/// The row of an id; an id that ends in a dash stands for all that begin with it.
pub(super) fn find(id: &str) -> Option<&'static Topic> {
    TOPICS
        .iter()
        .find(|topic| topic.id == id || (topic.id.ends_with('-') && id.starts_with(topic.id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_stands_once_and_says_something() {
        for (index, topic) in TOPICS.iter().enumerate() {
            assert!(TOPICS[..index].iter().all(|other| other.id != topic.id), "{}", topic.id);
            for text in [topic.summary, topic.why, topic.help] {
                assert!(!text.is_empty() && !text.ends_with('.'), "{}: {text}", topic.id);
            }
        }
    }
}
