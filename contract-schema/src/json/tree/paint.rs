//! Colours: nodes (and JSON values) of one colour are equal, so nothing has to be compared.
//!
//! Two references have one colour only if they lead to the same place, so references never make trees of two
//! schemas equal; the comparison itself finds out.

use super::{Items, Kind, Members, Number, Text};
use crate::json_text::{Member, Node, Value};
use std::collections::HashMap;
use std::marker::PhantomData;

/// Equal colours, equal things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::json) struct Colour(u32);

/// Every colour given so far.
#[derive(Default)]
pub(super) struct Paints<'s> {
    texts: HashMap<Box<str>, u32>,
    nodes: HashMap<Box<[u32]>, u32>,
    /// The colours of arrays and objects by their address: each is painted once, however many ways lead to what holds it.
    painted: HashMap<usize, Colour>,
    /// What has an address here outlives it.
    values: PhantomData<&'s Node>,
}

impl<'s> Paints<'s> {
    /// The colour of a JSON value: order of members does not count; `1` is not `1.0`.
    pub(super) fn value(&mut self, value: &'s Node) -> Colour {
        let address = std::ptr::from_ref(value).addr();
        let strokes = match &value.value {
            Value::Null => vec![16],
            Value::Bool(value) => vec![17, u32::from(*value)],
            Value::Number(text) => vec![18, self.text(&number_key(text))],
            Value::String(text) => vec![19, self.text(text)],
            Value::Array(_) | Value::Object(_) if self.painted.contains_key(&address) => {
                return self.painted[&address];
            }
            Value::Array(elements) => {
                let colours = elements.iter().map(|element| self.value(element).0);
                std::iter::once(20).chain(colours).collect()
            }
            Value::Object(members) => {
                let mut members: Vec<&Member> = members.iter().collect();
                members.sort_by(|a, b| a.key.cmp(&b.key));
                let colours = members.into_iter();
                let colours =
                    colours.flat_map(|one| [self.text(&one.key), self.value(&one.value).0]);
                std::iter::once(21).chain(colours).collect()
            }
        };
        let colour = self.mixed(strokes);
        if matches!(value.value, Value::Array(_) | Value::Object(_)) {
            self.painted.insert(address, colour);
        }
        colour
    }

    /// The colour of some keywords of a schema taken together, and of whether it has a `type`.
    pub(super) fn keywords(&mut self, schema: &'s Node, keywords: &[&str]) -> Colour {
        let mut strokes = vec![22, u32::from(schema.get("type").is_some())];
        for keyword in keywords {
            if let Some(value) = schema.get(keyword) {
                strokes.extend([self.text(keyword), self.value(value).0]);
            }
        }
        self.mixed(strokes)
    }

    fn mixed(&mut self, strokes: Vec<u32>) -> Colour {
        let next = self.nodes.len() as u32;
        Colour(*self.nodes.entry(strokes.into_boxed_slice()).or_insert(next))
    }

    fn text(&mut self, text: &str) -> u32 {
        if let Some(known) = self.texts.get(text) {
            return *known;
        }
        let colour = self.texts.len() as u32;
        self.texts.insert(text.into(), colour);
        colour
    }

    /// The colour of a node whose parts are painted: `notes` are members that demand nothing.
    pub(super) fn node(
        &mut self,
        kind: &Kind<'_>,
        notes: &[&'s Member],
        colour_of: impl Fn(super::NodeId) -> Colour,
    ) -> Colour {
        let mut brush = Brush { paints: self, strokes: Vec::new(), colour_of: &colour_of };
        brush.kind(kind);
        let mut noted: Vec<(u32, Colour)> = notes
            .iter()
            .map(|member| (brush.paints.text(&member.key), brush.paints.value(&member.value)))
            .collect();
        noted.sort_unstable();
        brush.strokes.extend(noted.into_iter().flat_map(|(key, value)| [key, value.0]));
        let strokes = brush.strokes;
        self.mixed(strokes)
    }
}

struct Brush<'p, 's> {
    paints: &'p mut Paints<'s>,
    strokes: Vec<u32>,
    colour_of: &'p dyn Fn(super::NodeId) -> Colour,
}

impl Brush<'_, '_> {
    fn kind(&mut self, kind: &Kind<'_>) {
        match kind {
            Kind::Empty => self.strokes.push(0),
            Kind::True => self.strokes.push(1),
            Kind::False => self.strokes.push(2),
            Kind::Null => self.strokes.push(3),
            Kind::Boolean => self.strokes.push(4),
            Kind::Conditional(unseen) => self.strokes.extend([5, unseen.0]),
            Kind::Unresolved(reference) => {
                self.strokes.push(6);
                self.word(Some(reference));
            }
            Kind::Reference(number) => self.strokes.extend([7, *number]),
            Kind::String(text) => self.string(text),
            Kind::Number(number) => self.number(number),
            Kind::Array(items) => self.items(items),
            Kind::Object(members) => self.members(members),
            Kind::Enum(values) => {
                self.strokes.extend([12, values.len() as u32]);
                self.strokes.extend(values.iter().map(|colour| colour.0));
            }
            Kind::Const(value) => self.strokes.extend([13, value.0]),
            Kind::Not(inner) => {
                self.strokes.push(14);
                self.inner(Some(*inner));
            }
            Kind::Combined(combined) => {
                let members = combined.members.len() as u32;
                self.strokes.extend([15, combined.criterion as u32, members]);
                combined.members.iter().for_each(|member| self.inner(Some(*member)));
            }
        }
    }

    fn string(&mut self, text: &Text<'_>) {
        self.strokes.extend([8, text.unseen.0]);
        self.limits(&[text.min_length, text.max_length]);
        self.word(text.pattern);
    }

    fn number(&mut self, number: &Number<'_>) {
        self.strokes.extend([9, number.unseen.0, u32::from(number.is_integer)]);
        self.limits(&[number.minimum, number.maximum]);
        self.limits(&[number.exclusive_minimum, number.exclusive_maximum]);
        self.word(number.multiple_of);
    }

    fn items(&mut self, items: &Items) {
        self.strokes.extend([10, items.unseen.0]);
        self.strokes.extend([u32::from(items.allows_more), u32::from(items.is_unique)]);
        self.limits(&[items.min_items, items.max_items, items.min_contains, items.max_contains]);
        [items.all, items.more, items.unevaluated].into_iter().for_each(|part| self.inner(part));
        items.tuple.iter().for_each(|item| self.inner(Some(*item)));
    }

    fn members(&mut self, members: &Members<'_>) {
        self.strokes.extend([11, members.unseen.0, u32::from(members.allows_more)]);
        self.limits(&[members.min_properties, members.max_properties]);
        [members.more, members.unevaluated].into_iter().for_each(|part| self.inner(part));
        let sorted = members.by_name.iter().map(|at| members.properties[*at as usize]);
        let sorted: Vec<_> = sorted.collect();
        for list in [&sorted, &members.patterns, &members.dependent_schemas] {
            self.strokes.push(list.len() as u32);
            for (name, node) in list {
                self.word(Some(name));
                self.inner(Some(*node));
            }
        }
        self.strokes.push(members.required.len() as u32);
        members.required.iter().for_each(|name| self.word(Some(name)));
        for (name, names) in &members.dependent_names {
            self.word(Some(name));
            self.strokes.push(names.len() as u32);
            names.iter().for_each(|name| self.word(Some(name)));
        }
    }

    fn limits(&mut self, limits: &[Option<f64>]) {
        for limit in limits {
            match limit {
                None => self.strokes.push(0),
                Some(limit) => {
                    let bits = limit.to_bits();
                    self.strokes.extend([1, (bits >> 32) as u32, bits as u32]);
                }
            }
        }
    }

    fn word(&mut self, word: Option<&str>) {
        let colour = word.map_or(0, |word| self.paints.text(word) + 1);
        self.strokes.push(colour);
    }

    fn inner(&mut self, node: Option<super::NodeId>) {
        self.strokes.push(node.map_or(0, |node| (self.colour_of)(node).0 + 1));
    }
}

/// Whole numbers as they are, others without the zeros that say nothing: `1.50e1` is `15.0`, but `1` is not `1.0`.
fn number_key(text: &str) -> String {
    if !text.contains(['.', 'e', 'E']) {
        return if text == "-0" { "0".to_owned() } else { text.to_owned() };
    }
    match super::facets::Decimal::parse(text) {
        Some(decimal) => format!("{}e{}", decimal.digits, decimal.exponent),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_one_colour() {
        for (one, other, are_equal) in [
            (r#"{"a":[1,"x"],"b":null}"#, r#"{"b":null,"a":[1,"x"]}"#, true),
            ("1.50", "15.0e-1", true),
            ("-0", "0", true),
            ("1", "1.0", false),
            ("[1,2]", "[2,1]", false),
            ("\"1\"", "1", false),
            ("[[1],2]", "[[1,2]]", false),
            ("[]", "{}", false),
            ("\"null\"", "null", false),
            ("[\"a\",1]", "{\"a\":1}", false),
        ] {
            let values = [one, other].map(|text| crate::json_text::parse(text, 9).unwrap());
            let mut paints = Paints::default();
            let [a, b] = values.each_ref().map(|value| paints.value(value));
            assert_eq!(a == b, are_equal, "{one} and {other}");
        }
    }
}
