//! Why a text is not the JSON of a type, in four bytes: names are kept once, in a table that grows with the code only.

use super::read::Kind;
use std::collections::HashMap;
use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};

/// What is wrong, and with which property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fault {
    /// What.
    pub what: What,
    /// With which property of which type.
    pub place: Place,
}

/// What is wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// The text ends inside a value.
    End,
    /// The text is no JSON.
    Syntax,
    /// An escape in a string stands for no character.
    Escape,
    /// Something stands behind the value.
    Trailing,
    /// Values are nested deeper than the limit.
    Depth,
    /// There is a value of another kind.
    Expected(Kind),
    /// A number is not whole, where the contract has whole numbers.
    Fraction,
    /// A number does not fit its type.
    Range,
    /// A required property is missing.
    Missing,
    /// A property stands in an object twice.
    Duplicate,
    /// The schema is closed and knows no such property.
    Unknown,
    /// A text is no symbol of the enum.
    Symbol,
    /// The value is none of the union's branches.
    Branch,
    /// A list has more or fewer elements than the tuple.
    Length,
    /// A text is not of the form that its type has.
    Text(Form),
}

/// The form of a text that has a type of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// A uuid.
    Uuid,
    /// A date.
    Date,
    /// A date and a time with a zone.
    Moment,
    /// A decimal number.
    Decimal,
    /// Base64.
    Bytes,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            What::End => "the text ends inside a value",
            What::Syntax => "the text is no JSON",
            What::Escape => "an escape in a string stands for no character",
            What::Trailing => "something stands behind the value",
            What::Depth => "values are nested deeper than the limit",
            What::Expected(kind) => return write!(f, "expected {}", kind.described()),
            What::Fraction => "expected a whole number",
            What::Range => "a number does not fit its type",
            What::Missing => "a required property is missing",
            What::Duplicate => "a property stands there twice",
            What::Unknown => "the schema is closed and knows no such property",
            What::Symbol => "the text is none of the allowed ones",
            What::Branch => "the value is none of the alternatives",
            What::Length => "the list does not have as many elements as the contract says",
            What::Text(Form::Uuid) => "expected a uuid of 36 characters",
            What::Text(Form::Date) => "expected a date as `2026-01-31`",
            What::Text(Form::Moment) => "expected a point in time as `2026-01-31T13:45:59Z`",
            What::Text(Form::Decimal) => {
                "expected a decimal number of at most 38 digits, none beyond its scale"
            }
            What::Text(Form::Bytes) => "expected Base64",
        })
    }
}

/// A property of a type, as generated code names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Property {
    /// The type.
    pub owner: &'static str,
    /// The property, as the contract spells it; empty for the type as a whole.
    pub name: &'static str,
}

/// A number for a [`Property`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place(u16);

/// Properties by number, beginning with one, and their numbers.
#[derive(Default)]
struct Table {
    properties: Vec<&'static Property>,
    numbers: HashMap<&'static Property, u16>,
}

static TABLE: LazyLock<Mutex<Table>> = LazyLock::new(Mutex::default);

impl Place {
    /// No property.
    pub const NOWHERE: Place = Place(0);

    /// The number of a property; only faults ask.
    #[cold]
    pub fn of(property: &'static Property) -> Place {
        let mut table = TABLE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = table.numbers.get(property) {
            return Place(*known);
        }
        let Ok(number) = u16::try_from(table.properties.len() + 1) else { return Place::NOWHERE };
        table.properties.push(property);
        table.numbers.insert(property, number);
        Place(number)
    }

    /// The property.
    pub fn property(self) -> Option<&'static Property> {
        let index = usize::from(self.0).checked_sub(1)?;
        let table = TABLE.lock().unwrap_or_else(PoisonError::into_inner);
        table.properties.get(index).copied()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.property() {
            None => write!(f, "{}", self.what),
            Some(Property { owner, name: "" }) => write!(f, "`{owner}`: {}", self.what),
            Some(Property { owner, name }) => write!(f, "`{name}` of `{owner}`: {}", self.what),
        }
    }
}
