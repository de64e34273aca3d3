//! Paths that mean other paths: a trailing slash is tolerated, and `/contexts/{context}/…` puts what follows into a context.

use crate::error::ApiError;
use crate::registry::Context;
use axum::extract::Request;
use axum::http::Uri;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Rewrites a request before its route is sought.
pub async fn rewrite(mut request: Request, next: Next) -> Response {
    match rewritten(request.uri().path(), request.uri().query().unwrap_or_default()) {
        Ok(Some(target)) => match target.parse::<Uri>() {
            Ok(uri) => *request.uri_mut() = uri,
            Err(_) => return ApiError::not_found().into_response(),
        },
        Ok(None) => {}
        Err(Colon(context)) => {
            let message = format!("Context name '{context}' cannot contain a colon");
            return ApiError::bad_body(message).into_response();
        }
    }
    next.run(request).await
}

/// The name of a context that holds a colon.
#[derive(Debug, PartialEq, Eq)]
struct Colon(String);

/// The path and query that are meant, if they are others than those asked for. Everything stays percent-encoded.
fn rewritten(path: &str, query: &str) -> Result<Option<String>, Colon> {
    let trimmed = if path.len() > 1 { path.trim_end_matches('/') } else { path };
    let trimmed = if trimmed.is_empty() { "/" } else { trimmed };
    let mut segments = trimmed.split('/').skip(1);
    let (Some("contexts"), Some(name), rest) = (segments.next(), segments.next(), segments) else {
        return Ok((trimmed != path).then(|| joined(trimmed, query)));
    };
    let rest: Vec<&str> = rest.collect();
    if rest.is_empty() {
        return Ok((trimmed != path).then(|| joined(trimmed, query)));
    }
    let context =
        Context::spelled(&with_plain_signs(name)).ok_or_else(|| Colon(name.to_owned()))?;
    let (path, query) = in_context(&rest, query, &context.prefix());
    Ok(Some(joined(&path, &query)))
}

/// The name of a context whose colons and dots may have been encoded.
fn with_plain_signs(name: &str) -> String {
    let signs = [("%3A", ":"), ("%3a", ":"), ("%2E", "."), ("%2e", ".")];
    signs.iter().fold(name.to_owned(), |name, (encoded, plain)| name.replace(encoded, plain))
}

/// The path after the prefix, its subject or its query qualified.
fn in_context(rest: &[&str], query: &str, prefix: &str) -> (String, String) {
    let mut path = String::new();
    // A subject may be called `subjects` too: what follows a name is none.
    let mut names = false;
    for (index, segment) in rest.iter().enumerate() {
        path.push('/');
        let is_name = names;
        names = !is_name
            && (*segment == "subjects" || index == 0 && matches!(*segment, "config" | "mode"));
        path.push_str(&if is_name { qualified(segment, prefix) } else { (*segment).to_owned() });
    }
    match rest {
        ["config" | "mode"] if !prefix.is_empty() => (format!("{path}/{prefix}"), query.to_owned()),
        ["schemas", "ids", ..] => (path, extended(query, "subject", prefix)),
        ["schemas" | "subjects"] => {
            let all = if prefix.is_empty() { ":.:" } else { prefix };
            (path, extended(query, "subjectPrefix", all))
        }
        ["associations" | "associations:batchMutate"] | ["associations", "resources", _] => {
            (path, placed(query, prefix))
        }
        _ => (path, query.to_owned()),
    }
}

/// The query with the context in which associations find their subjects; one that it names itself stays.
fn placed(query: &str, prefix: &str) -> String {
    let is_given = query.split('&').any(|part| part.starts_with("context="));
    if is_given || prefix.is_empty() {
        return query.to_owned();
    }
    let between = if query.is_empty() { "" } else { "&" };
    format!("{query}{between}context={prefix}")
}

/// A subject with its context, unless it names one itself.
fn qualified(subject: &str, prefix: &str) -> String {
    let decoded = subject.replace("%3A", ":").replace("%3a", ":");
    if decoded.starts_with(":.") || decoded.starts_with(":*:") {
        subject.to_owned()
    } else {
        format!("{prefix}{subject}")
    }
}

/// The query with a parameter that is qualified if it is there, and set to the context if it is not.
fn extended(query: &str, name: &str, prefix: &str) -> String {
    let mut found = false;
    let mut parts: Vec<String> = Vec::new();
    for part in query.split('&').filter(|part| !part.is_empty()) {
        match part.split_once('=') {
            Some((key, value)) if key == name => {
                found = true;
                parts.push(format!("{name}={}", qualified(value, prefix)));
            }
            Some(_) | None => parts.push(part.to_owned()),
        }
    }
    if !found {
        parts.push(format!("{name}={prefix}"));
    }
    parts.join("&")
}

fn joined(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contexts_in_the_path_become_contexts_of_names() {
        for (path, query, expected) in [
            ("/subjects", "", None),
            ("/subjects/", "a=b", Some("/subjects?a=b")),
            ("//", "", Some("/")),
            ("/contexts", "", None),
            ("/contexts/.c", "", None),
            ("/contexts/.c/", "", Some("/contexts/.c")),
            ("/contexts/c/subjects/s/versions", "", Some("/subjects/:.c:s/versions")),
            ("/contexts/.c/subjects/:.d:s", "", Some("/subjects/:.d:s")),
            ("/contexts/.c/subjects/%3A.d%3As", "", Some("/subjects/%3A.d%3As")),
            ("/contexts/./subjects/s", "", Some("/subjects/s")),
            ("/contexts/%2ec/subjects/s", "", Some("/subjects/:.c:s")),
            ("/contexts/:.:/subjects/s", "", Some("/subjects/s")),
            ("/contexts/:.:/subjects", "", Some("/subjects?subjectPrefix=:.:")),
            ("/contexts/:.:/mode", "", Some("/mode")),
            ("/contexts/:.:/schemas", "subjectPrefix=:*:", Some("/schemas?subjectPrefix=:*:")),
            ("/contexts/:.c:/subjects/s", "", Some("/subjects/:.c:s")),
            ("/contexts/:.c/config", "", Some("/config/:.c:")),
            ("/contexts/%3A%2ec%3A/subjects/s", "", Some("/subjects/:.c:s")),
            ("/contexts/%3A.c%3a/subjects/s", "", Some("/subjects/:.c:s")),
            ("/contexts/.c/subjects/a%2Fb", "", Some("/subjects/:.c:a%2Fb")),
            ("/contexts/:.c:", "", None),
            (
                "/contexts/.c/subjects/subjects/versions/1",
                "",
                Some("/subjects/:.c:subjects/versions/1"),
            ),
            (
                "/contexts/.c/compatibility/subjects/subjects/versions",
                "",
                Some("/compatibility/subjects/:.c:subjects/versions"),
            ),
            (
                "/contexts/.c/compatibility/subjects/s/versions/1",
                "verbose=true",
                Some("/compatibility/subjects/:.c:s/versions/1?verbose=true"),
            ),
            ("/contexts/.c/config", "", Some("/config/:.c:")),
            ("/contexts/.c/mode/s", "", Some("/mode/:.c:s")),
            ("/contexts/.c/schemas/ids/1", "", Some("/schemas/ids/1?subject=:.c:")),
            (
                "/contexts/.c/schemas/ids/1/versions",
                "subject=s&deleted=true",
                Some("/schemas/ids/1/versions?subject=:.c:s&deleted=true"),
            ),
            ("/contexts/.c/subjects", "subjectPrefix=a", Some("/subjects?subjectPrefix=:.c:a")),
            ("/contexts/.c/schemas", "", Some("/schemas?subjectPrefix=:.c:")),
            ("/contexts/.c/schemas/types", "", Some("/schemas/types")),
            ("/contexts/c/associations", "", Some("/associations?context=:.c:")),
            (
                "/contexts/c/associations/resources/id",
                "dryRun=true",
                Some("/associations/resources/id?dryRun=true&context=:.c:"),
            ),
            (
                "/contexts/c/associations:batchMutate",
                "context=:.d:",
                Some("/associations:batchMutate?context=:.d:"),
            ),
            ("/contexts/./associations", "", Some("/associations")),
            ("/contexts/c/associations/subjects/s", "", Some("/associations/subjects/:.c:s")),
            ("/contexts/c/associations/resources/ns/n", "", Some("/associations/resources/ns/n")),
        ] {
            assert_eq!(rewritten(path, query).unwrap().as_deref(), expected, "{path}?{query}");
        }
        for name in ["a:b", "::c", "a%3Ab", ":.c:s"] {
            let refused = rewritten(&format!("/contexts/{name}/subjects"), "");
            assert_eq!(refused, Err(Colon(name.into())), "{name}");
        }
    }
}
