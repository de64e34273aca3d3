//! Examples of rules: the fixtures of `contract-schema`, read from the page of rules, which a test holds to them.

const PAGE: &str = include_str!("../../../../docs/rules.md");

/// The old and the new schema of a rule's example.
pub(super) fn of(id: &str) -> Option<(&'static str, &'static str)> {
    let (_, section) = PAGE.split_once(&format!("\n### {id}\n"))?;
    let section = section.split("\n### ").next()?;
    let mut blocks = section.split("\n```").skip(1).step_by(2).map(|block| {
        // The first line of a block names its language.
        block.split_once('\n').map_or("", |(_, text)| text)
    });
    Some((blocks.next()?, blocks.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_an_example_in_which_something_changes() {
        for rule in contract_schema::rule::all() {
            let (old, new) = of(rule.id).unwrap_or_else(|| panic!("{} has no example", rule.id));
            assert!(!old.is_empty() && !new.is_empty(), "{}", rule.id);
            let is_cut = old.contains('…') || new.contains('…');
            assert!(old != new || is_cut, "{}", rule.id);
        }
    }
}
