//! `order.created` and `swift.gpi.updated`: the generated Protobuf codec beside prost's, directly and through `prost::Message`.
//!
//! `cargo bench -p prost-oracle`; the ratios that count are those within one run.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on ends")]

use contract_runtime::Event;
use contract_runtime::protobuf::{Money, Timestamp};
use criterion::{Criterion, criterion_group, criterion_main};
use prost::Message;
use prost_oracle::{by_prost, catalogue};
use std::hint::black_box;

/// Both sides hold the same message: prost reads it from our bytes.
fn codecs<Ours, Theirs>(c: &mut Criterion, event: &Ours)
where
    Ours: Event + Message + Default,
    Theirs: Message + Default,
{
    let bytes = event.to_payload().unwrap();
    let theirs = Theirs::decode(&bytes[..]).unwrap();
    assert_eq!(theirs.encode_to_vec(), bytes, "the codecs agree");
    let mut out = Vec::with_capacity(4096);
    let mut group = c.benchmark_group(format!("{} ({} bytes)", Ours::EVENT, bytes.len()));
    group.bench_function("encode/generated", |b| {
        b.iter(|| {
            out.clear();
            Event::encode(black_box(event), &mut out).unwrap();
            black_box(out.len())
        })
    });
    group.bench_function("encode/generated as prost::Message", |b| {
        b.iter(|| {
            out.clear();
            Message::encode(black_box(event), &mut out).unwrap();
            black_box(out.len())
        })
    });
    group.bench_function("encode/prost", |b| {
        b.iter(|| {
            out.clear();
            black_box(&theirs).encode(&mut out).unwrap();
            black_box(out.len())
        })
    });
    group.bench_function("decode/generated", |b| {
        b.iter(|| <Ours as Event>::decode(black_box(&bytes)).unwrap())
    });
    group.bench_function("decode/generated as prost::Message", |b| {
        b.iter(|| <Ours as Message>::decode(&black_box(&bytes)[..]).unwrap())
    });
    group.bench_function("decode/prost", |b| {
        b.iter(|| Theirs::decode(&black_box(&bytes)[..]).unwrap())
    });
    group.finish();
}

fn order(c: &mut Criterion) {
    use catalogue::fintech::common::v1::ItemLine;
    use catalogue::fintech::orders::v1::{OrderCreated, OrderStatus};
    let line = |number: u32| ItemLine {
        sku: format!("SKU-{number:05}"),
        quantity: number,
        ..Default::default()
    };
    let event = OrderCreated {
        event_id: "0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f".into(),
        correlation_id: "flow-2026-0001".into(),
        causation_id: Some("0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e60".into()),
        occurred_at: Some(AT),
        order_id: "0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e61".into(),
        customer_id: "C-00017".into(),
        amount_minor: 125_050,
        currency: "USD".into(),
        status: OrderStatus::PendingPayment,
        lines: (1..=5).map(line).collect(),
        ..Default::default()
    };
    codecs::<_, by_prost::fintech::orders::v1::OrderCreated>(c, &event);
}

fn tracker_update(c: &mut Criterion) {
    use catalogue::fintech::common::v1::{
        BeneficiaryInfo, InstitutionRef, OriginatorInfo, PartyIdentity, PartyType, PostalAddress,
    };
    use catalogue::fintech::swift::v1::{GpiStatus, SwiftGpiUpdated};
    let identity = |name: &str| PartyIdentity {
        party_type: PartyType::NaturalPerson,
        name: name.into(),
        address: Some(PostalAddress {
            street_name: Some("Samora Machel Avenue".into()),
            building_number: Some("80".into()),
            post_code: Some("00263".into()),
            town_name: Some("Harare".into()),
            country: "ZW".into(),
            ..Default::default()
        }),
        customer_id: Some("C-00017".into()),
        ..Default::default()
    };
    let bank = |bic: &str| InstitutionRef {
        bic: Some(bic.into()),
        country: "ZW".into(),
        ..Default::default()
    };
    let money = |units, nanos| Money { currency_code: "USD".into(), units, nanos };
    let event = SwiftGpiUpdated {
        event_id: "0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f".into(),
        correlation_id: "flow-2026-0001".into(),
        occurred_at: Some(AT),
        originator_info: Some(OriginatorInfo {
            identity: Some(identity("Tariro Moyo")),
            institution: Some(bank("SBZAZAJJ")),
            ..Default::default()
        }),
        beneficiary_info: Some(BeneficiaryInfo {
            identity: Some(identity("Anna Müller")),
            institution: Some(bank("DEUTDEFF")),
            ..Default::default()
        }),
        uetr: "97ed4827-7b6f-4491-a06f-b548d5a7512d".into(),
        status: GpiStatus::Acsp,
        from_agent_bic: "DEUTDEFF".into(),
        to_agent_bic: Some("SBZAZAJJ".into()),
        instructed_amount: Some(money(1250, 500_000_000)),
        charges: vec![money(0, 250_000_000), money(3, 0)],
        tracker_updated_at: Some(AT),
        tracker_sequence: 1,
        ..Default::default()
    };
    codecs::<_, by_prost::fintech::swift::v1::SwiftGpiUpdated>(c, &event);
}

const AT: Timestamp = Timestamp { seconds: 1_767_323_045, nanos: 6_000 };

criterion_group!(benches, order, tracker_update);
criterion_main!(benches);
