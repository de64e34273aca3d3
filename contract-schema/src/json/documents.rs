//! Documents that see each other: which schema a `$ref` means at which place.

mod dynamic;
mod index;

use super::draft::Draft;
use super::uri;
use crate::json_text::{Node, Value};
use crate::position::{LineIndex, Position};
pub(super) use dynamic::ResourceKey;
use index::Index;
use std::collections::HashMap;
use std::sync::Arc;

/// Objects with more members than this have a map of their keys.
const WIDE: usize = 16;

/// Longest `$id` that counts: every reference below one is as long as it.
pub(super) const MAX_ID: usize = 4_096;
/// Bytes of all `$id`s made absolute: a thousand short ones under a long one are a thousand long ones. Further ones do
/// not count.
const MAX_IDS: usize = 32 << 20;

/// A schema and what it refers to.
#[derive(Debug, Clone, Default)]
pub(super) struct Documents {
    pub(super) documents: Vec<Document>,
    /// Schemas with a URI of their own; a base is one of them.
    resources: Vec<Resource>,
    /// First one wins.
    by_uri: HashMap<Arc<str>, u32>,
    /// Bytes in the keys of `by_uri`.
    id_bytes: usize,
    /// Dependencies by the name they were given.
    by_name: HashMap<Box<str>, u32>,
    /// `$anchor` and its elder siblings, by resource and name: the document and the offset.
    anchors: HashMap<(u32, Box<str>), (u32, u32)>,
    /// The resource that begins at an offset of a document.
    begins: HashMap<(u32, u32), u32>,
}

/// One text.
#[derive(Debug, Clone)]
pub(super) struct Document {
    pub(super) text: Box<str>,
    pub(super) root: Node,
    pub(super) draft: Draft,
    /// The resource of its root.
    resource: u32,
    /// Members of wide objects by the offset of the object.
    wide: HashMap<u32, HashMap<Box<str>, u32>>,
}

#[derive(Debug, Clone)]
struct Resource {
    uri: Arc<str>,
    document: u32,
    offset: u32,
}

/// A URI that two schemas claim: where the second stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repeated {
    pub(super) uri: Arc<str>,
    pub(super) offset: u32,
}

impl Documents {
    /// Adds a document; `retrieved` is the URI under which others find it, `name` what they call it.
    pub(super) fn add(
        &mut self,
        text: &str,
        root: Node,
        draft: Draft,
        retrieved: &str,
        name: Option<&str>,
    ) -> Vec<Repeated> {
        let document = self.documents.len() as u32;
        let resource = self.resources.len() as u32;
        let retrieved = self.interned(uri::split_fragment(retrieved).0);
        self.by_uri.entry(Arc::clone(&retrieved)).or_insert(resource);
        self.resources.push(Resource { uri: retrieved, document, offset: root.span.start });
        if let Some(name) = name {
            self.by_name.entry(uri::split_fragment(name).0.into()).or_insert(resource);
        }
        let mut index = Index::new(self, document, draft);
        index.document(&root, resource);
        let (wide, repeated) = index.finish();
        let resource = self.begins.get(&(document, root.span.start)).copied().unwrap_or(resource);
        self.documents.push(Document { text: text.into(), root, draft, resource, wide });
        repeated
    }

    /// A URI, kept once however many schemas claim it.
    fn interned(&mut self, uri: &str) -> Arc<str> {
        if let Some((known, _)) = self.by_uri.get_key_value(uri) {
            return Arc::clone(known);
        }
        self.id_bytes += uri.len();
        uri.into()
    }

    /// About how many bytes it takes in memory beside the texts and their trees.
    pub(super) fn weight(&self) -> usize {
        self.id_bytes + self.resources.len() * 128 + self.anchors.len() * 96
    }

    /// The root of the document with this index.
    pub(super) fn root(&self, document: usize) -> Place<'_> {
        let Document { root, resource, .. } = &self.documents[document];
        Place { documents: self, document: document as u32, resource: *resource, node: root }
    }

    /// The base of a document's root.
    pub(super) fn base(&self, document: usize) -> &str {
        &self.resources[self.documents[document].resource as usize].uri
    }

    /// The root of a resource.
    fn place(&self, resource: u32) -> Option<Place<'_>> {
        let Resource { document, offset, .. } = self.resources[resource as usize];
        let node = self.node(document, offset)?;
        Some(Place { documents: self, document, resource, node })
    }

    /// The value that begins at an offset; children stand in the order of the text.
    fn node(&self, document: u32, offset: u32) -> Option<&Node> {
        let mut node = &self.documents[document as usize].root;
        while node.span.start != offset {
            node = match &node.value {
                Value::Object(members) => {
                    let next = members.partition_point(|m| m.value.span.start <= offset);
                    &members.get(next.checked_sub(1)?)?.value
                }
                Value::Array(elements) => {
                    let next = elements.partition_point(|node| node.span.start <= offset);
                    elements.get(next.checked_sub(1)?)?
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
            };
        }
        Some(node)
    }

    /// The root of what an absolute URI or a dependency's name stands for.
    pub(super) fn find(&self, absolute: &str, written: &str) -> Option<Place<'_>> {
        let resource = self.by_uri.get(absolute).or_else(|| self.by_name.get(written))?;
        self.place(*resource)
    }
}

/// A value in one of a schema's documents, with the base that holds there.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    documents: &'a Documents,
    document: u32,
    resource: u32,
    node: &'a Node,
}

impl<'a> Place<'a> {
    /// The value.
    pub fn node(&self) -> &'a Node {
        self.node
    }

    /// The draft of its document.
    pub fn draft(&self) -> Draft {
        self.document().draft
    }

    /// The text that it stands in.
    pub fn text(&self) -> &'a str {
        &self.document().text
    }

    /// The root of the text that it stands in.
    #[must_use]
    pub fn top(&self) -> Place<'a> {
        self.documents.root(self.document as usize)
    }

    /// Whether it stands in the schema's own text.
    pub fn is_own(&self) -> bool {
        self.document == 0 && !std::ptr::eq(self.documents, super::meta::documents())
    }

    /// The URI that relative references are resolved against; empty where no `$id` gives one.
    pub fn base(&self) -> &'a str {
        &self.documents.resources[self.resource as usize].uri
    }

    /// Equal for the same value of the same document, whatever way led there.
    pub fn key(&self) -> (usize, u32) {
        (std::ptr::from_ref(self.document()).addr(), self.node.span.start)
    }

    /// Line and column in its document; slow for long texts, so only for what is shown.
    pub fn position(&self) -> Position {
        LineIndex::new(&self.document().text).position(self.node.span.start)
    }

    /// The place of a value below this one; a schema with an `$id` has its own base.
    #[must_use]
    pub fn child(&self, node: &'a Node) -> Place<'a> {
        let begins = self.documents.begins.get(&(self.document, node.span.start));
        Place { node, resource: begins.copied().unwrap_or(self.resource), ..*self }
    }

    /// The member called `key`, fast in wide objects too.
    pub fn get(&self, key: &str) -> Option<Place<'a>> {
        let members = self.node.members();
        let node = match self.document().wide.get(&self.node.span.start) {
            Some(wide) if members.len() > WIDE => &members[*wide.get(key)? as usize].value,
            _ => self.node.get(key)?,
        };
        Some(self.child(node))
    }

    /// What a `$ref` at this place means; `None` where it leads nowhere.
    ///
    /// `#/json/pointer`, `#anchor`, the URI of an embedded or a referred schema (by its `$id` or the name of the
    /// reference), a bundled meta-schema; each with a fragment.
    pub fn resolve(&self, reference: &str) -> Option<Place<'a>> {
        let (written, fragment) = uri::split_fragment(reference);
        let root = if written.is_empty() {
            self.documents.place(self.resource)?
        } else if written.len() > MAX_ID {
            return None;
        } else {
            let absolute = uri::resolve(self.base(), written);
            let own = self.documents.find(&absolute, written);
            own.or_else(|| super::meta::documents().find(&absolute, written))?
        };
        root.fragment(fragment).or_else(|| {
            // Older drafts' engines look for a pointer in the whole document, whatever `$id` stands between.
            let whole = root.documents.root(root.document as usize);
            (root.draft().ref_hides_siblings()).then(|| whole.fragment(fragment)).flatten()
        })
    }

    fn fragment(&self, fragment: &str) -> Option<Place<'a>> {
        if fragment.is_empty() {
            return Some(*self);
        }
        let decoded = uri::percent_decoded(fragment);
        match decoded.strip_prefix('/') {
            Some(pointer) => pointer.split('/').try_fold(*self, |at, token| at.step(token)),
            None => {
                let key = (self.resource, decoded.as_str().into());
                let (document, offset) = *self.documents.anchors.get(&key)?;
                let node = self.documents.node(document, offset)?;
                Some(self.child(node))
            }
        }
    }

    /// One token of a JSON pointer (RFC 6901).
    pub(super) fn step(&self, token: &str) -> Option<Place<'a>> {
        match &self.node.value {
            Value::Object(_) if token.contains('~') => {
                self.get(&token.replace("~1", "/").replace("~0", "~"))
            }
            Value::Object(_) => self.get(token).or_else(|| self.renamed(token)),
            Value::Array(elements) => {
                let is_index = token == "0" || !token.starts_with(['0', '+']);
                let index = token.parse::<usize>().ok().filter(|_| is_index)?;
                Some(self.child(elements.get(index)?))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        }
    }

    /// Newer engines find `definitions` under its newer name too.
    fn renamed(&self, token: &str) -> Option<Place<'a>> {
        (token == "$defs" && self.draft() > Draft::Seven).then(|| self.get("definitions")).flatten()
    }

    fn document(&self) -> &'a Document {
        &self.documents.documents[self.document as usize]
    }
}
