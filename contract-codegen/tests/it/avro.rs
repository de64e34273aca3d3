//! Generated Avro decoders against bytes that nobody sane sent: an error or a value, soon and in little memory.

use contract_runtime::avro::{decode, write_long};
use contract_runtime::{AvroDuration, Bytes, Decimal, DecodeError, Uuid};

/// The output for `tests/schemas/avro`, as a test in `src/emit/codec.rs` keeps it.
#[allow(unreachable_pub, reason = "generated as a file of its own")]
pub(crate) mod generated {
    include!("../generated/avro.snap");
}

use generated::hostile::v1::{
    Empty, Hostile, HostileChoice, HostileChoiceMapValue, HostileRef, Kind, Secret,
};

/// Numbers that repeat for a seed.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(0x5851_f42d_4c95_7f2d);
        (self.0 >> 32) ^ self.0
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn text(&mut self) -> String {
        (0..self.below(8)).map(|_| ['a', 'ü', '€', '\0', '𝄞'][self.below(5) as usize]).collect()
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(4)).map(|_| item(self)).collect()
    }

    fn choice(&mut self) -> Option<HostileChoice> {
        match self.below(5) {
            0 => None,
            1 => Some(HostileChoice::Int(self.next() as i32)),
            2 => Some(HostileChoice::String(self.text())),
            3 => Some(HostileChoice::Array(self.list(|random| random.next() as i32))),
            _ => Some(HostileChoice::Map(
                self.list(|random| {
                    let value = match random.below(2) {
                        0 => HostileChoiceMapValue::Empty(Empty {}),
                        _ => HostileChoiceMapValue::Double(random.next() as f64),
                    };
                    (random.text(), value)
                })
                .into_iter()
                .collect(),
            )),
        }
    }

    pub(crate) fn hostile(&mut self, depth: u32) -> Hostile {
        let deeper = depth > 0;
        let amount = (self.next() as i64 >> self.below(60)) % 1_000_000_000_000_000_000;
        Hostile {
            text: self.text(),
            raw: Bytes(self.list(|random| random.next() as u8)),
            amount: Decimal::<2>::from_unscaled(i128::from(amount)).unwrap(),
            exact: Decimal::<4>::from_unscaled(i128::from(amount / 3)).unwrap(),
            id: Uuid::from_u64_pair(self.next(), self.next()),
            took: AvroDuration { months: self.next() as u32, days: 0, millis: u32::MAX },
            kind: Kind::ALL[self.below(3) as usize],
            numbers: self.list(|random| random.next() as i64 >> random.below(64)),
            nothing: self.list(|_| ()),
            empties: self.list(|_| Empty {}),
            nulls: self.list(|random| (random.text(), ())).into_iter().collect(),
            grid: self.list(|random| random.list(Random::text)),
            sums: Default::default(),
            secret: None,
            choice: self.choice(),
            next: (deeper && self.below(2) == 0).then(|| Box::new(self.hostile(depth - 1))),
            children: if deeper { self.list(|random| random.hostile(0)) } else { vec![] },
            named: match deeper {
                true => [("x".to_owned(), None), ("y".to_owned(), Some(self.hostile(0)))].into(),
                false => Default::default(),
            },
        }
    }
}

pub(crate) fn written(value: &Hostile) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.write_avro(&mut bytes).unwrap();
    bytes
}

fn read(bytes: &[u8]) -> Result<Hostile, DecodeError> {
    decode(bytes, Hostile::read_avro)
}

/// A number that the environment gives.
pub(crate) fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// 5,000 mutations; `MUTATIONS=100000` for the long form, `SEED=…` for another run.
#[test]
fn values_read_back_and_mutations_never_panic() {
    let (seed, mutations) = (number("SEED").unwrap_or(7), number("MUTATIONS").unwrap_or(5_000));
    eprintln!("SEED={seed} MUTATIONS={mutations}");
    let mut random = Random(seed);
    let mut refused = 0;
    let mut reused = empty();
    for _ in 0..mutations {
        let value = random.hostile(2);
        let mut bytes = written(&value);
        assert_eq!(read(&bytes).as_ref(), Ok(&value));
        decode(&bytes, |reader| reused.read_avro_into(reader)).unwrap();
        assert_eq!(reused, value);
        same_in_place(&HostileRef::decode(&bytes).unwrap(), &value);
        assert!(read(&bytes[..random.below(bytes.len() as u64) as usize]).is_err());
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len() as u64) as usize;
            match random.below(4) {
                0 => bytes[at] = random.next() as u8,
                1 => bytes[at] = 0xff,
                2 => bytes[at] ^= 1 << random.below(8),
                _ => bytes.insert(at, random.next() as u8),
            }
        }
        let again = decode(&bytes, |reader| reused.read_avro_into(reader));
        assert_eq!(again.err(), read(&bytes).err());
        assert_eq!(HostileRef::decode(&bytes).err(), read(&bytes).err());
        match read(&bytes) {
            // Floats may be NaN, which is not itself: bytes are compared.
            Ok(read_value) => {
                let again = written(&read_value);
                assert_eq!(written(&read(&again).unwrap()), again);
            }
            Err(_) => refused += 1,
        }
    }
    assert!(refused > mutations / 4, "only {refused} of {mutations} mutations were noticed");
}

/// A view shows what the owned value holds.
fn same_in_place(view: &HostileRef<'_>, value: &Hostile) {
    assert_eq!((view.text, view.raw), (&*value.text, &*value.raw.0));
    assert_eq!((view.amount, view.id, view.kind), (value.amount, value.id, value.kind));
    assert_eq!(view.numbers.iter().collect::<Vec<_>>(), value.numbers);
    assert_eq!(
        (view.numbers.len(), view.nothing.len()),
        (value.numbers.len(), value.nothing.len())
    );
    for (row, wanted) in view.grid.iter().zip(&value.grid) {
        assert_eq!(row.iter().collect::<Vec<_>>(), *wanted);
    }
    assert_eq!(view.children.len(), value.children.len());
    view.children.iter().zip(&value.children).for_each(|(view, value)| same_in_place(&view, value));
    for (key, child) in &value.named {
        let found = view.named.get(key).unwrap();
        assert_eq!(found.is_some(), child.is_some());
        found.iter().zip(child).for_each(|(view, value)| same_in_place(view, value));
    }
    assert_eq!(view.next.is_some(), value.next.is_some());
    if let (Some(view), Some(value)) = (&view.next, &value.next) {
        same_in_place(&view.get().unwrap(), value);
    }
}

fn empty() -> Hostile {
    let mut value = Random(1).hostile(0);
    value.text = String::new();
    value.raw = Bytes(vec![]);
    value.nothing = vec![];
    value
}

#[test]
fn lengths_and_counts_that_lie_are_refused_at_once() {
    for length in [-1, 2, 1 << 40, i64::MAX, i64::MIN] {
        let mut bytes = Vec::new();
        write_long(&mut bytes, length);
        bytes.push(b'x');
        assert!(read(&bytes).is_err(), "length {length}");
    }
    assert!(read(&[4, 0xc3, 0x28]).is_err(), "no UTF-8");
    assert!(read(&[0xff; 40]).is_err(), "a varint without an end");
    let mut head = written(&Hostile { numbers: vec![], ..empty() });
    let rest = written(&Hostile { nothing: vec![()], numbers: vec![], ..empty() });
    let at = head.iter().zip(&rest).take_while(|(a, b)| a == b).count();
    head.truncate(at);
    for count in [65_537, 1 << 40, i64::MAX, i64::MIN, i64::MIN + 1, -65_537] {
        let mut bytes = head.clone();
        write_long(&mut bytes, count);
        if count < 0 {
            write_long(&mut bytes, 0);
        }
        bytes.extend_from_slice(&rest[at + 1..]);
        assert!(read(&bytes).is_err(), "{count} nulls without a byte");
    }
    let mut bytes = head.clone();
    for _ in 0..100_000 {
        bytes.extend_from_slice(&[0x80, 0x01]);
    }
    assert!(read(&bytes).is_err(), "many blocks of nulls add up");
}

#[test]
fn nesting_ends_before_the_stack_does() {
    let mut value = empty();
    for _ in 0..63 {
        value = Hostile { next: Some(Box::new(value)), ..empty() };
    }
    assert_eq!(read(&written(&value)).as_ref(), Ok(&value));
    value = Hostile { next: Some(Box::new(value)), ..empty() };
    let error = read(&written(&value)).unwrap_err();
    assert_eq!(error.reason, contract_runtime::avro::Reason::Depth);
}

#[test]
fn a_path_names_the_place_in_every_list_and_map_around() {
    let mut value = empty();
    let text = |text: &str| text.to_owned();
    value.grid = vec![vec![], vec![], vec![text("short"), text("much too long")]];
    let sums = [Decimal::from_unscaled(1).unwrap(), Decimal::from_unscaled(1000).unwrap()];
    value.sums = [(text("a"), [(text("b"), sums.to_vec())].into())].into();
    value.secret = Some(Secret { by_name: [(text("Ann"), sums[1])].into() });
    let mut found = contract_runtime::Violations::new();
    value.check(&contract_runtime::Path::Root, &contract_runtime::Now::of_clock(), &mut found);
    let paths: Vec<_> = found.iter().map(|one| one.path.to_string()).collect();
    assert_eq!(paths, ["grid[2][1]", "sums[\"a\"][\"b\"][1]", "secret.byName[…]"]);
}
