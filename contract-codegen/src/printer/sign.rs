//! Signs: which belong together, and where blanks stand around them. A blank too many is no mistake, one too few may be.

use super::{Last, Printer};
use proc_macro2::{Punct, Spacing, TokenTree};

/// Signs of more than one character, longer ones first.
const COMPOUND: [&str; 24] = [
    "<<=", ">>=", "...", "..=", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=",
    "*=", "/=", "%=", "^=", "|=", "&=", "<<", ">>", "..",
];

impl Printer<'_> {
    /// The sign that begins with `first`; gives how many of the tokens after it belong to it.
    pub(super) fn sign(&mut self, first: &Punct, rest: &[TokenTree]) -> usize {
        let mut text = [0; 3];
        let sign = whole(first, rest, &mut text);
        let others = sign.len() - 1;
        let rest = &rest[others..];
        let is_after_value = self.last == Last::Value;
        match sign {
            "::" => match self.last {
                Last::Value | Last::Greater => self.tight(sign, Last::Prefix),
                _ => self.apart(sign, Last::Prefix),
            },
            "." | ".." | "..=" | "..." => match self.last {
                Last::Keyword | Last::Sign => self.apart(sign, Last::Prefix),
                _ => self.tight(sign, Last::Prefix),
            },
            "," | ";" => {
                self.tight(sign, Last::Sign);
                // Between angle brackets a comma ends no line.
                if self.is_braced && (sign == ";" || self.angles == 0) {
                    self.end_line();
                }
            }
            ":" => self.tight(sign, Last::Sign),
            "?" if is_after_value => self.tight(sign, Last::Value),
            "!" if is_after_value && matches!(rest.first(), Some(TokenTree::Group(_))) => {
                self.tight(sign, Last::Prefix);
            }
            "&" | "&&" | "*" | "-" | "|" | "||" if is_after_value => self.apart(sign, Last::Sign),
            "-" if self.last == Last::Less => {
                self.last = Last::Sign;
                self.apart(sign, Last::Prefix);
            }
            "?" | "!" | "&" | "&&" | "*" | "-" | "|" | "||" | "#" | "'" => {
                self.apart(sign, Last::Prefix);
            }
            "<" => {
                self.angles += 1;
                match self.last {
                    // Between this keyword and a path of its own stands nothing.
                    Last::Keyword if self.out.ends_with("impl") => self.tight(sign, Last::Less),
                    Last::Sign | Last::Keyword => self.apart(sign, Last::Less),
                    Last::Less => {
                        self.last = Last::Sign;
                        self.apart(sign, Last::Less);
                    }
                    _ => self.tight(sign, Last::Less),
                }
            }
            ">" | ">>" => {
                self.angles = self.angles.saturating_sub(sign.len());
                self.tight(sign, Last::Greater);
            }
            _ => {
                self.last = Last::Sign;
                self.apart(sign, Last::Sign);
            }
        }
        others
    }

    /// Adheres to what stands before it.
    fn tight(&mut self, sign: &str, then: Last) {
        self.text(sign);
        self.last = then;
    }

    fn apart(&mut self, sign: &str, then: Last) {
        self.space();
        self.out.push_str(sign);
        self.last = then;
    }
}

/// The longest sign that `first` and the tokens that are joint to it make.
fn whole<'b>(first: &Punct, rest: &[TokenTree], text: &'b mut [u8; 3]) -> &'b str {
    let mut length = 0;
    let mut push = |sign: &Punct| {
        // Every sign is an ASCII character.
        text[length] = sign.as_char() as u8;
        length += 1;
        sign.spacing() == Spacing::Joint && length < 3
    };
    let mut is_joint = push(first);
    for token in rest {
        let (true, TokenTree::Punct(sign)) = (is_joint, token) else { break };
        is_joint = push(sign);
    }
    let joint = std::str::from_utf8(&text[..length]).expect("signs are ASCII");
    let is_sign = |length: &usize| *length == 1 || COMPOUND.contains(&&joint[..*length]);
    let length = (1..=length).rev().find(is_sign).unwrap_or(1);
    &joint[..length]
}
