//! Rules in a schema: read in both spellings, then checked once every record has its fields.

use super::fault::Fault;
use super::{Rule, This, compile_with};
use crate::constraint::{Entry, FieldRules, Predefined, Raw};
use crate::diagnostic::Diagnostic;
use crate::shape::{RecordId, Shape, Type};
use crate::suggest;
use contract_schema::{Format, Position};

/// Most bytes of all expressions of a schema together: checking them is work that a client asks for.
const MOST_BYTES: usize = 128 * 1_024;

/// A list of rules: objects with `name`, `doc`, `expr` as Confluent has them, or `id`, `message`, `expression` as
/// protovalidate has them; protovalidate's short form is a list of expressions.
pub(crate) fn read_rules(
    what: &str,
    value: &Raw,
    at: Option<Position>,
    complaints: &mut Vec<Diagnostic>,
) -> Vec<Rule> {
    let items = match value {
        Raw::List(items) => &items[..],
        Raw::Group(_) | Raw::Text(_) => std::slice::from_ref(value),
        Raw::Null | Raw::Bool(_) | Raw::Number(_) | Raw::Bytes(_) | Raw::Nanos(_) => &[],
        Raw::Predefined(_) => &[],
    };
    if items.is_empty() && !matches!(value, Raw::List(_)) {
        let message = format!("`{what}` is a list of rules, this is {}", value.kind());
        complaints.push(Diagnostic::error("cel-wrong-value", message).at(at));
    }
    let mut rules: Vec<Rule> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let read = match item {
            Raw::Text(expression) => Some(short(expression, at)),
            Raw::Group(entries) => long(what, entries, at, complaints),
            other => {
                let message = format!(
                    "a rule of `{what}` is an object with an expression, this is {}",
                    other.kind()
                );
                complaints.push(Diagnostic::error("cel-wrong-value", message).at(at));
                None
            }
        };
        if let Some(rule) = &read
            && rules.iter().any(|known| known.id == rule.id)
        {
            let message = format!("the rule `{}` stands twice", cut(&rule.id));
            complaints.push(
                Diagnostic::error("cel-wrong-value", message)
                    .at(rule.at)
                    .help("give each rule a name of its own"),
            );
        }
        rules.extend(read.map(|rule| Rule { path: format!("{what}[{index}]"), ..rule }));
    }
    rules
}

/// The rules that a rule is made of, each with the value of that rule.
pub(crate) fn read_predefined(
    path: &str,
    predefined: &Predefined,
    at: Option<Position>,
    complaints: &mut Vec<Diagnostic>,
) -> Vec<Rule> {
    let Some(value) = &predefined.value else {
        let message = format!("the value of `{}` has no type in CEL", cut(path));
        complaints.push(Diagnostic::error("cel-wrong-value", message).at(at));
        return Vec::new();
    };
    let mut rules = Vec::new();
    for entry in predefined.rules.entries() {
        rules.extend(read_rules(&entry.key, &entry.value, at, complaints));
    }
    for rule in &mut rules {
        path.clone_into(&mut rule.path);
        rule.rule = Some(value.clone());
    }
    rules
}

/// A rule that is called by what it says.
fn short(expression: &str, at: Option<Position>) -> Rule {
    let message = format!("\"{expression}\" returned false");
    Rule {
        id: expression.to_owned(),
        path: String::new(),
        message,
        expression: expression.to_owned(),
        program: None,
        rule: None,
        at,
    }
}

fn long(
    what: &str,
    entries: &[Entry],
    at: Option<Position>,
    complaints: &mut Vec<Diagnostic>,
) -> Option<Rule> {
    let is_confluent = what == "confluent:rules";
    let known: [&str; 3] =
        if is_confluent { ["name", "doc", "expr"] } else { ["id", "message", "expression"] };
    let place = entries.first().and_then(|entry| entry.at).or(at);
    let mut parts: [Option<&str>; 3] = [None; 3];
    for entry in entries {
        let Some(index) = known.iter().position(|key| *key == entry.key) else {
            // Confluent's rules have keys that concern other tools.
            let is_foreign = is_confluent
                && matches!(
                    &*entry.key,
                    "tags"
                        | "params"
                        | "disabled"
                        | "onFailure"
                        | "onSuccess"
                        | "kind"
                        | "type"
                        | "mode"
                );
            if !is_foreign {
                let message = format!("a rule of `{what}` has no key `{}`", cut(&entry.key));
                let help = suggest::hint(&entry.key, known);
                complaints.push(
                    Diagnostic::error("cel-wrong-value", message).at(entry.at.or(at)).help(help),
                );
            }
            continue;
        };
        match &entry.value {
            Raw::Text(text) => parts[index] = Some(text),
            other => {
                let message =
                    format!("`{}` of a rule is a string, this is {}", known[index], other.kind());
                complaints.push(Diagnostic::error("cel-wrong-value", message).at(entry.at.or(at)));
            }
        }
    }
    let [id, message, expression] = parts;
    let Some(expression) = expression else {
        let message = format!("a rule of `{what}` has no `{}`", known[2]);
        let help = format!("write \"{}\": \"this.a == null || this.a > this.b\"", known[2]);
        complaints.push(Diagnostic::error("cel-wrong-value", message).at(place).help(help));
        return None;
    };
    let Some(id) = id.filter(|id| !id.trim().is_empty()).or((!is_confluent).then_some(expression))
    else {
        let message = "a rule has no `name`, by which violations call it";
        complaints.push(
            Diagnostic::error("cel-wrong-value", message)
                .at(place)
                .help("write \"name\": \"SCR-2\""),
        );
        return None;
    };
    let message = message.filter(|message| !message.is_empty());
    let message = message.map_or_else(|| format!("\"{expression}\" returned false"), str::to_owned);
    Some(Rule {
        id: id.to_owned(),
        path: String::new(),
        message,
        expression: expression.to_owned(),
        program: None,
        rule: None,
        at: place,
    })
}

/// Checks every rule of the shape and keeps the typed trees.
pub(crate) fn check_rules(shape: &mut Shape) {
    let mut pass = Pass { found: Vec::new(), left: MOST_BYTES };
    for index in 0..shape.records.len() {
        let record = RecordId(index);
        let mut rules = std::mem::take(&mut shape.records[index].rules);
        let path = pass.record_path(shape, record, None);
        for rule in &mut rules {
            pass.rule(shape, This::Record(record), rule, &path);
        }
        shape.records[index].rules = rules;
        for field in 0..shape.records[index].fields.len() {
            if !has_rules(&shape.records[index].fields[field].rules) {
                continue;
            }
            let mut rules = std::mem::take(&mut shape.records[index].fields[field].rules);
            let ty = shape.records[index].fields[field].ty.clone();
            let path = pass.record_path(shape, record, Some(field));
            pass.field(shape, &ty, &mut rules, &path);
            shape.records[index].fields[field].rules = rules;
        }
    }
    shape.complaints.extend(pass.found);
}

fn has_rules(rules: &FieldRules) -> bool {
    let inner = [&rules.items, &rules.keys, &rules.values];
    !rules.cel.is_empty() || inner.into_iter().flatten().any(|inner| has_rules(inner))
}

struct Pass {
    found: Vec<Diagnostic>,
    left: usize,
}

impl Pass {
    /// Where a rule stands, as other findings say it.
    fn record_path(&self, shape: &Shape, record: RecordId, field: Option<usize>) -> String {
        let holder = shape.record(record);
        let name = field.map(|field| holder.fields[field].name.as_str());
        match (shape.root == Some(record), name) {
            (true, name) => name.unwrap_or_default().to_owned(),
            (false, Some(name)) => format!("{}.{name}", holder.simple_name()),
            (false, None) => holder.simple_name().to_owned(),
        }
    }

    fn field(&mut self, shape: &Shape, ty: &Type, rules: &mut FieldRules, path: &str) {
        for rule in &mut rules.cel {
            self.rule(shape, This::Value(ty), rule, path);
        }
        let parts = match ty {
            Type::Array(items) => [(rules.items.as_mut(), &**items), (None, ty), (None, ty)],
            Type::Map(keys, values) => {
                [(None, ty), (rules.keys.as_mut(), &**keys), (rules.values.as_mut(), &**values)]
            }
            _ => return,
        };
        for (rules, ty) in parts {
            // A rule of an element is not asked where the element is null.
            let ty = if let Type::Nullable(inner) = ty { inner } else { ty };
            if let Some(rules) = rules {
                self.field(shape, ty, rules, path);
            }
        }
    }

    fn rule(&mut self, shape: &Shape, this: This<'_>, rule: &mut Rule, path: &str) {
        let checked = match self.left.checked_sub(rule.expression.len()) {
            Some(left) => {
                self.left = left;
                compile_with(shape, this, &rule.expression, rule.rule.as_ref())
            }
            None => {
                self.left = 0;
                let message =
                    format!("the rules of a schema have at most {MOST_BYTES} bytes together");
                Err(Fault::limit(0, message))
            }
        };
        match checked {
            Ok(program) => {
                if shape.format != Format::Protobuf {
                    self.unanchored(rule, &program, path);
                }
                rule.program = Some(program);
            }
            Err(fault) => self.found.push(diagnostic(rule, &fault, path)),
        }
    }

    /// `matches` finds a part of the text here and in protovalidate, the whole text in some of Confluent's clients.
    fn unanchored(&mut self, rule: &Rule, program: &super::Node, path: &str) {
        let mut patterns = Vec::new();
        program.patterns(&mut patterns);
        for pattern in
            patterns.iter().filter(|pattern| !(pattern.starts_with('^') && pattern.ends_with('$')))
        {
            let message = format!(
                "rule `{}`: clients disagree on whether `{}` must match the whole text",
                cut(&rule.id),
                cut(pattern)
            );
            let finding = Diagnostic::warn("cel-portability", message).at(rule.at).on(path);
            self.found
                .push(finding.help("anchor the pattern, `^…$`, with `.*` where a part shall do"));
        }
    }
}

fn diagnostic(rule: &Rule, fault: &Fault, path: &str) -> Diagnostic {
    let (line, column) = fault.place(&rule.expression);
    let place = if line == 1 {
        format!("column {column}")
    } else {
        format!("line {line}, column {column}")
    };
    let message = format!("rule `{}`, {place}: {}", cut(&rule.id), fault.message);
    let excerpt = fault.excerpt(&rule.expression);
    let help = match &fault.help {
        Some(help) => format!("{help}\n{excerpt}"),
        None => format!("the place in the rule\n{excerpt}"),
    };
    Diagnostic::error(fault.id, message).at(rule.at).on(path).help(help)
}

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}
