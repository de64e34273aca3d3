//! What the configuration adds to answers: headers for browsers of other origins, headers of one's own.

use axum::http::{HeaderName, HeaderValue, Method};

/// Settings of the HTTP face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Http {
    /// Who may read answers in a browser.
    pub cors: Cors,
    /// Headers that every answer bears.
    pub headers: Vec<HeaderRule>,
    /// Is `OPTIONS` answered at all?
    pub options: bool,
}

impl Default for Http {
    fn default() -> Self {
        Http { cors: Cors::default(), headers: Vec::new(), options: true }
    }
}

/// Cross-origin resource sharing; without origins there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cors {
    /// `*`, or origins in which `*` stands for any text: `https://*.example.com`.
    pub origins: Vec<String>,
    /// Methods that a preflight request may ask for.
    pub methods: Vec<Method>,
    /// Request headers that a preflight request may ask for; `*` for any.
    pub headers: Vec<String>,
    /// Answer headers that scripts may read.
    pub expose: Vec<HeaderName>,
}

impl Default for Cors {
    fn default() -> Self {
        Cors {
            origins: Vec::new(),
            methods: vec![Method::GET, Method::POST, Method::HEAD],
            headers: ["X-Requested-With", "Content-Type", "Accept", "Origin"]
                .map(ToOwned::to_owned)
                .to_vec(),
            expose: Vec::new(),
        }
    }
}

/// A header for every answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderRule {
    /// `set` replaces what is there, `add` stands beside it.
    pub replaces: bool,
    /// The header.
    pub name: HeaderName,
    /// What it says.
    pub value: RuleValue,
}

/// What a header of the configuration says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleValue {
    /// This text.
    Text(HeaderValue),
    /// The time of the answer, so many milliseconds later.
    Date(i64),
}

/// A list of words, parted by commas.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect()
}

/// Origins: `*`, or `scheme://host[:port]`, in which `*` stands for any text.
pub(super) fn origins(text: &str) -> Result<Vec<String>, String> {
    let origins = words(text);
    let fits = |origin: &String| {
        let plain = origin.chars().all(|letter| letter.is_ascii_graphic());
        let host = origin.split_once("://").map_or("", |(_, host)| host);
        origin == "*" || (plain && !host.is_empty() && !host.contains('/'))
    };
    if origins.iter().all(fits) {
        return Ok(origins);
    }
    Err("expected *, or origins such as https://ui.example.com, parted by commas".to_owned())
}

/// Names of methods, parted by commas.
pub(super) fn methods(text: &str) -> Result<Vec<Method>, String> {
    let read = |word: String| word.to_ascii_uppercase().parse::<Method>();
    let found: Result<_, _> = words(text).into_iter().map(read).collect();
    found.map_err(|_| "expected methods such as GET,POST,PUT".to_owned())
}

/// Names of headers, parted by commas.
pub(super) fn header_names(text: &str) -> Result<Vec<HeaderName>, String> {
    let found: Result<_, _> = words(text).iter().map(|word| word.parse::<HeaderName>()).collect();
    found.map_err(|_| "expected names of headers, parted by commas".to_owned())
}

/// `set Cache-Control: no-cache, "add X-A: b, c"`: rules parted by commas, in quotes where they hold one.
pub(super) fn header_rules(text: &str) -> Result<Vec<HeaderRule>, String> {
    quoted_list(text)?.iter().map(|rule| header_rule(rule)).collect()
}

fn header_rule(text: &str) -> Result<HeaderRule, String> {
    let expected = || {
        format!(
            "`{text}` is no rule: expected `set Name: value`, `add Name: value`, `setDate Name: milliseconds` or `addDate Name: milliseconds`"
        )
    };
    let (action, rest) = text.trim().split_once(char::is_whitespace).ok_or_else(expected)?;
    let (name, value) = rest.split_once(':').ok_or_else(expected)?;
    let name: HeaderName = name.trim().parse().map_err(|_| expected())?;
    let value = value.trim();
    let in_words = || value.parse().map(RuleValue::Text).map_err(|_| expected());
    let in_time = || value.parse().map(RuleValue::Date).map_err(|_| expected());
    let (replaces, value) = match action.to_ascii_lowercase().as_str() {
        "set" => (true, in_words()?),
        "add" => (false, in_words()?),
        "setdate" => (true, in_time()?),
        "adddate" => (false, in_time()?),
        _other => return Err(expected()),
    };
    Ok(HeaderRule { replaces, name, value })
}

/// A list parted by commas; an element in double quotes may hold commas.
fn quoted_list(text: &str) -> Result<Vec<String>, String> {
    let (mut found, mut current, mut quoted) = (Vec::new(), String::new(), false);
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => found.push(std::mem::take(&mut current)),
            _other => current.push(letter),
        }
    }
    if quoted {
        return Err("a double quote is not closed".to_owned());
    }
    found.push(current);
    found.retain(|element| !element.trim().is_empty());
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_rules_are_read_with_their_commas() {
        let text = r#"set X-Frame-Options: DENY, "add Cache-Control: no-cache, no-store","setDate Expires: 31540000000""#;
        let rules = header_rules(text).unwrap();
        let told: Vec<_> = rules.iter().map(|rule| (rule.replaces, rule.name.as_str())).collect();
        assert_eq!(told, [(true, "x-frame-options"), (false, "cache-control"), (true, "expires")]);
        assert_eq!(rules[1].value, RuleValue::Text(HeaderValue::from_static("no-cache, no-store")));
        assert_eq!(rules[2].value, RuleValue::Date(31_540_000_000));
        assert_eq!(header_rules("").unwrap(), []);
    }

    #[test]
    fn what_is_no_rule_is_named() {
        for text in ["X: y", "put X: y", "set X", "set X Y: z", "setDate X: now", "set X: a\u{1}"] {
            assert!(header_rules(text).unwrap_err().contains("expected `set"), "{text}");
        }
        assert!(header_rules("\"set X: y").unwrap_err().contains("not closed"));
        assert!(origins("ui.example.com").is_err() && origins("https://a/b").is_err());
        assert!(methods("G T").is_err() && header_names("a b").is_err());
    }
}
