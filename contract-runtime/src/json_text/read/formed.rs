//! Texts that have a type of their own.

use super::Reader;
use crate::avro::DecodeError;
use crate::decimal::Decimal;
use crate::json_text::fault::{Form, What};
use crate::text::parse_uuid;
use crate::time::{Date, TimestampMicros};
use std::borrow::Cow;
use uuid::Uuid;

impl Reader<'_> {
    /// A string that `parse` understands.
    fn formed<T>(
        &mut self,
        form: Form,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, DecodeError> {
        self.byte();
        let start = self.at;
        let text = self.string()?;
        parse(&text).ok_or_else(|| self.fault_at(What::Text(form), start))
    }

    /// A uuid.
    ///
    /// # Errors
    /// It is none.
    pub fn uuid(&mut self) -> Result<Uuid, DecodeError> {
        self.formed(Form::Uuid, |text| parse_uuid(text.as_bytes()))
    }

    /// A date.
    ///
    /// # Errors
    /// It is none, or of a year of more than four digits.
    pub fn date(&mut self) -> Result<Date, DecodeError> {
        self.formed(Form::Date, |text| text.parse().ok().filter(|_| text.len() == 10))
    }

    /// A point in time with its zone; what is finer than a microsecond is cut off.
    ///
    /// # Errors
    /// It is none, or of a year of more than four digits.
    pub fn moment(&mut self) -> Result<TimestampMicros, DecodeError> {
        self.formed(Form::Moment, |text| {
            let text = to_micros(text);
            // A year of four digits begins with one.
            text.parse().ok().filter(|_| text.starts_with(|first: char| first.is_ascii_digit()))
        })
    }

    /// A decimal as a string.
    ///
    /// # Errors
    /// It is none, or finer than its scale.
    pub fn decimal<const SCALE: u32>(&mut self) -> Result<Decimal<SCALE>, DecodeError> {
        self.formed(Form::Decimal, |text| text.parse().ok())
    }

    /// Base64.
    ///
    /// # Errors
    /// It is none.
    #[cfg(feature = "json")]
    pub fn bytes(&mut self) -> Result<crate::bytes::Bytes, DecodeError> {
        use base64::Engine as _;
        let engine = base64::engine::general_purpose::STANDARD;
        self.formed(Form::Bytes, |text| engine.decode(text).ok().map(crate::bytes::Bytes))
    }
}

/// The text without the digits beyond the sixth of a second.
fn to_micros(text: &str) -> Cow<'_, str> {
    let Some(point) = text.find('.') else { return Cow::Borrowed(text) };
    let fraction = &text[point + 1..];
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
    if digits <= 6 {
        return Cow::Borrowed(text);
    }
    Cow::Owned([&text[..point + 7], &fraction[digits..]].concat())
}
