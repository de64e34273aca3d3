//! URI references (RFC 3986, section 5), as far as `$ref` and `$id` need them; a base may itself be relative.

/// A reference without its fragment, and the fragment.
pub fn split_fragment(reference: &str) -> (&str, &str) {
    reference.split_once('#').unwrap_or((reference, ""))
}

/// What `reference` means where `base` is the base; neither has a fragment.
pub fn resolve(base: &str, reference: &str) -> String {
    if reference.is_empty() {
        return base.to_owned();
    }
    let (own, base) = (Parts::of(reference), Parts::of(base));
    let (scheme, authority, path, query) = if own.scheme.is_some() {
        (own.scheme, own.authority, without_dots(own.path), own.query)
    } else if own.authority.is_some() {
        (base.scheme, own.authority, without_dots(own.path), own.query)
    } else if own.path.is_empty() {
        (base.scheme, base.authority, base.path.to_owned(), own.query.or(base.query))
    } else {
        (base.scheme, base.authority, without_dots(&merged(&base, own.path)), own.query)
    };
    let mut uri = String::with_capacity(path.len() + 32);
    for (before, part, after) in
        [("", scheme, ":"), ("//", authority, ""), ("", Some(&*path), ""), ("?", query, "")]
    {
        if let Some(part) = part {
            uri.extend([before, part, after]);
        }
    }
    uri
}

/// Whether it begins with a scheme.
pub fn is_absolute(reference: &str) -> bool {
    Parts::of(reference).scheme.is_some()
}

/// `%41` to `A`; what is no UTF-8 afterwards, or no escape, stays as it is.
pub fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digit = |index: usize| bytes.get(index).and_then(|byte| char::from(*byte).to_digit(16));
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high << 4 | low) as u8);
                at += 3;
            }
            (byte, _, _) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

struct Parts<'a> {
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(reference: &'a str) -> Parts<'a> {
        let (rest, query) = match reference.split_once('?') {
            Some((rest, query)) => (rest, Some(query)),
            None => (reference, None),
        };
        let (scheme, rest) = match rest.split_once(':') {
            Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme), rest),
            _ => (None, rest),
        };
        let Some(after) = rest.strip_prefix("//") else {
            return Parts { scheme, authority: None, path: rest, query };
        };
        let (authority, path) = after.split_at(after.find('/').unwrap_or(after.len()));
        Parts { scheme, authority: Some(authority), path, query }
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

fn merged(base: &Parts<'_>, path: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    match base.path.rfind('/') {
        Some(slash) => format!("{}{path}", &base.path[..=slash]),
        None if base.authority.is_some() => format!("/{path}"),
        None => path.to_owned(),
    }
}

/// `/a/./b/../c` is `/a/c`; a relative path keeps the `..` that lead out of it.
fn without_dots(path: &str) -> String {
    let is_rooted = path.starts_with('/');
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.strip_prefix('/').unwrap_or(path).split('/').peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment {
            "." => {}
            ".." if kept.last().is_some_and(|last| *last != "..") => {
                kept.pop();
            }
            ".." if is_rooted => {}
            other => {
                kept.push(other);
                continue;
            }
        }
        if is_last {
            kept.push("");
        }
    }
    format!("{}{}", if is_rooted { "/" } else { "" }, kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Section 5.4 of RFC 3986, and bases that are relative.
    #[test]
    fn references_resolve_as_the_rfc_says() {
        let base = "http://a/b/c/d;p?q";
        for (reference, expected) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g..", "http://a/b/c/g.."),
            ("./g/.", "http://a/b/c/g/"),
            ("g/../h", "http://a/b/c/h"),
        ] {
            assert_eq!(resolve(base, reference), expected, "{reference}");
        }
        for (base, reference, expected) in [
            ("", "b.json", "b.json"),
            ("", "./b.json", "b.json"),
            ("", "../b.json", "../b.json"),
            ("dir/a.json", "b.json", "dir/b.json"),
            ("dir/a.json", "../b.json", "b.json"),
            ("dir/a.json", "../../b.json", "../b.json"),
            ("http://a", "b", "http://a/b"),
            ("urn:uuid:1", "", "urn:uuid:1"),
        ] {
            assert_eq!(resolve(base, reference), expected, "{reference} against {base}");
        }
    }

    #[test]
    fn escapes_are_decoded_where_they_are_escapes() {
        assert_eq!(percent_decoded("a%25b%c3%A9%2"), "a%bé%2");
        assert_eq!(percent_decoded("%ff"), "%ff");
    }
}
