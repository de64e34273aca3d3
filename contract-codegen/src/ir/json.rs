//! What types of JSON Schema contracts are beyond their fields, and the schemas that the runtime evaluates.

use contract_schema::json::Limit;

/// How a record travels.
#[derive(Debug, Clone)]
pub(crate) enum Form {
    /// As an object; `members` are those of the fields that the schema names, in their order.
    Object { members: Vec<Member>, rest: Rest },
    /// As a list with one element for each field.
    Tuple,
}

/// How a property travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Member {
    /// It must be there.
    pub(crate) is_required: bool,
    /// It may be null.
    pub(crate) is_nullable: bool,
}

/// What becomes of properties that the schema does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rest {
    Ignored,
    Refused,
    /// The last field is a map of them.
    Kept,
}

/// How the branches of a union are told apart.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// The property whose text decides among objects.
    pub(crate) tag: Option<String>,
    /// By branch.
    pub(crate) branches: Vec<Told>,
    /// Properties that stand beside the alternatives: every branch is a record that has them.
    pub(crate) shared: Vec<String>,
}

/// What a branch is known by.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// Its types, with the bits of `contract_schema::json::Demand::Types`.
    pub(crate) kinds: u8,
    /// Texts of the tag.
    pub(crate) tags: Vec<String>,
}

/// A schema for the evaluator.
#[derive(Debug, Clone, Default)]
pub(crate) struct Judged {
    pub(crate) words: Vec<Word>,
}

/// A keyword for the evaluator; numbers of schemas are indexes of `Ir::judged`.
#[derive(Debug, Clone)]
pub(crate) enum Word {
    Never,
    /// With the bits of `contract_schema::json::Demand::Types`.
    Types(u8),
    /// A list in JSON.
    Values(String),
    Least(Limit),
    Most(Limit),
    MultipleOf(Limit),
    MinLength(u64),
    MaxLength(u64),
    /// In Rust's syntax.
    Pattern(String),
    Format(String),
    MinItems(u64),
    MaxItems(u64),
    UniqueItems,
    Items {
        prefix: Vec<usize>,
        rest: Option<usize>,
    },
    Contains {
        schema: usize,
        least: u64,
        most: Option<u64>,
        evaluates: bool,
    },
    UnevaluatedItems(usize),
    MinProperties(u64),
    MaxProperties(u64),
    Required(Vec<String>),
    Properties {
        named: Vec<(String, usize)>,
        patterns: Vec<(String, usize)>,
        rest: Option<usize>,
    },
    PropertyNames(usize),
    DependentRequired(Vec<(String, Vec<String>)>),
    DependentSchemas(Vec<(String, usize)>),
    UnevaluatedProperties(usize),
    AllOf(Vec<usize>),
    AnyOf(Vec<usize>),
    OneOf(Vec<usize>),
    Not(usize),
    If {
        condition: usize,
        then: Option<usize>,
        other: Option<usize>,
    },
    Ref(usize),
}

impl Word {
    /// Keywords about what nothing else has looked at come last.
    pub(crate) fn is_late(&self) -> bool {
        matches!(self, Word::UnevaluatedItems(_) | Word::UnevaluatedProperties(_))
    }
}
