//! Generated messages wherever prost's are taken: in `Any`, in buffers of several pieces, merged and cleared.

use crate::random::{Choice, Random};
use prost::bytes::Buf;
use prost::{Message, Name};
use prost_oracle::catalogue::fintech::orders::v1::OrderCreated;
use prost_oracle::probe::probe::v1::Probed;
use prost_oracle::probe::probe::v1::probed::Inner;
use prost_oracle::{DESCRIPTORS, by_prost, classic};
use prost_reflect::DescriptorPool;

/// Bytes in two pieces, as a network hands them over.
fn pieces(bytes: &[u8], at: usize) -> impl Buf + '_ {
    bytes[..at].chain(&bytes[at..])
}

fn message(seed: u64) -> Vec<u8> {
    let pool = DescriptorPool::decode(DESCRIPTORS).unwrap();
    let descriptor = pool.get_message_by_name(Probed::full_name().as_str()).unwrap();
    Random::new(seed, Choice::Comparable).message(&descriptor, 3).encode_to_vec()
}

#[test]
fn an_any_carries_a_generated_message() {
    let order = OrderCreated { order_id: "o-1".into(), amount_minor: 5, ..Default::default() };
    let any = prost_types::Any::from_msg(&order).unwrap();
    assert_eq!(any.type_url, "/fintech.orders.v1.OrderCreated");
    assert_eq!(any.to_msg::<OrderCreated>().unwrap(), order);
    let theirs = by_prost::fintech::orders::v1::OrderCreated::decode(&any.value[..]).unwrap();
    assert_eq!((theirs.order_id.as_str(), theirs.amount_minor), ("o-1", 5));
    assert!(any.to_msg::<Probed>().is_err());
}

#[test]
fn names_know_packages_and_outer_messages() {
    assert_eq!((Inner::PACKAGE, Inner::NAME), ("probe.v1", "Probed.Inner"));
    assert_eq!(Inner::full_name(), "probe.v1.Probed.Inner");
}

#[test]
fn a_message_is_read_from_pieces_wherever_they_are_cut() {
    for seed in 0..20 {
        let bytes = message(seed);
        let whole = Probed::decode(&bytes[..]).unwrap();
        for at in 0..=bytes.len().min(400) {
            assert_eq!(Probed::decode(pieces(&bytes, at)).unwrap(), whole, "seed {seed}, cut {at}");
        }
    }
}

#[test]
fn a_torn_message_is_refused_or_read_and_never_panics() {
    let bytes = message(7);
    for end in 0..bytes.len() {
        for at in [0, end / 2] {
            let ours = Probed::decode(pieces(&bytes[..end], at)).is_ok();
            let theirs = by_prost::probe::v1::Probed::decode(&bytes[..end]).is_ok();
            assert_eq!(ours, theirs, "{end} bytes, cut {at}");
        }
    }
}

#[test]
fn unknown_fields_and_groups_are_skipped_in_one_piece_and_in_two() {
    // Field 500 as a varint, a string, a group and four bytes; then the number.
    let bytes = [
        0xa0, 0x1f, 1, 0xa2, 0x1f, 1, 0, 0xa3, 0x1f, 8, 1, 0xa4, 0x1f, 0xa5, 0x1f, 1, 2, 3, 4, 88,
        9,
    ];
    for at in 0..=bytes.len() {
        let read = Probed::decode(pieces(&bytes, at)).unwrap();
        assert_eq!(read, Probed { number: 9, ..Default::default() }, "cut {at}");
    }
    assert!(Probed::decode(&[0xa4, 0x1f][..]).is_err());
}

#[test]
fn messages_merge_clear_and_travel_behind_their_length() {
    let mut event = Probed { number: 1, names: vec!["a".into()], ..Default::default() };
    let more = Probed { names: vec!["b".into()], flag: true, ..Default::default() };
    Message::merge(&mut event, &more.encode_to_vec()[..]).unwrap();
    assert_eq!((event.number, event.flag, event.names.len()), (1, true, 2));
    let framed = event.encode_length_delimited_to_vec();
    assert_eq!(Probed::decode_length_delimited(&framed[..]).unwrap(), event);
    event.clear();
    assert_eq!(event, Probed::default());
    // What needs room says so before it writes.
    assert!(more.encode(&mut &mut [0u8; 2][..]).is_err());
}

#[test]
fn getters_give_what_prosts_give() {
    use {by_prost::classic::v1::Classic as Theirs, classic::classic::v1::Classic as Ours};
    // Nothing set, then everything but the map.
    let set = [
        &[0x18, 1, 0x22, 1, b'w', 0x28, 1, 0x65, 0, 0, 0, 63, 0x6a, 0, 0x70, 1, 0x78, 0][..],
        &[0x80, 1, 1, 0x89, 1, 0, 0, 0, 0, 0, 0, 240, 63, 0x91, 1, 1, 0, 0, 0, 0, 0, 0, 0],
    ];
    for bytes in [Vec::new(), set.concat()] {
        let ours = <Ours as Message>::decode(&bytes[..]).unwrap();
        let theirs = Theirs::decode(&bytes[..]).unwrap();
        assert_eq!(ours.seven(), theirs.seven());
        assert_eq!(ours.word(), theirs.word());
        assert_eq!(ours.level().number(), theirs.level() as i32);
        assert_eq!(ours.endless(), theirs.endless());
        assert_eq!(ours.raw(), theirs.raw());
        assert_eq!(ours.negative(), theirs.negative());
        assert_eq!(ours.yes(), theirs.yes());
        assert_eq!(ours.order().number(), theirs.order() as i32);
        assert_eq!(ours.none().to_bits(), theirs.none().to_bits());
        assert_eq!(ours.r#type(), theirs.r#type());
        assert_eq!(ours.plain(), theirs.plain());
        assert_eq!(ours.number(), theirs.number);
    }
}
