//! A recursive tree: thirteen nodes in three levels.

use crate::primitives::*;
use crate::raw::*;
use crate::shape::{Random, Shape, View, generated, generated_view};
use codec_shapes::shapes::{Tree as Value, TreeRef};
use serde::{Deserialize, Serialize};

pub(crate) struct Tree;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Tree")]
pub(crate) struct Serde {
    label: String,
    weight: i64,
    children: Vec<Serde>,
}

#[derive(PartialEq, prost::Message)]
pub(crate) struct Prost {
    #[prost(string, tag = "1")]
    label: String,
    #[prost(sint64, tag = "2")]
    weight: i64,
    #[prost(message, repeated, tag = "3")]
    children: Vec<Prost>,
}

fn node(random: &mut Random, levels: u64) -> Value {
    let count = if levels == 0 { 0 } else { 3 };
    Value {
        label: random.text(6),
        weight: random.long(),
        children: random.list(count, |random| node(random, levels - 1)),
    }
}

impl Shape for Tree {
    const NAME: &'static str = "recursive tree";
    const SCHEMA: &'static str = include_str!("../schemas/tree.avsc");
    type Value = Value;
    type Serde = Serde;
    type Prost = Prost;
    generated!(Value);

    fn value(random: &mut Random) -> Value {
        node(random, 2)
    }

    fn prost(value: &Value) -> Prost {
        Prost {
            label: value.label.clone(),
            weight: value.weight,
            children: value.children.iter().map(Self::prost).collect(),
        }
    }

    fn write(value: &Value, out: &mut Vec<u8>) {
        put_str(out, &value.label);
        put_long(out, value.weight);
        put_list(out, &value.children, |out, child| Self::write(child, out));
    }

    fn read(input: &mut &[u8]) -> Option<Value> {
        read_within(input, 64)
    }
}

/// Who reads trees of strangers counts levels.
fn read_within(input: &mut &[u8], levels: u32) -> Option<Value> {
    let levels = levels.checked_sub(1)?;
    Some(Value {
        label: get_string(input)?,
        weight: get_long(input)?,
        children: get_list(input, |input| read_within(input, levels))?,
    })
}

pub(crate) struct Node<'a> {
    label: &'a str,
    weight: i64,
    children: Run<'a>,
}

fn view_within<'a>(input: &mut &'a [u8], levels: u32) -> Option<Node<'a>> {
    let levels = levels.checked_sub(1)?;
    Some(Node {
        label: get_str(input)?,
        weight: get_long(input)?,
        children: get_run(input, |input| view_within(input, levels))?,
    })
}

impl View for Tree {
    type ByHand<'a> = Node<'a>;
    generated_view!(TreeRef);

    fn by_hand<'a>(input: &mut &'a [u8]) -> Option<Node<'a>> {
        view_within(input, 64)
    }

    fn agree(value: &Value, one: &TreeRef<'_>, other: &Node<'_>) -> bool {
        let children = get_list(&mut &*other.children.bytes, |input| read_within(input, 64));
        value.label == one.label
            && value.weight == one.weight
            && value.label == other.label
            && value.weight == other.weight
            && children.as_ref() == Some(&value.children)
            && other.children.count == value.children.len()
            && value
                .children
                .iter()
                .map(|child| &child.label)
                .eq(one.children.iter().map(|child| child.label))
    }
}
