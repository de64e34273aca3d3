//! Wide unions: a list of sixteen values of seven types.

use crate::primitives::*;
use crate::raw::*;
use crate::shape::{Random, Shape, View, generated, generated_view};
use codec_shapes::shapes::{Money, Place, Unions as Value, UnionsRef, UnionsValuesItem};
use serde::{Deserialize, Serialize};

pub(crate) struct Unions;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Unions")]
pub(crate) struct Serde {
    values: Vec<SerdeItem>,
}

/// Branches in the order of the schema, named after their types.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum SerdeItem {
    Boolean(bool),
    Int(i32),
    Long(i64),
    Double(f64),
    String(String),
    #[serde(rename = "shapes.Money")]
    Money(SerdeMoney),
    #[serde(rename = "shapes.Place")]
    Place(SerdePlace),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Money")]
struct SerdeMoney {
    minor: i64,
    currency: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Place")]
struct SerdePlace {
    latitude: f64,
    longitude: f64,
}

#[derive(PartialEq, prost::Message)]
pub(crate) struct Prost {
    #[prost(message, repeated, tag = "1")]
    values: Vec<ProstItem>,
}

#[derive(PartialEq, prost::Message)]
struct ProstItem {
    #[prost(oneof = "ProstValue", tags = "1, 2, 3, 4, 5, 6, 7")]
    value: Option<ProstValue>,
}

#[derive(PartialEq, prost::Oneof)]
enum ProstValue {
    #[prost(bool, tag = "1")]
    Boolean(bool),
    #[prost(sint32, tag = "2")]
    Int(i32),
    #[prost(sint64, tag = "3")]
    Long(i64),
    #[prost(double, tag = "4")]
    Double(f64),
    #[prost(string, tag = "5")]
    String(String),
    #[prost(message, tag = "6")]
    Money(ProstMoney),
    #[prost(message, tag = "7")]
    Place(ProstPlace),
}

#[derive(PartialEq, prost::Message)]
struct ProstMoney {
    #[prost(sint64, tag = "1")]
    minor: i64,
    #[prost(string, tag = "2")]
    currency: String,
}

#[derive(PartialEq, prost::Message)]
struct ProstPlace {
    #[prost(double, tag = "1")]
    latitude: f64,
    #[prost(double, tag = "2")]
    longitude: f64,
}

fn item(random: &mut Random) -> UnionsValuesItem {
    match random.below(7) {
        0 => UnionsValuesItem::Boolean(random.coin()),
        1 => UnionsValuesItem::Int(random.int()),
        2 => UnionsValuesItem::Long(random.long()),
        3 => UnionsValuesItem::Double(random.double()),
        4 => UnionsValuesItem::String(random.text(8)),
        5 => UnionsValuesItem::Money(Money { minor: random.long(), currency: random.text(3) }),
        _ => {
            UnionsValuesItem::Place(Place { latitude: random.double(), longitude: random.double() })
        }
    }
}

fn prost_item(value: &UnionsValuesItem) -> ProstItem {
    let value = match value {
        UnionsValuesItem::Boolean(value) => ProstValue::Boolean(*value),
        UnionsValuesItem::Int(value) => ProstValue::Int(*value),
        UnionsValuesItem::Long(value) => ProstValue::Long(*value),
        UnionsValuesItem::Double(value) => ProstValue::Double(*value),
        UnionsValuesItem::String(value) => ProstValue::String(value.clone()),
        UnionsValuesItem::Money(Money { minor, currency }) => {
            ProstValue::Money(ProstMoney { minor: *minor, currency: currency.clone() })
        }
        UnionsValuesItem::Place(Place { latitude, longitude }) => {
            ProstValue::Place(ProstPlace { latitude: *latitude, longitude: *longitude })
        }
    };
    ProstItem { value: Some(value) }
}

fn write_item(out: &mut Vec<u8>, value: &UnionsValuesItem) {
    match value {
        UnionsValuesItem::Boolean(value) => out.extend_from_slice(&[0, u8::from(*value)]),
        UnionsValuesItem::Int(value) => {
            out.push(2);
            put_long(out, i64::from(*value));
        }
        UnionsValuesItem::Long(value) => {
            out.push(4);
            put_long(out, *value);
        }
        UnionsValuesItem::Double(value) => {
            out.push(6);
            put_double(out, *value);
        }
        UnionsValuesItem::String(value) => {
            out.push(8);
            put_str(out, value);
        }
        UnionsValuesItem::Money(value) => {
            out.push(10);
            put_long(out, value.minor);
            put_str(out, &value.currency);
        }
        UnionsValuesItem::Place(value) => {
            out.push(12);
            put_double(out, value.latitude);
            put_double(out, value.longitude);
        }
    }
}

fn read_item(input: &mut &[u8]) -> Option<UnionsValuesItem> {
    Some(match get_long(input)? {
        0 => UnionsValuesItem::Boolean(get_bool(input)?),
        1 => UnionsValuesItem::Int(get_long(input)?.try_into().ok()?),
        2 => UnionsValuesItem::Long(get_long(input)?),
        3 => UnionsValuesItem::Double(get_double(input)?),
        4 => UnionsValuesItem::String(get_string(input)?),
        5 => {
            UnionsValuesItem::Money(Money { minor: get_long(input)?, currency: get_string(input)? })
        }
        6 => UnionsValuesItem::Place(Place {
            latitude: get_double(input)?,
            longitude: get_double(input)?,
        }),
        _ => return None,
    })
}

impl Shape for Unions {
    const NAME: &'static str = "wide unions";
    const SCHEMA: &'static str = include_str!("../schemas/unions.avsc");
    type Value = Value;
    type Serde = Serde;
    type Prost = Prost;
    generated!(Value);

    fn value(random: &mut Random) -> Value {
        Value { values: random.list(16, item) }
    }

    fn prost(value: &Value) -> Prost {
        Prost { values: value.values.iter().map(prost_item).collect() }
    }

    fn write(value: &Value, out: &mut Vec<u8>) {
        put_list(out, &value.values, write_item);
    }

    fn read(input: &mut &[u8]) -> Option<Value> {
        Some(Value { values: get_list(input, read_item)? })
    }
}

#[derive(PartialEq)]
enum ItemView<'a> {
    Boolean(bool),
    Int(i32),
    Long(i64),
    Double(f64),
    String(&'a str),
    Money(i64, &'a str),
    Place(f64, f64),
}

fn view_item<'a>(input: &mut &'a [u8]) -> Option<ItemView<'a>> {
    Some(match get_long(input)? {
        0 => ItemView::Boolean(get_bool(input)?),
        1 => ItemView::Int(get_long(input)?.try_into().ok()?),
        2 => ItemView::Long(get_long(input)?),
        3 => ItemView::Double(get_double(input)?),
        4 => ItemView::String(get_str(input)?),
        5 => ItemView::Money(get_long(input)?, get_str(input)?),
        6 => ItemView::Place(get_double(input)?, get_double(input)?),
        _ => return None,
    })
}

impl View for Unions {
    type ByHand<'a> = Run<'a>;
    generated_view!(UnionsRef);

    fn by_hand<'a>(input: &mut &'a [u8]) -> Option<Run<'a>> {
        get_run(input, view_item)
    }

    fn agree(value: &Value, one: &UnionsRef<'_>, other: &Run<'_>) -> bool {
        one.values.iter().count() == value.values.len()
            && other.count == value.values.len()
            && get_list(&mut &*other.bytes, read_item).as_ref() == Some(&value.values)
    }
}
