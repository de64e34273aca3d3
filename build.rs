//! Compiles `schemas/` into the event types of this crate.

const HISTORY: &str = "schemas/payments/history/payment.initiated";

fn main() {
    contract_codegen::Config::from_schemas("schemas")
        .writer("payment.initiated-value", format!("{HISTORY}/v2.avsc"))
        .writer("payment.initiated-value", format!("{HISTORY}/v1.avsc"))
        .requests(true)
        .compile();
}
