//! Reads rules in their common form against the type of the field they stand on.

use super::literal::{self, Wanted};
use super::raw::{Entry, Raw};
use super::table::{self, Reads};
use super::{Bound, Constraint, FieldRules};
use crate::cel::{read_predefined, read_rules};
use crate::diagnostic::Diagnostic;
use crate::suggest;
use contract_schema::Position;

/// What a field is to the rules that stand on it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Target {
    /// The group whose rules fit; `None` for records, unions and dates.
    pub(crate) group: Option<&'static str>,
    /// The type in words.
    pub(crate) described: String,
    /// Symbols, if the rules name them (Avro enums).
    pub(crate) symbols: Option<Vec<String>>,
    /// Numbers, if the rules give them (Protobuf enums).
    pub(crate) numbers: Option<Vec<i32>>,
    pub(crate) items: Option<Box<Target>>,
    pub(crate) keys: Option<Box<Target>>,
    pub(crate) values: Option<Box<Target>>,
}

/// Keys beside the groups.
const GENERAL: [&str; 2] = ["required", "ignore"];

/// The rules of a field; what is wrong with them goes to `complaints`, at `fallback` if no better place is known.
pub(crate) fn read(
    raw: &Raw,
    target: &Target,
    fallback: Option<Position>,
    complaints: &mut Vec<Diagnostic>,
) -> FieldRules {
    let mut reader = Reader { complaints, fallback };
    let rules = reader.field_rules(raw, target);
    let found = super::check(&rules, target);
    reader.complaints.extend(found.into_iter().map(|complaint| complaint.at(fallback)));
    rules
}

struct Reader<'a> {
    complaints: &'a mut Vec<Diagnostic>,
    fallback: Option<Position>,
}

impl Reader<'_> {
    fn field_rules(&mut self, raw: &Raw, target: &Target) -> FieldRules {
        let mut rules = FieldRules::default();
        let mut is_ignored = false;
        let Raw::Group(entries) = raw else {
            let message =
                format!("rules are an object with one group of rules, this is {}", raw.kind());
            self.complain("constraint-wrong-value", message, None).help = Some(example(target));
            return rules;
        };
        for entry in entries {
            match entry.key.as_str() {
                "required" => rules.required = self.flag("required", entry),
                "ignore" => is_ignored = self.ignore(entry, &mut rules),
                "cel" | "cel_expression" => {
                    let at = entry.at.or(self.fallback);
                    rules.cel.extend(read_rules(&entry.key, &entry.value, at, self.complaints));
                }
                group if table::is_group(group) => self.group(entry, target, &mut rules),
                other => self.unknown_group(other, entry.at, target),
            }
        }
        if is_ignored {
            return FieldRules { ignores_always: true, ..FieldRules::default() };
        }
        rules
    }

    fn group(&mut self, entry: &Entry, target: &Target, rules: &mut FieldRules) {
        let group = entry.key.as_str();
        if target.group != Some(group) {
            let message = format!("`{group}` rules do not fit the type {}", target.described);
            self.complain("constraint-wrong-type", message, entry.at).help = Some(example(target));
            return;
        }
        if !matches!(entry.value, Raw::Group(_)) {
            let message = format!("`{group}` holds rules by name, this is {}", entry.value.kind());
            self.complain("constraint-wrong-value", message, entry.at);
            return;
        }
        let mut sorted: Vec<&Entry> = entry.value.entries().iter().collect();
        let keys = table::keys(group);
        sorted.sort_by_key(|rule| keys.iter().position(|key| *key == rule.key));
        for rule in sorted {
            self.rule(group, rule, target, rules);
        }
        let strict = entry.value.entries().iter().find(|rule| rule.key == "strict");
        if strict.is_some_and(|rule| rule.value == Raw::Bool(false)) {
            for rule in &mut rules.value {
                if let Constraint::Header { strict, .. } = rule {
                    *strict = false;
                }
            }
        }
        rules.group = target.group.filter(|_| !rules.value.is_empty());
    }

    fn rule(&mut self, group: &str, entry: &Entry, target: &Target, rules: &mut FieldRules) {
        let id = format!("{group}.{}", entry.key);
        if let Raw::Predefined(predefined) = &entry.value {
            let at = entry.at.or(self.fallback);
            rules.cel.extend(read_predefined(&id, predefined, at, self.complaints));
            return;
        }
        let Some(row) = table::find(group, &entry.key) else {
            let message = format!("`{id}` is no rule");
            let help = suggest::hint(&entry.key, table::keys(group));
            self.complain("constraint-unknown-rule", message, entry.at).help = Some(help);
            return;
        };
        let wanted = Wanted { group, target };
        let constraint = match &row.reads {
            Reads::Const => self.one(&id, entry, &wanted).map(Constraint::Const),
            Reads::In => self.many(&id, entry, &wanted).map(Constraint::In),
            Reads::NotIn => self.many(&id, entry, &wanted).map(Constraint::NotIn),
            Reads::Lower { inclusive } => {
                self.bound(&id, entry, &wanted, *inclusive).map(Constraint::Lower)
            }
            Reads::Upper { inclusive } => {
                self.bound(&id, entry, &wanted, *inclusive).map(Constraint::Upper)
            }
            Reads::Count(constraint) => self.count(&id, entry).map(constraint),
            Reads::Part(constraint) => self.one(&id, entry, &wanted).map(constraint),
            Reads::Pattern => self.text(&id, entry).map(Constraint::Pattern),
            Reads::Flag(constraint) => self.flag(&id, entry).then(|| constraint.clone()),
            Reads::Within => self.within(&id, entry),
            Reads::Items => return self.nested(entry, target.items.as_deref(), &mut rules.items),
            Reads::Keys => return self.nested(entry, target.keys.as_deref(), &mut rules.keys),
            Reads::Values => {
                return self.nested(entry, target.values.as_deref(), &mut rules.values);
            }
            Reads::Header => self.header(&id, entry),
            // Read with the pattern it is about.
            Reads::Strict => {
                self.flag(&id, entry);
                return;
            }
            Reads::Example => return,
            Reads::Paths => self.paths(&id, entry),
        };
        rules.value.extend(constraint);
    }

    fn nested(
        &mut self,
        entry: &Entry,
        target: Option<&Target>,
        slot: &mut Option<Box<FieldRules>>,
    ) {
        let target = target.cloned().unwrap_or_default();
        let rules = self.field_rules(&entry.value, &target);
        *slot = (!rules.is_empty()).then(|| Box::new(rules));
    }

    /// Whether no rule shall hold.
    fn ignore(&mut self, entry: &Entry, rules: &mut FieldRules) -> bool {
        match &entry.value {
            Raw::Text(text) => match text.as_str() {
                "IGNORE_UNSPECIFIED" => {}
                "IGNORE_IF_ZERO_VALUE" => rules.ignores_zero = true,
                // IGNORE_ALWAYS turns a declared rule into none without a reader of the schema noticing.
                "IGNORE_ALWAYS" => {
                    let message = "`ignore: IGNORE_ALWAYS` is not supported in a contract";
                    self.complain("constraint-ignored", message.to_owned(), entry.at).help =
                        Some("delete the rules that shall not hold".to_owned());
                    return true;
                }
                other => {
                    let message = format!("`ignore` knows no `{other}`");
                    self.complain("constraint-wrong-value", message, entry.at).help =
                        Some("write `IGNORE_IF_ZERO_VALUE`, or leave it out".to_owned());
                }
            },
            other => {
                let message = format!(
                    "`ignore` is a name such as `IGNORE_IF_ZERO_VALUE`, this is {}",
                    other.kind()
                );
                self.complain("constraint-wrong-value", message, entry.at);
            }
        }
        false
    }

    fn unknown_group(&mut self, name: &str, at: Option<Position>, target: &Target) {
        let mut known: Vec<&str> = GENERAL.to_vec();
        known.extend(target.group);
        let help = match target.group {
            Some(_) => suggest::hint(name, known),
            None => format!("on the type {} only `required` may stand", target.described),
        };
        let message = format!("`{name}` is no group of rules");
        self.complain("constraint-unknown-rule", message, at).help = Some(help);
    }

    fn flag(&mut self, id: &str, entry: &Entry) -> bool {
        if let Raw::Bool(value) = entry.value {
            return value;
        }
        self.wrong_value(id, "`true` or `false`", entry);
        false
    }

    fn count(&mut self, id: &str, entry: &Entry) -> Option<u64> {
        let text = match &entry.value {
            Raw::Number(text) | Raw::Text(text) => text,
            Raw::Null
            | Raw::Bool(_)
            | Raw::Bytes(_)
            | Raw::Nanos(_)
            | Raw::List(_)
            | Raw::Group(_)
            | Raw::Predefined(_) => "",
        };
        let count = text.parse().ok();
        if count.is_none() {
            self.wrong_value(id, "a whole number from 0", entry);
        }
        count
    }

    fn text(&mut self, id: &str, entry: &Entry) -> Option<String> {
        if let Raw::Text(text) = &entry.value {
            return Some(text.clone());
        }
        self.wrong_value(id, "a string", entry);
        None
    }

    fn header(&mut self, id: &str, entry: &Entry) -> Option<Constraint> {
        let names = ["KNOWN_REGEX_HTTP_HEADER_NAME", "KNOWN_REGEX_HTTP_HEADER_VALUE"];
        let name = match &entry.value {
            Raw::Text(name) => names.iter().position(|known| known == name),
            _ => None,
        };
        if name.is_none() && entry.value != Raw::Text("KNOWN_REGEX_UNSPECIFIED".to_owned()) {
            self.wrong_value(id, "`KNOWN_REGEX_HTTP_HEADER_NAME` or `…_VALUE`", entry);
        }
        name.map(|index| Constraint::Header { is_value: index == 1, strict: true })
    }

    /// A field mask: `{paths: ["a", "b.c"]}`.
    fn paths(&mut self, id: &str, entry: &Entry) -> Option<Constraint> {
        let paths = entry.value.entries().iter().find(|part| part.key == "paths");
        let listed = match paths.map(|part| &part.value) {
            Some(Raw::List(list)) => list.iter().map(|path| match path {
                Raw::Text(path) => Some(path.clone()),
                _ => None,
            }),
            Some(_) => return self.wrong_paths(id, entry),
            // Nothing is written of a list without elements.
            None => return Some(Constraint::Paths(Vec::new())),
        };
        match listed.collect() {
            Some(paths) => Some(Constraint::Paths(paths)),
            None => self.wrong_paths(id, entry),
        }
    }

    fn wrong_paths(&mut self, id: &str, entry: &Entry) -> Option<Constraint> {
        self.wrong_value(id, "paths such as `{paths: [\"a\", \"b.c\"]}`", entry);
        None
    }

    fn within(&mut self, id: &str, entry: &Entry) -> Option<Constraint> {
        let nanos = literal::duration(&entry.value).filter(|nanos| *nanos > 0);
        if nanos.is_none() {
            self.wrong_value(id, "a duration above zero such as `300s`", entry);
        }
        nanos.map(Constraint::Within)
    }

    fn one(&mut self, id: &str, entry: &Entry, wanted: &Wanted<'_>) -> Option<super::Literal> {
        let read = wanted.literal(&entry.value);
        read.map_err(|expected| self.wrong_value(id, &expected, entry)).ok()
    }

    fn bound(
        &mut self,
        id: &str,
        entry: &Entry,
        wanted: &Wanted<'_>,
        inclusive: bool,
    ) -> Option<Bound> {
        self.one(id, entry, wanted).map(|limit| Bound { limit, inclusive })
    }

    fn many(
        &mut self,
        id: &str,
        entry: &Entry,
        wanted: &Wanted<'_>,
    ) -> Option<Vec<super::Literal>> {
        let Raw::List(values) = &entry.value else {
            self.wrong_value(id, "a list", entry);
            return None;
        };
        let read: Result<Vec<_>, _> = values.iter().map(|value| wanted.literal(value)).collect();
        let literals = read.map_err(|expected| {
            self.wrong_value(id, &format!("a list of values, each {expected}"), entry);
        });
        literals.ok()
    }

    fn wrong_value(&mut self, id: &str, expected: &str, entry: &Entry) {
        let message = format!("`{id}` takes {expected}, this is {}", literal::show(&entry.value));
        self.complain("constraint-wrong-value", message, entry.at);
    }

    fn complain(&mut self, id: &str, message: String, at: Option<Position>) -> &mut Diagnostic {
        self.complaints.push(Diagnostic::error(id, message).at(at.or(self.fallback)));
        self.complaints.last_mut().expect("pushed in the line above")
    }
}

/// What may stand on a type.
fn example(target: &Target) -> String {
    let Some(group) = target.group else {
        return format!("on the type {} only `required` may stand", target.described);
    };
    let mut keys = table::keys(group);
    let more = if keys.len() > SHOWN { " …" } else { "" };
    keys.truncate(SHOWN);
    format!("on the type {} use `{group}` with {}{more}", target.described, suggest::list(&keys))
}

/// Most keys that a help line lists.
const SHOWN: usize = 10;
