//! Bytes of a generated Avro codec: an event with every type, read, written and read again.
#![no_main]

use contract_schema_fuzz::codec;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|input: &[u8]| -> Corpus {
    if codec::event(input) { Corpus::Keep } else { Corpus::Reject }
});
