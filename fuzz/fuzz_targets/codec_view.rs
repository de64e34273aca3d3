//! Bytes of a generated Avro codec: read as a view.
#![no_main]

use contract_schema_fuzz::codec;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|input: &[u8]| -> Corpus {
    if codec::view(input) { Corpus::Keep } else { Corpus::Reject }
});
