//! Requests of very many parts, one after the other, and the status of each.

/// One request.
pub(crate) struct Crowd {
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) body: String,
    pub(crate) status: u16,
}

const MANY: usize = 50_000;

fn many(part: impl Fn(usize) -> String) -> String {
    (0..MANY).map(part).collect::<Vec<_>>().join(",")
}

/// A registration of `"int"` with one member more.
fn register(name: &'static str, subject: &str, member: &str, status: u16) -> Crowd {
    let path = format!("/subjects/{subject}/versions");
    let body = format!(r#"{{"schema":"\"int\"",{member}}}"#);
    Crowd { name, method: "POST", path, body, status }
}

/// The first one registers what others refer to.
pub(crate) fn crowds() -> Vec<Crowd> {
    let references = |part: fn(usize) -> String| format!(r#""references":[{}]"#, many(part));
    let rules =
        |part: fn(usize) -> String| format!(r#""ruleSet":{{"domainRules":[{}]}}"#, many(part));
    let properties = many(|number| format!(r#""p{number}":"v""#));
    let metadata = format!(r#""metadata":{{"properties":{{{properties}}}}}"#);
    let deep = |depth: usize| format!(r#""x":{}1{}"#, "[".repeat(depth), "]".repeat(depth));
    let pairs: String = (0..3_000).map(|number| format!("key=p{number}&value=v&")).collect();
    let path = format!("/subjects/metadata/metadata?{pairs}");
    let questions =
        Crowd { name: "questions", method: "GET", path, body: String::new(), status: 200 };
    let path = "/config".to_owned();
    let body = format!("{{{properties}}}");
    let unknown = Crowd { name: "unknown members", method: "PUT", path, body, status: 200 };
    vec![
        register("a schema", "good", r#""id":null"#, 200),
        register("references", "a", &references(|n| refer(&format!("n{n}"), "good")), 422),
        register("one reference again and again", "b", &references(|_| refer("n", "good")), 200),
        register(
            "references to nothing",
            "c",
            &references(|n| refer(&format!("n{n}"), "none")),
            422,
        ),
        register("rules", "d", &rules(|number| rule(&format!("r{number}"))), 200),
        register("one rule again and again", "e", &rules(|_| rule("r")), 422),
        register("properties", "metadata", &metadata, 200),
        register("a deep member that nobody knows", "f", &deep(100), 200),
        register("a deeper one", "f", &deep(10_000), 400),
        questions,
        unknown,
    ]
}

fn refer(name: &str, subject: &str) -> String {
    format!(r#"{{"name":"{name}","subject":"{subject}","version":1}}"#)
}

fn rule(name: &str) -> String {
    format!(r#"{{"name":"{name}","type":"CEL","mode":"WRITE"}}"#)
}
