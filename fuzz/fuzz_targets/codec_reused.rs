//! Bytes of a generated Avro codec: read into a value at hand.
#![no_main]

use contract_schema_fuzz::codec;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|input: &[u8]| -> Corpus {
    if codec::reused(input) { Corpus::Keep } else { Corpus::Reject }
});
