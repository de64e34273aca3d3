//! Payloads of one schema rewritten as payloads of another, by walking the plan that was made for the pair.

use crate::avro::{Blocks, DecodeError, Notes, Reader, Reason, decode};
use crate::avro::{write_double, write_float, write_long};
use contract_schema::avro::resolve::{
    Action, EntryId, Fields, Plan, Promotion, Step, Symbol, TooManyPairs,
};
use contract_schema::avro::{AvroSchema, Kind, TypeId};
use contract_schema::{ParseOptions, SchemaError};

/// How much longer than its source a payload may become by defaults, beside [`MOST_ADDED`].
const MOST_TIMES: usize = 16;
/// Bytes that defaults may add to a payload in any case.
const MOST_ADDED: usize = 16 << 20;

/// What it takes to read the payloads of one writer as those of one reader.
#[derive(Debug)]
pub struct Transcoder {
    plan: Plan,
    writer: AvroSchema,
    /// By entry; nothing for what is no record.
    layouts: Vec<Option<Layout>>,
    dropped: Vec<String>,
    defaulted: Vec<String>,
    refused: Vec<String>,
}

/// A pair of schemas has no transcoder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TranscoderError {
    /// A text is no Avro schema.
    #[error("the {side}'s schema cannot be parsed: {source}")]
    Schema {
        /// `reader` or `writer`.
        side: &'static str,
        /// Why.
        source: SchemaError,
    },
    /// They pair too many types.
    #[error(transparent)]
    TooManyPairs(#[from] TooManyPairs),
}

/// What the sizes are worth that some blocks of lists and maps tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sizes {
    /// Nobody looks at the items: a block is passed over by its size.
    Trusted,
    /// The items are kept, and whoever reads them counts them: so they end where the last one ends.
    Unread,
}

/// How a record is written anew.
#[derive(Debug)]
struct Layout {
    moves: Vec<Move>,
    /// The places of the reader's fields among what the moves write; nothing if they are written in order.
    order: Option<Vec<usize>>,
}

#[derive(Debug)]
enum Move {
    Read(EntryId),
    Skip(TypeId),
    Put(Box<[u8]>),
}

impl Transcoder {
    /// A transcoder of texts that stand for themselves.
    ///
    /// # Errors
    /// A text is no schema, or the schemas pair too many types.
    pub fn of_texts(reader: &str, writer: &str) -> Result<Transcoder, TranscoderError> {
        let parse = |side, text| {
            AvroSchema::parse(text, &[], ParseOptions::stored())
                .map_err(|source| TranscoderError::Schema { side, source })
        };
        Transcoder::new(&parse("reader", reader)?, parse("writer", writer)?)
    }

    /// A transcoder from `writer` to `reader`.
    ///
    /// # Errors
    /// The schemas pair too many types.
    pub fn new(reader: &AvroSchema, writer: AvroSchema) -> Result<Transcoder, TranscoderError> {
        let plan = Plan::new(reader, &writer)?;
        let layouts = plan.entries().map(|(_, entry)| match &entry.action {
            Action::Record(fields) => Some(layout(fields)),
            _ => None,
        });
        Ok(Transcoder {
            layouts: layouts.collect(),
            dropped: plan.dropped(&writer),
            defaulted: plan.defaulted(reader),
            refused: plan.refused(reader, &writer),
            plan,
            writer,
        })
    }

    /// Whether payloads are the same bytes to both.
    pub fn is_same(&self) -> bool {
        self.plan.get(self.plan.root()).same
    }

    /// Fields that are written and that the reader does not know.
    pub fn dropped(&self) -> &[String] {
        &self.dropped
    }

    /// The reader's fields that are not written.
    pub fn defaulted(&self) -> &[String] {
        &self.defaulted
    }

    /// What may be written and has no reading.
    pub fn refused(&self) -> &[String] {
        &self.refused
    }

    /// Appends the payload as the reader's schema has it.
    ///
    /// # Errors
    /// The bytes are no payload of the writer, or hold a value that the reader has no reading for.
    pub fn transcode(&self, payload: &[u8], out: &mut Vec<u8>) -> Result<Notes, DecodeError> {
        let limit = out.len() + payload.len().saturating_mul(MOST_TIMES).saturating_add(MOST_ADDED);
        decode(payload, |reader| {
            let mut walk = Walk { transcoder: self, out, limit, notes: Notes::default() };
            walk.read(self.plan.root(), reader)?;
            Ok(walk.notes)
        })
    }
}

/// In the writer's order; what is missing is put where it belongs, unless everything has to be put in order anyway.
fn layout(fields: &Fields) -> Layout {
    let read = fields.steps.iter().filter_map(|step| match step {
        Step::Read { field, .. } => Some(*field),
        Step::Skip { .. } => None,
    });
    let written: Vec<usize> = read.collect();
    let in_order = written.is_sorted();
    let mut defaults = fields.defaults.iter().peekable();
    let mut moves = Vec::new();
    // The reader's fields as the moves write them.
    let mut places = Vec::new();
    for step in &fields.steps {
        match step {
            Step::Skip { ty } => moves.push(Move::Skip(*ty)),
            Step::Read { field, entry } => {
                while in_order && let Some(default) = defaults.next_if(|one| one.field < *field) {
                    moves.push(Move::Put(default.bytes.clone().into()));
                    places.push(default.field);
                }
                moves.push(Move::Read(*entry));
                places.push(*field);
            }
        }
    }
    for default in defaults {
        moves.push(Move::Put(default.bytes.clone().into()));
        places.push(default.field);
    }
    let order = (!in_order).then(|| {
        let mut order = vec![0; places.len()];
        places.iter().enumerate().for_each(|(place, field)| order[*field] = place);
        order
    });
    Layout { moves, order }
}

struct Walk<'t, 'o> {
    transcoder: &'t Transcoder,
    out: &'o mut Vec<u8>,
    limit: usize,
    notes: Notes,
}

impl Walk<'_, '_> {
    fn read(&mut self, id: EntryId, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let transcoder = self.transcoder;
        let entry = transcoder.plan.get(id);
        if entry.same {
            return self.copy(entry.writer, reader);
        }
        match &entry.action {
            Action::Keep => self.copy(entry.writer, reader),
            Action::Promote(promotion) => self.promote(*promotion, entry.writer, reader),
            Action::Record(_) => match &transcoder.layouts[id.index()] {
                Some(layout) => self.record(layout, reader),
                None => unreachable!("every record has a layout"),
            },
            Action::Enum(symbols) => self.symbol(symbols, entry.writer, reader),
            Action::Array(items) => self.blocks(*items, 0, reader, |_, _| Ok(())),
            Action::Map(values) => self.blocks(*values, 1, reader, |walk, reader| {
                let before = reader.rest();
                reader.skip_bytes()?;
                walk.append(before, reader)
            }),
            Action::FromUnion(branches) => {
                let index = reader.branch()?;
                match branches.get(index as usize) {
                    Some(branch) => self.read(*branch, reader),
                    None => reader.fail(Reason::Branch),
                }
            }
            Action::IntoUnion { branch, inner } => {
                write_long(self.out, *branch as i64);
                self.read(*inner, reader)
            }
            Action::Refuse(_) => reader.fail(Reason::Resolution),
        }
    }

    /// Appends what the reader has passed over since `before`.
    fn append(&mut self, before: &[u8], reader: &Reader<'_>) -> Result<(), DecodeError> {
        let taken = before.len() - reader.rest().len();
        self.out.extend_from_slice(&before[..taken]);
        Ok(())
    }

    fn copy(&mut self, ty: TypeId, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let before = reader.rest();
        self.skip(ty, Sizes::Unread, reader)?;
        self.append(before, reader)
    }

    fn promote(
        &mut self,
        promotion: Promotion,
        ty: TypeId,
        reader: &mut Reader<'_>,
    ) -> Result<(), DecodeError> {
        match promotion {
            Promotion::IntToLong | Promotion::StringToBytes => self.copy(ty, reader)?,
            Promotion::BytesToString => {
                let before = reader.rest();
                reader.str()?;
                self.append(before, reader)?;
            }
            Promotion::IntToFloat => write_float(self.out, reader.int()? as f32),
            Promotion::IntToDouble => write_double(self.out, f64::from(reader.int()?)),
            Promotion::LongToFloat => write_float(self.out, reader.long()? as f32),
            Promotion::LongToDouble => write_double(self.out, reader.long()? as f64),
            Promotion::FloatToDouble => write_double(self.out, f64::from(reader.float()?)),
        }
        Ok(())
    }

    fn record(&mut self, layout: &Layout, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.enter_skipped()?;
        let start = self.out.len();
        let mut ends = Vec::new();
        for step in &layout.moves {
            match step {
                Move::Read(entry) => self.read(*entry, reader)?,
                Move::Put(bytes) => {
                    self.out.extend_from_slice(bytes);
                    if self.out.len() > self.limit {
                        return reader.fail(Reason::Budget);
                    }
                }
                Move::Skip(ty) => {
                    self.skip(*ty, Sizes::Trusted, reader)?;
                    continue;
                }
            }
            if layout.order.is_some() {
                ends.push(self.out.len() - start);
            }
        }
        if let Some(order) = &layout.order {
            let written = self.out.split_off(start);
            for place in order {
                let from = if *place == 0 { 0 } else { ends[place - 1] };
                self.out.extend_from_slice(&written[from..ends[*place]]);
            }
        }
        reader.leave();
        Ok(())
    }

    fn symbol(
        &mut self,
        symbols: &[Symbol],
        ty: TypeId,
        reader: &mut Reader<'_>,
    ) -> Result<(), DecodeError> {
        let index = reader.symbol()? as usize;
        match symbols.get(index) {
            Some(Symbol::Known(symbol)) => write_long(self.out, *symbol as i64),
            Some(Symbol::Default(symbol)) => {
                if let Kind::Enum(kind) = &self.transcoder.writer.get(ty).kind {
                    let name = format!("{}.{}", kind.name.full(), kind.symbols[index]);
                    self.notes.replaced(name.into());
                }
                write_long(self.out, *symbol as i64);
            }
            Some(Symbol::Unknown) => return reader.fail(Reason::Resolution),
            None => return reader.fail(Reason::Symbol),
        }
        Ok(())
    }

    /// Block by block as they were written, without the sizes that some blocks tell.
    fn blocks(
        &mut self,
        item: EntryId,
        key: usize,
        reader: &mut Reader<'_>,
        mut before: impl FnMut(&mut Self, &mut Reader<'_>) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        let plan = &self.transcoder.plan;
        let least = plan.least_size(plan.get(item).writer) + key;
        let mut blocks = Blocks::default();
        loop {
            let count = reader.block(&mut blocks, least, 0)?;
            write_long(self.out, count as i64);
            if count == 0 {
                return Ok(());
            }
            for _ in 0..count {
                before(self, reader)?;
                self.read(item, reader)?;
            }
        }
    }

    /// Passes over a value of the writer's type.
    fn skip(&self, ty: TypeId, sizes: Sizes, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let Transcoder { writer, plan, .. } = self.transcoder;
        match &writer.get(ty).kind {
            Kind::Null => Ok(()),
            Kind::Boolean => reader.bool().map(drop),
            Kind::Int => reader.int().map(drop),
            Kind::Long => reader.skip_long(),
            Kind::Float => reader.skip_fixed(4),
            Kind::Double => reader.skip_fixed(8),
            Kind::Bytes | Kind::String => reader.skip_bytes(),
            Kind::Fixed(fixed) => reader.skip_fixed(fixed.size),
            Kind::Enum(kind) => match reader.symbol()? as usize {
                index if index < kind.symbols.len() => Ok(()),
                _ => reader.fail(Reason::Symbol),
            },
            Kind::Array(items) => {
                self.skip_blocks(plan.least_size(*items), sizes, reader, |reader| {
                    self.skip(*items, sizes, reader)
                })
            }
            Kind::Map(values) => {
                self.skip_blocks(plan.least_size(*values) + 1, sizes, reader, |reader| {
                    reader.skip_bytes()?;
                    self.skip(*values, sizes, reader)
                })
            }
            Kind::Union(branches) => match branches.get(reader.branch()? as usize) {
                Some(branch) => self.skip(*branch, sizes, reader),
                None => reader.fail(Reason::Branch),
            },
            Kind::Record(record) => {
                reader.enter_skipped()?;
                record.fields.iter().try_for_each(|field| self.skip(field.ty, sizes, reader))?;
                reader.leave();
                Ok(())
            }
        }
    }

    fn skip_blocks(
        &self,
        least: usize,
        sizes: Sizes,
        reader: &mut Reader<'_>,
        mut item: impl FnMut(&mut Reader<'_>) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        if sizes == Sizes::Trusted {
            return reader.skip_blocks(least, item);
        }
        let mut blocks = Blocks::default();
        loop {
            let count = reader.block(&mut blocks, least, 0)?;
            if count == 0 {
                return Ok(());
            }
            for _ in 0..count {
                item(reader)?;
            }
        }
    }
}
