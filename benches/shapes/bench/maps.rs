//! Maps: twelve texts and twelve numbers.

use crate::primitives::*;
use crate::raw::*;
use crate::shape::{Random, Shape, View, generated, generated_view};
use codec_shapes::shapes::{Maps as Value, MapsRef};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub(crate) struct Maps;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Maps")]
pub(crate) struct Serde {
    labels: BTreeMap<String, String>,
    counts: BTreeMap<String, i64>,
}

#[derive(PartialEq, prost::Message)]
pub(crate) struct Prost {
    #[prost(btree_map = "string, string", tag = "1")]
    labels: BTreeMap<String, String>,
    #[prost(btree_map = "string, sint64", tag = "2")]
    counts: BTreeMap<String, i64>,
}

/// All entries in one block, and the block that ends them.
fn put_map<T>(out: &mut Vec<u8>, map: &BTreeMap<String, T>, mut put: impl FnMut(&mut Vec<u8>, &T)) {
    if !map.is_empty() {
        put_long(out, map.len() as i64);
        for (key, value) in map {
            put_str(out, key);
            put(out, value);
        }
    }
    out.push(0);
}

impl Shape for Maps {
    const NAME: &'static str = "maps";
    const SCHEMA: &'static str = include_str!("../schemas/maps.avsc");
    type Value = Value;
    type Serde = Serde;
    type Prost = Prost;
    generated!(Value);

    fn value(random: &mut Random) -> Value {
        Value {
            labels: (0..12).map(|_| (random.text(6), random.text(10))).collect(),
            counts: (0..12).map(|_| (random.text(6), random.long())).collect(),
        }
    }

    fn prost(value: &Value) -> Prost {
        let Value { labels, counts } = value.clone();
        Prost { labels, counts }
    }

    fn write(value: &Value, out: &mut Vec<u8>) {
        put_map(out, &value.labels, |out, label| put_str(out, label));
        put_map(out, &value.counts, |out, count| put_long(out, *count));
    }

    fn read(input: &mut &[u8]) -> Option<Value> {
        Some(Value { labels: get_map(input, get_string)?, counts: get_map(input, get_long)? })
    }
}

fn get_label<'a>(input: &mut &'a [u8]) -> Option<(&'a str, &'a str)> {
    Some((get_str(input)?, get_str(input)?))
}

fn get_entry<'a>(input: &mut &'a [u8]) -> Option<(&'a str, i64)> {
    Some((get_str(input)?, get_long(input)?))
}

view!(Entries {
    labels: Run<'a> = |input: &mut &'a [u8]| get_run(input, get_label),
    counts: Run<'a> = |input: &mut &'a [u8]| get_run(input, get_entry),
});

impl View for Maps {
    type ByHand<'a> = Entries<'a>;
    generated_view!(MapsRef);

    fn by_hand<'a>(input: &mut &'a [u8]) -> Option<Entries<'a>> {
        Entries::read(input)
    }

    fn agree(value: &Value, one: &MapsRef<'_>, other: &Entries<'_>) -> bool {
        one.labels.iter().eq(value.labels.iter().map(|(key, label)| (&**key, &**label)))
            && one.counts.iter().eq(value.counts.iter().map(|(key, count)| (&**key, *count)))
            && get_map(&mut &*other.labels.bytes, get_string).as_ref() == Some(&value.labels)
            && get_map(&mut &*other.counts.bytes, get_long).as_ref() == Some(&value.counts)
            && (other.labels.count, other.counts.count) == (value.labels.len(), value.counts.len())
    }
}
