//! The name of a finding that stays: independent of line numbers, machine paths and other findings.

use super::{Finding, Stage};
use contract_model::lock::sha256;

/// The first part of every fingerprint, and its name in SARIF: what goes into the hash is part of the promise.
pub(crate) const SCHEME: &str = "concord/v1";

/// `concord/v1:` and 32 hexadecimal digits, for a finding about the contracts at `root`.
pub(crate) fn of(finding: &Finding, root: &str) -> String {
    let path = finding.anchor.as_ref().unwrap_or(&finding.path);
    let message = match finding.stage {
        // A parser says in which line it stumbled; how often it stumbles in one file is no matter.
        Stage::Parse => finding.message.replace(|letter: char| letter.is_ascii_digit(), ""),
        Stage::Policy | Stage::Compatibility | Stage::Lock | Stage::Waiver => {
            finding.message.clone()
        }
    };
    // Which of the baselines complained is no matter: the change is the same.
    let message = message.split(" (against version ").next().unwrap_or_default();
    let place = match finding.subject.as_str() {
        "" => below(&finding.file, root),
        subject => subject,
    };
    let parts = [SCHEME, &finding.rule, place, path, message];
    // A length before each part: no two lists of parts make one text.
    let text: String = parts.iter().map(|part| format!("{}:{part}\n", part.len())).collect();
    format!("{SCHEME}:{}", &sha256(&text)[..32])
}

/// A path below the directory of the contracts, which every machine has somewhere else.
pub(super) fn below<'a>(file: &'a str, root: &str) -> &'a str {
    file.strip_prefix(root).map_or(file, |rest| rest.trim_start_matches('/'))
}

/// A path in the JSON of an Avro schema, with names in place of positions: `/fields/9` becomes `/fields/currencyCode`.
pub(crate) fn anchor(text: &str, path: &str) -> String {
    let document: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let mut here = Some(&document);
    let mut anchor = String::new();
    for step in path.split('/').skip(1) {
        here = here.and_then(|value| match step.parse::<usize>() {
            Ok(index) => value.get(index),
            Err(_) => value.get(step),
        });
        let is_position = step.parse::<usize>().is_ok();
        let name = here.and_then(|value| value.get("name")).and_then(serde_json::Value::as_str);
        anchor.push('/');
        anchor.push_str(name.filter(|_| is_position).unwrap_or(step));
    }
    anchor
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract_schema::Position;

    fn finding() -> Finding {
        Finding {
            subject: "x-value".into(),
            path: "/fields/1".into(),
            anchor: Some("/fields/amount".into()),
            file: "schemas/x.avsc".into(),
            ..Finding::error(Stage::Compatibility, "a-rule", "`amount` is gone")
        }
    }

    #[test]
    fn a_fingerprint_is_what_it_was_in_every_release() {
        assert_eq!(of(&finding(), "schemas"), "concord/v1:e9451d30361a0054b2b6da7ef0f182b8");
    }

    #[test]
    fn lines_files_and_positions_in_lists_do_not_count() {
        let moved = Finding {
            at: Position { line: 40, column: 2 },
            file: "/home/somebody/work/schemas/y.avsc".into(),
            path: "/fields/7".into(),
            notes: vec!["another note".into()],
            ..finding()
        };
        assert_eq!(of(&moved, "/home/somebody/work/schemas"), of(&finding(), "schemas"));
        let elsewhere =
            Finding { message: "`amount` is gone (against version 3)".into(), ..finding() };
        assert_eq!(of(&elsewhere, "schemas"), of(&finding(), "schemas"));
    }

    #[test]
    fn rule_subject_path_and_message_count() {
        let others = [
            Finding { rule: "b-rule".into(), ..finding() },
            Finding { subject: "y-value".into(), ..finding() },
            Finding { anchor: None, ..finding() },
            Finding { message: "`total` is gone".into(), ..finding() },
        ];
        for other in others {
            assert_ne!(of(&other, "schemas"), of(&finding(), "schemas"), "{other:?}");
        }
    }

    #[test]
    fn a_finding_without_subject_is_known_by_its_file_below_the_root() {
        let broken = |file: &str, line: u32| {
            let message = format!("expected a value in line {line}");
            let file = file.to_owned();
            Finding { file, ..Finding::error(Stage::Parse, "schema-invalid", message) }
        };
        let one = of(&broken("schemas/a.avsc", 3), "schemas");
        assert_eq!(one, of(&broken("/tmp/x/schemas/a.avsc", 14), "/tmp/x/schemas"));
        assert_eq!(one, of(&broken("a.avsc", 3), "."));
        assert_ne!(one, of(&broken("schemas/b.avsc", 3), "schemas"));
    }

    #[test]
    fn a_position_in_a_list_becomes_the_name_that_stands_there() {
        let text = r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int"},
            {"name":"b","type":["null",{"type":"record","name":"S","fields":[]}]}]}"#;
        assert_eq!(anchor(text, "/fields/1/type/1/name"), "/fields/b/type/S/name");
        assert_eq!(anchor(text, "/fields/0/type/fields/3"), "/fields/a/type/fields/3");
        assert_eq!(anchor("no json", "/fields/0"), "/fields/0");
        assert_eq!(anchor(text, ""), "");
    }
}
