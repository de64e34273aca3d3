//! Zig-zag varints: Avro's numbers, lengths and indexes.

use super::Reader;
use crate::avro::{DecodeError, Reason};

impl Reader<'_> {
    /// A `long`: zig-zag varint. One byte is taken at once; to ask for each further one would cost more than a word does.
    ///
    /// # Errors
    /// The payload ends, or the varint does not fit 64 bits.
    #[inline(always)]
    pub fn long(&mut self) -> Result<i64, DecodeError> {
        match *self.rest {
            [a, ref rest @ ..] if a < 0x80 => {
                self.rest = rest;
                Ok(unzigzag(u64::from(a)))
            }
            _ => self.long_varint(),
        }
    }

    /// A length or an index: a long that is nearly always one byte, so that the rest of the code stands elsewhere.
    #[inline(always)]
    pub(super) fn short_long(&mut self) -> Result<i64, DecodeError> {
        match *self.rest {
            [a, ref rest @ ..] if a < 0x80 => {
                self.rest = rest;
                Ok(unzigzag(u64::from(a)))
            }
            _ => self.long_varint_apart(),
        }
    }

    #[inline(never)]
    fn long_varint_apart(&mut self) -> Result<i64, DecodeError> {
        self.long_varint()
    }

    /// Up to eight bytes are found and moved together within a word.
    #[inline]
    fn long_varint(&mut self) -> Result<i64, DecodeError> {
        let Some((word, _)) = self.rest.split_first_chunk() else {
            return self.slow_varint();
        };
        let word = u64::from_le_bytes(*word);
        let ends = !word & 0x8080_8080_8080_8080;
        if ends == 0 {
            return self.slow_varint();
        }
        // The bits up to the end of the last byte, without those that say whether more follows.
        let value = word & (ends ^ (ends - 1)) & 0x7f7f_7f7f_7f7f_7f7f;
        // Groups of seven bits move together: to four of 14, two of 28, one of 56.
        let value = (value & 0x7f00_7f00_7f00_7f00) >> 1 | value & 0x007f_007f_007f_007f;
        let value = (value & 0x3fff_0000_3fff_0000) >> 2 | value & 0x0000_3fff_0000_3fff;
        let value = (value & 0x0fff_ffff_0000_0000) >> 4 | value & 0x0fff_ffff;
        self.rest = &self.rest[ends.trailing_zeros() as usize / 8 + 1..];
        Ok(unzigzag(value))
    }

    /// At the end of the payload, and nine bytes and ten.
    #[inline(never)]
    fn slow_varint(&mut self) -> Result<i64, DecodeError> {
        let mut value = 0u64;
        for (index, byte) in self.rest.iter().copied().take(10).enumerate() {
            // The tenth byte holds the one bit that is left.
            if index == 9 && byte > 1 {
                return self.fail(Reason::Varint);
            }
            value |= u64::from(byte & 0x7f) << (7 * index);
            if byte < 0x80 {
                self.rest = &self.rest[index + 1..];
                return Ok(unzigzag(value));
            }
        }
        self.fail(if self.rest.len() < 10 { Reason::Truncated } else { Reason::Varint })
    }
}

#[inline(always)]
fn unzigzag(value: u64) -> i64 {
    ((value >> 1) as i64) ^ -((value & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::avro::write_long;

    /// Byte by byte, as the specification has it.
    fn plain(value: i64) -> Vec<u8> {
        let mut value = ((value << 1) ^ (value >> 63)) as u64;
        let mut out = Vec::new();
        while value >= 0x80 {
            out.push(value as u8 | 0x80);
            value >>= 7;
        }
        out.push(value as u8);
        out
    }

    #[test]
    fn numbers_of_every_length_are_written_plainly_and_read_back() {
        let edges = (0..64).flat_map(|bit| {
            let power = 1i64 << bit;
            [power.wrapping_sub(1), power, power.wrapping_add(1), power.wrapping_neg(), !power]
        });
        let mut spread = 0x5eed_i64;
        let mixed = (0..10_000).map(|index| {
            spread = spread.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_041);
            spread >> (index % 64)
        });
        for value in edges.chain(mixed) {
            let wanted = plain(value);
            let mut out = vec![7];
            write_long(&mut out, value);
            assert_eq!(out[1..], wanted, "{value}");
            for tail in [0, 1, 9] {
                let payload = [&wanted[..], &vec![0xff; tail]].concat();
                for read in [Reader::long, Reader::short_long] {
                    let mut reader = Reader::new(&payload);
                    assert_eq!(read(&mut reader), Ok(value));
                    assert_eq!(reader.rest().len(), tail, "{value}");
                }
            }
            for cut in 0..wanted.len() {
                assert!(Reader::new(&wanted[..cut]).long().is_err(), "{value} cut at {cut}");
            }
        }
    }

    #[test]
    fn varints_that_are_longer_than_a_long_are_refused() {
        for long in [vec![0xff; 10], [vec![0xff; 9], vec![2]].concat(), vec![0x80; 16]] {
            assert_eq!(Reader::new(&long).long().map_err(|e| e.reason), Err(Reason::Varint));
        }
    }
}
