//! Paths into the reader, kept as steps and spelled out only where something breaks.

use crate::avro::model::TypeId;
use crate::position::Position;
use std::fmt::Write;

/// One step of a path.
#[derive(Debug, Clone, Copy)]
pub(in crate::avro) enum Segment {
    Root,
    /// The path begins anew: Java's judgement of a union's branch forgets where the union stands.
    Fresh,
    /// A field of this record of the reader.
    Field(TypeId, u32),
    Type,
    Items,
    Values,
    Branch(u32),
}

/// A path by its last step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::avro) struct StepId(u32);

/// Places in the reader's and in the writer's own text.
pub(super) type Places = (Option<Position>, Option<Position>);

struct Step {
    from: u32,
    segment: Segment,
    places: Places,
    /// What of the writer stands here.
    writer: TypeId,
}

/// Every path of a walk.
pub(super) struct Paths(Vec<Step>);

impl Paths {
    /// No path yet but that of a pair of which the writer's type is `writer`.
    pub(super) fn new(writer: TypeId) -> Self {
        Paths(vec![Step { from: 0, segment: Segment::Root, places: (None, None), writer }])
    }

    /// The path of the whole schema.
    pub(super) const ROOT: StepId = StepId(0);

    /// Goes on from `from`; a place that stands before the step's origin (a type defined earlier, used here by name)
    /// or in another text gives way to the place of the origin.
    pub(super) fn push(
        &mut self,
        from: StepId,
        segment: Segment,
        places: Places,
        writer: TypeId,
    ) -> StepId {
        let outer = self.places(from);
        let places = match segment {
            Segment::Field(..) => (places.0.or(outer.0), places.1.or(outer.1)),
            Segment::Root
            | Segment::Fresh
            | Segment::Type
            | Segment::Items
            | Segment::Values
            | Segment::Branch(_) => (places.0.max(outer.0), places.1.max(outer.1)),
        };
        self.0.push(Step { from: from.0, segment, places, writer });
        // Steps are bounded by the walk's budget, far below u32.
        StepId(self.0.len() as u32 - 1)
    }

    pub(super) fn places(&self, step: StepId) -> Places {
        self.0[step.0 as usize].places
    }

    /// The step before this one.
    pub(super) fn before(&self, step: StepId) -> StepId {
        StepId(self.0[step.0 as usize].from)
    }

    /// The way from the first pair to a step: what was stepped into, and what of the writer stands there.
    pub(super) fn trail(&self, step: StepId) -> Vec<(Segment, TypeId)> {
        let mut trail = Vec::new();
        let mut at = step.0;
        while at != 0 {
            let Step { from, segment, writer, .. } = &self.0[at as usize];
            trail.push((*segment, *writer));
            at = *from;
        }
        trail.reverse();
        trail
    }

    /// The field of the reader in which the step stands, by record and index.
    pub(super) fn field_around(&self, step: StepId) -> Option<(TypeId, usize)> {
        let mut at = step.0;
        while at != 0 {
            let Step { from, segment, .. } = &self.0[at as usize];
            if let Segment::Field(record, index) = segment {
                return Some((*record, *index as usize));
            }
            at = *from;
        }
        None
    }

    /// The pointer, `/` for the root; `rest` is added as written.
    pub(super) fn pointer(&self, step: StepId, rest: &str) -> String {
        let mut segments = Vec::new();
        let mut at = step.0;
        loop {
            let Step { from, segment, .. } = &self.0[at as usize];
            if matches!(segment, Segment::Root | Segment::Fresh) {
                break;
            }
            segments.push(*segment);
            at = *from;
        }
        let mut pointer = String::new();
        for segment in segments.into_iter().rev() {
            match segment {
                Segment::Root | Segment::Fresh => Ok(()),
                Segment::Field(_, index) => write!(pointer, "/fields/{index}"),
                Segment::Type => write!(pointer, "/type"),
                Segment::Items => write!(pointer, "/items"),
                Segment::Values => write!(pointer, "/values"),
                Segment::Branch(index) => write!(pointer, "/{index}"),
            }
            .expect("writing to a string cannot fail");
        }
        pointer.push_str(rest);
        if pointer.is_empty() { "/".to_owned() } else { pointer }
    }
}
