//! An array of twenty records.

use crate::primitives::*;
use crate::raw::*;
use crate::shape::{Random, Shape, View, generated, generated_view};
use codec_shapes::shapes::{Line, Records as Value, RecordsRef};
use serde::{Deserialize, Serialize};

pub(crate) struct Records;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Records")]
pub(crate) struct Serde {
    batch: String,
    lines: Vec<SerdeLine>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Line")]
struct SerdeLine {
    account: String,
    minor: i64,
    currency: String,
    position: i32,
    credit: bool,
}

#[derive(PartialEq, prost::Message)]
pub(crate) struct Prost {
    #[prost(string, tag = "1")]
    batch: String,
    #[prost(message, repeated, tag = "2")]
    lines: Vec<ProstLine>,
}

#[derive(PartialEq, prost::Message)]
struct ProstLine {
    #[prost(string, tag = "1")]
    account: String,
    #[prost(sint64, tag = "2")]
    minor: i64,
    #[prost(string, tag = "3")]
    currency: String,
    #[prost(sint32, tag = "4")]
    position: i32,
    #[prost(bool, tag = "5")]
    credit: bool,
}

fn read_line(input: &mut &[u8]) -> Option<Line> {
    Some(Line {
        account: get_string(input)?,
        minor: get_long(input)?,
        currency: get_string(input)?,
        position: get_long(input)?.try_into().ok()?,
        credit: get_bool(input)?,
    })
}

impl Shape for Records {
    const NAME: &'static str = "array of records";
    const SCHEMA: &'static str = include_str!("../schemas/records.avsc");
    type Value = Value;
    type Serde = Serde;
    type Prost = Prost;
    generated!(Value);

    fn value(random: &mut Random) -> Value {
        let line = |random: &mut Random| Line {
            account: random.text(10),
            minor: random.long(),
            currency: random.text(3),
            position: random.int(),
            credit: random.coin(),
        };
        Value { batch: random.text(12), lines: random.list(20, line) }
    }

    fn prost(value: &Value) -> Prost {
        let line = |line: &Line| ProstLine {
            account: line.account.clone(),
            minor: line.minor,
            currency: line.currency.clone(),
            position: line.position,
            credit: line.credit,
        };
        Prost { batch: value.batch.clone(), lines: value.lines.iter().map(line).collect() }
    }

    fn write(value: &Value, out: &mut Vec<u8>) {
        put_str(out, &value.batch);
        put_list(out, &value.lines, |out, line| {
            put_str(out, &line.account);
            put_long(out, line.minor);
            put_str(out, &line.currency);
            put_long(out, i64::from(line.position));
            out.push(u8::from(line.credit));
        });
    }

    fn read(input: &mut &[u8]) -> Option<Value> {
        Some(Value { batch: get_string(input)?, lines: get_list(input, read_line)? })
    }
}

view!(LineView {
    account: &'a str = get_str,
    minor: i64 = get_long,
    currency: &'a str = get_str,
    position: i32 = |input: &mut &'a [u8]| get_long(input)?.try_into().ok(),
    credit: bool = get_bool,
});

impl LineView<'_> {
    fn is(&self, line: &Line) -> bool {
        self.account == line.account
            && self.minor == line.minor
            && self.currency == line.currency
            && self.position == line.position
            && self.credit == line.credit
    }
}

view!(Batch {
    batch: &'a str = get_str,
    lines: Run<'a> = |input: &mut &'a [u8]| get_run(input, LineView::read),
});

impl View for Records {
    type ByHand<'a> = Batch<'a>;
    generated_view!(RecordsRef);

    fn by_hand<'a>(input: &mut &'a [u8]) -> Option<Batch<'a>> {
        Batch::read(input)
    }

    fn agree(value: &Value, one: &RecordsRef<'_>, other: &Batch<'_>) -> bool {
        let by_hand = get_list(&mut &*other.lines.bytes, |input| {
            let before = *input;
            let line = read_line(input)?;
            LineView::read(&mut &*before)?.is(&line).then_some(line)
        });
        let generated = one.lines.iter().zip(&value.lines).all(|(one, line)| {
            let (account, currency) = (&*line.account, &*line.currency);
            (one.account, one.minor, one.currency) == (account, line.minor, currency)
                && (one.position, one.credit) == (line.position, line.credit)
        });
        generated
            && by_hand.as_ref() == Some(&value.lines)
            && (one.lines.len(), one.batch) == (value.lines.len(), &value.batch)
            && (other.lines.count, other.batch) == (value.lines.len(), &value.batch)
    }
}
