//! Rules in CEL that a house asks of its events beyond what their schemas declare, and those of the travel rule.

use super::document::{Policy, Selector, selector};
use crate::cel::{self, Rule, This};
use crate::contract::Contract;
use crate::diagnostic::Diagnostic;
use crate::shape::Shape;
use crate::toml_text::{Reader, Table};

/// A rule for every selected event that has the fields.
#[derive(Debug, Clone, PartialEq)]
pub struct HouseRule {
    /// What violations call it.
    pub id: String,
    /// What a violation says: what is allowed.
    pub doc: String,
    /// Which events.
    pub select: Selector,
    /// Paths of fields; an event that lacks one is left alone.
    pub needs: Vec<String>,
    /// The expression.
    pub expression: String,
}

impl Policy {
    /// The rules that the policy adds to those of an event's schema, and what keeps others from being added.
    pub fn rules_for(
        &self,
        subject: &str,
        contract: &Contract,
        shape: &Shape,
    ) -> (Vec<Rule>, Vec<Diagnostic>) {
        let (mut rules, mut found) = (Vec::new(), Vec::new());
        for rule in &self.rules {
            let has = |path: &String| shape.resolve(path).is_ok();
            let Some(root) = shape.root.filter(|_| rule.needs.iter().all(has)) else { continue };
            if !rule.select.selects(subject, contract) {
                continue;
            }
            match cel::compile(shape, This::Record(root), &rule.expression) {
                Ok(program) => rules.push(Rule {
                    id: rule.id.clone(),
                    path: String::new(),
                    message: rule.doc.clone(),
                    expression: rule.expression.clone(),
                    program: Some(program),
                    rule: None,
                    at: contract.at,
                }),
                Err(fault) => {
                    let event = &contract.event;
                    let message =
                        format!("event `{event}` cannot be held to it: {}", fault.message);
                    let help = format!("the rule is `{}`", rule.expression);
                    found.push(Diagnostic::warn(&rule.id, message).at(contract.at).help(help));
                }
            }
        }
        if let Some(travel_rule) = &self.travel_rule {
            match travel_rule.rules(subject, contract, shape) {
                Ok(made) => rules.extend(made),
                Err(complaint) => found.push(*complaint),
            }
        }
        (rules, found)
    }
}

/// A row of `[[rule]]`.
pub(super) fn read(reader: &mut Reader<'_>, table: Table<'_>) -> Option<HouseRule> {
    reader.keys(table, &["id", "doc", "select", "needs", "expr"]);
    reader.required(table, &["id", "doc", "expr"]);
    let select = selector(reader, table);
    let needs = reader.texts(table, "needs").into_iter().map(|text| text.value).collect();
    let expression = reader.text(table, "expr").map(|text| text.value);
    let doc = reader.text(table, "doc").map(|text| text.value);
    let id = reader.text(table, "id")?.value;
    Some(HouseRule { id, doc: doc?, select, needs, expression: expression? })
}
