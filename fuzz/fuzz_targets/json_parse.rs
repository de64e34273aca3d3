//! One text of format json, printed and read again.
#![no_main]

use contract_schema::Format;
use contract_schema_fuzz::{laws, mutation};
use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(|input: &[u8]| -> Corpus { kept(laws::parse(Format::Json, input)) });

fuzz_mutator!(|bytes: &mut [u8], size: usize, most: usize, seed: u32| {
    mutation::in_place(bytes, size, most, seed, fuzzer_mutate)
});

fn kept(is_kept: bool) -> Corpus {
    if is_kept { Corpus::Keep } else { Corpus::Reject }
}
