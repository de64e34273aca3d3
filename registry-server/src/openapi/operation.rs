//! One documented operation: a row of the tables in `operations/`.

use super::parameter::Parameter;
use super::shape::{AnswerShape, Handler, Schemas, Shape};
use schemars::JsonSchema;

/// A resource with its operations.
pub(super) struct Group {
    pub(super) name: &'static str,
    pub(super) meaning: &'static str,
    pub(super) operations: Vec<Operation>,
}

/// One method of one path.
pub(super) struct Operation {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    /// What generated clients call it.
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    pub(super) meaning: &'static str,
    pub(super) query: &'static [Parameter],
    /// Codes of the table of refusals that can be answered.
    pub(super) refusals: &'static [u32],
    /// 200 unless the handler says otherwise.
    pub(super) status: u16,
    /// Bodies as JSON texts.
    pub(super) sent: &'static str,
    pub(super) answered: &'static str,
    /// Where an answer leads.
    pub(super) links: &'static [Link],
    shape: fn(&mut Schemas) -> Shape,
    stated: Option<fn(&mut Schemas) -> AnswerShape>,
    /// Outside the registry's own media types: the one type it answers.
    pub(super) media_type: Option<&'static str>,
}

/// From an answer to the parameters of another operation.
pub(super) struct Link {
    pub(super) to: &'static str,
    pub(super) with: &'static [(&'static str, &'static str)],
}

macro_rules! methods {
    ($($method:ident)*) => { $(
        pub(super) fn $method<A, H: Handler<A>>(
            path: &'static str,
            _handler: H,
            id: &'static str,
            summary: &'static str,
        ) -> Operation {
            Operation::new(stringify!($method), path, H::shape, id, summary)
        }
    )* };
}

methods! { get post put delete }

impl Operation {
    fn new(
        method: &'static str,
        path: &'static str,
        shape: fn(&mut Schemas) -> Shape,
        id: &'static str,
        summary: &'static str,
    ) -> Operation {
        Operation {
            method,
            path,
            id,
            summary,
            meaning: "",
            query: &[],
            refusals: &[],
            status: 200,
            sent: "",
            answered: "",
            links: &[],
            shape,
            stated: None,
            media_type: None,
        }
    }

    /// More than the summary says.
    pub(super) fn says(self, meaning: &'static str) -> Operation {
        Operation { meaning, ..self }
    }

    /// The parameters of its query.
    pub(super) fn query(self, query: &'static [Parameter]) -> Operation {
        Operation { query, ..self }
    }

    /// Its refusals, by their codes.
    pub(super) fn refuses(self, refusals: &'static [u32]) -> Operation {
        Operation { refusals, ..self }
    }

    /// A body to send, as JSON.
    pub(super) fn sent(self, sent: &'static str) -> Operation {
        Operation { sent, ..self }
    }

    /// An answer, as JSON or as the text it is.
    pub(super) fn answered(self, answered: &'static str) -> Operation {
        Operation { answered, ..self }
    }

    /// The status of its answer, if it is neither 200 nor 204.
    pub(super) fn status(self, status: u16) -> Operation {
        Operation { status, ..self }
    }

    /// The type of an answer whose handler has written it already.
    pub(super) fn answers<T: JsonSchema>(self) -> Operation {
        Operation { stated: Some(|schemas| AnswerShape::Json(schemas.answered::<T>())), ..self }
    }

    /// The one media type of an answer that is not the registry's own.
    pub(super) fn only(self, media_type: &'static str) -> Operation {
        Operation {
            media_type: Some(media_type),
            stated: Some(|_| AnswerShape::SchemaText),
            ..self
        }
    }

    /// Where an answer leads.
    pub(super) fn leads(self, links: &'static [Link]) -> Operation {
        Operation { links, ..self }
    }

    /// Its bodies.
    pub(super) fn shape(&self, schemas: &mut Schemas) -> Shape {
        let mut shape = (self.shape)(schemas);
        if let Some(stated) = self.stated {
            shape.answer = stated(schemas);
        }
        shape
    }
}
