//! From wishes as they are sent to orders, their members checked.

use crate::extract::Query;
use crate::registry::association::{Order, Resource, Step, Wish};
use crate::registry::command::Candidate;
use crate::registry::{Context, Refusal, Subject};
use crate::routes::bodies::plain_candidate;
use registry_api::{AssociationOperation, AssociationRequest, AssociationType, AssociationWish};
use std::sync::Arc;

/// Longest name, namespace or id of a resource.
const LONGEST: usize = 256;

/// What the wishes of a request ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operations {
    AllCreate,
    AllUpsert,
    /// Each wish says so, and two of them may speak of one association.
    AsTheySay,
}

/// The order of a request.
///
/// # Errors
/// 42212 for a member that is missing or does not fit, 42201 for a schema of an unknown format.
pub(super) fn order(
    request: AssociationRequest,
    operations: Operations,
    query: &Query,
) -> Result<Order, Refusal> {
    let context = context(query)?;
    let resource = resource(&request, query.flag("dryRun"))?;
    if request.associations.is_empty() {
        return Err(invalid("associations", "cannot be null or empty"));
    }
    let mut parts: Vec<AssociationType> = Vec::new();
    let mut steps = Vec::new();
    for wish in request.associations {
        let part = part(wish.association_type.as_deref())?;
        if operations != Operations::AsTheySay && parts.contains(&part) {
            return Err(invalid("associationType", format!("'{part}' is there twice")));
        }
        parts.push(part);
        steps.push(step(wish, part, operations, &context)?);
    }
    Ok(Order { resource, steps })
}

fn step(
    wish: AssociationWish,
    part: AssociationType,
    operations: Operations,
    context: &Context,
) -> Result<Step, Refusal> {
    let operation = match operations {
        Operations::AllCreate => AssociationOperation::Create,
        Operations::AllUpsert => AssociationOperation::Upsert,
        Operations::AsTheySay => {
            let missing = || invalid("opType", "must be CREATE, UPSERT or DELETE");
            wish.op_type.ok_or_else(missing)?
        }
    };
    let is_new = match operation {
        AssociationOperation::Create => true,
        AssociationOperation::Upsert => false,
        AssociationOperation::Delete => {
            return Ok(Step::End { part, cascade: wish.cascade_lifecycle == Some(true) });
        }
    };
    let subject = wish.subject.map(|text| subject(&text, context)).transpose()?;
    let candidate = wish.schema.map(plain_candidate).transpose()?;
    let normalize = wish.normalize == Some(true);
    let candidate = candidate.map(|candidate| Arc::new(Candidate { normalize, ..candidate }));
    let (lifecycle, frozen) = (wish.lifecycle, wish.frozen);
    Ok(Step::Begin(Box::new(Wish { part, subject, lifecycle, frozen, candidate, is_new })))
}

/// The context of subjects that name none: `:.name:`, `.name` or `name`.
fn context(query: &Query) -> Result<Context, Refusal> {
    let text = query.text("context").unwrap_or_default();
    let context = Context::spelled(text).filter(|_| !text.chars().any(char::is_control));
    context.ok_or_else(|| invalid("context", format!("'{text}' is no context")))
}

fn subject(text: &str, context: &Context) -> Result<Subject, Refusal> {
    let subject = Subject::parse_in(context, text).to_string();
    Subject::writable(&subject).map_err(|refusal| invalid("subject", refusal.to_string()))
}

fn part(name: Option<&str>) -> Result<AssociationType, Refusal> {
    let named = name.filter(|name| !name.is_empty()).map(str::parse);
    let wrong = |()| invalid("associationType", "must be either 'key' or 'value'");
    named.transpose().map(Option::unwrap_or_default).map_err(wrong)
}

fn resource(request: &AssociationRequest, is_dry: bool) -> Result<Resource, Refusal> {
    let name = request.resource_name.as_deref().unwrap_or_default();
    let namespace = request.resource_namespace.as_deref().unwrap_or_default();
    let id = request.resource_id.as_deref().unwrap_or_default();
    let kind = request.resource_type.as_deref().unwrap_or_default();
    check_name("resourceName", name)?;
    check_name("resourceNamespace", namespace)?;
    if namespace.starts_with('.') {
        return Err(invalid("resourceNamespace", "must not begin with a dot"));
    }
    if id.is_empty() && !is_dry {
        return Err(invalid("resourceId", "cannot be null or empty"));
    }
    check_length("resourceId", id)?;
    if id.chars().any(char::is_control) {
        return Err(invalid("resourceId", "must not have control characters"));
    }
    if !matches!(kind, "" | Resource::TOPIC) {
        return Err(invalid("resourceType", format!("must be '{}'", Resource::TOPIC)));
    }
    Ok(Resource {
        name: name.into(),
        namespace: namespace.into(),
        id: id.into(),
        kind: Resource::TOPIC.into(),
    })
}

/// Names are those of Kafka's topics: dots are fine in them.
fn check_name(property: &str, name: &str) -> Result<(), Refusal> {
    if name.is_empty() {
        return Err(invalid(property, "cannot be null or empty"));
    }
    if name == Resource::ANY {
        return Err(invalid(property, "'-' stands for any name"));
    }
    check_length(property, name)?;
    let illegal = |letter: &char| !(letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'));
    match name.chars().find(illegal) {
        Some(letter) => {
            Err(invalid(property, format!("illegal character '{}'", letter.escape_default())))
        }
        None => Ok(()),
    }
}

fn check_length(property: &str, text: &str) -> Result<(), Refusal> {
    if text.chars().count() > LONGEST {
        return Err(invalid(property, format!("exceeds max length of {LONGEST}")));
    }
    Ok(())
}

pub(super) fn invalid(property: &str, detail: impl Into<String>) -> Refusal {
    Refusal::InvalidAssociation { property: property.to_owned(), detail: detail.into() }
}
