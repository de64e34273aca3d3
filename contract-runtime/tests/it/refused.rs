//! What must not compile.

#[test]
fn events_leave_only_by_way_of_a_cause_or_a_root() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
