//! Tags of Avro records and fields. A record is called by its full name, a field by that and its own name.

use super::{Changes, Entity, EntityKind, Spot, Survey, member};
use crate::avro::full_name;
use crate::json_text::{MAX_DEPTH, Node, parse_with_comments};
use crate::schema::SchemaError;

/// Every record and field that the text defines; nothing for a text that is no JSON.
pub(super) fn survey(text: &str) -> Survey {
    parse_with_comments(text, MAX_DEPTH).map(|root| Walk::over(&root).survey).unwrap_or_default()
}

pub(super) fn apply(text: &str, changes: &Changes) -> Result<String, SchemaError> {
    let root = parse_with_comments(text, MAX_DEPTH)
        .map_err(|complaint| SchemaError { complaints: vec![complaint] })?;
    let Walk { survey, objects } = Walk::over(&root);
    member::apply(text, &survey, &objects, changes)
}

/// The object of each site, beside the survey.
#[derive(Default)]
struct Walk<'t> {
    survey: Survey,
    objects: Vec<&'t Node>,
}

impl<'t> Walk<'t> {
    fn over(root: &'t Node) -> Walk<'t> {
        let mut walk = Walk::default();
        walk.ty(root, None);
        walk
    }

    fn ty(&mut self, node: &'t Node, namespace: Option<&str>) {
        if self.survey.is_full() {
            return;
        }
        for branch in node.elements() {
            self.ty(branch, namespace);
        }
        match node.get("type").and_then(Node::as_str) {
            Some("record" | "error") => self.record(node, namespace),
            Some("array") => {
                node.get("items").into_iter().for_each(|items| self.ty(items, namespace))
            }
            Some("map") => {
                node.get("values").into_iter().for_each(|values| self.ty(values, namespace))
            }
            Some(_) | None => {}
        }
    }

    fn record(&mut self, node: &'t Node, enclosing: Option<&str>) {
        let simple = node.get("name").and_then(Node::as_str).unwrap_or_default();
        let declared = node.get("namespace").and_then(Node::as_str);
        let name = full_name(simple, declared.or(enclosing));
        self.entity(node, name.full().to_owned(), EntityKind::Record);
        // Checked before a name is made: names may be as long as the text.
        for field in node.get("fields").map_or(&[][..], Node::elements) {
            if self.survey.is_full() {
                return;
            }
            let own = field.get("name").and_then(Node::as_str).unwrap_or_default();
            self.entity(field, format!("{}.{own}", name.full()), EntityKind::Field);
            if let Some(ty) = field.get("type") {
                self.ty(ty, name.namespace());
            }
        }
    }

    fn entity(&mut self, node: &'t Node, path: String, kind: EntityKind) {
        let site = self.survey.site(member::tags_of(node));
        self.objects.push(node);
        self.survey.add(Spot { entity: Entity { path, kind }, others: Vec::new(), site });
    }
}
