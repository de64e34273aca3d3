//! Names and shapes that are hard on a compiler: that they compile at all is the first test.

use crate::avro::generated::hashed::v1 as hashed;
use crate::avro::generated::listed::v1 as listed;
use crate::avro::generated::nasty::other::Box as Inner;
use crate::avro::generated::nasty::self_::crate_::r#type::v1 as nasty;
use contract_runtime::avro::{Reason, write_bytes, write_long, write_string, write_uuid};
use contract_runtime::{
    Bytes, Date, Decimal, Event, Fixed, Now, Path, TimestampMicros, Uuid, Violations,
};
use nasty::{Nasty, NastyRef, NastyWide, Routing, String as Kind};

const ID: Uuid = Uuid::from_u128(7);

/// A payload of the older writer; `wide` is the branch and what follows it.
pub(crate) fn older(wide: &[u8]) -> Vec<u8> {
    let mut out = vec![2, 0, 0, 0]; // gone: one in another, no numbers
    write_bytes(&mut out, b"text");
    write_string(&mut out, "flow");
    write_uuid(&mut out, &ID);
    write_long(&mut out, 40);
    out.extend_from_slice(wide);
    write_long(&mut out, 41);
    out
}

/// What an older payload becomes: defaults of every type stand where nothing was written.
pub(crate) fn filled() -> Nasty {
    (Nasty::WRITERS[0].decode)(&older(&[4])).unwrap().value
}

#[test]
fn defaults_of_every_type_stand_for_what_an_older_writer_did_not_write() {
    let value = filled();
    assert_eq!(value.event_id, ID);
    assert_eq!(value.r#type, "text", "an alias, and bytes as a string");
    assert_eq!((value.r#match, value.self_, value.self_2), (-5, 40, true));
    assert_eq!((value.reader, value.value), (1.5, -2.25));
    assert_eq!(value.out, Bytes(vec![0, 0xff, 0x7f]));
    assert_eq!((value.option, value.result.as_deref()), (None, Some("x")));
    assert_eq!(value.blocks, [1, -1]);
    assert_eq!(
        value.map.into_iter().collect::<Vec<_>>(),
        [("a".to_owned(), 1), ("b".to_owned(), 2)]
    );
    assert_eq!(value.string, Kind::None);
    assert_eq!(value._1.0, Fixed(*b"abc"));
    assert_eq!(value.r#box, Box::new(Inner { a: 3, up: None, twin: None }));
    assert_eq!(value.date, Date(0));
    assert_eq!(value.micros, TimestampMicros(41));
    assert_eq!(value.span.days, 2);
    assert_eq!(value.money, Decimal::<38>::from_i64(-1));
    assert_eq!(value.whole, Decimal::<0>::from_i64(5));
    assert_eq!(value.uuid_bytes, Uuid::from_bytes(*b"0123456789abcdef"));
    assert_eq!(value.wide, None);
}

#[test]
fn unions_and_symbols_of_the_older_writer_are_read_visibly() {
    let decode = |wide: &[u8]| (Nasty::WRITERS[0].decode)(&older(wide));
    assert_eq!(decode(&[0, 6]).unwrap().value.wide, Some(NastyWide::Int(3)));
    let known = decode(&[2, 0]).unwrap();
    assert_eq!(known.value.wide, Some(NastyWide::String2(Kind::Some)));
    assert!(known.notes.is_empty());
    let unknown = decode(&[2, 2]).unwrap();
    assert_eq!(unknown.value.wide, Some(NastyWide::String2(Kind::Underscore)));
    let symbols: Vec<&str> = unknown.notes.symbols().collect();
    assert_eq!(symbols, ["nasty.self.crate.type.v1.String.NEW"]);
    assert_eq!(decode(&[2, 4]).unwrap_err().reason, Reason::Symbol);
    assert_eq!(decode(&[6]).unwrap_err().reason, Reason::Branch);
    let dropped = Nasty::WRITERS[0].dropped;
    assert_eq!(dropped, ["nasty.self.crate.type.v1.Older.gone"]);
}

#[test]
fn what_a_list_in_a_branch_holds_is_checked_and_named() {
    let codes = ["ABC", "ABCD"].map(|code| listed::Checked { code: code.to_owned() });
    let among = Some(listed::ListedAmong::Array(codes.into()));
    let value = listed::Listed { among, counts: vec![Some(6)], words: [].into() };
    assert_eq!(broken(&value), [("among[1].code".to_owned(), "string.max_len")]);
}

#[test]
fn rules_go_over_elements_that_may_be_null() {
    let value = |counts: &[Option<i32>], key: &str| listed::Listed {
        among: None,
        counts: counts.to_vec(),
        words: [(key.to_owned(), None)].into(),
    };
    assert_eq!(broken(&value(&[None, Some(6)], "k")), []);
    assert_eq!(broken(&value(&[None, Some(6), Some(1)], "k")), [(String::new(), "COUNTS")]);
    assert_eq!(broken(&value(&[None], "k")), [(String::new(), "WORDS")]);
    assert_eq!(broken(&value(&[Some(9)], "")), [(String::new(), "WORDS")]);
    // Elements by their place, guarded there.
    assert_eq!(broken(&value(&[Some(10)], "k")), [(String::new(), "FIRST")]);
    assert_eq!(broken(&value(&[], "k")), [(String::new(), "WORDS")]);
    let mut named = value(&[None, Some(6)], "a");
    assert_eq!(broken(&named), []);
    named.words.insert("a".to_owned(), Some("y".to_owned()));
    assert_eq!(broken(&named), [(String::new(), "NAMED")]);
    named.words.insert("a".to_owned(), Some("xy".to_owned()));
    assert_eq!(broken(&named), []);
}

/// Path and rule of each violation.
fn broken(value: &listed::Listed) -> Vec<(String, &'static str)> {
    let mut found = Violations::new();
    value.check(&Path::Root, &Now::of_clock(), &mut found);
    found.iter().map(|one| (one.path.clone(), one.rule_id)).collect()
}

#[test]
fn a_projection_reads_its_fields_and_looks_at_nothing_behind_them() {
    let payload = filled().to_payload().unwrap();
    let routing = Routing::read(&payload).unwrap();
    assert_eq!((routing.self_, routing.correlation_id, routing.box_a), (40, "flow", 3));
    assert_eq!(routing.option, None);
    let view = NastyRef::decode(&payload).unwrap();
    assert_eq!((view.correlation_id, view.map.get("b")), ("flow", Some(2)));
    // The first byte of `date` is behind all of them.
    let short = (0..payload.len()).find(|end| Routing::read(&payload[..*end]).is_ok()).unwrap();
    assert!(short < payload.len() / 2, "{short} of {}", payload.len());
    assert!(Routing::read(&payload[..short - 1]).is_err());
    assert!(Nasty::decode(&payload[..short]).is_err());
}

#[test]
fn rules_of_bytes_hold_for_fixed_too() {
    let hash = |bytes: [u8; 4]| hashed::Hash(bytes.into());
    let good = hash([1, 2, 3, 4]);
    let mut value = hashed::Hashed {
        one: good,
        listed: good,
        parts: good,
        text: Some(hash(*b"abcd")),
        address: good,
        lenient: hash([0; 4]),
        many: vec![good, hash([4; 4])],
        named: [("ab".to_owned(), good)].into(),
    };
    let found = |value: &hashed::Hashed| {
        let mut found = contract_runtime::Violations::new();
        let now = contract_runtime::Now::of_clock();
        value.check(&contract_runtime::Path::Root, &now, &mut found);
        found.iter().map(|one| format!("{} {}", one.path, one.rule)).collect::<Vec<_>>()
    };
    assert_eq!(found(&value), [""; 0]);
    let bad = hash([0, 9, 9, 9]);
    (value.one, value.listed, value.parts, value.lenient) = (bad, bad, bad, bad);
    value.text = Some(hash([0xff; 4]));
    value.address = hash([0; 4]);
    value.many = vec![hash([0; 4]); 2];
    value.named = [("abc".to_owned(), bad)].into();
    assert_eq!(
        found(&value),
        [
            "one bytes.const",
            "listed bytes.in",
            "parts bytes.prefix",
            "parts bytes.suffix",
            "parts bytes.contains",
            "text bytes.pattern",
            "address bytes.not_in",
            "lenient bytes.prefix",
            "many repeated.unique",
            "many[0] repeated.items.bytes.not_in",
            "many[1] repeated.items.bytes.not_in",
            "named[\"abc\"] map.keys.string.max_len",
            "named[\"abc\"] map.values.bytes.suffix",
        ]
    );
}
