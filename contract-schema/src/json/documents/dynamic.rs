//! References that depend on the way that led to them: who may answer to `$dynamicRef` and `$recursiveRef`.

use super::{Documents, Place};
use crate::json_text::Node;

/// A resource, equal for the same one of the same documents.
pub(in crate::json) type ResourceKey = (usize, u32);

impl<'a> Place<'a> {
    /// The resource that this place belongs to.
    pub(in crate::json) fn resource_key(&self) -> ResourceKey {
        (std::ptr::from_ref(self.documents).addr(), self.resource)
    }

    /// Every schema that a `$dynamicRef` to this name may mean, by its resource, in the documents seen from here.
    pub(in crate::json) fn dynamic_anchors(&self, name: &str) -> Vec<(ResourceKey, Place<'a>)> {
        let named = |node: &Node| node.get("$dynamicAnchor").and_then(Node::as_str) == Some(name);
        let mut found = Vec::new();
        for documents in self.visible() {
            for ((resource, anchor), (document, offset)) in &documents.anchors {
                if **anchor != *name {
                    continue;
                }
                let Some(root) = documents.place(*resource) else { continue };
                let node = documents.node(*document, *offset);
                if let Some(node) = node.filter(|node| named(node)) {
                    let place = root.child(node);
                    found.push((root.resource_key(), place));
                }
            }
        }
        found.sort_by_key(|(resource, _)| *resource);
        found
    }

    /// The root of every resource that says `"$recursiveAnchor": true`.
    pub(in crate::json) fn recursive_anchors(&self) -> Vec<(ResourceKey, Place<'a>)> {
        let mut found = Vec::new();
        for documents in self.visible() {
            for resource in 0..documents.resources.len() as u32 {
                let Some(root) = documents.place(resource) else { continue };
                if root.node.get("$recursiveAnchor").and_then(Node::as_bool) == Some(true) {
                    found.push((root.resource_key(), root));
                }
            }
        }
        found
    }

    /// Its own documents, and the bundled ones.
    fn visible(&self) -> Vec<&'a Documents> {
        let bundled = crate::json::meta::documents();
        match std::ptr::eq(self.documents, bundled) {
            true => vec![bundled],
            false => vec![self.documents, bundled],
        }
    }
}
