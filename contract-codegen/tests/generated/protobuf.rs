#[allow(
    clippy::all,
    clippy::pedantic,
    clippy::allow_attributes,
    deprecated,
    missing_docs,
    unreachable_pub,
    dead_code,
    unused_parens,
    rustdoc::all,
    reason = "generated from schemas, whose words and shapes are not ours to lint"
)]
pub mod google {
    pub mod protobuf {
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::default::Default)]
        #[derive(
            ::contract_runtime::serde::Serialize,
            ::contract_runtime::serde::Deserialize
        )]
        #[serde(crate = "::contract_runtime::serde")]
        #[derive(::contract_runtime::schemars::JsonSchema)]
        #[schemars(
            crate = "::contract_runtime::schemars",
            rename = "google.protobuf.StringValue"
        )]
        #[serde(default)]
        pub struct StringValue {
            #[serde(rename = "value")]
            pub value: ::std::string::String,
        }
        impl ::core::fmt::Debug for StringValue {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("StringValue").field("value", &self.value).finish()
            }
        }
        impl StringValue {
            /// Appends the fields of the message, without a length before them.
            pub fn encode_fields(
                &self,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) {
                if !(&self.value).is_empty() {
                    out.push(10);
                    ::contract_runtime::protobuf::write_string(out, &self.value);
                }
            }
            /// Reads fields on top of those that are there, as Protobuf merges messages.
            pub fn merge(
                &mut self,
                reader: &mut ::contract_runtime::protobuf::Reader<'_>,
            ) -> ::core::result::Result<(), ::contract_runtime::DecodeError> {
                while let ::core::option::Option::Some(key) = reader.key()? {
                    match key {
                        10 => self.value = reader.string()?,
                        key => reader.skip(key)?,
                    }
                }
                ::core::result::Result::Ok(())
            }
            #[doc(hidden)]
            pub fn proto_size(&self) -> ::core::primitive::usize {
                6usize + (&self.value).len()
            }
        }
        impl StringValue {
            #[doc(hidden)]
            pub fn check(
                &self,
                at: &::contract_runtime::Path<'_>,
                found: &mut ::contract_runtime::Violations,
            ) {
                let _ = (at, found);
            }
        }
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::default::Default)]
        #[derive(
            ::contract_runtime::serde::Serialize,
            ::contract_runtime::serde::Deserialize
        )]
        #[serde(crate = "::contract_runtime::serde")]
        #[derive(::contract_runtime::schemars::JsonSchema)]
        #[schemars(
            crate = "::contract_runtime::schemars",
            rename = "google.protobuf.Struct"
        )]
        #[serde(default)]
        pub struct Struct {
            #[serde(rename = "fields")]
            pub fields: ::std::collections::BTreeMap<::std::string::String, Value>,
        }
        impl ::core::fmt::Debug for Struct {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Struct").field("fields", &self.fields).finish()
            }
        }
        impl Struct {
            /// Appends the fields of the message, without a length before them.
            pub fn encode_fields(
                &self,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) {
                for (key, value) in &self.fields {
                    out.push(10);
                    let start = ::contract_runtime::protobuf::begin(out);
                    out.push(10);
                    ::contract_runtime::protobuf::write_string(out, key);
                    out.push(18);
                    {
                        let start = ::contract_runtime::protobuf::begin(out);
                        (value).encode_fields(out);
                        ::contract_runtime::protobuf::finish(out, start);
                    }
                    ::contract_runtime::protobuf::finish(out, start);
                }
            }
            /// Reads fields on top of those that are there, as Protobuf merges messages.
            pub fn merge(
                &mut self,
                reader: &mut ::contract_runtime::protobuf::Reader<'_>,
            ) -> ::core::result::Result<(), ::contract_runtime::DecodeError> {
                while let ::core::option::Option::Some(key) = reader.key()? {
                    match key {
                        10 => {
                            let mut entry = reader.message()?;
                            let mut name = ::std::string::String::new();
                            let mut value = <Value as ::core::default::Default>::default();
                            while let ::core::option::Option::Some(key) = entry.key()? {
                                match key {
                                    10 => name = entry.string()?,
                                    18 => value.merge(&mut entry.message()?)?,
                                    key => entry.skip(key)?,
                                }
                            }
                            self.fields.insert(name, value);
                        }
                        key => reader.skip(key)?,
                    }
                }
                ::core::result::Result::Ok(())
            }
            #[doc(hidden)]
            pub fn proto_size(&self) -> ::core::primitive::usize {
                6usize + (&self.fields).len() * 46usize
            }
        }
        impl Struct {
            #[doc(hidden)]
            pub fn check(
                &self,
                at: &::contract_runtime::Path<'_>,
                found: &mut ::contract_runtime::Violations,
            ) {
                let _ = (at, found);
            }
        }
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::default::Default)]
        #[derive(
            ::contract_runtime::serde::Serialize,
            ::contract_runtime::serde::Deserialize
        )]
        #[serde(crate = "::contract_runtime::serde")]
        #[derive(::contract_runtime::schemars::JsonSchema)]
        #[schemars(
            crate = "::contract_runtime::schemars",
            rename = "google.protobuf.Value"
        )]
        #[serde(default)]
        pub struct Value {
            #[serde(flatten)]
            pub kind: ::core::option::Option<ValueKind>,
        }
        impl ::core::fmt::Debug for Value {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Value").field("kind", &self.kind).finish()
            }
        }
        impl Value {
            /// Appends the fields of the message, without a length before them.
            pub fn encode_fields(
                &self,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) {
                if let ::core::option::Option::Some(value) = &self.kind {
                    value.encode_fields(out);
                }
            }
            /// Reads fields on top of those that are there, as Protobuf merges messages.
            pub fn merge(
                &mut self,
                reader: &mut ::contract_runtime::protobuf::Reader<'_>,
            ) -> ::core::result::Result<(), ::contract_runtime::DecodeError> {
                while let ::core::option::Option::Some(key) = reader.key()? {
                    match key {
                        8 => {
                            self.kind = ::core::option::Option::Some(
                                ValueKind::NullValue(NullValue::of_number(reader.int32()?)),
                            );
                        }
                        17 => {
                            self.kind = ::core::option::Option::Some(
                                ValueKind::NumberValue(reader.double()?),
                            );
                        }
                        26 => {
                            self.kind = ::core::option::Option::Some(
                                ValueKind::StringValue(reader.string()?),
                            );
                        }
                        32 => {
                            self.kind = ::core::option::Option::Some(
                                ValueKind::BoolValue(reader.bool()?),
                            );
                        }
                        42 => {
                            let mut value = match self.kind.take() {
                                ::core::option::Option::Some(
                                    ValueKind::StructValue(value),
                                ) => value,
                                _ => ::core::default::Default::default(),
                            };
                            value.merge(&mut reader.message()?)?;
                            self.kind = ::core::option::Option::Some(
                                ValueKind::StructValue(value),
                            );
                        }
                        50 => {
                            let mut value = match self.kind.take() {
                                ::core::option::Option::Some(
                                    ValueKind::ListValue(value),
                                ) => value,
                                _ => ::core::default::Default::default(),
                            };
                            value.merge(&mut reader.message()?)?;
                            self.kind = ::core::option::Option::Some(
                                ValueKind::ListValue(value),
                            );
                        }
                        key => reader.skip(key)?,
                    }
                }
                ::core::result::Result::Ok(())
            }
            #[doc(hidden)]
            pub fn proto_size(&self) -> ::core::primitive::usize {
                6usize + (&self.kind).as_ref().map_or(0, |value| value.proto_size())
            }
        }
        impl Value {
            #[doc(hidden)]
            pub fn check(
                &self,
                at: &::contract_runtime::Path<'_>,
                found: &mut ::contract_runtime::Violations,
            ) {
                let _ = (at, found);
            }
        }
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::fmt::Debug)]
        #[derive(
            ::contract_runtime::serde::Serialize,
            ::contract_runtime::serde::Deserialize
        )]
        #[serde(crate = "::contract_runtime::serde")]
        #[derive(::contract_runtime::schemars::JsonSchema)]
        #[schemars(
            crate = "::contract_runtime::schemars",
            rename = "google.protobuf.Value.kind"
        )]
        pub enum ValueKind {
            /// `nullValue`
            #[serde(rename = "nullValue")]
            NullValue(NullValue),
            /// `numberValue`
            #[serde(rename = "numberValue")]
            NumberValue(::core::primitive::f64),
            /// `stringValue`
            #[serde(rename = "stringValue")]
            StringValue(::std::string::String),
            /// `boolValue`
            #[serde(rename = "boolValue")]
            BoolValue(::core::primitive::bool),
            /// `structValue`
            #[serde(rename = "structValue")]
            StructValue(Struct),
            /// `listValue`
            #[serde(rename = "listValue")]
            ListValue(ListValue),
        }
        impl ::core::convert::From<NullValue> for ValueKind {
            fn from(value: NullValue) -> Self {
                Self::NullValue(value)
            }
        }
        impl ::core::convert::From<Struct> for ValueKind {
            fn from(value: Struct) -> Self {
                Self::StructValue(value)
            }
        }
        impl ::core::convert::From<ListValue> for ValueKind {
            fn from(value: ListValue) -> Self {
                Self::ListValue(value)
            }
        }
        impl ValueKind {
            /// Appends the member with its key.
            pub fn encode_fields(
                &self,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) {
                match self {
                    Self::NullValue(value) => {
                        out.push(8);
                        ::contract_runtime::protobuf::write_int32(out, (value).number());
                    }
                    Self::NumberValue(value) => {
                        out.push(17);
                        ::contract_runtime::protobuf::write_double(out, *value);
                    }
                    Self::StringValue(value) => {
                        out.push(26);
                        ::contract_runtime::protobuf::write_string(out, value);
                    }
                    Self::BoolValue(value) => {
                        out.push(32);
                        ::contract_runtime::protobuf::write_bool(out, *value);
                    }
                    Self::StructValue(value) => {
                        out.push(42);
                        {
                            let start = ::contract_runtime::protobuf::begin(out);
                            (value).encode_fields(out);
                            ::contract_runtime::protobuf::finish(out, start);
                        }
                    }
                    Self::ListValue(value) => {
                        out.push(50);
                        {
                            let start = ::contract_runtime::protobuf::begin(out);
                            (value).encode_fields(out);
                            ::contract_runtime::protobuf::finish(out, start);
                        }
                    }
                }
            }
            #[doc(hidden)]
            pub fn proto_size(&self) -> ::core::primitive::usize {
                match self {
                    Self::NullValue(_) => 6usize,
                    Self::NumberValue(_) => 10usize,
                    Self::StringValue(value) => 6usize + value.len(),
                    Self::BoolValue(_) => 3usize,
                    Self::StructValue(value) => 6usize + value.proto_size(),
                    Self::ListValue(value) => 6usize + value.proto_size(),
                }
            }
        }
        impl ValueKind {
            #[doc(hidden)]
            pub fn check(
                &self,
                at: &::contract_runtime::Path<'_>,
                found: &mut ::contract_runtime::Violations,
            ) {
                let _ = (at, found);
            }
        }
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::cmp::PartialOrd,
            ::core::cmp::Ord,
            ::core::hash::Hash,
            ::core::fmt::Debug,
        )]
        pub enum NullValue {
            /// `NULL_VALUE`
            NullValue,
            /// A number that this version of the schema has no name for.
            Unrecognized(::core::primitive::i32),
        }
        impl NullValue {
            /// Every named number in the order of the schema.
            pub const ALL: &'static [Self] = &[Self::NullValue];
            /// The number on the wire.
            pub const fn number(self) -> ::core::primitive::i32 {
                match self {
                    Self::NullValue => 0,
                    Self::Unrecognized(number) => number,
                }
            }
            /// The constant with this number.
            pub const fn of_number(number: ::core::primitive::i32) -> Self {
                match number {
                    0 => Self::NullValue,
                    number => Self::Unrecognized(number),
                }
            }
            /// The name in the schema; none for a number without a name.
            pub const fn symbol(
                self,
            ) -> ::core::option::Option<&'static ::core::primitive::str> {
                match self {
                    Self::NullValue => ::core::option::Option::Some("NULL_VALUE"),
                    Self::Unrecognized(_) => ::core::option::Option::None,
                }
            }
            /// The constant with this name.
            pub fn of_symbol(
                symbol: &::core::primitive::str,
            ) -> ::core::option::Option<Self> {
                match symbol {
                    "NULL_VALUE" => ::core::option::Option::Some(Self::NullValue),
                    _ => ::core::option::Option::None,
                }
            }
        }
        impl ::core::default::Default for NullValue {
            fn default() -> Self {
                Self::of_number(0)
            }
        }
        impl ::core::fmt::Display for NullValue {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self.symbol() {
                    ::core::option::Option::Some(symbol) => f.write_str(symbol),
                    ::core::option::Option::None => {
                        ::core::fmt::Display::fmt(&self.number(), f)
                    }
                }
            }
        }
        impl ::contract_runtime::serde::Serialize for NullValue {
            fn serialize<S: ::contract_runtime::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self.symbol() {
                    ::core::option::Option::Some(symbol) => {
                        serializer.serialize_str(symbol)
                    }
                    ::core::option::Option::None => {
                        serializer.serialize_i32(self.number())
                    }
                }
            }
        }
        impl<'de> ::contract_runtime::serde::Deserialize<'de> for NullValue {
            fn deserialize<D: ::contract_runtime::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                ::contract_runtime::protobuf::enum_from_json(
                    deserializer,
                    Self::of_symbol,
                    Self::of_number,
                )
            }
        }
        impl ::contract_runtime::schemars::JsonSchema for NullValue {
            fn schema_name() -> ::std::borrow::Cow<'static, ::core::primitive::str> {
                "google.protobuf.NullValue".into()
            }
            fn json_schema(
                _: &mut ::contract_runtime::schemars::SchemaGenerator,
            ) -> ::contract_runtime::schemars::Schema {
                ::contract_runtime::protobuf::enum_schema(&["NULL_VALUE"])
            }
        }
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::default::Default)]
        #[derive(
            ::contract_runtime::serde::Serialize,
            ::contract_runtime::serde::Deserialize
        )]
        #[serde(crate = "::contract_runtime::serde")]
        #[derive(::contract_runtime::schemars::JsonSchema)]
        #[schemars(
            crate = "::contract_runtime::schemars",
            rename = "google.protobuf.ListValue"
        )]
        #[serde(default)]
        pub struct ListValue {
            #[serde(rename = "values")]
            pub values: ::std::vec::Vec<Value>,
        }
        impl ::core::fmt::Debug for ListValue {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("ListValue").field("values", &self.values).finish()
            }
        }
        impl ListValue {
            /// Appends the fields of the message, without a length before them.
            pub fn encode_fields(
                &self,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) {
                for item in &self.values {
                    out.push(10);
                    {
                        let start = ::contract_runtime::protobuf::begin(out);
                        (item).encode_fields(out);
                        ::contract_runtime::protobuf::finish(out, start);
                    }
                }
            }
            /// Reads fields on top of those that are there, as Protobuf merges messages.
            pub fn merge(
                &mut self,
                reader: &mut ::contract_runtime::protobuf::Reader<'_>,
            ) -> ::core::result::Result<(), ::contract_runtime::DecodeError> {
                while let ::core::option::Option::Some(key) = reader.key()? {
                    match key {
                        10 => {
                            let mut item = <Value as ::core::default::Default>::default();
                            item.merge(&mut reader.message()?)?;
                            self.values.push(item);
                        }
                        key => reader.skip(key)?,
                    }
                }
                ::core::result::Result::Ok(())
            }
            #[doc(hidden)]
            pub fn proto_size(&self) -> ::core::primitive::usize {
                6usize + (&self.values).len() * 26usize
            }
        }
        impl ListValue {
            #[doc(hidden)]
            pub fn check(
                &self,
                at: &::contract_runtime::Path<'_>,
                found: &mut ::contract_runtime::Violations,
            ) {
                let _ = (at, found);
            }
        }
    }
    pub mod r#type {
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::cmp::PartialOrd,
            ::core::cmp::Ord,
            ::core::hash::Hash,
            ::core::fmt::Debug,
        )]
        pub enum DayOfWeek {
            /// `DAY_OF_WEEK_UNSPECIFIED`
            Unspecified,
            /// `MONDAY`
            Monday,
            /// `TUESDAY`
            Tuesday,
            /// `WEDNESDAY`
            Wednesday,
            /// `THURSDAY`
            Thursday,
            /// `FRIDAY`
            Friday,
            /// `SATURDAY`
            Saturday,
            /// `SUNDAY`
            Sunday,
            /// A number that this version of the schema has no name for.
            Unrecognized(::core::primitive::i32),
        }
        impl DayOfWeek {
            /// Every named number in the order of the schema.
            pub const ALL: &'static [Self] = &[
                Self::Unspecified,
                Self::Monday,
                Self::Tuesday,
                Self::Wednesday,
                Self::Thursday,
                Self::Friday,
                Self::Saturday,
                Self::Sunday,
            ];
            /// The number on the wire.
            pub const fn number(self) -> ::core::primitive::i32 {
                match self {
                    Self::Unspecified => 0,
                    Self::Monday => 1,
                    Self::Tuesday => 2,
                    Self::Wednesday => 3,
                    Self::Thursday => 4,
                    Self::Friday => 5,
                    Self::Saturday => 6,
                    Self::Sunday => 7,
                    Self::Unrecognized(number) => number,
                }
            }
            /// The constant with this number.
            pub const fn of_number(number: ::core::primitive::i32) -> Self {
                match number {
                    0 => Self::Unspecified,
                    1 => Self::Monday,
                    2 => Self::Tuesday,
                    3 => Self::Wednesday,
                    4 => Self::Thursday,
                    5 => Self::Friday,
                    6 => Self::Saturday,
                    7 => Self::Sunday,
                    number => Self::Unrecognized(number),
                }
            }
            /// The name in the schema; none for a number without a name.
            pub const fn symbol(
                self,
            ) -> ::core::option::Option<&'static ::core::primitive::str> {
                match self {
                    Self::Unspecified => {
                        ::core::option::Option::Some("DAY_OF_WEEK_UNSPECIFIED")
                    }
                    Self::Monday => ::core::option::Option::Some("MONDAY"),
                    Self::Tuesday => ::core::option::Option::Some("TUESDAY"),
                    Self::Wednesday => ::core::option::Option::Some("WEDNESDAY"),
                    Self::Thursday => ::core::option::Option::Some("THURSDAY"),
                    Self::Friday => ::core::option::Option::Some("FRIDAY"),
                    Self::Saturday => ::core::option::Option::Some("SATURDAY"),
                    Self::Sunday => ::core::option::Option::Some("SUNDAY"),
                    Self::Unrecognized(_) => ::core::option::Option::None,
                }
            }
            /// The constant with this name.
            pub fn of_symbol(
                symbol: &::core::primitive::str,
            ) -> ::core::option::Option<Self> {
                match symbol {
                    "DAY_OF_WEEK_UNSPECIFIED" => {
                        ::core::option::Option::Some(Self::Unspecified)
                    }
                    "MONDAY" => ::core::option::Option::Some(Self::Monday),
                    "TUESDAY" => ::core::option::Option::Some(Self::Tuesday),
                    "WEDNESDAY" => ::core::option::Option::Some(Self::Wednesday),
                    "THURSDAY" => ::core::option::Option::Some(Self::Thursday),
                    "FRIDAY" => ::core::option::Option::Some(Self::Friday),
                    "SATURDAY" => ::core::option::Option::Some(Self::Saturday),
                    "SUNDAY" => ::core::option::Option::Some(Self::Sunday),
                    _ => ::core::option::Option::None,
                }
            }
        }
        impl ::core::default::Default for DayOfWeek {
            fn default() -> Self {
                Self::of_number(0)
            }
        }
        impl ::core::fmt::Display for DayOfWeek {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self.symbol() {
                    ::core::option::Option::Some(symbol) => f.write_str(symbol),
                    ::core::option::Option::None => {
                        ::core::fmt::Display::fmt(&self.number(), f)
                    }
                }
            }
        }
        impl ::contract_runtime::serde::Serialize for DayOfWeek {
            fn serialize<S: ::contract_runtime::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self.symbol() {
                    ::core::option::Option::Some(symbol) => {
                        serializer.serialize_str(symbol)
                    }
                    ::core::option::Option::None => {
                        serializer.serialize_i32(self.number())
                    }
                }
            }
        }
        impl<'de> ::contract_runtime::serde::Deserialize<'de> for DayOfWeek {
            fn deserialize<D: ::contract_runtime::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                ::contract_runtime::protobuf::enum_from_json(
                    deserializer,
                    Self::of_symbol,
                    Self::of_number,
                )
            }
        }
        impl ::contract_runtime::schemars::JsonSchema for DayOfWeek {
            fn schema_name() -> ::std::borrow::Cow<'static, ::core::primitive::str> {
                "google.type.DayOfWeek".into()
            }
            fn json_schema(
                _: &mut ::contract_runtime::schemars::SchemaGenerator,
            ) -> ::contract_runtime::schemars::Schema {
                ::contract_runtime::protobuf::enum_schema(
                    &[
                        "DAY_OF_WEEK_UNSPECIFIED",
                        "MONDAY",
                        "TUESDAY",
                        "WEDNESDAY",
                        "THURSDAY",
                        "FRIDAY",
                        "SATURDAY",
                        "SUNDAY",
                    ],
                )
            }
        }
    }
}
#[allow(
    clippy::all,
    clippy::pedantic,
    clippy::allow_attributes,
    deprecated,
    missing_docs,
    unreachable_pub,
    dead_code,
    unused_parens,
    rustdoc::all,
    reason = "generated from schemas, whose words and shapes are not ours to lint"
)]
pub mod probe {
    pub mod v1 {
        /// Not the event: it only moves the event to the second place of the file.
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::default::Default)]
        #[derive(
            ::contract_runtime::serde::Serialize,
            ::contract_runtime::serde::Deserialize
        )]
        #[serde(crate = "::contract_runtime::serde")]
        #[derive(::contract_runtime::schemars::JsonSchema)]
        #[schemars(crate = "::contract_runtime::schemars", rename = "probe.v1.First")]
        #[serde(default)]
        pub struct First {}
        impl ::core::fmt::Debug for First {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("First").finish()
            }
        }
        impl First {
            /// Appends the fields of the message, without a length before them.
            pub fn encode_fields(
                &self,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) {
                let _ = out;
            }
            /// Reads fields on top of those that are there, as Protobuf merges messages.
            pub fn merge(
                &mut self,
                reader: &mut ::contract_runtime::protobuf::Reader<'_>,
            ) -> ::core::result::Result<(), ::contract_runtime::DecodeError> {
                while let ::core::option::Option::Some(key) = reader.key()? {
                    match key {
                        key => reader.skip(key)?,
                    }
                }
                ::core::result::Result::Ok(())
            }
            #[doc(hidden)]
            pub fn proto_size(&self) -> ::core::primitive::usize {
                0usize
            }
        }
        impl First {
            #[doc(hidden)]
            pub fn check(
                &self,
                at: &::contract_runtime::Path<'_>,
                found: &mut ::contract_runtime::Violations,
            ) {
                let _ = (at, found);
            }
        }
        /// Every kind of field.
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::default::Default)]
        #[derive(
            ::contract_runtime::serde::Serialize,
            ::contract_runtime::serde::Deserialize
        )]
        #[serde(crate = "::contract_runtime::serde")]
        #[derive(::contract_runtime::schemars::JsonSchema)]
        #[schemars(crate = "::contract_runtime::schemars", rename = "probe.v1.Probed")]
        #[serde(default)]
        pub struct Probed {
            #[serde(rename = "eventId")]
            pub event_id: ::std::string::String,
            #[serde(rename = "correlationId")]
            pub correlation_id: ::std::string::String,
            #[serde(rename = "causationId")]
            pub causation_id: ::core::option::Option<::std::string::String>,
            #[serde(rename = "occurredAt")]
            pub occurred_at: ::core::option::Option<
                ::contract_runtime::protobuf::Timestamp,
            >,
            /// Partition key.
            #[serde(rename = "keyPart")]
            pub key_part: ::std::string::String,
            #[serde(rename = "number")]
            pub number: ::core::primitive::i32,
            #[serde(rename = "zigzag")]
            pub zigzag: ::core::primitive::i32,
            #[serde(rename = "fixed")]
            pub fixed: ::core::primitive::u32,
            #[serde(rename = "sfixed")]
            pub sfixed: ::core::primitive::i64,
            #[serde(rename = "large")]
            pub large: ::core::primitive::u64,
            #[serde(rename = "flag")]
            pub flag: ::core::primitive::bool,
            #[serde(rename = "single")]
            pub single: ::core::primitive::f32,
            #[serde(rename = "double")]
            pub double: ::core::primitive::f64,
            #[serde(rename = "hash")]
            pub hash: ::contract_runtime::Bytes,
            #[serde(rename = "state")]
            pub state: State,
            #[serde(rename = "previous")]
            pub previous: ::core::option::Option<State>,
            #[serde(rename = "maybe")]
            pub maybe: ::core::option::Option<::core::primitive::i64>,
            #[serde(rename = "numbers")]
            pub numbers: ::std::vec::Vec<::core::primitive::i64>,
            #[serde(rename = "unpacked")]
            pub unpacked: ::std::vec::Vec<::core::primitive::i32>,
            #[serde(rename = "names")]
            pub names: ::std::vec::Vec<::std::string::String>,
            #[serde(rename = "inners")]
            pub inners: ::std::vec::Vec<probed::Inner>,
            #[serde(rename = "states")]
            pub states: ::std::vec::Vec<State>,
            #[serde(rename = "counts")]
            pub counts: ::std::collections::BTreeMap<
                ::std::string::String,
                ::core::primitive::i32,
            >,
            #[serde(rename = "byName")]
            pub by_name: ::std::collections::BTreeMap<
                ::std::string::String,
                probed::Inner,
            >,
            #[serde(flatten)]
            pub outcome: ::core::option::Option<ProbedOutcome>,
            /// Names itself.
            #[serde(rename = "parent")]
            pub parent: ::core::option::Option<::std::boxed::Box<Probed>>,
            #[serde(rename = "took")]
            pub took: ::core::option::Option<::contract_runtime::protobuf::Duration>,
            #[serde(rename = "day")]
            pub day: ::core::option::Option<::contract_runtime::protobuf::Date>,
            #[serde(rename = "amount")]
            pub amount: ::core::option::Option<::contract_runtime::protobuf::Money>,
            #[serde(rename = "weekday")]
            pub weekday: super::super::google::r#type::DayOfWeek,
            #[serde(rename = "wrapped")]
            pub wrapped: ::core::option::Option<
                super::super::google::protobuf::StringValue,
            >,
            #[serde(rename = "extra")]
            pub extra: ::core::option::Option<super::super::google::protobuf::Struct>,
            #[serde(rename = "party")]
            pub party: ::core::option::Option<super::super::shared::v1::Party>,
            #[serde(rename = "type")]
            pub r#type: ::std::string::String,
        }
        impl ::core::fmt::Debug for Probed {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Probed")
                    .field("event_id", &self.event_id)
                    .field("correlation_id", &self.correlation_id)
                    .field("causation_id", &self.causation_id)
                    .field("occurred_at", &self.occurred_at)
                    .field("key_part", &self.key_part)
                    .field("number", &self.number)
                    .field("zigzag", &self.zigzag)
                    .field("fixed", &self.fixed)
                    .field("sfixed", &self.sfixed)
                    .field("large", &self.large)
                    .field("flag", &self.flag)
                    .field("single", &self.single)
                    .field("double", &self.double)
                    .field("hash", &self.hash)
                    .field("state", &self.state)
                    .field("previous", &self.previous)
                    .field("maybe", &self.maybe)
                    .field("numbers", &self.numbers)
                    .field("unpacked", &self.unpacked)
                    .field("names", &self.names)
                    .field("inners", &self.inners)
                    .field("states", &self.states)
                    .field("counts", &self.counts)
                    .field("by_name", &self.by_name)
                    .field("outcome", &self.outcome)
                    .field("parent", &self.parent)
                    .field("took", &self.took)
                    .field("day", &self.day)
                    .field("amount", &self.amount)
                    .field("weekday", &self.weekday)
                    .field("wrapped", &self.wrapped)
                    .field("extra", &self.extra)
                    .field(
                        "party",
                        &self.party.as_ref().map(|_| ::contract_runtime::redact::PII),
                    )
                    .field("type", &self.r#type)
                    .finish()
            }
        }
        impl Probed {
            /// Appends the fields of the message, without a length before them.
            pub fn encode_fields(
                &self,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) {
                if !(&self.event_id).is_empty() {
                    out.push(10);
                    ::contract_runtime::protobuf::write_string(out, &self.event_id);
                }
                if !(&self.correlation_id).is_empty() {
                    out.push(18);
                    ::contract_runtime::protobuf::write_string(
                        out,
                        &self.correlation_id,
                    );
                }
                if let ::core::option::Option::Some(value) = &self.causation_id {
                    out.push(26);
                    ::contract_runtime::protobuf::write_string(out, value);
                }
                if let ::core::option::Option::Some(value) = &self.occurred_at {
                    out.push(34);
                    {
                        let start = ::contract_runtime::protobuf::begin(out);
                        (value).encode_fields(out);
                        ::contract_runtime::protobuf::finish(out, start);
                    }
                }
                if !(&self.key_part).is_empty() {
                    out.push(82);
                    ::contract_runtime::protobuf::write_string(out, &self.key_part);
                }
                if *&self.number != 0 {
                    out.push(88);
                    ::contract_runtime::protobuf::write_int32(out, *&self.number);
                }
                if *&self.zigzag != 0 {
                    out.push(96);
                    ::contract_runtime::protobuf::write_sint32(out, *&self.zigzag);
                }
                if *&self.fixed != 0 {
                    out.push(109);
                    ::contract_runtime::protobuf::write_fixed32(out, *&self.fixed);
                }
                if *&self.sfixed != 0 {
                    out.push(113);
                    ::contract_runtime::protobuf::write_fixed64(
                        out,
                        *&self.sfixed as ::core::primitive::u64,
                    );
                }
                if *&self.large != 0 {
                    out.push(120);
                    ::contract_runtime::protobuf::write_uint64(out, *&self.large);
                }
                if *&self.flag {
                    out.extend_from_slice(&[128, 1]);
                    ::contract_runtime::protobuf::write_bool(out, *&self.flag);
                }
                if (&self.single).to_bits() != 0 {
                    out.extend_from_slice(&[141, 1]);
                    ::contract_runtime::protobuf::write_float(out, *&self.single);
                }
                if (&self.double).to_bits() != 0 {
                    out.extend_from_slice(&[145, 1]);
                    ::contract_runtime::protobuf::write_double(out, *&self.double);
                }
                if !(&self.hash).is_empty() {
                    out.extend_from_slice(&[154, 1]);
                    ::contract_runtime::protobuf::write_bytes(out, &self.hash);
                }
                if (&self.state).number() != 0 {
                    out.extend_from_slice(&[160, 1]);
                    ::contract_runtime::protobuf::write_int32(
                        out,
                        (&self.state).number(),
                    );
                }
                if let ::core::option::Option::Some(value) = &self.previous {
                    out.extend_from_slice(&[168, 1]);
                    ::contract_runtime::protobuf::write_int32(out, (value).number());
                }
                if let ::core::option::Option::Some(value) = &self.maybe {
                    out.extend_from_slice(&[176, 1]);
                    ::contract_runtime::protobuf::write_int64(out, *value);
                }
                if !(&self.numbers).is_empty() {
                    out.extend_from_slice(&[186, 1]);
                    let start = ::contract_runtime::protobuf::begin(out);
                    for item in &self.numbers {
                        ::contract_runtime::protobuf::write_sint64(out, *item);
                    }
                    ::contract_runtime::protobuf::finish(out, start);
                }
                if !(&self.unpacked).is_empty() {
                    out.extend_from_slice(&[194, 1]);
                    let start = ::contract_runtime::protobuf::begin(out);
                    for item in &self.unpacked {
                        ::contract_runtime::protobuf::write_int32(out, *item);
                    }
                    ::contract_runtime::protobuf::finish(out, start);
                }
                for item in &self.names {
                    out.extend_from_slice(&[202, 1]);
                    ::contract_runtime::protobuf::write_string(out, item);
                }
                for item in &self.inners {
                    out.extend_from_slice(&[210, 1]);
                    {
                        let start = ::contract_runtime::protobuf::begin(out);
                        (item).encode_fields(out);
                        ::contract_runtime::protobuf::finish(out, start);
                    }
                }
                if !(&self.states).is_empty() {
                    out.extend_from_slice(&[218, 1]);
                    let start = ::contract_runtime::protobuf::begin(out);
                    for item in &self.states {
                        ::contract_runtime::protobuf::write_int32(out, (item).number());
                    }
                    ::contract_runtime::protobuf::finish(out, start);
                }
                for (key, value) in &self.counts {
                    out.extend_from_slice(&[226, 1]);
                    let start = ::contract_runtime::protobuf::begin(out);
                    out.push(10);
                    ::contract_runtime::protobuf::write_string(out, key);
                    out.push(16);
                    ::contract_runtime::protobuf::write_int32(out, *value);
                    ::contract_runtime::protobuf::finish(out, start);
                }
                for (key, value) in &self.by_name {
                    out.extend_from_slice(&[234, 1]);
                    let start = ::contract_runtime::protobuf::begin(out);
                    out.push(10);
                    ::contract_runtime::protobuf::write_string(out, key);
                    out.push(18);
                    {
                        let start = ::contract_runtime::protobuf::begin(out);
                        (value).encode_fields(out);
                        ::contract_runtime::protobuf::finish(out, start);
                    }
                    ::contract_runtime::protobuf::finish(out, start);
                }
                if let ::core::option::Option::Some(value) = &self.outcome {
                    value.encode_fields(out);
                }
                if let ::core::option::Option::Some(value) = &self.parent {
                    out.extend_from_slice(&[138, 2]);
                    {
                        let start = ::contract_runtime::protobuf::begin(out);
                        (value).encode_fields(out);
                        ::contract_runtime::protobuf::finish(out, start);
                    }
                }
                if let ::core::option::Option::Some(value) = &self.took {
                    out.extend_from_slice(&[146, 2]);
                    {
                        let start = ::contract_runtime::protobuf::begin(out);
                        (value).encode_fields(out);
                        ::contract_runtime::protobuf::finish(out, start);
                    }
                }
                if let ::core::option::Option::Some(value) = &self.day {
                    out.extend_from_slice(&[154, 2]);
                    {
                        let start = ::contract_runtime::protobuf::begin(out);
                        (value).encode_fields(out);
                        ::contract_runtime::protobuf::finish(out, start);
                    }
                }
                if let ::core::option::Option::Some(value) = &self.amount {
                    out.extend_from_slice(&[162, 2]);
                    {
                        let start = ::contract_runtime::protobuf::begin(out);
                        (value).encode_fields(out);
                        ::contract_runtime::protobuf::finish(out, start);
                    }
                }
                if (&self.weekday).number() != 0 {
                    out.extend_from_slice(&[168, 2]);
                    ::contract_runtime::protobuf::write_int32(
                        out,
                        (&self.weekday).number(),
                    );
                }
                if let ::core::option::Option::Some(value) = &self.wrapped {
                    out.extend_from_slice(&[178, 2]);
                    {
                        let start = ::contract_runtime::protobuf::begin(out);
                        (value).encode_fields(out);
                        ::contract_runtime::protobuf::finish(out, start);
                    }
                }
                if let ::core::option::Option::Some(value) = &self.extra {
                    out.extend_from_slice(&[186, 2]);
                    {
                        let start = ::contract_runtime::protobuf::begin(out);
                        (value).encode_fields(out);
                        ::contract_runtime::protobuf::finish(out, start);
                    }
                }
                if let ::core::option::Option::Some(value) = &self.party {
                    out.extend_from_slice(&[194, 2]);
                    {
                        let start = ::contract_runtime::protobuf::begin(out);
                        (value).encode_fields(out);
                        ::contract_runtime::protobuf::finish(out, start);
                    }
                }
                if !(&self.r#type).is_empty() {
                    out.extend_from_slice(&[202, 2]);
                    ::contract_runtime::protobuf::write_string(out, &self.r#type);
                }
            }
            /// Reads fields on top of those that are there, as Protobuf merges messages.
            pub fn merge(
                &mut self,
                reader: &mut ::contract_runtime::protobuf::Reader<'_>,
            ) -> ::core::result::Result<(), ::contract_runtime::DecodeError> {
                while let ::core::option::Option::Some(key) = reader.key()? {
                    match key {
                        10 => self.event_id = reader.string()?,
                        18 => self.correlation_id = reader.string()?,
                        26 => {
                            self.causation_id = ::core::option::Option::Some(
                                reader.string()?,
                            );
                        }
                        34 => {
                            self.occurred_at
                                .get_or_insert_with(::core::default::Default::default)
                                .merge(&mut reader.message()?)?
                        }
                        82 => self.key_part = reader.string()?,
                        88 => self.number = reader.int32()?,
                        96 => self.zigzag = reader.sint32()?,
                        109 => self.fixed = reader.fixed32()?,
                        113 => self.sfixed = reader.sfixed64()?,
                        120 => self.large = reader.uint64()?,
                        128 => self.flag = reader.bool()?,
                        141 => self.single = reader.float()?,
                        145 => self.double = reader.double()?,
                        154 => {
                            self.hash = ::contract_runtime::Bytes(
                                reader.bytes()?.to_vec(),
                            );
                        }
                        160 => self.state = State::of_number(reader.int32()?),
                        168 => {
                            self.previous = ::core::option::Option::Some(
                                State::of_number(reader.int32()?),
                            );
                        }
                        176 => self.maybe = ::core::option::Option::Some(reader.int64()?),
                        184 => self.numbers.push(reader.sint64()?),
                        186 => {
                            let mut items = reader.packed()?;
                            while !items.is_at_end() {
                                self.numbers.push(items.sint64()?);
                            }
                        }
                        192 => self.unpacked.push(reader.int32()?),
                        194 => {
                            let mut items = reader.packed()?;
                            while !items.is_at_end() {
                                self.unpacked.push(items.int32()?);
                            }
                        }
                        202 => self.names.push(reader.string()?),
                        210 => {
                            let mut item = <probed::Inner as ::core::default::Default>::default();
                            item.merge(&mut reader.message()?)?;
                            self.inners.push(item);
                        }
                        216 => self.states.push(State::of_number(reader.int32()?)),
                        218 => {
                            let mut items = reader.packed()?;
                            while !items.is_at_end() {
                                self.states.push(State::of_number(items.int32()?));
                            }
                        }
                        226 => {
                            let mut entry = reader.message()?;
                            let mut name = ::std::string::String::new();
                            let mut value = <::core::primitive::i32 as ::core::default::Default>::default();
                            while let ::core::option::Option::Some(key) = entry.key()? {
                                match key {
                                    10 => name = entry.string()?,
                                    16 => value = entry.int32()?,
                                    key => entry.skip(key)?,
                                }
                            }
                            self.counts.insert(name, value);
                        }
                        234 => {
                            let mut entry = reader.message()?;
                            let mut name = ::std::string::String::new();
                            let mut value = <probed::Inner as ::core::default::Default>::default();
                            while let ::core::option::Option::Some(key) = entry.key()? {
                                match key {
                                    10 => name = entry.string()?,
                                    18 => value.merge(&mut entry.message()?)?,
                                    key => entry.skip(key)?,
                                }
                            }
                            self.by_name.insert(name, value);
                        }
                        242 => {
                            self.outcome = ::core::option::Option::Some(
                                ProbedOutcome::Text(reader.string()?),
                            );
                        }
                        250 => {
                            let mut value = match self.outcome.take() {
                                ::core::option::Option::Some(
                                    ProbedOutcome::Inner(value),
                                ) => value,
                                _ => ::core::default::Default::default(),
                            };
                            value.merge(&mut reader.message()?)?;
                            self.outcome = ::core::option::Option::Some(
                                ProbedOutcome::Inner(value),
                            );
                        }
                        256 => {
                            self.outcome = ::core::option::Option::Some(
                                ProbedOutcome::OutcomeState(
                                    State::of_number(reader.int32()?),
                                ),
                            );
                        }
                        16002 => {
                            self.outcome = ::core::option::Option::Some(
                                ProbedOutcome::Raw(
                                    ::contract_runtime::Bytes(reader.bytes()?.to_vec()),
                                ),
                            );
                        }
                        266 => {
                            self.parent
                                .get_or_insert_with(::core::default::Default::default)
                                .merge(&mut reader.message()?)?
                        }
                        274 => {
                            self.took
                                .get_or_insert_with(::core::default::Default::default)
                                .merge(&mut reader.message()?)?
                        }
                        282 => {
                            self.day
                                .get_or_insert_with(::core::default::Default::default)
                                .merge(&mut reader.message()?)?
                        }
                        290 => {
                            self.amount
                                .get_or_insert_with(::core::default::Default::default)
                                .merge(&mut reader.message()?)?
                        }
                        296 => {
                            self.weekday = super::super::google::r#type::DayOfWeek::of_number(
                                reader.int32()?,
                            );
                        }
                        306 => {
                            self.wrapped
                                .get_or_insert_with(::core::default::Default::default)
                                .merge(&mut reader.message()?)?
                        }
                        314 => {
                            self.extra
                                .get_or_insert_with(::core::default::Default::default)
                                .merge(&mut reader.message()?)?
                        }
                        322 => {
                            self.party
                                .get_or_insert_with(::core::default::Default::default)
                                .merge(&mut reader.message()?)?
                        }
                        330 => self.r#type = reader.string()?,
                        key => reader.skip(key)?,
                    }
                }
                ::core::result::Result::Ok(())
            }
            #[doc(hidden)]
            pub fn proto_size(&self) -> ::core::primitive::usize {
                276usize + (&self.event_id).len() + (&self.correlation_id).len()
                    + (&self.causation_id).as_ref().map_or(0, |value| value.len())
                    + (&self.key_part).len() + (&self.hash).len()
                    + (&self.numbers).len() * 31usize + (&self.unpacked).len() * 26usize
                    + (&self.names).len() * 26usize + (&self.inners).len() * 26usize
                    + (&self.states).len() * 26usize + (&self.counts).len() * 46usize
                    + (&self.by_name).len() * 46usize
                    + (&self.outcome).as_ref().map_or(0, |value| value.proto_size())
                    + (&self.parent).as_ref().map_or(0, |value| value.proto_size())
                    + (&self.wrapped).as_ref().map_or(0, |value| value.proto_size())
                    + (&self.extra).as_ref().map_or(0, |value| value.proto_size())
                    + (&self.party).as_ref().map_or(0, |value| value.proto_size())
                    + (&self.r#type).len()
            }
        }
        impl Probed {
            #[doc(hidden)]
            pub fn check(
                &self,
                at: &::contract_runtime::Path<'_>,
                found: &mut ::contract_runtime::Violations,
            ) {
                if !::contract_runtime::format::is_uuid((&self.event_id)) {
                    found.push(&at.field("eventId"), "string.uuid", "must be a uuid");
                }
                if !(!((&self.correlation_id)).is_empty()) {
                    found
                        .push(
                            &at.field("correlationId"),
                            "string.min_len",
                            "must not be empty",
                        );
                }
                if !::contract_runtime::text::has_at_most(
                    (&self.correlation_id),
                    128u64,
                ) {
                    found
                        .push(
                            &at.field("correlationId"),
                            "string.max_len",
                            "must have at most 128 characters",
                        );
                }
                if let ::core::option::Option::Some(value) = (&self.causation_id) {
                    if !::contract_runtime::format::is_uuid(value) {
                        found
                            .push(
                                &at.field("causationId"),
                                "string.uuid",
                                "must be a uuid",
                            );
                    }
                }
                if (&self.occurred_at).is_none() {
                    found.push(&at.field("occurredAt"), "required", "must have a value");
                }
                if !(!(&self.key_part).is_empty()) {
                    found
                        .push(
                            &at.field("keyPart"),
                            "required",
                            "must have a value other than the default",
                        );
                }
                if !(*(&self.number) >= -5 && *(&self.number) < 1000) {
                    found
                        .push(
                            &at.field("number"),
                            "int32.gte_lt",
                            "must be at least -5 and below 1000",
                        );
                }
                if !(&self.double).is_finite() {
                    found.push(&at.field("double"), "double.finite", "must be finite");
                }
                if !(((&self.hash).len() as ::core::primitive::u64) <= 4u64) {
                    found
                        .push(
                            &at.field("hash"),
                            "bytes.max_len",
                            "must have at most 4 bytes",
                        );
                }
                if !(!((&self.state).number() == 0)) {
                    found
                        .push(
                            &at.field("state"),
                            "enum.not_in",
                            "must not be one of the refused values",
                        );
                }
                if !(&self.state).symbol().is_some() {
                    found
                        .push(
                            &at.field("state"),
                            "enum.defined_only",
                            "must be a value that the schema names",
                        );
                }
                if !(((&self.numbers).len() as ::core::primitive::u64) <= 3u64) {
                    found
                        .push(
                            &at.field("numbers"),
                            "repeated.max_items",
                            "must have at most 3 elements",
                        );
                }
                for (index, item) in (&self.names).iter().enumerate() {
                    if !(!(item).is_empty()) {
                        found
                            .push(
                                &at.field("names").index(index),
                                "string.min_len",
                                "must not be empty",
                            );
                    }
                }
                if !(((&self.by_name).len() as ::core::primitive::u64) <= 2u64) {
                    found
                        .push(
                            &at.field("byName"),
                            "map.max_pairs",
                            "must have at most 2 entries",
                        );
                }
                if let ::core::option::Option::Some(value) = (&self.outcome) {
                    value.check(&at.field("outcome"), found);
                }
                if let ::core::option::Option::Some(value) = (&self.parent) {
                    value.check(&at.field("parent"), found);
                }
                if (&self.amount).is_none() {
                    found.push(&at.field("amount"), "required", "must have a value");
                }
                if let ::core::option::Option::Some(value) = (&self.party) {
                    value.check(&at.field("party"), found);
                }
            }
        }
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::fmt::Debug)]
        #[derive(
            ::contract_runtime::serde::Serialize,
            ::contract_runtime::serde::Deserialize
        )]
        #[serde(crate = "::contract_runtime::serde")]
        #[derive(::contract_runtime::schemars::JsonSchema)]
        #[schemars(
            crate = "::contract_runtime::schemars",
            rename = "probe.v1.Probed.outcome"
        )]
        pub enum ProbedOutcome {
            /// `text`
            #[serde(rename = "text")]
            Text(::std::string::String),
            /// `inner`
            #[serde(rename = "inner")]
            Inner(probed::Inner),
            /// `outcomeState`
            #[serde(rename = "outcomeState")]
            OutcomeState(State),
            /// `raw`
            #[serde(rename = "raw")]
            Raw(::contract_runtime::Bytes),
        }
        impl ::core::convert::From<probed::Inner> for ProbedOutcome {
            fn from(value: probed::Inner) -> Self {
                Self::Inner(value)
            }
        }
        impl ::core::convert::From<State> for ProbedOutcome {
            fn from(value: State) -> Self {
                Self::OutcomeState(value)
            }
        }
        impl ProbedOutcome {
            /// Appends the member with its key.
            pub fn encode_fields(
                &self,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) {
                match self {
                    Self::Text(value) => {
                        out.extend_from_slice(&[242, 1]);
                        ::contract_runtime::protobuf::write_string(out, value);
                    }
                    Self::Inner(value) => {
                        out.extend_from_slice(&[250, 1]);
                        {
                            let start = ::contract_runtime::protobuf::begin(out);
                            (value).encode_fields(out);
                            ::contract_runtime::protobuf::finish(out, start);
                        }
                    }
                    Self::OutcomeState(value) => {
                        out.extend_from_slice(&[128, 2]);
                        ::contract_runtime::protobuf::write_int32(out, (value).number());
                    }
                    Self::Raw(value) => {
                        out.extend_from_slice(&[130, 125]);
                        ::contract_runtime::protobuf::write_bytes(out, value);
                    }
                }
            }
            #[doc(hidden)]
            pub fn proto_size(&self) -> ::core::primitive::usize {
                match self {
                    Self::Text(value) => 6usize + value.len(),
                    Self::Inner(value) => 6usize + value.proto_size(),
                    Self::OutcomeState(_) => 6usize,
                    Self::Raw(value) => 6usize + value.len(),
                }
            }
        }
        impl ProbedOutcome {
            #[doc(hidden)]
            pub fn check(
                &self,
                at: &::contract_runtime::Path<'_>,
                found: &mut ::contract_runtime::Violations,
            ) {
                match self {
                    Self::Text(value) => {
                        let _ = value;
                        if !::contract_runtime::text::has_at_most(value, 5u64) {
                            found
                                .push(
                                    &*at,
                                    "string.max_len",
                                    "must have at most 5 characters",
                                );
                        }
                    }
                    Self::Inner(value) => {
                        let _ = value;
                    }
                    Self::OutcomeState(value) => {
                        let _ = value;
                    }
                    Self::Raw(value) => {
                        let _ = value;
                    }
                }
            }
        }
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::cmp::PartialOrd,
            ::core::cmp::Ord,
            ::core::hash::Hash,
            ::core::fmt::Debug,
        )]
        pub enum State {
            /// `STATE_UNSPECIFIED`
            Unspecified,
            /// `STATE_OPEN`
            Open,
            /// `STATE_CLOSED`
            Closed,
            /// A number that this version of the schema has no name for.
            Unrecognized(::core::primitive::i32),
        }
        impl State {
            /// Every named number in the order of the schema.
            pub const ALL: &'static [Self] = &[
                Self::Unspecified,
                Self::Open,
                Self::Closed,
            ];
            /// The number on the wire.
            pub const fn number(self) -> ::core::primitive::i32 {
                match self {
                    Self::Unspecified => 0,
                    Self::Open => 1,
                    Self::Closed => -2,
                    Self::Unrecognized(number) => number,
                }
            }
            /// The constant with this number.
            pub const fn of_number(number: ::core::primitive::i32) -> Self {
                match number {
                    0 => Self::Unspecified,
                    1 => Self::Open,
                    -2 => Self::Closed,
                    number => Self::Unrecognized(number),
                }
            }
            /// The name in the schema; none for a number without a name.
            pub const fn symbol(
                self,
            ) -> ::core::option::Option<&'static ::core::primitive::str> {
                match self {
                    Self::Unspecified => {
                        ::core::option::Option::Some("STATE_UNSPECIFIED")
                    }
                    Self::Open => ::core::option::Option::Some("STATE_OPEN"),
                    Self::Closed => ::core::option::Option::Some("STATE_CLOSED"),
                    Self::Unrecognized(_) => ::core::option::Option::None,
                }
            }
            /// The constant with this name.
            pub fn of_symbol(
                symbol: &::core::primitive::str,
            ) -> ::core::option::Option<Self> {
                match symbol {
                    "STATE_UNSPECIFIED" => {
                        ::core::option::Option::Some(Self::Unspecified)
                    }
                    "STATE_OPEN" => ::core::option::Option::Some(Self::Open),
                    "STATE_CLOSED" => ::core::option::Option::Some(Self::Closed),
                    _ => ::core::option::Option::None,
                }
            }
        }
        impl ::core::default::Default for State {
            fn default() -> Self {
                Self::of_number(0)
            }
        }
        impl ::core::fmt::Display for State {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self.symbol() {
                    ::core::option::Option::Some(symbol) => f.write_str(symbol),
                    ::core::option::Option::None => {
                        ::core::fmt::Display::fmt(&self.number(), f)
                    }
                }
            }
        }
        impl ::contract_runtime::serde::Serialize for State {
            fn serialize<S: ::contract_runtime::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self.symbol() {
                    ::core::option::Option::Some(symbol) => {
                        serializer.serialize_str(symbol)
                    }
                    ::core::option::Option::None => {
                        serializer.serialize_i32(self.number())
                    }
                }
            }
        }
        impl<'de> ::contract_runtime::serde::Deserialize<'de> for State {
            fn deserialize<D: ::contract_runtime::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                ::contract_runtime::protobuf::enum_from_json(
                    deserializer,
                    Self::of_symbol,
                    Self::of_number,
                )
            }
        }
        impl ::contract_runtime::schemars::JsonSchema for State {
            fn schema_name() -> ::std::borrow::Cow<'static, ::core::primitive::str> {
                "probe.v1.State".into()
            }
            fn json_schema(
                _: &mut ::contract_runtime::schemars::SchemaGenerator,
            ) -> ::contract_runtime::schemars::Schema {
                ::contract_runtime::protobuf::enum_schema(
                    &["STATE_UNSPECIFIED", "STATE_OPEN", "STATE_CLOSED"],
                )
            }
        }
        impl ::contract_runtime::Event for Probed {
            const EVENT: &'static ::core::primitive::str = "probe.probed";
            const NAME: &'static ::core::primitive::str = "probe.v1.Probed";
            const SUBJECT: &'static ::core::primitive::str = "probe.probed-value";
            const VERSION: ::core::option::Option<::core::primitive::u32> = ::core::option::Option::None;
            const TOPIC: &'static ::core::primitive::str = "probe.probed";
            const PRODUCER: ::core::option::Option<&'static ::core::primitive::str> = ::core::option::Option::Some(
                "probe-service",
            );
            const FORMAT: ::contract_runtime::Format = ::contract_runtime::Format::Protobuf;
            const SCHEMA: &'static ::core::primitive::str = "syntax = \"proto3\";\n\npackage probe.v1;\n\nimport \"buf/validate/validate.proto\";\nimport \"confluent/meta.proto\";\nimport \"contract/v1/contract.proto\";\nimport \"google/protobuf/duration.proto\";\nimport \"google/protobuf/struct.proto\";\nimport \"google/protobuf/timestamp.proto\";\nimport \"google/protobuf/wrappers.proto\";\nimport \"google/type/date.proto\";\nimport \"google/type/dayofweek.proto\";\nimport \"google/type/money.proto\";\nimport \"shared/party.proto\";\n\n// Not the event: it only moves the event to the second place of the file.\nmessage First {}\n\n// Every kind of field.\nmessage Probed {\n  option (contract.v1.event) = {\n    event: \"probe.probed\"\n    class: \"operational\"\n    owner: \"team-probe\"\n    producer: \"probe-service\"\n    partition_key: [\"key_part\"]\n    idempotency_key: [\"key_part\", \"number\"]\n  };\n\n  string event_id = 1 [(buf.validate.field).string.uuid = true];\n  string correlation_id = 2 [(buf.validate.field).string = {min_len: 1, max_len: 128}];\n  optional string causation_id = 3 [(buf.validate.field).string.uuid = true];\n  google.protobuf.Timestamp occurred_at = 4 [(buf.validate.field).required = true];\n\n  // Partition key.\n  string key_part = 10 [(buf.validate.field).required = true];\n  int32 number = 11 [(buf.validate.field).int32 = {gte: -5, lt: 1000}];\n  sint32 zigzag = 12;\n  fixed32 fixed = 13;\n  sfixed64 sfixed = 14;\n  uint64 large = 15;\n  bool flag = 16;\n  float single = 17;\n  double double = 18 [(buf.validate.field).double.finite = true];\n  bytes hash = 19 [(buf.validate.field).bytes.max_len = 4];\n  State state = 20 [(buf.validate.field).enum = {defined_only: true, not_in: [0]}];\n  optional State previous = 21;\n  optional int64 maybe = 22;\n  repeated sint64 numbers = 23 [(buf.validate.field).repeated.max_items = 3];\n  repeated int32 unpacked = 24 [packed = false];\n  repeated string names = 25 [(buf.validate.field).repeated.items.string.min_len = 1];\n  repeated Inner inners = 26;\n  repeated State states = 27;\n  map<string, int32> counts = 28;\n  map<string, Inner> by_name = 29 [(buf.validate.field).map.max_pairs = 2];\n  oneof outcome {\n    string text = 30 [(buf.validate.field).string.max_len = 5];\n    Inner inner = 31;\n    State outcome_state = 32;\n    bytes raw = 2000;\n  }\n  // Names itself.\n  Probed parent = 33;\n  google.protobuf.Duration took = 34;\n  google.type.Date day = 35;\n  google.type.Money amount = 36 [(buf.validate.field).required = true];\n  google.type.DayOfWeek weekday = 37;\n  google.protobuf.StringValue wrapped = 38;\n  google.protobuf.Struct extra = 39;\n  shared.v1.Party party = 40 [(confluent.field_meta).tags = \"PII\"];\n  string type = 41;\n\n  // A nested message.\n  message Inner {\n    int64 value = 1;\n    optional string note = 2 [(confluent.field_meta).tags = \"PII\"];\n    Kind kind = 3;\n\n    enum Kind {\n      KIND_UNSPECIFIED = 0;\n      KIND_2D = 1;\n      PLAIN = 2;\n    }\n  }\n}\n\nenum State {\n  option allow_alias = true;\n  STATE_UNSPECIFIED = 0;\n  STATE_OPEN = 1;\n  STATE_BEGUN = 1;\n  STATE_CLOSED = -2;\n}\n";
            const FINGERPRINT: ::core::primitive::u64 = 6994529547451376396u64;
            const SHA256: [::core::primitive::u8; 32] = [
                194, 132, 159, 124, 23, 4, 243, 105, 160, 127, 42, 116, 237, 244, 188,
                148, 40, 208, 51, 88, 84, 221, 65, 251, 175, 222, 173, 146, 137, 33, 9,
                166,
            ];
            const MESSAGE_INDEXES: &'static [::core::primitive::i32] = &[1];
            fn event_id(&self) -> ::std::borrow::Cow<'_, ::core::primitive::str> {
                ::std::borrow::Cow::Borrowed(self.event_id.as_str())
            }
            fn correlation_id(&self) -> &::core::primitive::str {
                &self.correlation_id
            }
            fn causation_id(
                &self,
            ) -> ::core::option::Option<::std::borrow::Cow<'_, ::core::primitive::str>> {
                self.causation_id
                    .as_ref()
                    .map(|id| ::std::borrow::Cow::Borrowed(id.as_str()))
            }
            fn partition_key(&self) -> ::std::borrow::Cow<'_, ::core::primitive::str> {
                ::std::borrow::Cow::Borrowed(self.key_part.as_str())
            }
            fn idempotency_key(&self) -> ::std::borrow::Cow<'_, ::core::primitive::str> {
                ::std::borrow::Cow::Owned(
                    ::contract_runtime::key::of_event(
                        "probe.probed",
                        &[&self.key_part, &self.number],
                    ),
                )
            }
            fn validate(
                &self,
            ) -> ::core::result::Result<(), ::contract_runtime::Violations> {
                let mut found = ::contract_runtime::Violations::new();
                self.check(&::contract_runtime::Path::Root, &mut found);
                found.into_result()
            }
            fn encoded_size_hint(&self) -> ::core::primitive::usize {
                self.proto_size()
            }
            fn encode(
                &self,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) -> ::core::result::Result<(), ::contract_runtime::EncodeError> {
                self.encode_fields(out);
                ::core::result::Result::Ok(())
            }
            fn decode(
                payload: &[::core::primitive::u8],
            ) -> ::core::result::Result<Self, ::contract_runtime::DecodeError> {
                let empty = <Self as ::core::default::Default>::default();
                ::contract_runtime::protobuf::decode(payload, empty, Self::merge)
            }
        }
        /// What a producer says of [`Probed`]: everything but the envelope.
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq)]
        pub struct ProbedDraft {
            /// Partition key.
            pub key_part: ::std::string::String,
            pub number: ::core::primitive::i32,
            pub zigzag: ::core::primitive::i32,
            pub fixed: ::core::primitive::u32,
            pub sfixed: ::core::primitive::i64,
            pub large: ::core::primitive::u64,
            pub flag: ::core::primitive::bool,
            pub single: ::core::primitive::f32,
            pub double: ::core::primitive::f64,
            pub hash: ::contract_runtime::Bytes,
            pub state: State,
            pub previous: ::core::option::Option<State>,
            pub maybe: ::core::option::Option<::core::primitive::i64>,
            pub numbers: ::std::vec::Vec<::core::primitive::i64>,
            pub unpacked: ::std::vec::Vec<::core::primitive::i32>,
            pub names: ::std::vec::Vec<::std::string::String>,
            pub inners: ::std::vec::Vec<probed::Inner>,
            pub states: ::std::vec::Vec<State>,
            pub counts: ::std::collections::BTreeMap<
                ::std::string::String,
                ::core::primitive::i32,
            >,
            pub by_name: ::std::collections::BTreeMap<
                ::std::string::String,
                probed::Inner,
            >,
            pub outcome: ::core::option::Option<ProbedOutcome>,
            /// Names itself.
            pub parent: ::core::option::Option<::std::boxed::Box<Probed>>,
            pub took: ::core::option::Option<::contract_runtime::protobuf::Duration>,
            pub day: ::core::option::Option<::contract_runtime::protobuf::Date>,
            pub amount: ::contract_runtime::protobuf::Money,
            pub weekday: super::super::google::r#type::DayOfWeek,
            pub wrapped: ::core::option::Option<
                super::super::google::protobuf::StringValue,
            >,
            pub extra: ::core::option::Option<super::super::google::protobuf::Struct>,
            pub party: ::core::option::Option<super::super::shared::v1::Party>,
            pub r#type: ::std::string::String,
        }
        impl ::core::fmt::Debug for ProbedDraft {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("ProbedDraft")
                    .field("key_part", &self.key_part)
                    .field("number", &self.number)
                    .field("zigzag", &self.zigzag)
                    .field("fixed", &self.fixed)
                    .field("sfixed", &self.sfixed)
                    .field("large", &self.large)
                    .field("flag", &self.flag)
                    .field("single", &self.single)
                    .field("double", &self.double)
                    .field("hash", &self.hash)
                    .field("state", &self.state)
                    .field("previous", &self.previous)
                    .field("maybe", &self.maybe)
                    .field("numbers", &self.numbers)
                    .field("unpacked", &self.unpacked)
                    .field("names", &self.names)
                    .field("inners", &self.inners)
                    .field("states", &self.states)
                    .field("counts", &self.counts)
                    .field("by_name", &self.by_name)
                    .field("outcome", &self.outcome)
                    .field("parent", &self.parent)
                    .field("took", &self.took)
                    .field("day", &self.day)
                    .field("amount", &self.amount)
                    .field("weekday", &self.weekday)
                    .field("wrapped", &self.wrapped)
                    .field("extra", &self.extra)
                    .field(
                        "party",
                        &self.party.as_ref().map(|_| ::contract_runtime::redact::PII),
                    )
                    .field("type", &self.r#type)
                    .finish()
            }
        }
        impl ProbedDraft {
            /// The event as an effect of `cause`: the same flow, the cause's id as causation.
            pub fn caused_by(
                self,
                cause: &impl ::contract_runtime::Event,
                stamp: ::contract_runtime::Stamp,
            ) -> ::contract_runtime::Outgoing<Probed> {
                ::contract_runtime::Outgoing::caused_by(self, cause, stamp)
            }
            /// The event as the first of a flow.
            pub fn root(
                self,
                correlation_id: ::contract_runtime::CorrelationId,
                stamp: ::contract_runtime::Stamp,
            ) -> ::contract_runtime::Outgoing<Probed> {
                ::contract_runtime::Outgoing::root(self, correlation_id, stamp)
            }
        }
        impl ::contract_runtime::Draft for ProbedDraft {
            type Event = Probed;
            fn fill(self, envelope: &mut ::contract_runtime::Envelope) -> Probed {
                Probed {
                    event_id: ::std::string::ToString::to_string(&envelope.event_id()),
                    correlation_id: envelope.correlation_id(),
                    causation_id: envelope.causation_id(),
                    occurred_at: ::core::option::Option::Some(
                        ::core::convert::Into::into(envelope.occurred_at()),
                    ),
                    key_part: self.key_part,
                    number: self.number,
                    zigzag: self.zigzag,
                    fixed: self.fixed,
                    sfixed: self.sfixed,
                    large: self.large,
                    flag: self.flag,
                    single: self.single,
                    double: self.double,
                    hash: self.hash,
                    state: self.state,
                    previous: self.previous,
                    maybe: self.maybe,
                    numbers: self.numbers,
                    unpacked: self.unpacked,
                    names: self.names,
                    inners: self.inners,
                    states: self.states,
                    counts: self.counts,
                    by_name: self.by_name,
                    outcome: self.outcome,
                    parent: self.parent,
                    took: self.took,
                    day: self.day,
                    amount: ::core::option::Option::Some(self.amount),
                    weekday: self.weekday,
                    wrapped: self.wrapped,
                    extra: self.extra,
                    party: self.party,
                    r#type: self.r#type,
                }
            }
        }
        pub mod probed {
            /// A nested message.
            #[derive(
                ::core::clone::Clone,
                ::core::cmp::PartialEq,
                ::core::default::Default
            )]
            #[derive(
                ::contract_runtime::serde::Serialize,
                ::contract_runtime::serde::Deserialize
            )]
            #[serde(crate = "::contract_runtime::serde")]
            #[derive(::contract_runtime::schemars::JsonSchema)]
            #[schemars(
                crate = "::contract_runtime::schemars",
                rename = "probe.v1.Probed.Inner"
            )]
            #[serde(default)]
            pub struct Inner {
                #[serde(rename = "value")]
                pub value: ::core::primitive::i64,
                #[serde(rename = "note")]
                pub note: ::core::option::Option<::std::string::String>,
                #[serde(rename = "kind")]
                pub kind: inner::Kind,
            }
            impl ::core::fmt::Debug for Inner {
                fn fmt(
                    &self,
                    f: &mut ::core::fmt::Formatter<'_>,
                ) -> ::core::fmt::Result {
                    f.debug_struct("Inner")
                        .field("value", &self.value)
                        .field(
                            "note",
                            &self.note.as_ref().map(|_| ::contract_runtime::redact::PII),
                        )
                        .field("kind", &self.kind)
                        .finish()
                }
            }
            impl Inner {
                /// Appends the fields of the message, without a length before them.
                pub fn encode_fields(
                    &self,
                    out: &mut ::std::vec::Vec<::core::primitive::u8>,
                ) {
                    if *&self.value != 0 {
                        out.push(8);
                        ::contract_runtime::protobuf::write_int64(out, *&self.value);
                    }
                    if let ::core::option::Option::Some(value) = &self.note {
                        out.push(18);
                        ::contract_runtime::protobuf::write_string(out, value);
                    }
                    if (&self.kind).number() != 0 {
                        out.push(24);
                        ::contract_runtime::protobuf::write_int32(
                            out,
                            (&self.kind).number(),
                        );
                    }
                }
                /// Reads fields on top of those that are there, as Protobuf merges messages.
                pub fn merge(
                    &mut self,
                    reader: &mut ::contract_runtime::protobuf::Reader<'_>,
                ) -> ::core::result::Result<(), ::contract_runtime::DecodeError> {
                    while let ::core::option::Option::Some(key) = reader.key()? {
                        match key {
                            8 => self.value = reader.int64()?,
                            18 => {
                                self.note = ::core::option::Option::Some(reader.string()?);
                            }
                            24 => self.kind = inner::Kind::of_number(reader.int32()?),
                            key => reader.skip(key)?,
                        }
                    }
                    ::core::result::Result::Ok(())
                }
                #[doc(hidden)]
                pub fn proto_size(&self) -> ::core::primitive::usize {
                    23usize + (&self.note).as_ref().map_or(0, |value| value.len())
                }
            }
            impl Inner {
                #[doc(hidden)]
                pub fn check(
                    &self,
                    at: &::contract_runtime::Path<'_>,
                    found: &mut ::contract_runtime::Violations,
                ) {
                    let _ = (at, found);
                }
            }
            pub mod inner {
                #[derive(
                    ::core::clone::Clone,
                    ::core::marker::Copy,
                    ::core::cmp::PartialEq,
                    ::core::cmp::Eq,
                    ::core::cmp::PartialOrd,
                    ::core::cmp::Ord,
                    ::core::hash::Hash,
                    ::core::fmt::Debug,
                )]
                pub enum Kind {
                    /// `KIND_UNSPECIFIED`
                    Unspecified,
                    /// `KIND_2D`
                    Kind2D,
                    /// `PLAIN`
                    Plain,
                    /// A number that this version of the schema has no name for.
                    Unrecognized(::core::primitive::i32),
                }
                impl Kind {
                    /// Every named number in the order of the schema.
                    pub const ALL: &'static [Self] = &[
                        Self::Unspecified,
                        Self::Kind2D,
                        Self::Plain,
                    ];
                    /// The number on the wire.
                    pub const fn number(self) -> ::core::primitive::i32 {
                        match self {
                            Self::Unspecified => 0,
                            Self::Kind2D => 1,
                            Self::Plain => 2,
                            Self::Unrecognized(number) => number,
                        }
                    }
                    /// The constant with this number.
                    pub const fn of_number(number: ::core::primitive::i32) -> Self {
                        match number {
                            0 => Self::Unspecified,
                            1 => Self::Kind2D,
                            2 => Self::Plain,
                            number => Self::Unrecognized(number),
                        }
                    }
                    /// The name in the schema; none for a number without a name.
                    pub const fn symbol(
                        self,
                    ) -> ::core::option::Option<&'static ::core::primitive::str> {
                        match self {
                            Self::Unspecified => {
                                ::core::option::Option::Some("KIND_UNSPECIFIED")
                            }
                            Self::Kind2D => ::core::option::Option::Some("KIND_2D"),
                            Self::Plain => ::core::option::Option::Some("PLAIN"),
                            Self::Unrecognized(_) => ::core::option::Option::None,
                        }
                    }
                    /// The constant with this name.
                    pub fn of_symbol(
                        symbol: &::core::primitive::str,
                    ) -> ::core::option::Option<Self> {
                        match symbol {
                            "KIND_UNSPECIFIED" => {
                                ::core::option::Option::Some(Self::Unspecified)
                            }
                            "KIND_2D" => ::core::option::Option::Some(Self::Kind2D),
                            "PLAIN" => ::core::option::Option::Some(Self::Plain),
                            _ => ::core::option::Option::None,
                        }
                    }
                }
                impl ::core::default::Default for Kind {
                    fn default() -> Self {
                        Self::of_number(0)
                    }
                }
                impl ::core::fmt::Display for Kind {
                    fn fmt(
                        &self,
                        f: &mut ::core::fmt::Formatter<'_>,
                    ) -> ::core::fmt::Result {
                        match self.symbol() {
                            ::core::option::Option::Some(symbol) => f.write_str(symbol),
                            ::core::option::Option::None => {
                                ::core::fmt::Display::fmt(&self.number(), f)
                            }
                        }
                    }
                }
                impl ::contract_runtime::serde::Serialize for Kind {
                    fn serialize<S: ::contract_runtime::serde::Serializer>(
                        &self,
                        serializer: S,
                    ) -> ::core::result::Result<S::Ok, S::Error> {
                        match self.symbol() {
                            ::core::option::Option::Some(symbol) => {
                                serializer.serialize_str(symbol)
                            }
                            ::core::option::Option::None => {
                                serializer.serialize_i32(self.number())
                            }
                        }
                    }
                }
                impl<'de> ::contract_runtime::serde::Deserialize<'de> for Kind {
                    fn deserialize<D: ::contract_runtime::serde::Deserializer<'de>>(
                        deserializer: D,
                    ) -> ::core::result::Result<Self, D::Error> {
                        ::contract_runtime::protobuf::enum_from_json(
                            deserializer,
                            Self::of_symbol,
                            Self::of_number,
                        )
                    }
                }
                impl ::contract_runtime::schemars::JsonSchema for Kind {
                    fn schema_name() -> ::std::borrow::Cow<
                        'static,
                        ::core::primitive::str,
                    > {
                        "probe.v1.Probed.Inner.Kind".into()
                    }
                    fn json_schema(
                        _: &mut ::contract_runtime::schemars::SchemaGenerator,
                    ) -> ::contract_runtime::schemars::Schema {
                        ::contract_runtime::protobuf::enum_schema(
                            &["KIND_UNSPECIFIED", "KIND_2D", "PLAIN"],
                        )
                    }
                }
            }
        }
    }
}
#[allow(
    clippy::all,
    clippy::pedantic,
    clippy::allow_attributes,
    deprecated,
    missing_docs,
    unreachable_pub,
    dead_code,
    unused_parens,
    rustdoc::all,
    reason = "generated from schemas, whose words and shapes are not ours to lint"
)]
pub mod shared {
    pub mod v1 {
        /// Somebody.
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::default::Default)]
        #[derive(
            ::contract_runtime::serde::Serialize,
            ::contract_runtime::serde::Deserialize
        )]
        #[serde(crate = "::contract_runtime::serde")]
        #[derive(::contract_runtime::schemars::JsonSchema)]
        #[schemars(crate = "::contract_runtime::schemars", rename = "shared.v1.Party")]
        #[serde(default)]
        pub struct Party {
            #[serde(rename = "name")]
            pub name: ::core::option::Option<::std::string::String>,
            #[serde(rename = "rank")]
            pub rank: ::core::option::Option<::core::primitive::i32>,
        }
        impl ::core::fmt::Debug for Party {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct("Party")
                    .field("name", &self.name)
                    .field("rank", &self.rank)
                    .finish()
            }
        }
        impl Party {
            /// Appends the fields of the message, without a length before them.
            pub fn encode_fields(
                &self,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) {
                if let ::core::option::Option::Some(value) = &self.name {
                    out.push(10);
                    ::contract_runtime::protobuf::write_string(out, value);
                }
                if let ::core::option::Option::Some(value) = &self.rank {
                    out.push(16);
                    ::contract_runtime::protobuf::write_int32(out, *value);
                }
            }
            /// Reads fields on top of those that are there, as Protobuf merges messages.
            pub fn merge(
                &mut self,
                reader: &mut ::contract_runtime::protobuf::Reader<'_>,
            ) -> ::core::result::Result<(), ::contract_runtime::DecodeError> {
                while let ::core::option::Option::Some(key) = reader.key()? {
                    match key {
                        10 => self.name = ::core::option::Option::Some(reader.string()?),
                        16 => self.rank = ::core::option::Option::Some(reader.int32()?),
                        key => reader.skip(key)?,
                    }
                }
                ::core::result::Result::Ok(())
            }
            #[doc(hidden)]
            pub fn proto_size(&self) -> ::core::primitive::usize {
                12usize + (&self.name).as_ref().map_or(0, |value| value.len())
            }
        }
        impl Party {
            #[doc(hidden)]
            pub fn check(
                &self,
                at: &::contract_runtime::Path<'_>,
                found: &mut ::contract_runtime::Violations,
            ) {
                if (&self.name).is_none() {
                    found.push(&at.field("name"), "required", "must have a value");
                }
            }
        }
    }
}
