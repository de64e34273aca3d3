//! What every shape brings along, and the random values that it is tried with.

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

/// A shape of data: its schema, a way to make values, and a codec by hand next to the generated one.
pub(crate) trait Shape {
    const NAME: &'static str;
    const SCHEMA: &'static str;
    /// The schema for serde_avro_fast, if it wants another one for the same bytes.
    const FAST_SCHEMA: &'static str = Self::SCHEMA;

    /// The generated type.
    type Value: Debug + PartialEq;
    /// The same as plain serde structs.
    type Serde: Debug + PartialEq + Serialize + DeserializeOwned;
    /// The same as a prost message.
    type Prost: prost::Message + Default + PartialEq;

    fn value(random: &mut Random) -> Self::Value;
    fn prost(value: &Self::Value) -> Self::Prost;

    fn generated_write(value: &Self::Value, out: &mut Vec<u8>);
    fn generated_read(payload: &[u8]) -> Self::Value;

    fn write(value: &Self::Value, out: &mut Vec<u8>);
    fn read(input: &mut &[u8]) -> Option<Self::Value>;
}

/// A shape that has something to borrow.
pub(crate) trait View: Shape {
    type Generated<'a>;
    type ByHand<'a>;

    fn generated(payload: &[u8]) -> Self::Generated<'_>;
    fn by_hand<'a>(input: &mut &'a [u8]) -> Option<Self::ByHand<'a>>;
    fn agree(value: &Self::Value, one: &Self::Generated<'_>, other: &Self::ByHand<'_>) -> bool;
}

/// The generated codec of a shape, as its `Event` would call it.
macro_rules! generated {
    ($value:ty) => {
        fn generated_write(value: &$value, out: &mut Vec<u8>) {
            value.write_avro(out).unwrap();
        }

        fn generated_read(payload: &[u8]) -> $value {
            contract_runtime::avro::decode(payload, <$value>::read_avro).unwrap()
        }
    };
}
pub(crate) use generated;

/// The view of a type as its `Event` would read it.
macro_rules! generated_view {
    ($view:ident) => {
        type Generated<'a> = codec_shapes::shapes::$view<'a>;

        fn generated(payload: &[u8]) -> Self::Generated<'_> {
            contract_runtime::avro::decode(payload, codec_shapes::shapes::$view::read_view).unwrap()
        }
    };
}
pub(crate) use generated_view;

/// The values of a shape in every form that a contender takes; they all stand for the same bytes.
pub(crate) struct Sample<S: Shape> {
    pub(crate) apache: apache_avro::Schema,
    pub(crate) fast: serde_avro_fast::Schema,
    pub(crate) values: Vec<S::Value>,
    pub(crate) payloads: Vec<Vec<u8>>,
    pub(crate) serde: Vec<S::Serde>,
    pub(crate) fast_serde: Vec<S::Serde>,
    pub(crate) apache_values: Vec<apache_avro::types::Value>,
    pub(crate) prost: Vec<S::Prost>,
    pub(crate) prost_payloads: Vec<Vec<u8>>,
}

impl<S: Shape> Sample<S> {
    /// Makes the values, and asserts that every codec writes the same bytes and reads what was written.
    pub(crate) fn new(count: usize) -> Self {
        let mut random = Random(0x5eed_0000_0000_0000 + S::NAME.len() as u64);
        let values: Vec<_> = (0..count).map(|_| S::value(&mut random)).collect();
        let payloads: Vec<_> = values.iter().map(generated_payload::<S>).collect();
        let apache = apache_avro::Schema::parse_str(S::SCHEMA).unwrap();
        let fast: serde_avro_fast::Schema = S::FAST_SCHEMA.parse().unwrap();
        let reader = GenericDatumReader::builder(&apache).build().unwrap();
        let read = |payload: &Vec<u8>| reader.read_deser::<S::Serde>(&mut &payload[..]).unwrap();
        let serde: Vec<_> = payloads.iter().map(read).collect();
        let fast_serde: Vec<_> = payloads.iter().map(read).collect();
        let apache_values =
            payloads.iter().map(|payload| reader.read_value(&mut &payload[..]).unwrap()).collect();
        let prost: Vec<_> = values.iter().map(S::prost).collect();
        let prost_payloads = prost.iter().map(prost::Message::encode_to_vec).collect();
        let sample = Sample {
            fast,
            values,
            payloads,
            serde,
            fast_serde,
            apache_values,
            prost,
            prost_payloads,
            apache: apache.clone(),
        };
        sample.assert_agreement();
        sample
    }

    fn assert_agreement(&self) {
        let name = S::NAME;
        let writer = GenericDatumWriter::builder(&self.apache).build().unwrap();
        let reader = GenericDatumReader::builder(&self.apache).build().unwrap();
        let mut config = serde_avro_fast::ser::SerializerConfig::new(&self.fast);
        for (index, payload) in self.payloads.iter().enumerate() {
            let value = &self.values[index];
            let mut out = Vec::new();
            S::write(value, &mut out);
            assert_eq!(out, *payload, "{name}: by hand writes the same");
            let mut input = &payload[..];
            assert_eq!(S::read(&mut input).as_ref(), Some(value), "{name}: by hand");
            assert!(input.is_empty(), "{name}: by hand reads all");
            assert_eq!(S::generated_read(payload), *value, "{name}: generated");

            let written = writer.write_ser_to_vec(&self.serde[index]).unwrap();
            assert_eq!(written, *payload, "{name}: apache-avro writes the same");
            // Its maps have no order of their own, so that what it wrote is read again.
            let mut written = Vec::new();
            writer.write_value_ref(&mut written, &self.apache_values[index]).unwrap();
            let again = reader.read_value(&mut &written[..]).unwrap();
            assert_eq!(again, self.apache_values[index], "{name}: apache-avro's value");

            let written =
                serde_avro_fast::to_datum_vec(&self.fast_serde[index], &mut config).unwrap();
            assert_eq!(written, *payload, "{name}: serde_avro_fast writes the same");
            let read: S::Serde = serde_avro_fast::from_datum_slice(payload, &self.fast).unwrap();
            assert_eq!(read, self.fast_serde[index], "{name}: serde_avro_fast");

            let read: S::Prost = prost::Message::decode(&self.prost_payloads[index][..]).unwrap();
            assert!(read == self.prost[index], "{name}: prost");
        }
    }
}

fn generated_payload<S: Shape>(value: &S::Value) -> Vec<u8> {
    let mut out = Vec::new();
    S::generated_write(value, &mut out);
    out
}

/// SplitMix64: the same values in every run.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.bits() % limit
    }

    pub(crate) fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    /// Of every magnitude, most of them small.
    pub(crate) fn long(&mut self) -> i64 {
        let shift = 20 + self.below(44);
        self.bits() as i64 >> shift
    }

    pub(crate) fn int(&mut self) -> i32 {
        let shift = self.below(28);
        self.bits() as i32 >> shift
    }

    pub(crate) fn double(&mut self) -> f64 {
        self.long() as f64 / 64.0
    }

    /// A text of `least` characters to twice as many; one in eight is not ASCII.
    pub(crate) fn text(&mut self, least: u64) -> String {
        let length = least + self.below(least + 1);
        let mut text: String =
            (0..length).map(|_| char::from(b'a' + self.below(26) as u8)).collect();
        if self.below(8) == 0 {
            text.push('é');
        }
        text
    }

    pub(crate) fn sometimes<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.coin() { Some(make(self)) } else { None }
    }

    pub(crate) fn list<T>(&mut self, count: u64, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..count).map(|_| make(self)).collect()
    }

    pub(crate) fn array<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.bits() as u8)
    }
}
