//! Bytes of a generated Avro codec: read by a compiled decoder of an older writer and by its plan.
#![no_main]

use contract_schema_fuzz::codec;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|input: &[u8]| -> Corpus {
    if codec::resolution(input) { Corpus::Keep } else { Corpus::Reject }
});
