//! The keywords of every draft and what their values must be: the meta-schemas as one table.

use super::draft::Draft;
use Draft::{Four, Seven, Six, TwentyNineteen, TwentyTwenty};

/// What the value of a keyword must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing is asked.
    Anything,
    /// A string.
    Text,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A number above zero.
    Positive,
    /// A whole number, not negative.
    Count,
    /// Any array.
    List,
    /// An array of strings, none twice; at least so many.
    Strings(usize),
    /// An object of such arrays.
    StringsByName,
    /// An object of booleans.
    Flags,
    /// The name of a type, or several.
    Types,
    /// A regular expression.
    Pattern,
    /// A URI without a fragment that says something.
    Address,
    /// The name of an anchor.
    Anchor,
    /// A `$ref`.
    Reference,
    /// A schema.
    Schema,
    /// A schema or a boolean, where booleans are no schemas yet.
    SchemaOrFlag,
    /// An array of schemas, at least one.
    Schemas,
    /// A schema or such an array.
    SchemaOrSchemas,
    /// An object of schemas.
    SchemasByName,
    /// An object of schemas that apply only where something refers to them.
    Definitions,
    /// An object of schemas by regular expression.
    SchemasByPattern,
    /// An object of schemas or arrays of strings.
    Dependencies,
}

/// A keyword as some drafts have it.
pub(super) struct Keyword {
    pub(super) name: &'static str,
    pub(super) since: Draft,
    pub(super) until: Draft,
    pub(super) shape: Shape,
}

const fn row(name: &'static str, since: Draft, until: Draft, shape: Shape) -> Keyword {
    Keyword { name, since, until, shape }
}

/// Sorted by name; a name that changed its meaning stands once for each.
pub(super) const KEYWORDS: [Keyword; 70] = [
    row("$anchor", TwentyNineteen, TwentyTwenty, Shape::Anchor),
    row("$comment", Seven, TwentyTwenty, Shape::Text),
    row("$defs", TwentyNineteen, TwentyTwenty, Shape::Definitions),
    row("$dynamicAnchor", TwentyTwenty, TwentyTwenty, Shape::Anchor),
    row("$dynamicRef", TwentyTwenty, TwentyTwenty, Shape::Reference),
    row("$id", Six, Seven, Shape::Text),
    row("$id", TwentyNineteen, TwentyTwenty, Shape::Address),
    row("$recursiveAnchor", TwentyNineteen, TwentyNineteen, Shape::Flag),
    row("$recursiveRef", TwentyNineteen, TwentyNineteen, Shape::Reference),
    row("$ref", Four, TwentyTwenty, Shape::Reference),
    row("$schema", Four, TwentyTwenty, Shape::Text),
    row("$vocabulary", TwentyNineteen, TwentyTwenty, Shape::Flags),
    row("additionalItems", Four, Four, Shape::SchemaOrFlag),
    row("additionalItems", Six, TwentyNineteen, Shape::Schema),
    row("additionalProperties", Four, Four, Shape::SchemaOrFlag),
    row("additionalProperties", Six, TwentyTwenty, Shape::Schema),
    row("allOf", Four, TwentyTwenty, Shape::Schemas),
    row("anyOf", Four, TwentyTwenty, Shape::Schemas),
    row("const", Six, TwentyTwenty, Shape::Anything),
    row("contains", Six, TwentyTwenty, Shape::Schema),
    row("contentEncoding", Seven, TwentyTwenty, Shape::Text),
    row("contentMediaType", Seven, TwentyTwenty, Shape::Text),
    row("contentSchema", TwentyNineteen, TwentyTwenty, Shape::Schema),
    row("default", Four, TwentyTwenty, Shape::Anything),
    row("definitions", Four, TwentyTwenty, Shape::Definitions),
    row("dependencies", Four, TwentyTwenty, Shape::Dependencies),
    row("dependentRequired", TwentyNineteen, TwentyTwenty, Shape::StringsByName),
    row("dependentSchemas", TwentyNineteen, TwentyTwenty, Shape::SchemasByName),
    row("deprecated", TwentyNineteen, TwentyTwenty, Shape::Flag),
    row("description", Four, TwentyTwenty, Shape::Text),
    row("else", Seven, TwentyTwenty, Shape::Schema),
    row("enum", Four, TwentyTwenty, Shape::List),
    row("examples", Six, TwentyTwenty, Shape::List),
    row("exclusiveMaximum", Four, Four, Shape::Flag),
    row("exclusiveMaximum", Six, TwentyTwenty, Shape::Number),
    row("exclusiveMinimum", Four, Four, Shape::Flag),
    row("exclusiveMinimum", Six, TwentyTwenty, Shape::Number),
    row("format", Four, TwentyTwenty, Shape::Text),
    row("id", Four, Four, Shape::Text),
    row("if", Seven, TwentyTwenty, Shape::Schema),
    row("items", Four, TwentyNineteen, Shape::SchemaOrSchemas),
    row("items", TwentyTwenty, TwentyTwenty, Shape::Schema),
    row("maxContains", TwentyNineteen, TwentyTwenty, Shape::Count),
    row("maxItems", Four, TwentyTwenty, Shape::Count),
    row("maxLength", Four, TwentyTwenty, Shape::Count),
    row("maxProperties", Four, TwentyTwenty, Shape::Count),
    row("maximum", Four, TwentyTwenty, Shape::Number),
    row("minContains", TwentyNineteen, TwentyTwenty, Shape::Count),
    row("minItems", Four, TwentyTwenty, Shape::Count),
    row("minLength", Four, TwentyTwenty, Shape::Count),
    row("minProperties", Four, TwentyTwenty, Shape::Count),
    row("minimum", Four, TwentyTwenty, Shape::Number),
    row("multipleOf", Four, TwentyTwenty, Shape::Positive),
    row("not", Four, TwentyTwenty, Shape::Schema),
    row("oneOf", Four, TwentyTwenty, Shape::Schemas),
    row("pattern", Four, TwentyTwenty, Shape::Pattern),
    row("patternProperties", Four, TwentyTwenty, Shape::SchemasByPattern),
    row("prefixItems", TwentyTwenty, TwentyTwenty, Shape::Schemas),
    row("properties", Four, TwentyTwenty, Shape::SchemasByName),
    row("propertyNames", Six, TwentyTwenty, Shape::Schema),
    row("readOnly", Seven, TwentyTwenty, Shape::Flag),
    row("required", Four, Four, Shape::Strings(1)),
    row("required", Six, TwentyTwenty, Shape::Strings(0)),
    row("then", Seven, TwentyTwenty, Shape::Schema),
    row("title", Four, TwentyTwenty, Shape::Text),
    row("type", Four, TwentyTwenty, Shape::Types),
    row("unevaluatedItems", TwentyNineteen, TwentyTwenty, Shape::Schema),
    row("unevaluatedProperties", TwentyNineteen, TwentyTwenty, Shape::Schema),
    row("uniqueItems", Four, TwentyTwenty, Shape::Flag),
    row("writeOnly", Seven, TwentyTwenty, Shape::Flag),
];

/// What a draft asks of the value of `name`; `None` where it does not know the word.
pub(super) fn shape(name: &str, draft: Draft) -> Option<Shape> {
    let first = KEYWORDS.partition_point(|row| row.name < name);
    let rows = KEYWORDS[first..].iter().take_while(|row| row.name == name);
    let mut known = rows.filter(|row| (row.since..=row.until).contains(&draft));
    known.next().map(|row| row.shape)
}

/// The names of types.
pub(super) const TYPES: [&str; 7] =
    ["array", "boolean", "integer", "null", "number", "object", "string"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_no_draft_has_a_keyword_twice() {
        for pair in KEYWORDS.windows(2) {
            let [a, b] = pair else { unreachable!() };
            assert!(a.name < b.name || (a.name == b.name && a.until < b.since), "{}", b.name);
        }
    }

    /// The meta-schemas themselves, read once more: every property of theirs is a row, and no row is unknown to them.
    #[test]
    fn the_table_has_the_keywords_of_the_meta_schemas() {
        for draft in Draft::ALL {
            let mut named: Vec<String> = Vec::new();
            for (address, text) in crate::json::meta::TEXTS {
                let of_draft = match draft {
                    Four => address.contains("draft-04"),
                    Six => address.contains("draft-06"),
                    Seven => address.contains("draft-07"),
                    TwentyNineteen => address.contains("2019-09"),
                    TwentyTwenty => address.contains("2020-12"),
                };
                if of_draft {
                    let root = crate::json_text::parse(text, 64).unwrap();
                    let members = root.get("properties").map_or(&[][..], |node| node.members());
                    named.extend(members.iter().map(|member| member.key.to_string()));
                }
            }
            named.sort();
            named.dedup();
            let mut rows: Vec<&str> = KEYWORDS
                .iter()
                .filter(|row| (row.since..=row.until).contains(&draft))
                .map(|row| row.name)
                .collect();
            // Draft 4 uses `$ref` without saying so in its meta-schema; 2020-12 remembers what 2019-09 had.
            rows.retain(|name| draft != Four || *name != "$ref");
            named.retain(|name| draft != TwentyTwenty || !name.starts_with("$recursive"));
            assert_eq!(named, rows, "{draft}");
        }
    }
}
