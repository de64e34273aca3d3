//! The policy document: `policy.toml` as a model, read with every complaint at once.

use super::rules::HouseRule;
use super::travel_rule::TravelRule;
use crate::contract::{Class, Contract};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Severity};
use crate::glob::Glob;
use crate::toml_text::{Reader, Table};
use contract_schema::Level;
use contract_schema::compat::Safety;

/// A policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// Its version; findings quote `name@version`.
    pub version: u32,
    /// Subjects that hold shared types and need no declaration under [`super::Setting::EnforceAll`].
    pub types: Vec<Glob>,
    /// Keys that every declaration must have, canonical names.
    pub metadata: Vec<String>,
    /// How much an undocumented field weighs; `None`: not looked at.
    pub docs: Option<Severity>,
    /// How much an event name in the present tense weighs; `None`: not looked at.
    pub past_tense: Option<Severity>,
    /// What may change between versions.
    pub evolution: Evolution,
    /// Fields that every event must have.
    pub require: Vec<Requirement>,
    /// Other strengths for some events; later ones win.
    pub overrides: Vec<Override>,
    /// Rules in CEL beyond those of the schemas.
    pub rules: Vec<HouseRule>,
    /// What payments must say of their parties above a threshold.
    pub travel_rule: Option<TravelRule>,
    /// Who is excused from what, until when.
    pub exemptions: Vec<Exemption>,
}

/// What may change between versions of an event contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evolution {
    /// The least level in force, whatever the subject's own.
    pub level: Level,
    /// The least safety in force, whatever the subject's own.
    pub safety: Safety,
    /// A field or symbol is never removed.
    pub no_remove: bool,
    /// A type is never changed, not even widened.
    pub no_retype: bool,
}

/// A field that every event must have.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// Stable id, `ENV-CORRELATION`.
    pub id: String,
    /// Path of canonical names.
    pub field: String,
    /// Its type.
    pub ty: TypeName,
    /// How firmly it is asked for.
    pub value: Strength,
    /// How much its absence weighs.
    pub severity: Severity,
    /// The field number to suggest in Protobuf.
    pub number: Option<u32>,
    /// Documentation to suggest.
    pub doc: Option<String>,
    /// The reason, for messages.
    pub why: Option<String>,
}

/// How firmly a field is asked for, each stronger than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// The field is there; it may be nullable.
    Present,
    /// New writers must fill it.
    Write,
    /// It always has a value (a field added after the first version: new writers must fill it).
    Required,
}

/// A type that a policy can name.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeName {
    /// Anything.
    Any,
    /// A word such as `string`, `uuid`, `timestamp`, `array<string>`.
    Word(String),
    /// A record.
    Record(RecordType),
}

/// A record that a policy asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordType {
    /// Its name in messages.
    pub name: String,
    /// How it is recognised.
    pub matched: Match,
    /// Paths inside it and their types.
    pub fields: Vec<(String, String)>,
    /// The full name to suggest, or to demand under [`Match::Name`], in Avro.
    pub avro: Option<String>,
    /// The full name to suggest, or to demand under [`Match::Name`], in Protobuf.
    pub protobuf: Option<String>,
}

/// How a record is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// It has at least these fields with these types.
    Structural,
    /// It has this full name.
    Name,
}

/// Other strengths for some events.
#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    /// Which events.
    pub select: Selector,
    /// Requirement id, its strength and weight there.
    pub require: Vec<(String, Option<Strength>, Option<Severity>)>,
}

/// Which events: all of the stated conditions hold; in a list, one of its members.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selector {
    /// Patterns over subjects.
    pub subjects: Vec<Glob>,
    /// Patterns over event names.
    pub events: Vec<Glob>,
    /// Classes.
    pub classes: Vec<Class>,
}

/// A dispensation from a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Exemption {
    /// The rule.
    pub rule: String,
    /// Which events.
    pub select: Selector,
    /// Only this path, if stated.
    pub path: Option<String>,
    /// Why.
    pub reason: String,
    /// Who agreed.
    pub approved_by: Vec<String>,
    /// The last day on which it holds.
    pub expires: Date,
}

impl Policy {
    /// Reads a `policy.toml`.
    ///
    /// # Errors
    /// Every complaint about the text, with its place.
    pub fn read(text: &str) -> Result<Policy, Vec<Diagnostic>> {
        let mut reader = Reader::new("policy", text);
        let document = reader.document();
        let root = reader.root(&document);
        let policy = policy(&mut reader, root);
        match policy {
            Some(policy) if reader.found.is_empty() => Ok(policy),
            _ => Err(reader.complaints()),
        }
    }

    /// `name@version`.
    pub fn id(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    /// A requirement as it stands for one event.
    pub(crate) fn in_force(
        &self,
        requirement: &Requirement,
        subject: &str,
        contract: &Contract,
    ) -> Requirement {
        let mut in_force = requirement.clone();
        for other in self.overrides.iter().filter(|other| other.select.selects(subject, contract)) {
            for (id, value, severity) in &other.require {
                if *id == requirement.id {
                    in_force.value = value.unwrap_or(in_force.value);
                    in_force.severity = severity.unwrap_or(in_force.severity);
                }
            }
        }
        in_force
    }
}

impl Selector {
    /// Whether an event is meant.
    pub fn selects(&self, subject: &str, contract: &Contract) -> bool {
        let fits = |patterns: &[Glob], name: &str| {
            patterns.is_empty() || patterns.iter().any(|p| p.matches(name))
        };
        fits(&self.subjects, subject)
            && fits(&self.events, &contract.event)
            && (self.classes.is_empty() || self.classes.contains(&contract.class))
    }
}

/// What stands at the top of a policy.
const KEYS: [&str; 12] = [
    "name",
    "version",
    "types",
    "metadata",
    "lint",
    "evolution",
    "require",
    "override",
    "rule",
    "travel-rule",
    "profile",
    "exempt",
];

fn policy(reader: &mut Reader<'_>, root: Table<'_>) -> Option<Policy> {
    reader.keys(root, &KEYS);
    reader.required(root, &["name", "version"]);
    let (mut docs, mut past_tense, mut metadata) = (None, None, Vec::new());
    if let Some(lint) = reader.table(root, "lint") {
        reader.keys(lint, &["docs", "past-tense"]);
        docs = severity(reader, lint, "docs").flatten();
        past_tense = severity(reader, lint, "past-tense").flatten();
    }
    if let Some(table) = reader.table(root, "metadata") {
        reader.keys(table, &["required"]);
        for key in reader.texts(table, "required") {
            if crate::contract::find_key(&key.value).is_none() {
                reader.complain(
                    "wrong-value",
                    format!("a contract has no key `{}`", key.value),
                    key.at,
                );
            }
            metadata.push(key.value);
        }
    }
    let require: Vec<Requirement> = reader
        .tables(root, "require")
        .into_iter()
        .filter_map(|table| requirement(reader, table))
        .collect();
    let overrides = reader
        .tables(root, "override")
        .into_iter()
        .map(|table| over(reader, table, &require))
        .collect();
    let rules = reader
        .tables(root, "rule")
        .into_iter()
        .filter_map(|table| super::rules::read(reader, table))
        .collect();
    let exemptions = reader
        .tables(root, "exempt")
        .into_iter()
        .filter_map(|table| exemption(reader, table))
        .collect();
    Some(Policy {
        types: globs(reader, root, "types"),
        evolution: evolution(reader, root),
        name: reader.text(root, "name")?.value,
        version: reader.number(root, "version")?,
        metadata,
        docs,
        past_tense,
        require,
        overrides,
        rules,
        travel_rule: super::travel_rule::read(reader, root),
        exemptions,
    })
}

fn evolution(reader: &mut Reader<'_>, root: Table<'_>) -> Evolution {
    let mut evolution = Evolution {
        level: Level::None,
        safety: Safety::Standard,
        no_remove: false,
        no_retype: false,
    };
    let Some(table) = reader.table(root, "evolution") else { return evolution };
    reader.keys(table, &["level", "safety", "no-remove", "no-retype"]);
    let levels: Vec<&str> = Level::all().map(Level::name).collect();
    evolution.level =
        reader.word(table, "level", &levels, |word| word.parse().ok()).unwrap_or(Level::None);
    evolution.safety = super::safety(reader, table).unwrap_or_default();
    evolution.no_remove = reader.flag(table, "no-remove").unwrap_or(false);
    evolution.no_retype = reader.flag(table, "no-retype").unwrap_or(false);
    evolution
}

fn requirement(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Requirement> {
    reader.keys(table, &["id", "field", "type", "value", "severity", "number", "doc", "why"]);
    reader.required(table, &["id", "field"]);
    let number = reader.number(table, "number");
    Some(Requirement {
        id: reader.text(table, "id")?.value,
        field: reader.text(table, "field")?.value,
        ty: type_name(reader, table),
        value: strength(reader, table).unwrap_or(Strength::Present),
        severity: severity(reader, table, "severity").flatten().unwrap_or(Severity::Error),
        number,
        doc: reader.text(table, "doc").map(|text| text.value),
        why: reader.text(table, "why").map(|text| text.value),
    })
}

fn type_name(reader: &mut Reader<'_>, table: Table<'_>) -> TypeName {
    if !table.has("type") {
        return TypeName::Any;
    }
    if !table.is_table("type") {
        let Some(text) = reader.text(table, "type") else { return TypeName::Any };
        if !super::fields::is_type_word(&text.value) {
            let message = format!("`{}` is no type", text.value);
            let help =
                crate::suggest::hint(&text.value, super::fields::WORDS.iter().map(|row| row.0));
            reader.complain("wrong-value", message, text.at).help = Some(help);
        }
        return TypeName::Word(text.value);
    }
    let Some(record) = reader.table(table, "type") else { return TypeName::Any };
    reader.keys(record, &["record", "match", "fields", "avro", "protobuf"]);
    reader.required(record, &["record"]);
    let read = |word: &str| match word {
        "structural" => Some(Match::Structural),
        "name" => Some(Match::Name),
        _ => None,
    };
    let mut fields = Vec::new();
    if let Some(table) = reader.table(record, "fields") {
        for (path, word) in reader.pairs(table) {
            if !super::fields::is_type_word(&word.value) {
                reader.complain("wrong-value", format!("`{}` is no type", word.value), word.at);
            }
            fields.push((path, word.value));
        }
    }
    TypeName::Record(RecordType {
        matched: reader
            .word(record, "match", &["structural", "name"], read)
            .unwrap_or(Match::Structural),
        name: reader.text(record, "record").map(|text| text.value).unwrap_or_default(),
        avro: reader.text(record, "avro").map(|text| text.value),
        protobuf: reader.text(record, "protobuf").map(|text| text.value),
        fields,
    })
}

fn over(reader: &mut Reader<'_>, table: Table<'_>, known: &[Requirement]) -> Override {
    reader.keys(table, &["select", "require"]);
    reader.required(table, &["select", "require"]);
    let select = selector(reader, table);
    let mut require = Vec::new();
    for row in reader.tables(table, "require") {
        reader.keys(row, &["id", "value", "severity"]);
        reader.required(row, &["id"]);
        let (value, severity) =
            (strength(reader, row), severity(reader, row, "severity").flatten());
        let Some(id) = reader.text(row, "id") else { continue };
        if !known.iter().any(|requirement| requirement.id == id.value) {
            let help = crate::suggest::hint(
                &id.value,
                known.iter().map(|requirement| requirement.id.as_str()),
            );
            let message = format!("there is no requirement `{}`", id.value);
            reader.complain("wrong-value", message, id.at).help = Some(help);
        }
        require.push((id.value, value, severity));
    }
    Override { select, require }
}

fn exemption(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Exemption> {
    reader.keys(table, &["rule", "select", "path", "reason", "approved-by", "expires"]);
    reader.required(table, &["rule", "select", "reason", "approved-by", "expires"]);
    let approved_by: Vec<String> =
        reader.texts(table, "approved-by").into_iter().map(|text| text.value).collect();
    if approved_by.is_empty() && table.has("approved-by") {
        reader.complain("wrong-value", "`approved-by` names nobody".to_owned(), table.at);
    }
    let (select, path) = (selector(reader, table), reader.text(table, "path"));
    Some(Exemption {
        select,
        approved_by,
        path: path.map(|text| text.value),
        rule: reader.text(table, "rule")?.value,
        reason: reader.text(table, "reason")?.value,
        expires: reader.date(table, "expires")?,
    })
}

pub(super) fn selector(reader: &mut Reader<'_>, table: Table<'_>) -> Selector {
    let Some(select) = reader.table(table, "select") else { return Selector::default() };
    reader.keys(select, &["subjects", "events", "classes"]);
    let mut classes = Vec::new();
    for word in reader.texts(select, "classes") {
        match Class::from_name(&word.value) {
            Some(class) => classes.push(class),
            None => {
                let help =
                    crate::suggest::hint(&word.value, Class::ALL.iter().map(|class| class.name()));
                let message = format!("`{}` is no class", word.value);
                reader.complain("wrong-value", message, word.at).help = Some(help);
            }
        }
    }
    let (subjects, events) = (globs(reader, select, "subjects"), globs(reader, select, "events"));
    Selector { subjects, events, classes }
}

fn globs(reader: &mut Reader<'_>, table: Table<'_>, key: &str) -> Vec<Glob> {
    reader.texts(table, key).into_iter().map(|text| Glob::new(text.value)).collect()
}

fn strength(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Strength> {
    reader.word(table, "value", &["present", "write", "required"], |word| match word {
        "present" => Some(Strength::Present),
        "write" => Some(Strength::Write),
        "required" => Some(Strength::Required),
        _ => None,
    })
}

/// `off` reads as `Some(None)`.
fn severity(reader: &mut Reader<'_>, table: Table<'_>, key: &str) -> Option<Option<Severity>> {
    reader.word(table, key, &["error", "warn", "info", "off"], |word| match word {
        "error" => Some(Some(Severity::Error)),
        "warn" => Some(Some(Severity::Warn)),
        "info" => Some(Some(Severity::Info)),
        "off" => Some(None),
        _ => None,
    })
}
