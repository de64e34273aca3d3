//! Large arrays of numbers: 64 doubles, 128 longs, 64 ints.

use crate::primitives::*;
use crate::raw::*;
use crate::shape::{Random, Shape, View, generated, generated_view};
use codec_shapes::shapes::{Numbers as Value, NumbersRef};
use serde::{Deserialize, Serialize};

pub(crate) struct Numbers;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Numbers")]
pub(crate) struct Serde {
    start: i64,
    samples: Vec<f64>,
    steps: Vec<i64>,
    codes: Vec<i32>,
}

#[derive(PartialEq, prost::Message)]
pub(crate) struct Prost {
    #[prost(sint64, tag = "1")]
    start: i64,
    #[prost(double, repeated, tag = "2")]
    samples: Vec<f64>,
    #[prost(sint64, repeated, tag = "3")]
    steps: Vec<i64>,
    #[prost(sint32, repeated, tag = "4")]
    codes: Vec<i32>,
}

fn get_int(input: &mut &[u8]) -> Option<i32> {
    get_long(input)?.try_into().ok()
}

impl Shape for Numbers {
    const NAME: &'static str = "arrays of numbers";
    const SCHEMA: &'static str = include_str!("../schemas/numbers.avsc");
    type Value = Value;
    type Serde = Serde;
    type Prost = Prost;
    generated!(Value);

    fn value(random: &mut Random) -> Value {
        Value {
            start: random.long(),
            samples: random.list(64, Random::double),
            steps: random.list(128, Random::long),
            codes: random.list(64, Random::int),
        }
    }

    fn prost(value: &Value) -> Prost {
        let Value { start, samples, steps, codes } = value.clone();
        Prost { start, samples, steps, codes }
    }

    fn write(value: &Value, out: &mut Vec<u8>) {
        put_long(out, value.start);
        put_list(out, &value.samples, |out, sample| put_double(out, *sample));
        put_list(out, &value.steps, |out, step| put_long(out, *step));
        put_list(out, &value.codes, |out, code| put_long(out, i64::from(*code)));
    }

    fn read(input: &mut &[u8]) -> Option<Value> {
        Some(Value {
            start: get_long(input)?,
            samples: get_list(input, get_double)?,
            steps: get_list(input, get_long)?,
            codes: get_list(input, get_int)?,
        })
    }
}

view!(Lists {
    start: i64 = get_long,
    samples: Run<'a> = |input: &mut &'a [u8]| get_run(input, get_double),
    steps: Run<'a> = |input: &mut &'a [u8]| get_run(input, get_long),
    codes: Run<'a> = |input: &mut &'a [u8]| get_run(input, get_int),
});

impl View for Numbers {
    type ByHand<'a> = Lists<'a>;
    generated_view!(NumbersRef);

    fn by_hand<'a>(input: &mut &'a [u8]) -> Option<Lists<'a>> {
        Lists::read(input)
    }

    fn agree(value: &Value, one: &NumbersRef<'_>, other: &Lists<'_>) -> bool {
        one.start == value.start
            && one.samples.iter().eq(value.samples.iter().copied())
            && one.steps.iter().eq(value.steps.iter().copied())
            && one.codes.iter().eq(value.codes.iter().copied())
            && other.start == value.start
            && get_list(&mut &*other.samples.bytes, get_double).as_ref() == Some(&value.samples)
            && get_list(&mut &*other.steps.bytes, get_long).as_ref() == Some(&value.steps)
            && get_list(&mut &*other.codes.bytes, get_int).as_ref() == Some(&value.codes)
            && other.samples.count == 64
    }
}
