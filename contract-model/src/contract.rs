//! The `contract` declaration: what an event is, who owns and produces it, how it is keyed.

mod keys;
mod read;
mod vocabulary;

use crate::diagnostic::Diagnostic;
use crate::shape::Shape;
use contract_schema::{Position, Schema};

pub(crate) use vocabulary::{Spelling, find as find_key, spelled};

/// A declared event contract.
#[derive(Debug, Clone, PartialEq)]
pub struct Contract {
    /// Canonical event name, `payment.initiated`.
    pub event: String,
    /// Drives the policy.
    pub class: Class,
    /// Bounded context.
    pub context: Option<String>,
    /// The team that may change it.
    pub owner: Option<String>,
    /// The one service that publishes it.
    pub producer: Option<String>,
    /// Topic; the event name unless stated.
    pub topic: Option<String>,
    /// Field paths (canonical names) of the partition key.
    pub partition_key: Vec<String>,
    /// Field paths (canonical names) of the idempotency key.
    pub idempotency_key: Vec<String>,
    /// ISO 8601 duration, `P5Y`.
    pub retention: Option<String>,
    /// How confidential a payload is.
    pub classification: Option<Classification>,
    /// Regulations it serves, `FATF-R16`.
    pub regulation: Vec<String>,
    /// Where it stands in its life.
    pub stability: Stability,
    /// Full name of the record or message that carries the declaration.
    pub record: String,
    /// Where the declaration stands.
    pub at: Option<Position>,
}

impl Contract {
    /// Reads the declaration; `None` when the schema declares no event, or one that cannot be read.
    ///
    /// The findings are those about the declaration and those about constraints and other vocabulary on fields.
    /// Any error among them means that the schema must not be used as a contract.
    pub fn read(schema: &Schema, shape: &Shape) -> (Option<Contract>, Vec<Diagnostic>) {
        read::read(schema, shape)
    }

    /// Whether the schema claims to be an event contract, however wrong the claim is written.
    pub fn is_declared(schema: &Schema) -> bool {
        !read::declarations(schema).is_empty()
    }

    /// The topic it is published to: the declared one, else the event's name.
    pub fn topic(&self) -> &str {
        self.topic.as_deref().unwrap_or(&self.event)
    }
}

/// Classes of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Value is instructed or moves.
    Payment,
    /// About parties.
    Compliance,
    /// Card purchases of goods and services.
    Card,
    /// Everything else.
    Operational,
}

/// How confidential a payload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Classification {
    /// For everybody.
    Public,
    /// For the company.
    Internal,
    /// For those who need it.
    Confidential,
    /// For named people.
    Restricted,
}

/// Where a contract stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Stability {
    /// May still change freely.
    Draft,
    /// Kept.
    #[default]
    Stable,
    /// To be left.
    Deprecated,
    /// No longer published.
    Sunset,
}

/// A closed set of words in a schema text.
macro_rules! words {
    ($type:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        impl $type {
            /// Every member, in the order of the docs.
            pub const ALL: &'static [$type] = &[$($type::$variant),*];

            /// The word in a schema text.
            pub fn name(self) -> &'static str {
                match self {
                    $($type::$variant => $word),*
                }
            }

            /// The member with this word.
            pub fn from_name(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|member| member.name() == word)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

words!(Class { Payment = "payment", Compliance = "compliance", Card = "card", Operational = "operational" });
words!(Classification {
    Public = "public",
    Internal = "internal",
    Confidential = "confidential",
    Restricted = "restricted",
});
words!(Stability { Draft = "draft", Stable = "stable", Deprecated = "deprecated", Sunset = "sunset" });
