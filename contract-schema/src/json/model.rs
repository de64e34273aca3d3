//! A JSON Schema with everything it can see.

use super::documents::{Document, Documents, Place};
use super::draft::Draft;
use crate::json_text::{Member, Node};

/// A parsed JSON Schema with the documents it refers to.
#[derive(Debug, Clone)]
pub struct JsonSchema {
    /// The first is the schema itself, then its dependencies in the order given to the parse.
    pub(super) documents: Documents,
    /// A key stands twice in an object of its own text.
    pub(super) repeats_keys: bool,
}

impl JsonSchema {
    /// The text as it was parsed.
    pub fn text(&self) -> &str {
        &self.own().text
    }

    /// The root: an object or a boolean. Of repeated keys only the last is there.
    pub fn root(&self) -> &Node {
        &self.own().root
    }

    /// The root as a place to resolve references from.
    pub fn root_place(&self) -> Place<'_> {
        self.documents.root(0)
    }

    /// The draft that `$schema` names; draft 7 where it names none or an unknown one.
    pub fn draft(&self) -> Draft {
        self.own().draft
    }

    /// About how many bytes it takes in memory.
    pub fn weight(&self) -> usize {
        let each = |document: &Document| {
            let (values, keys) = count(&document.root);
            // Texts stand twice: as a whole, and in keys and strings, with the allocator's share. Keys of wide objects
            // have a map besides.
            1024 + document.text.len() * 2
                + values * (size_of::<Node>() + 16)
                + keys * (size_of::<Member>() - size_of::<Node>() + 64)
        };
        self.documents.weight() + self.documents.documents.iter().map(each).sum::<usize>()
    }

    fn own(&self) -> &Document {
        &self.documents.documents[0]
    }
}

/// Values and keys in a tree, whose depth the parser bounds.
fn count(node: &Node) -> (usize, usize) {
    let members = node.members().iter().map(|member| (&member.value, 1));
    let elements = node.elements().iter().map(|element| (element, 0));
    members.chain(elements).fold((1, 0), |(values, keys), (below, key)| {
        let (more, inside) = count(below);
        (values + more, keys + key + inside)
    })
}
