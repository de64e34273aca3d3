//! Valid texts that the parser refuses, spelled so that it takes them: a lone number of `extensions` with options, `-inf`
//! as the value of an option, integers too large for one, a byte order mark.

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
    if text.starts_with('\u{feff}') {
        edits.blanked.push((0, 3));
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
            ([_, Token::Mark(b'='), _] | [_, _, Token::Mark(b'=')], Token::Word(number))
                if is_huge(number) =>
            {
                edits.inserted.push((at + number.len(), ".0".to_owned()));
            }
            _ => {}
        }
        in_ranges &= !matches!(token, Token::Mark(b'[' | b';' | b'{' | b'}'));
        before = [before[1], before[2], token];
    }
    edits
}

/// An integer that only a floating-point field can hold.
fn is_huge(number: &str) -> bool {
    number.len() >= 20
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && number.parse::<u64>().is_err()
        && !number.starts_with('0')
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
                    optional double x = 1 [default = -inf]; optional double y = 3 [default = 18446744073709551616]; optional int32 extensions = 2; }";
        let schema = ProtoSchema::parse(text, &[], ParseOptions::new_schema()).unwrap();
        let printed = schema.canonical_text();
        for line in [
            "option (d) = -inf;",
            "option (f) = nan;",
            "extensions 5 [verification = UNVERIFIED];",
            "extensions 7 [verification = UNVERIFIED];",
            "extensions 9 [verification = UNVERIFIED];",
            "x = 1 [default = -inf];",
            "y = 3 [default = 1.8446744073709552e+19];",
        ] {
            assert!(printed.contains(line), "{line}\n{printed}");
        }
        let at = schema.position("default", &[4, 0, 2, 0]).unwrap().to_string();
        assert_eq!(at, "5:1");
        let wrong =
            text.replace("optional int32 extensions", "optional int32 = 3; int32 extensions");
        let error = ProtoSchema::parse(&wrong, &[], ParseOptions::new_schema()).unwrap_err();
        assert_eq!(error.complaints[0].at.unwrap().to_string(), "5:112");
    }
}
