//! Texts are varied by what the three formats have in common: words, quoted texts, and lists in brackets.

/// How likely it is that bytes are varied blindly: one in so many.
const BLINDLY: u64 = 4;

const WORDS: [&str; 96] = [
    "\"null\"",
    "\"boolean\"",
    "\"int\"",
    "\"long\"",
    "\"float\"",
    "\"double\"",
    "\"bytes\"",
    "\"string\"",
    "\"record\"",
    "\"enum\"",
    "\"fixed\"",
    "\"array\"",
    "\"map\"",
    "\"default\"",
    "\"aliases\"",
    "\"items\"",
    "\"values\"",
    "\"symbols\"",
    "\"size\"",
    "\"logicalType\"",
    "\"decimal\"",
    "\"precision\"",
    "\"scale\"",
    "\"uuid\"",
    "\"date\"",
    "\"timestamp-millis\"",
    "\"namespace\"",
    "\"order\"",
    "\"type\"",
    "\"name\"",
    "\"fields\"",
    "\"doc\"",
    "\"$ref\"",
    "\"#\"",
    "\"$id\"",
    "\"$defs\"",
    "\"definitions\"",
    "\"oneOf\"",
    "\"anyOf\"",
    "\"allOf\"",
    "\"not\"",
    "\"if\"",
    "\"then\"",
    "\"else\"",
    "\"const\"",
    "\"properties\"",
    "\"patternProperties\"",
    "\"additionalProperties\"",
    "\"required\"",
    "\"dependencies\"",
    "\"prefixItems\"",
    "\"additionalItems\"",
    "\"unevaluatedProperties\"",
    "\"propertyNames\"",
    "\"contains\"",
    "\"minimum\"",
    "\"exclusiveMaximum\"",
    "\"multipleOf\"",
    "\"maxLength\"",
    "\"pattern\"",
    "\"minItems\"",
    "\"uniqueItems\"",
    "\"object\"",
    "\"integer\"",
    "\"number\"",
    "true",
    "false",
    "null",
    "int32",
    "sint64",
    "fixed32",
    "string",
    "bytes",
    "bool",
    "double",
    "repeated",
    "optional",
    "required",
    "oneof",
    "message",
    "enum",
    "reserved",
    "extensions",
    "map",
    "option",
    "import",
    "syntax",
    "edition",
    "group",
    "to",
    "max",
    "rpc",
    "stream",
    "returns",
    "packed",
    "json_name",
];

const NUMBERS: [&str; 12] = [
    "0",
    "1",
    "-1",
    "2",
    "7",
    "0.5",
    "1e400",
    "2147483647",
    "536870911",
    "9223372036854775808",
    "-0",
    "19000",
];

/// A sequence of numbers that a seed decides.
pub struct Random(u64);

impl Random {
    /// The sequence of a seed.
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `end`, or 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) as usize).checked_rem(end).unwrap_or(0)
    }
}

/// Varies the first `size` bytes of `bytes` for libFuzzer: blindly with `blind`, or as a text.
pub fn in_place(
    bytes: &mut [u8],
    size: usize,
    most: usize,
    seed: u32,
    blind: fn(&mut [u8], usize, usize) -> usize,
) -> usize {
    let mut random = Random::new(u64::from(seed));
    let text = std::str::from_utf8(&bytes[..size]).ok();
    let Some(text) = text.filter(|_| random.below(BLINDLY as usize) > 0) else {
        return blind(bytes, size, most);
    };
    let varied = vary(text, &mut random);
    if varied.len() > most {
        return blind(bytes, size, most);
    }
    bytes[..varied.len()].copy_from_slice(varied.as_bytes());
    varied.len()
}

/// The text with one to four edits; a text that stands behind a line of `=====` may become a copy of the one before it.
pub fn vary(text: &str, random: &mut Random) -> String {
    let mut text = match random.below(8) {
        0 => old_for_new(text),
        _ => text.to_owned(),
    };
    for _ in 0..=random.below(4) {
        let tokens = tokens(&text);
        text = edit(&tokens, random);
    }
    text
}

/// The pair of the old schema with itself.
fn old_for_new(text: &str) -> String {
    let separator = text.rfind("\n=====").map_or(text.len(), |at| at + 1);
    let old = &text[..separator];
    let start = old.rfind("\n=====").map_or(0, |at| at + 1);
    let own = &old[start..];
    let own = if own.starts_with("=====") {
        own.split_once('\n').map_or("", |(_, own)| own)
    } else {
        own
    };
    format!("{}\n===== old\n{own}", old.trim_end())
}

/// Words, quoted texts, single signs, and the white space between them.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => quoted(rest),
            _ if first.is_whitespace() => run(rest, char::is_whitespace),
            _ if is_word(first) => run(rest, is_word),
            _ => first.len_utf8(),
        };
        let (token, left) = rest.split_at(length);
        tokens.push(token);
        rest = left;
    }
    tokens
}

fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '.' | '-' | '+')
}

fn run(text: &str, belongs: fn(char) -> bool) -> usize {
    text.find(|sign| !belongs(sign)).unwrap_or(text.len())
}

fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, sign) in text.char_indices().skip(1) {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn edit(tokens: &[&str], random: &mut Random) -> String {
    let at = part(tokens, random);
    let other = part(tokens, random);
    let (before, own, after) = (&tokens[..at.start], &tokens[at.clone()], &tokens[at.end..]);
    let own = own.concat();
    let middle = match random.below(9) {
        0 => String::new(),
        1 => format!("{own},{own}"),
        2 => format!("{own} {own}"),
        3 => tokens[other].concat(),
        4 => WORDS[random.below(WORDS.len())].to_owned(),
        5 => NUMBERS[random.below(NUMBERS.len())].to_owned(),
        6 => format!("{own}{}", random.below(10)),
        7 => format!("[{own}]"),
        _ => return swap(tokens, at, other),
    };
    before.concat() + &middle + &after.concat()
}

/// The two parts change places, if they do not overlap.
fn swap(tokens: &[&str], a: std::ops::Range<usize>, b: std::ops::Range<usize>) -> String {
    let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
    if first.end > second.start {
        return tokens[..second.start].concat() + &tokens[second.end.min(tokens.len())..].concat();
    }
    [
        &tokens[..first.start],
        &tokens[second.clone()],
        &tokens[first.end..second.start],
        &tokens[first],
        &tokens[second.end..],
    ]
    .concat()
    .concat()
}

/// One token, a whole bracket, or what stands between two commas or semicolons.
fn part(tokens: &[&str], random: &mut Random) -> std::ops::Range<usize> {
    if tokens.is_empty() {
        return 0..0;
    }
    let start = random.below(tokens.len());
    match (tokens[start], random.below(3)) {
        ("{" | "[" | "(" | "<", _) => start..closing(tokens, start),
        (_, 0) => start..start + 1,
        _ => {
            let is_end = |token: &&str| matches!(*token, "," | ";" | "{" | "[" | "}" | "]");
            let first = tokens[..start].iter().rposition(is_end).map_or(0, |at| at + 1);
            let mut end = start;
            while end < tokens.len() && !matches!(tokens[end], "," | ";" | "}" | "]") {
                end = match tokens[end] {
                    "{" | "[" => closing(tokens, end),
                    _ => end + 1,
                };
            }
            first..end.max(first)
        }
    }
}

/// The end of the bracket that opens at `start`.
fn closing(tokens: &[&str], start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match *token {
            "{" | "[" | "(" | "<" => depth += 1,
            "}" | "]" | ")" | ">" => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}
