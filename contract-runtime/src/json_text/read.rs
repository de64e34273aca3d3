//! A cursor over the text: one pass, no tree; what is not asked for is skipped, but must be JSON all the same.

mod formed;

use super::fault::{Fault, Place, What};
use super::number;
use crate::avro::{DecodeError, Reason};
use std::borrow::Cow;

/// Lists and objects inside of each other.
const MAX_DEPTH: u32 = 128;

/// What a value of JSON is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// A list.
    Array,
    /// An object.
    Object,
}

impl Kind {
    pub(super) fn described(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Bool => "true or false",
            Kind::Number => "a number",
            Kind::String => "a string",
            Kind::Array => "a list",
            Kind::Object => "an object",
        }
    }
}

/// Where a walk over an object or a list is.
#[derive(Debug)]
pub struct Members {
    is_first: bool,
}

/// A cursor over JSON text.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth_left: u32,
}

impl<'a> Reader<'a> {
    /// At the beginning of a text.
    pub fn new(text: &'a str) -> Self {
        Reader { text, at: 0, depth_left: MAX_DEPTH }
    }

    /// A fault at this byte.
    #[cold]
    pub fn fault(&self, what: What) -> DecodeError {
        DecodeError::at(Reason::Json(Fault { what, place: Place::NOWHERE }), self.at)
    }

    fn fault_at(&self, what: What, at: usize) -> DecodeError {
        DecodeError::at(Reason::Json(Fault { what, place: Place::NOWHERE }), at)
    }

    /// Nothing but blanks may follow.
    pub(super) fn end(&mut self) -> Result<(), DecodeError> {
        match self.byte() {
            None => Ok(()),
            Some(_) => Err(self.fault(What::Trailing)),
        }
    }

    /// The next byte that is no blank.
    #[inline]
    fn byte(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                _ => return Some(*byte),
            }
        }
        None
    }

    /// What the next value is.
    ///
    /// # Errors
    /// No value begins here.
    #[inline]
    pub fn kind(&mut self) -> Result<Kind, DecodeError> {
        match self.byte() {
            Some(b'"') => Ok(Kind::String),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b't' | b'f') => Ok(Kind::Bool),
            Some(b'n') => Ok(Kind::Null),
            Some(_) => Err(self.fault(What::Syntax)),
            None => Err(self.fault(What::End)),
        }
    }

    fn expect(&mut self, kind: Kind) -> Result<(), DecodeError> {
        match self.kind()? {
            found if found == kind => Ok(()),
            _ => Err(self.fault(What::Expected(kind))),
        }
    }

    fn word(&mut self, word: &str) -> Result<(), DecodeError> {
        if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(());
        }
        Err(self.fault(What::Syntax))
    }

    /// `null`.
    ///
    /// # Errors
    /// It is not.
    pub fn null(&mut self) -> Result<(), DecodeError> {
        self.expect(Kind::Null)?;
        self.word("null")
    }

    /// `null`, or a value.
    ///
    /// # Errors
    /// It is neither.
    #[inline]
    pub fn nullable<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Option<T>, DecodeError> {
        if self.kind()? == Kind::Null {
            self.word("null")?;
            return Ok(None);
        }
        read(self).map(Some)
    }

    /// A truth value.
    ///
    /// # Errors
    /// It is none.
    pub fn flag(&mut self) -> Result<bool, DecodeError> {
        self.expect(Kind::Bool)?;
        let value = self.text.as_bytes()[self.at] == b't';
        self.word(if value { "true" } else { "false" })?;
        Ok(value)
    }

    /// The text of a number.
    ///
    /// # Errors
    /// There is none.
    pub fn number(&mut self) -> Result<&'a str, DecodeError> {
        self.expect(Kind::Number)?;
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut at = start + usize::from(bytes[start] == b'-');
        let digits =
            |at: usize| bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let whole = digits(at);
        let has_leading_zero = whole > 1 && bytes[at] == b'0';
        at += whole;
        let mut is_number = whole > 0 && !has_leading_zero;
        if bytes.get(at) == Some(&b'.') {
            let fraction = digits(at + 1);
            is_number &= fraction > 0;
            at += 1 + fraction;
        }
        if let Some(b'e' | b'E') = bytes.get(at) {
            at += 1;
            at += usize::from(matches!(bytes.get(at), Some(b'+' | b'-')));
            let exponent = digits(at);
            is_number &= exponent > 0;
            at += exponent;
        }
        if !is_number {
            return Err(self.fault(What::Syntax));
        }
        self.at = at;
        Ok(&self.text[start..at])
    }

    fn whole<T: TryFrom<i128>>(&mut self) -> Result<T, DecodeError> {
        self.byte();
        let start = self.at;
        let text = self.number()?;
        match number::whole(text) {
            Ok(value) => T::try_from(value).map_err(|_| self.fault_at(What::Range, start)),
            Err(true) => Err(self.fault_at(What::Fraction, start)),
            Err(false) => Err(self.fault_at(What::Range, start)),
        }
    }

    /// A whole number of 64 bits, whatever its spelling.
    ///
    /// # Errors
    /// It is none.
    pub fn long(&mut self) -> Result<i64, DecodeError> {
        self.whole()
    }

    /// A whole number of 32 bits, whatever its spelling.
    ///
    /// # Errors
    /// It is none.
    pub fn int(&mut self) -> Result<i32, DecodeError> {
        self.whole()
    }

    /// A whole number of 64 bits without sign, whatever its spelling.
    ///
    /// # Errors
    /// It is none.
    pub fn unsigned_long(&mut self) -> Result<u64, DecodeError> {
        self.whole()
    }

    /// A whole number of 32 bits without sign, whatever its spelling.
    ///
    /// # Errors
    /// It is none.
    pub fn unsigned_int(&mut self) -> Result<u32, DecodeError> {
        self.whole()
    }

    /// A number as the nearest double.
    ///
    /// # Errors
    /// It is none, or beyond all doubles.
    pub fn double(&mut self) -> Result<f64, DecodeError> {
        self.byte();
        let start = self.at;
        let value = self.number()?.parse::<f64>().ok().filter(|value| value.is_finite());
        value.ok_or_else(|| self.fault_at(What::Range, start))
    }

    /// A string; borrowed if it has no escapes.
    ///
    /// # Errors
    /// It is none.
    pub fn string(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        self.expect(Kind::String)?;
        self.at += 1;
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut made = String::new();
        let mut from = start;
        loop {
            match bytes.get(self.at) {
                Some(b'"') => {
                    let last = &self.text[from..self.at];
                    self.at += 1;
                    if made.is_empty() && from == start {
                        return Ok(Cow::Borrowed(last));
                    }
                    made.push_str(last);
                    return Ok(Cow::Owned(made));
                }
                Some(b'\\') => {
                    made.push_str(&self.text[from..self.at]);
                    made.push(self.escape()?);
                    from = self.at;
                }
                Some(0..0x20) => return Err(self.fault(What::Syntax)),
                Some(_) => self.at += 1,
                None => return Err(self.fault(What::End)),
            }
        }
    }

    fn escape(&mut self) -> Result<char, DecodeError> {
        let start = self.at;
        let letter = self.text.as_bytes().get(start + 1).copied();
        self.at += 2;
        Ok(match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let mut code = self.unit(start)?;
                if let 0xd800..0xdc00 = code
                    && self.text.as_bytes()[self.at..].starts_with(b"\\u")
                {
                    self.at += 2;
                    let low = self.unit(start)?;
                    if !(0xdc00..0xe000).contains(&low) {
                        return Err(self.fault_at(What::Escape, start));
                    }
                    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                }
                char::from_u32(code).ok_or_else(|| self.fault_at(What::Escape, start))?
            }
            _ => return Err(self.fault_at(What::Escape, start)),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self, start: usize) -> Result<u32, DecodeError> {
        let digits = self.text.get(self.at..self.at + 4);
        let digits = digits.filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let unit = digits.and_then(|text| u32::from_str_radix(text, 16).ok());
        self.at += 4;
        unit.ok_or_else(|| self.fault_at(What::Escape, start))
    }

    fn enter(&mut self, kind: Kind) -> Result<Members, DecodeError> {
        self.expect(kind)?;
        self.depth_left = self.depth_left.checked_sub(1).ok_or_else(|| self.fault(What::Depth))?;
        self.at += 1;
        Ok(Members { is_first: true })
    }

    /// Whether another member follows; at the end steps out.
    fn another(&mut self, members: &mut Members, end: u8) -> Result<bool, DecodeError> {
        let is_first = std::mem::replace(&mut members.is_first, false);
        match self.byte() {
            Some(byte) if byte == end => {
                self.at += 1;
                self.depth_left += 1;
                Ok(false)
            }
            Some(_) if is_first => Ok(true),
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(_) => Err(self.fault(What::Syntax)),
            None => Err(self.fault(What::End)),
        }
    }

    /// Steps into an object.
    ///
    /// # Errors
    /// It is none, or too deep.
    pub fn object(&mut self) -> Result<Members, DecodeError> {
        self.enter(Kind::Object)
    }

    /// The name of the next property, whose value is to be read then; none at the end.
    ///
    /// # Errors
    /// The text is no JSON.
    pub fn member(&mut self, members: &mut Members) -> Result<Option<Cow<'a, str>>, DecodeError> {
        if !self.another(members, b'}')? {
            return Ok(None);
        }
        // What is no string here is no JSON.
        if self.byte() != Some(b'"') {
            return Err(self.fault(What::Syntax));
        }
        let name = self.string()?;
        match self.byte() {
            Some(b':') => self.at += 1,
            Some(_) => return Err(self.fault(What::Syntax)),
            None => return Err(self.fault(What::End)),
        }
        Ok(Some(name))
    }

    /// Steps into a list.
    ///
    /// # Errors
    /// It is none, or too deep.
    pub fn array(&mut self) -> Result<Members, DecodeError> {
        self.enter(Kind::Array)
    }

    /// Whether another element follows, which is to be read then.
    ///
    /// # Errors
    /// The text is no JSON.
    pub fn element(&mut self, members: &mut Members) -> Result<bool, DecodeError> {
        self.another(members, b']')
    }

    /// Skips a value.
    ///
    /// # Errors
    /// The text is no JSON, or too deep.
    pub fn skip(&mut self) -> Result<(), DecodeError> {
        match self.kind()? {
            Kind::Null => self.null(),
            Kind::Bool => self.flag().map(drop),
            Kind::Number => self.number().map(drop),
            Kind::String => self.string().map(drop),
            Kind::Array => {
                let mut elements = self.array()?;
                while self.element(&mut elements)? {
                    self.skip()?;
                }
                Ok(())
            }
            Kind::Object => {
                let mut members = self.object()?;
                while self.member(&mut members)?.is_some() {
                    self.skip()?;
                }
                Ok(())
            }
        }
    }

    /// The text of a property of the next object, if that is a string; the reader stays where it is.
    ///
    /// # Errors
    /// It is no object, or no JSON up to the property.
    pub fn tag(&self, property: &str) -> Result<Option<Cow<'a, str>>, DecodeError> {
        let mut ahead = self.clone();
        let mut members = ahead.object()?;
        while let Some(name) = ahead.member(&mut members)? {
            if name == property {
                return match ahead.kind()? {
                    Kind::String => ahead.string().map(Some),
                    _ => Ok(None),
                };
            }
            ahead.skip()?;
        }
        Ok(None)
    }
}
