//! Exact lengths of values on the wire, without their keys; prost asks for them before it encodes.

/// `uint64`, and every other varint as its bits.
#[inline(always)]
pub const fn uint64(value: u64) -> usize {
    // Seven bits a byte, and zero takes one.
    (value | 1).ilog2() as usize / 7 + 1
}

/// `uint32`
#[inline(always)]
pub const fn uint32(value: u32) -> usize {
    uint64(value as u64)
}

/// `int32`, and the number of an enum: negative values take ten bytes.
#[inline(always)]
pub const fn int32(value: i32) -> usize {
    uint64(value as i64 as u64)
}

/// `int64`
#[inline(always)]
pub const fn int64(value: i64) -> usize {
    uint64(value as u64)
}

/// `sint32`
#[inline(always)]
pub const fn sint32(value: i32) -> usize {
    uint32(((value << 1) ^ (value >> 31)) as u32)
}

/// `sint64`
#[inline(always)]
pub const fn sint64(value: i64) -> usize {
    uint64(((value << 1) ^ (value >> 63)) as u64)
}

/// What stands behind its length, with that length.
#[inline(always)]
pub const fn delimited(length: usize) -> usize {
    uint64(length as u64) + length
}

/// `string`
#[inline(always)]
pub const fn string(text: &str) -> usize {
    delimited(text.len())
}

#[cfg(test)]
mod tests {
    use crate::protobuf::{write_int64, write_sint32, write_sint64, write_uint64};

    #[test]
    fn lengths_are_those_of_the_writers() {
        let edges = (0..64).map(|bit| 1u64 << bit).flat_map(|edge| [edge - 1, edge, edge + 1]);
        for value in edges.chain([0, u64::MAX]) {
            let length_of = |write: &dyn Fn(&mut Vec<u8>)| {
                let mut out = Vec::new();
                write(&mut out);
                out.len()
            };
            let (signed, short) = (value as i64, value as i32);
            assert_eq!(super::uint64(value), length_of(&|out| write_uint64(out, value)));
            assert_eq!(super::int64(signed), length_of(&|out| write_int64(out, signed)));
            assert_eq!(super::sint64(signed), length_of(&|out| write_sint64(out, signed)));
            assert_eq!(super::sint32(short), length_of(&|out| write_sint32(out, short)));
        }
        assert_eq!(super::string("ab"), 3);
    }
}
