//! Texts of a generated JSON codec: read, judged, written and read again.
#![no_main]

use contract_schema_fuzz::codec;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|input: &[u8]| -> Corpus {
    if codec::json(input) { Corpus::Keep } else { Corpus::Reject }
});
