//! Enums, fixed bytes and uuids.

use crate::primitives::*;
use crate::raw::*;
use crate::shape::{Random, Shape, View, generated, generated_view};
use codec_shapes::shapes::{Digest, Ids as Value, IdsRef, Kind, State};
use contract_runtime::{Fixed, Uuid};
use serde::{Deserialize, Serialize};

pub(crate) struct Ids;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Ids")]
pub(crate) struct Serde {
    id: String,
    cause: String,
    span: Raw,
    digest: Raw,
    kind: SerdeKind,
    state: SerdeState,
    marks: Vec<SerdeKind>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Kind", rename_all = "UPPERCASE")]
enum SerdeKind {
    Credit,
    Debit,
    Fee,
    Refund,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "State", rename_all = "UPPERCASE")]
enum SerdeState {
    New,
    Open,
    Held,
    Settled,
    Failed,
}

#[derive(PartialEq, prost::Message)]
pub(crate) struct Prost {
    #[prost(string, tag = "1")]
    id: String,
    #[prost(string, tag = "2")]
    cause: String,
    #[prost(bytes = "vec", tag = "3")]
    span: Vec<u8>,
    #[prost(bytes = "vec", tag = "4")]
    digest: Vec<u8>,
    #[prost(int32, tag = "5")]
    kind: i32,
    #[prost(int32, tag = "6")]
    state: i32,
    #[prost(int32, repeated, tag = "7")]
    marks: Vec<i32>,
}

fn get_kind(input: &mut &[u8]) -> Option<Kind> {
    Kind::ALL.get(get_long(input)? as usize).copied()
}

fn get_state(input: &mut &[u8]) -> Option<State> {
    State::ALL.get(get_long(input)? as usize).copied()
}

fn get_span(input: &mut &[u8]) -> Option<Uuid> {
    get_fixed(input).map(Uuid::from_bytes)
}

fn get_digest(input: &mut &[u8]) -> Option<Digest> {
    get_fixed(input).map(|bytes| Digest(Fixed(bytes)))
}

impl Shape for Ids {
    const NAME: &'static str = "enums, fixed, uuids";
    const SCHEMA: &'static str = include_str!("../schemas/ids.avsc");
    type Value = Value;
    type Serde = Serde;
    type Prost = Prost;
    generated!(Value);

    fn value(random: &mut Random) -> Value {
        Value {
            id: Uuid::from_bytes(random.array()),
            cause: Uuid::from_bytes(random.array()),
            span: Uuid::from_bytes(random.array()),
            digest: Digest(Fixed(random.array())),
            kind: Kind::ALL[random.below(4) as usize],
            state: State::ALL[random.below(5) as usize],
            marks: random.list(8, |random| Kind::ALL[random.below(4) as usize]),
        }
    }

    fn prost(value: &Value) -> Prost {
        Prost {
            id: value.id.to_string(),
            cause: value.cause.to_string(),
            span: value.span.as_bytes().to_vec(),
            digest: value.digest.0.to_vec(),
            kind: value.kind as i32,
            state: value.state as i32,
            marks: value.marks.iter().map(|mark| *mark as i32).collect(),
        }
    }

    fn write(value: &Value, out: &mut Vec<u8>) {
        put_uuid(out, &value.id);
        put_uuid(out, &value.cause);
        out.extend_from_slice(value.span.as_bytes());
        out.extend_from_slice(&value.digest.0.0);
        out.push(value.kind as u8 * 2);
        out.push(value.state as u8 * 2);
        put_list(out, &value.marks, |out, mark| out.push(*mark as u8 * 2));
    }

    fn read(input: &mut &[u8]) -> Option<Value> {
        Some(Value {
            id: get_uuid(input)?,
            cause: get_uuid(input)?,
            span: get_span(input)?,
            digest: get_digest(input)?,
            kind: get_kind(input)?,
            state: get_state(input)?,
            marks: get_list(input, get_kind)?,
        })
    }
}

view!(IdsView {
    id: Uuid = get_uuid,
    cause: Uuid = get_uuid,
    span: Uuid = get_span,
    digest: Digest = get_digest,
    kind: Kind = get_kind,
    state: State = get_state,
    marks: Run<'a> = |input: &mut &'a [u8]| get_run(input, get_kind),
});

impl View for Ids {
    type ByHand<'a> = IdsView<'a>;
    generated_view!(IdsRef);

    fn by_hand<'a>(input: &mut &'a [u8]) -> Option<IdsView<'a>> {
        IdsView::read(input)
    }

    fn agree(value: &Value, one: &IdsRef<'_>, other: &IdsView<'_>) -> bool {
        let marks = get_list(&mut &*other.marks.bytes, get_kind);
        one.marks.iter().eq(value.marks.iter().copied())
            && marks.as_ref() == Some(&value.marks)
            && other.marks.count == value.marks.len()
            && [one.id, one.cause, one.span] == [value.id, value.cause, value.span]
            && [other.id, other.cause, other.span] == [value.id, value.cause, value.span]
            && [&one.digest, &other.digest].iter().all(|digest| **digest == value.digest)
            && (one.kind, one.state) == (value.kind, value.state)
            && (other.kind, other.state) == (value.kind, value.state)
    }
}
