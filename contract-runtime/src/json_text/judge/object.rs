//! Keywords of objects.

use super::{Judge, Keyword, Pattern, Schema, Seen, Value};
use crate::violation::Path;
use serde_json::Map;

impl Keyword {
    pub(super) fn is_of_objects(&self) -> bool {
        matches!(
            self,
            Keyword::MinProperties(_)
                | Keyword::MaxProperties(_)
                | Keyword::Required(_)
                | Keyword::Properties { .. }
                | Keyword::PropertyNames(_)
                | Keyword::DependentRequired(_)
                | Keyword::DependentSchemas(_)
                | Keyword::UnevaluatedProperties(_)
        )
    }
}

impl Judge<'_> {
    /// Whether it holds, and whether what does not was told.
    pub(super) fn object<'v>(
        &mut self,
        keyword: &'static Keyword,
        map: &'v Map<String, Value>,
        value: &'v Value,
        at: &Path<'_>,
        seen: &mut Seen<'v>,
    ) -> (bool, bool) {
        let count = map.len() as u64;
        let has = |names: &[&str]| names.iter().all(|name| map.contains_key(*name));
        match keyword {
            Keyword::MinProperties(least) => (count >= *least, false),
            Keyword::MaxProperties(most) => (count <= *most, false),
            Keyword::Required(names) => (has(names), false),
            Keyword::DependentRequired(list) => {
                let holds = list.iter().all(|(name, names)| !map.contains_key(*name) || has(names));
                (holds, false)
            }
            Keyword::DependentSchemas(list) => {
                let present = list.iter().filter(|(name, _)| map.contains_key(*name));
                let refused = present.filter(|(_, schema)| !self.take(schema, value, at, seen));
                (refused.count() == 0, true)
            }
            Keyword::PropertyNames(schema) => {
                let holds =
                    |name: &String| self.quiet().holds(schema, &Value::String(name.clone()), at);
                (map.keys().all(holds), false)
            }
            Keyword::Properties { named, patterns, rest } => {
                (self.members(named, patterns, *rest, map, at, seen), true)
            }
            Keyword::UnevaluatedProperties(schema) => {
                let mut holds = true;
                for (name, member) in map {
                    if !seen.has_name(name) {
                        holds &= self.holds(schema, member, &Path::Key(at, name.into()));
                    }
                }
                seen.all(value);
                (holds, true)
            }
            _ => (true, false),
        }
    }

    fn members<'v>(
        &mut self,
        named: &'static [(&'static str, &'static Schema)],
        patterns: &'static [(Pattern, &'static Schema)],
        rest: Option<&'static Schema>,
        map: &'v Map<String, Value>,
        at: &Path<'_>,
        seen: &mut Seen<'v>,
    ) -> bool {
        let mut holds = true;
        for (name, member) in map {
            let mut is_described = false;
            if let Some((label, schema)) = named.iter().find(|(known, _)| known == name) {
                holds &= self.holds(schema, member, &at.field(label));
                is_described = true;
            }
            for (pattern, schema) in patterns {
                if pattern(name) {
                    holds &= self.holds(schema, member, &Path::Key(at, name.into()));
                    is_described = true;
                }
            }
            if let Some(schema) = rest.filter(|_| !is_described) {
                holds &= self.holds(schema, member, &Path::Key(at, name.into()));
                is_described = true;
            }
            if is_described {
                seen.name(name);
            }
        }
        holds
    }
}
