//! Sixteen fields of which half are null.

use crate::primitives::*;
use crate::raw::*;
use crate::shape::{Random, Shape, View, generated, generated_view};
use codec_shapes::shapes::{Nullable as Value, NullableRef};
use serde::{Deserialize, Serialize};

pub(crate) struct Nullable;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Nullable")]
pub(crate) struct Serde {
    title: Option<String>,
    name: Option<String>,
    street: Option<String>,
    town: Option<String>,
    country: Option<String>,
    phone: Option<String>,
    age: Option<i32>,
    visits: Option<i32>,
    limit: Option<i64>,
    balance: Option<i64>,
    score: Option<f64>,
    risk: Option<f64>,
    active: Option<bool>,
    blocked: Option<bool>,
    since: Option<i64>,
    until: Option<i64>,
}

#[derive(PartialEq, prost::Message)]
pub(crate) struct Prost {
    #[prost(string, optional, tag = "1")]
    title: Option<String>,
    #[prost(string, optional, tag = "2")]
    name: Option<String>,
    #[prost(string, optional, tag = "3")]
    street: Option<String>,
    #[prost(string, optional, tag = "4")]
    town: Option<String>,
    #[prost(string, optional, tag = "5")]
    country: Option<String>,
    #[prost(string, optional, tag = "6")]
    phone: Option<String>,
    #[prost(sint32, optional, tag = "7")]
    age: Option<i32>,
    #[prost(sint32, optional, tag = "8")]
    visits: Option<i32>,
    #[prost(sint64, optional, tag = "9")]
    limit: Option<i64>,
    #[prost(sint64, optional, tag = "10")]
    balance: Option<i64>,
    #[prost(double, optional, tag = "11")]
    score: Option<f64>,
    #[prost(double, optional, tag = "12")]
    risk: Option<f64>,
    #[prost(bool, optional, tag = "13")]
    active: Option<bool>,
    #[prost(bool, optional, tag = "14")]
    blocked: Option<bool>,
    #[prost(sint64, optional, tag = "15")]
    since: Option<i64>,
    #[prost(sint64, optional, tag = "16")]
    until: Option<i64>,
}

fn get_int(input: &mut &[u8]) -> Option<i32> {
    get_long(input)?.try_into().ok()
}

fn text(random: &mut Random) -> String {
    random.text(8)
}

impl Shape for Nullable {
    const NAME: &'static str = "nullable fields";
    const SCHEMA: &'static str = include_str!("../schemas/nullable.avsc");
    type Value = Value;
    type Serde = Serde;
    type Prost = Prost;
    generated!(Value);

    fn value(random: &mut Random) -> Value {
        Value {
            title: random.sometimes(text),
            name: random.sometimes(text),
            street: random.sometimes(text),
            town: random.sometimes(text),
            country: random.sometimes(text),
            phone: random.sometimes(text),
            age: random.sometimes(Random::int),
            visits: random.sometimes(Random::int),
            limit: random.sometimes(Random::long),
            balance: random.sometimes(Random::long),
            score: random.sometimes(Random::double),
            risk: random.sometimes(Random::double),
            active: random.sometimes(Random::coin),
            blocked: random.sometimes(Random::coin),
            since: random.sometimes(Random::long),
            until: random.sometimes(Random::long),
        }
    }

    fn prost(value: &Value) -> Prost {
        let value = value.clone();
        Prost {
            title: value.title,
            name: value.name,
            street: value.street,
            town: value.town,
            country: value.country,
            phone: value.phone,
            age: value.age,
            visits: value.visits,
            limit: value.limit,
            balance: value.balance,
            score: value.score,
            risk: value.risk,
            active: value.active,
            blocked: value.blocked,
            since: value.since,
            until: value.until,
        }
    }

    fn write(value: &Value, out: &mut Vec<u8>) {
        put_opt(out, &value.title, |out, value| put_str(out, value));
        put_opt(out, &value.name, |out, value| put_str(out, value));
        put_opt(out, &value.street, |out, value| put_str(out, value));
        put_opt(out, &value.town, |out, value| put_str(out, value));
        put_opt(out, &value.country, |out, value| put_str(out, value));
        put_opt(out, &value.phone, |out, value| put_str(out, value));
        put_opt(out, &value.age, |out, value| put_long(out, i64::from(*value)));
        put_opt(out, &value.visits, |out, value| put_long(out, i64::from(*value)));
        put_opt(out, &value.limit, |out, value| put_long(out, *value));
        put_opt(out, &value.balance, |out, value| put_long(out, *value));
        put_opt(out, &value.score, |out, value| put_double(out, *value));
        put_opt(out, &value.risk, |out, value| put_double(out, *value));
        put_opt(out, &value.active, |out, value| out.push(u8::from(*value)));
        put_opt(out, &value.blocked, |out, value| out.push(u8::from(*value)));
        put_opt(out, &value.since, |out, value| put_long(out, *value));
        put_opt(out, &value.until, |out, value| put_long(out, *value));
    }

    fn read(input: &mut &[u8]) -> Option<Value> {
        Some(Value {
            title: get_opt(input, get_string)?,
            name: get_opt(input, get_string)?,
            street: get_opt(input, get_string)?,
            town: get_opt(input, get_string)?,
            country: get_opt(input, get_string)?,
            phone: get_opt(input, get_string)?,
            age: get_opt(input, get_int)?,
            visits: get_opt(input, get_int)?,
            limit: get_opt(input, get_long)?,
            balance: get_opt(input, get_long)?,
            score: get_opt(input, get_double)?,
            risk: get_opt(input, get_double)?,
            active: get_opt(input, get_bool)?,
            blocked: get_opt(input, get_bool)?,
            since: get_opt(input, get_long)?,
            until: get_opt(input, get_long)?,
        })
    }
}

view!(NullableView {
    title: Option<&'a str> = |input: &mut &'a [u8]| get_opt(input, get_str),
    name: Option<&'a str> = |input: &mut &'a [u8]| get_opt(input, get_str),
    street: Option<&'a str> = |input: &mut &'a [u8]| get_opt(input, get_str),
    town: Option<&'a str> = |input: &mut &'a [u8]| get_opt(input, get_str),
    country: Option<&'a str> = |input: &mut &'a [u8]| get_opt(input, get_str),
    phone: Option<&'a str> = |input: &mut &'a [u8]| get_opt(input, get_str),
    age: Option<i32> = |input: &mut &'a [u8]| get_opt(input, get_int),
    visits: Option<i32> = |input: &mut &'a [u8]| get_opt(input, get_int),
    limit: Option<i64> = |input: &mut &'a [u8]| get_opt(input, get_long),
    balance: Option<i64> = |input: &mut &'a [u8]| get_opt(input, get_long),
    score: Option<f64> = |input: &mut &'a [u8]| get_opt(input, get_double),
    risk: Option<f64> = |input: &mut &'a [u8]| get_opt(input, get_double),
    active: Option<bool> = |input: &mut &'a [u8]| get_opt(input, get_bool),
    blocked: Option<bool> = |input: &mut &'a [u8]| get_opt(input, get_bool),
    since: Option<i64> = |input: &mut &'a [u8]| get_opt(input, get_long),
    until: Option<i64> = |input: &mut &'a [u8]| get_opt(input, get_long),
});

impl View for Nullable {
    type ByHand<'a> = NullableView<'a>;
    generated_view!(NullableRef);

    fn by_hand<'a>(input: &mut &'a [u8]) -> Option<NullableView<'a>> {
        NullableView::read(input)
    }

    fn agree(value: &Value, one: &NullableRef<'_>, other: &NullableView<'_>) -> bool {
        macro_rules! all_are {
            ($view:ident: $($text:ident)*; $($field:ident)*) => {
                true $(&& $view.$text == value.$text.as_deref())* $(&& $view.$field == value.$field)*
            };
        }
        all_are!(one: title name street town country phone;
            age visits limit balance score risk active blocked since until)
            && all_are!(other: title name street town country phone;
                age visits limit balance score risk active blocked since until)
    }
}
