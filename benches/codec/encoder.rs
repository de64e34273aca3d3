//! One more way to be timed: values that are written, one after the other, into one buffer.

use crate::turns::Run;
use std::hint::black_box;

pub(crate) fn encoder<'a, T>(
    name: &'static str,
    list: &'a [T],
    mut write: impl FnMut(&T, &mut Vec<u8>) + 'a,
) -> Run<'a> {
    let mut out = Vec::with_capacity(4096);
    let run = move || {
        for value in list {
            out.clear();
            write(black_box(value), &mut out);
            black_box(&out);
        }
    };
    (name, Box::new(run))
}
