//! Records in records, eight levels.

use crate::primitives::*;
use crate::shape::{Random, Shape, View, generated, generated_view};
use codec_shapes::shapes::{
    Deep as Value, Deep2, Deep2Ref, Deep3, Deep3Ref, Deep4, Deep4Ref, Deep5, Deep5Ref, Deep6,
    Deep6Ref, Deep7, Deep7Ref, Deep8, Deep8Ref, DeepRef,
};
use serde::{Deserialize, Serialize};

pub(crate) struct Deep;

/// What every level is, for each of the contenders.
macro_rules! levels {
    ($($name:literal: $value:ident, $view:ident, $serde:ident, $prost:ident, $by_hand:ident
       => $next:ident, $next_serde:ident, $next_prost:ident, $next_by_hand:ident;)*) => {$(
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename = $name)]
        pub(crate) struct $serde {
            name: String,
            number: i64,
            next: $next_serde,
        }

        #[derive(PartialEq, prost::Message)]
        pub(crate) struct $prost {
            #[prost(string, tag = "1")]
            name: String,
            #[prost(sint64, tag = "2")]
            number: i64,
            #[prost(message, optional, tag = "3")]
            next: Option<$next_prost>,
        }

        pub(crate) struct $by_hand<'a> {
            name: &'a str,
            number: i64,
            next: $next_by_hand<'a>,
        }

        impl Level for $value {
            type Prost = $prost;
            type View<'a> = $view<'a>;
            type ByHand<'a> = $by_hand<'a>;

            fn make(random: &mut Random) -> Self {
                $value { name: random.text(6), number: random.long(), next: $next::make(random) }
            }

            fn prost(&self) -> $prost {
                let Self { name, number, next } = self;
                $prost { name: name.clone(), number: *number, next: Some(next.prost()) }
            }

            fn write(&self, out: &mut Vec<u8>) {
                put_str(out, &self.name);
                put_long(out, self.number);
                self.next.write(out);
            }

            fn read(input: &mut &[u8]) -> Option<Self> {
                Some($value {
                    name: get_string(input)?,
                    number: get_long(input)?,
                    next: $next::read(input)?,
                })
            }

            fn read_view<'a>(input: &mut &'a [u8]) -> Option<$by_hand<'a>> {
                Some($by_hand {
                    name: get_str(input)?,
                    number: get_long(input)?,
                    next: $next::read_view(input)?,
                })
            }

            fn agrees(&self, one: &$view<'_>, other: &$by_hand<'_>) -> bool {
                self.name == one.name && self.name == other.name
                    && self.number == one.number && self.number == other.number
                    && self.next.agrees(&one.next, &other.next)
            }
        }
    )*};
}

trait Level: Sized {
    type Prost;
    type View<'a>;
    type ByHand<'a>;
    fn make(random: &mut Random) -> Self;
    fn prost(&self) -> Self::Prost;
    fn write(&self, out: &mut Vec<u8>);
    fn read(input: &mut &[u8]) -> Option<Self>;
    fn read_view<'a>(input: &mut &'a [u8]) -> Option<Self::ByHand<'a>>;
    fn agrees(&self, one: &Self::View<'_>, other: &Self::ByHand<'_>) -> bool;
}

levels! {
    "Deep": Value, DeepRef, Serde1, Prost1, ByHand1 => Deep2, Serde2, Prost2, ByHand2;
    "Deep2": Deep2, Deep2Ref, Serde2, Prost2, ByHand2 => Deep3, Serde3, Prost3, ByHand3;
    "Deep3": Deep3, Deep3Ref, Serde3, Prost3, ByHand3 => Deep4, Serde4, Prost4, ByHand4;
    "Deep4": Deep4, Deep4Ref, Serde4, Prost4, ByHand4 => Deep5, Serde5, Prost5, ByHand5;
    "Deep5": Deep5, Deep5Ref, Serde5, Prost5, ByHand5 => Deep6, Serde6, Prost6, ByHand6;
    "Deep6": Deep6, Deep6Ref, Serde6, Prost6, ByHand6 => Deep7, Serde7, Prost7, ByHand7;
    "Deep7": Deep7, Deep7Ref, Serde7, Prost7, ByHand7 => Deep8, Serde8, Prost8, ByHand8;
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Deep8")]
pub(crate) struct Serde8 {
    name: String,
    number: i64,
}

#[derive(PartialEq, prost::Message)]
pub(crate) struct Prost8 {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(sint64, tag = "2")]
    number: i64,
}

pub(crate) struct ByHand8<'a> {
    name: &'a str,
    number: i64,
}

impl Level for Deep8 {
    type Prost = Prost8;
    type View<'a> = Deep8Ref<'a>;
    type ByHand<'a> = ByHand8<'a>;

    fn make(random: &mut Random) -> Self {
        Deep8 { name: random.text(6), number: random.long() }
    }

    fn prost(&self) -> Prost8 {
        Prost8 { name: self.name.clone(), number: self.number }
    }

    fn write(&self, out: &mut Vec<u8>) {
        put_str(out, &self.name);
        put_long(out, self.number);
    }

    fn read(input: &mut &[u8]) -> Option<Self> {
        Some(Deep8 { name: get_string(input)?, number: get_long(input)? })
    }

    fn read_view<'a>(input: &mut &'a [u8]) -> Option<ByHand8<'a>> {
        Some(ByHand8 { name: get_str(input)?, number: get_long(input)? })
    }

    fn agrees(&self, one: &Deep8Ref<'_>, other: &ByHand8<'_>) -> bool {
        self.name == one.name
            && self.name == other.name
            && self.number == one.number
            && self.number == other.number
    }
}

impl Shape for Deep {
    const NAME: &'static str = "deep nesting";
    const SCHEMA: &'static str = include_str!("../schemas/deep.avsc");
    type Value = Value;
    type Serde = Serde1;
    type Prost = Prost1;
    generated!(Value);

    fn value(random: &mut Random) -> Value {
        Value::make(random)
    }

    fn prost(value: &Value) -> Prost1 {
        value.prost()
    }

    fn write(value: &Value, out: &mut Vec<u8>) {
        Level::write(value, out);
    }

    fn read(input: &mut &[u8]) -> Option<Value> {
        Level::read(input)
    }
}

impl View for Deep {
    type ByHand<'a> = ByHand1<'a>;
    generated_view!(DeepRef);

    fn by_hand<'a>(input: &mut &'a [u8]) -> Option<ByHand1<'a>> {
        Value::read_view(input)
    }

    fn agree(value: &Value, one: &DeepRef<'_>, other: &ByHand1<'_>) -> bool {
        value.agrees(one, other)
    }
}
