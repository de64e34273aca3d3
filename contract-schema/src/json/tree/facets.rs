//! The keyword families of one object, read leniently: what is ill-formed demands nothing.

use super::load::Loader;
use super::{Items, Members, NodeId, Number, Text};
use crate::json::documents::Place;
use crate::json_text::{Node, Value};

/// A number by its digits, without trailing zeros, and the power of ten behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::json) struct Decimal {
    pub(in crate::json) digits: i128,
    pub(in crate::json) exponent: i64,
}

impl Decimal {
    /// Reads what has at most 36 digits.
    pub(in crate::json) fn parse(text: &str) -> Option<Decimal> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?.into()),
            None => (text, 0_i64),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let fraction = fraction.trim_end_matches('0');
        if whole.len() + fraction.len() > 36 {
            return None;
        }
        let mut digits: i128 = format!("{whole}{fraction}").parse().ok()?;
        let mut exponent = exponent - fraction.len() as i64;
        if digits == 0 {
            return Some(Decimal { digits, exponent: 0 });
        }
        while digits % 10 == 0 {
            digits /= 10;
            exponent += 1;
        }
        Some(Decimal { digits, exponent })
    }

    /// Whether `other` is a whole multiple of this; `None` if the two are too far apart to tell.
    pub(in crate::json) fn divides(self, other: Decimal) -> Option<bool> {
        if self.digits == 0 {
            return Some(false);
        }
        let lowest = self.exponent.min(other.exponent);
        let aligned = |decimal: Decimal| {
            let power = u32::try_from(decimal.exponent - lowest).ok()?;
            10_i128.checked_pow(power)?.checked_mul(decimal.digits)
        };
        Some(aligned(other)? % aligned(self)? == 0)
    }
}

/// A number as a double.
pub(super) fn number(schema: &Node, key: &str) -> Option<f64> {
    match &schema.get(key)?.value {
        Value::Number(text) => text.parse().ok(),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            None
        }
    }
}

fn number_text<'s>(schema: &'s Node, key: &str) -> Option<&'s str> {
    match &schema.get(key)?.value {
        Value::Number(text) => Some(text),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            None
        }
    }
}

impl<'s> Loader<'_, 's> {
    pub(super) fn text(&mut self, schema: &'s Node) -> Text<'s> {
        // The second loader does not see formats at all.
        let unseen: &[&str] = if self.draft.ref_hides_siblings() { &["format"] } else { &[] };
        Text {
            unseen: self.forest.paints.keywords(schema, unseen),
            min_length: number(schema, "minLength"),
            max_length: number(schema, "maxLength"),
            pattern: schema.get("pattern").and_then(Node::as_str),
        }
    }

    pub(super) fn numbers(&mut self, schema: &'s Node, is_integer: bool) -> Number<'s> {
        // Draft 4 has booleans under the exclusive bounds; they are never compared. Numbers count twice.
        let unseen = ["exclusiveMinimum", "exclusiveMaximum"];
        Number {
            unseen: self.forest.paints.keywords(schema, &unseen),
            is_integer,
            minimum: number(schema, "minimum"),
            maximum: number(schema, "maximum"),
            exclusive_minimum: number(schema, "exclusiveMinimum"),
            exclusive_maximum: number(schema, "exclusiveMaximum"),
            multiple_of: number_text(schema, "multipleOf"),
        }
    }

    /// The parts of arrays that both loaders read alike.
    pub(super) fn plain_items(&mut self, schema: &'s Node) -> Items {
        Items {
            unseen: self.forest.paints.keywords(schema, &["contains"]),
            all: None,
            tuple: Vec::new(),
            allows_more: true,
            more: None,
            unevaluated: None,
            min_items: number(schema, "minItems"),
            max_items: number(schema, "maxItems"),
            is_unique: schema.get("uniqueItems").and_then(Node::as_bool) == Some(true),
            min_contains: None,
            max_contains: None,
        }
    }

    /// The parts of objects that both loaders read alike.
    pub(super) fn plain_members(&mut self, place: Place<'s>) -> Members<'s> {
        let schema = place.node();
        let properties = self.named(place, "properties");
        let mut by_name: Vec<u32> = (0..properties.len() as u32).collect();
        by_name.sort_by_key(|at| properties[*at as usize].0);
        let required = schema.get("required").map(Node::elements).unwrap_or_default();
        let mut required: Vec<&str> = required.iter().filter_map(Node::as_str).collect();
        required.sort_unstable();
        let patterns = self.named(place, "patternProperties");
        let (allows_more, more) = self.rest(place, "additionalProperties");
        Members {
            unseen: self.forest.paints.keywords(schema, &["propertyNames"]),
            properties,
            by_name,
            required,
            patterns,
            allows_more,
            more,
            unevaluated: None,
            min_properties: number(schema, "minProperties"),
            max_properties: number(schema, "maxProperties"),
            dependent_names: Vec::new(),
            dependent_schemas: Vec::new(),
        }
    }

    /// Whether more is allowed, and what is demanded of it.
    pub(super) fn rest(&mut self, place: Place<'s>, key: &str) -> (bool, Option<NodeId>) {
        match place.node().get(key) {
            None => (true, None),
            Some(node) => match node.value {
                Value::Bool(allows) => (allows, None),
                Value::Object(_) => (true, Some(self.load(place.child(node)))),
                Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => (true, None),
            },
        }
    }

    /// The schemas of a keyword that maps names to them, in the order of the text.
    pub(super) fn named(&mut self, place: Place<'s>, key: &str) -> Vec<(&'s str, NodeId)> {
        let Some(map) = place.node().get(key) else { return Vec::new() };
        let members = map.members().iter();
        members.map(|member| (&*member.key, self.load(place.child(&member.value)))).collect()
    }

    /// The schema of a keyword.
    pub(super) fn single(&mut self, place: Place<'s>, key: &str) -> Option<NodeId> {
        let node = place.node().get(key)?;
        Some(self.load(place.child(node)))
    }

    /// The schemas of a keyword that lists them.
    pub(super) fn listed(&mut self, place: Place<'s>, key: &str) -> Vec<NodeId> {
        let elements = place.node().get(key).map(Node::elements).unwrap_or_default();
        elements.iter().map(|element| self.load(place.child(element))).collect()
    }
}

/// The names that one property demands beside it, sorted; an empty list demands nothing.
pub(super) fn names(list: &Node) -> Vec<&str> {
    let mut names: Vec<&str> = list.elements().iter().filter_map(Node::as_str).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn divisibility_is_exact() {
        for (divisor, number, expected) in [
            ("0.01", "0.1", Some(true)),
            ("0.1", "0.01", Some(false)),
            ("3", "9", Some(true)),
            ("2.5", "1e1", Some(true)),
            ("0", "3", Some(false)),
            ("1e-300", "1e300", None),
        ] {
            let (divisor, number) = (Decimal::parse(divisor), Decimal::parse(number));
            assert_eq!(divisor.unwrap().divides(number.unwrap()), expected);
        }
        assert_eq!(Decimal::parse("10"), Decimal::parse("1.0e1"));
        assert_eq!(Decimal::parse(&"9".repeat(40)), None);
        assert_eq!(Decimal::parse("NaN"), None);
    }
}
