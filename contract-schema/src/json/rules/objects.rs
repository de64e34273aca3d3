//! Rules about objects: properties under the three content models, and limits.

use super::row;
use crate::rule::Rule;

const DEMAND: (&str, &str, &str) = (
    "data of the writer may lack the property, and the reader's validation demands it",
    "give the property a default other than null, or leave it optional",
    "JSON Schema Validation, 6.5.3 required",
);

const OPEN: (&str, &str, &str) = (
    "the writer's schema is open: its data may hold a property of that name in any form, and the reader refuses most of them",
    "close the schema with `additionalProperties: false` before it grows, cover what will come with `patternProperties` or a schema under `additionalProperties`, or choose the policy LENIENT",
    "JSON Schema Core, 10.3.2 properties",
);

const CLOSED: (&str, &str, &str) = (
    "the reader refuses every message that holds the property",
    "keep the property, or open the reader's schema",
    "JSON Schema Core, 10.3.2.3 additionalProperties",
);

const COVER: (&str, &str, &str) = (
    "what one side says of the property and what the other side's pattern or additional schema says of its name do not fit",
    "give the property the schema that covers its name on the other side",
    "JSON Schema Core, 10.3.2 properties and patternProperties",
);

const REST: (&str, &str, &str) = (
    "data of the writer may hold properties that the reader does not list, and the reader refuses them",
    "leave the reader as open as the writer, or choose the policy LENIENT",
    "JSON Schema Core, 10.3.2.3 additionalProperties",
);

const UNEVALUATED: (&str, &str, &str) = (
    "data of the writer may hold properties that nothing in the reader's schema describes, and the reader refuses them",
    "leave the reader as open as the writer, or choose the policy LENIENT",
    "JSON Schema Core, 11.3 unevaluatedProperties",
);

const DEPEND: (&str, &str, &str) = (
    "objects that the writer may send lack what the reader demands beside a property",
    "leave the dependency as loose as it was",
    "JSON Schema Validation, 6.5.4 dependentRequired; Core, 10.2.2.4 dependentSchemas",
);

const COUNT: (&str, &str, &str) = (
    "objects that the writer may send have too many or too few properties for the reader",
    "keep the limit as wide as it was",
    "JSON Schema Validation, 6.5 objects",
);

pub(super) static ALL: &[Rule] = &[
    row(
        "json-required-attribute-added",
        "REQUIRED_ATTRIBUTE_ADDED",
        "a property of both sides became required, without a default; names that `properties` does not list are not compared",
        DEMAND,
    ),
    row(
        "json-required-property-added-to-open-content-model",
        "REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL",
        "the reader requires a property, without a default, that the writer's open schema does not know",
        DEMAND,
    ),
    row(
        "json-required-property-added-to-unopen-content-model",
        "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL",
        "the reader requires a property, without a default, that the writer's schema does not list",
        DEMAND,
    ),
    row(
        "json-optional-property-added-to-open-content-model",
        "OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL",
        "the reader describes a property that the writer's open schema leaves free; fine under LENIENT",
        OPEN,
    ),
    row(
        "json-required-property-with-default-added-to-open-content-model",
        "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL",
        "the reader requires a property with a default that the writer's open schema leaves free; fine under LENIENT",
        OPEN,
    ),
    row(
        "json-property-removed-from-closed-content-model",
        "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL",
        "the reader's closed schema lacks a property of the writer; fine under LENIENT",
        CLOSED,
    ),
    row(
        "json-property-removed-not-covered",
        "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
        "the reader lacks a property of the writer, and what covers the name there does not accept it",
        COVER,
    ),
    row(
        "json-property-added-not-covered",
        "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
        "the reader has a property that does not accept what covers its name in the writer",
        COVER,
    ),
    row(
        "json-additional-properties-removed",
        "ADDITIONAL_PROPERTIES_REMOVED",
        "the reader forbids further properties, the writer allows them; fine under LENIENT",
        REST,
    ),
    row(
        "json-additional-properties-narrowed",
        "ADDITIONAL_PROPERTIES_NARROWED",
        "the reader has a schema for further properties, the writer allows anything; fine under LENIENT",
        REST,
    ),
    row(
        "json-unevaluated-properties-removed",
        "UNEVALUATED_PROPERTIES_REMOVED",
        "the reader forbids unevaluated properties, the writer allows them; fine under LENIENT",
        UNEVALUATED,
    ),
    row(
        "json-unevaluated-properties-narrowed",
        "UNEVALUATED_PROPERTIES_NARROWED",
        "the reader has a schema for unevaluated properties, the writer allows anything; fine under LENIENT",
        UNEVALUATED,
    ),
    row(
        "json-dependency-array-added",
        "DEPENDENCY_ARRAY_ADDED",
        "the reader demands properties beside another, the writer does not",
        DEPEND,
    ),
    row(
        "json-dependency-array-extended",
        "DEPENDENCY_ARRAY_EXTENDED",
        "the reader demands more properties beside another",
        DEPEND,
    ),
    row(
        "json-dependency-array-changed",
        "DEPENDENCY_ARRAY_CHANGED",
        "the reader demands other properties beside another",
        DEPEND,
    ),
    row(
        "json-dependency-schema-added",
        "DEPENDENCY_SCHEMA_ADDED",
        "the reader has a schema for objects with a property, the writer none",
        DEPEND,
    ),
    row(
        "json-max-properties-added",
        "MAX_PROPERTIES_ADDED",
        "the reader limits the number of properties, the writer does not",
        COUNT,
    ),
    row(
        "json-max-properties-decreased",
        "MAX_PROPERTIES_DECREASED",
        "`maxProperties` of the reader is smaller",
        COUNT,
    ),
    row(
        "json-min-properties-added",
        "MIN_PROPERTIES_ADDED",
        "the reader demands a number of properties, the writer does not",
        COUNT,
    ),
    row(
        "json-min-properties-increased",
        "MIN_PROPERTIES_INCREASED",
        "`minProperties` of the reader is larger",
        COUNT,
    ),
];
