//! What the types of a handler say about its bodies: the one it reads and the one it answers.

use crate::answer::{Answer, Raw, Written};
use crate::extract::{Json, Path, Query};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

/// The two generators: a body that is sent may leave out what an answer always has.
pub(super) struct Schemas {
    sent: SchemaGenerator,
    answered: SchemaGenerator,
}

/// Marks schemas of sent bodies that have a namesake among the answers, until they are printed.
const SENT: &str = "Sent";

impl Schemas {
    pub(super) fn new() -> Schemas {
        let settings = || {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
            })
        };
        Schemas {
            sent: settings().for_deserialize().into_generator(),
            answered: settings().for_serialize().into_generator(),
        }
    }

    pub(super) fn answered<T: JsonSchema>(&mut self) -> Schema {
        self.answered.subschema_for::<T>()
    }

    fn sent<T: JsonSchema>(&mut self) -> Schema {
        let mut schema = self.sent.subschema_for::<T>();
        if let Some(members) = schema.as_object_mut() {
            members.values_mut().for_each(rename);
        }
        schema
    }

    /// Every named schema.
    pub(super) fn named(mut self) -> Map<String, Value> {
        let mut named = self.answered.take_definitions(true);
        named.values_mut().for_each(forget_null);
        for (name, mut schema) in self.sent.take_definitions(true) {
            rename(&mut schema);
            forget_absence(&mut schema);
            named.insert(name + SENT, schema);
        }
        named
    }
}

/// Lets every reference inside a sent schema lead to a sent schema.
fn rename(value: &mut Value) {
    match value {
        Value::String(text) if text.starts_with("#/components/schemas/") => text.push_str(SENT),
        Value::Array(elements) => elements.iter_mut().for_each(rename),
        Value::Object(members) => members.values_mut().for_each(rename),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Members of an answer that have no value are left out, so `null` is none of their values.
/// The one that is echoed, the mode, has `oneOf` to say so.
fn forget_null(value: &mut Value) {
    let Value::Object(members) = value else { return };
    if let Some(Value::Array(types)) = members.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = &types[..] {
            let only = only.clone();
            members.insert("type".into(), only);
        }
    }
    if let Some(Value::Array(choices)) = members.get_mut("anyOf") {
        choices.retain(|choice| choice["type"] != "null");
        if let [Value::Object(only)] = &mut choices[..] {
            let only = std::mem::take(only);
            members.remove("anyOf");
            members.extend(only);
        }
    }
    members.values_mut().for_each(forget_null);
}

/// A default that only says that the member may be left out says nothing.
fn forget_absence(value: &mut Value) {
    let Value::Object(members) = value else { return };
    if members.get("default").is_some_and(|default| default.is_null() || default == "") {
        members.remove("default");
    }
    members.values_mut().for_each(forget_absence);
}

/// What goes in and what comes out.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    pub(super) body: Option<Schema>,
    pub(super) answer: AnswerShape,
}

/// What comes out when all goes well.
#[derive(Debug, Clone, Default)]
pub(super) enum AnswerShape {
    /// The types do not say; the row of the operation has to.
    #[default]
    Untold,
    /// JSON of this schema.
    Json(Schema),
    /// The text of a schema, in whatever language it is written.
    SchemaText,
    /// 204.
    Nothing,
}

/// An async function that axum takes as a handler, by its arguments.
pub(super) trait Handler<Arguments> {
    fn shape(schemas: &mut Schemas) -> Shape;
}

/// An argument of a handler.
pub(super) trait Argument {
    /// Adds to the shape what this argument says; most say nothing.
    fn describe(shape: Shape, _schemas: &mut Schemas) -> Shape {
        shape
    }
}

/// What a handler answers.
pub(super) trait Answered {
    fn shape(schemas: &mut Schemas) -> AnswerShape;
}

macro_rules! handlers {
    ($( ($($argument:ident),*) )*) => { $(
        impl<F, Future, $($argument,)*> Handler<($($argument,)*)> for F
        where
            F: Fn($($argument),*) -> Future,
            Future: core::future::Future<Output: Answered>,
            $($argument: Argument,)*
        {
            fn shape(schemas: &mut Schemas) -> Shape {
                let shape = Shape { body: None, answer: Future::Output::shape(schemas) };
                $( let shape = $argument::describe(shape, schemas); )*
                shape
            }
        }
    )* };
}

handlers! { () (A) (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) }

impl<T> Argument for State<T> {}
impl<T> Argument for Path<T> {}
impl Argument for Query {}

impl<T: JsonSchema> Argument for Json<T> {
    fn describe(shape: Shape, schemas: &mut Schemas) -> Shape {
        Shape { body: Some(schemas.sent::<T>()), ..shape }
    }
}

impl<T: JsonSchema> Answered for Answer<T> {
    fn shape(schemas: &mut Schemas) -> AnswerShape {
        AnswerShape::Json(schemas.answered::<T>())
    }
}

impl<T: Answered, E> Answered for Result<T, E> {
    fn shape(schemas: &mut Schemas) -> AnswerShape {
        T::shape(schemas)
    }
}

impl<T: Answered> Answered for (StatusCode, T) {
    fn shape(schemas: &mut Schemas) -> AnswerShape {
        T::shape(schemas)
    }
}

impl Answered for Raw {
    fn shape(_schemas: &mut Schemas) -> AnswerShape {
        AnswerShape::SchemaText
    }
}

impl Answered for StatusCode {
    fn shape(_schemas: &mut Schemas) -> AnswerShape {
        AnswerShape::Nothing
    }
}

impl Answered for Written {
    fn shape(_schemas: &mut Schemas) -> AnswerShape {
        AnswerShape::Untold
    }
}

impl Answered for Response {
    fn shape(_schemas: &mut Schemas) -> AnswerShape {
        AnswerShape::Untold
    }
}
