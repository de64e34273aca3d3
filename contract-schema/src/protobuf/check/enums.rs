//! Enums: reserved names, aliases, names that generated code or JSON could not tell apart.

use super::{Check, is_stated, says, stated};
use prost_reflect::EnumDescriptor;
use prost_types::EnumDescriptorProto;
use std::collections::{HashMap, HashSet};

impl Check<'_> {
    pub(super) fn enumeration(&mut self, found: &EnumDescriptorProto, _linked: &EnumDescriptor) {
        self.enum_ranges(found);
        let options = found.options.as_ref().map(|options| &*options.uninterpreted_option);
        let options = options.unwrap_or_default();
        let numbers: HashSet<i32> = found.value.iter().map(|value| value.number()).collect();
        if stated(options, "allow_alias").is_some() {
            if !says(options, "allow_alias", "true") {
                self.add("`allow_alias = false` says nothing", "remove it");
            } else if numbers.len() == found.value.len() {
                self.add("`allow_alias` is set and no two values share a number", "remove it");
            }
        }
        let reserved: HashSet<&str> = found.reserved_name.iter().map(String::as_str).collect();
        let may_be_alike = is_stated(options, "deprecated_legacy_json_field_conflicts");
        let mut seen: HashMap<String, (&str, i32)> = HashMap::new();
        for (index, value) in found.value.iter().enumerate() {
            let place = [2, index as i32];
            if reserved.contains(value.name()) {
                let message = format!("the name `{}` is reserved", value.name());
                self.within(&place, |check| check.add(message, "choose another name"));
            }
            let short = pascal_case(without_prefix(value.name(), found.name()));
            let (other, number) = *seen.entry(short).or_insert((value.name(), value.number()));
            if number != value.number() && !may_be_alike {
                let message = format!(
                    "`{}` and `{other}` are one name without the enum's name, case and underscores",
                    value.name()
                );
                self.within(&place, |check| check.add(message, "rename one of them"));
            }
        }
    }
}

/// The value's name without the enum's, however both spell it; the whole name if nothing would be left.
fn without_prefix<'a>(value: &'a str, name: &str) -> &'a str {
    let mut prefix =
        name.bytes().filter(|byte| *byte != b'_').map(|byte| byte.to_ascii_lowercase());
    let mut wanted = prefix.next();
    let mut end = 0;
    for (at, byte) in value.bytes().enumerate() {
        let Some(expected) = wanted else { break };
        end = at + 1;
        if byte == b'_' {
            continue;
        }
        if byte.to_ascii_lowercase() != expected {
            return value;
        }
        wanted = prefix.next();
    }
    let rest = value.get(end..).unwrap_or_default().trim_start_matches('_');
    if wanted.is_some() || rest.is_empty() { value } else { rest }
}

fn pascal_case(name: &str) -> String {
    let mut is_first = true;
    let mut out = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '_' => is_first = true,
            other if std::mem::take(&mut is_first) => out.push(other.to_ascii_uppercase()),
            other => out.push(other.to_ascii_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_enum_is_taken_off_however_it_is_spelled() {
        for (value, name, expected) in [
            ("FOO_BAR", "Foo", "BAR"),
            ("fooBar", "FOO", "Bar"),
            ("F_O_O__X", "foo", "X"),
            ("FOO", "Foo", "FOO"),
            ("FOO_", "Foo", "FOO_"),
            ("FO", "Foo", "FO"),
            ("BAR", "Foo", "BAR"),
        ] {
            assert_eq!(without_prefix(value, name), expected);
        }
        assert_eq!(pascal_case("BAR_baz"), "BarBaz");
    }
}
