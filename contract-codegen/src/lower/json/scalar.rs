//! Truth values, numbers, texts and lists, with the rules that their keywords are.

use super::conjunction::{Conjunction, Facts};
use super::{Lowered, Name, Walk, kinds, text};
use crate::ir::{Body, DecimalTy, Enum, Symbol, TimeTy, Ty, UuidWire, Word};
use crate::names;
use contract_model::{Bound, Constraint, FieldRules, Literal, WellKnown};
use contract_schema::json::{Demand, Limit, SchemaId};
use contract_schema::json_text::{Node, Value};

/// Formats that are rules of the vocabulary.
const RULES: [(&str, WellKnown); 15] = [
    ("email", WellKnown::Email),
    ("hostname", WellKnown::Hostname),
    ("ipv4", WellKnown::Ipv4),
    ("ipv6", WellKnown::Ipv6),
    ("uri", WellKnown::Uri),
    ("uri-reference", WellKnown::UriRef),
    ("uuid", WellKnown::Uuid),
    ("ulid", WellKnown::Ulid),
    ("iban", WellKnown::Iban),
    ("bic", WellKnown::Bic),
    ("lei", WellKnown::Lei),
    ("uetr", WellKnown::Uetr),
    ("currency", WellKnown::Currency),
    ("country", WellKnown::Country),
    ("corridor", WellKnown::Corridor),
];

/// Digits of the longest decimal.
const MAX_DIGITS: u32 = 38;

impl<'s> Walk<'_, '_, 's> {
    pub(super) fn flag(&mut self, facts: &Facts<'s>) -> Result<Lowered, String> {
        let mut lowered = Lowered::plain(Ty::Bool);
        let values: Vec<bool> = present(facts).iter().filter_map(|value| value.as_bool()).collect();
        if let [only] = values[..] {
            lowered.rules.value.push(Constraint::Const(Literal::Bool(only)));
        }
        lowered.residual = self.left(facts, Vec::new());
        Ok(lowered)
    }

    /// What no rule says, as far as the type has a word for it at all.
    fn left(&mut self, facts: &Facts<'s>, mut words: Vec<Word>) -> Option<usize> {
        words.extend(self.others(facts));
        self.residual(words)
    }

    pub(super) fn number(&mut self, facts: &Facts<'s>) -> Result<Lowered, String> {
        let is_whole = facts.kinds & kinds::NUMBER == kinds::WHOLE;
        let mut rules = FieldRules::default();
        let ty = match is_whole {
            true => whole(facts),
            false => Ty::Double,
        };
        if facts.values.is_some() {
            let literal = |node: &&Node| number_literal(node, is_whole);
            let list: Vec<Literal> = present(facts).iter().filter_map(literal).collect();
            rules.value.push(match &list[..] {
                [only] => Constraint::Const(only.clone()),
                _ => Constraint::In(list),
            });
        }
        rules.value.extend(facts.least.as_ref().and_then(|limit| lower(limit, &ty)));
        rules.value.extend(facts.most.as_ref().and_then(|limit| upper(limit, &ty)));
        let residual = self.left(facts, Vec::new());
        Ok(Lowered { ty, is_nullable: false, rules, residual })
    }

    pub(super) fn string(
        &mut self,
        conjunction: &Conjunction,
        facts: &Facts<'s>,
        name: &Name,
    ) -> Result<Lowered, String> {
        if facts.values.is_some() {
            let symbols = present(facts).iter().filter_map(|node| node.as_str()).collect();
            let ty = self.symbols(conjunction, symbols, name)?;
            let words = self.string_words(facts);
            let residual = self.left(facts, words);
            return Ok(Lowered { residual, ..Lowered::plain(ty) });
        }
        if let Some(ty) = self.formed(conjunction, facts) {
            let residual = self.left(facts, Vec::new());
            return Ok(Lowered { residual, ..Lowered::plain(ty) });
        }
        let (mut rules, mut words) = (FieldRules::default(), Vec::new());
        let [least, most] = facts.lengths;
        rules.value.extend(least.filter(|least| *least > 0).map(Constraint::MinLen));
        rules.value.extend(most.map(Constraint::MaxLen));
        let of = conjunction.ids[0];
        for pattern in &facts.patterns {
            rules.value.extend(self.pattern(of, pattern).map(Constraint::Pattern));
        }
        for format in &facts.formats {
            match RULES.iter().find(|row| row.0 == *format) {
                Some(row) => rules.value.push(Constraint::WellKnown(row.1)),
                None => words.push(Word::Format((*format).to_owned())),
            }
        }
        let residual = self.left(facts, words);
        Ok(Lowered { ty: Ty::String, is_nullable: false, rules, residual })
    }

    /// Keywords of texts, for the evaluator.
    fn string_words(&mut self, facts: &Facts<'s>) -> Vec<Word> {
        let [least, most] = facts.lengths;
        let mut words: Vec<Word> = least.map(Word::MinLength).into_iter().collect();
        words.extend(most.map(Word::MaxLength));
        for pattern in &facts.patterns {
            let of = *facts.parts.first().expect("a pattern stands in a schema");
            words.extend(self.pattern(of, pattern).map(Word::Pattern));
        }
        words.extend(facts.formats.iter().map(|format| Word::Format((*format).to_owned())));
        words
    }

    /// Types that are more than text, unless other keywords speak of the text.
    fn formed(&self, conjunction: &Conjunction, facts: &Facts<'s>) -> Option<Ty> {
        let is_free = facts.patterns.is_empty() && facts.lengths == [None, None];
        let places = self.annotations(conjunction);
        if !is_free {
            return None;
        }
        match facts.formats[..] {
            ["uuid"] => Some(Ty::Uuid(UuidWire::Text)),
            ["date"] => Some(Ty::Time(TimeTy::Date)),
            ["date-time"] => Some(Ty::Time(TimeTy::TimestampMicros)),
            ["decimal"] => {
                let count = |key: &str| {
                    let value = places.iter().find_map(|place| place.get(key))?;
                    value.node().as_i64().and_then(|count| u32::try_from(count).ok())
                };
                let (scale, precision) =
                    (count("scale")?, count("precision").unwrap_or(MAX_DIGITS));
                let fits = precision <= MAX_DIGITS && scale <= precision;
                fits.then_some(Ty::Decimal(DecimalTy { precision, scale, fixed: None }))
            }
            [] => {
                let encoding = places.iter().find_map(|place| place.get("contentEncoding"));
                let is_base64 = encoding.and_then(|word| word.node().as_str()) == Some("base64");
                is_base64.then_some(Ty::Bytes)
            }
            _ => None,
        }
    }

    /// An enum of texts.
    pub(super) fn symbols(
        &mut self,
        conjunction: &Conjunction,
        texts: Vec<&str>,
        name: &Name,
    ) -> Result<Ty, String> {
        let mut symbols: Vec<Symbol> = Vec::new();
        for text in texts {
            if symbols.iter().any(|known| known.name == text) {
                continue;
            }
            let ident = text::checked(names::camel(&text::sanitized(text)));
            symbols.push(Symbol {
                name: text.to_owned(),
                ident: self.lowering.rust_name(&format!("{}.{text}", name.full), ident),
                number: i32::try_from(symbols.len()).unwrap_or(i32::MAX),
            });
        }
        if symbols.is_empty() {
            return Err("none of its values is allowed by its other keywords".to_owned());
        }
        let id = self.declare(conjunction, name, Body::Enum(Enum { symbols, default: None }));
        Ok(Ty::Named { id, boxed: false })
    }

    pub(super) fn array(
        &mut self,
        conjunction: &Conjunction,
        facts: &Facts<'s>,
        name: &Name,
    ) -> Result<Lowered, String> {
        if facts.values.is_some() {
            return Err("its values are lists".to_owned());
        }
        if facts.others.iter().any(|one| matches!(one.demand, Demand::UnevaluatedItems(_))) {
            return Err("it says `unevaluatedItems`".to_owned());
        }
        if facts.items.iter().any(|(listed, _)| !listed.is_empty()) {
            return self.tuple(conjunction, facts, name);
        }
        let ids: Vec<SchemaId> = facts.items.iter().filter_map(|(_, rest)| *rest).collect();
        let lowered = match ids.is_empty() {
            true => Lowered::plain(Ty::Json),
            false => self.lower(&Conjunction::all(ids), &name.child("item")),
        };
        let (mut rules, mut words) = (FieldRules::default(), Vec::new());
        let [least, most] = facts.counts;
        rules.value.extend(least.filter(|least| *least > 0).map(Constraint::MinItems));
        rules.value.extend(most.map(Constraint::MaxItems));
        match (facts.is_unique, &lowered.ty) {
            // 1 and 1.0 are one in JSON, and two values in a tree.
            (true, Ty::Json) => words.push(Word::UniqueItems),
            (true, Ty::Named { id, .. })
                if matches!(self.lowering.ir.get(*id).body, Body::Value(_)) =>
            {
                words.push(Word::UniqueItems);
            }
            (true, _) => rules.value.push(Constraint::Unique),
            (false, _) => {}
        }
        if let Some(residual) = lowered.residual {
            let rest = Some(self.or_null(residual, lowered.is_nullable));
            words.push(Word::Items { prefix: Vec::new(), rest });
        }
        let ty = Ty::Array(Box::new(lowered.part()));
        rules.items = (!lowered.rules.is_empty()).then(|| Box::new(lowered.rules));
        let residual = self.left(facts, words);
        Ok(Lowered { ty, is_nullable: false, rules, residual })
    }
}

/// The allowed values that the types allow.
fn present<'s>(facts: &Facts<'s>) -> Vec<&'s Node> {
    let values = facts.values.iter().flatten().copied();
    values.filter(|value| !matches!(value.value, Value::Null)).collect()
}

fn number_literal(node: &Node, is_whole: bool) -> Option<Literal> {
    let Value::Number(text) = &node.value else { return None };
    let number: f64 = text.parse().ok()?;
    match is_whole {
        true => match text.parse::<i128>() {
            Ok(value) => Some(Literal::Int(value)),
            Err(_) => (number.fract() == 0.0).then_some(Literal::Int(number as i128)),
        },
        false => Some(Literal::Float(number)),
    }
}

/// 64 bits with a sign, unless the contract speaks of more or of less.
fn whole(facts: &Facts<'_>) -> Ty {
    let least = facts.least.as_ref().map_or(f64::NEG_INFINITY, |limit| limit.double);
    let most = facts.most.as_ref().and_then(|limit| limit.whole);
    match facts.formats[..] {
        ["int32"] => Ty::Int,
        _ if least >= 0.0 && most.is_some_and(|most| most > i128::from(i64::MAX)) => Ty::ULong,
        _ => Ty::Long,
    }
}

/// The least and greatest value of a type of whole numbers.
fn range(ty: &Ty) -> (i128, i128) {
    match ty {
        Ty::Int => (i32::MIN.into(), i32::MAX.into()),
        Ty::ULong => (0, u64::MAX.into()),
        _ => (i64::MIN.into(), i64::MAX.into()),
    }
}

/// A limit that the type does not hold by itself.
fn lower(limit: &Limit, ty: &Ty) -> Option<Constraint> {
    if *ty == Ty::Double {
        let limit = Bound { limit: Literal::Float(limit.double), inclusive: !limit.is_excluded };
        return Some(Constraint::Lower(limit));
    }
    let (first, last) = range(ty);
    // Between whole numbers the next one is the limit.
    let (limit, inclusive) = match limit.whole {
        Some(whole) => (whole, !limit.is_excluded),
        None => (limit.double.ceil() as i128, true),
    };
    let within = limit >= first;
    within.then(|| Constraint::Lower(Bound { limit: Literal::Int(limit.min(last)), inclusive }))
}

fn upper(limit: &Limit, ty: &Ty) -> Option<Constraint> {
    if *ty == Ty::Double {
        let limit = Bound { limit: Literal::Float(limit.double), inclusive: !limit.is_excluded };
        return Some(Constraint::Upper(limit));
    }
    let (first, last) = range(ty);
    let (limit, inclusive) = match limit.whole {
        Some(whole) => (whole, !limit.is_excluded),
        None => (limit.double.floor() as i128, true),
    };
    let within = limit <= last;
    within.then(|| Constraint::Upper(Bound { limit: Literal::Int(limit.max(first)), inclusive }))
}
