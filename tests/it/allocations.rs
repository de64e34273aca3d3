//! What codecs allocate: nothing where there is a payload to point into or memory to write to.

use crate::payment;
use contract_runtime::Event;
use event_contracts::fintech::payments::v1::{
    PaymentInitiated, PaymentInitiatedRef, PaymentRouting,
};
use std::hint::black_box;

/// How often `run` asked for memory, of this thread.
fn allocations<T>(run: impl FnOnce() -> T) -> u64 {
    let counted = allocation_counter::measure(|| {
        black_box(run());
    });
    counted.count_total
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| Vec::<u8>::with_capacity(black_box(1))), 1);
}

#[test]
fn views_allocate_nothing_nor_do_those_who_look_at_them() {
    let event = payment::initiated();
    let payload = event.to_payload().unwrap();
    assert_eq!(allocations(|| PaymentInitiatedRef::decode(&payload).unwrap().amount), 0);
    let looked_at = || {
        let view = PaymentInitiatedRef::decode(&payload).unwrap();
        let screening = view.screening.as_ref().unwrap();
        let lists = screening.originator.lists.iter().map(str::len).sum::<usize>();
        let address = view.originator_info.identity.address.as_ref().unwrap();
        lists + address.address_line.iter().map(str::len).sum::<usize>()
    };
    assert_ne!(looked_at(), 0, "there is something to look at");
    assert_eq!(allocations(looked_at), 0);
    // Neither does one that ends too early.
    assert_eq!(allocations(|| PaymentInitiatedRef::decode(&payload[..99]).is_err()), 0);
}

#[test]
fn a_projection_allocates_nothing() {
    let payload = payment::initiated().to_payload().unwrap();
    let read = || PaymentRouting::read(&payload).unwrap().account_id.len();
    assert_ne!(read(), 0);
    assert_eq!(allocations(read), 0);
}

#[test]
fn an_event_is_written_into_a_buffer_without_allocating_and_into_a_new_one_with_a_single_allocation()
 {
    let event = payment::initiated();
    let mut out = Vec::with_capacity(event.encoded_size_hint());
    assert_eq!(allocations(|| event.encode(&mut out).unwrap()), 0);
    assert_eq!(allocations(|| event.to_payload().unwrap()), 1);
}

#[test]
fn a_valid_event_is_validated_without_allocating() {
    let event = payment::initiated();
    event.validate().unwrap();
    assert_eq!(allocations(|| event.validate().is_ok()), 0);
}

#[test]
fn an_event_is_read_with_an_allocation_for_each_of_its_texts_and_lists() {
    let event = payment::initiated();
    let payload = event.to_payload().unwrap();
    let copied = allocations(|| event.clone());
    assert_eq!(allocations(|| PaymentInitiated::decode(&payload).unwrap()), copied);
}

#[test]
fn an_event_that_is_read_into_another_takes_over_its_memory() {
    let event = payment::initiated();
    let payload = event.to_payload().unwrap();
    let mut reused = event.clone();
    assert_eq!(allocations(|| reused.decode_into(&payload).unwrap()), 0);
    let mut other = event.clone();
    other.originator_info.identity.name = "A name that is longer than any before it".into();
    other.end_to_end_id = None;
    let payload = other.to_payload().unwrap();
    assert_eq!(allocations(|| reused.decode_into(&payload).unwrap()), 1, "of the name");
    assert_eq!(reused, other);
}
