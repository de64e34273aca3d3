//! How long lists get: one pair of limits per kind of list.

/// Limits of one kind of list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageLimits {
    /// The length if none is asked for, or one above `most`.
    pub default: usize,
    /// The longest that can be asked for.
    pub most: usize,
}

impl PageLimits {
    /// The same length for who asks and who does not.
    pub const fn of(length: usize) -> PageLimits {
        PageLimits { default: length, most: length }
    }
}

/// Limits of all lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Search {
    /// Schemas and their ids.
    pub schemas: PageLimits,
    /// Names of subjects.
    pub subjects: PageLimits,
    /// Numbers of versions.
    pub versions: PageLimits,
    /// Names of contexts.
    pub contexts: PageLimits,
}

impl Default for Search {
    fn default() -> Self {
        let all = PageLimits::of(i32::MAX as usize);
        Search { schemas: PageLimits::of(1000), subjects: all, versions: all, contexts: all }
    }
}
