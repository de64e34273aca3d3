//! What came of a case, in the harness's words.

use crate::path;
use contract_runtime::{Violation, Violations};
use prost_reflect::{DescriptorPool, DynamicMessage, Kind, ReflectMessage, Value};
use std::error::Error;

/// What came of a case.
pub(crate) enum Answer {
    /// What validation found.
    Found(Violations),
    /// The bytes are no such message.
    Undecodable(String),
    /// The compiler refused the message.
    Refused,
}

const CANNOT: &str = "the rule cannot be evaluated";

impl Answer {
    pub(crate) fn fill(
        &self,
        result: &mut DynamicMessage,
        pool: &DescriptorPool,
        name: &str,
    ) -> Result<(), Box<dyn Error>> {
        let found = match self {
            Answer::Undecodable(error) => {
                result.set_field_by_name("unexpected_error", Value::String(error.clone()));
                return Ok(());
            }
            Answer::Refused => {
                result.set_field_by_name(
                    "compilation_error",
                    Value::String("the compiler refuses the message".to_owned()),
                );
                return Ok(());
            }
            Answer::Found(found) => found,
        };
        if found.is_empty() {
            result.set_field_by_name("success", Value::Bool(true));
            return Ok(());
        }
        if let Some(failed) = found.iter().find(|violation| violation.message.starts_with(CANNOT)) {
            result.set_field_by_name("runtime_error", Value::String(failed.message.to_owned()));
            return Ok(());
        }
        let field = result
            .descriptor()
            .get_field_by_name("validation_error")
            .ok_or("no field for violations")?;
        let Kind::Message(list) = field.kind() else {
            return Err("violations are a message".into());
        };
        let mut violations = DynamicMessage::new(list.clone());
        let Some(Kind::Message(one)) =
            list.get_field_by_name("violations").map(|field| field.kind())
        else {
            return Err("a violation is a message".into());
        };
        let listed: Result<Vec<Value>, Box<dyn Error>> = found
            .iter()
            .map(|violation| {
                Ok(Value::Message(of(violation, DynamicMessage::new(one.clone()), pool, name)?))
            })
            .collect();
        violations.set_field_by_name("violations", Value::List(listed?));
        result.set_field(&field, Value::Message(violations));
        Ok(())
    }
}

fn of(
    violation: &Violation,
    mut told: DynamicMessage,
    pool: &DescriptorPool,
    name: &str,
) -> Result<DynamicMessage, Box<dyn Error>> {
    told.set_field_by_name("rule_id", Value::String(violation.rule_id.to_owned()));
    told.set_field_by_name("message", Value::String(violation.message.to_owned()));
    let message = pool.get_message_by_name(name).ok_or("the case has no descriptor")?;
    let elements = path::walk(pool, &message, &violation.path)?;
    if !elements.is_empty() {
        told.set_field_by_name("field", path::field_path(&told, "field", &elements)?);
    }
    if violation.for_key {
        told.set_field_by_name("for_key", Value::Bool(true));
    }
    let rules = pool.get_message_by_name("buf.validate.FieldRules").ok_or("no rules")?;
    let rule = path::walk(pool, &rules, violation.rule)?;
    if !rule.is_empty() {
        told.set_field_by_name("rule", path::field_path(&told, "rule", &rule)?);
    }
    Ok(told)
}
