//! The head anchor: a small file beside the log that says where the log ended, so that a lost end is noticed.
//!
//! It is moved after each group, when the group is already durable: it may lag behind the log, never lead it.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use crate::log::{Digest, Head};

const NAME: &str = "head";

/// Written first, then renamed over [`NAME`].
const NEXT: &str = "head.next";

const TITLE: &str = "concord-head 1";

/// What the anchor says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Anchor {
    At(Head),
    Missing,
    /// Not a text that [`write()`] wrote.
    Damaged,
}

/// Replaces the anchor atomically.
pub(super) fn write(root: &Path, head: Head) -> io::Result<()> {
    let next = root.join(NEXT);
    let mut file = File::create(&next)?;
    file.write_all(text(head).as_bytes())?;
    file.sync_all()?;
    fs::rename(&next, root.join(NAME))?;
    File::open(root)?.sync_all()
}

pub(super) fn read(root: &Path) -> io::Result<Anchor> {
    match fs::read(root.join(NAME)) {
        Ok(bytes) => Ok(parse(&bytes).map_or(Anchor::Damaged, Anchor::At)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Anchor::Missing),
        Err(error) => Err(error),
    }
}

/// One line: title, position, hash, and the hash of all that.
fn text(head: Head) -> String {
    let line = format!("{TITLE} {} {}", head.position, head.hash);
    let check = Digest::of(line.as_bytes());
    format!("{line} {check}\n")
}

/// Accepts exactly what [`text`] produces.
fn parse(bytes: &[u8]) -> Option<Head> {
    let read = std::str::from_utf8(bytes).ok()?;
    let mut words = read.strip_prefix(TITLE)?.split_whitespace();
    let head = Head { position: words.next()?.parse().ok()?, hash: words.next()?.parse().ok()? };
    (text(head) == read).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_is_read_back_and_every_flipped_bit_is_noticed() {
        let head = Head { position: 42, hash: Digest::of(b"42") };
        let bytes = text(head).into_bytes();
        assert_eq!(parse(&bytes), Some(head));
        for index in 0..bytes.len() {
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[index] ^= 1 << bit;
                assert_eq!(parse(&flipped), None, "bit {bit} of byte {index}");
            }
        }
    }
}
