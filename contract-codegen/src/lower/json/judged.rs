//! Schemas as tables for the evaluator of the runtime: all of one, or what a type leaves unchecked.

use super::conjunction::{Conjunction, Facts, Other};
use super::{Walk, kinds};
use crate::diagnostics::Finding;
use crate::ir::{Judged, Word};
use contract_schema::json::{Demand, SchemaId, rust_pattern};

impl<'s> Walk<'_, '_, 's> {
    /// All that a conjunction says.
    pub(super) fn judge_all(&mut self, conjunction: &Conjunction) -> usize {
        let mut words: Vec<Word> =
            conjunction.ids.clone().into_iter().map(|id| Word::Ref(self.judge(id))).collect();
        if conjunction.kinds != kinds::ALL {
            words.push(Word::Types(conjunction.kinds));
        }
        self.add(Judged { words })
    }

    /// A schema.
    pub(super) fn judge(&mut self, id: SchemaId) -> usize {
        if let Some(known) = self.judged.get(&id) {
            return *known;
        }
        let index = self.add(Judged::default());
        self.judged.insert(id, index);
        let mut words = Vec::new();
        if self.demands.is_false(id) {
            words.push(Word::Never);
        }
        for (keyword, demand) in self.demands.demands(id) {
            words.extend(self.demanded(id, keyword, &demand));
        }
        words.sort_by_key(Word::is_late);
        self.lowering.ir.judged[index].words = words;
        index
    }

    /// What is left to the evaluator.
    pub(super) fn residual(&mut self, words: Vec<Word>) -> Option<usize> {
        (!words.is_empty()).then(|| self.add(Judged { words }))
    }

    /// Demands that no rule has a word for.
    pub(super) fn others(&mut self, facts: &Facts<'s>) -> Vec<Word> {
        let others = facts.others.clone();
        let judged = |other: Other<'s>| self.demanded(other.of, other.keyword, &other.demand);
        others.into_iter().filter_map(judged).collect()
    }

    fn judge_each(&mut self, ids: &[SchemaId]) -> Vec<usize> {
        ids.iter().map(|id| self.judge(*id)).collect()
    }

    fn judge_named(&mut self, list: &[(&str, SchemaId)]) -> Vec<(String, usize)> {
        list.iter().map(|(name, id)| ((*name).to_owned(), self.judge(*id))).collect()
    }

    /// A pattern in Rust's syntax; what has none is told and not enforced.
    pub(super) fn pattern(&mut self, of: SchemaId, pattern: &str) -> Option<String> {
        let found = rust_pattern(pattern);
        if let Some(found) = &found {
            self.lowering.ir.spellings.insert(found.clone(), pattern.to_owned());
        }
        if found.is_none() {
            let message = format!(
                "the pattern `{pattern}` is not enforced: it looks around, or back, or is too large"
            );
            let help = "say it without look-around and back references";
            self.findings.push(Finding::warning(self.place(of), message).help(help));
        }
        found
    }

    pub(super) fn demanded(
        &mut self,
        of: SchemaId,
        keyword: &str,
        demand: &Demand<'s>,
    ) -> Option<Word> {
        Some(match demand {
            Demand::Types(kinds) => Word::Types(*kinds),
            Demand::Values(values) => {
                let values: Vec<String> = values.iter().map(|value| value.to_compact()).collect();
                Word::Values(format!("[{}]", values.join(",")))
            }
            Demand::Least(limit) => Word::Least(limit.clone()),
            Demand::Most(limit) => Word::Most(limit.clone()),
            Demand::MultipleOf(step) => Word::MultipleOf(step.clone()),
            Demand::MinLength(count) => Word::MinLength(*count),
            Demand::MaxLength(count) => Word::MaxLength(*count),
            Demand::Pattern(pattern) => Word::Pattern(self.pattern(of, pattern)?),
            Demand::Format(format) => Word::Format((*format).to_owned()),
            Demand::MinItems(count) => Word::MinItems(*count),
            Demand::MaxItems(count) => Word::MaxItems(*count),
            Demand::UniqueItems => Word::UniqueItems,
            Demand::Items { listed, rest } => Word::Items {
                prefix: self.judge_each(listed),
                rest: rest.map(|rest| self.judge(rest)),
            },
            Demand::Contains { schema, least, most, evaluates } => Word::Contains {
                schema: self.judge(*schema),
                least: *least,
                most: *most,
                evaluates: *evaluates,
            },
            Demand::MinProperties(count) => Word::MinProperties(*count),
            Demand::MaxProperties(count) => Word::MaxProperties(*count),
            Demand::Required(names) => {
                Word::Required(names.iter().map(|name| (*name).to_owned()).collect())
            }
            Demand::Properties { listed, patterns, rest } => {
                let named = self.judge_named(listed);
                let mut found = Vec::new();
                for (pattern, id) in patterns {
                    if let Some(pattern) = self.pattern(of, pattern) {
                        found.push((pattern, self.judge(*id)));
                    }
                }
                Word::Properties { named, patterns: found, rest: rest.map(|rest| self.judge(rest)) }
            }
            Demand::PropertyNames(id) => Word::PropertyNames(self.judge(*id)),
            Demand::DependentRequired(list) => {
                let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
                Word::DependentRequired(
                    list.iter().map(|(name, names)| ((*name).to_owned(), owned(names))).collect(),
                )
            }
            Demand::DependentSchemas(list) => Word::DependentSchemas(self.judge_named(list)),
            Demand::UnevaluatedItems(id) => Word::UnevaluatedItems(self.judge(*id)),
            Demand::UnevaluatedProperties(id) => Word::UnevaluatedProperties(self.judge(*id)),
            Demand::AllOf(ids) => Word::AllOf(self.judge_each(ids)),
            Demand::AnyOf(ids) => Word::AnyOf(self.judge_each(ids)),
            Demand::OneOf(ids) => Word::OneOf(self.judge_each(ids)),
            Demand::Not(id) => Word::Not(self.judge(*id)),
            Demand::If { condition, then, otherwise } => Word::If {
                condition: self.judge(*condition),
                then: then.map(|then| self.judge(then)),
                other: otherwise.map(|other| self.judge(other)),
            },
            Demand::Ref(id) => Word::Ref(self.judge(*id)),
            Demand::Dynamic | Demand::Unknown => {
                self.unknown(of, keyword, demand);
                return None;
            }
        })
    }

    /// What nobody can tell at build time is told, and nothing pretends to enforce it.
    fn unknown(&mut self, of: SchemaId, keyword: &str, demand: &Demand<'s>) {
        let place = self.place(of);
        let finding = match (demand, keyword) {
            (Demand::Dynamic, _) => {
                let message = format!(
                    "`{keyword}` is not enforced: what it means depends on the way that leads to it"
                );
                Finding::warning(place, message).help("refer to one schema with `$ref`")
            }
            (_, "$ref" | "$dynamicRef" | "$recursiveRef") => {
                let message = format!("a `{keyword}` leads to no schema");
                let help =
                    "add the file it means to the folder or the manifest, or correct the address";
                Finding::error(place, message).help(help)
            }
            _ => {
                let message =
                    format!("`{keyword}` is not enforced: its value is not of the right form");
                Finding::warning(place, message).help("correct it as the draft demands")
            }
        };
        self.findings.push(finding);
    }
}
