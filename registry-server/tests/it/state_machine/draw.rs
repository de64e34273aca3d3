//! Draws sequences of operations: about few subjects and schemas, so that they meet.

use super::operation::{
    Asked, CONTEXT, Candidate, DEFAULT, EVERYWHERE, Operation, Patch, Reference, SUBJECTS, Shown,
    Subject,
};
use super::pool::TEXTS;
use crate::random::Random;

/// Draws operations; what a sequence does often is drawn once for the sequence.
pub(crate) struct Draw<'a> {
    pub(crate) random: &'a mut Random,
    /// Of 100 candidates, how many have an id.
    imports: u64,
    deletes: u64,
    settings: u64,
}

impl<'a> Draw<'a> {
    pub(crate) fn new(random: &'a mut Random) -> Draw<'a> {
        let [imports, deletes, settings] =
            [[3, 10, 50], [5, 25, 50], [5, 15, 40]].map(|row| row[random.below(3) as usize]);
        Draw { random, imports, deletes, settings }
    }

    pub(crate) fn sequence(&mut self) -> Vec<Operation> {
        let length = 5 + self.random.below(40);
        let import = self.imports == 50;
        let start = import.then(|| Operation::PutMode {
            place: self.place(),
            mode: Some("IMPORT"),
            force: self.one_in(2),
        });
        start.into_iter().chain((0..length).map(|_| self.operation())).collect()
    }

    fn operation(&mut self) -> Operation {
        let registers = 60;
        let drawn = self.random.below(registers + self.deletes + self.settings + 40);
        if drawn < registers {
            Operation::Register {
                subject: self.subject(),
                candidate: Candidate::default(),
                normalize: self.one_in(6),
                force: self.one_in(12),
            }
            .with_candidate(self)
        } else if drawn < registers + self.deletes {
            self.deletion()
        } else if drawn < registers + self.deletes + self.settings {
            self.setting()
        } else {
            self.question()
        }
    }

    fn deletion(&mut self) -> Operation {
        let (subject, permanent) = (self.subject(), self.one_in(2));
        if self.one_in(4) {
            return Operation::DeleteSubject { subject, permanent };
        }
        Operation::DeleteVersion { subject, version: self.version(), permanent }
    }

    fn setting(&mut self) -> Operation {
        const LEVELS: [&str; 9] = [
            "NONE",
            "NONE",
            "BACKWARD",
            "backward_transitive",
            "FORWARD",
            "FORWARD_TRANSITIVE",
            "FULL",
            "FULL_TRANSITIVE",
            "SIDEWAYS",
        ];
        const MODES: [&str; 7] = [
            "READWRITE",
            "READWRITE",
            "READONLY",
            "IMPORT",
            "IMPORT",
            "READONLY_OVERRIDE",
            "FORWARD",
        ];
        let place = self.place();
        match self.random.below(8) {
            0..=2 => Operation::PutConfig {
                place,
                level: self
                    .one_in(3)
                    .then_some(None)
                    .or(Some(Some(self.of(&LEVELS))))
                    .filter(|_| !self.one_in(4)),
                normalize: self.one_in(3).then(|| Some(self.one_in(2))),
                group: self.one_in(6).then(|| self.one_in(2).then_some("k")),
                alias: self.alias(place),
            },
            3 => Operation::DeleteConfig { place },
            4 | 5 => Operation::PutMode {
                place,
                mode: (!self.one_in(12)).then(|| self.of(&MODES)),
                force: self.one_in(2),
            },
            _ => Operation::DeleteMode { place, recursive: self.one_in(3) },
        }
    }

    fn question(&mut self) -> Operation {
        let (subject, version, deleted) = (self.subject(), self.version(), self.one_in(2));
        match self.random.below(10) {
            0 | 1 => Operation::Lookup {
                subject,
                candidate: Candidate::default(),
                normalize: self.one_in(3),
                deleted,
            }
            .with_candidate(self),
            2 | 3 => {
                let version = self.one_in(2).then_some(version);
                Operation::Compatible { subject, candidate: Candidate::default(), version }
                    .with_candidate(self)
            }
            4 => Operation::Version { subject, version, deleted },
            5 => Operation::ReferencedBy { subject, version, deleted },
            6 => Operation::GetConfig { place: self.place(), fall_back: deleted },
            7 => Operation::GetMode { place: self.place(), fall_back: deleted },
            8 => self.page(subject, version),
            _ => Operation::Restart,
        }
    }

    fn candidate(&mut self, subject: Subject) -> Candidate {
        let row = match (subject.name, self.random.below(10)) {
            (_, 0) => self.random.below(TEXTS.len() as u64),
            ("a", _) => self.random.below(7),
            ("b", 1..=6) => 7 + self.random.below(4),
            ("b", _) => 21 + self.random.below(5),
            (_, 1..=6) => 11 + self.random.below(5),
            _ => 16 + self.random.below(2),
        } as usize;
        let needs = TEXTS[row].needs.filter(|_| !self.one_in(15));
        let reference = needs.map(|name| Reference {
            name,
            subject: Subject {
                context: if self.one_in(5) { ".x" } else { "" },
                name: match name {
                    "A" => "a",
                    "j.json" => "b",
                    _ => "c",
                },
            },
            version: self.of(&[1, 1, 1, 2, 2, 3, -1]),
        });
        let id = (self.random.below(100) < self.imports).then(|| 1 + self.random.below(8) as u32);
        Candidate {
            text: (!self.one_in(25)).then_some(row),
            reference,
            metadata: self.one_in(4).then(|| self.of(&[None, Some("1"), Some("2")])),
            // Not the empty set: it is hashed as empty metadata is, so the two are one content.
            rules: self.one_in(5).then(|| self.of(&["one", "one", "two", "not a name"])),
            version: match id {
                Some(_) => self.one_in(2).then(|| 1 + self.random.below(6) as i64),
                None => self.one_in(12).then(|| self.of(&[-1, 0, 1, 2, 3, 4])),
            },
            id,
        }
    }

    /// Seldom, and only for subjects: an alias leads to a subject of the same context, or of the other one.
    fn alias(&mut self, place: Subject) -> Patch<Subject> {
        if place.name.is_empty() || !self.one_in(5) {
            return None;
        }
        let to = self.subject();
        let reachable = !to.context.is_empty() || place.context.is_empty();
        Some((reachable && !self.one_in(3)).then_some(to))
    }

    fn page(&mut self, subject: Subject, version: Asked) -> Operation {
        let shown = self.of(&[Shown::Live, Shown::Deleted, Shown::DeletedOnly, Shown::AsNegative]);
        let (deleted, id) = (self.one_in(2), 1 + self.random.below(6) as u32);
        let context = self.of(&[DEFAULT, CONTEXT]);
        let list = match self.random.below(7) {
            0 => Operation::Subjects { shown },
            1 => Operation::Schemas { deleted, latest_only: self.one_in(3) },
            2 => Operation::Versions { subject, shown },
            3 => Operation::ReferencedBy { subject, version, deleted },
            4 => Operation::SubjectsOfId { context, id, deleted },
            5 => Operation::VersionsOfId { context, id, deleted },
            _ => Operation::Contexts,
        };
        let offset = self.of(&[0, 0, 1, 1, 2, 5, -1]);
        Operation::Page { list: Box::new(list), offset, limit: self.of(&[-1, 0, 1, 1, 2, 3]) }
    }

    fn subject(&mut self) -> Subject {
        self.of(&[0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 5].map(|index| SUBJECTS[index as usize]))
    }

    fn place(&mut self) -> Subject {
        match self.random.below(6) {
            0 | 1 => DEFAULT,
            2 => self.of(&[CONTEXT, EVERYWHERE]),
            _ => self.subject(),
        }
    }

    fn version(&mut self) -> Asked {
        self.of(&[1, 1, 1, 2, 2, 2, 3, 3, 4, 5, -1, -2])
    }

    fn one_in(&mut self, number: u64) -> bool {
        self.random.below(number) == 0
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.random.below(choices.len() as u64) as usize]
    }
}

impl Operation {
    /// The same with a candidate drawn for its subject.
    fn with_candidate(mut self, draw: &mut Draw<'_>) -> Operation {
        if let Operation::Register { subject, candidate, .. }
        | Operation::Lookup { subject, candidate, .. }
        | Operation::Compatible { subject, candidate, .. } = &mut self
        {
            *candidate = draw.candidate(*subject);
        }
        self
    }
}
