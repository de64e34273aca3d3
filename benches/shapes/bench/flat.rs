//! Flat numbers.

use crate::primitives::*;
use crate::raw::*;
use crate::shape::{Random, Shape, generated};
use codec_shapes::shapes::Flat as Value;
use serde::{Deserialize, Serialize};

pub(crate) struct Flat;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Flat")]
pub(crate) struct Serde {
    sequence: i64,
    sensor: i32,
    minor: i64,
    balance: i64,
    weight: f64,
    rate: f64,
    share: f32,
    active: bool,
    closed: bool,
    shard: i32,
    offset: i64,
    score: i32,
}

#[derive(PartialEq, prost::Message)]
pub(crate) struct Prost {
    #[prost(sint64, tag = "1")]
    sequence: i64,
    #[prost(sint32, tag = "2")]
    sensor: i32,
    #[prost(sint64, tag = "3")]
    minor: i64,
    #[prost(sint64, tag = "4")]
    balance: i64,
    #[prost(double, tag = "5")]
    weight: f64,
    #[prost(double, tag = "6")]
    rate: f64,
    #[prost(float, tag = "7")]
    share: f32,
    #[prost(bool, tag = "8")]
    active: bool,
    #[prost(bool, tag = "9")]
    closed: bool,
    #[prost(sint32, tag = "10")]
    shard: i32,
    #[prost(sint64, tag = "11")]
    offset: i64,
    #[prost(sint32, tag = "12")]
    score: i32,
}

impl Shape for Flat {
    const NAME: &'static str = "flat numbers";
    const SCHEMA: &'static str = include_str!("../schemas/flat.avsc");
    type Value = Value;
    type Serde = Serde;
    type Prost = Prost;
    generated!(Value);

    fn value(random: &mut Random) -> Value {
        Value {
            sequence: random.long(),
            sensor: random.int(),
            minor: random.long(),
            balance: random.long(),
            weight: random.double(),
            rate: random.double(),
            share: random.int() as f32,
            active: random.coin(),
            closed: random.coin(),
            shard: random.int(),
            offset: random.long(),
            score: random.int(),
        }
    }

    fn prost(value: &Value) -> Prost {
        let Value { sequence, sensor, minor, balance, weight, rate, .. } = *value;
        let Value { share, active, closed, shard, offset, score, .. } = *value;
        Prost {
            sequence,
            sensor,
            minor,
            balance,
            weight,
            rate,
            share,
            active,
            closed,
            shard,
            offset,
            score,
        }
    }

    fn write(value: &Value, out: &mut Vec<u8>) {
        put_long(out, value.sequence);
        put_long(out, value.sensor.into());
        put_long(out, value.minor);
        put_long(out, value.balance);
        put_double(out, value.weight);
        put_double(out, value.rate);
        out.extend_from_slice(&value.share.to_le_bytes());
        out.push(value.active.into());
        out.push(value.closed.into());
        put_long(out, value.shard.into());
        put_long(out, value.offset);
        put_long(out, value.score.into());
    }

    fn read(input: &mut &[u8]) -> Option<Value> {
        Some(Value {
            sequence: get_long(input)?,
            sensor: get_long(input)?.try_into().ok()?,
            minor: get_long(input)?,
            balance: get_long(input)?,
            weight: get_double(input)?,
            rate: get_double(input)?,
            share: get_float(input)?,
            active: get_bool(input)?,
            closed: get_bool(input)?,
            shard: get_long(input)?.try_into().ok()?,
            offset: get_long(input)?,
            score: get_long(input)?.try_into().ok()?,
        })
    }
}
