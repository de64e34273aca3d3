//! The differences between two JSON Schemas, each with Confluent's verdict; those that break reading are rules.

mod arrays;
mod combined;
pub(super) mod golden;
mod objects;
mod values;
pub(super) mod wire;

use crate::compat::{Policy, Safety};
use crate::rule::Rule;
use crate::schema::Format;
use std::sync::LazyLock;

pub(super) use combined::BEYOND_LIMIT;

/// Who minds a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The reader copes.
    Fine,
    /// Refused, except under LENIENT.
    Strict,
    /// Refused under every policy.
    Refused,
}

/// One row a difference: the variant, Confluent's name of it, the verdict, and what is said of it.
/// In the text `{what}` is the name of the property, keyword or place, `{was}` what the writer has, `{is}` what the reader has.
macro_rules! differences {
    ($($variant:ident $name:literal $verdict:ident $says:literal)*) => {
        /// A difference between what the writer has (the original) and what the reader has (the update).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Difference { $($variant,)* }

        const TABLE: &[(Difference, &str, Verdict, &str)] =
            &[$((Difference::$variant, $name, Verdict::$verdict, $says),)*];
    };
}

differences! {
    SchemaRemoved "SCHEMA_REMOVED" Fine ""
    SchemaAdded "SCHEMA_ADDED" Refused "the {reader} schema has a schema here, the {writer} schema allows anything"
    TypeExtended "TYPE_EXTENDED" Fine ""
    TypeNarrowed "TYPE_NARROWED" Refused "the {reader} schema takes integers only, the {writer} schema any number"
    TypeChanged "TYPE_CHANGED" Refused "the {reader} schema expects {is} where the {writer} schema has {was}"

    MaxLengthAdded "MAX_LENGTH_ADDED" Refused "the {reader} schema allows at most {is} characters, the {writer} schema any number"
    MaxLengthRemoved "MAX_LENGTH_REMOVED" Fine ""
    MaxLengthIncreased "MAX_LENGTH_INCREASED" Fine ""
    MaxLengthDecreased "MAX_LENGTH_DECREASED" Refused "the {reader} schema allows at most {is} characters, the {writer} schema {was}"
    MinLengthAdded "MIN_LENGTH_ADDED" Refused "the {reader} schema demands at least {is} characters, the {writer} schema states no minimum"
    MinLengthRemoved "MIN_LENGTH_REMOVED" Fine ""
    MinLengthIncreased "MIN_LENGTH_INCREASED" Refused "the {reader} schema demands at least {is} characters, the {writer} schema {was}"
    MinLengthDecreased "MIN_LENGTH_DECREASED" Fine ""
    PatternAdded "PATTERN_ADDED" Refused "the {reader} schema demands the pattern `{is}`, the {writer} schema none"
    PatternRemoved "PATTERN_REMOVED" Fine ""
    PatternChanged "PATTERN_CHANGED" Refused "the {reader} schema demands the pattern `{is}`, the {writer} schema `{was}`"

    MaximumAdded "MAXIMUM_ADDED" Refused "the {reader} schema allows at most {is}, the {writer} schema has no maximum"
    MaximumRemoved "MAXIMUM_REMOVED" Fine ""
    MaximumIncreased "MAXIMUM_INCREASED" Fine ""
    MaximumDecreased "MAXIMUM_DECREASED" Refused "the {reader} schema allows at most {is}, the {writer} schema {was}"
    MinimumAdded "MINIMUM_ADDED" Refused "the {reader} schema demands at least {is}, the {writer} schema has no minimum"
    MinimumRemoved "MINIMUM_REMOVED" Fine ""
    MinimumIncreased "MINIMUM_INCREASED" Refused "the {reader} schema demands at least {is}, the {writer} schema {was}"
    MinimumDecreased "MINIMUM_DECREASED" Fine ""
    ExclusiveMaximumAdded "EXCLUSIVE_MAXIMUM_ADDED" Refused "the {reader} schema demands less than {is}, the {writer} schema has no such limit"
    ExclusiveMaximumRemoved "EXCLUSIVE_MAXIMUM_REMOVED" Fine ""
    ExclusiveMaximumIncreased "EXCLUSIVE_MAXIMUM_INCREASED" Fine ""
    ExclusiveMaximumDecreased "EXCLUSIVE_MAXIMUM_DECREASED" Refused "the {reader} schema demands less than {is}, the {writer} schema less than {was}"
    ExclusiveMinimumAdded "EXCLUSIVE_MINIMUM_ADDED" Refused "the {reader} schema demands more than {is}, the {writer} schema has no such limit"
    ExclusiveMinimumRemoved "EXCLUSIVE_MINIMUM_REMOVED" Fine ""
    ExclusiveMinimumIncreased "EXCLUSIVE_MINIMUM_INCREASED" Refused "the {reader} schema demands more than {is}, the {writer} schema more than {was}"
    ExclusiveMinimumDecreased "EXCLUSIVE_MINIMUM_DECREASED" Fine ""
    MultipleOfAdded "MULTIPLE_OF_ADDED" Refused "the {reader} schema demands multiples of {is}, the {writer} schema takes any number"
    MultipleOfRemoved "MULTIPLE_OF_REMOVED" Fine ""
    MultipleOfReduced "MULTIPLE_OF_REDUCED" Fine ""
    MultipleOfExpanded "MULTIPLE_OF_EXPANDED" Refused "the {reader} schema demands multiples of {is}, the {writer} schema multiples of {was}"
    MultipleOfChanged "MULTIPLE_OF_CHANGED" Refused "the {reader} schema demands multiples of {is}, the {writer} schema multiples of {was}"
    EnumArrayExtended "ENUM_ARRAY_EXTENDED" Fine ""
    EnumArrayNarrowed "ENUM_ARRAY_NARROWED" Refused "the {reader} schema lacks {what} of the values of the {writer} schema"
    EnumArrayChanged "ENUM_ARRAY_CHANGED" Refused "the {reader} schema lacks {what} of the values of the {writer} schema and has others"

    RequiredAttributeAdded "REQUIRED_ATTRIBUTE_ADDED" Refused "`{what}` is required in the {reader} schema without a default and optional in the {writer} schema"
    RequiredAttributeWithDefaultAdded "REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED" Fine ""
    RequiredAttributeRemoved "REQUIRED_ATTRIBUTE_REMOVED" Fine ""
    PropertyRemovedFromOpen "PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL" Fine ""
    PropertyRemovedIsCovered "PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" Fine ""
    PropertyRemovedNotCovered "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" Strict "`{what}` is missing in the {reader} schema, and the schema that covers the name there refuses what the {writer} schema allows"
    PropertyWithFalseRemoved "PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL" Fine ""
    PropertyRemovedFromClosed "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL" Strict "`{what}` of the {writer} schema is missing in the {reader} schema, which allows no properties that it does not list"
    PropertyWithEmptySchemaAddedToOpen "PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL" Fine ""
    OptionalPropertyAddedToOpen "OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL" Strict "`{what}` is missing in the {writer} schema, which allows any property: its data may hold `{what}` in another form than the {reader} schema expects"
    RequiredPropertyWithDefaultAddedToOpen "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL" Strict "`{what}` is missing in the {writer} schema, which allows any property: its data may hold `{what}` in another form than the {reader} schema expects"
    RequiredPropertyAddedToOpen "REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL" Refused "`{what}` is required in the {reader} schema without a default and missing in the {writer} schema"
    PropertyAddedIsCovered "PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" Fine ""
    PropertyAddedNotCovered "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" Strict "`{what}` is missing in the {writer} schema, and the schema that covers the name there allows what the {reader} schema refuses"
    OptionalPropertyAddedToUnopen "OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL" Fine ""
    RequiredPropertyWithDefaultAddedToUnopen "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL" Fine ""
    RequiredPropertyAddedToUnopen "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL" Refused "`{what}` is required in the {reader} schema without a default and missing in the {writer} schema"
    AdditionalPropertiesAdded "ADDITIONAL_PROPERTIES_ADDED" Fine ""
    AdditionalPropertiesRemoved "ADDITIONAL_PROPERTIES_REMOVED" Strict "the {reader} schema allows only the properties that it lists, the {writer} schema others too"
    AdditionalPropertiesExtended "ADDITIONAL_PROPERTIES_EXTENDED" Fine ""
    AdditionalPropertiesNarrowed "ADDITIONAL_PROPERTIES_NARROWED" Strict "the {reader} schema has a schema for properties that it does not list, the {writer} schema allows anything"
    UnevaluatedPropertiesAdded "UNEVALUATED_PROPERTIES_ADDED" Fine ""
    UnevaluatedPropertiesRemoved "UNEVALUATED_PROPERTIES_REMOVED" Strict "the {reader} schema allows no unevaluated properties, the {writer} schema does"
    UnevaluatedPropertiesExtended "UNEVALUATED_PROPERTIES_EXTENDED" Fine ""
    UnevaluatedPropertiesNarrowed "UNEVALUATED_PROPERTIES_NARROWED" Strict "the {reader} schema has a schema for unevaluated properties, the {writer} schema allows anything"
    DependencyArrayAdded "DEPENDENCY_ARRAY_ADDED" Refused "the {reader} schema demands other properties beside `{what}`, the {writer} schema none"
    DependencyArrayRemoved "DEPENDENCY_ARRAY_REMOVED" Fine ""
    DependencyArrayExtended "DEPENDENCY_ARRAY_EXTENDED" Refused "the {reader} schema demands more properties beside `{what}` than the {writer} schema"
    DependencyArrayNarrowed "DEPENDENCY_ARRAY_NARROWED" Fine ""
    DependencyArrayChanged "DEPENDENCY_ARRAY_CHANGED" Refused "the {reader} schema demands other properties beside `{what}` than the {writer} schema"
    DependencySchemaAdded "DEPENDENCY_SCHEMA_ADDED" Refused "the {reader} schema has a schema for objects with `{what}`, the {writer} schema none"
    DependencySchemaRemoved "DEPENDENCY_SCHEMA_REMOVED" Fine ""
    MaxPropertiesAdded "MAX_PROPERTIES_ADDED" Refused "the {reader} schema allows at most {is} properties, the {writer} schema any number"
    MaxPropertiesRemoved "MAX_PROPERTIES_REMOVED" Fine ""
    MaxPropertiesIncreased "MAX_PROPERTIES_INCREASED" Fine ""
    MaxPropertiesDecreased "MAX_PROPERTIES_DECREASED" Refused "the {reader} schema allows at most {is} properties, the {writer} schema {was}"
    MinPropertiesAdded "MIN_PROPERTIES_ADDED" Refused "the {reader} schema demands at least {is} properties, the {writer} schema states no minimum"
    MinPropertiesRemoved "MIN_PROPERTIES_REMOVED" Fine ""
    MinPropertiesIncreased "MIN_PROPERTIES_INCREASED" Refused "the {reader} schema demands at least {is} properties, the {writer} schema {was}"
    MinPropertiesDecreased "MIN_PROPERTIES_DECREASED" Fine ""

    ItemRemovedFromOpen "ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL" Fine ""
    ItemRemovedIsCovered "ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" Fine ""
    ItemRemovedNotCovered "ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" Refused "item {what} is not listed in the {reader} schema, and the schema for further items there refuses what the {writer} schema allows"
    ItemWithFalseRemoved "ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL" Fine ""
    ItemRemovedFromClosed "ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL" Refused "item {what} of the {writer} schema is missing in the {reader} schema, which allows no further items"
    ItemWithEmptySchemaAddedToOpen "ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL" Fine ""
    ItemAddedToOpen "ITEM_ADDED_TO_OPEN_CONTENT_MODEL" Refused "item {what} is not listed in the {writer} schema, which allows anything there"
    ItemAddedIsCovered "ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" Fine ""
    ItemAddedNotCovered "ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" Refused "item {what} is not listed in the {writer} schema, and the schema for further items there allows what the {reader} schema refuses"
    ItemAddedToClosed "ITEM_ADDED_TO_CLOSED_CONTENT_MODEL" Fine ""
    AdditionalItemsAdded "ADDITIONAL_ITEMS_ADDED" Fine ""
    AdditionalItemsRemoved "ADDITIONAL_ITEMS_REMOVED" Refused "the {reader} schema allows only the items that it lists, the {writer} schema further ones"
    AdditionalItemsExtended "ADDITIONAL_ITEMS_EXTENDED" Fine ""
    AdditionalItemsNarrowed "ADDITIONAL_ITEMS_NARROWED" Refused "the {reader} schema has a schema for further items, the {writer} schema allows anything"
    UnevaluatedItemsAdded "UNEVALUATED_ITEMS_ADDED" Fine ""
    UnevaluatedItemsRemoved "UNEVALUATED_ITEMS_REMOVED" Refused "the {reader} schema allows no unevaluated items, the {writer} schema does"
    UnevaluatedItemsExtended "UNEVALUATED_ITEMS_EXTENDED" Fine ""
    UnevaluatedItemsNarrowed "UNEVALUATED_ITEMS_NARROWED" Refused "the {reader} schema has a schema for unevaluated items, the {writer} schema allows anything"
    MaxItemsAdded "MAX_ITEMS_ADDED" Refused "the {reader} schema allows at most {is} items, the {writer} schema any number"
    MaxItemsRemoved "MAX_ITEMS_REMOVED" Fine ""
    MaxItemsIncreased "MAX_ITEMS_INCREASED" Fine ""
    MaxItemsDecreased "MAX_ITEMS_DECREASED" Refused "the {reader} schema allows at most {is} items, the {writer} schema {was}"
    MinItemsAdded "MIN_ITEMS_ADDED" Refused "the {reader} schema demands at least {is} items, the {writer} schema states no minimum"
    MinItemsRemoved "MIN_ITEMS_REMOVED" Fine ""
    MinItemsIncreased "MIN_ITEMS_INCREASED" Refused "the {reader} schema demands at least {is} items, the {writer} schema {was}"
    MinItemsDecreased "MIN_ITEMS_DECREASED" Fine ""
    UniqueItemsAdded "UNIQUE_ITEMS_ADDED" Refused "the {reader} schema demands distinct items, the {writer} schema does not"
    UniqueItemsRemoved "UNIQUE_ITEMS_REMOVED" Fine ""
    MaxContainsAdded "MAX_CONTAINS_ADDED" Refused "the {reader} schema allows at most {is} items that `contains` describes, the {writer} schema any number"
    MaxContainsRemoved "MAX_CONTAINS_REMOVED" Fine ""
    MaxContainsIncreased "MAX_CONTAINS_INCREASED" Fine ""
    MaxContainsDecreased "MAX_CONTAINS_DECREASED" Refused "the {reader} schema allows at most {is} items that `contains` describes, the {writer} schema {was}"
    MinContainsAdded "MIN_CONTAINS_ADDED" Refused "the {reader} schema demands at least {is} items that `contains` describes, the {writer} schema none"
    MinContainsRemoved "MIN_CONTAINS_REMOVED" Fine ""
    MinContainsIncreased "MIN_CONTAINS_INCREASED" Refused "the {reader} schema demands at least {is} items that `contains` describes, the {writer} schema {was}"
    MinContainsDecreased "MIN_CONTAINS_DECREASED" Fine ""

    CombinedTypeExtended "COMBINED_TYPE_EXTENDED" Fine ""
    CombinedTypeChanged "COMBINED_TYPE_CHANGED" Refused "the {reader} schema combines with `{is}`, the {writer} schema with `{was}`"
    ProductTypeExtended "PRODUCT_TYPE_EXTENDED" Refused "`allOf` has more parts: {is} are only in the {reader} schema, {was} only in the {writer} schema"
    ProductTypeNarrowed "PRODUCT_TYPE_NARROWED" Fine ""
    SumTypeExtended "SUM_TYPE_EXTENDED" Fine ""
    SumTypeNarrowed "SUM_TYPE_NARROWED" Refused "`{what}` has fewer branches: {was} are only in the {writer} schema, {is} only in the {reader} schema"
    CombinedTypeSubschemasChanged "COMBINED_TYPE_SUBSCHEMAS_CHANGED" Refused "the members of `{what}` in the {writer} schema cannot be paired with members in the {reader} schema that accept them: {was}"
    NotTypeNarrowed "NOT_TYPE_NARROWED" Fine ""
    NotTypeExtended "NOT_TYPE_EXTENDED" Refused "what `not` forbids in the {reader} schema is not all forbidden in the {writer} schema"
}

impl Difference {
    /// Whether the reader fails on it under this policy.
    pub(super) fn breaks(self, policy: Policy) -> bool {
        match (self.row().2, policy) {
            (Verdict::Fine, _) | (Verdict::Strict, Policy::Lenient) => false,
            (Verdict::Strict, Policy::Strict | Policy::Logical) | (Verdict::Refused, _) => true,
        }
    }

    /// The rule that it breaks; `None` if every reader copes.
    pub(super) fn rule(self) -> Option<&'static Rule> {
        RULES[self as usize]
    }

    /// Confluent's name.
    #[cfg(test)]
    pub(super) fn name(self) -> &'static str {
        self.row().1
    }

    /// The sentence about it, with `{what}`, `{was}` and `{is}` to be filled in.
    pub(super) fn says(self) -> &'static str {
        self.row().3
    }

    fn row(self) -> &'static (Difference, &'static str, Verdict, &'static str) {
        &TABLE[self as usize]
    }
}

/// The rules by difference.
static RULES: LazyLock<Vec<Option<&'static Rule>>> = LazyLock::new(|| {
    TABLE.iter().map(|row| ALL.iter().copied().find(|rule| rule.upstream == row.1)).collect()
});

/// Every rule, in the order of the docs.
pub static ALL: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let standard = [values::ALL, objects::ALL, arrays::ALL, combined::ALL].into_iter().flatten();
    let beyond = wire::ROWS.iter().map(|row| &row.rule);
    standard.chain(beyond).chain(golden::ROWS.iter().map(|row| &row.0)).collect()
});

/// A row of the tables beside this file; `spec` is the chapter of the 2020-12 validation specification.
const fn row(
    id: &'static str,
    upstream: &'static str,
    summary: &'static str,
    (why, help, spec): (&'static str, &'static str, &'static str),
) -> Rule {
    Rule { id, format: Format::Json, safety: Safety::Standard, upstream, summary, why, help, spec }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refused_difference_has_a_rule_and_a_sentence_and_no_other_has() {
        for (index, (difference, name, verdict, says)) in TABLE.iter().enumerate() {
            assert_eq!(*difference as usize, index);
            assert_eq!(difference.rule().is_some(), *verdict != Verdict::Fine, "{name}");
            assert_eq!(says.is_empty(), *verdict == Verdict::Fine, "{name}");
        }
        let named = |rule: &&&Rule| TABLE.iter().any(|row| row.1 == rule.upstream);
        let ours = ALL.iter().filter(|rule| !named(rule) && rule.safety == Safety::Standard);
        assert_eq!(ours.count(), 1, "only the limit is ours");
    }
}
