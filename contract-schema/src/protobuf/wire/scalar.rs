//! What becomes of a number or a text that is read as another type: a table.

use prost_reflect::Kind;

/// What the reader makes of the writer's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::protobuf) enum Turn {
    /// The same values.
    Same,
    /// Large values lose bits, or all but zero become `true`.
    Narrowed,
    /// Negative or large values change their sign.
    Sign,
    /// Constants become numbers, or numbers constants.
    EnumNumber,
    /// Bytes become text, which they may not be.
    Text,
    /// The two travel in different forms.
    Other,
}

/// The types without their descriptors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plain {
    Int32,
    Int64,
    Uint32,
    Uint64,
    Sint32,
    Sint64,
    Fixed32,
    Fixed64,
    Sfixed32,
    Sfixed64,
    Bool,
    Enum,
    Text,
    Bytes,
    Float,
    Double,
    Message,
}

use Plain::{
    Bool, Bytes, Double, Enum, Fixed32, Fixed64, Float, Int32, Int64, Message, Sfixed32, Sfixed64,
    Sint32, Sint64, Text, Uint32, Uint64,
};

/// Writer's types, reader's types, what becomes of the values. What is in no row travels in another form.
const TABLE: &[(&[Plain], &[Plain], Turn)] = &[
    (&[Int32], &[Int64], Turn::Same),
    (&[Uint32], &[Int64, Uint64], Turn::Same),
    (&[Bool], &[Int32, Int64, Uint32, Uint64], Turn::Same),
    (&[Sint32], &[Sint64], Turn::Same),
    (&[Text], &[Bytes], Turn::Same),
    (&[Int32, Int64, Uint32, Uint64], &[Bool], Turn::Narrowed),
    (&[Int64, Uint64], &[Int32, Uint32], Turn::Narrowed),
    (&[Sint64], &[Sint32], Turn::Narrowed),
    (&[Int32], &[Uint32, Uint64], Turn::Sign),
    (&[Uint32], &[Int32], Turn::Sign),
    (&[Int64], &[Uint64], Turn::Sign),
    (&[Uint64], &[Int64], Turn::Sign),
    (&[Fixed32], &[Sfixed32], Turn::Sign),
    (&[Sfixed32], &[Fixed32], Turn::Sign),
    (&[Fixed64], &[Sfixed64], Turn::Sign),
    (&[Sfixed64], &[Fixed64], Turn::Sign),
    (&[Enum], &[Int32, Int64, Uint32, Uint64, Bool], Turn::EnumNumber),
    (&[Int32, Int64, Uint32, Uint64, Bool], &[Enum], Turn::EnumNumber),
    (&[Bytes], &[Text], Turn::Text),
];

/// What a value of `writer` becomes for a reader that expects `reader`.
pub(in crate::protobuf) fn turn(writer: &Kind, reader: &Kind) -> Turn {
    let (was, is) = (Plain::of(writer), Plain::of(reader));
    if was == is && was != Message {
        return Turn::Same;
    }
    let row = TABLE.iter().find(|(from, to, _)| from.contains(&was) && to.contains(&is));
    row.map_or(Turn::Other, |row| row.2)
}

impl Plain {
    fn of(kind: &Kind) -> Plain {
        match kind {
            Kind::Int32 => Int32,
            Kind::Int64 => Int64,
            Kind::Uint32 => Uint32,
            Kind::Uint64 => Uint64,
            Kind::Sint32 => Sint32,
            Kind::Sint64 => Sint64,
            Kind::Fixed32 => Fixed32,
            Kind::Fixed64 => Fixed64,
            Kind::Sfixed32 => Sfixed32,
            Kind::Sfixed64 => Sfixed64,
            Kind::Bool => Bool,
            Kind::Enum(_) => Enum,
            Kind::String => Text,
            Kind::Bytes => Bytes,
            Kind::Float => Float,
            Kind::Double => Double,
            Kind::Message(_) => Message,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pair_of_types_has_two_rows() {
        for (at, (from, to, _)) in TABLE.iter().enumerate() {
            for (other_from, other_to, _) in &TABLE[at + 1..] {
                let meet = |a: &[Plain], b: &[Plain]| a.iter().any(|plain| b.contains(plain));
                assert!(!(meet(from, other_from) && meet(to, other_to)), "{from:?} {to:?}");
            }
        }
        assert_eq!(turn(&Kind::Int32, &Kind::Int32), Turn::Same);
        assert_eq!(turn(&Kind::Float, &Kind::Double), Turn::Other);
    }
}
