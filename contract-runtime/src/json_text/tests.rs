//! Tests of reading and writing, and that hostile texts end in a fault.

use super::*;

fn read<'a, T>(
    text: &'a str,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
) -> Result<T, String> {
    decode(text.as_bytes(), read).map_err(|error| error.to_string())
}

#[test]
fn strings_and_numbers_are_read_exactly() {
    let text = |text: &str| read(text, |reader| reader.string().map(|text| text.into_owned()));
    assert_eq!(text(r#" "a\u00e4\ud83d\ude00\n\/" "#).as_deref(), Ok("aä😀\n/"));
    assert!(text(r#""\ud83d""#).unwrap_err().contains("escape"));
    assert!(text(r#""\ude00""#).unwrap_err().contains("escape"));
    assert!(text(r#""\u00""#).unwrap_err().contains("escape"));
    assert!(text("\"a\nb\"").unwrap_err().contains("no JSON"));
    assert!(text("\"a").unwrap_err().contains("ends inside"));
    assert_eq!(read("9223372036854775807", Reader::long), Ok(i64::MAX));
    assert_eq!(read("1.50e1", Reader::long), Ok(15));
    assert!(read("9223372036854775808", Reader::long).unwrap_err().contains("does not fit"));
    assert!(read("1.5", Reader::long).unwrap_err().contains("whole number"));
    assert!(read("1e999", Reader::double).unwrap_err().contains("does not fit"));
    for broken in ["01", "1.", ".5", "-", "1e", "+1", "0x1", "NaN", "1 2"] {
        assert!(read(broken, Reader::double).is_err(), "{broken}");
    }
}

#[test]
fn moments_lose_what_is_finer_than_a_microsecond_and_nothing_else() {
    let moment = |text: &str| read(&format!("\"{text}\""), |reader| reader.moment());
    let shown = |text: &str| moment(text).map(|moment| moment.to_string());
    assert_eq!(shown("2026-01-31T13:45:59.1234567Z").as_deref(), Ok("2026-01-31T13:45:59.123456Z"));
    assert_eq!(shown("2026-01-31t13:45:59+01:00").as_deref(), Ok("2026-01-31T12:45:59Z"));
    assert_eq!(shown("9999-12-31T23:59:59Z").as_deref(), Ok("9999-12-31T23:59:59Z"));
    for broken in
        ["2026-01-31", "+12026-01-31T13:45:59Z", "2026-01-31T13:45:59", "2026-02-30T00:00:00Z"]
    {
        assert!(moment(broken).unwrap_err().contains("point in time"), "{broken}");
    }
}

#[test]
fn depth_is_bounded_and_what_is_skipped_is_json() {
    let deep = "[".repeat(100_000);
    assert!(read(&deep, Reader::skip).unwrap_err().contains("deeper"));
    assert!(read(&deep, read_value).unwrap_err().contains("deeper"));
    assert_eq!(read(r#" {"a": [1, {"b": null}], "c": "d"} "#, Reader::skip), Ok(()));
    for broken in ["{\"a\" 1}", "{a: 1}", "[1,]", "{\"a\": 1,}", "[1 2]", "nul", "tru", "{}x", ""] {
        assert!(read(broken, Reader::skip).is_err(), "{broken}");
    }
    assert!(read(r#"{"a": 1, "a": 2}"#, read_value).unwrap_err().contains("twice"));
}

#[test]
fn a_fault_names_the_property_of_the_innermost_type() {
    static INNER: Property = Property { owner: "Account", name: "iban" };
    static OUTER: Property = Property { owner: "Payment", name: "account" };
    let error = read("{\"account\": {\"iban\": 7}}", |reader| {
        let mut outer = reader.object()?;
        reader.member(&mut outer)?;
        let mut account = None;
        once(&mut account, reader, &OUTER, |reader| {
            let mut inner = reader.object()?;
            reader.member(&mut inner)?;
            let mut iban = None;
            once(&mut iban, reader, &INNER, |reader| reader.string().map(drop))
        })
    });
    assert_eq!(error.unwrap_err(), "`iban` of `Account`: expected a string (at byte 21)");
}

#[test]
fn values_are_written_in_one_spelling() {
    let mut out = Vec::new();
    string(&mut out, "a\"\\\n\u{1}ä/");
    int(&mut out, i64::MIN);
    double(&mut out, 1e300).unwrap();
    double(&mut out, -0.5).unwrap();
    double(&mut out, 3.0).unwrap();
    let shown = String::from_utf8(out).unwrap();
    assert_eq!(shown, "\"a\\\"\\\\\\n\\u0001ä/\"-92233720368547758081e300-0.53.0");
    assert_eq!(double(&mut Vec::new(), f64::NAN), Err(crate::EncodeError::NotFinite));
    let far = crate::TimestampMicros(i64::MAX);
    assert_eq!(moment(&mut Vec::new(), &far), Err(crate::EncodeError::Year));
}
