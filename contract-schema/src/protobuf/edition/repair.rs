//! Valid texts that the parser refuses, spelled so that it takes them: a lone number of `extensions` with options, and
//! `-inf` as the value of an option.

use super::scan::{Scanner, Token};

/// What to do to a text.
#[derive(Default)]
pub(super) struct Edits {
    /// Ranges that become blanks.
    pub(super) blanked: Vec<(usize, usize)>,
    /// Offsets and what is put there.
    pub(super) inserted: Vec<(usize, String)>,
}

/// The edits that make the parser understand the text.
pub(super) fn repairs(text: &str) -> Edits {
    let mut edits = Edits::default();
    if !["extensions", "inf", "nan"].iter().any(|word| text.contains(word)) {
        return edits;
    }
    let mut scanner = Scanner::new(text);
    // The last three tokens.
    let mut before = [Token::Mark(b';'); 3];
    let mut in_ranges = false;
    while let Some((token, at)) = scanner.next() {
        match (before, token) {
            ([_, _, Token::Mark(b';' | b'{' | b'}')], Token::Word("extensions")) => {
                in_ranges = true
            }
            (
                [_, Token::Word("extensions") | Token::Mark(b','), Token::Word(number)],
                Token::Mark(b'['),
            ) if in_ranges => {
                edits.inserted.push((at, format!(" to {number} ")));
            }
            ([_, Token::Mark(b'='), Token::Mark(b'-')], Token::Word("inf")) => {
                edits.blanked.push((at, at + 3));
                // Too large for a double, hence infinite.
                edits.inserted.push((at, "1e999".to_owned()));
            }
            ([_, Token::Mark(b'='), Token::Mark(b'-')], Token::Word("nan")) => {
                let minus = text[..at].rfind('-').unwrap_or(at);
                edits.blanked.push((minus, minus + 1));
            }
            _ => {}
        }
        in_ranges &= !matches!(token, Token::Mark(b'[' | b';' | b'{' | b'}'));
        before = [before[1], before[2], token];
    }
    edits
}

#[cfg(test)]
mod tests {
    use crate::protobuf::ProtoSchema;
    use crate::schema::ParseOptions;

    #[test]
    fn what_the_parser_refuses_although_it_is_valid_is_taken() {
        let text = "import \"google/protobuf/descriptor.proto\";\n\
                    extend google.protobuf.FileOptions { optional double d = 50001; optional float f = 50002; }\n\
                    option (d) = -inf; option (f) = - nan;\n\
                    message M { extensions 5, 7 [verification = UNVERIFIED]; extensions 9[verification = UNVERIFIED];\n\
                    optional double x = 1 [default = -inf]; optional int32 extensions = 2; }";
        let schema = ProtoSchema::parse(text, &[], ParseOptions::new_schema()).unwrap();
        let printed = schema.canonical_text();
        for line in [
            "option (d) = -inf;",
            "option (f) = nan;",
            "extensions 5 [verification = UNVERIFIED];",
            "extensions 7 [verification = UNVERIFIED];",
            "extensions 9 [verification = UNVERIFIED];",
            "x = 1 [default = -inf];",
        ] {
            assert!(printed.contains(line), "{line}\n{printed}");
        }
        let at = schema.position("default", &[4, 0, 2, 0]).unwrap().to_string();
        assert_eq!(at, "5:1");
        let wrong =
            text.replace("optional int32 extensions", "optional int32 = 3; int32 extensions");
        let error = ProtoSchema::parse(&wrong, &[], ParseOptions::new_schema()).unwrap_err();
        assert_eq!(error.complaints[0].at.unwrap().to_string(), "5:56");
    }
}
