//! From variables of the environment to settings: ours under `CONCORD_`, Confluent's under `SCHEMA_REGISTRY_`.

use super::settings::SETTINGS;

/// Before the names of our settings.
const OURS: &str = "CONCORD_";

/// Before the names of Confluent's settings.
pub(super) const THEIRS: &str = "SCHEMA_REGISTRY_";

/// Variables of Confluent's image that have no prefix.
const OF_THE_IMAGE: [&str; 3] = ["CUB_CLASSPATH", "UB_CLASSPATH", "KAFKA_HEAP_OPTS"];

/// What a variable is for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Variable {
    /// One of our settings.
    Ours(&'static str),
    /// Begins like ours; no setting has this name, but perhaps this one is meant.
    Unknown(&'static str),
    /// One of Confluent's, by the name it has in their files.
    Theirs(String),
    /// Nothing of ours.
    Other,
}

/// The variable that sets a setting: `limits.body-bytes` is `CONCORD_LIMITS_BODY_BYTES`.
pub fn variable(setting: &str) -> String {
    format!("{OURS}{}", setting.replace(['.', '-'], "_").to_uppercase())
}

/// What the variable of this name is for.
pub(super) fn meaning(variable_name: &str) -> Variable {
    if let Some(rest) = variable_name.strip_prefix(THEIRS) {
        return Variable::Theirs(property_name(rest));
    }
    if OF_THE_IMAGE.contains(&variable_name) {
        return Variable::Theirs(property_name(variable_name));
    }
    if !variable_name.starts_with(OURS) {
        return Variable::Other;
    }
    let names = SETTINGS.iter().map(|setting| setting.name);
    if let Some(name) = names.clone().find(|name| variable(name) == variable_name) {
        return Variable::Ours(name);
    }
    // Other programs of ours read such variables too, so only what is nearly a setting is worth a word.
    let near = |name: &&str| super::words::distance(&variable(name), variable_name) <= 2;
    names.into_iter().find(near).map_or(Variable::Other, Variable::Unknown)
}

/// As Confluent's image does it: one underscore is a dot, two are an underscore, three a hyphen.
fn property_name(text: &str) -> String {
    let mut name = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('_') {
        let run = rest[start..].chars().take_while(|letter| *letter == '_').count();
        name.push_str(&rest[..start].to_lowercase());
        name.push_str(match run {
            1 => ".",
            2 => "_",
            3 => "-",
            _more => &rest[start..start + run],
        });
        rest = &rest[start + run..];
    }
    name + &rest.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn underscores_become_what_confluents_image_makes_of_them() {
        for (variable, name) in [
            ("LISTENERS", "listeners"),
            ("KAFKASTORE_BOOTSTRAP_SERVERS", "kafkastore.bootstrap.servers"),
            ("A__B_C___D", "a_b.c-d"),
            ("SCHEMA_REGISTRY_GROUP_ID", "schema.registry.group.id"),
            ("A____B", "a____b"),
            ("A_", "a."),
        ] {
            assert_eq!(property_name(variable), name);
        }
    }

    #[test]
    fn our_variables_are_our_settings_in_capitals() {
        assert_eq!(variable("limits.body-bytes"), "CONCORD_LIMITS_BODY_BYTES");
        assert_eq!(meaning("CONCORD_LIMITS_BODY_BYTES"), Variable::Ours("limits.body-bytes"));
        assert_eq!(meaning("CONCORD_LISTN"), Variable::Unknown("listen"));
        assert_eq!(meaning("CONCORD_REGISTRY_AUTH"), Variable::Other);
        assert_eq!(meaning("PATH"), Variable::Other);
        assert_eq!(meaning("CUB_CLASSPATH"), Variable::Theirs("cub.classpath".to_owned()));
    }
}
