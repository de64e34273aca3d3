//! The table of functions: name, arguments, result, and whether a call may fail.

use super::types::Ty;

/// A function; the compiler knows its Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "each is the function of CEL or protovalidate that its row below spells"
)]
pub enum Function {
    Format,
    SizeText,
    SizeBytes,
    SizeList,
    SizeMap,
    StartsWith,
    EndsWith,
    Contains,
    StartsWithBytes,
    EndsWithBytes,
    ContainsBytes,
    Matches,
    Lower,
    Upper,
    Trim,
    ToInt,
    ToUint,
    ToDouble,
    ToText,
    ToBytes,
    ToBool,
    ToTimestamp,
    ToDuration,
    ToDecimal,
    FullYear,
    Month,
    DayOfMonth,
    Date,
    DayOfWeek,
    DayOfYear,
    Hours,
    Minutes,
    Seconds,
    Milliseconds,
    WholeHours,
    WholeMinutes,
    WholeSeconds,
    WholeMilliseconds,
    IsEmail,
    IsHostname,
    IsHostAndPort,
    IsIp,
    IsIpPrefix,
    IsUri,
    IsUriRef,
    IsUuid,
    IsCorridorOf,
    InMinorUnits,
    IsNan,
    IsInf,
    Unique,
}

/// An argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    Bool,
    Int,
    Uint,
    Double,
    Text,
    Bytes,
    Timestamp,
    Duration,
    Decimal,
    Date,
    List,
    Map,
}

impl Want {
    pub(super) fn fits(self, ty: &Ty) -> bool {
        match self {
            Want::Bool => *ty == Ty::Bool,
            Want::Int => *ty == Ty::Int,
            Want::Uint => *ty == Ty::Uint,
            Want::Double => *ty == Ty::Double,
            Want::Text => ty.is_text(),
            Want::Bytes => *ty == Ty::Bytes,
            Want::Timestamp => *ty == Ty::Timestamp,
            Want::Duration => *ty == Ty::Duration,
            Want::Decimal => *ty == Ty::Decimal,
            Want::Date => *ty == Ty::Date,
            Want::List => matches!(ty, Ty::List(_)),
            Want::Map => matches!(ty, Ty::Map(..)),
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Want::Bool => "bool",
            Want::Int => "int",
            Want::Uint => "uint",
            Want::Double => "double",
            Want::Text => "string",
            Want::Bytes => "bytes",
            Want::Timestamp => "timestamp",
            Want::Duration => "duration",
            Want::Decimal => "decimal",
            Want::Date => "date",
            Want::List => "list",
            Want::Map => "map",
        }
    }
}

/// How a function is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `f(x)`
    Global,
    /// `x.f()`
    Method,
    /// Both.
    Either,
}

pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) style: Style,
    pub(super) arguments: &'static [Want],
    pub(super) result: Ty,
    pub(super) function: Function,
    pub(super) fails: bool,
}

const fn row(
    name: &'static str,
    style: Style,
    arguments: &'static [Want],
    result: Ty,
    function: Function,
) -> Row {
    Row { name, style, arguments, result, function, fails: false }
}

const fn failing(
    name: &'static str,
    arguments: &'static [Want],
    result: Ty,
    function: Function,
) -> Row {
    Row { name, style: Style::Global, arguments, result, function, fails: true }
}

use Function as F;
use Style::{Either, Global, Method};
use Want as W;

const TEXTS: &[Want] = &[W::Text, W::Text];
const MOMENT: &[Want] = &[W::Timestamp];
const ZONED: &[Want] = &[W::Timestamp, W::Text];
const SPAN: &[Want] = &[W::Duration];

/// Every overload.
pub(super) static TABLE: [Row; 94] = [
    row("size", Either, &[W::Text], Ty::Int, F::SizeText),
    row("size", Either, &[W::Bytes], Ty::Int, F::SizeBytes),
    row("size", Either, &[W::List], Ty::Int, F::SizeList),
    row("size", Either, &[W::Map], Ty::Int, F::SizeMap),
    row("startsWith", Method, TEXTS, Ty::Bool, F::StartsWith),
    row("endsWith", Method, TEXTS, Ty::Bool, F::EndsWith),
    row("contains", Method, TEXTS, Ty::Bool, F::Contains),
    row("startsWith", Method, &[W::Bytes, W::Bytes], Ty::Bool, F::StartsWithBytes),
    row("endsWith", Method, &[W::Bytes, W::Bytes], Ty::Bool, F::EndsWithBytes),
    row("contains", Method, &[W::Bytes, W::Bytes], Ty::Bool, F::ContainsBytes),
    row("matches", Either, TEXTS, Ty::Bool, F::Matches),
    row("format", Method, &[W::Text, W::List], Ty::String, F::Format),
    row("lowerAscii", Method, &[W::Text], Ty::String, F::Lower),
    row("upperAscii", Method, &[W::Text], Ty::String, F::Upper),
    row("trim", Method, &[W::Text], Ty::String, F::Trim),
    row("int", Global, &[W::Int], Ty::Int, F::ToInt),
    failing("int", &[W::Uint], Ty::Int, F::ToInt),
    failing("int", &[W::Double], Ty::Int, F::ToInt),
    failing("int", &[W::Text], Ty::Int, F::ToInt),
    row("int", Global, &[W::Timestamp], Ty::Int, F::ToInt),
    row("uint", Global, &[W::Uint], Ty::Uint, F::ToUint),
    failing("uint", &[W::Int], Ty::Uint, F::ToUint),
    failing("uint", &[W::Double], Ty::Uint, F::ToUint),
    failing("uint", &[W::Text], Ty::Uint, F::ToUint),
    row("double", Global, &[W::Double], Ty::Double, F::ToDouble),
    row("double", Global, &[W::Int], Ty::Double, F::ToDouble),
    row("double", Global, &[W::Uint], Ty::Double, F::ToDouble),
    failing("double", &[W::Text], Ty::Double, F::ToDouble),
    row("string", Global, &[W::Text], Ty::String, F::ToText),
    row("string", Global, &[W::Bool], Ty::String, F::ToText),
    row("string", Global, &[W::Int], Ty::String, F::ToText),
    row("string", Global, &[W::Uint], Ty::String, F::ToText),
    row("string", Global, &[W::Double], Ty::String, F::ToText),
    failing("string", &[W::Bytes], Ty::String, F::ToText),
    row("string", Global, &[W::Timestamp], Ty::String, F::ToText),
    row("string", Global, &[W::Duration], Ty::String, F::ToText),
    row("string", Global, &[W::Decimal], Ty::String, F::ToText),
    row("string", Global, &[W::Date], Ty::String, F::ToText),
    row("bytes", Global, &[W::Bytes], Ty::Bytes, F::ToBytes),
    row("bytes", Global, &[W::Text], Ty::Bytes, F::ToBytes),
    row("bool", Global, &[W::Bool], Ty::Bool, F::ToBool),
    failing("bool", &[W::Text], Ty::Bool, F::ToBool),
    row("timestamp", Global, &[W::Timestamp], Ty::Timestamp, F::ToTimestamp),
    failing("timestamp", &[W::Text], Ty::Timestamp, F::ToTimestamp),
    failing("timestamp", &[W::Int], Ty::Timestamp, F::ToTimestamp),
    row("timestamp", Global, &[W::Date], Ty::Timestamp, F::ToTimestamp),
    row("duration", Global, &[W::Duration], Ty::Duration, F::ToDuration),
    failing("duration", &[W::Text], Ty::Duration, F::ToDuration),
    row("decimal", Global, &[W::Decimal], Ty::Decimal, F::ToDecimal),
    row("decimal", Global, &[W::Int], Ty::Decimal, F::ToDecimal),
    row("decimal", Global, &[W::Uint], Ty::Decimal, F::ToDecimal),
    failing("decimal", &[W::Text], Ty::Decimal, F::ToDecimal),
    row("getFullYear", Method, MOMENT, Ty::Int, F::FullYear),
    row("getFullYear", Method, ZONED, Ty::Int, F::FullYear),
    row("getMonth", Method, MOMENT, Ty::Int, F::Month),
    row("getMonth", Method, ZONED, Ty::Int, F::Month),
    row("getDayOfMonth", Method, MOMENT, Ty::Int, F::DayOfMonth),
    row("getDayOfMonth", Method, ZONED, Ty::Int, F::DayOfMonth),
    row("getDate", Method, MOMENT, Ty::Int, F::Date),
    row("getDate", Method, ZONED, Ty::Int, F::Date),
    row("getDayOfWeek", Method, MOMENT, Ty::Int, F::DayOfWeek),
    row("getDayOfWeek", Method, ZONED, Ty::Int, F::DayOfWeek),
    row("getDayOfYear", Method, MOMENT, Ty::Int, F::DayOfYear),
    row("getDayOfYear", Method, ZONED, Ty::Int, F::DayOfYear),
    row("getHours", Method, MOMENT, Ty::Int, F::Hours),
    row("getHours", Method, ZONED, Ty::Int, F::Hours),
    row("getMinutes", Method, MOMENT, Ty::Int, F::Minutes),
    row("getMinutes", Method, ZONED, Ty::Int, F::Minutes),
    row("getSeconds", Method, MOMENT, Ty::Int, F::Seconds),
    row("getSeconds", Method, ZONED, Ty::Int, F::Seconds),
    row("getMilliseconds", Method, MOMENT, Ty::Int, F::Milliseconds),
    row("getMilliseconds", Method, ZONED, Ty::Int, F::Milliseconds),
    row("getHours", Method, SPAN, Ty::Int, F::WholeHours),
    row("getMinutes", Method, SPAN, Ty::Int, F::WholeMinutes),
    row("getSeconds", Method, SPAN, Ty::Int, F::WholeSeconds),
    row("getMilliseconds", Method, SPAN, Ty::Int, F::WholeMilliseconds),
    row("isEmail", Method, &[W::Text], Ty::Bool, F::IsEmail),
    row("isHostname", Method, &[W::Text], Ty::Bool, F::IsHostname),
    row("isHostAndPort", Method, &[W::Text, W::Bool], Ty::Bool, F::IsHostAndPort),
    row("isIp", Method, &[W::Text], Ty::Bool, F::IsIp),
    row("isIp", Method, &[W::Text, W::Int], Ty::Bool, F::IsIp),
    row("isIpPrefix", Method, &[W::Text], Ty::Bool, F::IsIpPrefix),
    row("isIpPrefix", Method, &[W::Text, W::Int], Ty::Bool, F::IsIpPrefix),
    row("isIpPrefix", Method, &[W::Text, W::Bool], Ty::Bool, F::IsIpPrefix),
    row("isIpPrefix", Method, &[W::Text, W::Int, W::Bool], Ty::Bool, F::IsIpPrefix),
    row("isUri", Method, &[W::Text], Ty::Bool, F::IsUri),
    row("isUriRef", Method, &[W::Text], Ty::Bool, F::IsUriRef),
    row("isUuid", Method, &[W::Text], Ty::Bool, F::IsUuid),
    row("isCorridorOf", Method, &[W::Text, W::Text, W::Text], Ty::Bool, F::IsCorridorOf),
    row("inMinorUnits", Method, &[W::Decimal, W::Text], Ty::Bool, F::InMinorUnits),
    row("isNan", Method, &[W::Double], Ty::Bool, F::IsNan),
    row("isInf", Method, &[W::Double], Ty::Bool, F::IsInf),
    row("isInf", Method, &[W::Double, W::Int], Ty::Bool, F::IsInf),
    row("unique", Method, &[W::List], Ty::Bool, F::Unique),
];
