//! Keys of several parts as one text; two different lists of parts never give the same text.

use std::fmt::{Display, Write};

/// The parts joined by `|`; a `|` or `\` inside a part is escaped by `\`.
pub fn join(parts: &[&dyn Display]) -> String {
    let mut text = String::new();
    write_parts(&mut text, parts);
    text
}

/// The event's name, a colon, and the parts joined.
pub fn of_event(event: &str, parts: &[&dyn Display]) -> String {
    let mut text = format!("{event}:");
    write_parts(&mut text, parts);
    text
}

fn write_parts(text: &mut String, parts: &[&dyn Display]) {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            text.push('|');
        }
        // Writing to a string cannot fail.
        let _ = write!(Escape(text), "{part}");
    }
}

struct Escape<'a>(&'a mut String);

impl Write for Escape<'_> {
    fn write_str(&mut self, part: &str) -> std::fmt::Result {
        for c in part.chars() {
            if matches!(c, '|' | '\\') {
                self.0.push('\\');
            }
            self.0.push(c);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stay_apart() {
        assert_eq!(join(&[&"a", &7, &"b"]), "a|7|b");
        assert_ne!(join(&[&"a|b", &"c"]), join(&[&"a", &"b|c"]));
        assert_ne!(join(&[&"a\\", &"b"]), join(&[&"a\\|b"]));
        assert_eq!(of_event("x.done", &[&"1", &2]), "x.done:1|2");
    }
}
