//! Ranges of numbers and lists of names that are kept free.

use super::Check;
use prost_types::{DescriptorProto, EnumDescriptorProto};
use std::collections::HashSet;

/// First and last number of a range, and its place below the element.
type Range = (i32, i32, [i32; 2]);

impl Check<'_> {
    pub(super) fn message_ranges(&mut self, message: &DescriptorProto) {
        // A message excludes the end of its ranges.
        let reserved = message.reserved_range.iter().enumerate();
        let mut all: Vec<Range> = reserved
            .map(|(index, range)| (range.start(), range.end().saturating_sub(1), [9, index as i32]))
            .collect();
        let extensions = message.extension_range.iter().enumerate();
        all.extend(extensions.map(|(index, range)| {
            (range.start(), range.end().saturating_sub(1), [5, index as i32])
        }));
        self.apart(all);
        self.once(&message.reserved_name, 10);
    }

    pub(super) fn enum_ranges(&mut self, found: &EnumDescriptorProto) {
        let reserved = found.reserved_range.iter().enumerate();
        let all = reserved.map(|(index, range)| (range.start(), range.end(), [4, index as i32]));
        self.apart(all.collect());
        self.once(&found.reserved_name, 5);
    }

    /// No range is backwards, and no two share a number.
    fn apart(&mut self, mut ranges: Vec<Range>) {
        ranges.retain(|(first, last, place)| {
            let is_backwards = first > last;
            if is_backwards {
                self.within(place, |check| {
                    check.add(format!("the range {first} to {last} is backwards"), "swap its ends");
                });
            }
            !is_backwards
        });
        ranges.sort_unstable();
        let mut highest: Option<(i32, i32)> = None;
        for (first, last, place) in ranges {
            if let Some((from, to)) = highest.filter(|(_, to)| *to >= first) {
                let message =
                    format!("the range {first} to {last} overlaps with the range {from} to {to}");
                self.within(&place, |check| check.add(message, "take one of them back"));
            }
            if highest.is_none_or(|(_, to)| last > to) {
                highest = Some((first, last));
            }
        }
    }

    fn once(&mut self, names: &[String], tag: i32) {
        let mut seen = HashSet::new();
        for (index, name) in names.iter().enumerate() {
            if !seen.insert(name) {
                let message = format!("the name `{name}` is reserved twice");
                self.within(&[tag, index as i32], |check| check.add(message, "remove one"));
            }
        }
    }
}
