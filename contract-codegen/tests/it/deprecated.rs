//! What should be left is told by the compiler, and only where it is used: the kept output itself compiles in silence.

use crate::folder::Folder;

/// The output for `tests/schemas/deprecated`, as a test in `src/lower/deprecated.rs` keeps it.
#[allow(unreachable_pub, reason = "generated as a file of its own")]
mod generated {
    include!("../generated/deprecated.snap");
}

// An expectation that nothing fulfils is a warning, which CI refuses: each of these uses must be warned of.

#[expect(deprecated, reason = "a contract whose stability is `deprecated`")]
type Event = generated::leave::v1::Old;
#[expect(deprecated, reason = "its producers should leave it too")]
type Draft = generated::leave::v1::OldDraft;
#[expect(deprecated, reason = "an attribute with a reason")]
type Kind = generated::leave::v1::OldKind;
#[expect(deprecated, reason = "a contract whose stability is `sunset`")]
type Message = generated::leave::v2::Older;
#[expect(deprecated, reason = "an option of a nested message")]
type Part = generated::leave::v2::older::Part;
#[expect(deprecated, reason = "an option of an enum")]
type Sort = generated::leave::v2::older::Sort;

#[test]
fn a_field_that_should_be_left_is_warned_of_where_it_is_read() {
    let value = generated::leave::v1::Stable::read_avro;
    let stable = contract_runtime::avro::decode(&[2, 0], value).unwrap();
    assert_eq!(stable.kept, 1);
    #[expect(deprecated, reason = "a field with the attribute")]
    let gone = stable.gone;
    assert_eq!(gone, None);
}

#[test]
fn what_should_be_left_still_works() {
    assert_eq!(Kind::ALL.len() + Sort::ALL.len(), 2);
    assert_eq!(Part::default(), Part::default());
    assert_eq!(<Message as contract_runtime::Event>::EVENT, "thing.older");
    assert_eq!(
        <<Draft as contract_runtime::Draft>::Event as contract_runtime::Event>::EVENT,
        "thing.old"
    );
    assert_eq!(<Event as contract_runtime::Event>::TOPIC, "thing.old");
}

#[test]
fn the_note_tells_what_to_do_where_the_schema_says_it() {
    let kept = include_str!("../generated/deprecated.snap");
    for note in [
        "the contract `thing.old` is deprecated: publish `thing.new`.",
        "`leave.v1.OldKind` is deprecated: use `Kind`",
        "read `kept`.",
        "the contract `thing.older` is no longer published",
        "`leave.v2.Older.Part` is deprecated: it has no successor.",
        "`leave.v2.Older.Sort` is deprecated",
    ] {
        assert!(kept.contains(&format!("note = \"{note}\"")), "{note}");
    }
}

#[test]
fn what_is_stable_is_warned_of_by_nobody() {
    let schema = r#"{"type": "record", "name": "A", "deprecated": false, "fields": []}"#;
    assert!(!Folder::with(&[("a.avsc", schema)]).rust().contains("#[deprecated"));
}
