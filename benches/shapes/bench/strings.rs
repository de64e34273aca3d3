//! Many strings.

use crate::primitives::*;
use crate::raw::*;
use crate::shape::{Random, Shape, View, generated, generated_view};
use codec_shapes::shapes::Strings as Value;
use serde::{Deserialize, Serialize};

pub(crate) struct Strings;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Strings")]
pub(crate) struct Serde {
    sender: String,
    receiver: String,
    street: String,
    building: String,
    city: String,
    region: String,
    country: String,
    currency: String,
    reference: String,
    purpose: String,
    channel: String,
    remark: String,
    lines: Vec<String>,
}

#[derive(PartialEq, prost::Message)]
pub(crate) struct Prost {
    #[prost(string, repeated, tag = "1")]
    lines: Vec<String>,
    #[prost(string, tag = "2")]
    sender: String,
    #[prost(string, tag = "3")]
    receiver: String,
    #[prost(string, tag = "4")]
    street: String,
    #[prost(string, tag = "5")]
    building: String,
    #[prost(string, tag = "6")]
    city: String,
    #[prost(string, tag = "7")]
    region: String,
    #[prost(string, tag = "8")]
    country: String,
    #[prost(string, tag = "9")]
    currency: String,
    #[prost(string, tag = "10")]
    reference: String,
    #[prost(string, tag = "11")]
    purpose: String,
    #[prost(string, tag = "12")]
    channel: String,
    #[prost(string, tag = "13")]
    remark: String,
}

impl Shape for Strings {
    const NAME: &'static str = "many strings";
    const SCHEMA: &'static str = include_str!("../schemas/strings.avsc");
    type Value = Value;
    type Serde = Serde;
    type Prost = Prost;
    generated!(Value);

    fn value(random: &mut Random) -> Value {
        Value {
            sender: random.text(12),
            receiver: random.text(12),
            street: random.text(10),
            building: random.text(2),
            city: random.text(6),
            region: random.text(6),
            country: random.text(2),
            currency: random.text(3),
            reference: random.text(16),
            purpose: random.text(4),
            channel: random.text(4),
            remark: random.text(40),
            lines: random.list(4, |random| random.text(20)),
        }
    }

    fn prost(value: &Value) -> Prost {
        let value = value.clone();
        Prost {
            lines: value.lines,
            sender: value.sender,
            receiver: value.receiver,
            street: value.street,
            building: value.building,
            city: value.city,
            region: value.region,
            country: value.country,
            currency: value.currency,
            reference: value.reference,
            purpose: value.purpose,
            channel: value.channel,
            remark: value.remark,
        }
    }

    fn write(value: &Value, out: &mut Vec<u8>) {
        put_str(out, &value.sender);
        put_str(out, &value.receiver);
        put_str(out, &value.street);
        put_str(out, &value.building);
        put_str(out, &value.city);
        put_str(out, &value.region);
        put_str(out, &value.country);
        put_str(out, &value.currency);
        put_str(out, &value.reference);
        put_str(out, &value.purpose);
        put_str(out, &value.channel);
        put_str(out, &value.remark);
        put_list(out, &value.lines, |out, line| put_str(out, line));
    }

    fn read(input: &mut &[u8]) -> Option<Value> {
        Some(Value {
            sender: get_string(input)?,
            receiver: get_string(input)?,
            street: get_string(input)?,
            building: get_string(input)?,
            city: get_string(input)?,
            region: get_string(input)?,
            country: get_string(input)?,
            currency: get_string(input)?,
            reference: get_string(input)?,
            purpose: get_string(input)?,
            channel: get_string(input)?,
            remark: get_string(input)?,
            lines: get_strings(input)?,
        })
    }
}

view!(Texts {
    sender: &'a str = get_str,
    receiver: &'a str = get_str,
    street: &'a str = get_str,
    building: &'a str = get_str,
    city: &'a str = get_str,
    region: &'a str = get_str,
    country: &'a str = get_str,
    currency: &'a str = get_str,
    reference: &'a str = get_str,
    purpose: &'a str = get_str,
    channel: &'a str = get_str,
    remark: &'a str = get_str,
    lines: Run<'a> = |input: &mut &'a [u8]| get_run(input, get_str),
});

impl View for Strings {
    type ByHand<'a> = Texts<'a>;
    generated_view!(StringsRef);

    fn by_hand<'a>(input: &mut &'a [u8]) -> Option<Texts<'a>> {
        Texts::read(input)
    }

    fn agree(value: &Value, one: &Self::Generated<'_>, other: &Texts<'_>) -> bool {
        let of_value = [&*value.sender, &value.receiver, &value.street, &value.building];
        let rest = [&*value.city, &value.region, &value.country, &value.currency];
        let last = [&*value.reference, &value.purpose, &value.channel, &value.remark];
        [of_value, rest, last]
            == [
                [one.sender, one.receiver, one.street, one.building],
                [one.city, one.region, one.country, one.currency],
                [one.reference, one.purpose, one.channel, one.remark],
            ]
            && [of_value, rest, last]
                == [
                    [other.sender, other.receiver, other.street, other.building],
                    [other.city, other.region, other.country, other.currency],
                    [other.reference, other.purpose, other.channel, other.remark],
                ]
            && one.lines.iter().eq(value.lines.iter())
            && get_strings(&mut &*other.lines.bytes).as_ref() == Some(&value.lines)
            && other.lines.count == value.lines.len()
    }
}
