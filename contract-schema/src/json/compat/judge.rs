//! One pair of nodes: combinations first, then kinds, then what a kind compares.

use super::{Differ, Found, Mode};
use crate::json::rules::Difference;
use crate::json::tree::{Combined, Criterion, Kind, NodeId};

/// What is found of a pair.
pub(super) enum Item {
    Own(Found),
    /// An inner pair that breaks, and what it adds to the path.
    Inner {
        tail: String,
        original: NodeId,
        update: NodeId,
    },
}

/// The judgement of one pair.
pub(super) struct Judgement<'d, 'f, 's> {
    pub(super) differ: &'d mut Differ<'f, 's>,
    pub(super) mode: Mode,
    /// In the order found; only in the full mode.
    pub(super) items: Vec<Item>,
    pub(super) breaks: bool,
}

impl<'d, 'f, 's> Judgement<'d, 'f, 's> {
    /// Judges two nodes that are no references.
    pub(super) fn of(
        differ: &'d mut Differ<'f, 's>,
        original: NodeId,
        update: NodeId,
        mode: Mode,
    ) -> Self {
        let mut judgement = Judgement { differ, mode, items: Vec::new(), breaks: false };
        judgement.nodes(original, update);
        judgement
    }

    fn nodes(&mut self, original: NodeId, update: NodeId) {
        let forest = self.differ.forest;
        let (old, new) = (forest.node(original), forest.node(update));
        match (&old.kind, &new.kind) {
            (Kind::Combined(old), Kind::Combined(new)) => return self.combinations(old, new),
            (Kind::Combined(combined), _) if self.split_writer(combined, update) => return,
            (_, Kind::Combined(combined)) if self.split_reader(original, combined) => return,
            _ => {}
        }
        match (&old.kind, &new.kind) {
            (Kind::False, _) | (_, Kind::Empty | Kind::True) => {}
            (Kind::Null, Kind::Null)
            | (Kind::Boolean, Kind::Boolean)
            | (Kind::Conditional(_), Kind::Conditional(_)) => {}
            (Kind::String(old), Kind::String(new)) => self.strings(old, new),
            (Kind::Number(old), Kind::Number(new)) => self.numbers(old, new),
            (Kind::Enum(old), Kind::Enum(new)) => self.enums(old, new),
            (Kind::Const(old), Kind::Const(new)) => self.constants(*old, *new),
            (Kind::Not(old), Kind::Not(new)) => self.negations(*old, *new),
            (Kind::Object(old), Kind::Object(new)) => self.objects(old, new),
            (Kind::Array(old), Kind::Array(new)) => self.arrays(old, new),
            _ if old.is_bytes && new.is_bytes => {}
            _ => self.own(Difference::TypeChanged, |found| {
                found.keyword = "type";
                old.kind.name().clone_into(&mut found.was);
                new.kind.name().clone_into(&mut found.is);
            }),
        }
    }

    /// A combination on the writer's side only: whether the comparison ends here.
    fn split_writer(&mut self, combined: &Combined, update: NodeId) -> bool {
        let members = &combined.members;
        if let [only] = members[..] {
            return self.accepts(only, update);
        }
        let narrowed = combined.criterion == Criterion::All
            && members.iter().any(|member| self.accepts(*member, update));
        if narrowed {
            self.own(Difference::ProductTypeNarrowed, |_| {});
        }
        narrowed
    }

    /// A combination on the reader's side only.
    fn split_reader(&mut self, original: NodeId, combined: &Combined) -> bool {
        let members = &combined.members;
        if let [only] = members[..] {
            return self.accepts(original, only);
        }
        let extended = combined.criterion != Criterion::All
            && members.iter().any(|member| self.accepts(original, *member));
        if extended {
            self.own(Difference::SumTypeExtended, |_| {});
        }
        extended
    }

    fn negations(&mut self, old: NodeId, new: NodeId) {
        // What the reader forbids the writer must have forbidden before.
        let difference = if self.accepts(new, old) {
            Difference::NotTypeNarrowed
        } else {
            Difference::NotTypeExtended
        };
        self.own(difference, |found| found.at("not"));
    }

    /// Whether `update` accepts all of `original`, as far as is known; nothing is told of it.
    pub(super) fn accepts(&mut self, original: NodeId, update: NodeId) -> bool {
        self.differ.ask(original, update, self.mode)
    }

    /// An inner pair whose differences are differences of this one.
    pub(super) fn inner(
        &mut self,
        original: NodeId,
        update: NodeId,
        tail: impl FnOnce() -> String,
    ) {
        if self.accepts(original, update) {
            return;
        }
        self.breaks = true;
        if matches!(self.mode, Mode::Full) {
            self.items.push(Item::Inner { tail: tail(), original, update });
        }
    }

    /// As [`Self::inner`], with a side that may lack the schema.
    pub(super) fn optional(
        &mut self,
        original: Option<NodeId>,
        update: Option<NodeId>,
        keyword: &'static str,
    ) {
        match (original, update) {
            (None, None) => {}
            (Some(original), Some(update)) => self.inner(original, update, || keyword.to_owned()),
            (Some(_), None) => self.own(Difference::SchemaRemoved, |found| found.at(keyword)),
            (None, Some(_)) => self.own(Difference::SchemaAdded, |found| found.at(keyword)),
        }
    }

    /// A difference of the pair itself; `describe` fills in what the message needs.
    pub(super) fn own(&mut self, difference: Difference, describe: impl FnOnce(&mut Found)) {
        self.breaks |= difference.breaks(self.differ.policy);
        if matches!(self.mode, Mode::Full) {
            let mut found = Found::new(difference);
            describe(&mut found);
            self.items.push(Item::Own(found));
        }
    }

    /// Nothing more has to be found out.
    pub(super) fn is_settled(&self) -> bool {
        self.breaks && matches!(self.mode, Mode::Quick(_))
    }
}

impl Found {
    fn new(difference: Difference) -> Found {
        Found {
            difference,
            tail: String::new(),
            keyword: "",
            what: String::new(),
            was: String::new(),
            is: String::new(),
            original: None,
            update: None,
        }
    }

    /// It is about a keyword of the pair.
    pub(super) fn at(&mut self, keyword: &'static str) {
        self.keyword = keyword;
        keyword.clone_into(&mut self.tail);
        keyword.clone_into(&mut self.what);
    }
}
