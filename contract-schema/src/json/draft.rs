//! The five drafts, and how `$schema` names them.

/// A draft of JSON Schema, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Draft {
    /// draft-04
    Four,
    /// draft-06
    Six,
    /// draft-07
    Seven,
    /// 2019-09
    TwentyNineteen,
    /// 2020-12
    TwentyTwenty,
}

impl Draft {
    /// Every draft, oldest first.
    pub const ALL: [Draft; 5] =
        [Draft::Four, Draft::Six, Draft::Seven, Draft::TwentyNineteen, Draft::TwentyTwenty];

    /// The address of its meta-schema, without scheme and fragment.
    fn address(self) -> &'static str {
        match self {
            Draft::Four => "json-schema.org/draft-04/schema",
            Draft::Six => "json-schema.org/draft-06/schema",
            Draft::Seven => "json-schema.org/draft-07/schema",
            Draft::TwentyNineteen => "json-schema.org/draft/2019-09/schema",
            Draft::TwentyTwenty => "json-schema.org/draft/2020-12/schema",
        }
    }

    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Draft::Four => "draft 4",
            Draft::Six => "draft 6",
            Draft::Seven => "draft 7",
            Draft::TwentyNineteen => "draft 2019-09",
            Draft::TwentyTwenty => "draft 2020-12",
        }
    }

    /// The draft that a `$schema` names, whatever its scheme and with or without the empty fragment.
    pub fn from_uri(uri: &str) -> Option<Draft> {
        let rest = uri.strip_prefix("http://").or_else(|| uri.strip_prefix("https://"))?;
        let address = rest.strip_suffix('#').unwrap_or(rest);
        Draft::ALL.into_iter().find(|draft| draft.address() == address)
    }

    /// The keyword that gives a schema its URI.
    pub fn id_keyword(self) -> &'static str {
        match self {
            Draft::Four => "id",
            Draft::Six | Draft::Seven | Draft::TwentyNineteen | Draft::TwentyTwenty => "$id",
        }
    }

    /// Whether everything beside a `$ref` is ignored.
    pub fn ref_hides_siblings(self) -> bool {
        self <= Draft::Seven
    }
}

impl std::fmt::Display for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_known_by_its_address() {
        for draft in Draft::ALL {
            for scheme in ["http", "https"] {
                for end in ["", "#"] {
                    let uri = format!("{scheme}://{}{end}", draft.address());
                    assert_eq!(Draft::from_uri(&uri), Some(draft));
                }
            }
        }
        for unknown in
            ["", "#", "http://json-schema.org/schema#", "http://example.com/draft-07/schema"]
        {
            assert_eq!(Draft::from_uri(unknown), None);
        }
    }
}
