//! The travel rule as policy data: thresholds and what must be known of each party, a profile for each jurisdiction.
//!
//! A profile becomes rules in CEL over the shape of an event, checked like those that a schema declares; the compiler
//! prints them into `validate()`. So a house changes its jurisdiction in the policy and in no schema.

use super::document::{Selector, selector};
use crate::cel::{self, Rule, This};
use crate::contract::Contract;
use crate::diagnostic::Diagnostic;
use crate::shape::{Field, Presence, Shape, Type};
use crate::suggest;
use crate::toml_text::{Reader, Table};
use contract_schema::Format;
use std::fmt::Write;

/// The rule about the party that orders.
const ORIGINATOR: &str = "PAR-3";
/// The rule about the party that receives.
const BENEFICIARY: &str = "PAR-4";

/// Which profile holds for which events.
#[derive(Debug, Clone, PartialEq)]
pub struct TravelRule {
    /// Which events.
    pub select: Selector,
    /// Path of the amount: a decimal, or `google.type.Money`.
    pub amount: String,
    /// Path of the currency of an amount that is a decimal.
    pub currency: String,
    /// The profile in force.
    pub profile: Profile,
}

/// What a jurisdiction asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Where it is written.
    pub source: Option<String>,
    /// Currency and least amount for which all is asked; in every other currency all is asked always.
    pub thresholds: Vec<(String, u64)>,
    /// One of these must be known of the party that orders; none: nothing more than the schema asks.
    pub originator: Vec<Alternative>,
    /// One of these must be known of the party that receives, whatever the amount.
    pub beneficiary: Vec<Alternative>,
}

/// Parts that are known together.
pub type Alternative = Vec<Part>;

/// A part of what is known of a party, by its path below the party's `identity`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// It has a value.
    Known(String),
    /// It has this symbol.
    Is(String, String),
}

impl TravelRule {
    /// The rules of the profile for one event; none if it is not selected.
    ///
    /// # Errors
    /// Why a profile cannot be applied to an event that it is meant for.
    pub fn rules(
        &self,
        subject: &str,
        contract: &Contract,
        shape: &Shape,
    ) -> Result<Vec<Rule>, Box<Diagnostic>> {
        let Some(root) = shape.root.filter(|_| self.select.selects(subject, contract)) else {
            return Ok(Vec::new());
        };
        let profile = &self.profile;
        let mut rules = Vec::new();
        for (id, party, alternatives, thresholds) in [
            (ORIGINATOR, "originatorInfo", &profile.originator, &profile.thresholds[..]),
            (BENEFICIARY, "beneficiaryInfo", &profile.beneficiary, &[]),
        ] {
            if alternatives.is_empty() {
                continue;
            }
            let writer = Writer { rule: self, shape };
            let made = writer.expression(party, alternatives, thresholds).and_then(|expression| {
                let program = cel::compile(shape, This::Record(root), &expression);
                let program = program.map_err(|fault| fault.message)?;
                Ok((expression, program))
            });
            let (expression, program) = made.map_err(|reason| {
                let message = format!(
                    "event `{}` cannot be held to profile `{}` of the travel rule: {reason}",
                    contract.event, profile.name
                );
                let help = "give the event these fields, or leave it out in `travel-rule.select`";
                Box::new(Diagnostic::warn(id, message).at(contract.at).help(help))
            })?;
            rules.push(Rule {
                id: id.to_owned(),
                path: String::new(),
                message: message(profile, party, alternatives, thresholds),
                expression,
                program: Some(program),
                rule: None,
                at: contract.at,
            });
        }
        Ok(rules)
    }
}

/// What a violation says.
fn message(
    profile: &Profile,
    party: &str,
    alternatives: &[Alternative],
    thresholds: &[(String, u64)],
) -> String {
    let names = alternatives.iter().map(|parts| {
        let names = parts.iter().map(|part| match part {
            Part::Known(path) => path.clone(),
            Part::Is(path, symbol) => format!("{path} {symbol}"),
        });
        names.collect::<Vec<_>>().join(" with ")
    });
    let names = names.collect::<Vec<_>>().join(", or ");
    let above = if thresholds.is_empty() { "" } else { " at or above the threshold" };
    format!("{party} must be identified{above} ({}): {names}", profile.name)
}

/// Writes a rule for the shape at hand: what may be null is asked for before it is looked into.
struct Writer<'a> {
    rule: &'a TravelRule,
    shape: &'a Shape,
}

impl Writer<'_> {
    fn expression(
        &self,
        party: &str,
        alternatives: &[Alternative],
        thresholds: &[(String, u64)],
    ) -> Result<String, String> {
        let mut sides = Vec::new();
        for (currency, least) in thresholds {
            sides.push(self.below(currency, *least)?);
        }
        for parts in alternatives {
            let mut tests = Vec::new();
            for part in parts {
                let (Part::Known(path) | Part::Is(path, _)) = part;
                let tests_of = self.known(&format!("{party}.identity.{path}"), part)?;
                tests.extend(
                    tests_of.into_iter().filter(|test| !tests.contains(test)).collect::<Vec<_>>(),
                );
            }
            let test = if tests.is_empty() { "true".to_owned() } else { tests.join(" && ") };
            sides.push(format!("({test})"));
        }
        Ok(sides.join(" || "))
    }

    /// The amount is below the threshold of a currency.
    fn below(&self, currency: &str, least: u64) -> Result<String, String> {
        let TravelRule { amount, currency: code, .. } = self.rule;
        let fields = self.walk(amount)?;
        let place = place(&fields);
        let guard = guards(&fields);
        let test = match fields.last().map(|field| &field.ty) {
            Some(Type::Decimal { .. }) => {
                let code = self.walk(code)?;
                let (guard, code) = (guards(&code), self::place(&code));
                format!("{guard}{code} == '{currency}' && {place} < decimal('{least}')")
            }
            Some(Type::String) => {
                let code = self.walk(code)?;
                let (guard, code) = (guards(&code), self::place(&code));
                format!("{guard}{code} == '{currency}' && decimal({place}) < decimal('{least}')")
            }
            Some(Type::Money) => {
                format!("{place}.currency_code == '{currency}' && {place}.units < {least}")
            }
            Some(other) => {
                let found = other.describe(self.shape);
                return Err(format!("`{amount}` is {found}, which is no amount of money"));
            }
            None => return Err(format!("there is no field `{amount}`")),
        };
        Ok(format!("({guard}{test})"))
    }

    /// What must be asked along a path so that its end is known.
    fn known(&self, path: &str, part: &Part) -> Result<Vec<String>, String> {
        let fields = self.walk(path)?;
        let mut tests = nullable(&fields);
        let (Some(last), place) = (fields.last(), place(&fields)) else {
            return Ok(tests);
        };
        match (part, &last.ty) {
            (Part::Is(_, symbol), Type::Enum { name, .. }) => {
                tests.push(format!("{place} == {}", self.symbol(name, &last.ty, symbol)?));
            }
            (Part::Is(path, _), other) => {
                return Err(format!("`{path}` is {}, not an enum", other.describe(self.shape)));
            }
            (Part::Known(_), Type::String) => tests.push(format!("{place} != ''")),
            // Protobuf tells an absent message or member of a oneof from an empty one.
            (Part::Known(_), Type::Record(_)) if last.presence == Presence::Implicit => {
                tests.push(format!("{place} != null"));
            }
            (Part::Known(_), Type::Array(_) | Type::Map(..)) => {
                tests.push(format!("size({place}) > 0"));
            }
            (Part::Known(_), _) => {}
        }
        Ok(tests)
    }

    /// A symbol as expressions have it: a text, in Protobuf its number.
    fn symbol(&self, name: &str, ty: &Type, wanted: &str) -> Result<String, String> {
        let Type::Enum { symbols, .. } = ty else {
            return Err(format!("`{name}` is no enum"));
        };
        let fits = |symbol: &&String| *symbol == wanted || symbol.ends_with(&format!("_{wanted}"));
        let symbol = symbols.iter().find(fits);
        let symbol = symbol.ok_or_else(|| format!("`{name}` has no symbol `{wanted}`"))?;
        let number = self.shape.enum_numbers.get(name).and_then(|numbers| numbers.get(symbol));
        Ok(match number.filter(|_| self.shape.format == Format::Protobuf) {
            Some(number) => number.to_string(),
            None => format!("'{symbol}'"),
        })
    }

    fn walk(&self, path: &str) -> Result<Vec<&Field>, String> {
        self.shape.resolve(path).map_err(|missing| {
            let holder = missing.record.map_or("a value without fields", |record| &record.name);
            format!("there is no `{path}`: {holder} has no field `{}`", missing.part)
        })
    }
}

fn place(fields: &[&Field]) -> String {
    let mut place = "this".to_owned();
    for field in fields {
        // Writing to a string cannot fail.
        let _ = write!(place, ".{}", field.native);
    }
    place
}

/// A test for each field along the way that may be null.
fn nullable(fields: &[&Field]) -> Vec<String> {
    let ends = (1..=fields.len()).map(|end| &fields[..end]);
    let nullable = ends.filter(|way| way.last().is_some_and(|field| !field.always_has_value()));
    nullable.map(|way| format!("{} != null", place(way))).collect()
}

fn guards(fields: &[&Field]) -> String {
    nullable(fields).into_iter().map(|test| format!("{test} && ")).collect()
}

/// Reads `[travel-rule]` and the profiles among which it chooses.
pub(super) fn read(reader: &mut Reader<'_>, root: Table<'_>) -> Option<TravelRule> {
    let mut profiles = Vec::new();
    for table in reader.tables(root, "profile") {
        profiles.extend(profile(reader, table));
    }
    let table = reader.table(root, "travel-rule")?;
    reader.keys(table, &["profile", "select", "amount", "currency"]);
    reader.required(table, &["profile", "select"]);
    let select = selector(reader, table);
    let mut path = |key: &str| reader.text(table, key).map(|text| text.value);
    let amount = path("amount").unwrap_or_else(|| "amount".to_owned());
    let currency = path("currency").unwrap_or_else(|| "currency".to_owned());
    let wanted = reader.text(table, "profile")?;
    let names: Vec<String> = profiles.iter().map(|profile| profile.name.clone()).collect();
    let Some(profile) = profiles.into_iter().find(|profile| profile.name == wanted.value) else {
        let help = suggest::hint(&wanted.value, names.iter().map(String::as_str));
        let message = format!("there is no profile `{}`", wanted.value);
        reader.complain("wrong-value", message, wanted.at).help = Some(help);
        return None;
    };
    Some(TravelRule { select, amount, currency, profile })
}

fn profile(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Profile> {
    reader.keys(table, &["name", "source", "thresholds", "originator", "beneficiary"]);
    reader.required(table, &["name"]);
    let mut thresholds = Vec::new();
    if let Some(rows) = reader.table(table, "thresholds") {
        for (currency, least) in reader.pairs(rows) {
            let is_code = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase());
            match least.value.parse() {
                Ok(least) if is_code => thresholds.push((currency, least)),
                Ok(_) => {
                    let message = format!("`{currency}` is no currency of ISO 4217");
                    reader.complain("wrong-value", message, least.at);
                }
                Err(_) => {
                    let message = format!("`{}` is no whole amount", least.value);
                    let found = reader.complain("wrong-value", message, least.at);
                    found.help = Some("write the least amount as a text, \"3000\"".to_owned());
                }
            }
        }
    }
    let mut alternatives = |key: &str| {
        let texts = reader.texts(table, key);
        texts.into_iter().map(|text| text.value.split('+').map(part).collect()).collect()
    };
    let (originator, beneficiary) = (alternatives("originator"), alternatives("beneficiary"));
    let source = reader.text(table, "source").map(|text| text.value);
    let name = reader.text(table, "name")?.value;
    Some(Profile { name, source, thresholds, originator, beneficiary })
}

fn part(text: &str) -> Part {
    match text.split_once('=') {
        Some((path, symbol)) => Part::Is(path.trim().to_owned(), symbol.trim().to_owned()),
        None => Part::Known(text.trim().to_owned()),
    }
}
