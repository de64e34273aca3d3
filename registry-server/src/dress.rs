//! What the configuration puts around every answer: CORS, headers of one's own, no `OPTIONS`. Nothing if nothing is set.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};

use crate::config::{Cors, HeaderRule, Http, RuleValue};
use crate::error::ApiError;

/// So long a browser may remember the answer to a preflight request, in seconds.
const PREFLIGHT_AGE: HeaderValue = HeaderValue::from_static("1800");

/// Puts the settings around all routes; without any the routes stay as fast as they are.
pub fn dress(routes: Router, http: &Http) -> Router {
    if http.cors.origins.is_empty() && http.headers.is_empty() && http.options {
        return routes;
    }
    routes.layer(middleware::from_fn_with_state(Arc::new(http.clone()), attend))
}

async fn attend(State(http): State<Arc<Http>>, request: Request, next: Next) -> Response {
    let origin = allowed_origin(&http.cors, request.headers());
    let mut response = if *request.method() != Method::OPTIONS {
        next.run(request).await
    } else if let Some(response) = preflight(&http.cors, origin.as_ref(), request.headers()) {
        response
    } else if http.options {
        next.run(request).await
    } else {
        ApiError::method_not_allowed().into_response()
    };
    let headers = response.headers_mut();
    if !http.cors.origins.is_empty() {
        share(&http.cors, origin, headers);
    }
    for rule in &http.headers {
        apply(rule, headers, SystemTime::now());
    }
    response
}

/// What `Access-Control-Allow-Origin` says to this request, if its origin may read the answer.
fn allowed_origin(cors: &Cors, headers: &HeaderMap) -> Option<HeaderValue> {
    let origin = headers.get(ORIGIN)?;
    if cors.origins.iter().any(|allowed| allowed == "*") {
        return Some(HeaderValue::from_static("*"));
    }
    let text = origin.to_str().ok()?.to_ascii_lowercase();
    let mut allowed = cors.origins.iter().map(|allowed| allowed.to_ascii_lowercase());
    allowed.any(|allowed| matches(&allowed, &text)).then(|| origin.clone())
}

/// Whether a text is of a pattern in which `*` stands for any text. Each part is sought once, from the left: the text is
/// the client's, and may be long.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == text };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    let Some(text) = text.strip_prefix(start).and_then(|text| text.strip_suffix(end)) else {
        return false;
    };
    let after = |text: &'_ str, part: &str| text.find(part).map(|at| at + part.len());
    middle.split('*').try_fold(text, |text, part| after(text, part).map(|at| &text[at..])).is_some()
}

/// The answer to a browser that asks beforehand; `None` if this is no such question, or none from an allowed origin.
fn preflight(cors: &Cors, origin: Option<&HeaderValue>, asked: &HeaderMap) -> Option<Response> {
    origin?;
    let method = asked.get(ACCESS_CONTROL_REQUEST_METHOD)?;
    let mut response = StatusCode::OK.into_response();
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_MAX_AGE, PREFLIGHT_AGE);
    let methods: Vec<&str> = cors.methods.iter().map(Method::as_str).collect();
    if methods.iter().any(|allowed| allowed.as_bytes() == method.as_bytes())
        && let Ok(methods) = methods.join(",").parse()
    {
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
    }
    let any = cors.headers.iter().any(|allowed| allowed == "*");
    let echoed = asked.get(ACCESS_CONTROL_REQUEST_HEADERS).filter(|_| any).cloned();
    if let Some(allowed) = echoed.or_else(|| cors.headers.join(",").parse().ok()) {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    }
    Some(response)
}

/// Lets scripts of the origin read the answer, and caches know that it depends on the origin.
fn share(cors: &Cors, origin: Option<HeaderValue>, headers: &mut HeaderMap) {
    headers.append(VARY, HeaderValue::from_static("Origin"));
    let Some(origin) = origin else { return };
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    let expose: Vec<&str> = cors.expose.iter().map(|name| name.as_str()).collect();
    if !expose.is_empty()
        && let Ok(expose) = expose.join(",").parse()
    {
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, expose);
    }
}

fn apply(rule: &HeaderRule, headers: &mut HeaderMap, now: SystemTime) {
    let value = match &rule.value {
        RuleValue::Text(text) => text.clone(),
        RuleValue::Date(ms) => {
            let distance = Duration::from_millis(ms.unsigned_abs());
            let then = if *ms < 0 { now.checked_sub(distance) } else { now.checked_add(distance) };
            // The calendar of HTTP ends with the year 9999.
            let last = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_799);
            let then = then.unwrap_or(now).clamp(SystemTime::UNIX_EPOCH, last);
            HeaderValue::from_str(&httpdate::fmt_http_date(then)).expect("a date is printable")
        }
    };
    if rule.replaces {
        headers.insert(rule.name.clone(), value);
    } else {
        headers.append(rule.name.clone(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text, expected) in [
            ("https://a.b", "https://a.b", true),
            ("https://*.b", "https://a.b", true),
            ("https://*.b", "https://a.c", false),
            ("https://*.b", "https://b", false),
            ("https://*:*", "https://é:80", true),
            ("http://a", "https://a", false),
            ("https://*.b.*", "https://a.b.c", true),
            ("https://*.b.*", "https://a.c", false),
            ("a*b*c*d", "axbxcxd", true),
            ("a*b*c*d", "acbxd", false),
            ("ab*ba", "aba", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn a_long_origin_costs_what_it_is_long() {
        let long = "https://".to_owned() + &".b.".repeat(100_000);
        let start = std::time::Instant::now();
        assert!(!matches("https://*.b.*.b.*.b.*!", &long));
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    }

    #[test]
    fn dates_stay_in_the_calendar() {
        let mut headers = HeaderMap::new();
        let name = axum::http::header::EXPIRES;
        for (ms, expected) in [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (-1, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (1000, "Thu, 01 Jan 1970 00:00:01 GMT"),
            (i64::MAX, "Fri, 31 Dec 9999 23:59:59 GMT"),
        ] {
            let rule =
                HeaderRule { replaces: true, name: name.clone(), value: RuleValue::Date(ms) };
            apply(&rule, &mut headers, SystemTime::UNIX_EPOCH);
            assert_eq!(headers[&name], expected, "{ms}");
        }
    }
}
