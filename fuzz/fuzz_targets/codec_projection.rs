//! Bytes of a generated Avro codec: read in part.
#![no_main]

use contract_schema_fuzz::codec;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|input: &[u8]| -> Corpus {
    if codec::projection(input) { Corpus::Keep } else { Corpus::Reject }
});
