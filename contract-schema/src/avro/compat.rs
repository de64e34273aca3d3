//! Can data of one Avro schema be read with another: the walk over the pair.
//!
//! Source: Avro 1.12 "Schema Resolution" as Java's `SchemaCompatibility` judges it: logical types, docs and attributes
//! do not count, unqualified names decide, a pair that is being compared counts as readable.
//! The walk keeps its own stack, so that no schema can exhaust the thread's, and counts its steps.

mod asked;
mod breaches;
mod cause;
mod golden;
mod path;
pub(super) mod promotions;
mod union;
mod wire;

use super::model::{AvroSchema, Field, Kind, Name, Record, TypeId};
use crate::compat::Safety;
use crate::rule::Breach;
use breaches::missing_symbols;
use cause::Cause;
use golden::Golden;
pub(super) use path::Segment;
use path::{Paths, StepId};
use std::collections::{HashMap, HashSet};
use union::BranchIndex;
pub(super) use union::{Place, Taken};

/// A union of so many branches is searched without an index.
const FEW_BRANCHES: usize = 8;
/// Steps that any comparison may take.
const SMALL: usize = 100_000;
/// Beyond the standard nobody counts on a whole list: so many breaches are told.
const MOST_BREACHES: usize = 500;

/// Every place where `reader` cannot read what `writer` writes.
pub fn can_read(reader: &AvroSchema, writer: &AvroSchema) -> Vec<Breach> {
    can_read_under(Safety::Standard, reader, writer)
}

/// As [`can_read`], and from [`Safety::Wire`] on every place where `reader` reads something else, after the others.
pub fn can_read_under(safety: Safety, reader: &AvroSchema, writer: &AvroSchema) -> Vec<Breach> {
    let mut walk = Walk::new(reader, writer);
    walk.judge_all(safety).into_iter().map(|(breach, _)| breach).collect()
}

/// What `old` has and `new` does not keep, and where `new` reads something else than `old` wrote; one breach for a place.
pub fn keeps(new: &AvroSchema, old: &AvroSchema) -> Vec<Breach> {
    let mut walk = Walk::new(new, old);
    walk.run();
    let mut breaches: Vec<Breach> = walk.beyond().into_iter().map(|(breach, _)| breach).collect();
    walk.steps_left = Walk::budget(new, old);
    let place = |breach: &Breach| (breach.path.clone(), breach.reader_at);
    let mut told: HashSet<_> = breaches.iter().map(place).collect();
    let golden = Golden::breaches(&mut walk).into_iter();
    breaches.extend(golden.filter(|breach| told.insert(place(breach))));
    breaches
}

/// One question: can the reader's type read the writer's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question {
    pub(super) reader: TypeId,
    pub(super) writer: TypeId,
    pub(super) step: StepId,
}

/// What is known of a pair.
#[derive(Default)]
struct Verdict {
    /// What breaks, in order; nothing means readable.
    items: Vec<Item>,
    /// Whether every inner question is answered; until then the pair counts as readable.
    done: bool,
}

enum Item {
    /// With the pair that breaks; its step leads there.
    Own(Cause, Question),
    /// The verdict of an inner pair.
    Inner(usize),
}

/// A pair whose inner questions are being asked.
struct Frame<'s> {
    verdict: usize,
    pair: Question,
    work: Work<'s>,
    /// Number of the next inner question.
    next: usize,
    /// Records: the writer's field after the last one found, where the next is likely to stand.
    likely: usize,
}

impl<'s> Frame<'s> {
    fn new(verdict: usize, pair: Question, work: Work<'s>) -> Self {
        Frame { verdict, pair, work, next: 0, likely: 0 }
    }
}

/// How the inner answers decide about a pair.
enum Work<'s> {
    /// Records: field by field of the reader.
    Fields(&'s Record, &'s Record),
    /// One inner pair decides.
    Inner(TypeId, TypeId, Segment),
    /// A reader that is no union must read every branch of the writer.
    EveryBranch(&'s [TypeId]),
    /// A union must read every branch of the writer's union; what is wrong inside a branch is not told.
    UnionReads(&'s [TypeId]),
    /// One of these branches of the reader's union must read the writer.
    AnyBranch(Vec<TypeId>),
    /// Nothing is left to ask.
    Settled,
}

enum Answer<'s> {
    /// Known without asking; the verdict where one is kept.
    Known(bool, Option<usize>),
    /// To be found out.
    Open(Frame<'s>),
}

pub(super) struct Walk<'s> {
    roots: (TypeId, TypeId),
    reader: &'s AvroSchema,
    writer: &'s AvroSchema,
    verdicts: Vec<Verdict>,
    known: HashMap<(TypeId, TypeId), usize>,
    stack: Vec<Frame<'s>>,
    paths: Paths,
    /// Fields of writer records by name, for records whose fields do not stand in the same places.
    writer_fields: HashMap<TypeId, HashMap<&'s str, usize>>,
    unions: HashMap<TypeId, BranchIndex<'s>>,
    steps_left: usize,
}

impl<'s> Walk<'s> {
    fn new(reader: &'s AvroSchema, writer: &'s AvroSchema) -> Self {
        Walk::between((reader, reader.root()), (writer, writer.root()))
    }

    /// A walk over a pair inside of the two schemas.
    pub(super) fn between(
        reader: (&'s AvroSchema, TypeId),
        writer: (&'s AvroSchema, TypeId),
    ) -> Self {
        let roots = (reader.1, writer.1);
        let (reader, writer) = (reader.0, writer.0);
        Walk {
            roots,
            reader,
            writer,
            verdicts: vec![Verdict::default()],
            known: HashMap::new(),
            stack: Vec::new(),
            paths: Paths::new(roots.1),
            writer_fields: HashMap::new(),
            unions: HashMap::new(),
            steps_left: Walk::budget(reader, writer),
        }
    }

    /// Schemas that resemble each other are compared in about as many steps as they have types and uses of types; of small
    /// ones each may meet each.
    fn budget(reader: &AvroSchema, writer: &AvroSchema) -> usize {
        let uses = |schema: &AvroSchema| -> usize {
            let uses = |kind: &Kind| match kind {
                Kind::Record(record) => record.fields.len(),
                Kind::Union(branches) => branches.len(),
                _ => 0,
            };
            schema.types.iter().map(|ty| 32 + 8 * uses(&ty.kind)).sum()
        };
        SMALL + uses(reader) + uses(writer)
    }

    /// The pair that the walk begins with.
    pub(super) fn start(&self) -> Question {
        Question { reader: self.roots.0, writer: self.roots.1, step: Paths::ROOT }
    }

    fn run(&mut self) {
        let start = self.start();
        if !self.judge(0, start.reader, start.writer) {
            self.verdicts[0].items = vec![Item::Own(Cause::BeyondLimit, start)];
        }
    }

    /// Fills in a verdict that is still empty; false if that takes too many steps.
    fn judge(&mut self, verdict: usize, reader: TypeId, writer: TypeId) -> bool {
        let pair = Question { reader, writer, step: Paths::ROOT };
        let work = Work::Inner(reader, writer, Segment::Root);
        self.stack.push(Frame::new(verdict, pair, work));
        while let Some(frame) = self.stack.pop() {
            if !self.may_go_on() {
                self.stack.clear();
                return false;
            }
            self.advance(frame);
        }
        true
    }

    /// Takes a step, if one is left.
    fn may_go_on(&mut self) -> bool {
        let left = self.steps_left > 0;
        self.steps_left -= usize::from(left);
        left
    }

    /// Asks the next inner question of a pair, or tells the pair around it that all are answered.
    fn advance(&mut self, mut frame: Frame<'s>) {
        let Some(question) = self.next_question(&mut frame) else {
            let verdict = &mut self.verdicts[frame.verdict];
            verdict.done = true;
            let readable = verdict.items.is_empty();
            if let Some(mut outer) = self.stack.pop() {
                self.hear(&mut outer, frame.pair, readable, Some(frame.verdict));
                self.stack.push(outer);
            }
            return;
        };
        match self.answer(question) {
            Answer::Known(readable, verdict) => {
                self.hear(&mut frame, question, readable, verdict);
                self.stack.push(frame);
            }
            Answer::Open(inner) => {
                self.stack.push(frame);
                self.stack.push(inner);
            }
        }
    }

    /// The next inner question of a pair; what needs no question is settled on the way.
    fn next_question(&mut self, frame: &mut Frame<'s>) -> Option<Question> {
        let index = frame.next;
        frame.next += 1;
        let Question { reader, writer, step } = frame.pair;
        match &frame.work {
            Work::Fields(..) => self.next_field(frame, index),
            Work::Inner(..) | Work::Settled if index > 0 => None,
            Work::Inner(inner, other, segment) => {
                let plain = self.is_plainly_readable(*inner, *other);
                (!plain).then(|| self.question(*inner, *other, step, *segment))
            }
            Work::Settled => None,
            Work::EveryBranch(branches) => {
                let branch = *branches.get(index)?;
                Some(self.question(reader, branch, step, Segment::Branch(index as u32)))
            }
            Work::UnionReads(branches) => {
                let asked = |branch: &TypeId| !self.union_plainly_reads(reader, *branch);
                let index = index + branches.iter().skip(index).position(asked)?;
                frame.next = index + 1;
                Some(self.question(reader, branches[index], step, Segment::Fresh))
            }
            Work::AnyBranch(branches) => {
                if let Some(branch) = branches.get(index) {
                    return Some(self.question(*branch, writer, step, Segment::Fresh));
                }
                let cause = Cause::Branch(writer, None);
                self.verdicts[frame.verdict].items.push(Item::Own(cause, frame.pair));
                None
            }
        }
    }

    fn question(
        &mut self,
        reader: TypeId,
        writer: TypeId,
        from: StepId,
        segment: Segment,
    ) -> Question {
        let places = (self.reader.own_place(reader), self.writer.own_place(writer));
        let step = self.paths.push(from, segment, places, writer);
        Question { reader, writer, step }
    }

    /// Goes on with the reader's fields from `start` up to one that needs a question.
    fn next_field(&mut self, frame: &mut Frame<'s>, start: usize) -> Option<Question> {
        let Work::Fields(reader, writer) = frame.work else { return None };
        for (index, field) in reader.fields.iter().enumerate().skip(start) {
            let cause = match self.fitting_fields(frame.likely, frame.pair.writer, writer, field) {
                (Some(first), None) => {
                    frame.likely = first + 1;
                    let other = &writer.fields[first];
                    if self.is_plainly_readable(field.ty, other.ty) {
                        continue;
                    }
                    frame.next = index + 1;
                    return Some(self.field_question(frame.pair, (index, field), other));
                }
                (Some(first), Some(second)) => {
                    Cause::FitsTwo(index as u32, [first as u32, second as u32])
                }
                (None, _) if field.default.is_some() => continue,
                (None, _) => Cause::NoDefault(index as u32),
            };
            self.verdicts[frame.verdict].items.push(Item::Own(cause, frame.pair));
        }
        None
    }

    /// The question about the types of two fields; the reader's with its number.
    fn field_question(
        &mut self,
        pair: Question,
        field: (usize, &Field),
        other: &Field,
    ) -> Question {
        let (index, field) = field;
        let places = (
            self.reader.own_field_place(pair.reader, field),
            self.writer.own_field_place(pair.writer, other),
        );
        let segment = Segment::Field(pair.reader, index as u32);
        let step = self.paths.push(pair.step, segment, places, pair.writer);
        self.question(field.ty, other.ty, step, Segment::Type)
    }

    /// Two primitives of which one reads the other: the most frequent pair, settled without a question.
    fn is_plainly_readable(&self, reader: TypeId, writer: TypeId) -> bool {
        let kinds = (&self.reader.get(reader).kind, &self.writer.get(writer).kind);
        promotions::primitive_reads(kinds.0, kinds.1) == Some(true)
    }

    /// A primitive that some primitive branch of the reader's union reads.
    fn union_plainly_reads(&self, reader: TypeId, writer: TypeId) -> bool {
        let kinds = (&self.reader.get(reader).kind, &self.writer.get(writer).kind);
        let Kind::Union(branches) = kinds.0 else { return false };
        promotions::is_primitive(kinds.1)
            && branches.iter().any(|branch| self.is_plainly_readable(*branch, writer))
    }

    /// The writer's fields that are called by the reader field's name or by one of its aliases: the first two.
    fn fitting_fields(
        &mut self,
        likely: usize,
        id: TypeId,
        writer: &'s Record,
        field: &Field,
    ) -> (Option<usize>, Option<usize>) {
        let next = writer.fields.get(likely);
        if field.aliases.is_empty() && next.is_some_and(|other| other.name == field.name) {
            return (Some(likely), None);
        }
        let by_name = self.writer_fields.entry(id).or_insert_with(|| {
            writer.fields.iter().enumerate().map(|(index, field)| (&*field.name, index)).collect()
        });
        let names = std::iter::once(&field.name).chain(&field.aliases);
        let mut fitting: Vec<usize> = Vec::new();
        for index in names.filter_map(|name| by_name.get(&**name)) {
            if !fitting.contains(index) {
                fitting.push(*index);
            }
        }
        (fitting.first().copied(), fitting.get(1).copied())
    }

    fn answer(&mut self, question: Question) -> Answer<'s> {
        let (reader, writer) = (self.reader, self.writer);
        let kinds = (&reader.get(question.reader).kind, &writer.get(question.writer).kind);
        if let Some(readable) = promotions::primitive_reads(kinds.0, kinds.1) {
            return Answer::Known(readable, None);
        }
        // Two unnamed types meet once, in the pair around them; only named ones can meet again.
        let may_meet_again = kinds.0.name().is_some() || kinds.1.name().is_some();
        let pair = (question.reader, question.writer);
        if let Some(verdict) = self.known.get(&pair).copied().filter(|_| may_meet_again) {
            let Verdict { items, done } = &self.verdicts[verdict];
            return Answer::Known(items.is_empty() || !done, Some(verdict));
        }
        let (work, causes) = self.open(question, kinds);
        if matches!(work, Work::Settled) && causes.is_empty() {
            return Answer::Known(true, None);
        }
        let verdict = self.verdicts.len();
        let items = causes.into_iter().map(|cause| Item::Own(cause, question)).collect();
        self.verdicts.push(Verdict { items, done: false });
        if may_meet_again {
            self.known.insert(pair, verdict);
        }
        Answer::Open(Frame::new(verdict, question, work))
    }

    /// What a pair's kinds decide at once, and what is left to ask.
    fn open(&mut self, pair: Question, kinds: (&'s Kind, &'s Kind)) -> (Work<'s>, Vec<Cause>) {
        let differ = kinds
            .0
            .name()
            .zip(kinds.1.name())
            .is_some_and(|(name, writer)| !names_fit(name, kinds.0.aliases(), writer));
        let name = differ.then_some(Cause::Name).into_iter();
        match kinds {
            (Kind::Union(_), Kind::Union(branches)) => (Work::UnionReads(branches), Vec::new()),
            (Kind::Union(branches), writer) => {
                let mut candidates = self.candidates(pair.reader, branches, writer);
                if candidates.len() > FEW_BRANCHES {
                    // Among many the one of the same name is likely to read; any that does settles the pair.
                    let reader = self.reader;
                    candidates
                        .sort_by_key(|branch| reader.get(*branch).kind.name() != writer.name());
                }
                (Work::AnyBranch(candidates), Vec::new())
            }
            (_, Kind::Union(branches)) => (Work::EveryBranch(branches), Vec::new()),
            (Kind::Array(inner), Kind::Array(other)) => {
                (Work::Inner(*inner, *other, Segment::Items), Vec::new())
            }
            (Kind::Map(inner), Kind::Map(other)) => {
                (Work::Inner(*inner, *other, Segment::Values), Vec::new())
            }
            (Kind::Record(record), Kind::Record(other)) => {
                (Work::Fields(record, other), name.collect())
            }
            (Kind::Enum(reader), Kind::Enum(writer)) => {
                // The parser has seen to it that a default is a symbol.
                let lacks = reader.default.is_none() && !missing_symbols(reader, writer).is_empty();
                (Work::Settled, name.chain(lacks.then_some(Cause::Symbols)).collect())
            }
            (Kind::Fixed(reader), Kind::Fixed(writer)) => {
                let size = (reader.size != writer.size).then_some(Cause::Size);
                (Work::Settled, name.chain(size).collect())
            }
            _ => (Work::Settled, vec![Cause::Type]),
        }
    }

    /// The branches of the reader's union that could read `writer`.
    pub(super) fn candidates(
        &mut self,
        union: TypeId,
        branches: &'s [TypeId],
        writer: &Kind,
    ) -> Vec<TypeId> {
        if branches.len() <= FEW_BRANCHES {
            let reader = self.reader;
            let fits = |branch: &TypeId| union::could_read(&reader.get(*branch).kind, writer);
            return branches.iter().copied().filter(fits).collect();
        }
        let index = self.unions.entry(union);
        index.or_insert_with(|| BranchIndex::new(self.reader, branches)).candidates(writer)
    }

    /// Takes the answer to an inner question into account.
    fn hear(
        &mut self,
        frame: &mut Frame<'s>,
        question: Question,
        readable: bool,
        verdict: Option<usize>,
    ) {
        let item = match &frame.work {
            Work::AnyBranch(_) => {
                if readable {
                    frame.work = Work::Settled;
                }
                return;
            }
            Work::UnionReads(_) if !readable => {
                let branch = (frame.next - 1) as u32;
                Item::Own(Cause::Branch(question.writer, Some(branch)), question)
            }
            Work::Fields(..) | Work::Inner(..) | Work::EveryBranch(_) if !readable => match verdict
            {
                Some(verdict) => Item::Inner(verdict),
                None => Item::Own(Cause::Type, question),
            },
            Work::UnionReads(_) | Work::Fields(..) | Work::Inner(..) | Work::EveryBranch(_) => {
                return;
            }
            Work::Settled => return,
        };
        self.verdicts[frame.verdict].items.push(item);
    }
}

/// Whether a reader's name fits a writer's: equal without namespace, or the writer's full name among the aliases.
pub(super) fn names_fit(name: &Name, aliases: &[Name], writer: &Name) -> bool {
    name == writer || name.simple() == writer.simple() || aliases.contains(writer)
}
