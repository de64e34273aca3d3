//! Editions: a text that says `edition = "2023";` instead of a syntax.
//!
//! The parser knows proto2 and proto3, so the text of an edition is rewritten into proto2 that says the same; what an
//! edition says otherwise, its features, stays in the options and is resolved by [`features`].

pub(super) mod descriptor;
pub mod features;
mod repair;
pub(super) mod rewrite;
mod rewritten;
mod scan;

/// An edition of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// `edition = "2023";`
    E2023,
    /// `edition = "2024";`
    E2024,
}

impl Edition {
    /// Every edition that a text may name.
    pub const ALL: [Edition; 2] = [Edition::E2023, Edition::E2024];

    /// As a text names it.
    pub fn name(self) -> &'static str {
        match self {
            Edition::E2023 => "2023",
            Edition::E2024 => "2024",
        }
    }

    /// The constant of `google.protobuf.Edition`.
    pub(super) fn number(self) -> u64 {
        match self {
            Edition::E2023 => 1000,
            Edition::E2024 => 1001,
        }
    }

    pub(super) fn of_name(name: &str) -> Option<Edition> {
        Edition::ALL.into_iter().find(|edition| edition.name() == name)
    }

    pub(super) fn of_number(number: u64) -> Option<Edition> {
        Edition::ALL.into_iter().find(|edition| edition.number() == number)
    }
}
