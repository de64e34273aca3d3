//! JSON of the wire types.

use contract_runtime::*;
use serde::{Serialize, de::DeserializeOwned};

fn check<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: T, json: &str) {
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
    assert_eq!(serde_json::from_str::<T>(json).unwrap(), value);
}

#[test]
fn wire_types_are_text_without_loss() {
    check(Decimal::<5>::from_i64(-125_050_000), r#""-1250.50000""#);
    check(Date(20_000), r#""2024-10-04""#);
    check(TimeMillis(3_600_001), r#""01:00:00.001""#);
    check(TimestampMicros(1), r#""1970-01-01T00:00:00.000001Z""#);
    check(LocalTimestampNanos(-1), r#""1969-12-31T23:59:59.999999999""#);
    check(AvroDuration { months: 1, days: 0, millis: 20 }, r#""P1M0DT0.020S""#);
    check(Bytes(vec![0, 255]), r#""AP8=""#);
    check(Fixed([1u8, 2, 3]), r#""AQID""#);
    check(Uuid::nil(), r#""00000000-0000-0000-0000-000000000000""#);
}

#[test]
fn wrong_text_is_refused_with_the_reason() {
    let error = |json| serde_json::from_str::<Decimal<2>>(json).unwrap_err().to_string();
    assert!(error(r#""1.005""#).contains("more than 2 digits after the point"));
    assert!(error("1.0").contains("expected a string"), "{}", error("1.0"));
    let error = serde_json::from_str::<Fixed<4>>(r#""AQID""#).unwrap_err().to_string();
    assert!(error.contains("3 bytes, where the contract has 4"), "{error}");
    assert!(serde_json::to_string(&TimeMillis(-1)).is_err());
}
