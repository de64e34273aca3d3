//! Hostile and honest bytes through the Avro cursor.

use contract_runtime::avro::*;
use contract_runtime::{AvroDuration, Decimal, DecodeError, Uuid};
use proptest::prelude::*;

fn refused<'a, T: std::fmt::Debug>(
    bytes: &'a [u8],
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
) -> (Reason, u32) {
    let error = decode(bytes, read).unwrap_err();
    (error.reason, error.offset)
}

#[test]
fn broken_bytes_are_refused_with_reason_and_offset() {
    assert_eq!(refused(&[], Reader::long), (Reason::Truncated, 0));
    assert_eq!(refused(&[0x80, 0x80], Reader::long), (Reason::Truncated, 0));
    assert_eq!(refused(&[0xff; 10], Reader::long), (Reason::Varint, 0));
    assert_eq!(refused(&[0xff; 11], Reader::long), (Reason::Varint, 0));
    assert_eq!(refused(&[0x80, 0x80, 0x80, 0x80, 0x10], Reader::int), (Reason::Varint, 5));
    assert_eq!(refused(&[0, 0], Reader::long), (Reason::Trailing, 1));
    assert_eq!(refused(&[2], Reader::bool), (Reason::Boolean, 0));
    assert_eq!(refused(&[1], |r| r.bytes().map(<[u8]>::to_vec)), (Reason::Length, 1));
    assert_eq!(refused(&[10, b'a'], Reader::string), (Reason::Length, 1));
    assert_eq!(refused(&[4, 0xc3, 0x28], Reader::string), (Reason::Utf8, 3));
    assert_eq!(refused(&[1], Reader::branch), (Reason::Branch, 1));
    assert_eq!(refused(&[1], Reader::symbol), (Reason::Symbol, 1));
    assert_eq!(refused(&[2, b'x'], Reader::uuid), (Reason::Uuid, 2));
    assert_eq!(refused(&[0; 7], Reader::double), (Reason::Truncated, 0));
    assert_eq!(refused(&[0; 11], Reader::duration), (Reason::Truncated, 0));
}

#[test]
fn strings_between_other_bytes_are_read_as_they_are() {
    // Bytes that are no text, that look like the beginning of a character, and that would end one.
    for between in [&[0x80u8][..], &[0xc3], &[0xe2, 0x82], b"plain", "é".as_bytes(), &[]] {
        let mut payload = Vec::new();
        let words = ["", "a", "Jürgen", "😀", "plain ascii of some length", "é"];
        for word in words {
            write_bytes(&mut payload, between);
            write_string(&mut payload, word);
        }
        let read = decode(&payload, |reader| {
            words.map(|_| reader.bytes().and_then(|_| reader.string())).into_iter().collect()
        });
        assert_eq!(read, Ok(words.map(str::to_owned).to_vec()), "{between:x?}");
        // A string that ends within a character, though the payload goes on with the rest of it.
        let split = [2, b'a', 2, 0xc3, 0xa9];
        let cut = refused(&split, |r| r.string().and_then(|_| r.string()));
        assert_eq!(cut, (Reason::Utf8, 4));
    }
}

fn items(bytes: &[u8], min_size: usize) -> Result<usize, DecodeError> {
    decode(bytes, |reader| {
        let mut blocks = Blocks::default();
        let mut count = 0;
        while reader.next_item(&mut blocks, min_size, 8)? {
            if min_size > 0 {
                reader.long()?;
            }
            count += 1;
        }
        Ok(count)
    })
}

#[test]
fn blocks_are_bounded_by_the_payload() {
    assert_eq!(items(&[0], 1), Ok(0));
    assert_eq!(items(&[4, 1, 1, 0], 1), Ok(2));
    // A negative count is followed by the block's size in bytes.
    assert_eq!(items(&[3, 4, 1, 1, 2, 1, 0], 1), Ok(3));
    let mut huge = Vec::new();
    write_long(&mut huge, i64::MAX);
    assert_eq!(items(&huge, 1).unwrap_err().reason, Reason::Length);
    assert_eq!(items(&huge, 0).unwrap_err().reason, Reason::Length);
    let mut lowest = Vec::new();
    write_long(&mut lowest, i64::MIN);
    assert_eq!(items(&[&lowest[..], &[0]].concat(), 1).unwrap_err().reason, Reason::Length);
    // A negative size, and one beyond the payload.
    assert_eq!(items(&[3, 1, 1, 1, 0], 1).unwrap_err().reason, Reason::Length);
    assert_eq!(items(&[3, 40, 1, 1, 0], 1).unwrap_err().reason, Reason::Length);
    // A size that is not that of the block: to read it and to pass over it would end in two places.
    assert_eq!(items(&[3, 2, 1, 1, 0, 0], 1).unwrap_err().reason, Reason::Length);
    assert_eq!(items(&[3, 6, 1, 1, 0, 0], 1).unwrap_err().reason, Reason::Length);
    // Items without bytes are counted over all blocks.
    let mut empty = Vec::new();
    for _ in 0..3 {
        write_long(&mut empty, 30_000);
    }
    assert_eq!(items(&empty, 0).unwrap_err().reason, Reason::Length);
}

#[test]
fn nesting_is_bounded() {
    fn nest(reader: &mut Reader<'_>) -> Result<u32, DecodeError> {
        reader.enter()?;
        let depth = if reader.branch()? == 1 { nest(reader)? + 1 } else { 0 };
        reader.leave();
        Ok(depth)
    }
    let deep = |levels: usize| [vec![2; levels], vec![0]].concat();
    assert_eq!(decode(&deep(63), nest), Ok(63));
    assert_eq!(refused(&deep(64), nest).0, Reason::Depth);
    assert_eq!(refused(&deep(1_000_000), nest), (Reason::Depth, 64));
}

proptest! {
    #[test]
    fn what_is_written_reads_back(
        long: i64, int: i32, double: f64, text: String, bytes: Vec<u8>, unscaled: i128, id: u128,
        span: (u32, u32, u32),
    ) {
        let decimal = Decimal::<7>::from_unscaled(unscaled % 10i128.pow(38)).unwrap();
        let id = Uuid::from_u128(id);
        let span = AvroDuration { months: span.0, days: span.1, millis: span.2 };
        let mut out = Vec::new();
        write_long(&mut out, long);
        write_int(&mut out, int);
        write_double(&mut out, double);
        write_string(&mut out, &text);
        write_bytes(&mut out, &bytes);
        write_decimal(&mut out, decimal);
        write_decimal_fixed(&mut out, decimal, 20).unwrap();
        write_uuid(&mut out, &id);
        write_duration(&mut out, span);
        let mut r = Reader::new(&out);
        prop_assert_eq!(r.long(), Ok(long));
        prop_assert_eq!(r.int(), Ok(int));
        prop_assert_eq!(r.double().unwrap().to_bits(), double.to_bits());
        prop_assert_eq!(r.string(), Ok(text));
        prop_assert_eq!(r.bytes(), Ok(&bytes[..]));
        prop_assert_eq!(r.decimal::<7>(), Ok(decimal));
        prop_assert_eq!(r.decimal_fixed::<7>(20), Ok(decimal));
        prop_assert_eq!(r.uuid(), Ok(id));
        prop_assert_eq!(r.duration(), Ok(span));
        prop_assert!(r.rest().is_empty());
    }

    #[test]
    fn decimals_read_back_from_text_and_too_long_ones_do_not_fit(unscaled: i128) {
        let decimal = Decimal::<9>::from_unscaled(unscaled % 10i128.pow(38)).unwrap();
        prop_assert_eq!(decimal.to_string().parse(), Ok(decimal));
        let small = write_decimal_fixed(&mut Vec::new(), decimal, 4);
        prop_assert_eq!(small.is_ok(), i32::try_from(decimal.unscaled()).is_ok());
    }
}
