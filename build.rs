//! Compiles `schemas/` into the event types of this crate.

const HISTORY: &str = "schemas/payments/history/payment.initiated";

/// What a router looks at: who, what, when, how much.
const ROUTING: [&str; 5] = ["eventId", "occurredAt", "accountId", "amount", "currency"];

fn main() {
    contract_codegen::Config::from_schemas("schemas")
        .writer("payment.initiated-value", format!("{HISTORY}/v2.avsc"))
        .writer("payment.initiated-value", format!("{HISTORY}/v1.avsc"))
        .requests(true)
        .views(true)
        .project("payment.initiated-value", "PaymentRouting", ROUTING)
        .compile();
}
