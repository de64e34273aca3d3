//! Random messages go both ways between the generated codec, prost's, and a dynamic one; values, bytes and JSON agree.

use crate::random::{Choice, Random};
use contract_runtime::Event;
use prost::Message;
use prost::bytes::Buf;
use prost_oracle::{DESCRIPTORS, by_prost, catalogue, classic, probe};
use prost_reflect::{DescriptorPool, DynamicMessage, SerializeOptions};
use serde::de::DeserializeOwned;
use serde_json::Value;

const MESSAGES: usize = 2_000;

fn check<Ours, Theirs>(seed: u64, choice: Choice)
where
    Ours: Event
        + Message
        + Default
        + PartialEq
        + std::fmt::Debug
        + serde::Serialize
        + DeserializeOwned,
    Theirs: Message + Default + PartialEq,
{
    eprintln!("{} {choice:?}, seed {seed}", Ours::NAME);
    let pool = DescriptorPool::decode(DESCRIPTORS).unwrap();
    let descriptor = pool.get_message_by_name(Ours::NAME).unwrap();
    let mut random = Random::new(seed, choice);
    for round in 0..MESSAGES {
        let dynamic = random.message(&descriptor, 4);
        let bytes = dynamic.encode_to_vec();
        let ours = <Ours as Event>::decode(&bytes).unwrap();
        let theirs = Theirs::decode(&bytes[..]).unwrap();

        let written = ours.to_payload().unwrap();
        assert!(Theirs::decode(&written[..]).unwrap() == theirs, "round {round}: {ours:?}");
        let written_by_prost = theirs.encode_to_vec();
        assert_eq!(<Ours as Event>::decode(&written_by_prost).unwrap(), ours, "round {round}");
        if choice == Choice::Comparable {
            let at = written.iter().zip(&written_by_prost).take_while(|(a, b)| a == b).count();
            let rest = (&written[at..], &written_by_prost[at..]);
            assert!(written == written_by_prost, "round {round}: from byte {at} on {rest:?}");
        }
        let read = |bytes: &[u8]| DynamicMessage::decode(descriptor.clone(), bytes).unwrap();
        assert!(read(&written) == read(&bytes), "round {round}: {ours:?}");

        // The same through prost's trait.
        assert_eq!(ours.encoded_len(), written.len(), "round {round}: {ours:?}");
        assert_eq!(ours.encode_to_vec(), written);
        assert_eq!(<Ours as Message>::decode(&bytes[..]).unwrap(), ours);

        json(&ours, dynamic, round);
    }
}

/// The same of a message that is no event, through prost's trait alone; the bytes also come in pieces.
fn check_message<Ours, Theirs>(name: &str, seed: u64, choice: Choice)
where
    Ours: Message + Default + PartialEq + std::fmt::Debug + serde::Serialize + DeserializeOwned,
    Theirs: Message + Default + PartialEq,
{
    eprintln!("{name} {choice:?}, seed {seed}");
    let pool = DescriptorPool::decode(DESCRIPTORS).unwrap();
    let descriptor = pool.get_message_by_name(name).unwrap();
    let mut random = Random::new(seed, choice);
    for round in 0..MESSAGES {
        let dynamic = random.message(&descriptor, 4);
        let bytes = dynamic.encode_to_vec();
        let ours = Ours::decode(&bytes[..]).unwrap();
        let theirs = Theirs::decode(&bytes[..]).unwrap();
        let (written, written_by_prost) = (ours.encode_to_vec(), theirs.encode_to_vec());
        assert_eq!(ours.encoded_len(), written.len(), "round {round}: {ours:?}");
        assert!(Theirs::decode(&written[..]).unwrap() == theirs, "round {round}: {ours:?}");
        assert_eq!(Ours::decode(&written_by_prost[..]).unwrap(), ours, "round {round}");
        if choice == Choice::Comparable {
            assert!(written == written_by_prost, "round {round}: {ours:?}");
        }
        let (head, tail) = bytes.split_at(random.below(bytes.len() + 1));
        let in_pieces = Ours::decode(Buf::chain(head, tail));
        assert_eq!(in_pieces.unwrap(), ours, "round {round}");
        json(&ours, dynamic, round);
    }
}

/// Every value in the dynamic message's JSON stands in ours, what else ours has is a default, and both are read.
fn json<Ours>(ours: &Ours, dynamic: DynamicMessage, round: usize)
where
    Ours: PartialEq + std::fmt::Debug + serde::Serialize + DeserializeOwned,
{
    let shown = serde_json::to_value(ours).unwrap();
    assert_eq!(&serde_json::from_value::<Ours>(shown.clone()).unwrap(), ours, "round {round}");
    let options = SerializeOptions::new();
    let expected = dynamic.serialize_with_options(serde_json::value::Serializer, &options).unwrap();
    contains(&shown, &expected, &format!("round {round}"));
    let read: Ours = serde_json::from_value(expected).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), shown, "round {round}");
}

fn contains(ours: &Value, theirs: &Value, path: &str) {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for (name, value) in theirs {
                let own = ours.get(name).unwrap_or_else(|| panic!("{path}: no {name}"));
                contains(own, value, &format!("{path}.{name}"));
            }
            for (name, value) in ours.iter().filter(|(name, _)| !theirs.contains_key(*name)) {
                assert!(is_default(value), "{path}.{name}: {value} is too much");
            }
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            assert_eq!(ours.len(), theirs.len(), "{path}");
            for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                contains(ours, theirs, &format!("{path}[{index}]"));
            }
        }
        _ => assert_eq!(ours, theirs, "{path}"),
    }
}

/// Null, zero or empty; the constants with number zero are called so here.
fn is_default(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty() || text == "0" || text.ends_with("_UNSPECIFIED"),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
    }
}

#[test]
fn every_kind_of_field_agrees_with_prost() {
    check::<probe::probe::v1::Probed, by_prost::probe::v1::Probed>(1, Choice::Comparable);
    check::<probe::probe::v1::Probed, by_prost::probe::v1::Probed>(2, Choice::All);
}

#[test]
fn groups_required_fields_and_maps_of_every_key_agree_with_prost() {
    use {by_prost::classic::v1::Classic as Theirs, classic::classic::v1::Classic as Ours};
    check_message::<Ours, Theirs>("classic.v1.Classic", 7, Choice::Comparable);
    check_message::<Ours, Theirs>("classic.v1.Classic", 8, Choice::All);
}

#[test]
fn an_order_agrees_with_prost() {
    use by_prost::fintech::orders::v1 as theirs;
    use catalogue::fintech::orders::v1 as ours;
    check::<ours::OrderCreated, theirs::OrderCreated>(3, Choice::Comparable);
    check::<ours::OrderCreated, theirs::OrderCreated>(4, Choice::All);
}

#[test]
fn a_tracker_update_agrees_with_prost() {
    use by_prost::fintech::swift::v1 as theirs;
    use catalogue::fintech::swift::v1 as ours;
    check::<ours::SwiftGpiUpdated, theirs::SwiftGpiUpdated>(5, Choice::Comparable);
    check::<ours::SwiftGpiUpdated, theirs::SwiftGpiUpdated>(6, Choice::All);
}

#[test]
fn messages_with_a_json_of_their_own_agree_with_prost() {
    use {by_prost::known::v1::Known as Theirs, classic::known::v1::Known as Ours};
    check_message::<Ours, Theirs>("known.v1.Known", 9, Choice::Comparable);
    check_message::<Ours, Theirs>("known.v1.Known", 10, Choice::All);
}
