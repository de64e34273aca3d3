//! The `contract` declaration: what an event is, who owns and produces it, how it is keyed.

use contract_schema::Position;

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
