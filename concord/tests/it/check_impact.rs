//! Who refers to what changed, and who of them breaks.

use crate::stage::{ADDRESS, ADDRESS_BROKEN, Stage};

/// A record with one field of this type.
fn holder(name: &str, ty: &str) -> String {
    format!(
        r#"{{"type":"record","name":"{name}","namespace":"shop.v1","doc":"d","fields":[{{"name":"of","type":"shop.v1.{ty}","doc":"d"}}]}}"#
    )
}

/// `Address` ← `Order` ← `Invoice`, and `Visit` on its own.
fn committed() -> Stage {
    let stage = Stage::new();
    stage
        .write("schemas/address.avsc", ADDRESS)
        .write("schemas/order.avsc", holder("Order", "Address"))
        .write("schemas/invoice.avsc", holder("Invoice", "Order"))
        .write("schemas/visit.avsc", ADDRESS.replace("Address", "Visit"))
        .commit_all();
    stage
}

#[test]
fn a_change_that_breaks_its_referrers_names_them() {
    let stage = committed();
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(1)
        .says("refused: 4 contracts judged, 3 changed against git:main, 3 errors")
        .says("impact of `shop.v1.Address`: 1 direct referrer, 1 through others, 2 of them broken")
        .says("  direct: shop.v1.Order\n  through others: shop.v1.Invoice\n  broken: shop.v1.Order, shop.v1.Invoice\n")
        .says("(shop.v1.Invoice, /fields/0/type/fields/0/type/fields/2)")
        .says("its own text is as it was: it changed through `shop.v1.Address`");
}

#[test]
fn a_type_of_an_import_that_changes_breaks_those_who_import_it() {
    let stage = Stage::new();
    let place = "syntax = \"proto3\";\npackage shop.v1;\nmessage Place { string town = 1; }\n";
    let holder = |name: &str, import: &str, ty: &str| {
        format!(
            "syntax = \"proto3\";\npackage shop.v1;\nimport \"{import}\";\nmessage {name} {{ {ty} of = 1; }}\n"
        )
    };
    stage
        .write("schemas/place.proto", place)
        .write("schemas/visit.proto", holder("Visit", "place.proto", "Place"))
        .write("schemas/tour.proto", holder("Tour", "visit.proto", "Visit"))
        .commit_all();
    stage.write("schemas/place.proto", place.replace("string town", "int32 town"));
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(1)
        .says("impact of `place.proto`: 1 direct referrer, 1 through others, 2 of them broken")
        .says("(visit.proto, #/Visit/1/1)")
        .says("(tour.proto, #/Tour/1/1/1)")
        .says("its own text is as it was: it changed through `place.proto`");
}

#[test]
fn a_change_that_breaks_nobody_is_still_told_with_its_referrers() {
    let stage = committed();
    let widened = ADDRESS_BROKEN.replace("\"Country.\"", "\"Country.\", \"default\": \"\"");
    stage.write("schemas/address.avsc", widened);
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(0)
        .says("impact of `shop.v1.Address`: 1 direct referrer, 1 through others, none breaks")
        .says("ok: 4 contracts judged, 3 changed against git:main");
    assert!(!run.out.contains("broken:"), "{run}");
}

#[test]
fn what_nobody_refers_to_and_what_is_new_has_no_list() {
    let stage = committed();
    stage.write("schemas/visit.avsc", ADDRESS_BROKEN.replace("Address", "Visit"));
    stage.write("schemas/zone.avsc", ADDRESS.replace("Address", "Zone"));
    stage.write("schemas/area.avsc", holder("Area", "Zone"));
    let run = stage.concord(&["check", "--against", "git:main"]);
    assert!(!run.code(1).out.contains("impact of"), "{run}");
}

#[test]
fn a_referrer_that_is_no_schema_any_more_stops_the_check() {
    let stage = committed();
    stage.write("schemas/address.avsc", ADDRESS.replace("Address", "Place"));
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(2)
        .says("error[catalogue-undefined]")
        .says("--> schemas/order.avsc")
        .says("shop.v1.Address");
}

#[test]
fn many_referrers_are_judged_and_a_few_of_them_named() {
    let many = 1_000;
    let stage = Stage::new();
    stage.write("old/address.avsc", ADDRESS).write("new/address.avsc", ADDRESS_BROKEN);
    for index in 0..many {
        let text = holder(&format!("R{index:04}"), "Address");
        stage
            .write(&format!("old/r{index}.avsc"), &text)
            .write(&format!("new/r{index}.avsc"), text);
    }
    let run = stage.concord(&["check", "new", "--against", "dir:old"]);
    run.code(1)
        .says("impact of `shop.v1.Address`: 1000 direct referrers, 0 through others, 1000 of them broken")
        .says(" and 990 more\n")
        .says("note: 980 more findings of contracts that changed through others not shown")
        .says("1001 errors");
}
