//! Associations: which subject holds the schemas of a resource, found by the resource, by its name and by the subject.

use super::command::Candidate;
use super::content::Guid;
use super::name::Subject;
use imbl::{OrdMap, OrdSet};
use registry_api::{AssociationType, Lifecycle, Refusal};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// Something outside the registry whose records the schemas of subjects describe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// Unique in its namespace.
    pub name: Arc<str>,
    /// Where the name is unique, such as the id of a cluster.
    pub namespace: Arc<str>,
    /// Unique everywhere. Empty only in a dry run.
    pub id: Arc<str>,
    /// What it is.
    pub kind: Arc<str>,
}

impl Resource {
    /// The one kind there is.
    pub const TOPIC: &'static str = "topic";
    /// Stands for any name or namespace in a question.
    pub const ANY: &'static str = "-";

    /// The subject that a STRONG association has, and no WEAK one of this resource.
    ///
    /// # Errors
    /// 42208 if namespace and name make no subject.
    pub fn own_subject(&self, part: AssociationType) -> Result<Subject, Refusal> {
        Subject::writable(&format!(":.{}:{}-{part}", self.namespace, self.name))
    }
}

/// A subject and the part of a resource that it describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Association {
    pub guid: Guid,
    pub subject: Subject,
    pub resource: Resource,
    pub part: AssociationType,
    pub lifecycle: Lifecycle,
    pub frozen: bool,
    pub created_ms: i64,
    pub updated_ms: i64,
}

impl Association {
    /// A name for an association that begins now. It is no secret and need not be random, and a decision that is made
    /// twice must come out the same.
    pub fn guid(
        resource: &Resource,
        part: AssociationType,
        subject: &Subject,
        now_ms: i64,
    ) -> Guid {
        let mut hash = Sha256::new();
        for text in [&*resource.id, part.name(), &subject.to_string(), &now_ms.to_string()] {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        }
        let digest: [u8; 32] = hash.finalize().into();
        Guid::from_half(digest)
    }
}

/// What is to become of one resource's associations: all of it, or nothing.
#[derive(Debug, Clone)]
pub struct Order {
    pub resource: Resource,
    pub steps: Vec<Step>,
}

/// One change to a resource's associations.
#[derive(Debug, Clone)]
pub enum Step {
    /// Begin an association, or change one.
    Begin(Box<Wish>),
    /// End an association; a STRONG one only together with its subject.
    End { part: AssociationType, cascade: bool },
}

/// An association as it is wished.
#[derive(Debug, Clone)]
pub struct Wish {
    pub part: AssociationType,
    /// `None`: the one it has, or the resource's own.
    pub subject: Option<Subject>,
    pub lifecycle: Option<Lifecycle>,
    pub frozen: Option<bool>,
    /// To be registered under the subject.
    pub candidate: Option<Arc<Candidate>>,
    /// Whether it must not be there yet with other attributes.
    pub is_new: bool,
}

/// What names an association: the id of the resource, and the part.
type Key = (Arc<str>, AssociationType);

/// All associations. One resource has at most one of each type.
#[derive(Debug, Clone, Default)]
pub struct Associations {
    held: OrdMap<Key, Arc<Association>>,
    /// By name and namespace of the resource; clients often know only its name.
    named: OrdSet<(Arc<str>, Arc<str>, Key)>,
    /// By subject.
    subjects: OrdSet<(Subject, Key)>,
}

impl Associations {
    /// The association of one type.
    pub fn get(&self, resource_id: &str, part: AssociationType) -> Option<&Arc<Association>> {
        self.held.get(&(Arc::from(resource_id), part))
    }

    /// The associations of a resource, key before value.
    pub fn of_resource(&self, resource_id: &str) -> impl Iterator<Item = &Arc<Association>> {
        AssociationType::ALL.into_iter().filter_map(move |part| self.get(resource_id, part))
    }

    /// The associations of resources of this name, by namespace; `-` is any name or namespace.
    pub fn of_name<'a>(
        &'a self,
        namespace: &'a str,
        name: &'a str,
    ) -> impl Iterator<Item = &'a Arc<Association>> {
        let all = name == Resource::ANY;
        let rows =
            self.named.range((Arc::from(if all { "" } else { name }), Arc::from(""), first())..);
        let rows = rows.take_while(move |row| all || &*row.0 == name);
        let rows = rows.filter(move |row| namespace == Resource::ANY || &*row.1 == namespace);
        rows.filter_map(|row| self.held.get(&row.2))
    }

    /// The associations of a subject.
    pub fn of_subject<'a>(
        &'a self,
        subject: &'a Subject,
    ) -> impl Iterator<Item = &'a Arc<Association>> {
        let rows = self.subjects.range((subject.clone(), first())..);
        let rows = rows.take_while(move |row| row.0 == *subject);
        rows.filter_map(|row| self.held.get(&row.1))
    }

    /// Whether the subject belongs to a resource. Then it has no other association, so one look is enough.
    pub fn is_strong(&self, subject: &Subject) -> bool {
        self.of_subject(subject).next().is_some_and(|one| one.lifecycle == Lifecycle::Strong)
    }

    /// Every association, by the id of its resource.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Association>> {
        self.held.values()
    }

    /// Adds an association in place of the one of its resource and type.
    pub(super) fn put(&mut self, association: Association) {
        self.remove(&association.resource.id, association.part);
        let Resource { name, namespace, id, .. } = &association.resource;
        let key = (Arc::clone(id), association.part);
        self.named.insert((Arc::clone(name), Arc::clone(namespace), key.clone()));
        self.subjects.insert((association.subject.clone(), key.clone()));
        self.held.insert(key, Arc::new(association));
    }

    /// Removes an association from everywhere.
    pub(super) fn remove(&mut self, resource_id: &str, part: AssociationType) {
        let key = (Arc::from(resource_id), part);
        let Some(gone) = self.held.remove(&key) else { return };
        let Resource { name, namespace, .. } = &gone.resource;
        self.named.remove(&(Arc::clone(name), Arc::clone(namespace), key.clone()));
        self.subjects.remove(&(gone.subject.clone(), key));
    }
}

/// Where a range over keys begins.
fn first() -> Key {
    (Arc::from(""), AssociationType::Key)
}
