//! Expressions made from a seed, of every operator and function that the oracle has too; the build compiles them, the
//! tests interpret them.

/// How many.
pub(crate) const COUNT: usize = 400;

/// Numbers that repeat for a seed.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(0x5851_f42d_4c95_7f2d);
        ((self.0 >> 32) ^ self.0) % limit
    }

    /// One of several.
    pub(crate) fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }
}

/// The expressions, the same in build and tests.
pub(crate) fn expressions() -> Vec<String> {
    let mut random = Random(20_261_121);
    (0..COUNT).map(|index| truth(&mut random, 2 + (index % 3) as u32)).collect()
}

/// A schema with a rule for each.
pub(crate) fn schema(expressions: &[String]) -> String {
    let rules = expressions.iter().enumerate().map(|(index, expression)| {
        format!("{{\"name\":\"R{index}\",\"doc\":\"no\",\"expr\":{}}}", quoted(expression))
    });
    let rules: Vec<String> = rules.collect();
    format!(
        "{{\"type\":\"record\",\"name\":\"Made\",\"namespace\":\"made.v1\",\
         \"contract\":{{\"event\":\"made.tested\",\"class\":\"operational\"}},\
         \"confluent:rules\":[{}],\"fields\":[\
         {{\"name\":\"eventId\",\"type\":\"string\"}},{{\"name\":\"correlationId\",\"type\":\"string\"}},\
         {{\"name\":\"i\",\"type\":\"long\"}},{{\"name\":\"j\",\"type\":\"int\"}},{{\"name\":\"d\",\"type\":\"double\"}},\
         {{\"name\":\"s\",\"type\":\"string\"}},{{\"name\":\"t\",\"type\":\"string\"}},{{\"name\":\"b\",\"type\":\"boolean\"}},\
         {{\"name\":\"list\",\"type\":{{\"type\":\"array\",\"items\":\"long\"}}}},\
         {{\"name\":\"words\",\"type\":{{\"type\":\"array\",\"items\":\"string\"}}}},\
         {{\"name\":\"map\",\"type\":{{\"type\":\"map\",\"values\":\"long\"}}}},\
         {{\"name\":\"n\",\"type\":[\"null\",\"long\"],\"default\":null}},\
         {{\"name\":\"at\",\"type\":{{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}}}}]}}",
        rules.join(",")
    )
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn truth(random: &mut Random, depth: u32) -> String {
    if depth == 0 {
        return random.of(&["this.b", "true", "false", "!this.b"]).to_owned();
    }
    let less = depth - 1;
    match random.below(16) {
        0 => format!("({} && {})", truth(random, less), truth(random, less)),
        1 => format!("({} || {})", truth(random, less), truth(random, less)),
        2 => format!("!{}", truth(random, less)),
        3 => {
            format!("({} ? {} : {})", truth(random, less), truth(random, less), truth(random, less))
        }
        4..=6 => {
            let operator = random.of(&["<", "<=", ">", ">=", "==", "!="]);
            format!("({} {operator} {})", int(random, less), int(random, less))
        }
        7 => {
            let operator = random.of(&["<", "<=", ">", ">=", "==", "!="]);
            format!("({} {operator} {})", double(random, less), double(random, less))
        }
        8 => {
            let operator = random.of(&["<", ">", "==", "!="]);
            format!("({} {operator} {})", text(random, less), text(random, less))
        }
        9 => {
            let function = random.of(&["startsWith", "endsWith", "contains"]);
            format!("{}.{function}({})", text(random, less), text(random, less))
        }
        10 => format!("({} in {})", int(random, less), list(random, less)),
        11 => format!("({} in [{}, {}])", text(random, less), text(random, less), text(random, 0)),
        12 => {
            let fold = random.of(&["all", "exists", "exists_one"]);
            let operator = random.of(&["<", ">", "=="]);
            format!("{}.{fold}(x, x {operator} {})", list(random, less), int(random, less))
        }
        13 => format!("this.words.exists(w, w == {})", text(random, less)),
        14 => format!("(this.n == null || this.n > {})", int(random, less)),
        _ => format!("({} in this.map)", text(random, less)),
    }
}

fn int(random: &mut Random, depth: u32) -> String {
    if depth == 0 {
        return random
            .of(&["this.i", "this.j", "0", "1", "-7", "1000000007", "9223372036854775807"])
            .to_owned();
    }
    let less = depth - 1;
    match random.below(12) {
        0..=3 => {
            let operator = random.of(&["+", "-", "*", "/", "%"]);
            format!("({} {operator} {})", int(random, less), int(random, less))
        }
        4 => format!("-{}", random.of(&["this.i", "this.j"])),
        5 => format!("({} ? {} : {})", truth(random, less), int(random, less), int(random, less)),
        6 => "size(this.list)".to_owned(),
        7 => "this.map.size()".to_owned(),
        8 => format!("this.list[{}]", random.of(&["0", "1", "this.j"])),
        9 => format!("this.map[{}]", random.of(&["'a'", "this.s"])),
        10 => format!("size({})", list(random, less)),
        _ => int(random, 0),
    }
}

fn double(random: &mut Random, depth: u32) -> String {
    if depth == 0 {
        return random.of(&["this.d", "0.5", "-2.25", "1e10", "0.0"]).to_owned();
    }
    // No way to NaN: the interpreter fails where it compares one, CEL says that nothing is equal to it or before it.
    let operator = random.of(&["+", "-"]);
    match random.below(3) {
        0 => format!("({} {operator} {})", double(random, depth - 1), double(random, depth - 1)),
        1 => format!("double({})", int(random, 0)),
        _ => double(random, 0),
    }
}

fn text(random: &mut Random, depth: u32) -> String {
    if depth == 0 {
        return random.of(&["this.s", "this.t", "'a'", "''", "'b'"]).to_owned();
    }
    match random.below(4) {
        0 => format!("({} + {})", text(random, depth - 1), text(random, depth - 1)),
        1 => format!("string({})", random.of(&["this.i", "this.j", "5"])),
        _ => text(random, 0),
    }
}

fn list(random: &mut Random, depth: u32) -> String {
    if depth == 0 {
        return "this.list".to_owned();
    }
    match random.below(4) {
        0 => format!("[{}, {}]", int(random, depth - 1), int(random, 0)),
        1 => format!("{}.filter(x, x > {})", list(random, depth - 1), int(random, 0)),
        2 => format!("{}.map(x, x + {})", list(random, depth - 1), int(random, 0)),
        _ => "this.list".to_owned(),
    }
}
