//! What is wrong with a pair, in as few bytes as can be: most of it is never told, because another branch of a union reads.

use super::{Item, Question, Walk};
use crate::avro::model::{Kind, TypeId};
use crate::rule::Breach;
use std::collections::HashSet;

/// Breaches longer than this in all are not put into words: at the end of a long chain of types every path is long.
const MOST_BYTES: usize = 16 << 20;

/// Counts what breaches cost that are told one after the other.
#[derive(Debug, Default)]
pub(super) struct Told(usize);

impl Told {
    /// Whether nothing more is to be told once these are.
    pub(super) fn is_too_much<'b>(&mut self, breaches: impl Iterator<Item = &'b Breach>) -> bool {
        let bytes = |breach: &Breach| breach.path.len() + breach.detail.len() + breach.reason.len();
        self.0 += breaches.map(bytes).sum::<usize>();
        self.0 > MOST_BYTES
    }
}

/// What is wrong with a pair.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cause {
    /// Neither the names nor the aliases fit.
    Name,
    /// The reader's enum lacks symbols.
    Symbols,
    /// The sizes of two fixed differ.
    Size,
    /// The kinds differ.
    Type,
    /// No branch of the reader's union reads this type, which is this branch of the writer's union, if that is one.
    Branch(TypeId, Option<u32>),
    /// The reader's field with this index has no default, and the writer does not have it.
    NoDefault(u32),
    /// The reader's field with this index fits two of the writer's.
    FitsTwo(u32, [u32; 2]),
    /// The walk was too long.
    BeyondLimit,
}

impl Walk<'_> {
    /// The breach that a cause is.
    fn tell(&self, cause: Cause, pair: Question) -> Breach {
        let kinds = (&self.reader.get(pair.reader).kind, &self.writer.get(pair.writer).kind);
        match (cause, kinds) {
            (Cause::Name, _) => self.names_differ(pair),
            (Cause::Symbols, (Kind::Enum(reader), Kind::Enum(writer))) => {
                self.symbols_missing(pair, reader, writer)
            }
            (Cause::Size, (Kind::Fixed(reader), Kind::Fixed(writer))) => {
                self.size_differs(pair, reader, writer)
            }
            (Cause::Type | Cause::Symbols | Cause::Size, _) => self.type_differs(pair),
            (Cause::Branch(written, None), _) => self.union_lacks_branch(pair, written, None),
            (Cause::Branch(written, branch), _) => {
                // Told at the union, shown by what is inside.
                let union = Question { step: self.paths.before(pair.step), ..pair };
                self.union_lacks_branch(union, written, branch)
            }
            (Cause::NoDefault(index), _) => self.field_without_default(pair, index as usize),
            (Cause::FitsTwo(index, names), _) => self.field_fits_two(pair, index as usize, names),
            (Cause::BeyondLimit, _) => self.beyond_limit(),
        }
    }

    /// Every breach once, in the order of the walk, at most so many.
    pub(super) fn breaches(&mut self, most: usize) -> Vec<(Breach, Question)> {
        let mut breaches: Vec<(Breach, Question)> = Vec::new();
        let mut bytes = Told::default();
        let mut told = HashSet::from([0]);
        let mut open = vec![std::mem::take(&mut self.verdicts[0].items).into_iter()];
        while let Some(items) = open.last_mut() {
            match items.next() {
                None => drop(open.pop()),
                Some(Item::Own(cause, pair)) => {
                    let breach = self.tell(cause, pair);
                    let is_enough = bytes.is_too_much(std::iter::once(&breach));
                    breaches.push((breach, pair));
                    if is_enough || breaches.len() == most {
                        return breaches;
                    }
                }
                Some(Item::Inner(verdict)) => {
                    if told.insert(verdict) {
                        open.push(std::mem::take(&mut self.verdicts[verdict].items).into_iter());
                    }
                }
            }
        }
        breaches
    }
}
