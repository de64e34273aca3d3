//! One walk over a document: which schemas have a URI, which an anchor, which objects are wide.

use super::{Documents, MAX_ID, MAX_IDS, Repeated, Resource, WIDE};
use crate::json::draft::Draft;
use crate::json::uri;
use crate::json_text::Node;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// Keywords whose values are instances, not schemas: an `$id` in them names nothing.
const INSTANCES: [&str; 5] = ["enum", "const", "default", "examples", "example"];

type Wide = HashMap<u32, HashMap<Box<str>, u32>>;

pub(super) struct Index<'d> {
    documents: &'d mut Documents,
    document: u32,
    draft: Draft,
    wide: Wide,
    repeated: Vec<Repeated>,
}

impl<'d> Index<'d> {
    pub(super) fn new(documents: &'d mut Documents, document: u32, draft: Draft) -> Index<'d> {
        Index { documents, document, draft, wide: Wide::new(), repeated: Vec::new() }
    }

    /// Walks the document; its root has at least the resource under which it was found.
    pub(super) fn document(&mut self, root: &Node, resource: u32) {
        self.value(root, resource, true);
    }

    pub(super) fn finish(self) -> (Wide, Vec<Repeated>) {
        (self.wide, self.repeated)
    }

    /// Depth is bounded by the JSON parser. `counts` is false inside of instances.
    fn value(&mut self, node: &Node, resource: u32, counts: bool) {
        let members = node.members();
        if members.len() > WIDE {
            let keys = members.iter().enumerate();
            let keys = keys.map(|(index, member)| (member.key.clone(), index as u32)).collect();
            self.wide.insert(node.span.start, keys);
        }
        let resource = if counts { self.schema(node, resource) } else { resource };
        for member in members {
            let counts = counts && !INSTANCES.contains(&&*member.key);
            self.value(&member.value, resource, counts);
        }
        node.elements().iter().for_each(|element| self.value(element, resource, counts));
    }

    /// The resource that holds in this schema.
    fn schema(&mut self, node: &Node, resource: u32) -> u32 {
        let mut resource = resource;
        let offset = node.span.start;
        for member in node.members() {
            let Some(id) = member.value.as_str().filter(|id| id.len() <= MAX_ID) else { continue };
            if *member.key == *self.draft.id_keyword() && self.id_counts(node, offset) {
                resource = self.id(id, offset, resource);
            }
        }
        let anchored = if self.draft > Draft::Seven { node.members() } else { &[] };
        for member in anchored {
            let Some(name) = member.value.as_str() else { continue };
            if matches!(&*member.key, "$anchor" | "$dynamicAnchor") {
                self.anchor(resource, name, offset);
            }
        }
        resource
    }

    /// Beside a `$ref` of an older draft an `$id` is ignored; at the root it still tells who the document is.
    fn id_counts(&self, node: &Node, offset: u32) -> bool {
        !self.draft.ref_hides_siblings()
            || !node.members().iter().any(|m| &*m.key == "$ref" && m.value.as_str().is_some())
            || self.documents.resources.last().is_some_and(|last| last.offset == offset)
    }

    fn id(&mut self, id: &str, offset: u32, resource: u32) -> u32 {
        let (address, fragment) = uri::split_fragment(id);
        let base = &self.documents.resources[resource as usize].uri;
        let absolute = uri::resolve(base, address);
        let counts = absolute.len() <= MAX_ID && self.documents.id_bytes < MAX_IDS;
        let mut inside = resource;
        if !address.is_empty() && *absolute != **base && counts {
            inside = self.documents.resources.len() as u32;
            self.documents.begins.insert((self.document, offset), inside);
            let uri = self.documents.interned(&absolute);
            match self.documents.by_uri.entry(Arc::clone(&uri)) {
                Entry::Occupied(_) => {
                    self.repeated.push(Repeated { uri: Arc::clone(&uri), offset });
                }
                Entry::Vacant(free) => {
                    free.insert(inside);
                }
            }
            let document = self.document;
            self.documents.resources.push(Resource { uri, document, offset });
        }
        if !fragment.is_empty() && !fragment.starts_with('/') {
            self.anchor(inside, fragment, offset);
        }
        inside
    }

    fn anchor(&mut self, resource: u32, name: &str, offset: u32) {
        let place = (self.document, offset);
        self.documents.anchors.entry((resource, name.into())).or_insert(place);
    }
}
