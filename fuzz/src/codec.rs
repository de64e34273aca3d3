//! What must hold of generated codecs, whatever the bytes are; true for what is worth keeping.

use crate::avro::generated::hostile::v1::{Hostile, HostileRef};
use crate::avro::generated::nasty::self_::crate_::r#type::v1::{Nasty, NastyRef, Routing};
use crate::json::generated::mixed::Mixed;
use crate::protobuf::generated::probe::v1::Probed;
use contract_runtime::avro::decode;
use contract_runtime::resolution::Transcoder;
use contract_runtime::{DecodeError, Event};
use std::sync::OnceLock;

/// What must hold of any bytes.
pub type Law = fn(&[u8]) -> bool;

/// Every shape of codec, by the name of its target.
pub const SHAPES: [(&str, Law); 8] = [
    ("codec_owned", owned),
    ("codec_event", event),
    ("codec_reused", reused),
    ("codec_view", view),
    ("codec_projection", projection),
    ("codec_resolution", resolution),
    ("codec_protobuf", protobuf),
    ("codec_json", json),
];

const OLDER: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../contract-codegen/tests/schemas/avro-older/nasty.avsc"
));

fn read(input: &[u8]) -> Result<Hostile, DecodeError> {
    decode(input, Hostile::read_avro)
}

fn written(value: &Hostile) -> Vec<u8> {
    let mut out = Vec::new();
    value.write_avro(&mut out).expect("what was read can be written");
    out
}

/// What is read is written, and read again as the same.
pub fn owned(input: &[u8]) -> bool {
    let Ok(value) = read(input) else { return false };
    let bytes = written(&value);
    let again = read(&bytes).expect("what was written can be read");
    assert_eq!(written(&again), bytes);
    true
}

/// The same of an event with every type there is.
pub fn event(input: &[u8]) -> bool {
    let Ok(value) = Nasty::decode(input) else { return false };
    let bytes = value.to_payload().expect("what was read can be written");
    let again = Nasty::decode(&bytes).expect("what was written can be read");
    assert_eq!(again.to_payload().as_ref(), Ok(&bytes));
    true
}

/// A value at hand becomes what a new one would have been.
pub fn reused(input: &[u8]) -> bool {
    let (first, second) = input.split_at(input.len() / 2);
    let Ok(mut value) = read(first) else { return false };
    let again = decode(second, |reader| value.read_avro_into(reader));
    match (read(second), again) {
        (Ok(new), Ok(())) => assert_eq!(written(&new), written(&value)),
        (new, again) => assert_eq!(new.err(), again.err()),
    }
    true
}

/// A view is refused where the value is, for the same reason.
pub fn view(input: &[u8]) -> bool {
    let (value, view) = (read(input), HostileRef::decode(input));
    if let (Ok(value), Ok(view)) = (&value, &view) {
        assert_eq!(view.text, value.text);
        assert_eq!(view.numbers.iter().collect::<Vec<_>>(), value.numbers);
        assert_eq!(view.children.iter().count(), value.children.len());
    }
    assert_eq!(view.as_ref().err(), value.as_ref().err());
    assert_eq!(NastyRef::decode(input).err(), Nasty::decode(input).err());
    value.is_ok()
}

/// What can be read as a whole can be projected.
pub fn projection(input: &[u8]) -> bool {
    let routing = Routing::read(input);
    if let Ok(value) = Nasty::decode(input) {
        let routing = routing.as_ref().expect("a part of what can be read");
        assert_eq!(routing.correlation_id, value.correlation_id);
        assert_eq!((routing.self_, routing.box_a), (value.self_, value.r#box.a));
    }
    routing.is_ok()
}

/// The compiled decoder of an older writer and the plan at run time agree.
pub fn resolution(input: &[u8]) -> bool {
    static PLAN: OnceLock<Transcoder> = OnceLock::new();
    let plan = PLAN.get_or_init(|| {
        Transcoder::of_texts(Nasty::RESOLVED_SCHEMA, OLDER).expect("both are schemas")
    });
    let compiled = (Nasty::WRITERS[0].decode)(input);
    let mut own = Vec::new();
    let planned =
        plan.transcode(input, &mut own).and_then(|notes| Ok((Nasty::decode(&own)?, notes)));
    match (compiled, planned) {
        (Ok(compiled), Ok((value, notes))) => {
            assert_eq!(compiled.value.to_payload(), value.to_payload());
            assert_eq!(compiled.notes, notes);
            true
        }
        (compiled, planned) => {
            assert!(compiled.is_err() && planned.is_err());
            false
        }
    }
}

/// The same of a Protobuf message.
pub fn protobuf(input: &[u8]) -> bool {
    judged::<Probed>(input)
}

/// The same of the text of a JSON Schema's type.
pub fn json(input: &[u8]) -> bool {
    judged::<Mixed>(input)
}

/// What is read can be judged, written, and read again as the same.
fn judged<E: Event>(input: &[u8]) -> bool {
    let Ok(value) = E::decode(input) else { return false };
    drop(value.validate());
    let bytes = value.to_payload().expect("what was read can be written");
    let again = E::decode(&bytes).expect("what was written can be read");
    assert_eq!(again.to_payload().as_ref(), Ok(&bytes));
    true
}
