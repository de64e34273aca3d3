//! The twelve keys of a declaration as a table: spelling per format, what the value is, an example for help texts.

use contract_schema::Format;

/// A key of the declaration.
pub(crate) struct Key {
    /// Canonical name, as in Avro.
    pub(crate) name: &'static str,
    /// An example value, as JSON and as Protobuf text alike.
    pub(crate) example: &'static str,
}

const fn key(name: &'static str, example: &'static str) -> Key {
    Key { name, example }
}

/// Every key.
pub(crate) const KEYS: [Key; 12] = [
    key("event", "\"payment.initiated\""),
    key("class", "\"payment\""),
    key("context", "\"payments\""),
    key("owner", "\"team-payments\""),
    key("producer", "\"payment-initiation\""),
    key("topic", "\"payment.initiated\""),
    key("partitionKey", "[\"accountId\"]"),
    key("idempotencyKey", "[\"paymentId\"]"),
    key("retention", "\"P5Y\""),
    key("classification", "\"confidential\""),
    key("regulation", "[\"FATF-R16\"]"),
    key("stability", "\"stable\""),
];

/// The key with this canonical name.
pub(crate) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// How a format spells the vocabulary.
#[derive(Clone, Copy)]
pub(crate) struct Spelling(pub(crate) Format);

impl Spelling {
    /// The canonical name of a key as it was written, if it is one.
    pub(crate) fn canonical(self, written: &str) -> Option<&'static Key> {
        KEYS.iter().find(|key| self.key(key.name) == written)
    }

    /// The spelling of a canonical name.
    pub(crate) fn key(self, name: &str) -> String {
        match self.0 {
            Format::Avro | Format::Json => name.to_owned(),
            Format::Protobuf => snake_case(name),
        }
    }

    /// What to add to the declaration for a key.
    pub(crate) fn example(self, name: &str) -> String {
        let example = find(name).map_or("\"…\"", |key| key.example);
        match self.0 {
            Format::Avro | Format::Json => format!("add to \"contract\": \"{name}\": {example}"),
            Format::Protobuf => {
                let key = self.key(name);
                format!("add to option (contract.v1.event): {key}: {example}")
            }
        }
    }
}

/// A canonical field name as the format writes it.
pub(crate) fn spelled(format: Format, name: &str) -> String {
    Spelling(format).key(name)
}

fn snake_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_uppercase() {
            text.push('_');
        }
        text.extend(c.to_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_reads_back_in_both_spellings() {
        for key in &KEYS {
            for format in Format::ALL {
                let spelling = Spelling(format);
                let found = spelling.canonical(&spelling.key(key.name)).unwrap();
                assert_eq!(found.name, key.name);
            }
        }
        assert_eq!(spelled(Format::Protobuf, "originatorInfo"), "originator_info");
    }
}
