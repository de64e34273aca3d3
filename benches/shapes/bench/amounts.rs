//! Decimals and times.

use crate::primitives::*;
use crate::raw::*;
use crate::shape::{Random, Shape, generated};
use codec_shapes::shapes::Amounts as Value;
use contract_runtime::{
    Date, Decimal, LocalTimestampMicros, TimeMillis, TimestampMicros, TimestampMillis,
};
use serde::{Deserialize, Serialize};

pub(crate) struct Amounts;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Amounts", rename_all = "camelCase")]
pub(crate) struct Serde {
    amount: Raw,
    fee: Raw,
    rate: Raw,
    total: Raw,
    booked_on: i32,
    cut_off: i32,
    booked_at: i64,
    settled_at: i64,
    local_at: i64,
}

/// Decimals as text: Protobuf has none.
#[derive(PartialEq, prost::Message)]
pub(crate) struct Prost {
    #[prost(string, tag = "1")]
    amount: String,
    #[prost(string, tag = "2")]
    fee: String,
    #[prost(string, tag = "3")]
    rate: String,
    #[prost(string, tag = "4")]
    total: String,
    #[prost(sint32, tag = "5")]
    booked_on: i32,
    #[prost(sint32, tag = "6")]
    cut_off: i32,
    #[prost(sint64, tag = "7")]
    booked_at: i64,
    #[prost(sint64, tag = "8")]
    settled_at: i64,
    #[prost(sint64, tag = "9")]
    local_at: i64,
}

/// Now and then more than eight bytes.
fn total(random: &mut Random) -> i128 {
    let short = i128::from(random.long());
    if random.below(4) == 0 { short << 50 | 0x2_7182_8182 } else { short }
}

/// As `put_decimal`, of any length.
fn put_total(out: &mut Vec<u8>, value: &Decimal<5>) {
    let unscaled = value.unscaled();
    let magnitude = if unscaled < 0 { !unscaled } else { unscaled };
    let length = 17 - (magnitude.leading_zeros() as usize).div_ceil(8);
    out.push(length as u8 * 2);
    out.extend_from_slice(&unscaled.to_be_bytes()[16 - length..]);
}

fn get_total(input: &mut &[u8]) -> Option<Decimal<5>> {
    let bytes = get_bytes(input)?;
    if bytes.is_empty() || bytes.len() > 16 {
        return None;
    }
    let start = i128::from(bytes[0] as i8);
    let value = bytes[1..].iter().fold(start, |value, byte| value << 8 | i128::from(*byte));
    Decimal::from_unscaled(value)
}

impl Shape for Amounts {
    const NAME: &'static str = "decimals and times";
    const SCHEMA: &'static str = include_str!("../schemas/amounts.avsc");
    // It would have decimals as texts or floats; as bytes it is faster.
    const FAST_SCHEMA: &'static str = r#"{"type": "record", "name": "Amounts", "fields": [
        {"name": "amount", "type": "bytes"}, {"name": "fee", "type": "bytes"},
        {"name": "rate", "type": "bytes"}, {"name": "total", "type": "bytes"},
        {"name": "bookedOn", "type": "int"}, {"name": "cutOff", "type": "int"},
        {"name": "bookedAt", "type": "long"}, {"name": "settledAt", "type": "long"},
        {"name": "localAt", "type": "long"}
    ]}"#;
    type Value = Value;
    type Serde = Serde;
    type Prost = Prost;
    generated!(Value);

    fn value(random: &mut Random) -> Value {
        Value {
            amount: Decimal::from_i64(random.long()),
            fee: Decimal::from_i64(random.long()),
            rate: Decimal::from_i64(random.below(99_999_999_999) as i64),
            total: Decimal::from_unscaled(total(random)).unwrap(),
            booked_on: Date(20_000 + random.below(3_000) as i32),
            cut_off: TimeMillis(random.below(86_400_000) as i32),
            booked_at: TimestampMicros(1_767_323_045_000_006 + random.below(1 << 50) as i64),
            settled_at: TimestampMillis(1_767_323_045_000 + random.below(1 << 40) as i64),
            local_at: LocalTimestampMicros(1_767_323_045_000_006 + random.below(1 << 50) as i64),
        }
    }

    fn prost(value: &Value) -> Prost {
        Prost {
            amount: value.amount.to_string(),
            fee: value.fee.to_string(),
            rate: value.rate.to_string(),
            total: value.total.to_string(),
            booked_on: value.booked_on.0,
            cut_off: value.cut_off.0,
            booked_at: value.booked_at.0,
            settled_at: value.settled_at.0,
            local_at: value.local_at.0,
        }
    }

    fn write(value: &Value, out: &mut Vec<u8>) {
        put_decimal(out, &value.amount);
        put_decimal(out, &value.fee);
        put_decimal(out, &value.rate);
        put_total(out, &value.total);
        put_long(out, i64::from(value.booked_on.0));
        put_long(out, i64::from(value.cut_off.0));
        put_long(out, value.booked_at.0);
        put_long(out, value.settled_at.0);
        put_long(out, value.local_at.0);
    }

    fn read(input: &mut &[u8]) -> Option<Value> {
        Some(Value {
            amount: get_decimal(input)?,
            fee: get_decimal(input)?,
            rate: get_decimal(input)?,
            total: get_total(input)?,
            booked_on: Date(get_long(input)?.try_into().ok()?),
            cut_off: TimeMillis(get_long(input)?.try_into().ok()?),
            booked_at: TimestampMicros(get_long(input)?),
            settled_at: TimestampMillis(get_long(input)?),
            local_at: LocalTimestampMicros(get_long(input)?),
        })
    }
}
