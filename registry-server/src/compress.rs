//! gzip for long answers to clients that accept it; short ones are sent sooner than they are compressed.

use std::io::Write as _;

use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, VARY};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Longer answers are compressed off the async threads.
const LONG: usize = 64 * 1024;

/// Whether the client understands gzip. Most that do say so in their one header.
pub(crate) fn accepts_gzip(headers: &HeaderMap) -> bool {
    let Some(given) = headers.get(ACCEPT_ENCODING) else { return false };
    let codings = given.to_str().unwrap_or_default().split(',');
    let mut weights = codings.filter_map(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let known =
            ["gzip", "x-gzip", "*"].iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
        known.then(|| weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>))
    });
    weights.any(|weight| weight.is_ok_and(|weight| weight > 0.0))
}

/// The answer, compressed if its body has at least `least` bytes.
pub(crate) async fn compressed(response: Response<Body>, least: usize) -> Response<Body> {
    let length =
        response.body().size_hint().exact().and_then(|length| usize::try_from(length).ok());
    let is_long = length.is_some_and(|length| length >= least);
    if !is_long || response.headers().contains_key(CONTENT_ENCODING) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let Some(packed) = pack(body).await else {
        return crate::limits::refusal(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error");
    };
    head.headers.remove(CONTENT_LENGTH);
    head.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    head.headers.append(VARY, HeaderValue::from_static("Accept-Encoding"));
    Response::from_parts(head, Body::from(packed))
}

/// `None` if the body ends early, which one in memory does not.
async fn pack(body: Body) -> Option<Vec<u8>> {
    let bytes = to_bytes(body, usize::MAX).await.ok()?;
    if bytes.len() < LONG {
        return gzip(&bytes);
    }
    tokio::task::spawn_blocking(move || gzip(&bytes)).await.ok().flatten()
}

fn gzip(bytes: &Bytes) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_accepted_where_the_client_says_so() {
        for (given, expected) in [
            (None, false),
            (Some("gzip"), true),
            (Some("gzip, compress, deflate, br"), true),
            (Some("br, GZIP;q=0.5"), true),
            (Some("*"), true),
            (Some("identity"), false),
            (Some("gzip;q=0"), false),
            (Some("gzip; q=0.000"), false),
            (Some("gzipped"), false),
            (Some(""), false),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(given) = given {
                headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(given));
            }
            assert_eq!(accepts_gzip(&headers), expected, "{given:?}");
        }
    }
}
