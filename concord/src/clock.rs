//! What day it is: exemptions and waivers end on one.

use crate::error::Error;
use contract_model::Date;

/// Another day than today's, as `2027-12-31`: what will the gate say then?
pub(crate) const VARIABLE: &str = "CONCORD_TODAY";

/// The day in UTC, or the one that the environment names.
pub(crate) fn today() -> Result<Date, Error> {
    if let Some(text) = std::env::var(VARIABLE).ok().filter(|text| !text.is_empty()) {
        return Date::parse(&text).ok_or_else(|| {
            Error::Usage(format!("{VARIABLE} is `{text}`: write a day, such as 2027-12-31"))
        });
    }
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Ok(Date::of_unix_seconds(since.map_or(0, |since| since.as_secs())))
}
