//! A debit as the core banking system would publish it, for trying the service out.

use crate::events::fintech::accounts::v1::AccountDebited;
use contract_runtime::{Event, frame};
use serde_json::json;
use std::error::Error;

/// Any id will do: the sample is read with the schema it was written with.
const DEBITED_SCHEMA_ID: u32 = 25;

/// A framed value of the topic `account.debited`.
pub(crate) fn debited() -> Result<Vec<u8>, Box<dyn Error>> {
    let party = |name: &str, country: &str, bic: &str| {
        json!({
            "identity": {
                "partyType": "NATURAL_PERSON", "name": name, "address": null, "nationalId": null,
                "customerId": "C-1024", "birth": null, "lei": null, "anyBic": null,
                "countryOfResidence": country
            },
            "account": null,
            "transactionReference": "INV-2026-17",
            "institution": {
                "bic": bic, "lei": null, "clearingSystemId": null, "clearingMemberId": null,
                "name": null, "country": country
            }
        })
    };
    let event: AccountDebited = serde_json::from_value(json!({
        "eventId": "0190d5c0-7b1c-7f00-8000-000000000001",
        "correlationId": "flow-2026-000017",
        "causationId": "0190d5c0-7b1c-7f00-8000-000000000000",
        "occurredAt": "2026-01-02T03:04:05.000006Z",
        "originatorInfo": party("Rudo Example", "ZW", "ABCDZWHAXXX"),
        "beneficiaryInfo": party("Thabo Example", "ZA", "ABCDZAJJXXX"),
        "entryId": "0190d5c0-7b1c-7f00-8000-0000000000e1",
        "paymentId": "0190d5c0-7b1c-7f00-8000-0000000000f1",
        "accountId": "4-123456-78",
        "amount": "1250.50000",
        "currency": "USD",
        "balanceAfter": "99.00000",
        "valueDate": "2026-01-02",
        "ledgerSequence": 42
    }))?;
    event.validate()?;
    let mut value = Vec::new();
    frame::frame(&mut value, DEBITED_SCHEMA_ID, AccountDebited::FORMAT, &[]);
    event.encode(&mut value)?;
    Ok(value)
}
