//! What the service does: a debit is checked, turned into an instruction, and announced.

use crate::events::fintech::accounts::v1::AccountDebited;
use crate::events::fintech::clearing::v1::{RtgsMessageType, RtgsSubmitted, RtgsSubmittedDraft};
use contract_runtime::{Event, Outgoing, Stamp};
use std::error::Error;

/// The countries that the RTGS system serves: ISO 3166 alpha-2 as in the parties, alpha-3 as in the corridor.
const COUNTRIES: [(&str, &str); 5] =
    [("BW", "BWA"), ("MZ", "MOZ"), ("ZA", "ZAF"), ("ZM", "ZMB"), ("ZW", "ZWE")];

/// A value of the topic as an event that keeps its contract.
pub(crate) fn receive(value: &[u8]) -> Result<AccountDebited, Box<dyn Error>> {
    let (_writer_schema, debited) = AccountDebited::receive(value)?;
    debited.validate()?;
    Ok(debited)
}

/// What is to be announced once the RTGS system has taken the payment; the flow's correlation goes on by itself.
pub(crate) fn submit(
    debited: &AccountDebited,
    stamp: Stamp,
) -> Result<Outgoing<RtgsSubmitted>, String> {
    let from = alpha3(&debited.originator_info.institution.country)?;
    let to = alpha3(&debited.beneficiary_info.institution.country)?;
    let draft = RtgsSubmittedDraft {
        originator_info: debited.originator_info.clone(),
        beneficiary_info: debited.beneficiary_info.clone(),
        payment_id: debited.payment_id,
        account_id: debited.account_id.clone(),
        amount: debited.amount,
        currency: debited.currency.clone(),
        corridor_code: format!("{from}-{to}"),
        rtgs_reference: format!("RTGS{:010}", debited.ledger_sequence),
        // The same debit asks the RTGS system only once, however often it is delivered.
        gateway_idempotency_key: debited.entry_id.to_string(),
        attempt: 1,
        message_type: RtgsMessageType::Pacs008,
    };
    Ok(draft.caused_by(debited, stamp))
}

fn alpha3(country: &str) -> Result<&'static str, String> {
    let row = COUNTRIES.iter().find(|(alpha2, _)| *alpha2 == country);
    row.map(|(_, alpha3)| *alpha3).ok_or_else(|| format!("no corridor to or from `{country}`"))
}
