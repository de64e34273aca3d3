//! How entries become keys and chunks: `position ++ part ++ chunk`, at most 4,000 bytes each.
//!
//! Part 0 holds the entry itself, part n its nth blob. The first chunk of a part starts with the part's length.
//! Small chunks keep sled's pages below the size from which it moves them to files that it never syncs.

use bytes::{Buf, BufMut, Bytes, BytesMut};

use crate::log::{Blob, Digest, Entry, MAX_ENTRY_BYTES};

/// Longest value in the store.
pub(super) const CHUNK_BYTES: usize = 4_000;

/// Bytes of a part's length in front of its first chunk.
const LENGTH_BYTES: usize = 4;

/// Bytes of `prev`, `hash`, time and number of blobs in front of an entry's blob hashes and payload.
const HEADER_BYTES: usize = 32 + 32 + 8 + 4;

/// Where a chunk belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) position: u64,
    pub(super) part: u32,
    pub(super) chunk: u32,
}

impl Key {
    /// Sorts like the fields.
    pub(super) fn bytes(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.position.to_be_bytes());
        bytes[8..12].copy_from_slice(&self.part.to_be_bytes());
        bytes[12..].copy_from_slice(&self.chunk.to_be_bytes());
        bytes
    }

    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut bytes: &[u8] = <&[u8; 16]>::try_from(bytes).ok()?;
        Some(Self { position: bytes.get_u64(), part: bytes.get_u32(), chunk: bytes.get_u32() })
    }
}

/// Everything to store for one entry, in order.
pub(super) fn chunks(entry: &Entry) -> Vec<(Key, Vec<u8>)> {
    let mut header =
        Vec::with_capacity(HEADER_BYTES + 32 * entry.blobs.len() + entry.payload.len());
    header.put_slice(&entry.prev.0);
    header.put_slice(&entry.hash.0);
    header.put_i64(entry.at_ms);
    header.put_u32(
        u32::try_from(entry.blobs.len())
            .expect("an entry of limited size has fewer than 2^32 blobs"),
    );
    entry.blobs.iter().for_each(|blob| header.put_slice(&blob.hash.0));
    header.put_slice(&entry.payload);
    let parts = std::iter::once(&header[..]).chain(entry.blobs.iter().map(|blob| &blob.bytes[..]));
    let mut chunks = Vec::new();
    for (part, bytes) in (0..).zip(parts) {
        let length =
            u32::try_from(bytes.len()).expect("an entry of limited size has parts below 4 GiB");
        let framed = [&length.to_be_bytes()[..], bytes].concat();
        for (chunk, value) in (0..).zip(framed.chunks(CHUNK_BYTES)) {
            chunks.push((Key { position: entry.position, part, chunk }, value.to_vec()));
        }
    }
    chunks
}

/// Puts an entry together from its chunks, which must come in order.
pub(super) struct Assembly {
    position: u64,
    parts: Vec<Bytes>,
    open: Option<Part>,
}

struct Part {
    length: usize,
    chunks: u32,
    bytes: BytesMut,
}

impl Assembly {
    /// Waits for part 0, chunk 0 of this position.
    pub(super) fn new(position: u64) -> Self {
        Self { position, parts: Vec::new(), open: None }
    }

    /// Takes the next chunk; returns the entry when this was the last one. An error says what is wrong.
    pub(super) fn push(&mut self, key: Key, value: &[u8]) -> Result<Option<Entry>, String> {
        let (part, chunk) = (self.parts.len(), self.open.as_ref().map_or(0, |part| part.chunks));
        if key.position != self.position
            || usize::try_from(key.part) != Ok(part)
            || key.chunk != chunk
        {
            return Err(format!(
                "chunk {chunk} of part {part} is missing, chunk {} of part {} of position {} follows",
                key.chunk, key.part, key.position
            ));
        }
        let full = match &mut self.open {
            Some(open) => open.push(value),
            None => self.open.insert(Part::start(value)?).push(&value[LENGTH_BYTES..]),
        };
        if !full? {
            return Ok(None);
        }
        self.parts.extend(self.open.take().map(|open| open.bytes.freeze()));
        let blobs = blob_count(&self.parts[0])?;
        if self.parts.len() <= blobs { Ok(None) } else { self.finish(blobs).map(Some) }
    }

    fn finish(&mut self, blobs: usize) -> Result<Entry, String> {
        let mut parts = std::mem::take(&mut self.parts).into_iter();
        let mut header = parts.next().unwrap_or_default();
        let too_short = || "the entry's header is too short".to_owned();
        let needed = blobs
            .checked_mul(32)
            .and_then(|bytes| bytes.checked_add(HEADER_BYTES))
            .ok_or_else(too_short)?;
        if header.len() < needed {
            return Err(too_short());
        }
        let (prev, hash) = (digest(&mut header), digest(&mut header));
        let at_ms = header.get_i64();
        header.advance(4);
        let blobs = parts.map(|bytes| Blob { hash: digest(&mut header), bytes }).collect();
        Ok(Entry { position: self.position, prev, hash, at_ms, payload: header, blobs })
    }
}

impl Part {
    fn start(value: &[u8]) -> Result<Self, String> {
        let length = value
            .first_chunk()
            .map(|length| u32::from_be_bytes(*length))
            .ok_or("a chunk is too short")?;
        match usize::try_from(length) {
            // Header and hashes come on top of what counts as an entry's size.
            Ok(length) if length <= 2 * MAX_ENTRY_BYTES => {
                Ok(Self { length, chunks: 0, bytes: BytesMut::with_capacity(length) })
            }
            Ok(_) | Err(_) => Err(format!("a part claims to have {length} bytes")),
        }
    }

    /// Returns whether the part is complete.
    fn push(&mut self, bytes: &[u8]) -> Result<bool, String> {
        self.bytes.put_slice(bytes);
        self.chunks += 1;
        if self.bytes.len() > self.length {
            return Err(format!(
                "a part has {} bytes and should have {}",
                self.bytes.len(),
                self.length
            ));
        }
        Ok(self.bytes.len() == self.length)
    }
}

/// The number of blobs that an entry's header announces.
fn blob_count(header: &[u8]) -> Result<usize, String> {
    let count = header.get(HEADER_BYTES - 4..).and_then(|rest| rest.first_chunk());
    let count =
        count.map(|count| u32::from_be_bytes(*count)).ok_or("the entry's header is too short")?;
    usize::try_from(count).map_err(|error| error.to_string())
}

fn digest(bytes: &mut Bytes) -> Digest {
    let mut digest = [0; 32];
    bytes.copy_to_slice(&mut digest);
    Digest(digest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::{Draft, Head};

    fn entry(payload: usize, blobs: &[usize]) -> Entry {
        let blobs = blobs.iter().map(|size| Blob::new(vec![b'x'; *size])).collect();
        Entry::seal(
            Head { position: 6, ..Head::default() },
            5,
            Draft { payload: vec![b'p'; payload].into(), blobs },
        )
    }

    fn assemble(chunks: &[(Key, Vec<u8>)]) -> Result<Option<Entry>, String> {
        let mut assembly = Assembly::new(7);
        let mut last = Ok(None);
        for (key, value) in chunks {
            last = Ok(assembly.push(*key, value)?);
        }
        last
    }

    #[test]
    fn entries_of_every_size_come_back() {
        let edge = CHUNK_BYTES - LENGTH_BYTES;
        for size in [0, 1, edge - 1, edge, edge + 1, edge + CHUNK_BYTES, 100_000] {
            for blobs in [&[][..], &[0], &[size], &[size, 3, edge]] {
                let entry = entry(size, blobs);
                let chunks = chunks(&entry);
                assert!(chunks.iter().all(|(_, value)| value.len() <= CHUNK_BYTES));
                assert!(chunks.windows(2).all(|pair| pair[0].0.bytes() < pair[1].0.bytes()));
                assert_eq!(assemble(&chunks), Ok(Some(entry)));
            }
        }
    }

    #[test]
    fn a_missing_chunk_is_reported() {
        let chunks = chunks(&entry(10_000, &[5_000, 1]));
        for missing in 0..chunks.len() - 1 {
            let mut rest = chunks.clone();
            rest.remove(missing);
            assert!(assemble(&rest).is_err(), "without chunk {missing}");
        }
        assert_eq!(
            assemble(&chunks[..chunks.len() - 1]),
            Ok(None),
            "without the last one it stays incomplete"
        );
    }

    #[test]
    fn nonsense_is_refused_without_a_panic() {
        let key = Key { position: 7, part: 0, chunk: 0 };
        for value in [&[][..], &[0, 0], &[0xff; 8], &[0, 0, 0, 2, 1, 2], &[0, 0, 0, 0]] {
            assert!(assemble(&[(key, value.to_vec())]).is_err(), "{value:?}");
        }
        assert_eq!(Key::parse(&key.bytes()), Some(key));
        assert_eq!(Key::parse(b"short"), None);
    }
}
